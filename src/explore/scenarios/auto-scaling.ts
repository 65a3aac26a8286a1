import {
  allow,
  awaitNextTry,
  createGroup,
  disksOf,
  diskWorks,
  instancesOf,
  keyPolicy,
  type ScalingStage,
  tellActivity,
  tellRefusedCall,
  USE,
} from '../scaling-steps.ts'
import type { TourScenario } from '../tour-scenario.ts'

/** Groups in one account: what the service-linked role needs of a key, and what a missing statement looks like. */
export const autoScaling: TourScenario = {
  name: 'auto-scaling',
  title: 'Auto Scaling with encrypted disks: what the key policy must say, and what happens where it does not',
  writesFile: false,
  tell: (cloud, recorder) => {
    const stage = { cloud, recorder, session: cloud.session() }
    launchUnderManagedKey(stage)
    const keyArn = failWithoutStatements(stage)
    failWithoutGrantStatement(stage, keyArn)
    launchWithBoth(stage, keyArn)
    refuseAsymmetricKey(stage)
    loseRole(stage)
    return [...disksOf(stage, 'managed'), ...disksOf(stage, 'customer')]
  },
}

const launchUnderManagedKey = (stage: ScalingStage): void =>
  stage.recorder.step('A group whose disks are under alias/aws/ebs needs nothing', ({ tell, claim }) => {
    createGroup(stage, 'managed')
    claim('the launch is a success', tellActivity(stage, tell, 'managed') === 'Successful')
    const { arn, name } = roleOf(stage)
    const makers = stage.cloud.trail.records({ eventName: 'CreateGrant' }).map(({ userIdentity }) => String(userIdentity.arn))
    tell(`the service-linked role, made on first use: ${arn}`)
    claim('the grants were made in its name', makers.length > 0 && makers.every((maker) => maker.includes(`/${name}/`)))
  })

const failWithoutStatements = (stage: ScalingStage): string =>
  stage.recorder.step('A customer key with the default key policy: the launch fails', ({ tell, claim }) => {
    const { cloud, session } = stage
    const { Arn } = session.kms.createKey().KeyMetadata
    createGroup(stage, 'customer', Arn)
    claim('the launch is given up', tellActivity(stage, tell, 'customer') === 'Cancelled')
    const refused = tellRefusedCall(cloud, tell)
    claim('for want of the data key', refused === 'GenerateDataKeyWithoutPlaintext AccessDenied')
    const { allowed, text } = cloud.simulate({ as: roleOf(stage), action: 'kms:GenerateDataKeyWithoutPlaintext', resource: Arn })
    for (const line of text.split('\n')) tell(`  ${line}`)
    claim('the role may not use the key', !allowed)
    return Arn
  })

const failWithoutGrantStatement = (stage: ScalingStage, KeyId: string): void =>
  stage.recorder.step('Add the statement for the use of the key: the launch still fails', ({ tell, claim }) => {
    const { cloud, session } = stage
    session.kms.putKeyPolicy({ KeyId, Policy: keyPolicy(session.accountId, allow(roleOf(stage).arn, USE)) })
    awaitNextTry(stage, tell, 'customer')
    claim('the launch is given up', tellActivity(stage, tell, 'customer') === 'Cancelled')
    claim('for want of the grant', tellRefusedCall(cloud, tell) === 'CreateGrant AccessDenied')
    claim('no grant is left behind', session.kms.listGrants({ KeyId }).Grants.length === 0)
  })

const launchWithBoth = (stage: ScalingStage, KeyId: string): void =>
  stage.recorder.step('Add the statement for grants to AWS resources: the next try is a success', ({ tell, claim }) => {
    const { session } = stage
    const { arn } = roleOf(stage)
    const forResources = { Bool: { 'kms:GrantIsForAWSResource': true } }
    const statements = [allow(arn, USE), allow(arn, 'kms:CreateGrant', forResources)]
    session.kms.putKeyPolicy({ KeyId, Policy: keyPolicy(session.accountId, ...statements) })
    awaitNextTry(stage, tell, 'customer')
    claim('the launch is a success', tellActivity(stage, tell, 'customer') === 'Successful')
    claim('its disk works', diskWorks(stage, instancesOf(stage, 'customer')[0]))
  })

const refuseAsymmetricKey = (stage: ScalingStage): void =>
  stage.recorder.step('An asymmetric key encrypts no disk', ({ tell, claim }) => {
    const { cloud, session } = stage
    const { arn } = roleOf(stage)
    const Policy = keyPolicy(session.accountId, allow(arn, [...USE, 'kms:CreateGrant']))
    const { Arn } = session.kms.createKey({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT', Policy }).KeyMetadata
    createGroup(stage, 'asymmetric', Arn)
    claim('the launch is given up', tellActivity(stage, tell, 'asymmetric') === 'Cancelled')
    claim('permission is not what was missing', !tellRefusedCall(cloud, tell).endsWith('AccessDenied'))
  })

/** The policy keeps the role's unique id, and not its name. */
const loseRole = (stage: ScalingStage): void =>
  stage.recorder.step('Delete the service-linked role and make it anew: the key policy means the old one', ({ tell, claim }) => {
    const { cloud, session } = stage
    const [before] = instancesOf(stage, 'customer')
    const old = roleOf(stage)
    const account = cloud.account(session.accountId)
    account.deleteRole(old.name)
    const { arn } = account.createServiceLinkedRole('autoscaling.amazonaws.com')
    tell(`${arn} is there again`)
    claim('the role has the same ARN', arn === old.arn)
    session.autoscaling.setDesiredCapacity({ AutoScalingGroupName: 'customer', DesiredCapacity: 2 })
    claim('the next launch is given up', tellActivity(stage, tell, 'customer') === 'Cancelled')
    claim('permission is what is missing', tellRefusedCall(cloud, tell).endsWith('AccessDenied'))
    claim('the disk of the first instance works', diskWorks(stage, before))
  })

const roleOf = ({ cloud, session }: ScalingStage) => cloud.account(session.accountId).role('AWSServiceRoleForAutoScaling')
