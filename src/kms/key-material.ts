import { equalBytes, fromHex, toHex } from '../core/bytes.ts'
import { defineDerived, type World } from '../core/world.ts'
import { openBlob, sealBlob } from '../crypto/blob.ts'
import { type ParsedBlob, parseBlob } from '../crypto/blob-layout.ts'
import type { EncryptionContext } from '../crypto/encryption-context.ts'
import { materialId } from '../crypto/material-id.ts'
import { MESSAGE_NONCE_BYTES, NONCE_BYTES } from '../crypto/sizes.ts'
import { engineOf } from '../crypto/world-engine.ts'
import { currentMaterial, type KeyFamily, type KeyMaterial } from './key-record.ts'
import { familyOfMaterial, hsmOf, storeMaterial } from './store.ts'

/** Gives a family a backing key (32 bytes) as its new current material. The bytes go to HSM memory and nowhere else. */
export const addMaterial = (world: World, family: KeyFamily, backingKey: Uint8Array): void => {
  const material = nameMaterial(world, family, backingKey)
  family.materials.push(material)
  storeMaterial(world, family, material, backingKey)
}

/** The name that a backing key has in a family: the same bytes in the same family always have the same name. */
export const nameMaterial = (world: World, family: KeyFamily, backingKey: Uint8Array): KeyMaterial => ({
  id: toHex(materialId(engineOf(world), family, backingKey)),
  createdAt: world.clock.now(),
})

/**
 * Seals a plaintext under the current material of a family. Every call draws a nonce and an IV of its own; the world's id is in their
 * address, since two worlds that go on from one state hold the same backing key and must never use one nonce twice.
 */
export const encryptUnder = (
  world: World,
  family: KeyFamily,
  plaintext: Uint8Array,
  context: EncryptionContext | undefined,
): Uint8Array => {
  const { id } = currentMaterial(family)
  const backingKey = hsmOf(world).get(id) as Uint8Array
  const address = { purpose: `kms/message/${world.id}`, account: family.account, region: family.keyId }
  const fresh = world.random.bytes(address, MESSAGE_NONCE_BYTES + NONCE_BYTES)
  const [nonce, iv] = [fresh.subarray(0, MESSAGE_NONCE_BYTES), fresh.subarray(MESSAGE_NONCE_BYTES)]
  return sealBlob({ engine: engineOf(world), backingKey, materialId: fromHex(id), context, plaintext, nonce, iv })
}

/** A ciphertext with the key family that it names. */
export interface NamedCiphertext {
  readonly parsed: ParsedBlob
  readonly materialId: string
  readonly family: KeyFamily | undefined
}

/** What a CiphertextBlob says of itself, or `undefined` where it is none. */
export const readCiphertext = (world: World, blob: Uint8Array): NamedCiphertext | undefined => {
  const parsed = parseBlob(blob)
  if (parsed === undefined) return undefined
  const id = materialName(world, parsed.materialId)
  return { parsed, materialId: id, family: familyOfMaterial(world, id) }
}

/** A material id in 64 digits. Those of known materials are written once: a new text would have to be hashed for every look-up. */
const materialName = (world: World, bytes: Uint8Array): string => {
  const names = materialNames(world)
  const known = names.get(beginning(bytes))
  if (known !== undefined && equalBytes(known.bytes, bytes)) return known.name
  const name = toHex(bytes)
  if (familyOfMaterial(world, name) !== undefined) names.set(beginning(bytes), { bytes: new Uint8Array(bytes), name })
  return name
}

/** The first four bytes as a number. */
const beginning = (bytes: Uint8Array): number =>
  ((bytes[0] as number) << 24) | ((bytes[1] as number) << 16) | ((bytes[2] as number) << 8) | (bytes[3] as number)

interface MaterialName {
  readonly bytes: Uint8Array
  readonly name: string
}

/** By their beginnings; where two share one, the later. */
const materialNames = defineDerived('kms/material-names', () => new Map<number, MaterialName>())

/** Opens a ciphertext; `undefined` for every reason there can be. */
export const decryptUnder = (
  world: World,
  { parsed, materialId: id }: NamedCiphertext,
  context: EncryptionContext | undefined,
): Uint8Array | undefined => {
  const backingKey = hsmOf(world).get(id)
  return backingKey === undefined ? undefined : openBlob({ engine: engineOf(world), backingKey, parsed, context })
}
