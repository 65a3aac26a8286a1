import type { Session } from '../../session.ts'
import { tellRefusal } from '../refusal.ts'
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

/** A group in one account, its key in another: key policy, and a grant that the group's account makes for its role. */
export const autoScalingTwoAccounts: TourScenario = {
  name: 'auto-scaling-two-accounts',
  title: 'Auto Scaling with a key of another account: the key policy, and the grant that must be made in which account',
  writesFile: false,
  tell: (cloud, recorder) => {
    const session = cloud.session()
    const policies = [{ Version: '2012-10-17' as const, Statement: [{ Effect: 'Allow' as const, Action: '*', Resource: '*' }] }]
    const owner = cloud.session({ as: cloud.account(OWNER).createRole('KeyOwner', { policies }) })
    const stage = { cloud, recorder, session, owner }
    const keyArn = shareKey(stage)
    grantFromOwner(stage, keyArn)
    const grantId = grantFromHere(stage, keyArn)
    revoke(stage, keyArn, grantId)
    return disksOf(stage, GROUP)
  },
}

interface TwoAccounts extends ScalingStage {
  /** In the account of the key. */
  readonly owner: Session
}

const shareKey = (stage: TwoAccounts): string =>
  stage.recorder.step(`A key in ${OWNER}; its policy lets the account of the group use it`, ({ tell, claim }) => {
    const { cloud, session, owner } = stage
    const root = `arn:aws:iam::${session.accountId}:root`
    const Policy = keyPolicy(OWNER, allow(root, USE), allow(root, 'kms:CreateGrant'))
    const { Arn } = owner.kms.createKey({ Policy }).KeyMetadata
    tell(`${Arn}; the group is in ${session.accountId}`)
    createGroup(stage, GROUP, Arn)
    claim('the launch is given up', tellActivity(stage, tell, GROUP) === 'Cancelled')
    claim('the role has no policy of its own that lets it', tellRefusedCall(cloud, tell).endsWith('AccessDenied'))
    return Arn
  })

const grantFromOwner = (stage: TwoAccounts, keyArn: string): void =>
  stage.recorder.step(`A grant for the role, made in ${OWNER}: it is not enough`, ({ tell, claim }) => {
    const GrantId = createGrant(stage, stage.owner, keyArn)
    awaitNextTry(stage, tell, GROUP)
    claim('the launch is given up', tellActivity(stage, tell, GROUP) === 'Cancelled')
    tellRefusedCall(stage.cloud, tell)
    stage.owner.kms.revokeGrant({ KeyId: keyArn, GrantId })
  })

const grantFromHere = (stage: TwoAccounts, keyArn: string): string =>
  stage.recorder.step('The same grant, made in the account of the group', ({ tell, claim }) => {
    const grantId = createGrant(stage, stage.session, keyArn)
    awaitNextTry(stage, tell, GROUP)
    claim('the launch is a success', tellActivity(stage, tell, GROUP) === 'Successful')
    const records = stage.cloud.trail.records({ eventName: 'GenerateDataKeyWithoutPlaintext' })
    const told = records.filter(({ sharedEventID }) => sharedEventID === records.at(-1)?.sharedEventID)
    for (const { eventName, recipientAccountId } of told) tell(`CloudTrail: ${eventName}, told to account ${recipientAccountId}`)
    claim('both accounts have a record of it', new Set(told.map(({ recipientAccountId }) => recipientAccountId)).size === 2)
    claim('its disk works', diskWorks(stage, instancesOf(stage, GROUP)[0]))
    return grantId
  })

const revoke = (stage: TwoAccounts, KeyId: string, GrantId: string): void =>
  stage.recorder.step('The owner revokes the grant: later launches fail, what runs goes on', ({ tell, claim }) => {
    const { cloud, session, owner } = stage
    const [running] = instancesOf(stage, GROUP)
    owner.kms.revokeGrant({ KeyId, GrantId })
    session.autoscaling.setDesiredCapacity({ AutoScalingGroupName: GROUP, DesiredCapacity: 2 })
    claim('the next launch is given up', tellActivity(stage, tell, GROUP) === 'Cancelled')
    claim('the disk of the running instance works', diskWorks(stage, running))
    const own = () => session.kms.revokeGrant({ KeyId, GrantId })
    claim('the account of the group can take nothing back', tellRefusal(cloud, tell, own) !== 'none')
  })

const createGrant = ({ cloud, session }: TwoAccounts, { kms }: Session, KeyId: string): string => {
  const GranteePrincipal = cloud.account(session.accountId).role('AWSServiceRoleForAutoScaling').arn
  return kms.createGrant({ KeyId, GranteePrincipal, Operations: [...OPERATIONS] }).GrantId
}

const OWNER = '444455556666'
const GROUP = 'external-key'
const OPERATIONS = [
  'Encrypt',
  'Decrypt',
  'ReEncryptFrom',
  'ReEncryptTo',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'DescribeKey',
  'CreateGrant',
] as const
