import type { World } from '../core/world.ts'
import { expirationOf, type KeyMetadata } from './key-metadata.ts'
import { currentMaterial, type KeyMaterial, type KeyRecord } from './key-record.ts'
import { membersOf } from './store.ts'

/** One key material in the answer of ListKeyRotations. Source: API Reference, RotationsListEntry; spec/kms.md 7.3. */
export interface RotationsListEntry {
  /** The ARN of the key that was asked about. */
  KeyId: string
  /** 64 hexadecimal digits. */
  KeyMaterialId: string
  /** Only for imported material that was given one. */
  KeyMaterialDescription?: string
  /** Only for keys of origin EXTERNAL: whether the material is in this Region's key. */
  ImportState?: 'IMPORTED' | 'PENDING_IMPORT'
  KeyMaterialState: 'CURRENT' | 'NON_CURRENT' | 'PENDING_ROTATION' | 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION'
  /** Only for imported material. */
  ExpirationModel?: KeyMetadata['ExpirationModel']
  /** Only for imported material that expires. */
  ValidTo?: Date
  /** Not for the first material, nor for one that is pending. */
  RotationDate?: Date
  RotationType?: 'AUTOMATIC' | 'ON_DEMAND'
}

/** All key materials of a key, oldest first, the pending one last. */
export const rotationEntries = (world: World, key: KeyRecord): readonly RotationsListEntry[] => {
  const { materials, pendingMaterial } = key.family
  return [...materials, ...(pendingMaterial === undefined ? [] : [pendingMaterial])].map((material) =>
    entryOf(world, key, material),
  )
}

const entryOf = (world: World, key: KeyRecord, material: KeyMaterial): RotationsListEntry => {
  const { id, description, rotation } = material
  return {
    KeyId: key.arn,
    KeyMaterialId: id,
    ...(description === undefined ? {} : { KeyMaterialDescription: description }),
    ...importMembers(key, id),
    KeyMaterialState: stateOf(world, key, material),
    ...(rotation === undefined ? {} : { RotationDate: new Date(rotation.date), RotationType: rotation.type }),
  }
}

const importMembers = ({ imports }: KeyRecord, id: string): Partial<RotationsListEntry> => {
  if (imports === undefined) return {}
  const imported = imports.get(id)
  return imported === undefined
    ? { ImportState: 'PENDING_IMPORT' }
    : { ImportState: 'IMPORTED', ...expirationOf([imported.validTo]) }
}

const stateOf = (world: World, { family }: KeyRecord, material: KeyMaterial): RotationsListEntry['KeyMaterialState'] => {
  if (material !== family.pendingMaterial) return material === currentMaterial(family) ? 'CURRENT' : 'NON_CURRENT'
  const isEverywhere = membersOf(world, family).every(({ imports }) => imports?.has(material.id))
  return isEverywhere ? 'PENDING_ROTATION' : 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION'
}
