import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import { baseImage } from './base-image.ts'
import type { ImageRecord } from './image-records.ts'
import { findStoredImage, placesIn } from './store.ts'

/** The images that an account can see in a Region: its own, those shared with it, and public ones, the built-in one among them. */
export const imagesVisibleTo = (world: World, { account, region }: Place): readonly ImageRecord[] => [
  baseImage(world, region),
  ...placesIn(world, region).flatMap(({ images }) => [...images.values()].filter((image) => isVisibleTo(image, account))),
]

/** The image of that id in a Region, whoever owns it, the built-in one included. */
export const findImage = (world: World, region: string, id: string): ImageRecord | undefined => {
  const stored = findStoredImage(world, id)
  if (stored !== undefined) return stored.region === region ? stored : undefined
  const base = baseImage(world, region)
  return base.id === id ? base : undefined
}

/** Whether an account can see an image: others than its owner see it only while it can be used. */
export const isVisibleTo = ({ account: owner, sharing, status }: ImageRecord, account: string): boolean =>
  owner === account || (status.state === 'available' && (sharing.isPublic || sharing.accounts.includes(account)))
