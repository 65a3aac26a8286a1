import { compareCodeUnits } from '../core/bytes.ts'
import { partitionOf } from '../core/regions.ts'
import { defineDerived, defineMemory, defineStored, type World } from '../core/world.ts'
import type { KeyGrants } from './grant-index.ts'
import type { AliasRecord, KeyFamily, KeyMaterial, KeyRecord } from './key-record.ts'

/** What KMS keeps at rest. */
interface KmsStore {
  /** By `account/region`. */
  readonly regions: Map<string, KmsRegion>
  /** From key material id (64 hexadecimal digits) to the family: how a ciphertext finds its key. */
  readonly materials: Map<string, KeyFamily>
}

/** The keys and aliases of one account in one Region. */
export interface KmsRegion {
  readonly account: string
  readonly region: string
  /** By key id, in order of creation. */
  readonly keys: Map<string, KeyRecord>
  /** By alias name. */
  readonly aliases: Map<string, AliasRecord>
  /** Grants by key id. */
  readonly grants: Map<string, KeyGrants>
}

const storeOf = defineStored<KmsStore>('kms', () => ({ regions: new Map(), materials: new Map() }))

/** Backing keys by key material id, 32 bytes each: the memory of the HSMs, the only place where they are in clear. */
export const hsmOf = defineMemory<Map<string, Uint8Array>>('kms/hsm', () => new Map())

/** The keys of an account in a Region, for looking only: where there are none yet, nothing is made. */
export const kmsRegion = (world: World, account: string, region: string): KmsRegion =>
  storeOf(world).regions.get(`${account}/${region}`) ?? emptyRegion(account, region)

/** The keys of an account in a Region, to be changed. */
export const openRegion = (world: World, account: string, region: string): KmsRegion => {
  const { regions } = storeOf(world)
  const place = `${account}/${region}`
  const found = regions.get(place)
  if (found !== undefined) return found
  const made = emptyRegion(account, region)
  regions.set(place, made)
  return made
}

const emptyRegion = (account: string, region: string): KmsRegion => ({
  account,
  region,
  keys: new Map(),
  aliases: new Map(),
  grants: new Map(),
})

/** The key of this id in an account and Region, if there is one. */
export const findKey = (world: World, account: string, region: string, keyId: string): KeyRecord | undefined =>
  storeOf(world).regions.get(`${account}/${region}`)?.keys.get(keyId)

/** The family that a key material belongs to, if any. */
export const familyOfMaterial = (world: World, materialId: string): KeyFamily | undefined =>
  storeOf(world).materials.get(materialId)

/** Stores a new key. */
export const storeKey = (world: World, record: KeyRecord): void => {
  const { account, region, keyId } = record
  openRegion(world, account, region).keys.set(keyId, record)
  keyLists(world).delete(`${account}/${region}`)
}

/** Keeps key material: its bytes in HSM memory alone. */
export const storeMaterial = (world: World, family: KeyFamily, { id }: KeyMaterial, backingKey: Uint8Array): void => {
  storeOf(world).materials.set(id, family)
  hsmOf(world).set(id, backingKey)
}

/**
 * Removes a key with its aliases and grants; with the family's last key its material goes too, and what it sealed is lost for ever.
 * The name of the material stays known: a ciphertext of a deleted key is refused like one of a key that the caller may not use.
 */
export const removeKey = (world: World, { account, region, keyId, aliases, family }: KeyRecord): void => {
  const place = kmsRegion(world, account, region)
  place.keys.delete(keyId)
  keyLists(world).delete(`${account}/${region}`)
  place.grants.delete(keyId)
  for (const name of aliases) place.aliases.delete(name)
  if (membersOf(world, family).length > 0) return
  for (const { id } of family.materials) {
    hsmOf(world).get(id)?.fill(0)
    hsmOf(world).delete(id)
  }
}

/** The keys of a family that exist, in whatever Region. */
export const membersOf = (world: World, { account, keyId, region, multiRegion }: KeyFamily): readonly KeyRecord[] => {
  const regions = multiRegion === undefined ? [region] : [multiRegion.primaryRegion, ...multiRegion.replicaRegions]
  return regions.flatMap((each) => findKey(world, account, each, keyId) ?? [])
}

/** The keys of an account and Region in the order of their ids: sorted when somebody asks, not when keys come and go. */
export const keysInOrder = (world: World, account: string, region: string): readonly KeyRecord[] => {
  const lists = keyLists(world)
  const place = `${account}/${region}`
  const known = lists.get(place)
  if (known !== undefined) return known
  const keys = [...kmsRegion(world, account, region).keys.values()]
  const sorted = keys.sort((left, right) => compareCodeUnits(left.keyId, right.keyId))
  lists.set(place, sorted)
  return sorted
}

const keyLists = defineDerived('kms/key-lists', () => new Map<string, readonly KeyRecord[]>())

/** The ARN of a key by account, Region and key id. */
export const keyArn = (account: string, region: string, keyId: string): string =>
  `arn:${partitionOf(region)}:kms:${region}:${account}:key/${keyId}`

/** The ARN of an alias by account, Region and `alias/…`. */
export const aliasArn = (account: string, region: string, name: string): string =>
  `arn:${partitionOf(region)}:kms:${region}:${account}:${name}`
