import { describe, expect, it } from 'vitest'
import type { KmsApi } from '../../../src/kms/api.ts'
import { kmsWorld } from '../../support/kms/kms-world.ts'
import { errorOf, expectRefusal } from '../../support/kms/refusals.ts'

const w = kmsWorld({ rsaKeys: 'fixed' })
const kms = w.kms()
const made = (input: Parameters<KmsApi['createKey']>[0] = {}) => kms.createKey(input).KeyMetadata.KeyId
const KeyId = made()
const rsa = made({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' })
const ecc = made({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })
const agreeing = made({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' })
const external = made({ Origin: 'EXTERNAL' })
const family = made({ MultiRegion: true })

const bytes = (length: number) => new Uint8Array(length)
const one = (text: string) => `1 validation error detected: ${text}`
const fails = (field: string, constraint: string, value?: string) =>
  one(`Value ${value === undefined ? '' : `'${value}' `}at '${field}' failed to satisfy constraint: Member must ${constraint}`)
const atLeast = (count: number) => `have length greater than or equal to ${count}`
const atMost = (count: number) => `have length less than or equal to ${count}`
const from = (count: number) => `have value greater than or equal to ${count}`
const upTo = (count: number) => `have value less than or equal to ${count}`

/** A value that the compiler would refuse. */
const wild = (value: unknown) => value as never

const refused = (cases: readonly (readonly [title: string, attempt: () => unknown, text: string | RegExp])[]) =>
  it.each(cases)('%s', (_, attempt, text) => {
    expectRefusal(w, attempt, 'ValidationException', text)
  })

describe('a number out of bounds', () => {
  refused([
    ['NumberOfBytes 0', () => kms.generateRandom({ NumberOfBytes: 0 }), fails('numberOfBytes', from(1), '0')],
    ['NumberOfBytes 1025', () => kms.generateDataKey({ KeyId, NumberOfBytes: 1025 }), fails('numberOfBytes', upTo(1024), '1025')],
    ['Limit 0', () => kms.listKeys({ Limit: 0 }), fails('limit', from(1), '0')],
    ['Limit 1001', () => kms.listKeys({ Limit: 1001 }), fails('limit', upTo(1000), '1001')],
    ['Limit 101 of aliases', () => kms.listAliases({ Limit: 101 }), fails('limit', upTo(100), '101')],
    ['Limit 51 of tags', () => kms.listResourceTags({ KeyId, Limit: 51 }), fails('limit', upTo(50), '51')],
    [
      'a period of 89 days',
      () => kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 89 }),
      fails('rotationPeriodInDays', from(90), '89'),
    ],
    [
      'a period of 2561 days',
      () => kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 2561 }),
      fails('rotationPeriodInDays', upTo(2560), '2561'),
    ],
    [
      'a window of 0 days',
      () => kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 0 }),
      fails('pendingWindowInDays', from(1), '0'),
    ],
    [
      'a window of 366 days',
      () => kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 366 }),
      fails('pendingWindowInDays', upTo(365), '366'),
    ],
  ])
})

describe('a text of the wrong length', () => {
  const long = (count: number) => 'x'.repeat(count)
  refused([
    ['KeyId ""', () => kms.describeKey({ KeyId: '' }), fails('keyId', atLeast(1), '')],
    ['KeyId of 2049', () => kms.describeKey({ KeyId: long(2049) }), fails('keyId', atMost(2048), long(2049))],
    ['Description of 8193', () => kms.createKey({ Description: long(8193) }), fails('description', atMost(8192), long(8193))],
    ['Marker of 1025', () => kms.listKeys({ Marker: long(1025) }), fails('marker', atMost(1024), long(1025))],
    ['Marker ""', () => kms.listKeys({ Marker: '' }), fails('marker', atLeast(1), '')],
    [
      'TagKey of 129',
      () =>
        kms.tagResource({
          KeyId,
          Tags: [
            { TagKey: 'a', TagValue: '' },
            { TagKey: long(129), TagValue: '' },
          ],
        }),
      fails('tags.2.member.tagKey', atMost(128), long(129)),
    ],
    [
      'TagValue of 257',
      () => kms.tagResource({ KeyId, Tags: [{ TagKey: 'a', TagValue: long(257) }] }),
      fails('tags.1.member.tagValue', atMost(256), long(257)),
    ],
    [
      'a KeyMaterialId of 63',
      () => kms.deleteImportedKeyMaterial({ KeyId: external, KeyMaterialId: '0'.repeat(63) }),
      fails('keyMaterialId', atLeast(64), '0'.repeat(63)),
    ],
  ])
})

