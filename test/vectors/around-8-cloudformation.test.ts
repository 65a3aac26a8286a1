import { describe, expect, it } from 'vitest'
import { createCloud } from '../../src/index.ts'
import { change, make, oneResource, stackWorld, thrownBy, told } from '../support/cloud/stack-world.ts'

const DAY = 24 * 60 * 60 * 1000

describe('CloudFormation', () => {
  it('keeps the unquoted version of a policy a text (around 8.4 #74)', () => {
    const { session } = stackWorld()
    const { ids } = make(
      session,
      `
Resources:
  K:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: 2012-10-17
        Statement:
          Effect: Allow
          Principal: { AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:root" }
          Action: kms:*
          Resource: "*"
`,
    )
    const { Policy = '' } = session.kms.getKeyPolicy({ KeyId: ids.K })
    expect(JSON.parse(Policy)).toMatchObject({ Version: '2012-10-17' })
  })

  it('refuses an unquoted account id of a principal, with a hint, before anything is made (around 8.4 #75)', () => {
    const { session } = stackWorld()
    const template = (id: string) => `
Resources:
  K:
    Type: AWS::KMS::Key
    Properties: { KeyPolicy: { Version: 2012-10-17, Statement: [{ Principal: { AWS: ${id} } }] } }
`
    for (const id of ['012345678901', '111122223333']) {
      expect(thrownBy(() => make(session, template(id)))).toMatchObject({
        name: 'ValidationError',
        message: expect.stringMatching(new RegExp(`^Template format error: the account id ${id} .*quote it: "${id}"$`)),
      })
    }
    expect(session.cloudformation.listStacks().StackSummaries).toEqual([])
  })

  it('leaves out a property that is AWS::NoValue: a volume without its key has the default key (around 8.4 #76)', () => {
    const { session } = stackWorld()
    const { ids } = make(
      session,
      `
Parameters:
  Own: { Type: String, Default: "no" }
Conditions:
  C: !Equals [!Ref Own, "yes"]
Resources:
  K: { Type: AWS::KMS::Key }
  V:
    Type: AWS::EC2::Volume
    Properties:
      AvailabilityZone: us-east-1a
      Size: 1
      Encrypted: true
      KmsKeyId: !If [C, !Ref K, !Ref AWS::NoValue]
`,
    )
    const { Volumes } = session.ec2.describeVolumes({ VolumeIds: [ids.V ?? ''] })
    const { KeyMetadata } = session.kms.describeKey({ KeyId: 'alias/aws/ebs' })
    expect(Volumes[0]?.KmsKeyId).toBe(KeyMetadata.Arn)
  })

  it('answers the ARN of a key to Fn::GetAtt and its id to Ref (around 8.4 #77)', () => {
    const { outputs } = createCloud().deploy(
      'Resources: { K: { Type: AWS::KMS::Key } }\nOutputs: { A: { Value: !GetAtt K.Arn }, R: { Value: !Ref K } }',
    )
    expect(outputs.R).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(outputs.A).toBe(`arn:aws:kms:us-east-1:111122223333:key/${outputs.R}`)
  })

  it('fails to update a stack whose key would get another KeySpec, and leaves the key alone (around 8.4 #78)', () => {
    const { session } = stackWorld()
    const { ids } = make(session, oneResource('AWS::KMS::Key', { Description: 'a' }))
    const before = session.kms.describeKey({ KeyId: ids.It }).KeyMetadata
    const { status } = change(session, oneResource('AWS::KMS::Key', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }))
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE')
    const { StackEvents } = session.cloudformation.describeStackEvents({ StackName: 'app' })
    expect(StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'UPDATE_FAILED')).toMatchObject({
      LogicalResourceId: 'It',
      ResourceStatusReason: expect.stringContaining('is not updatable with parameters provided'),
    })
    expect(session.kms.describeKey({ KeyId: ids.It }).KeyMetadata).toEqual(before)
    expect(told(session).ids).toEqual(ids)
  })

  it('schedules the deletion of the key of a stack that is deleted, after its PendingWindowInDays (around 8.4 #79)', () => {
    const { cloud, session } = stackWorld()
    const { ids } = make(session, oneResource('AWS::KMS::Key', { PendingWindowInDays: 9 }))
    session.cloudformation.deleteStack({ StackName: 'app' })
    expect(told(session).status).toBe('DELETE_COMPLETE')
    expect(session.kms.describeKey({ KeyId: ids.It }).KeyMetadata).toMatchObject({
      KeyState: 'PendingDeletion',
      DeletionDate: new Date(cloud.clock.now() + 9 * DAY),
    })
  })
})
