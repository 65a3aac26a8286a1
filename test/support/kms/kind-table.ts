import type { KeyFamily } from '../../../src/kms/key-record.ts'
import type { KeySpec, KeyUsage } from '../../../src/kms/key-specs.ts'
import { COLUMNS, STATE_CELLS } from './state-table.ts'

type Origin = KeyFamily['origin']

/** The kinds of keys that operations tell apart: the columns of {@link KIND_TABLE}. */
export const KINDS = {
  SYM: ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'],
  RSAenc: ['RSA_2048', 'ENCRYPT_DECRYPT'],
  RSAsig: ['RSA_2048', 'SIGN_VERIFY'],
  ECCsig: ['ECC_NIST_P256', 'SIGN_VERIFY'],
  ECCagr: ['ECC_NIST_P256', 'KEY_AGREEMENT'],
  EDsig: ['ECC_NIST_EDWARDS25519', 'SIGN_VERIFY'],
  HMAC: ['HMAC_256', 'GENERATE_VERIFY_MAC'],
  MLDSA: ['ML_DSA_44', 'SIGN_VERIFY'],
  MLKEM: ['ML_KEM_512', 'ENCAPSULATE_DECAPSULATE'],
} as const satisfies Readonly<Record<string, readonly [KeySpec, KeyUsage]>>

/** A column of {@link KIND_TABLE}. */
export type Kind = keyof typeof KINDS

const ORIGINS: readonly Origin[] = ['AWS_KMS', 'EXTERNAL', 'AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE']

/**
 * Which operation works on which kind of key, typed in by hand from spec/kms.md 1.4, 2.2, 4.2, 4.3, 4.6 and 7.2. Operations that are
 * not here take every kind. `!`: looked at before the key's state, as recorded; without it behind the state.
 */
const KIND_TABLE = `
                                       SYM   RSAenc RSAsig ECCsig ECCagr EDsig  HMAC   MLDSA  MLKEM
  Decapsulate                          use   use    use    use    use    use    use    use    ok
  Decrypt                              ok    ok     !blob  !blob  !blob  !blob  !blob  !blob  !blob
  DeriveSharedSecret                   use   use    use    use    ok     use    use    use    use
  DisableKeyRotation                   ok    !kind  !kind  !kind  !kind  !kind  !kind  !kind  !kind
  EnableKeyRotation                    ok    !kind  !kind  !kind  !kind  !kind  !kind  !kind  !kind
  Encapsulate                          use   use    use    use    use    use    use    use    ok
  Encrypt                              ok    ok     use    use    use    use    use    use    use
  GenerateDataKey                      ok    alg    use    use    use    use    use    use    use
  GenerateDataKeyPair                  ok    alg    use    use    use    use    use    use    use
  GenerateDataKeyPairWithoutPlaintext  ok    alg    use    use    use    use    use    use    use
  GenerateDataKeyWithoutPlaintext      ok    alg    use    use    use    use    use    use    use
  GenerateMac                          use   use    use    use    use    use    ok     use    use
  GetPublicKey                         kind  ok     ok     ok     ok     ok     kind   ok     ok
  ListKeyRotations                     ok    !kind  !kind  !kind  !kind  !kind  !kind  !kind  !kind
  ReEncrypt                            ok    ok     use    use    use    use    use    use    use
  RotateKeyOnDemand                    ok    kind   kind   kind   kind   kind   kind   kind   kind
  Sign                                 use   use    ok     ok     use    ok     use    ok     use
  Verify                               use   use    ok     ok     use    ok     use    ok     use
  VerifyMac                            use   use    use    use    use    use    ok     use    use
`

/** Which operation works on which origin, from spec/kms.md 2.2 (footnotes 6, 7, 9, 16), 3.2, 3.3, 4.2 and 7.2. */
const ORIGIN_TABLE = `
                                       AWS_KMS EXTERNAL AWS_CLOUDHSM EXTERNAL_KEY_STORE
  DeleteImportedKeyMaterial            !org    ok       !org         !org
  DisableKeyRotation                   ok      !org     !org         !org
  EnableKeyRotation                    ok      !org     !org         !org
  GenerateDataKeyPair                  ok      ok       org          org
  GenerateDataKeyPairWithoutPlaintext  ok      ok       org          org
  GetKeyRotationStatus                 ok      ok       org          org
  GetParametersForImport               !org    ok       !org         !org
  ImportKeyMaterial                    !org    ok       !org         !org
  ListKeyRotations                     ok      ok       !org         !org
  ReplicateKey                         ok      ok       !prm         !prm
  RotateKeyOnDemand                    ok      new      org          org
  UpdatePrimaryRegion                  ok      ok       !mrp         !mrp
`

