import { hmac } from '@noble/hashes/hmac.js'
import { equalBytes } from '../../core/bytes.ts'
import { digestBytes, type HashName, hashNamed } from './hashes.ts'

/** The kinds of HMAC keys. Source: KMS API, KeySpec. */
export type HmacSpec = 'HMAC_224' | 'HMAC_256' | 'HMAC_384' | 'HMAC_512'
/** Source: KMS API, MacAlgorithmSpec. */
export type MacAlgorithm = 'HMAC_SHA_224' | 'HMAC_SHA_256' | 'HMAC_SHA_384' | 'HMAC_SHA_512'

/** The one algorithm of each kind of HMAC key. Source: KMS Developer Guide, key spec reference; spec/kms.md 1.4. */
export const MAC_ALGORITHMS: Readonly<Record<HmacSpec, MacAlgorithm>> = {
  HMAC_224: 'HMAC_SHA_224',
  HMAC_256: 'HMAC_SHA_256',
  HMAC_384: 'HMAC_SHA_384',
  HMAC_512: 'HMAC_SHA_512',
}

/** Bytes of a fresh key of that kind, of an imported one at least, and of its MACs. Source: RFC 2104, 3 (as long as the hash). */
export const hmacKeyBytes = (spec: HmacSpec): number => digestBytes(HASH_OF[MAC_ALGORITHMS[spec]])

/** The MAC of `message`: 28, 32, 48 or 64 bytes. Source: RFC 2104, FIPS 198-1. */
export const generateMac = (algorithm: MacAlgorithm, key: Uint8Array, message: Uint8Array): Uint8Array =>
  hmac(hashNamed(HASH_OF[algorithm]), key, message)

/** Whether `mac` is the whole MAC of `message`, in time that does not depend on where it differs. */
export const verifyMac = (
  algorithm: MacAlgorithm,
  { key, message, mac }: { readonly key: Uint8Array; readonly message: Uint8Array; readonly mac: Uint8Array },
): boolean => equalBytes(generateMac(algorithm, key, message), mac)

const HASH_OF = {
  HMAC_SHA_224: 'SHA_224',
  HMAC_SHA_256: 'SHA_256',
  HMAC_SHA_384: 'SHA_384',
  HMAC_SHA_512: 'SHA_512',
} as const satisfies Record<MacAlgorithm, HashName>
