import { describe, expect, it } from 'vitest'
import { addGrant, grantsOf } from '../../../../src/kms/grant-index.ts'
import { GRANT_OPERATIONS, type GrantOperation } from '../../../../src/kms/grant-operations.ts'
import type { CreateGrantInput } from '../../../../src/kms/operations/create-grant.ts'
import { allowing, delegatingPolicy, keyPolicy } from '../../../support/kms/call-cases.ts'
import { ACCOUNT, ADMIN, kmsWorld, OTHER_ACCOUNT, REGION } from '../../../support/kms/kms-world.ts'
import { DRY_RUN, errorOf, expectRefusal, noIdentityPolicy } from '../../../support/kms/refusals.ts'

const PLAINTEXT = Uint8Array.of(1)
const EC2 = `ec2.${REGION}.amazonaws.com`

const setUp = (options = {}) => {
  const w = kmsWorld(options)
  const { KeyId, Arn } = w.kms().createKey().KeyMetadata
  const role = w.account().createRole('App', { path: '/team/' })
  const input: CreateGrantInput = { KeyId, GranteePrincipal: role.arn, Operations: ['Encrypt'] }
  const grant = (more: Partial<CreateGrantInput> = {}) => w.kms().createGrant({ ...input, ...more })
  return { w, KeyId, Arn, role, input, grant, appArn: `arn:aws:sts::${ACCOUNT}:assumed-role/App/kms-ebs-sim` }
}

