import { describe, expect, it } from 'vitest'
import { type CallExplanation, createCloud, type PolicyInput, type Session } from '../../../src/index.ts'
import { ACCOUNT, placeOf } from '../../support/cloud/ebs-world.ts'

const OTHER = '444455556666'
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement }) as PolicyInput
const allow = (Action: string | string[], more: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more })

const stage = () => {
  const cloud = createCloud({ seed: 1 })
  const { KeyId, Arn } = cloud.kms.createKey({ Tags: [{ TagKey: 'team', TagValue: 'blue' }] }).KeyMetadata
  const encrypt = (by: Session, EncryptionContext?: Record<string, string>) => () =>
    by.kms.encrypt({ KeyId: Arn, Plaintext: Uint8Array.of(1), EncryptionContext })
  return {
    cloud,
    account: cloud.account(ACCOUNT),
    KeyId,
    Arn,
    encrypt,
    as: (as: Parameters<typeof cloud.session>[0]) => cloud.session(as),
  }
}
type Stage = ReturnType<typeof stage>

const errorOf = (attempt: () => unknown): unknown => {
  try {
    attempt()
  } catch (error) {
    return error
  }
  throw new Error('Expected the call to be refused, found that it went through.')
}

/** Eight refusals that people meet. */
const REFUSALS: Readonly<Record<string, (s: Stage) => () => unknown>> = {
  'a missing statement': (s) =>
    s.encrypt(s.as({ as: s.account.createUser('ann', { policies: [policy(allow('kms:DescribeKey'))] }) })),
  'a condition that does not hold': (s) => {
    const Condition = { StringEquals: { 'kms:EncryptionContext:tenant': 'blue', 'aws:ResourceTag/team': 'blue' } }
    const policies = [policy({ Sid: 'OnlyBlue', ...allow(['kms:Encrypt', 'kms:Decrypt'], { Condition }) })]
    return s.encrypt(s.as({ as: s.account.createUser('ann', { policies }) }), { tenant: 'red' })
  },
  'a deny in a service control policy': (s) => {
    s.account.setServiceControlPolicies([policy({ Sid: 'NoKms', Effect: 'Deny', Action: 'kms:Encrypt', Resource: '*' })])
    return s.encrypt(s.as({ as: s.account.createUser('ann', { policies: [policy(allow('*'))] }) }))
  },
  'a permissions boundary': (s) => {
    const limits = { policies: [policy(allow('*'))], permissionsBoundary: policy(allow('s3:*')) }
    return s.encrypt(s.as({ as: s.account.createUser('ann', limits) }))
  },
  'a session policy': (s) => {
    const role = s.account.createRole('App', { policies: [policy(allow('*'))] })
    return s.encrypt(s.as({ as: role.session({ sessionName: 'me', sessionPolicy: policy(allow('s3:*')) }) }))
  },
  'a grant for another encryption context': (s) => {
    const role = s.account.createRole('Worker')
    s.cloud.kms.createGrant({
      KeyId: s.KeyId,
      GranteePrincipal: role.arn,
      Operations: ['Encrypt'],
      Constraints: { EncryptionContextSubset: { tenant: 'blue' } },
    })
    return s.encrypt(s.as({ as: role }), { tenant: 'red' })
  },
  'the state of a key': (s) => {
    s.cloud.kms.disableKey({ KeyId: s.KeyId })
    return s.encrypt(s.as({}))
  },
  'one side of two accounts': (s) => {
    const delegation = { ...allow('kms:*'), Principal: { AWS: ACCOUNT } }
    const Policy = JSON.stringify(policy(delegation, { ...allow('kms:Encrypt'), Principal: { AWS: OTHER } }))
    s.cloud.kms.putKeyPolicy({ KeyId: s.KeyId, Policy })
    return s.encrypt(s.as({ as: s.cloud.account(OTHER).createUser('eve') }))
  },
}

