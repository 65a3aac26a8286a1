import { describe, expect, it } from 'vitest'
import { concat } from '../../../src/core/bytes.ts'
import type { KmsApi } from '../../../src/kms/api.ts'
import { importMaterial, M1, wrapped } from '../../support/kms/importing.ts'
import { kmsWorld, OTHER_REGION } from '../../support/kms/kms-world.ts'
import { errorOf, expectRefusal } from '../../support/kms/refusals.ts'

const Plaintext = Uint8Array.of(1, 2, 3)
const RSA = 'RSAES_OAEP_SHA_256'
const LONGEST = 6144

/** Bytes with one bit turned over. */
const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = bytes.slice()
  copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7))
  return copy
}

/** What can be made of bytes on their way: each cut short, made longer, and changed in some of its bits. */
const damaged = (bytes: Uint8Array, step = 7): (readonly [string, Uint8Array])[] => {
  const cuts = [1, Math.floor(bytes.length / 2), bytes.length - 1].filter((length) => length > 0 && length < bytes.length)
  const bits = Array.from({ length: Math.ceil((bytes.length * 8) / step) }, (_, index) => index * step)
  return [
    ...cuts.map((length) => [`cut to ${length}`, bytes.subarray(0, length)] as const),
    ['a zero behind', concat(bytes, Uint8Array.of(0))],
    ['a zero before', concat(Uint8Array.of(0), bytes)],
    ['twice', concat(bytes, bytes)],
    ['as long as may be', concat(bytes, new Uint8Array(LONGEST - bytes.length))],
    ['reversed', bytes.slice().reverse()],
    ['zeros', new Uint8Array(bytes.length)],
    ...bits.map((bit) => [`bit ${bit}`, flipped(bytes, bit)] as const),
  ]
}

