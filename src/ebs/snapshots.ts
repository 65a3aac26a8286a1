import { type BlockDevice, openBlockDevice } from '../blocks/block-device.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { Place } from '../ec2/arns.ts'
import type { SnapshotRecord, SnapshotUpload } from '../ec2/records.ts'
import { isDeleted } from '../ec2/snapshot-lookup.ts'
import { isArchived } from '../ec2/snapshot-tier.ts'
import { findSnapshot } from '../ec2/snapshots.ts'
import { blocksOf, findStoredSnapshot } from '../ec2/store.ts'
import { diskCipher } from '../ec2/volume-data.ts'
import { invalid, noSuchSnapshot } from './errors.ts'

/** A snapshot that is being written through the EBS direct APIs. */
export interface UploadingSnapshot extends SnapshotRecord {
  readonly upload: SnapshotUpload
}

/**
 * The snapshot of that id that an account may read: a completed one that is its own or shared with it. A public one is its owner's alone
 * to read, even where it is shared as well; an archived one is nobody's until it is restored.
 *
 * Source: spec/ebs-ec2.md 8.2, recorded.
 */
export const findReadable = (world: World, { account, region }: Place, id: string): Outcome<SnapshotRecord, Failure> => {
  const snapshot = findSnapshot(world, region, id)
  return snapshot?.status.state === 'completed' && isReadableBy(snapshot, account) && !isArchived(snapshot)
    ? succeed(snapshot)
    : refuse(noSuchSnapshot(id))
}

const isReadableBy = ({ account: owner, sharing }: SnapshotRecord, account: string): boolean =>
  owner === account || (!sharing.isPublic && sharing.accounts.includes(account))

/** The snapshot of that id that the caller is writing: begun by StartSnapshot and not complete yet. */
export const findUploading = (world: World, place: Place, id: string): Outcome<UploadingSnapshot, Failure> => {
  const snapshot = findOwn(world, place, id)
  if (snapshot === undefined || !isUpload(snapshot) || isDeleted(snapshot)) return refuse(noSuchSnapshot(id))
  const { status, upload } = snapshot
  if (upload.isSealed) return refuse(invalid('Snapshot is already completed', 'INVALID_SNAPSHOT_ID'))
  return status.state === 'pending' ? succeed(snapshot) : refuse(noSuchSnapshot(id))
}

/** The parent that StartSnapshot names: an own, completed snapshot. */
export const findParent = (world: World, place: Place, id: string): Outcome<SnapshotRecord, Failure> => {
  const parent = findOwn(world, place, id)
  if (parent === undefined || isDeleted(parent)) return refuse(noSuchSnapshot(id))
  return parent.status.state === 'completed' && !isArchived(parent)
    ? succeed(parent)
    : refuse(invalid(`Source snapshot (${id}) is not complete.`, 'INVALID_SNAPSHOT_ID'))
}

/** Works on the bytes of a snapshot, with its plaintext data key at hand; cipher and key are wiped whatever happens. */
export const withSnapshotDevice = <Result>(
  world: World,
  snapshot: SnapshotRecord,
  dataKey: Uint8Array | undefined,
  use: (device: BlockDevice) => Result,
): Result => {
  const device = openBlockDevice(blocksOf(world), snapshot, diskCipher(world, snapshot, dataKey, snapshot.upload?.writer))
  try {
    return use(device)
  } finally {
    device.close()
    dataKey?.fill(0)
  }
}

const isUpload = (snapshot: SnapshotRecord): snapshot is UploadingSnapshot => snapshot.upload !== undefined

const findOwn = (world: World, { account, region }: Place, id: string): SnapshotRecord | undefined => {
  const snapshot = findStoredSnapshot(world, id)
  return snapshot?.account === account && snapshot.region === region ? snapshot : undefined
}