describe('bytes of the wrong length, which are not shown', () => {
  refused([
    ['Plaintext of 0', () => kms.encrypt({ KeyId, Plaintext: bytes(0) }), fails('plaintext', atLeast(1))],
    ['Plaintext of 4097', () => kms.encrypt({ KeyId, Plaintext: bytes(4097) }), fails('plaintext', atMost(4096))],
    ['CiphertextBlob of 0', () => kms.decrypt({ CiphertextBlob: bytes(0) }), fails('ciphertextBlob', atLeast(1))],
    ['CiphertextBlob of 6145', () => kms.decrypt({ CiphertextBlob: bytes(6145) }), fails('ciphertextBlob', atMost(6144))],
    [
      'Message of 0',
      () => kms.sign({ KeyId: ecc, Message: bytes(0), SigningAlgorithm: 'ECDSA_SHA_256' }),
      fails('message', atLeast(1)),
    ],
    [
      'Message of 4097',
      () => kms.sign({ KeyId: ecc, Message: bytes(4097), SigningAlgorithm: 'ECDSA_SHA_256' }),
      fails('message', atMost(4096)),
    ],
    [
      'Signature of 6145',
      () => kms.verify({ KeyId: ecc, Message: bytes(1), Signature: bytes(6145), SigningAlgorithm: 'ECDSA_SHA_256' }),
      fails('signature', atMost(6144)),
    ],
    [
      'PublicKey of 8193',
      () => kms.deriveSharedSecret({ KeyId: agreeing, KeyAgreementAlgorithm: 'ECDH', PublicKey: bytes(8193) }),
      fails('publicKey', atMost(8192)),
    ],
    [
      'SharedSecretCiphertextBlob of 6145',
      () => kms.decapsulate({ KeyId, SharedSecretCiphertextBlob: bytes(6145), EncapsulationAlgorithm: 'ML_KEM' }),
      fails('sharedSecretCiphertextBlob', atMost(6144)),
    ],
  ])
})

describe('a value that is none of a set, or does not match its pattern', () => {
  const tokens = Array.from({ length: 11 }, () => 'a')
  refused([
    [
      'KeySpec',
      () => kms.generateDataKey({ KeyId, KeySpec: wild('AES_512') }),
      fails('keySpec', 'satisfy enum value set: [AES_256, AES_128]', 'AES_512'),
    ],
    [
      'an operation of a grant',
      () => kms.createGrant({ KeyId, GranteePrincipal: 'x', Operations: ['Decrypt', wild('ReEncrypt')] }),
      /^1 validation error detected: Value '\[Decrypt, ReEncrypt\]' at 'operations' failed to satisfy constraint: Member must satisfy constraint: \[Member must satisfy enum value set: \[Decrypt, .*\]\]$/,
    ],
    [
      'a grant token of 8193',
      () => kms.encrypt({ KeyId, Plaintext: bytes(1), GrantTokens: ['t'.repeat(8193), ''] }),
      fails(
        'grantTokens',
        `satisfy constraint: [Member must ${atMost(8192)}, Member must ${atLeast(1)}]`,
        `[${'t'.repeat(8193)}, ]`,
      ),
    ],
    [
      '11 grant tokens',
      () => kms.encrypt({ KeyId, Plaintext: bytes(1), GrantTokens: tokens }),
      fails('grantTokens', atMost(10), `[${tokens.join(', ')}]`),
    ],
    [
      'ReplicaRegion',
      () => kms.replicateKey({ KeyId: family, ReplicaRegion: 'nowhere' }),
      fails('replicaRegion', 'satisfy regular expression pattern: ^([a-z]+-){2,3}\\d+$', 'nowhere'),
    ],
    [
      'AliasName',
      () => kms.createAlias({ AliasName: 'alias/a b', TargetKeyId: KeyId }),
      fails('aliasName', 'satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$', 'alias/a b'),
    ],
  ])
})