describe('the explanation of', () => {
  it.each(Object.entries(REFUSALS))('%s reads like this', (_, refuse) => {
    const s = stage()
    const explanation = s.cloud.explain(errorOf(refuse(s)))
    expect(explanation.text).toMatchSnapshot()
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation)
    const tooLong = explanation.text.split('\n').filter((line) => line.length > 96 && line.trim().includes(' '))
    expect(tooLong).toEqual([])
  })

  it('a call inside a call shows both', () => {
    const s = stage()
    const place = placeOf(s.cloud.session())
    const { VolumeId = '' } = s.cloud.ec2.createVolume({
      AvailabilityZone: 'us-east-1a',
      Size: 1,
      Encrypted: true,
      KmsKeyId: s.Arn,
    })
    const ann = s.account.createUser('ann', { policies: [policy(allow('ec2:*'))] })
    const InstanceId = place.instance()
    const attach = () => s.as({ as: ann }).ec2.attachVolume({ VolumeId, InstanceId, Device: '/dev/sdf' })
    const explanation = s.cloud.explain(errorOf(attach))
    expect(explanation.nested).toMatchObject([{ call: 'kms:CreateGrant', gate: 'authorise' }])
    expect(explanation.text).toMatchSnapshot()
  })
})

describe('an explanation', () => {
  const decided = ({ decisions }: CallExplanation) => decisions.map(({ allowed, decidedBy }) => [allowed, decidedBy.step])

  it('says that the answer of a call inside ended it, where none was refused', () => {
    const { cloud, Arn } = stage()
    cloud.kms.disableKey({ KeyId: Arn })
    const create = { DBClusterIdentifier: 'orders', Engine: 'aurora-postgresql', KmsKeyId: Arn, StorageEncrypted: true }
    const error = errorOf(() =>
      cloud.rds.createDBCluster({ ...create, MasterUsername: 'postgres', MasterUserPassword: 'correct horse' }),
    )
    const { gate, nested, text } = cloud.explain(error)
    expect([gate, nested]).toEqual(['key use', []])
    expect(text).toContain('was refused at the gate "key use": what a call inside it was told ended it')
    expect(text).not.toContain('have left the journal')
  })

  it('knows the tags of key and request, as the call did', () => {
    const s = stage()
    const deny = (Action: string, Condition: object) => policy(allow('*'), { Effect: 'Deny', Action, Resource: '*', Condition })
    const ann = s.account.createUser('ann', {
      policies: [deny('kms:Encrypt', { StringEquals: { 'aws:ResourceTag/Team': 'blue' } })],
    })
    expect(decided(s.cloud.explain(errorOf(s.encrypt(s.as({ as: ann })))))).toEqual([[false, 'explicit-deny']])
    ann.putPolicy('policy-1', deny('kms:TagResource', { StringEquals: { 'aws:RequestTag/cost': '7' } }))
    const tag = () => s.as({ as: ann }).kms.tagResource({ KeyId: s.KeyId, Tags: [{ TagKey: 'Cost', TagValue: '7' }] })
    expect(decided(s.cloud.explain(errorOf(tag)))).toEqual([[false, 'explicit-deny']])
  })

  it('knows which parameters were left to their defaults', () => {
    const s = stage()
    const Condition = { Null: { 'kms:EncryptionAlgorithm': 'true' } }
    const policies = [policy(allow('*'), { Effect: 'Deny', Action: 'kms:Encrypt', Resource: '*', Condition })]
    const ann = s.as({ as: s.account.createUser('ann', { policies }) })
    const explanation = s.cloud.explain(errorOf(s.encrypt(ann)))
    expect(decided(explanation)).toEqual([[false, 'explicit-deny']])
    expect(explanation.text).toContain('Null kms:EncryptionAlgorithm ["true"], found absent: holds')
    const given = { KeyId: s.Arn, Plaintext: Uint8Array.of(1), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' } as const
    expect(ann.kms.encrypt(given).KeyId).toBe(s.Arn)
  })

  it('names what came nearest, and nothing where a deny decided', () => {
    const s = stage()
    const near = allow('kms:Encrypt', { Condition: { Bool: { 'aws:ViaAWSService': true } } })
    const ann = s.account.createUser('ann', { policies: [policy(allow('s3:*'), near)] })
    const text = () => s.cloud.explain(errorOf(s.encrypt(s.as({ as: ann })))).text
    expect(text()).toContain('nearest   statement 1 of policy-1, but for its condition Bool on aws:ViaAWSService')
    ann.putPolicy('policy-2', policy({ Effect: 'Deny', Action: 'kms:*', Resource: '*' }))
    expect(text()).not.toContain('nearest')
  })
})
