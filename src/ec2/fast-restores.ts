import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import type { SnapshotRecord } from './records.ts'
import { scheduleAt, type TaskData } from './schedule.ts'
import { emitFastRestoreMoved } from './snapshot-events.ts'
import { findPlace, nextSerial, placeOf, placesIn } from './store.ts'

/** The states of fast snapshot restores. Source: SDK model, `FastSnapshotRestoreStateCode`. */
export type FastRestoreState = 'enabling' | 'optimizing' | 'enabled' | 'disabling' | 'disabled'

/** Fast restores of one snapshot in one zone, as an account has enabled them. */
export interface FastRestoreRecord extends Place {
  readonly snapshotId: string
  readonly zone: string
  /** Position among all that EC2 has made in the cloud: the order in which they are listed. */
  readonly serial: number
  readonly ownerAlias?: string
  state: FastRestoreState
  /** Counts the transitions that were begun: a due task of an older one has been overtaken. */
  transition: number
  reason: string
  /** When it came into each state, epoch milliseconds. */
  readonly since: Partial<Record<FastRestoreState, number>>
}

/** All fast restores that an account has enabled in a Region. */
export const fastRestoresOf = (world: World, place: Place): readonly FastRestoreRecord[] =>
  [...(findPlace(world, place)?.fastRestores.values() ?? [])].flat()

/** What an account has enabled for a snapshot in a zone. */
export const findFastRestore = (
  world: World,
  place: Place,
  { snapshotId, zone }: Pick<FastRestoreRecord, 'snapshotId' | 'zone'>,
): FastRestoreRecord | undefined =>
  findPlace(world, place)
    ?.fastRestores.get(snapshotId)
    ?.find((each) => each.zone === zone)

/** Whether volumes made from a snapshot in a zone are there at once with all their blocks, whoever has enabled it. */
export const isFastRestored = (world: World, { id, region }: SnapshotRecord, zone: string): boolean =>
  allOf(world, region, id).some((each) => each.zone === zone && each.state === 'enabled')

/** What all accounts have enabled for a snapshot. */
const allOf = (world: World, region: string, snapshotId: string): readonly FastRestoreRecord[] =>
  placesIn(world, region).flatMap(({ fastRestores }) => fastRestores.get(snapshotId) ?? [])

/** Whether fast restores count against the quota. */
export const isActive = ({ state }: FastRestoreRecord): boolean => state !== 'disabled' && state !== 'disabling'

/** Begins to enable fast restores of a snapshot in a zone. */
export const enableFastRestore = (world: World, place: Place, snapshot: SnapshotRecord, zone: string): FastRestoreRecord => {
  const { account, region } = place
  const record: FastRestoreRecord = {
    snapshotId: snapshot.id,
    zone,
    account,
    region,
    serial: nextSerial(world),
    ...(snapshot.ownerAlias === undefined ? {} : { ownerAlias: snapshot.ownerAlias }),
    state: 'enabling',
    transition: 0,
    reason: '',
    since: {},
  }
  const { fastRestores } = placeOf(world, place)
  const others = (fastRestores.get(snapshot.id) ?? []).filter((each) => each.zone !== zone)
  fastRestores.set(snapshot.id, [...others, record])
  enter(world, record, 'enabling', BY_USER)
  const optimizing = (snapshot.sizeBytes / TIB) * OPTIMIZING_MILLISECONDS_PER_TIB
  plan(world, record, 'optimizing', STEP_MILLISECONDS)
  plan(world, record, 'enabled', STEP_MILLISECONDS + optimizing)
  return record
}

/** Begins to disable fast restores. */
export const disableFastRestore = (world: World, record: FastRestoreRecord): void => {
  record.transition++
  enter(world, record, 'disabling', BY_USER)
  plan(world, record, 'disabled', STEP_MILLISECONDS)
}

/** Ends all fast restores of a snapshot that is gone, or of those who may no longer use it. */
export const endFastRestores = (
  world: World,
  { id, region }: SnapshotRecord,
  mayStay: (record: FastRestoreRecord) => boolean = () => false,
): void => {
  for (const record of allOf(world, region, id)) {
    if (!isActive(record) || mayStay(record)) continue
    record.transition++
    enter(world, record, 'disabled', SNAPSHOT_GONE)
  }
}

/** The next state has come. */
export const fastRestoreMoved = (world: World, task: TaskData['ec2/fast-restore-moved']): void => {
  const record = findFastRestore(world, task, task)
  if (record?.serial === task.serial && record.transition === task.transition) enter(world, record, task.state, BY_LIFE)
}

const enter = (world: World, record: FastRestoreRecord, state: FastRestoreState, reason: string) => {
  record.state = state
  record.reason = reason
  record.since[state] = world.clock.now()
  emitFastRestoreMoved(world, record, record)
}

const plan = (world: World, record: FastRestoreRecord, state: FastRestoreState, after: number) => {
  const { account, region, snapshotId, zone, serial, transition } = record
  const delay = world.settings.latency === 'typical' ? after : 0
  scheduleAt(world, world.clock.now() + delay, 'ec2/fast-restore-moved', {
    account,
    region,
    snapshotId,
    zone,
    serial,
    transition,
    state,
  })
}

const TIB = 2 ** 40
/** Source: EBS User Guide, "Fast snapshot restore": 60 minutes for a TiB. */
const OPTIMIZING_MILLISECONDS_PER_TIB = 3_600_000
const STEP_MILLISECONDS = 1_000

/** Source: spec/ebs-ec2.md 5.4. */
const BY_USER = 'Client.UserInitiated'
const BY_LIFE = 'Client.UserInitiated - Lifecycle state transition'
const SNAPSHOT_GONE =
  'Client.InvalidSnapshot.InvalidState - The requested snapshot was deleted or access permissions were revoked'
