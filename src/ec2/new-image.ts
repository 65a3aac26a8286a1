import { requestIdOf } from '../core/journal.ts'
import type { Call } from '../core/operation.ts'
import { type Ec2Access, requestTagKeys, tagOnCreate } from './access.ts'
import { imageArn, snapshotArn } from './arns.ts'
import { emitImageState } from './ebs-events.ts'
import { newId } from './ids.ts'
import type { ImageRecord } from './image-records.ts'
import { nextSerial, storeImage } from './store.ts'
import type { TagsByResource } from './tags.ts'

/** What an operation that makes an image says of it. */
export type NewImage = Pick<
  ImageRecord,
  'name' | 'description' | 'architecture' | 'isEnaEnabled' | 'rootDevice' | 'mappings' | 'tags' | 'origin'
>

/** The id of an image that is being made. */
export const newImageId = (call: Call): string => newId(call.world, 'ami', call)

/** Writes a new image down, nobody else's to use. One that is registered is there at once, the others when their snapshots are. */
export const storeNewImage = (call: Call, id: string, image: NewImage, state: 'pending' | 'available'): ImageRecord => {
  const { world, account, region, time, entry } = call
  const requestId = requestIdOf(world.random, entry)
  const made: ImageRecord = {
    id,
    serial: nextSerial(world),
    account,
    region,
    createdAt: time,
    status: state === 'pending' ? { state, requestId } : { state },
    sharing: { isPublic: false, accounts: [] },
    ...image,
  }
  storeImage(world, made)
  if (state === 'available') emitImageState(world, made, requestId)
  return made
}

/** The permissions of an operation that makes an image with new snapshots. Source: Service Authorization Reference, "Amazon EC2". */
export const newImageAccesses = (call: Call, tags: TagsByResource): readonly Ec2Access[] => {
  const { operation, region } = call
  const { action } = operation
  const [image, snapshot] = [imageArn(region, '*'), snapshotArn(region, '*')]
  return [
    { action, resource: image, keys: requestTagKeys(tags.get('image')) },
    { action, resource: snapshot, keys: requestTagKeys(tags.get('snapshot')) },
    ...tagOnCreate(call, tags, (kind) => (kind === 'image' ? image : snapshot)),
  ]
}
