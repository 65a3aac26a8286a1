import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import { baseImage } from './base-image.ts'
import type { VolumeType } from './volume-types.ts'

/** An image: what a launch copies its volumes from. */
export interface ImageRecord extends Place {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly ownerAlias?: string
  readonly isPublic: boolean
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly rootDevice: string
  readonly mappings: readonly ImageMapping[]
}

/** A volume of an image. */
export interface ImageMapping {
  readonly device: string
  readonly snapshotId: string
  readonly sizeGiB: number
  readonly type: VolumeType
  readonly isEncrypted: boolean
  readonly deleteOnTermination: boolean
}

/** The images that an account can see in a Region: the built-in one. */
export const imagesVisibleTo = (world: World, { region }: Place): readonly ImageRecord[] => [baseImage(world, region)]

/** The image of that id, if the account can see it. */
export const findImage = (world: World, place: Place, id: string): ImageRecord | undefined =>
  imagesVisibleTo(world, place).find((image) => image.id === id)
