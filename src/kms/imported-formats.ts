import type { World } from '../core/world.ts'
import { isKeyPairSpec, readKeyPair } from './key-pairs.ts'
import type { KeySpec } from './key-specs.ts'

/**
 * Imported key material as KMS keeps it, or `undefined` where it has the wrong length or form for the key: 32 bytes for symmetric
 * encryption; for HMAC at least what the spec has, at most 1024 bits; for a key pair its private key, PKCS#8.
 *
 * Source: Developer Guide, "Importing key material", key material formats; spec/kms.md 7.4 (recorded).
 */
export const readKeyMaterial = (world: World, keySpec: KeySpec, bytes: Uint8Array): Uint8Array | undefined => {
  if (keySpec === 'SYMMETRIC_DEFAULT') return bytes.length === SYMMETRIC_BYTES ? bytes : undefined
  if (isKeyPairSpec(keySpec)) return readKeyPair(world, keySpec, bytes)?.privateKey
  const shortest = Number(keySpec.slice('HMAC_'.length)) / 8
  return bytes.length >= shortest && bytes.length <= HMAC_BYTES_MAX ? bytes : undefined
}

const SYMMETRIC_BYTES = 32
const HMAC_BYTES_MAX = 128
