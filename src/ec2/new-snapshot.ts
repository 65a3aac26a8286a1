import { shareBlockMap } from '../blocks/block-map.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { ec2Failure } from './errors.ts'
import { newId } from './ids.ts'
import type { SnapshotRecord, VolumeRecord } from './records.ts'
import { schedule } from './schedule.ts'
import { PRIVATE } from './snapshot-sharing.ts'
import { blocksOf, nextSerial, storeSnapshot } from './store.ts'
import { volumeTypeRules } from './volume-types.ts'

/** What a new snapshot is given besides its volume's bytes and key. */
export interface SnapshotLabel {
  readonly description: string
  readonly tags: Map<string, string>
}

/**
 * Takes a snapshot of a volume as it is now, in constant time and without any KMS call: it has the volume's data key, a byte-identical
 * copy of its wrapped form, and the volume's id as context. It is `pending` until it is complete.
 *
 * Source: spec/ebs-ec2.md 2.3, 2.4 row 10.
 */
export const takeSnapshot = (world: World, volume: VolumeRecord, { description, tags }: SnapshotLabel): SnapshotRecord => {
  const { account, region } = volume
  const snapshot: SnapshotRecord = {
    id: newId(world, 'snap', volume),
    serial: nextSerial(world),
    account,
    region,
    volumeId: volume.id,
    sizeBytes: volume.sizeBytes,
    description,
    startedAt: world.clock.now(),
    status: { state: 'pending' },
    protection: copyOfProtection(volume),
    map: shareBlockMap(blocksOf(world), volume.map),
    tags,
    sharing: PRIVATE,
  }
  storeSnapshot(world, snapshot)
  volume.pendingSnapshots++
  volume.lastSnapshotAt = snapshot.startedAt
  schedule(world, 'createSnapshot', 'ec2/snapshot-completed', { snapshotId: snapshot.id })
  return snapshot
}

/** Whether a snapshot of a volume can be taken now. Source: spec/ebs-ec2.md 4.6; the texts but the rate's are inferred. */
export const checkVolumeForSnapshot = (world: World, volume: VolumeRecord): Outcome<VolumeRecord, Failure> => {
  if (volume.state !== 'available' && volume.state !== 'in-use') {
    return refuse(ec2Failure('IncorrectState', `The volume '${volume.id}' is '${volume.state}'`))
  }
  if (volume.pendingSnapshots >= volumeTypeRules(volume.type).pendingSnapshotsMax) {
    return refuse(ec2Failure('ConcurrentSnapshotLimitExceeded', TOO_MANY_PENDING))
  }
  return isTooSoon(world, volume) ? refuse(ec2Failure('SnapshotCreationPerVolumeRateExceeded', TOO_OFTEN)) : succeed(volume)
}

/** Source: EC2 API Reference, "Error codes": wait at least 15 seconds between snapshots of one volume. */
const isTooSoon = ({ settings, clock }: World, { lastSnapshotAt }: VolumeRecord): boolean =>
  settings.rateLimits === 'on' && lastSnapshotAt !== undefined && clock.now() - lastSnapshotAt < SPACING_MILLISECONDS

const SPACING_MILLISECONDS = 15_000

/** Source: recorded. */
const TOO_OFTEN =
  'The maximum per volume CreateSnapshot request rate has been exceeded. ' +
  'Use an increasing or variable sleep interval between requests.'

const TOO_MANY_PENDING = 'Maximum allowed in-progress snapshots for a single volume exceeded.'

/** The wrapped data key goes along byte for byte; the copy is the snapshot's own. */
const copyOfProtection = ({ protection }: VolumeRecord): SnapshotRecord['protection'] => {
  if (protection.kind !== 'encrypted') return protection
  const { dataKeyId, wrappedKey, contextId, kmsKeyArn } = protection.key
  return {
    kind: 'encrypted',
    key: { dataKeyId: dataKeyId.slice(), wrappedKey: wrappedKey.slice(), contextId, kmsKeyArn },
  }
}