describe('shape', () => {
  it('needs a grantee and an operation', () => {
    const { w, KeyId, grant } = setUp()
    const none = () => w.kms().createGrant({ KeyId, Operations: ['Encrypt'] })
    expectRefusal(
      w,
      none,
      'ValidationException',
      'You must specify either a GranteePrincipal or a GranteeServicePrincipal, but not both.',
    )
    const nothing = () => grant({ Operations: [] })
    expectRefusal(w, nothing, 'ValidationException', 'Grants must not contain only the CreateGrant operation.')
  })

  it.each(['ReEncrypt', 'ScheduleKeyDeletion', 'decrypt'])('grants no %s', (operation) => {
    const { w, grant } = setUp()
    const attempt = () => grant({ Operations: [operation as GrantOperation] })
    expectRefusal(
      w,
      attempt,
      'ValidationException',
      /^1 validation error detected: Value '\[\w+\]' at 'operations' failed to satisfy constraint: Member must satisfy constraint: \[Member must satisfy enum value set: \[Decrypt, /,
    )
  })

  it.each(['', 'n'.repeat(257), 'with space'])('refuses the name %#', (Name) => {
    const { w, grant } = setUp()
    expectRefusal(w, () => grant({ Name }), 'ValidationException', /at 'name' failed to satisfy constraint: /)
  })

  it('takes one constraint and not two', () => {
    const { w, grant } = setUp()
    const Constraints = { EncryptionContextEquals: { a: '1' }, EncryptionContextSubset: { a: '1' } }
    const text = 'You cannot specify EncryptionContextEquals and EncryptionContextSubset in the same grant.'
    expectRefusal(w, () => grant({ Constraints }), 'ValidationException', text)
  })

  it('takes 8 pairs with values of 384 characters and not more', () => {
    const { w, grant } = setUp()
    const pairs = (count: number, length: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v'.repeat(length)]))
    const text = 'A grant constraint can have up to 8 encryption context pairs, with values of up to 384 characters.'
    for (const wrong of [pairs(9, 1), pairs(1, 385)]) {
      expectRefusal(w, () => grant({ Constraints: { EncryptionContextSubset: wrong } }), 'ValidationException', text)
    }
    expect(grant({ Constraints: { EncryptionContextSubset: pairs(8, 384) } }).GrantId).toMatch(/^[0-9a-f]{64}$/)
  })

  it('constrains no context on a key that has none', () => {
    const { w, Arn, grant } = setUp()
    Object.assign(w.record(Arn).family, { keySpec: 'RSA_2048' })
    const Constraints = { EncryptionContextSubset: { a: '1' } }
    const text = 'EncryptionContext is supported only when creating a grant for a symmetric encryption KMS key.'
    expectRefusal(w, () => grant({ Constraints }), 'ValidationException', text)
  })

  it('grants on each kind of key what that key can do', () => {
    const { w, Arn, grant } = setUp()
    const { family } = w.record(Arn)
    const kinds = [
      [
        'SYMMETRIC_DEFAULT',
        'ENCRYPT_DECRYPT',
        'Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext',
      ],
      ['RSA_2048', 'ENCRYPT_DECRYPT', 'Decrypt Encrypt ReEncryptFrom ReEncryptTo GetPublicKey'],
      ['RSA_2048', 'SIGN_VERIFY', 'Sign Verify GetPublicKey'],
      ['ECC_NIST_P256', 'KEY_AGREEMENT', 'GetPublicKey DeriveSharedSecret'],
      ['HMAC_256', 'GENERATE_VERIFY_MAC', 'GenerateMac VerifyMac'],
      ['ML_KEM_768', 'ENCAPSULATE_DECAPSULATE', 'GetPublicKey Encapsulate Decapsulate'],
    ] as const
    for (const [keySpec, keyUsage, own] of kinds) {
      Object.assign(family, { keySpec, keyUsage })
      const accepted = GRANT_OPERATIONS.filter((operation) => {
        try {
          grant({ Operations: [operation, 'DescribeKey', 'RetireGrant', 'CreateGrant'], DryRun: true })
        } catch (error) {
          return (error as Error).name === 'DryRunOperationException'
        }
        throw new Error('Expected a dry run to be refused.')
      })
      const expected = new Set([...own.split(' '), 'CreateGrant', 'RetireGrant', 'DescribeKey'])
      expect({ keySpec, keyUsage, accepted }).toEqual({
        keySpec,
        keyUsage,
        accepted: GRANT_OPERATIONS.filter((each) => expected.has(each)),
      })
    }
  })
})

describe('authorisation', () => {
  it.each([
    ['kms:GranteePrincipal', 'StringEquals', `arn:aws:iam::${ACCOUNT}:role/team/App`, {}, { GranteePrincipal: ADMIN }],
    ['kms:RetiringPrincipal', 'StringEquals', ADMIN, { RetiringPrincipal: ADMIN }, {}],
    ['kms:GrantOperations', 'ForAllValues:StringEquals', 'Encrypt', {}, { Operations: ['Encrypt' as const, 'Decrypt' as const] }],
    [
      'kms:GrantConstraintType',
      'StringEquals',
      'EncryptionContextSubset',
      { Constraints: { EncryptionContextSubset: { a: '1' } } },
      { Constraints: { EncryptionContextEquals: { a: '1' } } },
    ],
    [
      'kms:EncryptionContext:a',
      'StringEquals',
      '1',
      { Constraints: { EncryptionContextSubset: { A: '1' } } },
      { Constraints: { EncryptionContextSubset: { a: '2' } } },
    ],
    ['kms:EncryptionContextKeys', 'ForAnyValue:StringEquals', 'a', { Constraints: { EncryptionContextEquals: { a: '1' } } }, {}],
  ])('lets a policy decide by %s', (key, operator, value, right, wrong) => {
    const { w, input } = setUp()
    const Statement = [{ Effect: 'Allow', Action: 'kms:CreateGrant', Resource: '*', Condition: { [operator]: { [key]: value } } }]
    const user = w.account().createUser('Granter', { policies: [{ ...allowing(), Statement }] })
    const attempt = () => w.kms(user).createGrant({ ...input, ...wrong })
    expectRefusal(w, attempt, 'AccessDeniedException', /no identity-based policy allows the kms:CreateGrant action$/)
    expect(w.kms(user).createGrant({ ...input, ...right }).GrantId).toHaveLength(64)
  })

  it('lets a caller grant what it may not do itself', () => {
    const { w, input, KeyId, role } = setUp()
    const user = w.account().createUser('Granter', { policies: [allowing('kms:CreateGrant')] })
    w.kms(user).createGrant(input)
    expectRefusal(w, () => w.kms(user).encrypt({ KeyId, Plaintext: PLAINTEXT }), 'AccessDeniedException', /kms:Encrypt/)
    expect(w.kms(role).encrypt({ KeyId, Plaintext: PLAINTEXT }).EncryptionAlgorithm).toBe('SYMMETRIC_DEFAULT')
  })

  it('takes CreateGrant from a parent grant by its token, before the parent has spread', () => {
    const { w, input, role, grant } = setUp({ grantPropagation: 1000 })
    const parent = grant({ Operations: ['CreateGrant', 'Encrypt'] })
    const child = { ...input, GranteePrincipal: ADMIN }
    expectRefusal(w, () => w.kms(role).createGrant(child), 'AccessDeniedException', /kms:CreateGrant/)
    expect(w.kms(role).createGrant({ ...child, GrantTokens: [parent.GrantToken] }).GrantId).toHaveLength(64)
  })

  it('does not add two parents together', () => {
    const { w, KeyId, Arn, role, grant, appArn } = setUp()
    grant({ Operations: ['CreateGrant', 'Encrypt'] })
    grant({ Operations: ['CreateGrant', 'Decrypt'] })
    const both = () => w.kms(role).createGrant({ KeyId, GranteePrincipal: ADMIN, Operations: ['Encrypt', 'Decrypt'] })
    expectRefusal(w, both, 'AccessDeniedException', noIdentityPolicy(appArn, 'kms:CreateGrant', Arn))
    for (const Operations of [['Encrypt'], ['Decrypt']] as const) {
      expect(w.kms(role).createGrant({ KeyId, GranteePrincipal: ADMIN, Operations: [...Operations] }).GrantId).toHaveLength(64)
    }
  })
})

describe('principals', () => {
  it.each([
    ['an unknown role', `arn:aws:iam::${ACCOUNT}:role/Nobody`, 'ARN does not refer to a valid principal'],
    ['an unknown user', `arn:aws:iam::${ACCOUNT}:user/Nobody`, 'ARN does not refer to a valid principal'],
    ['a role by a wrong path', `arn:aws:iam::${ACCOUNT}:role/App`, 'ARN does not refer to a valid principal'],
    ['a session of an unknown role', `arn:aws:sts::${ACCOUNT}:assumed-role/Nobody/s`, 'ARN does not refer to a valid principal'],
    ['a session with the role’s path', `arn:aws:sts::${ACCOUNT}:assumed-role/team/App/s`, 'ARN is not valid'],
    ['a group', `arn:aws:iam::${ACCOUNT}:group/g`, 'ARN is not valid'],
    ['no ARN', 'App', 'ARN is not valid'],
    ['a service', EC2, 'ARN is not valid'],
  ])('refuses %s as grantee and as retiring principal', (_, written, text) => {
    const { w, grant } = setUp()
    const full = `${text}: ${written}`
    expectRefusal(w, () => grant({ GranteePrincipal: written }), 'InvalidArnException', full)
    expectRefusal(w, () => grant({ RetiringPrincipal: written }), 'InvalidArnException', full)
  })

  it('names the member whose unique id nobody has', () => {
    const { w, grant } = setUp()
    const stale = 'AROAAAAAAAAAAAAAAAAAA'
    const grantee = 'GranteePrincipal does not refer to a valid principal.'
    expectRefusal(w, () => grant({ GranteePrincipal: stale }), 'InvalidArnException', grantee)
    const retiring = 'RetiringPrincipal does not refer to a valid principal.'
    expectRefusal(w, () => grant({ RetiringPrincipal: stale }), 'InvalidArnException', retiring)
  })

  it.each([
    ['an account', `arn:aws:iam::${OTHER_ACCOUNT}:root`],
    ['a session that has not been made yet', `arn:aws:sts::${ACCOUNT}:assumed-role/App/later`],
    ['the host of an instance', `arn:aws:sts::${ACCOUNT}:assumed-role/aws:ec2-infrastructure/i-1`],
  ])('accepts %s', (_, GranteePrincipal) => {
    const { w, KeyId, grant } = setUp()
    grant({ GranteePrincipal })
    expect(w.kms().listGrants({ KeyId }).Grants[0]?.GranteePrincipal).toBe(GranteePrincipal)
  })

  it('accepts services in calls that come through one, and from services themselves', () => {
    const { w, KeyId, Arn, input } = setUp()
    const toEc2 = {
      ...input,
      GranteePrincipal: EC2,
      RetiringPrincipal: EC2,
      Operations: ['Decrypt' as const, 'CreateGrant' as const],
    }
    w.throughEc2().createGrant(toEc2)
    w.ec2Itself().createGrant({ ...toEc2, KeyId: Arn, Operations: ['Decrypt'] })
    const grants = w.kms().listGrants({ KeyId }).Grants
    expect(
      grants.map(({ GranteePrincipal, RetiringPrincipal, IssuingAccount }) => [
        GranteePrincipal,
        RetiringPrincipal,
        IssuingAccount,
      ]),
    ).toEqual([
      [EC2, EC2, `arn:aws:iam::${ACCOUNT}:root`],
      [EC2, EC2, `arn:aws:iam::${ACCOUNT}:root`],
    ])
    const { CiphertextBlob } = w.kms().encrypt({ KeyId, Plaintext: PLAINTEXT })
    expect(w.ec2Itself().decrypt({ CiphertextBlob }).Plaintext).toEqual(PLAINTEXT)
  })

  it('means the role that had the name, not one made anew', () => {
    const { w, KeyId, Arn, role, grant, appArn } = setUp()
    grant()
    expect(w.kms(role).encrypt({ KeyId, Plaintext: PLAINTEXT }).KeyId).toBe(Arn)
    w.account().deleteRole('App')
    const anew = w.account().createRole('App', { path: '/team/' })
    expect(anew.arn).toBe(role.arn)
    const attempt = () => w.kms(anew).encrypt({ KeyId, Plaintext: PLAINTEXT })
    expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(appArn, 'kms:Encrypt', Arn))
    const access = w.journal().at(-1)?.access
    expect(access).toMatchObject([{ grants: [{ reason: 'grantee-made-anew' }] }])
  })
})

describe('state', () => {
  it('gives a key 50,000 grants and not one more, a retry apart', () => {
    const { w, Arn, grant } = setUp()
    const { GrantId } = grant({ Name: 'once' })
    const grants = grantsOf(w.world, w.record(Arn))
    const [made] = grants.byId.values()
    if (made === undefined) throw new Error('Expected the grant that was just made.')
    for (let index = 1; index < 50_000; index++) addGrant(grants, { ...made, name: '', grantId: `filler-${index}` })
    const error = errorOf(() => grant())
    expect([error.name, error.message]).toEqual([
      'LimitExceededException',
      'Grants per key quota for this account in this region is 50000, current usage is 50000.',
    ])
    expect(grant({ Name: 'once' }).GrantId).toBe(GrantId)
  })
})

describe('behaviour', () => {
  it('answers with a grant id and a token of AWS’s form', () => {
    const { GrantId, GrantToken } = setUp().grant()
    expect(GrantId).toMatch(/^[0-9a-f]{64}$/)
    expect(GrantToken).toMatch(/^[A-Za-z0-9_-]{491}$/)
  })

  it.each([
    ['Operations', { Operations: ['Encrypt', 'Decrypt'] }],
    ['GranteePrincipal', { GranteePrincipal: ADMIN }],
    ['RetiringPrincipal', { RetiringPrincipal: ADMIN }],
    ['Constraints', { Constraints: { EncryptionContextSubset: { a: '1' } } }],
    ['kind of constraint', { Constraints: { EncryptionContextEquals: { a: '1' } } }],
    ['Name', { Name: 'other' }],
  ] as const)('makes another grant where the %s differ under one name', (_, more) => {
    const { w, KeyId, grant } = setUp()
    const base = { Name: 'once', Constraints: { EncryptionContextSubset: { b: '1' } } }
    grant(base)
    grant({ ...base, ...(more as Partial<CreateGrantInput>) })
    expect(w.kms().listGrants({ KeyId }).Grants).toHaveLength(2)
  })

  it('takes operations and pairs in another order for the same', () => {
    const { grant } = setUp()
    const base = { Name: 'once', Operations: ['Encrypt', 'Decrypt'] as GrantOperation[] }
    const one = grant({ ...base, Constraints: { EncryptionContextEquals: { a: '1', b: '2' } } })
    const other = grant({
      ...base,
      Operations: ['Decrypt', 'Encrypt'],
      Constraints: { EncryptionContextEquals: { b: '2', a: '1' } },
    })
    expect(other.GrantId).toBe(one.GrantId)
  })

  it('works at once by either of its tokens, and later without', () => {
    const { w, KeyId, role, grant } = setUp({ grantPropagation: 300_000 })
    const tokens = [grant({ Name: 'once' }).GrantToken, grant({ Name: 'once' }).GrantToken]
    const encrypt = (GrantTokens?: string[]) => w.kms(role).encrypt({ KeyId, Plaintext: PLAINTEXT, GrantTokens })
    expectRefusal(w, () => encrypt(), 'AccessDeniedException', /kms:Encrypt/)
    for (const token of tokens) expect(encrypt([token]).EncryptionAlgorithm).toBe('SYMMETRIC_DEFAULT')
    w.world.clock.advance({ minutes: 5 })
    expect(encrypt().EncryptionAlgorithm).toBe('SYMMETRIC_DEFAULT')
  })

  it('gives its token’s bearer nothing that the grantee has not', () => {
    const { w, KeyId, grant } = setUp()
    const { GrantToken } = grant()
    const other = w.account().createRole('Other')
    const attempt = () => w.kms(other).encrypt({ KeyId, Plaintext: PLAINTEXT, GrantTokens: [GrantToken] })
    expectRefusal(w, attempt, 'AccessDeniedException', /kms:Encrypt/)
  })

  it('makes nothing in a dry run', () => {
    const { w, KeyId, grant } = setUp()
    expectRefusal(w, () => grant({ DryRun: true }), 'DryRunOperationException', DRY_RUN)
    expect(w.kms().listGrants({ KeyId }).Grants).toEqual([])
  })

  it('lets the grantee of another account use its own grant without more, and one of the owner’s only with IAM', () => {
    const { w, KeyId, Arn } = setUp()
    const allow = {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
      Action: 'kms:CreateGrant',
      Resource: '*',
    }
    w.kms().putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT, [allow]) })
    const account = w.account(OTHER_ACCOUNT)
    const [owners, own] = [account.createRole('Owners'), account.createRole('Own')]
    const granter = account.createUser('Granter', { policies: [allowing('kms:CreateGrant')] })
    w.kms().createGrant({ KeyId, GranteePrincipal: owners.arn, Operations: ['Encrypt'] })
    w.kms(granter).createGrant({ KeyId: Arn, GranteePrincipal: own.arn, Operations: ['Encrypt'] })
    const encrypt = (role: typeof own) => () => w.kms(role).encrypt({ KeyId: Arn, Plaintext: PLAINTEXT })
    const text = `User: arn:aws:sts::${OTHER_ACCOUNT}:assumed-role/Owners/kms-ebs-sim is not authorized to perform: kms:Encrypt on this resource because no identity-based policy allows the kms:Encrypt action`
    expectRefusal(w, encrypt(owners), 'AccessDeniedException', text)
    expect(encrypt(own)().KeyId).toBe(Arn)
    owners.putPolicy('encrypt', allowing('kms:Encrypt'))
    expect(encrypt(owners)().KeyId).toBe(Arn)
  })
})

