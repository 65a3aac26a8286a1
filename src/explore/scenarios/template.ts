import type { Cloud } from '../../cloud-api.ts'
import type { Session } from '../../session.ts'
import type { Deployment } from '../../stack-deployment.ts'
import { tellRefusal } from '../refusal.ts'
import type { TourRecorder } from '../tour-recorder.ts'
import type { TourScenario } from '../tour-scenario.ts'

/** A CloudFormation template is deployed, and asked whether its key policy works, before anybody calls. */
export const template: TourScenario = {
  name: 'template',
  title: 'A CloudFormation template, deployed and asked whether its key policy works',
  writesFile: false,
  tell: (cloud, recorder) => {
    const stage = deploy({ cloud, recorder, session: cloud.session() })
    ask(stage)
    call(stage)
    failAndRollBack(stage)
    return []
  },
}

interface Setting {
  readonly cloud: Cloud
  readonly recorder: TourRecorder
  readonly session: Session
}

interface Stage extends Setting, Pick<Deployment, 'outputs' | 'resources'> {}

const deploy = (setting: Setting): Stage => {
  const { cloud, recorder } = setting
  return recorder.step('Deploy the template, without the types of resources that are not simulated', ({ tell, claim }) => {
    for (const line of TEMPLATE.trim().split('\n')) tell(`| ${line}`)
    const { outputs, resources, stackId } = cloud.deploy(TEMPLATE, { skip: ['AWS::Lambda::*'] })
    const [stack] = cloud.cloudformation.describeStacks({ StackName: stackId }).Stacks
    for (const [name, id] of Object.entries(resources)) tell(`${name}: ${id}`)
    tell(`${stackId}: ${stack?.StackStatus}`)
    claim('the stack is complete', stack?.StackStatus === 'CREATE_COMPLETE')
    return { ...setting, outputs, resources }
  })
}

const ask = ({ cloud, recorder, session, outputs, resources }: Stage): void =>
  recorder.step('Ask, without making a call: may the role decrypt, for which tenant?', ({ tell, claim }) => {
    const before = cloud.trail.records().length
    const answers = TENANTS.map((tenant) => {
      const { allowed, text } = cloud.simulate({
        as: cloud.account(session.accountId).role(resources.AppRole ?? ''),
        action: 'kms:Decrypt',
        resource: outputs.KeyArn ?? '',
        context: { 'kms:EncryptionContext:tenant': tenant },
      })
      tell(`tenant ${tenant}: ${allowed ? 'allowed' : 'refused'}`)
      if (!allowed) for (const line of text.split('\n')) tell(`  ${line}`)
      return allowed
    })
    claim('the one tenant is let in, the other is not', answers.join() === 'true,false')
    claim('nobody has called anybody', cloud.trail.records().length === before)
  })

const call = ({ cloud, recorder, session, outputs, resources }: Stage): void =>
  recorder.step('Make the calls: the answers are the same', ({ tell, claim }) => {
    const app = cloud.session({ as: cloud.account(session.accountId).role(resources.AppRole ?? '') })
    const names = TENANTS.map((tenant) => {
      const EncryptionContext = { tenant }
      const Plaintext = new TextEncoder().encode(`for ${tenant}`)
      const { CiphertextBlob } = session.kms.encrypt({ KeyId: outputs.KeyArn, Plaintext, EncryptionContext })
      tell(`tenant ${tenant}:`)
      return tellRefusal(cloud, tell, () => {
        const opened = app.kms.decrypt({ CiphertextBlob, EncryptionContext }).Plaintext
        tell(`decrypted: "${new TextDecoder().decode(opened)}"`)
      })
    })
    claim('the one tenant is let in, the other is not', names.join() === 'none,AccessDeniedException')
  })

const failAndRollBack = ({ cloud, recorder, session }: Stage): void =>
  recorder.step('Deploy a key policy that would lock everybody out: the stack is rolled back', ({ tell, claim }) => {
    const before = usableKeys(session)
    const error = tellRefusal(cloud, tell, () => cloud.deploy(LOCKED_OUT, { stackName: 'locked-out' }))
    for (const event of session.cloudformation.describeStackEvents({ StackName: 'locked-out' }).StackEvents.toReversed())
      tell(`${event.LogicalResourceId}: ${event.ResourceStatus}`)
    const [stack] = session.cloudformation.describeStacks({ StackName: 'locked-out' }).Stacks
    claim('the deployment fails', error === 'StackFailed')
    claim('the stack is rolled back', stack?.StackStatus === 'ROLLBACK_COMPLETE')
    const aliases = session.kms.listAliases({}).Aliases.map(({ AliasName }) => AliasName)
    claim('no alias is left behind', !aliases.includes(LOST_ALIAS))
    claim('no key is left behind that can be used', usableKeys(session) === before)
  })

const usableKeys = ({ kms }: Session): string =>
  kms
    .listKeys({})
    .Keys.filter(({ KeyId }) => kms.describeKey({ KeyId }).KeyMetadata.KeyState === 'Enabled')
    .map(({ KeyId }) => KeyId)
    .join()

const TENANTS = ['blue', 'red'] as const

const TEMPLATE = `
Resources:
  AppRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: app
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
  Function:
    Type: AWS::Lambda::Function
    Properties: { Role: !GetAtt AppRole.Arn, KmsKeyArn: !GetAtt Key.Arn }
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: 2012-10-17
        Statement:
          - { Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' }, Action: 'kms:*', Resource: '*' }
          - Effect: Allow
            Principal: { AWS: !GetAtt AppRole.Arn }
            Action: kms:Decrypt
            Resource: '*'
            Condition: { StringEquals: { 'kms:EncryptionContext:tenant': blue } }
Outputs:
  KeyArn: { Value: !GetAtt Key.Arn }
`

const LOST_ALIAS = 'alias/lost'

const LOCKED_OUT = `
Resources:
  Spare:
    Type: AWS::KMS::Key
  Alias:
    Type: AWS::KMS::Alias
    Properties: { AliasName: ${LOST_ALIAS}, TargetKeyId: !Ref Spare }
  Key:
    Type: AWS::KMS::Key
    DependsOn: Alias
    Properties:
      KeyPolicy:
        Version: 2012-10-17
        Statement: [{ Effect: Allow, Principal: { Service: s3.amazonaws.com }, Action: 'kms:Decrypt', Resource: '*' }]
`
