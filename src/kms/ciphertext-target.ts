import { parseArn } from '../core/identifiers.ts'
import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../core/outcome.ts'
import { principalName } from '../core/principal.ts'
import type { Failure } from '../core/service-error.ts'
import { broken } from '../core/simulator-error.ts'
import type { World } from '../core/world.ts'
import type { EncryptionContext } from '../crypto/encryption-context.ts'
import { kmsFailure } from './errors.ts'
import { decryptUnder, type NamedCiphertext, readCiphertext } from './key-material.ts'
import { byAnyIdentifier, type KeyTarget, keyOf } from './resolve.ts'
import { type EncryptionAlgorithm, opensBareCiphertext, openUnderKeyPair } from './sealing.ts'
import { findKey } from './store.ts'

/** A key together with the ciphertext that it is to open. */
export interface CiphertextTarget extends KeyTarget {
  /** `ignored` with `DryRunModifiers: ['IGNORE_CIPHERTEXT']`; `unreadable` where the bytes are no ciphertext of KMS. */
  readonly ciphertext: NamedCiphertext | 'ignored' | 'unreadable'
  /** The bytes; an RSA ciphertext is nothing more. */
  readonly blob: Uint8Array | undefined
}

/** What a request says of the ciphertext to open: Decrypt's own members, or the source half of ReEncrypt's. */
export interface CiphertextSource {
  readonly blob: Uint8Array | undefined
  readonly keyId: string | undefined
  readonly ignoreCiphertext: boolean
  /** The member that names the key, for error messages. */
  readonly keyMember: 'keyId' | 'sourceKeyId'
  /** The action that is refused where no key is to be found. */
  readonly action: 'kms:Decrypt' | 'kms:ReEncryptFrom'
}

/**
 * The key that opens a ciphertext: the one that the request names, else the one that the ciphertext names. A ciphertext that names a
 * key which is not here is refused by the authorise gate like one that the caller may not use: nobody learns which keys exist.
 *
 * Source: spec/kms.md 4.3, 6.6.
 */
export const ciphertextTarget = (call: Call, source: CiphertextSource): Outcome<CiphertextTarget, Failure> => {
  const { blob, keyId, ignoreCiphertext, keyMember } = source
  if (ignoreCiphertext) {
    if (keyId === undefined) return refuse(missingMember(keyMember))
    return withCiphertext(byAnyIdentifier(call, keyId), 'ignored', blob)
  }
  if (blob === undefined) return refuse(missingMember('ciphertextBlob'))
  const ciphertext = readCiphertext(call.world, blob)
  if (keyId === undefined) {
    return ciphertext?.family === undefined ? refuse(INVALID_CIPHERTEXT) : byCiphertext(call, ciphertext, source)
  }
  if (isArnOfOtherRegion(keyId, call.region)) return refuse(INCORRECT_KEY)
  return withCiphertext(byAnyIdentifier(call, keyId), ciphertext ?? 'unreadable', blob)
}

/** The key that the request names is the key that the ciphertext names; a bad ciphertext is found out here too. */
export const isKeyOfCiphertext = (target: CiphertextTarget): Outcome<undefined, Failure> => {
  const { ciphertext } = target
  if (ciphertext === 'ignored') return PASS
  if (ciphertext === 'unreadable' || ciphertext.family === undefined) {
    return opensBareCiphertext(keyOf(target).family) ? PASS : refuse(INVALID_CIPHERTEXT)
  }
  return ciphertext.family === keyOf(target).family ? PASS : refuse(INCORRECT_KEY)
}

/** A ciphertext with its plaintext. */
export interface Opened {
  readonly plaintext: Uint8Array
  /** Only of symmetric encryption. */
  readonly materialId?: string
}

/** With what a ciphertext is opened. */
export interface Opening {
  readonly algorithm: EncryptionAlgorithm
  readonly context: EncryptionContext | undefined
}

/** Opens the ciphertext of a target; nothing where it is to be ignored. All failures look the same. */
export const open = (
  world: World,
  target: CiphertextTarget,
  { algorithm, context }: Opening,
): Outcome<Opened | undefined, Failure> => {
  const { ciphertext, blob } = target
  if (ciphertext === 'ignored') return PASS
  if (algorithm !== 'SYMMETRIC_DEFAULT') {
    const bare = openUnderKeyPair(world, keyOf(target).family, { algorithm, ciphertext: blob as Uint8Array })
    return bare === undefined ? refuse(INVALID_CIPHERTEXT) : succeed({ plaintext: bare })
  }
  const plaintext = ciphertext === 'unreadable' ? undefined : decryptUnder(world, ciphertext, context)
  if (plaintext === undefined || ciphertext === 'unreadable') return refuse(INVALID_CIPHERTEXT)
  return succeed({ plaintext, materialId: ciphertext.materialId })
}

/** What {@link open} found, behind the dry run, where every call has a ciphertext. */
export const opened = (prepared: Opened | undefined): Opened =>
  prepared ?? broken('A call without a ciphertext got past the dry run')

const byCiphertext = (
  call: Call,
  ciphertext: NamedCiphertext,
  { action, blob }: CiphertextSource,
): Outcome<CiphertextTarget, Failure> => {
  const { family } = ciphertext
  const key = family === undefined ? undefined : findKey(call.world, family.account, call.region, family.keyId)
  if (key !== undefined) {
    const { arn, account } = key
    return succeed({ kind: 'key', arn, account, found: key, namedBy: 'ciphertext', ciphertext, blob })
  }
  const nowhere = { kind: 'key', arn: '', account: '', found: undefined, namedBy: 'ciphertext' } as const
  return succeed({ ...nowhere, missing: unreachable(call, action), ciphertext, blob })
}

const withCiphertext = (
  named: Outcome<KeyTarget, Failure>,
  ciphertext: CiphertextTarget['ciphertext'],
  blob: Uint8Array | undefined,
): Outcome<CiphertextTarget, Failure> => (named.ok ? succeed({ ...named.value, ciphertext, blob }) : named)

const isArnOfOtherRegion = (keyId: string, region: string) => {
  const arn = parseArn(keyId)
  return arn !== undefined && arn.region !== region
}

const unreachable = ({ request: { principal } }: Call, action: string) =>
  kmsFailure(
    'AccessDeniedException',
    `User: ${principalName(principal)} is not authorized to perform: ${action} on the resource associated with this ciphertext ` +
      'because the resource does not exist in this Region, no resource-based policies allow access, ' +
      'or a resource-based policy explicitly denies access',
  )

const missingMember = (path: string) =>
  kmsFailure(
    'ValidationException',
    `1 validation error detected: Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  )

const INVALID_CIPHERTEXT = kmsFailure('InvalidCiphertextException')
const INCORRECT_KEY = kmsFailure(
  'IncorrectKeyException',
  'The key ID in the request does not identify a CMK that can perform this operation.',
)
