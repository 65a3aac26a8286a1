import { compareCodeUnits } from '../core/bytes.ts'
import { partitionOf } from '../core/regions.ts'
import { defineDerived, defineMemory, defineStored, type World } from '../core/world.ts'
import type { KeyGrants } from './grant-index.ts'
import type { AliasRecord, KeyFamily, KeyMaterial, KeyRecord } from './key-record.ts'
import type { KeyStoreRecord } from './key-store-record.ts'

/** What KMS keeps at rest. */
interface KmsStore {
  /** By `account/region`. */
  readonly regions: Map<string, KmsRegion>
  /** From key material id (64 hexadecimal digits) to the family: how a ciphertext finds its key. */
  readonly materials: Map<string, KeyFamily>
  /** Custom key stores by `account/region/id`. */
  readonly keyStores: Map<string, KeyStoreRecord>
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

const storeOf = defineStored<KmsStore>('kms', () => ({ regions: new Map(), materials: new Map(), keyStores: new Map() }))

/** Key material by its id (backing keys, MAC secrets, what key pairs are made of): the memory of the HSMs, the only place where it is in clear. */
export const hsmOf = defineMemory<Map<string, Uint8Array>>('kms/hsm', () => new Map())

/** The keys of an account in a Region, for looking only: where there are none yet, nothing is made. */
export const kmsRegion = (world: World, account: string, region: string): KmsRegion =>
  regionOf(world, account, region) ?? emptyRegion(account, region)

/** The keys of an account in a Region, to be changed. */
export const openRegion = (world: World, account: string, region: string): KmsRegion => {
  const found = regionOf(world, account, region)
  if (found !== undefined) return found
  const made = emptyRegion(account, region)
  storeOf(world).regions.set(`${account}/${region}`, made)
  return made
}

/** Every call looks here: the text `account/region` is put together once for each, since a new text would have to be hashed again. */
const regionOf = (world: World, account: string, region: string): KmsRegion | undefined => {
  const known = knownRegions(world).get(account)?.get(region)
  if (known !== undefined) return known
  const found = storeOf(world).regions.get(`${account}/${region}`)
  if (found === undefined) return undefined
  const ofAccount = knownRegions(world).get(account) ?? new Map<string, KmsRegion>()
  knownRegions(world).set(account, ofAccount.set(region, found))
  return found
}

/** By account and Region. What KMS keeps in a Region is one object for as long as there is the world. */
const knownRegions = defineDerived('kms/known-regions', () => new Map<string, Map<string, KmsRegion>>())

/** What KMS keeps in a Region, account by account, in the order in which the accounts came there. */
export const accountsIn = (world: World, region: string): readonly KmsRegion[] =>
  [...storeOf(world).regions.values()].filter((each) => each.region === region)

const emptyRegion = (account: string, region: string): KmsRegion => ({
  account,
  region,
  keys: new Map(),
  aliases: new Map(),
  grants: new Map(),
})

/** The key of this id in an account and Region, if there is one. */
export const findKey = (world: World, account: string, region: string, keyId: string): KeyRecord | undefined =>
  regionOf(world, account, region)?.keys.get(keyId)

/** The custom key stores of all accounts and Regions, by `account/region/id`; for `key-stores.ts`. */
export const keyStoreMap = (world: World): Map<string, KeyStoreRecord> => storeOf(world).keyStores

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
  for (const { id } of family.materials) eraseMaterial(world, id)
}

/** Overwrites the bytes of a key material and forgets them. Its name stays known. */
export const eraseMaterial = (world: World, materialId: string): void => {
  hsmOf(world).get(materialId)?.fill(0)
  hsmOf(world).delete(materialId)
}

/** The keys of a family that exist, in whatever Region. */
export const membersOf = (world: World, { account, keyId, region, multiRegion }: KeyFamily): readonly KeyRecord[] => {
  const regions = multiRegion === undefined ? [region] : [multiRegion.primaryRegion, ...multiRegion.replicaRegions]
  return regions.flatMap((each) => findKey(world, account, each, keyId) ?? [])
}

/** The primary key of a multi-Region family, the one key of any other; `undefined` where it has been deleted. */
export const primaryOf = (world: World, { account, keyId, region, multiRegion }: KeyFamily): KeyRecord | undefined =>
  findKey(world, account, multiRegion?.primaryRegion ?? region, keyId)

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
