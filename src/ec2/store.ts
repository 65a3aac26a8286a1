import { type BlockStore, createBlockStore, enterWorld } from '../blocks/block-store.ts'
import { equalBytes, fromHex } from '../core/bytes.ts'
import { defineDerived, defineStored, type World } from '../core/world.ts'
import type { Place } from './arns.ts'
import type { QueuedCopy } from './copy-queue.ts'
import type { FastRestoreRecord } from './fast-restores.ts'
import type { ImageRecord } from './image-records.ts'
import type { LaunchTemplateRecord } from './launch-template-records.ts'
import type { AttachmentRecord, InstanceRecord, SnapshotRecord, VolumeRecord } from './records.ts'
import type { RecycledSnapshot } from './recycle-bin.ts'
import type { RuleRecord } from './retention-rules.ts'
import type { SnapshotPublicAccess } from './snapshot-public-access.ts'

/** What EC2 keeps at rest: plain data. */
interface Ec2Store {
  /** By `account/region`. */
  readonly places: Map<string, Ec2Place>
  /** Where a volume, snapshot, instance or image is, by its id: ids are unique in the whole cloud. */
  readonly index: Map<string, Place>
  /** The serial number of what is made next. */
  nextSerial: number
}

/** What one account has in one Region. */
export interface Ec2Place extends Place {
  readonly volumes: Map<string, VolumeRecord>
  readonly snapshots: Map<string, SnapshotRecord>
  readonly instances: Map<string, InstanceRecord>
  readonly images: Map<string, ImageRecord>
  readonly launchTemplates: Map<string, LaunchTemplateRecord>
  /** Block public access for AMIs: on for accounts that have not switched it off. */
  isPublicImageBlocked: boolean
  readonly defaults: EncryptionDefaults
  /** What requests with a client token have made, by `operation/token`. */
  readonly clientTokens: Map<string, TokenUse>
  /** Copies made here, by the id of the snapshot that was copied, oldest first. */
  readonly copies: Map<string, string[]>
  /** Copies to here that have not ended yet. */
  pendingCopies: number
  /** The same by the id of the snapshot that is copied, in the order in which they take their turns. */
  readonly copyQueues: Map<string, QueuedCopy[]>
  /** Block public access for snapshots. */
  snapshotPublicAccess: SnapshotPublicAccess
  /** What is in the Recycle Bin. */
  readonly recycledSnapshots: Map<string, RecycledSnapshot>
  /** The rules by which something comes there. */
  readonly retentionRules: Map<string, RuleRecord>
  /** What the account has enabled, by the id of the snapshot. */
  readonly fastRestores: Map<string, FastRestoreRecord[]>
}

/** The encryption settings of an account in a Region. Source: spec/ebs-ec2.md 3.5. */
export interface EncryptionDefaults {
  isEncryptedByDefault: boolean
  /** The ARN of the default key that the account has set; without it, `alias/aws/ebs`. */
  keyArn?: string
  /** The ARN of the AWS managed key, once EC2 has seen it. */
  managedKeyArn?: string
}

/** What a request with a client token made. */
export interface TokenUse {
  /** The request's parameters as one text: a different request under the same token is refused. */
  readonly parameters: string
  /** The ids of what it made. */
  readonly ids: readonly string[]
}

const storeOf = defineStored<Ec2Store>('ec2', () => ({ places: new Map(), index: new Map(), nextSerial: 1 }))

const blockSlot = defineStored<{ store?: BlockStore }>('ec2/blocks', () => ({}))

/**
 * The disks of the cloud. A world that goes on from another one's state (a clone, a restored file) writes under block keys of its own
 * from the start: it enters its name in the store before the first cipher is made.
 */
export const blocksOf = defineDerived<BlockStore>('ec2/block-store', (world) => {
  const slot = blockSlot(world)
  const id = fromHex(world.id)
  const { store } = slot
  if (store === undefined) {
    slot.store = createBlockStore(id)
    return slot.store
  }
  if (!equalBytes(store.worlds.at(-1) ?? new Uint8Array(0), id)) enterWorld(store, id)
  return store
})

/** What an account has in a Region, for looking: nothing is made where there is nothing. */
export const findPlace = (world: World, { account, region }: Place): Ec2Place | undefined =>
  storeOf(world).places.get(`${account}/${region}`)

/** What all accounts have in a Region, for looking. */
export const placesIn = (world: World, region: string): readonly Ec2Place[] =>
  [...storeOf(world).places.values()].filter((place) => place.region === region)

/** What an account has in a Region, for changing. */
export const placeOf = (world: World, { account, region }: Place): Ec2Place => {
  const found = findPlace(world, { account, region })
  if (found !== undefined) return found
  const made: Ec2Place = {
    account,
    region,
    volumes: new Map(),
    snapshots: new Map(),
    instances: new Map(),
    images: new Map(),
    launchTemplates: new Map(),
    isPublicImageBlocked: true,
    defaults: { isEncryptedByDefault: false },
    clientTokens: new Map(),
    copies: new Map(),
    pendingCopies: 0,
    copyQueues: new Map(),
    snapshotPublicAccess: 'unblocked',
    recycledSnapshots: new Map(),
    retentionRules: new Map(),
    fastRestores: new Map(),
  }
  storeOf(world).places.set(`${account}/${region}`, made)
  return made
}

