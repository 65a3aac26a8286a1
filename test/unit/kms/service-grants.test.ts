import { describe, expect, it } from 'vitest'
import { candidateGrants, grantsOf } from '../../../src/kms/grant-index.ts'
import type { CreateGrantInput } from '../../../src/kms/operations/create-grant.ts'
import { allowing, delegatingPolicy } from '../../support/kms/call-cases.ts'
import { ACCOUNT, kmsWorld, OTHER_ACCOUNT } from '../../support/kms/kms-world.ts'
import { expectRefusal, noIdentityPolicy } from '../../support/kms/refusals.ts'

const DYNAMODB = 'dynamodb.us-east-1.amazonaws.com'
const S3 = 's3.amazonaws.com'
const TABLE = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/orders`
const OTHER_TABLE = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/people`
const Plaintext = Uint8Array.of(1, 2, 3)

const setUp = (options = {}) => {
  const w = kmsWorld(options)
  const kms = w.kms()
  const { KeyId, Arn } = kms.createKey().KeyMetadata
  const input: CreateGrantInput = {
    KeyId,
    GranteeServicePrincipal: DYNAMODB,
    RetiringServicePrincipal: DYNAMODB,
    Operations: ['Encrypt', 'Decrypt', 'DescribeKey'],
    Constraints: { SourceArn: TABLE },
  }
  const grant = (more: Partial<CreateGrantInput> = {}) => kms.createGrant({ ...input, ...more })
  /** Whether a service may encrypt, acting for a resource. */
  const mayEncrypt = (name: string, sourceArn?: string) => {
    try {
      w.service(name, sourceArn).encrypt({ KeyId: Arn, Plaintext })
      return true
    } catch {
      return false
    }
  }
  return { w, kms, KeyId, Arn, input, grant, mayEncrypt }
}

