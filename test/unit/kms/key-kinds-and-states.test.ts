import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { postQuantum } from '../../../src/crypto/key-pairs/post-quantum.ts'
import type { KmsApi } from '../../../src/kms/api.ts'
import type { KeyFamily } from '../../../src/kms/key-record.ts'
import { KEY_STATE_RULES } from '../../../src/kms/key-states.ts'
import { call, callCase, delegatingPolicy } from '../../support/kms/call-cases.ts'
import { oaep, rsaAesKeyWrap } from '../../support/kms/importing.ts'
import { PEER_PUBLIC_KEY } from '../../support/kms/key-kinds.ts'
import { CLUSTER, PROXY } from '../../support/kms/key-stores.ts'
import { answerFor, KINDS, type Kind, kindsOf, ORIGIN_COLUMNS, statesOf } from '../../support/kms/kind-table.ts'
import { ACCOUNT, type KmsWorld, kmsWorld, OTHER_REGION, REGION } from '../../support/kms/kms-world.ts'
import { errorOf } from '../../support/kms/refusals.ts'
import { statusOf } from '../../support/kms/statuses.ts'

type Origin = KeyFamily['origin']

const OPTIONS = { algorithms: postQuantum, rsaKeys: 'fixed' } as const
const Message = Uint8Array.of(1, 2, 3)

/** The algorithm with which a kind of key signs, encrypts or makes a MAC. */
const ALGORITHMS: Readonly<Record<Kind, string>> = {
  SYM: 'SYMMETRIC_DEFAULT',
  RSAenc: 'RSAES_OAEP_SHA_256',
  RSAsig: 'RSASSA_PSS_SHA_256',
  ECCsig: 'ECDSA_SHA_256',
  ECCagr: 'ECDH',
  EDsig: 'ED25519_SHA_512',
  HMAC: 'HMAC_SHA_256',
  MLDSA: 'ML_DSA_SHAKE_256',
  MLKEM: 'ML_KEM',
}

