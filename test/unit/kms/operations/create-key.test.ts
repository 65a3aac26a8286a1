import { describe, expect, it } from 'vitest'
import { openRegion } from '../../../../src/kms/store.ts'
import { allowing, delegatingPolicy, keyPolicy } from '../../../support/kms/call-cases.ts'
import { ACCOUNT, ADMIN, kmsWorld, REGION } from '../../../support/kms/kms-world.ts'
import { expectRefusal, noIdentityPolicy } from '../../../support/kms/refusals.ts'

const statement = (more: object) => ({ Effect: 'Allow', Action: 'kms:*', Resource: '*', ...more })

describe('shape', () => {
  it.each([
    [{ KeySpec: 'HMAC_256' }, 'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.'],
    [{ KeySpec: 'RSA_2048', KeyUsage: 'KEY_AGREEMENT' }, 'KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048'],
    [{ KeyUsage: 'SIGN_VERIFY' }, 'KeyUsage SIGN_VERIFY is not compatible with KeySpec SYMMETRIC_DEFAULT'],
    [
      { KeySpec: 'SYMMETRIC_DEFAULT', CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT' },
      'You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.',
    ],
    [
      { KeySpec: 'ML_DSA_44', KeyUsage: 'SIGN_VERIFY', Origin: 'EXTERNAL' },
      'KeySpec ML_DSA_44 is not supported for Origin EXTERNAL',
    ],
  ] as const)('refuses %o', (input, text) => {
    const w = kmsWorld()
    expectRefusal(w, () => w.kms().createKey(input), 'ValidationException', text)
  })

  it('refuses a key spec that AWS does not know', () => {
    const w = kmsWorld()
    const input = { KeySpec: 'HMAC_random' } as object
    const text =
      /^1 validation error detected: Value 'HMAC_random' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: \[/
    expectRefusal(w, () => w.kms().createKey(input), 'ValidationException', text)
  })

  it.each([{ KeySpec: 'SM2', KeyUsage: 'SIGN_VERIFY' }] as const)('says loudly that %o is not simulated', (input) => {
    const w = kmsWorld()
    expect(() => w.kms().createKey(input)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER' }))
    expect(w.kms().listKeys().Keys).toEqual([])
  })

  it('takes 8192 characters of description and not one more', () => {
    const w = kmsWorld()
    const text = /at 'description' failed to satisfy constraint: Member must have length less than or equal to 8192$/
    expectRefusal(w, () => w.kms().createKey({ Description: 'd'.repeat(8193) }), 'ValidationException', text)
    expect(w.kms().createKey({ Description: 'd'.repeat(8192) }).KeyMetadata.Description).toHaveLength(8192)
  })

  it.each([
    [{ TagKey: 'k'.repeat(129), TagValue: '' }, 'tagKey', 128],
    [{ TagKey: 'k', TagValue: 'v'.repeat(257) }, 'tagValue', 256],
  ] as const)('names the member of a tag that is too long: %#', (tag, member, limit) => {
    const w = kmsWorld()
    const text = new RegExp(
      `at 'tags\\.2\\.member\\.${member}' failed to satisfy constraint: Member must have length less than or equal to ${limit}$`,
    )
    const Tags = [{ TagKey: 'a', TagValue: '' }, tag]
    expectRefusal(w, () => w.kms().createKey({ Tags }), 'ValidationException', text)
  })

  it.each(['aws:x', 'AWS:x', 'Aws:'])('reserves the tag key %s', (TagKey) => {
    const w = kmsWorld()
    const attempt = () => w.kms().createKey({ Tags: [{ TagKey, TagValue: '' }] })
    expectRefusal(w, attempt, 'TagException', 'Tags beginning with aws: are reserved')
  })
})

describe('authorisation', () => {
  it('needs kms:TagResource for tags', () => {
    const w = kmsWorld()
    const user = w.account().createUser('Maker', { policies: [allowing('kms:CreateKey')] })
    const create = () => w.kms(user).createKey({ Tags: [{ TagKey: 'a', TagValue: '1' }] })
    expectRefusal(w, create, 'AccessDeniedException', noIdentityPolicy(user.arn, 'kms:TagResource', '*'))
    user.putPolicy('tag', allowing('kms:TagResource'))
    expect(create().KeyMetadata.KeyState).toBe('Enabled')
  })

  it.each([
    [{ 'kms:MultiRegion': 'true' }, { MultiRegion: true }],
    [{ 'kms:MultiRegionKeyType': 'PRIMARY' }, { MultiRegion: true }],
    [{ 'kms:BypassPolicyLockoutSafetyCheck': 'true' }, { BypassPolicyLockoutSafetyCheck: true }],
    [{ 'aws:RequestTag/team': 'a' }, { Tags: [{ TagKey: 'Team', TagValue: 'a' }] }],
  ])('lets IAM decide by %o', (condition, input) => {
    const w = kmsWorld()
    const Statement = [
      { Effect: 'Allow', Action: 'kms:CreateKey', Resource: '*', Condition: { StringEquals: condition } },
      { Effect: 'Allow', Action: ['kms:TagResource', 'iam:*'], Resource: '*' },
    ]
    const user = w.account().createUser('Maker', { policies: [{ Version: '2012-10-17', Statement }] })
    const text = noIdentityPolicy(user.arn, 'kms:CreateKey', '*')
    expectRefusal(w, () => w.kms(user).createKey(), 'AccessDeniedException', text)
    expect(w.kms(user).createKey(input).KeyMetadata.Enabled).toBe(true)
  })

  it.each(['kms:KeySpec', 'kms:CustomerMasterKeySpec', 'kms:KeyUsage', 'kms:KeyOrigin', 'kms:MultiRegion'])(
    'counts the default of %s',
    (key) => {
      const values = ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', 'AWS_KMS', 'false']
      const w = kmsWorld()
      const Condition = { StringEquals: { [key]: values } }
      const policies = [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition }] }]
      expect(w.kms(w.account().createUser('Maker', { policies })).createKey().KeyMetadata.Enabled).toBe(true)
    },
  )
})