describe('a grant to a service', () => {
  it.each([
    [
      'no grantee',
      { GranteeServicePrincipal: undefined },
      /^You must specify either a GranteePrincipal or a GranteeServicePrincipal/,
    ],
    [
      'two grantees',
      { GranteePrincipal: `arn:aws:iam::${ACCOUNT}:root` },
      /^You must specify either a GranteePrincipal or a GranteeServicePrincipal, but not both\.$/,
    ],
    [
      'two that may retire it',
      { RetiringPrincipal: `arn:aws:iam::${ACCOUNT}:root` },
      /^You can specify either a RetiringPrincipal or a RetiringServicePrincipal, but not both\.$/,
    ],
    ['no source', { Constraints: undefined }, /SourceArn/],
    ['no source beside a context', { Constraints: { EncryptionContextSubset: { a: '1' } } }, /SourceArn/],
    ['nobody who may retire it', { RetiringServicePrincipal: undefined }, /^You must specify a RetiringPrincipal/],
    ['a service that is no name', { GranteeServicePrincipal: 'dynamodb' }, /at 'granteeServicePrincipal' failed to satisfy/],
    ['a long name', { RetiringServicePrincipal: `${'a'.repeat(115)}.amazonaws.com` }, /at 'retiringServicePrincipal' failed/],
    ['a short source', { Constraints: { SourceArn: 'arn:aws:s3:::bucket' } }, /at 'constraints\.sourceArn' failed to satisfy/],
    ['a long source', { Constraints: { SourceArn: `arn:aws:s3:::${'b'.repeat(500)}` } }, /less than or equal to 512$/],
  ] as const)('is refused with %s', (_, more, text) => {
    const { w, grant } = setUp()
    expectRefusal(w, () => grant(more), 'ValidationException', text)
  })

  it('works for the service alone, acting for the resource alone', () => {
    const { w, grant, mayEncrypt, Arn } = setUp()
    expect(mayEncrypt(DYNAMODB, TABLE)).toBe(false)
    grant()
    expect(mayEncrypt(DYNAMODB, TABLE)).toBe(true)
    expect(mayEncrypt(DYNAMODB, OTHER_TABLE)).toBe(false)
    expect(mayEncrypt(DYNAMODB, `${TABLE}/index/x`)).toBe(false)
    expect(mayEncrypt(DYNAMODB)).toBe(false)
    expect(mayEncrypt(S3, TABLE)).toBe(false)
    expect(w.service(DYNAMODB, TABLE).describeKey({ KeyId: Arn }).KeyMetadata.Arn).toBe(Arn)
    expect(() => w.service(DYNAMODB, OTHER_TABLE).describeKey({ KeyId: Arn })).toThrow(/not authorized/)
  })

  it('is bound by its encryption context too', () => {
    const { w, grant, Arn } = setUp()
    grant({ Constraints: { SourceArn: TABLE, EncryptionContextEquals: { table: 'orders' } } })
    const encrypt = (EncryptionContext: Record<string, string>) => () =>
      w.service(DYNAMODB, TABLE).encrypt({ KeyId: Arn, Plaintext, EncryptionContext })
    expect(encrypt({ table: 'orders' })).not.toThrow()
    expect(encrypt({ table: 'orders', more: '1' })).toThrow(/not authorized/)
  })

  it('re-encrypts where both halves are for one resource', () => {
    const { w, kms, input, Arn } = setUp()
    const other = kms.createKey().KeyMetadata
    const { CiphertextBlob } = kms.encrypt({ KeyId: Arn, Plaintext })
    kms.createGrant({ ...input, Operations: ['ReEncryptFrom'] })
    const to = (SourceArn: string) =>
      kms.createGrant({ ...input, KeyId: other.KeyId, Operations: ['ReEncryptTo'], Constraints: { SourceArn } })
    const reEncrypt = (source: string) => () =>
      w.service(DYNAMODB, source).reEncrypt({ CiphertextBlob, DestinationKeyId: other.Arn })
    to(OTHER_TABLE)
    for (const source of [TABLE, OTHER_TABLE]) expect(reEncrypt(source)).toThrow(/not authorized/)
    to(TABLE)
    expect(reEncrypt(TABLE)).not.toThrow()
  })

  it('with CreateGrant hands on no more than its own resource', () => {
    const { w, grant, input, Arn } = setUp()
    grant({ Operations: ['CreateGrant', 'Decrypt'] })
    const child =
      (Constraints: CreateGrantInput['Constraints'], source = TABLE) =>
      () =>
        w.service(DYNAMODB, source).createGrant({ ...input, KeyId: Arn, Operations: ['Decrypt'], Constraints })
    expect(child({ SourceArn: TABLE })).not.toThrow()
    expect(child({ SourceArn: TABLE, EncryptionContextSubset: { a: '1' } })).not.toThrow()
    expect(child({ SourceArn: OTHER_TABLE })).toThrow(/not authorized/)
    expect(child({ SourceArn: TABLE }, OTHER_TABLE)).toThrow(/not authorized/)
  })

  it('may be for keys of every kind', () => {
    const { w, kms, input } = setUp()
    const { KeyId, Arn } = kms.createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }).KeyMetadata
    kms.createGrant({ ...input, KeyId, Operations: ['GenerateMac'] })
    const mac = { KeyId: Arn, Message: Plaintext, MacAlgorithm: 'HMAC_SHA_256' } as const
    expect(w.service(DYNAMODB, TABLE).generateMac(mac).Mac).toHaveLength(32)
  })

  it('is the same for the same name and another for another source', () => {
    const { grant } = setUp()
    const first = grant({ Name: 'n' })
    expect(grant({ Name: 'n' }).GrantId).toBe(first.GrantId)
    expect(grant({ Name: 'n', Constraints: { SourceArn: OTHER_TABLE } }).GrantId).not.toBe(first.GrantId)
    expect(grant({ Name: 'n', RetiringServicePrincipal: S3 }).GrantId).not.toBe(first.GrantId)
  })

  it('works at once with its token, and by itself when it has spread', () => {
    const { w, grant, Arn, mayEncrypt } = setUp({ grantPropagation: 5000 })
    const { GrantToken } = grant()
    expect(mayEncrypt(DYNAMODB, TABLE)).toBe(false)
    const early = { KeyId: Arn, Plaintext, GrantTokens: [GrantToken] }
    expect(() => w.service(DYNAMODB, TABLE).encrypt(early)).not.toThrow()
    expect(() => w.service(DYNAMODB, OTHER_TABLE).encrypt(early)).toThrow(/not authorized/)
    w.world.clock.advance({ seconds: 5 })
    expect(mayEncrypt(DYNAMODB, TABLE)).toBe(true)
  })

  it('is found among those for other resources without looking at them', () => {
    const { w, Arn, grant } = setUp()
    for (let index = 0; index < 40; index++) grant({ Constraints: { SourceArn: `${TABLE}${index}` } })
    const { GrantId } = grant()
    const asked = { operation: 'Encrypt', context: { a: '1' }, tokens: new Set<string>(), now: 0, propagationMilliseconds: 0 }
    const found = (sourceArn?: string) => {
      const principal = { kind: 'service', name: DYNAMODB, ...(sourceArn === undefined ? {} : { sourceArn }) } as const
      return [...candidateGrants(grantsOf(w.world, w.record(Arn)), { ...asked, principal })].map(({ grantId }) => grantId)
    }
    expect(found(TABLE)).toEqual([GrantId])
    expect(found()).toEqual([])
  })

  it('can be retired by the service that it names, whatever it acts for, and by no other', () => {
    const { w, grant, Arn, mayEncrypt } = setUp()
    const { GrantId } = grant()
    const retire = (name: string) => () => w.service(name).retireGrant({ KeyId: Arn, GrantId })
    expect(retire(S3)).toThrow(/not authorized/)
    expect(retire(DYNAMODB)).not.toThrow()
    expect(mayEncrypt(DYNAMODB, TABLE)).toBe(false)
  })

  it('can be retired by a role, where it names one', () => {
    const { w, grant, Arn } = setUp()
    const role = w.account(OTHER_ACCOUNT).createRole('Retirer', { policies: [allowing('kms:RetireGrant')] })
    const { GrantId } = grant({ RetiringServicePrincipal: undefined, RetiringPrincipal: role.arn })
    expect(() => w.service(DYNAMODB).retireGrant({ KeyId: Arn, GrantId })).toThrow(/not authorized/)
    expect(() => w.kms(role).retireGrant({ KeyId: Arn, GrantId })).not.toThrow()
  })

  it('stands in CloudTrail as it was asked for, and without its token', () => {
    const { w, KeyId, grant } = setUp()
    const { GrantToken } = grant()
    const [record] = w.records({ eventName: 'CreateGrant' })
    expect(record?.requestParameters).toEqual({
      keyId: KeyId,
      granteeServicePrincipal: DYNAMODB,
      retiringServicePrincipal: DYNAMODB,
      operations: ['Encrypt', 'Decrypt', 'DescribeKey'],
      constraints: { sourceArn: TABLE },
    })
    expect(JSON.stringify(record)).not.toContain(GrantToken)
  })
})