const w = kmsWorld({ rsaKeys: 'fixed' })
const kms = w.kms()
const made = (input: Parameters<KmsApi['createKey']>[0] = {}) => kms.createKey(input).KeyMetadata.KeyId
const KeyId = made()
const other = made()
const rsa = made({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' })
const EncryptionContext = { purpose: 'test' }
const blob = kms.encrypt({ KeyId, Plaintext, EncryptionContext }).CiphertextBlob
const rsaBlob = kms.encrypt({ KeyId: rsa, Plaintext, EncryptionAlgorithm: RSA }).CiphertextBlob

/** All damages are refused with one error and no word more, and change nothing. */
const refusesAll = (bytes: Uint8Array, attempt: (bytes: Uint8Array) => unknown, name: string, step?: number) => {
  const before = structuredClone([w.state.stored, w.state.memory])
  for (const [title, wrong] of damaged(bytes, step)) {
    const error = errorOf(() => attempt(wrong))
    expect([title, error.name, error.message]).toEqual([title, name, 'UnknownError'])
  }
  expect([w.state.stored, w.state.memory]).toEqual(before)
}

describe('a damaged ciphertext', () => {
  it.each([
    ['Decrypt', (CiphertextBlob: Uint8Array) => kms.decrypt({ CiphertextBlob, EncryptionContext })],
    ['Decrypt with its key', (CiphertextBlob: Uint8Array) => kms.decrypt({ CiphertextBlob, EncryptionContext, KeyId })],
    [
      'Decrypt with another key',
      (CiphertextBlob: Uint8Array) => kms.decrypt({ CiphertextBlob, EncryptionContext, KeyId: other }),
    ],
    [
      'ReEncrypt',
      (CiphertextBlob: Uint8Array) =>
        kms.reEncrypt({ CiphertextBlob, SourceEncryptionContext: EncryptionContext, DestinationKeyId: other }),
    ],
    [
      'ReEncrypt with its key, to RSA',
      (CiphertextBlob: Uint8Array) =>
        kms.reEncrypt({
          CiphertextBlob,
          SourceKeyId: KeyId,
          SourceEncryptionContext: EncryptionContext,
          DestinationKeyId: rsa,
          DestinationEncryptionAlgorithm: RSA,
        }),
    ],
  ])('is refused by %s', (title, attempt) => {
    if (title === 'Decrypt with another key') {
      // The reference to the key is whole in some of them: those name another key than the request.
      const names = new Set(damaged(blob).map(([, wrong]) => errorOf(() => attempt(wrong)).name))
      expect([...names].sort()).toEqual(['IncorrectKeyException', 'InvalidCiphertextException'])
    } else refusesAll(blob, attempt, 'InvalidCiphertextException')
  })

  it.each([
    ['Decrypt', (CiphertextBlob: Uint8Array) => kms.decrypt({ CiphertextBlob, KeyId: rsa, EncryptionAlgorithm: RSA })],
    [
      'ReEncrypt',
      (CiphertextBlob: Uint8Array) =>
        kms.reEncrypt({ CiphertextBlob, SourceKeyId: rsa, SourceEncryptionAlgorithm: RSA, DestinationKeyId: KeyId }),
    ],
  ])('of an RSA key is refused by %s', (_, attempt) => {
    refusesAll(rsaBlob, attempt, 'InvalidCiphertextException', 61)
  })

  it('is refused in a dry run too', () => {
    const attempt = (CiphertextBlob: Uint8Array) => kms.decrypt({ CiphertextBlob, EncryptionContext, DryRun: true })
    refusesAll(blob, attempt, 'InvalidCiphertextException', 97)
  })
})

describe('a foreign ciphertext', () => {
  it('of another world is refused like one of a key that is not here', () => {
    const stranger = kmsWorld({ seed: 99 }).kms()
    const foreign = stranger.encrypt({ KeyId: stranger.createKey().KeyMetadata.KeyId, Plaintext }).CiphertextBlob
    expectRefusal(w, () => kms.decrypt({ CiphertextBlob: foreign }), 'InvalidCiphertextException')
    expectRefusal(w, () => kms.reEncrypt({ CiphertextBlob: foreign, DestinationKeyId: KeyId }), 'InvalidCiphertextException')
  })

  it('of another Region is refused without a word of whether its key exists', () => {
    const there = w.kms(undefined, OTHER_REGION)
    const foreign = there.encrypt({ KeyId: there.createKey().KeyMetadata.KeyId, Plaintext }).CiphertextBlob
    const text =
      /^User: \S+ is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because the/
    expectRefusal(w, () => kms.decrypt({ CiphertextBlob: foreign }), 'AccessDeniedException', text)
  })

  it('of an RSA key is no ciphertext of a symmetric one, nor the other way round', () => {
    expectRefusal(w, () => kms.decrypt({ CiphertextBlob: rsaBlob, KeyId }), 'InvalidCiphertextException')
    const asRsa = () => kms.decrypt({ CiphertextBlob: blob, KeyId: rsa, EncryptionAlgorithm: RSA })
    expect(errorOf(asRsa).name).toBe('IncorrectKeyException')
  })
})

describe('a damaged proof', () => {
  it('is no signature', () => {
    const signing = made({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })
    const signed = { KeyId: signing, Message: Plaintext, SigningAlgorithm: 'ECDSA_SHA_256' } as const
    const { Signature } = kms.sign(signed)
    refusesAll(Signature, (wrong) => kms.verify({ ...signed, Signature: wrong }), 'KMSInvalidSignatureException')
  })

  it('is no MAC', () => {
    const hmac = made({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
    const tagged = { KeyId: hmac, Message: Plaintext, MacAlgorithm: 'HMAC_SHA_256' } as const
    const { Mac } = kms.generateMac(tagged)
    refusesAll(Mac, (wrong) => kms.verifyMac({ ...tagged, Mac: wrong }), 'KMSInvalidMacException', 1)
  })
})

describe('a damaged import', () => {
  const ExpirationModel = 'KEY_MATERIAL_DOES_NOT_EXPIRE'
  const external = made({ Origin: 'EXTERNAL' })
  const { ImportToken, EncryptedKeyMaterial } = wrapped(kms, external, M1)
  const given = { KeyId: external, ImportToken, EncryptedKeyMaterial, ExpirationModel } as const

  it('is refused for its token', () => {
    const attempt = (wrong: Uint8Array) => kms.importKeyMaterial({ ...given, ImportToken: wrong })
    refusesAll(ImportToken, attempt, 'InvalidImportTokenException', 13)
  })

  it('is refused for its material', () => {
    const attempt = (wrong: Uint8Array) => kms.importKeyMaterial({ ...given, EncryptedKeyMaterial: wrong })
    refusesAll(EncryptedKeyMaterial, attempt, 'InvalidCiphertextException', 61)
    importMaterial(kms, external, M1)
    expect(kms.describeKey({ KeyId: external }).KeyMetadata.KeyState).toBe('Enabled')
  })
})

describe('a damaged grant token', () => {
  const role = w.account().createRole('Grantee')
  const { GrantToken } = kms.createGrant({ KeyId, GranteePrincipal: role.arn, Operations: ['Encrypt'] })
  const wrong = [
    GrantToken.slice(1), GrantToken.slice(0, -1), `${GrantToken}A`, `${GrantToken}=`, `A${GrantToken}`, GrantToken.toUpperCase(),
    `${GrantToken.slice(0, 40)}${GrantToken[40] === 'A' ? 'B' : 'A'}${GrantToken.slice(41)}`, '\u0000', '__proto__', '💥',
  ] // biome-ignore format: one list

  it.each(wrong)('is refused where it is used and where the grant is retired: %#', (token) => {
    const use = () => kms.encrypt({ KeyId, Plaintext, GrantTokens: [GrantToken, token] })
    expectRefusal(w, use, 'InvalidGrantTokenException', 'Invalid grant token.')
    expectRefusal(w, () => kms.retireGrant({ GrantToken: token }), 'InvalidGrantTokenException', 'Invalid grant token.')
  })
})

describe('a hostile encryption context', () => {
  /** An object whose one own member is called like this. */
  const own = (key: string, value = 'v') => Object.defineProperty({}, key, { value, enumerable: true }) as Record<string, string>
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '\u0000', '\ufeff', 'é', 'e\u0301', '💥'] as const

  it.each(names)('counts as it is written: %j', (name) => {
    const sealed = kms.encrypt({ KeyId, Plaintext, EncryptionContext: own(name) }).CiphertextBlob
    expect(kms.decrypt({ CiphertextBlob: sealed, EncryptionContext: own(name) }).Plaintext).toEqual(Plaintext)
    for (const lookalike of [
      {},
      own(name, 'V'),
      own(`${name} `),
      own(name.normalize('NFC') === name ? 'x' : name.normalize('NFC')),
    ]) {
      const attempt = () => kms.decrypt({ CiphertextBlob: sealed, EncryptionContext: lookalike })
      expectRefusal(w, attempt, 'InvalidCiphertextException')
    }
  })

  it('keeps keys apart that only look the same', () => {
    const both = { é: '1', 'e\u0301': '2', A: '3', a: '4' }
    const sealed = kms.encrypt({ KeyId, Plaintext, EncryptionContext: both }).CiphertextBlob
    const swapped = { é: '2', 'e\u0301': '1', A: '3', a: '4' }
    expect(kms.decrypt({ CiphertextBlob: sealed, EncryptionContext: both }).Plaintext).toEqual(Plaintext)
    expectRefusal(w, () => kms.decrypt({ CiphertextBlob: sealed, EncryptionContext: swapped }), 'InvalidCiphertextException')
  })

  it('does not take what is inherited', () => {
    const EncryptionContext: Record<string, string> = Object.create({ inherited: 'x' })
    const sealed = kms.encrypt({ KeyId, Plaintext, EncryptionContext }).CiphertextBlob
    expect(kms.decrypt({ CiphertextBlob: sealed }).Plaintext).toEqual(Plaintext)
  })

  const takers: readonly (readonly [string, (context: Record<string, string>) => unknown])[] = [
    ['Encrypt', (EncryptionContext) => kms.encrypt({ KeyId, Plaintext, EncryptionContext })],
    ['Decrypt', (EncryptionContext) => kms.decrypt({ CiphertextBlob: blob, EncryptionContext })],
    ['GenerateDataKey', (EncryptionContext) => kms.generateDataKey({ KeyId, NumberOfBytes: 1, EncryptionContext })],
    [
      'GenerateDataKeyWithoutPlaintext',
      (EncryptionContext) => kms.generateDataKeyWithoutPlaintext({ KeyId, NumberOfBytes: 1, EncryptionContext }),
    ],
    [
      'GenerateDataKeyPair',
      (EncryptionContext) => kms.generateDataKeyPair({ KeyId, KeyPairSpec: 'ECC_NIST_P256', EncryptionContext }),
    ],
    [
      'GenerateDataKeyPairWithoutPlaintext',
      (EncryptionContext) => kms.generateDataKeyPairWithoutPlaintext({ KeyId, KeyPairSpec: 'ECC_NIST_P256', EncryptionContext }),
    ],
    [
      'ReEncrypt, source',
      (SourceEncryptionContext) => kms.reEncrypt({ CiphertextBlob: blob, SourceEncryptionContext, DestinationKeyId: KeyId }),
    ],
    [
      'ReEncrypt, destination',
      (DestinationEncryptionContext) =>
        kms.reEncrypt({
          CiphertextBlob: blob,
          SourceEncryptionContext: EncryptionContext,
          DestinationEncryptionContext,
          DestinationKeyId: KeyId,
        }),
    ],
  ]

  it.each(takers)('of more than 8192 bytes, or with a lone surrogate, is refused by %s', (_, attempt) => {
    const large = /^EncryptionContext must not be larger than 8192 bytes, found 8193\.$/
    expectRefusal(w, () => attempt({ k: 'é'.repeat(4096) }), 'ValidationException', large)
    for (const wrong of [own('\ud800'), own('k', 'a\udc00')]) {
      expectRefusal(w, () => attempt(wrong), 'ValidationException', /^1 validation error detected: .*well-formed Unicode$/)
    }
  })

  it('is bounded in a grant too', () => {
    const grantee = w.account().createRole('Bounded').arn
    const grant = (EncryptionContextEquals: Record<string, string>) => () =>
      kms.createGrant({ KeyId, GranteePrincipal: grantee, Operations: ['Decrypt'], Constraints: { EncryptionContextEquals } })
    expectRefusal(w, grant(own('\ud800')), 'ValidationException', /well-formed Unicode$/)
    expect(grant(own('__proto__'))().GrantId).toHaveLength(64)
    const { Constraints } = kms.listGrants({ KeyId }).Grants.at(-1) ?? {}
    expect(Object.entries(Constraints?.EncryptionContextEquals ?? {})).toEqual([['__proto__', 'v']])
  })

  it('that is empty is none, with an RSA key too', () => {
    const sealed = kms.encrypt({ KeyId, Plaintext, EncryptionContext: {} }).CiphertextBlob
    expect(kms.decrypt({ CiphertextBlob: sealed }).Plaintext).toEqual(Plaintext)
    const input = { KeyId: rsa, EncryptionAlgorithm: RSA, EncryptionContext: {} } as const
    const { CiphertextBlob } = kms.encrypt({ ...input, Plaintext })
    expect(kms.decrypt({ ...input, CiphertextBlob }).Plaintext).toEqual(Plaintext)
    const attempt = () => kms.encrypt({ ...input, Plaintext, EncryptionContext })
    expectRefusal(w, attempt, 'ValidationException', 'EncryptionContext is not supported for key spec RSA_2048.')
  })
})