describe('state', () => {
  it('makes 100,000 keys in a Region and not one more, of AWS managed keys apart', () => {
    const w = kmsWorld()
    const { KeyMetadata } = w.kms().createKey()
    w.throughEc2().generateDataKeyWithoutPlaintext({ KeyId: 'alias/aws/ebs', NumberOfBytes: 64 })
    const { keys } = openRegion(w.world, ACCOUNT, REGION)
    const record = w.record(KeyMetadata.Arn)
    for (let index = 2; index < 100_000; index++) keys.set(`key-${index}`, record)
    expect(w.kms().createKey().KeyMetadata.Enabled).toBe(true)
    expect(keys.size).toBe(100_001)
    expect(() => w.kms().createKey()).toThrow(
      expect.objectContaining({
        name: 'LimitExceededException',
        message: 'Key quota for this account in this region is 100000 but the current usage is 100000.',
      }),
    )
    expect(w.kms(undefined, 'eu-west-1').createKey().KeyMetadata.Enabled).toBe(true)
  })
})

describe('behaviour', () => {
  it('answers with exactly the members that AWS shows for a plain key', () => {
    const { KeyMetadata } = kmsWorld().kms().createKey()
    const { KeyId, Arn, CurrentKeyMaterialId, ...rest } = KeyMetadata
    expect(KeyId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Arn).toBe(`arn:aws:kms:${REGION}:${ACCOUNT}:key/${KeyId}`)
    expect(CurrentKeyMaterialId).toMatch(/^[0-9a-f]{64}$/)
    expect(rest).toEqual({
      AWSAccountId: ACCOUNT,
      CreationDate: new Date('2026-01-01T00:00:00Z'),
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      Description: '',
      Enabled: true,
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      KeyManager: 'CUSTOMER',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      MultiRegion: false,
      Origin: 'AWS_KMS',
    })
  })

  it('gives a multi-Region key an id of its own form and an empty family', () => {
    const { KeyMetadata } = kmsWorld().kms().createKey({ MultiRegion: true })
    expect(KeyMetadata.KeyId).toMatch(/^mrk-[0-9a-f]{32}$/)
    expect(KeyMetadata.MultiRegionConfiguration).toEqual({
      MultiRegionKeyType: 'PRIMARY',
      PrimaryKey: { Arn: KeyMetadata.Arn, Region: REGION },
      ReplicaKeys: [],
    })
  })

  it('gives the key the default policy in AWS’s spelling', () => {
    const kms = kmsWorld().kms()
    const { KeyId } = kms.createKey().KeyMetadata
    expect(kms.getKeyPolicy({ KeyId }).Policy).toBe(
      `{\n  "Version" : "2012-10-17",\n  "Id" : "key-default-1",\n  "Statement" : [ {\n    "Sid" : "Enable IAM User Permissions",\n    "Effect" : "Allow",\n    "Principal" : {\n      "AWS" : "arn:aws:iam::${ACCOUNT}:root"\n    },\n    "Action" : "kms:*",\n    "Resource" : "*"\n  } ]\n}`,
    )
  })

  it('keeps the policy that it is given, word for word', () => {
    const kms = kmsWorld().kms()
    const Policy = delegatingPolicy(ACCOUNT)
    expect(kms.getKeyPolicy({ KeyId: kms.createKey({ Policy }).KeyMetadata.KeyId }).Policy).toBe(Policy)
  })

  it('judges the lockout by the caller’s own permissions', () => {
    const w = kmsWorld()
    const user = w.account().createUser('Maker', { policies: [allowing('kms:CreateKey')] })
    const text = 'The new key policy will not allow you to update the key policy in the future.'
    const delegating = () => w.kms(user).createKey({ Policy: delegatingPolicy(ACCOUNT) })
    expectRefusal(w, delegating, 'MalformedPolicyDocumentException', text)
    const Policy = keyPolicy([statement({ Principal: { AWS: user.arn } })])
    expect(w.kms(user).createKey({ Policy }).KeyMetadata.Enabled).toBe(true)
  })

  it.each([
    ['no JSON', '{', 'MalformedPolicyDocumentException', /./],
    ['no statement', '{"Version":"2012-10-17"}', 'MalformedPolicyDocumentException', /./],
    [
      'a malformed ARN',
      keyPolicy([statement({ Principal: { AWS: 'arn:aws:iam::1:user' } })]),
      'InvalidArnException',
      'An ARN in the specified key policy is invalid.',
    ],
    [
      'a group',
      keyPolicy([statement({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:group/g` } })]),
      'InvalidArnException',
      'An ARN in the specified key policy is invalid.',
    ],
    [
      'a wildcard in a principal',
      keyPolicy([statement({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/*` } })]),
      'MalformedPolicyDocumentException',
      'Policy contains a statement with one or more invalid principals.',
    ],
    [
      'ForAllValues on a single value',
      keyPolicy([statement({ Principal: '*', Condition: { 'ForAllValues:StringEquals': { 'kms:EncryptionContext:a': '1' } } })]),
      'MalformedPolicyDocumentException',
      /^OverlyPermissiveCondition: .* To fix, remove ForAllValues\.$/,
    ],
    [
      'more than 32,768 bytes',
      keyPolicy([statement({ Principal: '*', Sid: 's'.repeat(32_768) })]),
      'LimitExceededException',
      /32768/,
    ],
    [
      'more than 131,072 characters',
      'x'.repeat(131_073),
      'ValidationException',
      /at 'policy' failed to satisfy constraint: Member must have length less than or equal to 131072$/,
    ],
    ['characters beyond Latin-1', '{"Id":"€"}', 'ValidationException', /Member must satisfy regular expression pattern/],
  ] as const)('takes no policy with %s', (_, Policy, name, text) => {
    const w = kmsWorld()
    expectRefusal(w, () => w.kms().createKey({ Policy }), name, text)
  })

  it('keeps the key material in HSM memory and nowhere else', () => {
    const { w, hex } = withStoredHex()
    const materials = [...(w.state.memory.get('kms/hsm') as Map<string, Uint8Array>).values()]
    expect(materials).toHaveLength(1)
    for (const bytes of materials) expect(hex).not.toContain(Buffer.from(bytes).toString('hex'))
  })

  it('gives the same seed the same key, whatever else was called before', () => {
    const make = (seed: number, before: (w: ReturnType<typeof kmsWorld>) => void) => {
      const w = kmsWorld({ seed })
      before(w)
      return w.kms().createKey().KeyMetadata
    }
    const plain = make(7, () => {})
    const busy = make(7, (w) => {
      w.kms(undefined, 'eu-west-1').createKey()
      w.kms().listAliases()
    })
    expect(busy).toEqual(plain)
    expect(make(8, () => {}).KeyId).not.toBe(plain.KeyId)
  })
})

