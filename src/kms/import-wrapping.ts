import { broken } from '../core/simulator-error.ts'
import type { World } from '../core/world.ts'
import { type WrappingAlgorithm as UsableAlgorithm, unwrapMaterial } from '../crypto/key-pairs/import-wrapping.ts'
import type { KeyPair, RsaSpec } from '../crypto/key-pairs/key-algorithm.ts'
import { selectAlgorithm } from '../crypto/key-pairs/select-algorithm.ts'
import { handedIn, makeKeyPair } from './key-pairs.ts'
import type { KeyRecord } from './key-record.ts'
import { KEY_SPECS, type KeySpec } from './key-specs.ts'

/** The wrapping algorithms that AWS's model has. Source: API Reference, GetParametersForImport. */
export const WRAPPING_ALGORITHMS = [
  'RSAES_PKCS1_V1_5',
  'RSAES_OAEP_SHA_1',
  'RSAES_OAEP_SHA_256',
  'RSA_AES_KEY_WRAP_SHA_1',
  'RSA_AES_KEY_WRAP_SHA_256',
  'SM2PKE',
] as const

/** How key material is wrapped on its way to KMS. */
export type WrappingAlgorithm = (typeof WRAPPING_ALGORITHMS)[number]

/** The wrapping keys that AWS's model has. */
export const WRAPPING_KEY_SPECS = ['RSA_2048', 'RSA_3072', 'RSA_4096', 'SM2'] as const

/** What kind of key wraps. */
export type WrappingKeySpec = (typeof WRAPPING_KEY_SPECS)[number]

/** A way of wrapping that works: RSAES_PKCS1_V1_5 is refused for every key, SM2 exists in China Regions alone. */
export interface Wrapping {
  readonly algorithm: UsableAlgorithm
  readonly keySpec: RsaSpec
}

/**
 * The wrapping that an algorithm and a key spec make for key material of this spec, or `undefined` where the three do not go together.
 *
 * Source: Developer Guide, "Importing key material"; recorded combinations, spec/kms.md 7.4.
 */
export const wrappingFor = (
  materialSpec: KeySpec,
  algorithm: WrappingAlgorithm,
  keySpec: WrappingKeySpec,
): Wrapping | undefined => {
  if (algorithm === 'RSAES_PKCS1_V1_5' || algorithm === 'SM2PKE' || keySpec === 'SM2') return undefined
  const { oaep, keyWrap } = WRAPPABLE[KEY_SPECS[materialSpec].family]
  const isKeyWrap = algorithm.startsWith('RSA_AES_KEY_WRAP')
  if (!(isKeyWrap ? keyWrap : oaep)) return undefined
  const isTooLong = !isKeyWrap && keySpec === 'RSA_2048' && TOO_LONG_FOR_RSA_2048.includes(materialSpec)
  return isTooLong ? undefined : { algorithm, keySpec }
}

const WRAPPABLE = {
  symmetric: { oaep: true, keyWrap: false },
  hmac: { oaep: true, keyWrap: false },
  rsa: { oaep: false, keyWrap: true },
  ecc: { oaep: true, keyWrap: true },
  'ml-dsa': { oaep: false, keyWrap: false },
  'ml-kem': { oaep: false, keyWrap: false },
  sm2: { oaep: false, keyWrap: false },
} as const satisfies Record<(typeof KEY_SPECS)[KeySpec]['family'], { oaep: boolean; keyWrap: boolean }>

/** Refused by AWS with RSAES_OAEP and RSA_2048; of Ed25519 the documentation does not say so. */
const TOO_LONG_FOR_RSA_2048: readonly KeySpec[] = ['ECC_NIST_P521', 'ECC_NIST_EDWARDS25519']

/** A new wrapping key: PKCS#8 and SubjectPublicKeyInfo, in DER. */
export const makeWrappingKey = (world: World, { keySpec }: Wrapping, { account, region }: KeyRecord): KeyPair =>
  makeKeyPair(world, keySpec, world.random.bytes({ purpose: 'kms/wrapping-key', account, region }, SEED_BYTES))

/** The key material in a wrapping, or `undefined` whatever is wrong with it. */
export const unwrap = (
  world: World,
  { algorithm, keySpec: spec }: Wrapping,
  privateKey: Uint8Array,
  wrapped: Uint8Array,
): Uint8Array | undefined => {
  const { encryption } = selectAlgorithm(handedIn(world), { spec })
  if (encryption === undefined) return broken(`The algorithm of ${spec} does not encrypt`)
  return unwrapMaterial(encryption, { spec, algorithm, privateKey, wrapped })
}

const SEED_BYTES = 32