/** The encryption settings of an account in a Region, for looking. */
export const defaultsOf = (world: World, place: Place): Readonly<EncryptionDefaults> =>
  findPlace(world, place)?.defaults ?? UNTOUCHED

const UNTOUCHED: EncryptionDefaults = { isEncryptedByDefault: false }

/** The place of the volume, snapshot, instance or image of that id, whoever owns it. */
const placeOfId = (world: World, id: string): Ec2Place | undefined => {
  const place = storeOf(world).index.get(id)
  return place === undefined ? undefined : findPlace(world, place)
}

/** The volume of that id, whoever owns it. */
export const findVolume = (world: World, id: string): VolumeRecord | undefined => placeOfId(world, id)?.volumes.get(id)

/** The snapshot of that id that somebody has made, whoever owns it. `snapshots.ts` also knows the built-in ones. */
export const findStoredSnapshot = (world: World, id: string): SnapshotRecord | undefined =>
  placeOfId(world, id)?.snapshots.get(id)

/** The instance of that id, whoever owns it. */
export const findInstance = (world: World, id: string): InstanceRecord | undefined => placeOfId(world, id)?.instances.get(id)

/** The image of that id that somebody has made, whoever owns it. `images.ts` also knows the built-in ones. */
export const findStoredImage = (world: World, id: string): ImageRecord | undefined => placeOfId(world, id)?.images.get(id)

/** The serial number of something that is made now. */
export const nextSerial = (world: World): number => storeOf(world).nextSerial++

/** Stores a new volume. */
export const storeVolume = (world: World, volume: VolumeRecord): void => {
  placeOf(world, volume).volumes.set(volume.id, volume)
  storeOf(world).index.set(volume.id, placeOfRecord(volume))
}

/** Stores a new snapshot. */
export const storeSnapshot = (world: World, snapshot: SnapshotRecord): void => {
  placeOf(world, snapshot).snapshots.set(snapshot.id, snapshot)
  storeOf(world).index.set(snapshot.id, placeOfRecord(snapshot))
}

/** Stores a new instance. */
export const storeInstance = (world: World, instance: InstanceRecord): void => {
  placeOf(world, instance).instances.set(instance.id, instance)
  storeOf(world).index.set(instance.id, placeOfRecord(instance))
}

/** Stores a new image. */
export const storeImage = (world: World, image: ImageRecord): void => {
  placeOf(world, image).images.set(image.id, image)
  storeOf(world).index.set(image.id, placeOfRecord(image))
}

/** Takes a volume, snapshot, instance or image out of the records; its blocks and grants are the caller's business. */
export const removeRecord = (world: World, kind: 'volumes' | 'snapshots' | 'instances' | 'images', id: string): void => {
  placeOfId(world, id)?.[kind].delete(id)
  storeOf(world).index.delete(id)
}

/** A new attachment, noted at both ends. */
export const addAttachment = (
  world: World,
  volume: VolumeRecord,
  instance: InstanceRecord,
  attachment: Omit<AttachmentRecord, 'serial' | 'volumeId' | 'instanceId'>,
): AttachmentRecord => {
  const made = { ...attachment, serial: nextSerial(world), volumeId: volume.id, instanceId: instance.id }
  volume.attachments.push(made)
  instance.volumeIds.push(volume.id)
  return made
}

/** Takes an attachment away at both ends. */
export const removeAttachment = (world: World, { serial, volumeId, instanceId }: AttachmentRecord): void => {
  const attachments = findVolume(world, volumeId)?.attachments
  const at = attachments?.findIndex((each) => each.serial === serial) ?? -1
  if (at >= 0) attachments?.splice(at, 1)
  const volumeIds = findInstance(world, instanceId)?.volumeIds
  const place = volumeIds?.indexOf(volumeId) ?? -1
  if (place >= 0) volumeIds?.splice(place, 1)
}

/** An instance's attachments with their volumes, in the order in which they came. */
export const attachmentsOf = (world: World, instance: InstanceRecord): readonly AttachedVolume[] =>
  instance.volumeIds.flatMap((id) => {
    const volume = findVolume(world, id)
    const attachment = volume?.attachments.find(({ instanceId }) => instanceId === instance.id)
    return volume === undefined || attachment === undefined ? [] : [{ volume, attachment }]
  })

/** A volume and one of its attachments. */
export interface AttachedVolume {
  readonly volume: VolumeRecord
  readonly attachment: AttachmentRecord
}

const placeOfRecord = ({ account, region }: Place): Place => ({ account, region })