const withStoredHex = () => {
  const w = kmsWorld()
  w.kms().createKey()
  const seen = JSON.stringify([w.state.stored, w.journal(), w.records()], (_, value) =>
    value instanceof Map || value instanceof Set
      ? [...value]
      : value instanceof Uint8Array
        ? Buffer.from(value).toString('hex')
        : value,
  )
  return { w, hex: seen }
}

describe('journal', () => {
  it('records what was asked with its defaults, and the key’s metadata', () => {
    const w = kmsWorld()
    const Tags = [{ TagKey: 'team', TagValue: 'a' }]
    const { KeyMetadata } = w.kms().createKey({ Description: 'd', Tags })
    const [record] = w.records({ eventName: 'CreateKey' })
    expect(record).toMatchObject({
      userIdentity: { arn: ADMIN },
      readOnly: false,
      resources: [{ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: KeyMetadata.Arn }],
      requestParameters: {
        description: 'd',
        origin: 'AWS_KMS',
        bypassPolicyLockoutSafetyCheck: false,
        customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
        keySpec: 'SYMMETRIC_DEFAULT',
        keyUsage: 'ENCRYPT_DECRYPT',
        multiRegion: false,
        tags: [{ tagKey: 'team', tagValue: 'a' }],
      },
      responseElements: {
        keyMetadata: { aWSAccountId: ACCOUNT, keyId: KeyMetadata.KeyId, creationDate: '2026-01-01T00:00:00Z' },
      },
    })
  })

  it('records a refusal as AccessDenied, without parameters and resources', () => {
    const w = kmsWorld()
    const user = w.account().createUser('Nobody')
    expect(() => w.kms(user).createKey()).toThrow()
    const [record] = w.records({ eventName: 'CreateKey' })
    expect(record).toMatchObject({ errorCode: 'AccessDenied', requestParameters: null, responseElements: null })
    expect(record).not.toHaveProperty('resources')
  })
})