describe('a grant with a source to a role', () => {
  it('never matches what the role does itself', () => {
    const { w, grant, Arn } = setUp()
    const role = w.account().createRole('App')
    const more = { GranteeServicePrincipal: undefined, RetiringServicePrincipal: undefined, GranteePrincipal: role.arn }
    grant(more)
    const encrypt = () => w.kms(role).encrypt({ KeyId: Arn, Plaintext })
    expectRefusal(w, encrypt, 'AccessDeniedException', noIdentityPolicy(`${appArn}/kms-ebs-sim`, 'kms:Encrypt', Arn))
    grant({ ...more, Constraints: {} })
    expect(encrypt).not.toThrow()
  })
})

describe('listing grants to services', () => {
  it('shows them under the members by which they were made', () => {
    const { kms, KeyId, Arn, grant } = setUp()
    const { GrantId } = grant()
    const { Grants } = kms.listGrants({ KeyId })
    expect(Grants).toEqual([
      {
        KeyId: Arn,
        GrantId,
        Name: '',
        CreationDate: expect.any(Date),
        IssuingAccount: `arn:aws:iam::${ACCOUNT}:root`,
        Operations: ['Encrypt', 'Decrypt', 'DescribeKey'],
        Constraints: { SourceArn: TABLE },
        GranteeServicePrincipal: DYNAMODB,
        RetiringServicePrincipal: DYNAMODB,
      },
    ])
  })

  it('by service is for services alone, and by one filter', () => {
    const { w, kms, KeyId, Arn, grant } = setUp()
    const statement = { Effect: 'Allow', Principal: { Service: DYNAMODB }, Action: 'kms:ListGrants', Resource: '*' }
    kms.putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT, [statement]) })
    const { GrantId } = grant()
    grant({ GranteeServicePrincipal: S3 })
    const filter = { KeyId: Arn, GranteeServicePrincipal: DYNAMODB }
    expect(
      w
        .service(DYNAMODB, TABLE)
        .listGrants(filter)
        .Grants.map((each) => each.GrantId),
    ).toEqual([GrantId])
    const text = 'GranteeServicePrincipal can be specified by AWS services only.'
    expectRefusal(w, () => kms.listGrants(filter), 'ValidationException', text)
    const both = () => kms.listGrants({ ...filter, GranteePrincipal: `arn:aws:iam::${ACCOUNT}:root` })
    expectRefusal(w, both, 'ValidationException', /but not both\.$/)
  })

  it('to be retired by a service is for that service alone, over all accounts', () => {
    const { w, kms, grant, input } = setUp()
    const other = w.kms(w.account(OTHER_ACCOUNT).root)
    const foreign = other.createGrant({ ...input, KeyId: other.createKey().KeyMetadata.KeyId })
    const { GrantId } = grant()
    grant({ RetiringServicePrincipal: S3 })
    const filter = { RetiringServicePrincipal: DYNAMODB }
    const { Grants } = w.service(DYNAMODB).listRetirableGrants(filter)
    expect(Grants.map((each) => each.GrantId).sort()).toEqual([GrantId, foreign.GrantId].sort())
    expect(() => w.service(S3).listRetirableGrants(filter)).toThrow(/not authorized/)
    const text = 'RetiringServicePrincipal can be specified by AWS services only.'
    expectRefusal(w, () => kms.listRetirableGrants(filter), 'ValidationException', text)
    const RetiringPrincipal = `arn:aws:iam::${ACCOUNT}:root`
    const both = () => kms.listRetirableGrants({ ...filter, RetiringPrincipal })
    expectRefusal(w, both, 'ValidationException', /but not both\.$/)
    const neither = 'You must specify either a RetiringPrincipal or a RetiringServicePrincipal.'
    expectRefusal(w, () => kms.listRetirableGrants({}), 'ValidationException', neither)
  })
})