/** An answer of AWS: name and message, or that the operation goes on. */
export type Answer = readonly [name: string, message: string] | 'ok'

/** One key in one state, and one operation on it. */
export interface Cell {
  readonly operation: string
  readonly kind: Kind
  readonly origin: Origin
  readonly state: (typeof COLUMNS)[number]
  readonly arn: string
}

/** What the tables say of a cell: origin and kind where they come first, then the state, then origin and kind again. */
export const answerFor = (cell: Cell): Answer => {
  const { operation, kind, origin, state, arn } = cell
  const words = [ORIGIN_WORDS.get(operation)?.get(origin) ?? 'ok', KIND_WORDS.get(operation)?.get(kind) ?? 'ok']
  const early = words.find((word) => word.startsWith('!'))
  if (early !== undefined) return textOf(early.slice(1), cell)
  const ofState = STATE_CELLS.find((each) => each.operation === operation && each.state === state)?.refusal
  if (ofState !== undefined) return [ofState[0], `${arn} ${ofState[1]}`]
  return textOf(words.find((word) => word !== 'ok' && word !== LAST) ?? words.find((word) => word === LAST) ?? 'ok', cell)
}

/** The states that a key of an origin can be in: only keys of AWS KMS's own stores have relatives, only others lose their store. */
export const statesOf = (origin: Origin): readonly (typeof COLUMNS)[number][] => {
  const isInStore = origin === 'AWS_CLOUDHSM' || origin === 'EXTERNAL_KEY_STORE'
  const elsewhere = isInStore ? ['PendingReplicaDeletion', 'Updating', 'PendingImport', 'Creating'] : ['Unavailable']
  return COLUMNS.filter((state) => !elsewhere.includes(state) && (state !== 'PendingImport' || origin === 'EXTERNAL'))
}

/** The kinds of keys that there are of an origin. Source: spec/kms.md 1.4, 7.5. */
export const kindsOf = (origin: Origin): readonly Kind[] => {
  const kinds = Object.keys(KINDS) as Kind[]
  if (origin === 'AWS_KMS') return kinds
  return origin === 'EXTERNAL' ? kinds.filter((kind) => !kind.startsWith('ML')) : ['SYM']
}

/** The origins of keys. */
export const ORIGIN_COLUMNS = ORIGINS

/** A material to rotate to is looked for behind everything else. */
const LAST = 'new'

const textOf = (word: string, { operation, kind, origin, arn }: Cell): Answer => {
  const [spec, usage] = KINDS[kind]
  switch (word) {
    case 'ok':
      return 'ok'
    case 'use':
      return ['InvalidKeyUsageException', `${arn} key usage is ${usage} which is not valid for ${operation}.`]
    case 'alg':
      return ['InvalidKeyUsageException', `Algorithm SYMMETRIC_DEFAULT is incompatible with key spec ${spec}.`]
    case 'blob':
      return ['IncorrectKeyException', 'The key ID in the request does not identify a CMK that can perform this operation.']
    case 'kind':
      return ['UnsupportedOperationException', 'UnknownError']
    case 'org':
      return ['UnsupportedOperationException', `${arn} origin is ${origin} which is not valid for this operation.`]
    case 'prm':
      return ['UnsupportedOperationException', `${arn} is not a multi-region primary key.`]
    case 'mrp':
      return ['KMSInvalidStateException', `${arn} is not a multi-Region primary key.`]
    case 'new':
      return ['KMSInvalidStateException', `No available key material pending rotation for the key: ${arn}.`]
    default:
      throw new Error(`Expected a word of the tables, found ${word}.`)
  }
}

const wordsIn = (table: string): ReadonlyMap<string, ReadonlyMap<string, string>> => {
  const [head = '', ...rows] = table.trim().split('\n')
  const columns = head.trim().split(/\s+/)
  return new Map(
    rows.map((row) => {
      const [operation = '', ...words] = row.trim().split(/\s+/)
      if (words.length !== columns.length) throw new Error(`Expected ${columns.length} words behind ${operation}.`)
      return [operation, new Map(words.map((word, index) => [columns[index] as string, word]))]
    }),
  )
}

const KIND_WORDS = wordsIn(KIND_TABLE)
const ORIGIN_WORDS = wordsIn(ORIGIN_TABLE)