describe('several mistakes', () => {
  const attempt = () => kms.encrypt({ KeyId: '', Plaintext: bytes(0), EncryptionAlgorithm: wild('ROT13') })

  it('are told at once, in the order of the members', () => {
    const { message } = errorOf(attempt)
    expect(message.startsWith("3 validation errors detected: Value '' at 'keyId' failed")).toBe(true)
    expect([...message.matchAll(/ at '(\w+)' failed/g)].map(([, field]) => field)).toEqual([
      'keyId',
      'plaintext',
      'encryptionAlgorithm',
    ])
    expect(message.split('; ')).toHaveLength(3)
  })

  it('in one list are one', () => {
    const wrong = () => kms.untagResource({ KeyId, TagKeys: ['', 't'.repeat(129)] })
    expect(errorOf(wrong).message).toMatch(/^1 validation error detected: Value '\[, t+\]' at 'tagKeys' failed/)
  })

  it('of form and of sense are told one after the other', () => {
    expect(errorOf(() => kms.generateDataKey({ KeyId, NumberOfBytes: 0, KeySpec: 'AES_128' })).message).toMatch(/^1 validation/)
  })
})

describe('a mistake that only the sense tells', () => {
  refused([
    ['no number', () => kms.generateRandom({}), 'NumberOfBytes is required.'],
    [
      'no usage',
      () => kms.createKey({ KeySpec: 'HMAC_256' }),
      'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.',
    ],
    [
      'another usage',
      () => kms.createKey({ KeySpec: 'RSA_2048', KeyUsage: 'KEY_AGREEMENT' }),
      'KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048',
    ],
    [
      'too long for RSA',
      () => kms.encrypt({ KeyId: rsa, Plaintext: bytes(191), EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }),
      'Algorithm RSAES_OAEP_SHA_256 and key spec RSA_2048 cannot encrypt data larger than 190 bytes.',
    ],
    [
      'a digest too short',
      () => kms.sign({ KeyId: ecc, Message: bytes(31), MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' }),
      'Digest is invalid length for algorithm ECDSA_SHA_256.',
    ],
    [
      'an expiry without a date',
      () => kms.importKeyMaterial({ KeyId: external, ImportToken: bytes(1), EncryptedKeyMaterial: bytes(1) }),
      'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES',
    ],
    [
      'a post-quantum key to import',
      () => kms.createKey({ KeySpec: 'ML_DSA_65', KeyUsage: 'SIGN_VERIFY', Origin: 'EXTERNAL' }),
      'KeySpec ML_DSA_65 is not supported for Origin EXTERNAL',
    ],
    [
      'a window of 6 days',
      () => kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 6 }),
      'PendingWindowInDays must be between 7 and 30',
    ],
    [
      'a window of 31 days',
      () => kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 31 }),
      'PendingWindowInDays must be between 7 and 30',
    ],
    [
      'a grant of CreateGrant alone',
      () => kms.createGrant({ KeyId, GranteePrincipal: `arn:aws:iam::111122223333:root`, Operations: ['CreateGrant'] }),
      'Grants must not contain only the CreateGrant operation.',
    ],
    [
      'a public key that is none',
      () => kms.deriveSharedSecret({ KeyId: agreeing, KeyAgreementAlgorithm: 'ECDH', PublicKey: bytes(5) }),
      'UnknownError',
    ],
    [
      'a replica beside its primary',
      () => kms.replicateKey({ KeyId: family, ReplicaRegion: 'us-east-1' }),
      'us-east-1 cannot have a replica because it contains the primary.',
    ],
    [
      'a replica in another partition',
      () => kms.replicateKey({ KeyId: family, ReplicaRegion: 'cn-north-1' }),
      'The replica key Region must be in the same AWS partition as the primary key Region.',
    ],
    [
      'a primary where there is no replica',
      () => kms.updatePrimaryRegion({ KeyId: family, PrimaryRegion: 'eu-west-1' }),
      `${family} does not have a replica key in the specified Region.`,
    ],
    ['a size and a spec', () => kms.generateDataKey({ KeyId }), 'Please specify either number of bytes or key spec.'],
    [
      'an alias without its prefix',
      () => kms.createAlias({ AliasName: 'mine', TargetKeyId: KeyId }),
      /^Alias must start with the prefix "alias\/"\. Please see https:\/\//,
    ],
  ])
})