describe('the conditions on grants to services', () => {
  it.each([
    ['kms:GranteeServicePrincipal', 'StringEquals', DYNAMODB, { GranteeServicePrincipal: S3 }],
    ['kms:RetiringServicePrincipal', 'StringEquals', DYNAMODB, { RetiringServicePrincipal: S3 }],
    [
      'kms:GrantConstraintSourceArn',
      'ArnLike',
      TABLE.replace('orders', '*'),
      { Constraints: { SourceArn: `arn:aws:s3:::${'b'.repeat(9)}` } },
    ],
  ] as const)('%s lets one pass and stops another', (key, operator, value, more) => {
    const { w, Arn, input } = setUp()
    const Condition = { [operator]: { [key]: value } }
    const Statement = [{ Effect: 'Allow', Action: 'kms:CreateGrant', Resource: '*', Condition }]
    const user = w.account().createUser('Granter', { policies: [{ Version: '2012-10-17', Statement }] })
    expect(() => w.kms(user).createGrant({ ...input, KeyId: Arn })).not.toThrow()
    const attempt = () => w.kms(user).createGrant({ ...input, KeyId: Arn, ...more })
    expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(user.arn, 'kms:CreateGrant', Arn))
  })
})

const appArn = `arn:aws:sts::${ACCOUNT}:assumed-role/App`
