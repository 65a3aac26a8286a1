import type { DueTask } from '../core/clock.ts'
import { emitEvent } from '../core/event-bus.ts'
import { broken } from '../core/simulator-error.ts'
import { recordServiceEvent } from '../core/trail.ts'
import type { World } from '../core/world.ts'
import type { ImportedMaterial, KeyFamily, KeyMaterial, KeyRecord } from './key-record.ts'
import { eraseMaterial, findKey, hsmOf, membersOf, primaryOf, storeMaterial } from './store.ts'
import { keyResource } from './trail-facts.ts'

/** The task that ends the life of imported material at its `ValidTo`. */
export const EXPIRE_MATERIAL = 'kms/expire-material'

/** What {@link EXPIRE_MATERIAL} is asked to do. The date tells an import that was made anew from the one that is meant. */
interface Expiry {
  readonly account: string
  readonly region: string
  readonly keyId: string
  readonly materialId: string
  readonly validTo: number
}

/** The materials that have been imported into a key of origin EXTERNAL. */
export const importsOf = ({ arn, imports }: KeyRecord): Map<string, ImportedMaterial> =>
  imports ?? broken(`Material was to be imported into ${arn}, whose origin is not EXTERNAL`)

/**
 * Whether a key has all material that it may need: always so unless it is to be imported. The material that is only pending rotation
 * does not count. Source: spec/kms.md 7.4.
 */
export const hasItsMaterial = ({ family: { materials }, imports }: KeyRecord): boolean =>
  imports === undefined || (materials.length > 0 && materials.every(({ id }) => imports.has(id)))

/** The material of a family by its id, the pending one included. */
export const associatedMaterial = ({ materials, pendingMaterial }: KeyFamily, id: string): KeyMaterial | undefined =>
  pendingMaterial?.id === id ? pendingMaterial : materials.find((material) => material.id === id)

/** Whether the material of this id is one that waits for a rotation. */
export const isPending = ({ pendingMaterial }: KeyFamily, id: string): boolean => pendingMaterial?.id === id

/** Puts imported material into a key. With the last one that it needs, the key becomes usable, a disabled one too. */
export const addImport = (
  world: World,
  key: KeyRecord,
  {
    material,
    bytes,
    validTo,
  }: { readonly material: KeyMaterial; readonly bytes: Uint8Array; readonly validTo: number | undefined },
): void => {
  const { account, region, keyId, family } = key
  const { id } = material
  if (!hsmOf(world).has(id)) storeMaterial(world, family, material, bytes)
  importsOf(key).set(id, validTo === undefined ? {} : { validTo })
  if (validTo !== undefined) {
    world.clock.at(validTo, EXPIRE_MATERIAL, { account, region, keyId, materialId: id, validTo } satisfies Expiry)
  }
  const { state } = key.status
  const isWaiting = state === 'PendingImport' || state === 'Disabled'
  if (isWaiting && !isPending(family, id) && hasItsMaterial(key)) key.status = { state: 'Enabled' }
}

/** Takes imported material from a key. Without a material that it may need, the key is not usable. The family knows the material on. */
export const dropImport = (world: World, key: KeyRecord, materialId: string): void => {
  key.imports?.delete(materialId)
  const isHeld = membersOf(world, key.family).some(({ imports }) => imports?.has(materialId))
  if (!isHeld) eraseMaterial(world, materialId)
  settle(key)
}

/** Forgets the material that waits for a rotation: on a replica that replica's copy alone, on the primary all of it. */
export const dropPendingMaterial = (world: World, key: KeyRecord, materialId: string): void => {
  const { family } = key
  const isPrimary = primaryOf(world, family) === key
  if (isPrimary) family.pendingMaterial = undefined
  for (const member of isPrimary ? membersOf(world, family) : [key]) dropImport(world, member, materialId)
}

/** Makes the pending material the current one. Members that lack it, or whose copy is past its date, wait for an import from now on. */
export const adoptPendingMaterial = (world: World, family: KeyFamily): void => {
  const { pendingMaterial: material } = family
  if (material === undefined) return
  family.pendingMaterial = undefined
  family.materials.push(material)
  for (const member of membersOf(world, family)) {
    const validTo = member.imports?.get(material.id)?.validTo
    if (validTo !== undefined && validTo <= world.clock.now()) expire(world, member, material.id)
    settle(member)
  }
}

/**
 * Ends the life of imported material, unless it has been deleted or imported anew. What is only pending rotation is cleared away later:
 * it was seen unchanged a quarter of an hour past its date. Source: spec/kms.md 7.3, 7.4.
 */
export const expireMaterial = (world: World, { data }: DueTask): void => {
  const { account, region, keyId, materialId, validTo } = data as Expiry
  const key = findKey(world, account, region, keyId)
  if (key === undefined || key.imports?.get(materialId)?.validTo !== validTo) return
  const clearing = validTo + CLEARING_MILLISECONDS
  if (isPending(key.family, materialId) && world.clock.now() < clearing) world.clock.at(clearing, EXPIRE_MATERIAL, data)
  else expire(world, key, materialId)
}

/** CloudTrail's DeleteExpiredKeyMaterial and EventBridge's event go with it. Source: spec/kms.md 11.2; spec/around.md 5. */
const expire = (world: World, key: KeyRecord, materialId: string): void => {
  const { account, region, keyId, arn } = key
  dropImport(world, key, materialId)
  recordServiceEvent(world, {
    account,
    region,
    eventSource: 'kms.amazonaws.com',
    eventName: 'DeleteExpiredKeyMaterial',
    resources: [keyResource(key)],
    serviceEventDetails: { keyId },
    eventType: 'AwsServiceEvent',
  })
  emitEvent(world, {
    source: 'aws.kms',
    detailType: 'KMS Imported Key Material Expiration',
    account,
    region,
    resources: [arn],
    detail: { 'key-id': keyId },
  })
}

/** A usable or disabled key that lacks material waits for its import. */
const settle = (key: KeyRecord): void => {
  const { state } = key.status
  if ((state === 'Enabled' || state === 'Disabled') && !hasItsMaterial(key)) key.status = { state: 'PendingImport' }
}

const CLEARING_MILLISECONDS = 60 * 60 * 1000
