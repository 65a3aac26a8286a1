import { utf8 } from '../core/bytes.ts'
import { broken } from '../core/simulator-error.ts'
import { defineDerived, type World } from '../core/world.ts'
import { kbkdfCounter } from '../crypto/kdf.ts'
import { fixedRsaKey } from '../crypto/key-pairs/fixed-rsa-keys.ts'
import type { DrawBytes, KeyAlgorithm, KeyPair, KeyPairSpec, RsaSpec } from '../crypto/key-pairs/key-algorithm.ts'
import { type HmacSpec, hmacKeyBytes } from '../crypto/key-pairs/mac.ts'
import { selectAlgorithm } from '../crypto/key-pairs/select-algorithm.ts'
import { engineOf } from '../crypto/world-engine.ts'
import { addMaterial } from './key-material.ts'
import { currentMaterial, type KeyFamily } from './key-record.ts'
import { KEY_SPECS, type KeySpec } from './key-specs.ts'
import { hsmOf } from './store.ts'

/**
 * What the one material of a family, or each of several, is in HSM memory. Which it is follows from the key spec:
 *
 * - `backing key`: 32 bytes that ciphertexts are sealed under; may be rotated, so there can be several;
 * - `secret`: the bytes that MACs are made with;
 * - `key pair`: a seed of 32 bytes, or of origin EXTERNAL the private key (PKCS#8). The pair is made when it is first needed.
 */
export type MaterialKind = 'backing key' | 'secret' | 'key pair'

/** What the material of a key of this spec is. */
export const materialKind = (spec: KeySpec): MaterialKind => {
  const { family } = KEY_SPECS[spec]
  if (family === 'symmetric') return 'backing key'
  return family === 'hmac' ? 'secret' : 'key pair'
}

/** Whether a key spec is one of asymmetric keys. */
export const isKeyPairSpec = (spec: KeySpec): spec is KeyPairSpec => materialKind(spec) === 'key pair'

/** Draws the first material of a family and puts it into HSM memory. Of a key pair, that is its seed: CreateKey stays fast. */
export const drawMaterial = (world: World, family: KeyFamily): void => {
  const { account, region, keySpec } = family
  const purpose = PURPOSES[materialKind(keySpec)]
  const length = materialKind(keySpec) === 'secret' ? hmacKeyBytes(keySpec as HmacSpec) : SEED_BYTES
  addMaterial(world, family, world.random.bytes({ purpose, account, region }, length))
}

/** The secret of an HMAC key. */
export const secretOf = (world: World, family: KeyFamily): Uint8Array =>
  hsmOf(world).get(currentMaterial(family).id) ?? broken(`HSM memory has no secret of key ${family.keyId}`)

/**
 * The key pair of an asymmetric key: made of its seed, or read from the imported private key, at its first use. It is never stored;
 * a clone and a restored world make the same one again.
 */
export const keyPairOf = (world: World, family: KeyFamily): KeyPair => {
  const { id } = currentMaterial(family)
  const material = hsmOf(world).get(id) ?? broken(`HSM memory has no key pair of key ${family.keyId}`)
  const known = keyPairs(world).get(id)
  if (known !== undefined) return known
  const spec = family.keySpec as KeyPairSpec
  const made = family.origin === 'EXTERNAL' ? readKeyPair(world, spec, material) : makeKeyPair(world, spec, material)
  if (made === undefined) return broken(`The imported private key of ${family.keyId} cannot be read`)
  keyPairs(world).set(id, made)
  return made
}

/** The key pair that a seed of 32 bytes stands for. With `rsaKeys: 'fixed'` an RSA pair is one of the published ones. */
export const makeKeyPair = (world: World, spec: KeyPairSpec, seed: Uint8Array): KeyPair => {
  if (world.settings.rsaKeys === 'fixed' && isRsa(spec)) return fixedRsaKey(spec, seed[0] as number)
  const context = utf8(spec)
  const drawBytes: DrawBytes = (lengthBytes) => kbkdfCounter(engineOf(world), { key: seed, label: PAIR, context, lengthBytes })
  return selectAlgorithm(handedIn(world), { spec }).makeKeyPair(spec, drawBytes)
}

/** The key pair of a private key from outside (PKCS#8), or `undefined` where it is none of that spec. */
export const readKeyPair = (world: World, spec: KeyPairSpec, pkcs8: Uint8Array): KeyPair | undefined =>
  selectAlgorithm(handedIn(world), { spec }).readPrivateKey(spec, pkcs8)

/** Fresh bytes for one use of a family's private key; the world's id is in their address, since clones have the same keys. */
export const freshBytes =
  (world: World, { account, keyId }: KeyFamily): DrawBytes =>
  (length) =>
    world.random.bytes({ purpose: `kms/private-key-use/${world.id}`, account, region: keyId }, length)

/** Gives a world the algorithms that its user has handed in. They are code, so neither clone nor file has them of its own. */
export const handIn = (world: World, algorithms: readonly KeyAlgorithm[]): void => {
  handedIn(world).push(...algorithms)
}

/** The algorithms that the user has handed in; they go before the platform's own. */
export const handedIn = defineDerived<KeyAlgorithm[]>('kms/algorithms', () => [])

/** Overwrites the private keys that have been made so far. */
export const wipeKeyPairs = (world: World): void => {
  for (const { privateKey } of keyPairs(world).values()) privateKey.fill(0)
  keyPairs(world).clear()
}

/** Working memory of the HSMs, by key material id. */
const keyPairs = defineDerived('kms/key-pairs', () => new Map<string, KeyPair>())

const isRsa = (spec: KeyPairSpec): spec is RsaSpec => spec.startsWith('RSA_')

const PAIR = utf8('kms-ebs-sim/key-pair')
const PURPOSES = { 'backing key': 'kms/backing-key', secret: 'kms/mac-key', 'key pair': 'kms/key-pair' } as const
/** Of backing keys and of the seeds of key pairs. */
const SEED_BYTES = 32
