import type { World } from '../core/world.ts'
import type { ImageRecord } from './image-records.ts'
import type { SnapshotRecord } from './records.ts'
import { findPlace } from './store.ts'

/** The first of the owner's images that has a snapshot in it: nobody else can register an image of it. */
export const imageUsing = (
  world: World,
  { id, account, region }: SnapshotRecord,
  counts: (image: ImageRecord) => boolean = () => true,
): ImageRecord | undefined => {
  for (const image of findPlace(world, { account, region })?.images.values() ?? []) {
    if (counts(image) && image.mappings.some(({ snapshotId }) => snapshotId === id)) return image
  }
  return undefined
}
