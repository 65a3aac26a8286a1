import { sha1 } from '@noble/hashes/legacy.js'
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import type { CHash } from '@noble/hashes/utils.js'

/** The hashes that KMS's algorithms name. */
export type HashName = 'SHA_1' | 'SHA_224' | 'SHA_256' | 'SHA_384' | 'SHA_512'

/** One of the hashes, for calling (`hash(message)`) and for HMAC. Source: FIPS 180-4. */
export const hashNamed = (name: HashName): CHash => HASHES[name]

/** Bytes of a digest of that hash. */
export const digestBytes = (name: HashName): number => HASHES[name].outputLen

const HASHES = {
  SHA_1: sha1,
  SHA_224: sha224,
  SHA_256: sha256,
  SHA_384: sha384,
  SHA_512: sha512,
} as const satisfies Record<HashName, CHash>
