import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { broken } from '../core/simulator-error.ts'
import type { World } from '../core/world.ts'
import type { EncryptionContext } from '../crypto/encryption-context.ts'
import type { EncryptionScheme, RsaEncryptionAlgorithm, RsaSpec } from '../crypto/key-pairs/key-algorithm.ts'
import { selectAlgorithm } from '../crypto/key-pairs/select-algorithm.ts'
import { maxPlaintextBytes } from '../crypto/key-pairs/signing-algorithms.ts'
import { kmsFailure } from './errors.ts'
import { encryptUnder } from './key-material.ts'
import { freshBytes, handedIn, isKeyPairSpec, keyPairOf } from './key-pairs.ts'
import { currentMaterial, type KeyFamily, type KeyRecord } from './key-record.ts'

/** An encryption algorithm of KMS. */
export type EncryptionAlgorithm = (typeof ENCRYPTION_ALGORITHMS)[number]

/** The encryption algorithms of KMS. */
export const ENCRYPTION_ALGORITHMS = ['SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'SM2PKE'] as const

/** What is to be sealed, and how. */
export interface Sealing {
  readonly algorithm: EncryptionAlgorithm
  readonly plaintext: Uint8Array
  readonly context: EncryptionContext | undefined
}

/** Seals a plaintext under a key: a ciphertext that names the key material, or under RSA as many bytes as the modulus has. */
export const seal = (world: World, family: KeyFamily, { algorithm, plaintext, context }: Sealing): Uint8Array => {
  if (algorithm === 'SYMMETRIC_DEFAULT') return encryptUnder(world, family, plaintext, context)
  const { publicKey } = keyPairOf(world, family)
  const drawBytes = freshBytes(world, family)
  return schemeOf(world, family).encrypt({ ...rsaMembers(family, algorithm), publicKey, plaintext, drawBytes })
}

/** Opens an RSA ciphertext; `undefined` for every reason there can be. */
export const openUnderKeyPair = (
  world: World,
  family: KeyFamily,
  { algorithm, ciphertext }: { readonly algorithm: EncryptionAlgorithm; readonly ciphertext: Uint8Array },
): Uint8Array | undefined => {
  const { privateKey } = keyPairOf(world, family)
  return schemeOf(world, family).decrypt({ ...rsaMembers(family, algorithm), privateKey, ciphertext })
}

/** Whether a key opens ciphertexts that do not say whose they are. */
export const opensBareCiphertext = ({ keySpec, keyUsage }: KeyFamily): boolean =>
  isKeyPairSpec(keySpec) && keyUsage === 'ENCRYPT_DECRYPT'

/** The id of the material that seals now; nothing for key pairs. */
export const sealingMaterialId = (family: KeyFamily): string | undefined =>
  isKeyPairSpec(family.keySpec) ? undefined : currentMaterial(family).id

/** Only symmetric encryption binds a context; an empty one is none. Error and text are inferred. Source: spec/kms.md 4.4. */
export const checkBinding = ({ family }: KeyRecord, context: EncryptionContext | undefined): Outcome<undefined, Failure> =>
  isKeyPairSpec(family.keySpec) && Object.keys(context ?? {}).length > 0
    ? refuse(kmsFailure('ValidationException', `EncryptionContext is not supported for key spec ${family.keySpec}.`))
    : PASS

/** The plaintext fits into the RSA key. Source: spec/kms.md 4.1, 4.6. */
export const checkSize = (
  { family: { keySpec } }: KeyRecord,
  algorithm: EncryptionAlgorithm,
  plaintext: Uint8Array,
): Outcome<undefined, Failure> => {
  if (algorithm === 'SYMMETRIC_DEFAULT') return PASS
  const limit = maxPlaintextBytes(keySpec as RsaSpec, algorithm as RsaEncryptionAlgorithm)
  const text = `Algorithm ${algorithm} and key spec ${keySpec} cannot encrypt data larger than ${limit} bytes.`
  return plaintext.length <= limit ? PASS : refuse(kmsFailure('ValidationException', text))
}

const schemeOf = (world: World, { keySpec }: KeyFamily): EncryptionScheme =>
  selectAlgorithm(handedIn(world), { spec: keySpec as RsaSpec }).encryption ?? broken(`Keys of ${keySpec} do not encrypt`)

const rsaMembers = ({ keySpec }: KeyFamily, algorithm: EncryptionAlgorithm) => ({
  spec: keySpec as RsaSpec,
  algorithm: algorithm as RsaEncryptionAlgorithm,
})
