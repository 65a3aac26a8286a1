import { PLAIN_CIPHER } from '../blocks/block-cipher.ts'
import { openBlockDevice } from '../blocks/block-device.ts'
import { type BlockMap, createBlockMap } from '../blocks/block-map.ts'
import { toHex, utf8 } from '../core/bytes.ts'
import { defineDerived, defineStored, type World } from '../core/world.ts'
import type { ImageRecord } from './image-records.ts'
import { GIB, type SnapshotRecord } from './records.ts'
import { blocksOf } from './store.ts'

/** Amazon's account that owns the built-in images. Source: DescribeImages of Amazon Linux. */
export const AMAZON_ACCOUNT = '137112412989'

/** The id of the Region's built-in image: an unencrypted one of Amazon's, the same for ever for a seed and a Region. */
export const baseImageIdOf = (world: World, region: string): string => idsOf(world, region).imageId

/**
 * The Region's built-in image and the public snapshot behind it. They follow from the seed and are not stored, so looking at them
 * changes nothing; the blocks of the snapshot are written when the first volume is made from it.
 *
 * Source: design.md 4; the shape of an Amazon Linux image (DescribeImages). Basis I.
 */
export const baseImage = (world: World, region: string): ImageRecord => {
  const { imageId, snapshotId } = idsOf(world, region)
  return {
    id: imageId,
    serial: 0,
    region,
    name: BASE_NAME,
    description: 'kms-ebs-sim base image: unencrypted, owned by Amazon',
    account: AMAZON_ACCOUNT,
    ownerAlias: 'amazon',
    createdAt: BASE_TIME,
    architecture: 'x86_64',
    isEnaEnabled: true,
    rootDevice: BASE_ROOT_DEVICE,
    mappings: [
      {
        device: BASE_ROOT_DEVICE,
        snapshotId,
        sizeGiB: BASE_SIZE_GIB,
        type: 'gp3',
        isEncrypted: false,
        deleteOnTermination: true,
      },
    ],
    status: { state: 'available' },
    sharing: { isPublic: true, accounts: [] },
    tags: new Map(),
  }
}

/** The public snapshot behind the Region's built-in image. */
export const baseSnapshot = (world: World, region: string): SnapshotRecord => ({
  id: idsOf(world, region).snapshotId,
  serial: 0,
  account: AMAZON_ACCOUNT,
  region,
  volumeId: 'vol-ffffffff',
  sizeBytes: BASE_SIZE_GIB * GIB,
  description: 'kms-ebs-sim base snapshot',
  startedAt: BASE_TIME,
  status: { state: 'completed', completedAt: BASE_TIME },
  protection: { kind: 'none' },
  get map() {
    return baseMap(world)
  },
  tags: new Map(),
  sharing: { isPublic: true, accounts: [] },
  ownerAlias: 'amazon',
})

/** The first bytes of the built-in image's root disk. */
export const BASE_IMAGE_TEXT = 'kms-ebs-sim base image\n'

const BASE_NAME = 'kms-ebs-sim-base-x86_64'
const BASE_ROOT_DEVICE = '/dev/xvda'
const BASE_SIZE_GIB = 8
/** 2024-01-01T00:00:00Z. */
const BASE_TIME = 1_704_067_200_000

const idsOf = (world: World, region: string) => {
  const known = baseIds(world)
  const found = known.get(region)
  if (found !== undefined) return found
  const digits = (kind: string) => toHex(world.random.fixed({ purpose: `ec2/base-${kind}`, region }, 9)).slice(0, 17)
  const made = { imageId: `ami-${digits('image')}`, snapshotId: `snap-${digits('snapshot')}` }
  known.set(region, made)
  return made
}

const baseIds = defineDerived<Map<string, { imageId: string; snapshotId: string }>>('ec2/base-ids', () => new Map())

const baseMapSlot = defineStored<{ map?: BlockMap }>('ec2/base-map', () => ({}))

/** One map stands behind the snapshots of all Regions: they hold the same bytes. */
const baseMap = (world: World): BlockMap => {
  const slot = baseMapSlot(world)
  slot.map ??= writtenBaseMap(world)
  return slot.map
}

const writtenBaseMap = (world: World): BlockMap => {
  const store = blocksOf(world)
  const map = createBlockMap(store, world.settings.unitBytes)
  openBlockDevice(store, { sizeBytes: BASE_SIZE_GIB * GIB, map }, PLAIN_CIPHER).write(0, utf8(BASE_IMAGE_TEXT))
  return map
}