describe('journal', () => {
  it('records constraints, name and retiring principal, and the key’s ARN in the answer', () => {
    const { w, KeyId, Arn, role, grant } = setUp()
    const { GrantId } = grant({
      Name: 'n',
      RetiringPrincipal: ADMIN,
      Constraints: { EncryptionContextSubset: { 'aws:ebs:id': 'vol-1' } },
    })
    const [record] = w.records({ eventName: 'CreateGrant' })
    expect(record?.requestParameters).toEqual({
      keyId: KeyId,
      granteePrincipal: role.arn,
      retiringPrincipal: ADMIN,
      operations: ['Encrypt'],
      name: 'n',
      constraints: { encryptionContextSubset: { 'aws:ebs:id': 'vol-1' } },
    })
    expect(record).toMatchObject({
      responseElements: { grantId: GrantId, keyId: Arn },
      readOnly: false,
      resources: [{ ARN: Arn }],
    })
  })

  it('keeps a refused grant’s reason: the child that would exceed its parent', () => {
    const { w, KeyId, role, grant } = setUp()
    grant({ Operations: ['CreateGrant', 'Encrypt'] })
    expect(() => w.kms(role).createGrant({ KeyId, GranteePrincipal: ADMIN, Operations: ['Decrypt'] })).toThrow()
    expect(w.journal().at(-1)?.access).toMatchObject([{ grants: [{ reason: 'child-exceeds-parent' }] }])
  })
})

describe('a key policy that closes the key', () => {
  it('does not close it to grants that were made', () => {
    const { w, KeyId, Arn, role, grant } = setUp()
    grant()
    const Policy = keyPolicy([{ Effect: 'Allow', Principal: { AWS: ADMIN }, Action: 'kms:PutKeyPolicy', Resource: '*' }])
    w.kms().putKeyPolicy({ KeyId, Policy })
    expect(w.kms(role).encrypt({ KeyId, Plaintext: PLAINTEXT }).KeyId).toBe(Arn)
  })
})