const der = (key: KeyObject) => new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }))
const MATERIAL: Readonly<Partial<Record<Kind, () => Uint8Array>>> = {
  SYM: () => new Uint8Array(32).fill(1),
  HMAC: () => new Uint8Array(32).fill(1),
  RSAenc: () => der(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
  RSAsig: () => der(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
  ECCsig: () => der(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
  ECCagr: () => der(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
  EDsig: () => der(generateKeyPairSync('ed25519').privateKey),
}

/** The private keys of RSA and Ed25519 come under a key of their own. */
const isWrappedTwice = (kind: Kind) => kind.startsWith('RSA') || kind === 'EDsig'
const wrapping = (kind: Kind) =>
  ({
    WrappingAlgorithm: isWrappedTwice(kind) ? 'RSA_AES_KEY_WRAP_SHA_256' : 'RSAES_OAEP_SHA_256',
    WrappingKeySpec: 'RSA_2048',
  }) as const

/** Makes a key of this kind and origin that is enabled: a multi-Region key wherever there can be one. */
const newKey = (kms: KmsApi, kind: Kind, origin: Origin): { KeyId: string; Arn: string } => {
  const [KeySpec, KeyUsage] = KINDS[kind]
  if (origin === 'AWS_KMS') return kms.createKey({ KeySpec, KeyUsage, MultiRegion: true }).KeyMetadata
  if (origin === 'EXTERNAL') {
    const { KeyMetadata } = kms.createKey({ KeySpec, KeyUsage, MultiRegion: true, Origin: 'EXTERNAL' })
    const { KeyId } = KeyMetadata
    const { ImportToken, PublicKey } = kms.getParametersForImport({ KeyId, ...wrapping(kind) })
    const wrap = isWrappedTwice(kind) ? rsaAesKeyWrap : oaep
    const EncryptedKeyMaterial = wrap(PublicKey, MATERIAL[kind]?.() as Uint8Array)
    kms.importKeyMaterial({ KeyId, ImportToken, EncryptedKeyMaterial, ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' })
    return KeyMetadata
  }
  const { CustomKeyStoreId } = kms.createCustomKeyStore(origin === 'AWS_CLOUDHSM' ? CLUSTER : PROXY)
  kms.connectCustomKeyStore({ CustomKeyStoreId })
  const place = origin === 'AWS_CLOUDHSM' ? {} : { XksKeyId: 'external-1' }
  return kms.createKey({ Origin: origin, CustomKeyStoreId, ...place }).KeyMetadata
}

/** A world with one key and, made while it was enabled, all that operations on such a key take. */
const stage = (kind: Kind, origin: Origin) => {
  const w = kmsWorld(OPTIONS)
  const kms = w.kms()
  const { KeyId, Arn } = newKey(kms, kind, origin)
  const roleArn = w.account().createRole('Grantee').arn
  const other = kms.createKey({}).KeyMetadata.KeyId
  kms.createAlias({ AliasName: 'alias/subject', TargetKeyId: other })
  const otherBlob = kms.encrypt({ KeyId: other, Plaintext: Message }).CiphertextBlob
  const grantOperation = GRANTED[kind]
  const { GrantId } = kms.createGrant({ KeyId, GranteePrincipal: roleArn, Operations: [grantOperation] })
  const algorithm = ALGORITHMS[kind]
  const encrypts = kind === 'SYM' || kind === 'RSAenc'
  const EncryptionAlgorithm = (encrypts ? algorithm : 'SYMMETRIC_DEFAULT') as 'SYMMETRIC_DEFAULT'
  const blob = encrypts ? kms.encrypt({ KeyId, Plaintext: Message, EncryptionAlgorithm }).CiphertextBlob : otherBlob
  const SigningAlgorithm = (kind.endsWith('sig') || kind === 'MLDSA' ? algorithm : 'ECDSA_SHA_256') as 'ECDSA_SHA_256'
  const signed = { KeyId, Message, SigningAlgorithm } as const
  const tagged = { KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' } as const
  const encapsulated = { KeyId, EncapsulationAlgorithm: 'ML_KEM' } as const
  const inputs: Readonly<Record<string, object>> = {
    CreateGrant: { KeyId, GranteePrincipal: roleArn, Operations: [grantOperation] },
    Decapsulate: {
      ...encapsulated,
      SharedSecretCiphertextBlob: kind === 'MLKEM' ? kms.encapsulate(encapsulated).SharedSecretCiphertextBlob : Message,
    },
    Decrypt: { KeyId, CiphertextBlob: blob, EncryptionAlgorithm },
    DeriveSharedSecret: { KeyId, KeyAgreementAlgorithm: 'ECDH', PublicKey: PEER_PUBLIC_KEY },
    Encapsulate: encapsulated,
    Encrypt: { KeyId, Plaintext: Message, EncryptionAlgorithm },
    GenerateMac: tagged,
    GetParametersForImport: { KeyId, ...wrapping(kind) },
    PutKeyPolicy: { KeyId, Policy: delegatingPolicy(ACCOUNT) },
    ReEncrypt: {
      CiphertextBlob: otherBlob,
      DestinationKeyId: KeyId,
      DestinationEncryptionAlgorithm: EncryptionAlgorithm,
    },
    ReplicateKey: { KeyId, ReplicaRegion: OTHER_REGION },
    RetireGrant: { KeyId, GrantId },
    RevokeGrant: { KeyId, GrantId },
    Sign: signed,
    UpdateAlias: { AliasName: 'alias/subject', TargetKeyId: KeyId },
    UpdatePrimaryRegion: { KeyId, PrimaryRegion: REGION },
    Verify: {
      ...signed,
      Signature: kind.endsWith('sig') || kind === 'MLDSA' ? kms.sign(signed).Signature : Message,
    },
    VerifyMac: { ...tagged, Mac: kind === 'HMAC' ? kms.generateMac(tagged).Mac : Message },
  }
  return { w, KeyId, Arn, inputs }
}

const GRANTED = {
  SYM: 'Decrypt',
  RSAenc: 'Decrypt',
  RSAsig: 'Sign',
  ECCsig: 'Sign',
  ECCagr: 'DeriveSharedSecret',
  EDsig: 'Sign',
  HMAC: 'GenerateMac',
  MLDSA: 'Sign',
  MLKEM: 'Decapsulate',
} as const

/** What is answered behind origin, kind and state: such a call cannot go through here, or not a second time. */
const BEHIND: Readonly<Record<string, string>> = {
  ImportKeyMaterial: 'InvalidImportTokenException',
  UpdateAlias: 'ValidationException',
}

const copyOf = ({ state }: KmsWorld): KmsWorld => kmsWorld(OPTIONS, structuredClone(state))

const KEYS = ORIGIN_COLUMNS.flatMap((origin) => kindsOf(origin).map((kind) => [kind, origin] as const))
const OPERATIONS = Object.keys(KEY_STATE_RULES).filter((operation) => operation !== 'ListAliases')

describe.each(KEYS)('a key %s of origin %s', (kind, origin) => {
  const { w: original, KeyId, Arn, inputs } = stage(kind, origin)

  it.each(statesOf(origin))('that is %s answers every operation as the tables say', (state) => {
    const enabled = copyOf(original)
    enabled.record(Arn).status = statusOf(state)
    let w = copyOf(enabled)
    const found: unknown[] = []
    const expected: unknown[] = []
    for (const operation of OPERATIONS) {
      const one = callCase(operation)
      const input = inputs[operation] ?? one.input({ ...NOTHING_MORE, w, keyId: KeyId, arn: Arn }, KeyId)
      const answer = answerFor({ operation, kind, origin, state, arn: Arn })
      const attempt = () => call(w.kms(), one, input)
      expected.push([operation, answer])
      found.push([operation, answerOf(attempt, operation)])
      if (answer === 'ok') w = copyOf(enabled)
    }
    expect(found).toEqual(expected)
  })
})

const answerOf = (attempt: () => unknown, operation: string) => {
  try {
    attempt()
    return 'ok'
  } catch {
    const { name, message } = errorOf(attempt)
    return name === BEHIND[operation] ? 'ok' : [name, message]
  }
}

/** What the calls of most operations have no need of. */
const NOTHING_MORE = {
  blob: Message,
  alias: 'alias/subject',
  grantId: '',
  grantToken: '',
  roleArn: '',
  keyStoreId: '',
  connectedStoreId: '',
}

it('all operations on keys, states and origins are tried', () => {
  expect(OPERATIONS).toHaveLength(45)
  expect(KEYS).toHaveLength(9 + 7 + 1 + 1)
  expect(new Set(KEYS.flatMap(([, origin]) => statesOf(origin))).size).toBe(8)
})
