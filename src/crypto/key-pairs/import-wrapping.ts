import { aeskwp } from '@noble/ciphers/aes.js'
import { concat } from '../../core/bytes.ts'
import type { EncryptionScheme, RsaEncryptionAlgorithm, RsaSpec } from './key-algorithm.ts'
import { modulusBytes } from './signing-algorithms.ts'

/** How key material is wrapped for ImportKeyMaterial. Source: KMS API, GetParametersForImport, without SM2PKE and PKCS1. */
export type WrappingAlgorithm = RsaEncryptionAlgorithm | 'RSA_AES_KEY_WRAP_SHA_1' | 'RSA_AES_KEY_WRAP_SHA_256'

/** What {@link unwrapMaterial} opens, with the private wrapping key. */
export interface WrappedMaterial {
  readonly spec: RsaSpec
  readonly algorithm: WrappingAlgorithm
  readonly privateKey: Uint8Array
  readonly wrapped: Uint8Array
}

/** What {@link wrapMaterial} wraps, with the public wrapping key: what the user of AWS does at home. */
export interface MaterialToWrap {
  readonly spec: RsaSpec
  readonly algorithm: WrappingAlgorithm
  readonly publicKey: Uint8Array
  readonly material: Uint8Array
  readonly drawBytes: (length: number) => Uint8Array
}

/**
 * The key material, or `undefined` whatever is wrong with its wrapping.
 *
 * `RSAES_OAEP_*` holds the material itself. `RSA_AES_KEY_WRAP_*` is an AES-256 key under RSAES-OAEP, as long as the modulus,
 * and behind it the material under that key by AES key wrap with padding.
 *
 * Source: KMS Developer Guide, "Step 3: Encrypt the key material"; PKCS #11 2.40, CKM_RSA_AES_KEY_WRAP; RFC 5649.
 */
export const unwrapMaterial = (
  encryption: EncryptionScheme,
  { spec, algorithm, privateKey, wrapped }: WrappedMaterial,
): Uint8Array | undefined => {
  const oaep = oaepOf(algorithm)
  if (algorithm === oaep) return encryption.decrypt({ spec, algorithm, privateKey, ciphertext: wrapped })
  const ciphertext = wrapped.subarray(0, modulusBytes(spec))
  const key = encryption.decrypt({ spec, algorithm: oaep, privateKey, ciphertext })
  return key?.length === WRAPPING_KEY_BYTES ? unwrapPadded(key, wrapped.subarray(modulusBytes(spec))) : undefined
}

/** Wraps key material as {@link unwrapMaterial} expects it. */
export const wrapMaterial = (
  encryption: EncryptionScheme,
  { spec, algorithm, publicKey, material, drawBytes }: MaterialToWrap,
): Uint8Array => {
  const oaep = oaepOf(algorithm)
  if (algorithm === oaep) return encryption.encrypt({ spec, algorithm, publicKey, plaintext: material, drawBytes })
  const key = drawBytes(WRAPPING_KEY_BYTES)
  return concat(encryption.encrypt({ spec, algorithm: oaep, publicKey, plaintext: key, drawBytes }), wrapPadded(key, material))
}

/** AES key wrap with padding of at least one byte. Source: RFC 5649; NIST SP 800-38F, 6.3 (KWP-AE). */
export const wrapPadded = (key: Uint8Array, material: Uint8Array): Uint8Array => aeskwp(key).encrypt(material)

/** The inverse of {@link wrapPadded}, or `undefined` where the ciphertext is none of that key. */
export const unwrapPadded = (key: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined => {
  try {
    return aeskwp(key).decrypt(wrapped)
  } catch {
    return undefined
  }
}

const oaepOf = (algorithm: WrappingAlgorithm): RsaEncryptionAlgorithm =>
  algorithm.endsWith('SHA_1') ? 'RSAES_OAEP_SHA_1' : 'RSAES_OAEP_SHA_256'

const WRAPPING_KEY_BYTES = 32
