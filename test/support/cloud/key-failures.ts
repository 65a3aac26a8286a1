import { expect } from 'vitest'
import type { CloudEvent } from '../../../src/index.ts'
import { volumeArnOf } from './ebs-world.ts'
import { imageWorld } from './image-world.ts'
import { type Caller, SPOILT, type Spoiling, type Spoilt } from './key-troubles.ts'
import { latest } from './kms-sequence.ts'
import { resourceDigest } from './resource-digest.ts'

/*
 * How requests of EC2 and EBS end that KMS stops, as spec/ebs-ec2.md 4 and 8.6 tell it: what shows of it, and what is left behind.
 */

/** How a request ends, in the words of the tables below. */
export type Fate =
  | 'works'
  /** 4.1: a volume that disappears, with two events. */
  | 'gone'
  /** 4.2: CustomerKeyHasBeenRevoked. */
  | 'revoked'
  /** 4.4. */
  | 'terminated'
  | 'stopped: key state'
  | 'stopped: permission'
  /** 4.5: a snapshot in error, an image that has failed. */
  | 'error'
  | 'failed'
  /** 3.6: CopySnapshot’s answers at once. */
  | 'is disabled'
  | 'is invalid'
  | 'not authorized'
  /** 8.6: the EBS direct APIs. */
  | 'not found'
  | 'denied'
  | 'invalid key'

const REFUSALS: Partial<Record<Fate, (key: string, id: string) => object>> = {
  revoked: (_, volumeId) => ({
    name: 'CustomerKeyHasBeenRevoked',
    message: `Volume ${volumeId} cannot be attached. The encrypted volume was unable to access the KMS key.`,
    status: 400,
  }),
  'is disabled': (key) => ({ name: 'InvalidParameterValue', message: `The specified keyId ${key} is disabled`, status: 400 }),
  'is invalid': (key) => ({ name: 'InvalidParameterValue', message: `The specified keyId ${key} is invalid`, status: 400 }),
  'not authorized': (key) => ({ name: 'AuthFailure', message: `Not authorized to use key ${key} `, status: 403 }),
  'not found': () => ({
    name: 'ResourceNotFoundException',
    message: 'KMS key not found.',
    status: 404,
    Reason: 'DEPENDENCY_RESOURCE_NOT_FOUND',
  }),
  denied: () => ({
    name: 'AccessDeniedException',
    message: expect.stringContaining('is not authorized to perform: kms:'),
    status: 403,
    Reason: 'DEPENDENCY_ACCESS_DENIED',
  }),
  'invalid key': () => ({
    name: 'ValidationException',
    message: expect.any(String),
    status: 400,
    Reason: 'INVALID_CUSTOMER_KEY',
  }),
}

/** A world with a key that something will go wrong with, and with a plain snapshot, one under another key, and an image of that one. */
export const stage = (keyOf: (w: ReturnType<typeof imageWorld>) => string): Stage => {
  const w = imageWorld()
  const key = keyOf(w)
  const own = w.snapshot(w.volumeUnder(w.K1))
  return { ...w, key, plain: w.snapshot(w.volume()), own, ownImage: w.register(own) }
}
export interface Stage extends ReturnType<typeof imageWorld> {
  readonly key: string
  readonly plain: string
  readonly own: string
  readonly ownImage: string
  /** The volume that is to be attached. */
  readonly attachable?: string
}

/** What an action has made. */
export interface Made {
  readonly kind: 'volume' | 'instance' | 'snapshot' | 'image' | 'nothing'
  readonly id: string
}
/** What an action has made: of this kind, with this id. */
export const made = (kind: Made['kind'], id = ''): Made => ({ kind, id })

/** Launches an instance with one more volume. */
export const dataVolume = (by: Caller, Ebs: object) =>
  made('instance', by.instance({ BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { DeleteOnTermination: true, ...Ebs } }] }))

/** Encryption under the key that something is wrong with. */
export const named = (w: Stage) => ({ Encrypted: true, KmsKeyId: w.key })

/** The troubles of {@link SPOILT}, in the order of {@link SpoiltRow}. */
export const SPOILT_NAMES = Object.keys(SPOILT) as Spoilt[]

/** For each of: disabled, pending deletion, deleted, pending import, unavailable, forbidden to the caller, closed to services and hosts. */
export type SpoiltRow = readonly [Fate, Fate, Fate, Fate, Fate, Fate, Fate]
/** A row in which the state of the key does not matter, only that it cannot be used. */
export const bySpoilt = (state: Fate, permission: Fate, closed: Fate): SpoiltRow => [
  state,
  state,
  state,
  state,
  state,
  permission,
  closed,
]

/** The row of a copy that is to be under the key: DescribeKey finds out at once. Source: spec/ebs-ec2.md 3.6. */
export const COPY_UNDER_SPOILT: SpoiltRow = [
  'is disabled',
  'is invalid',
  'is invalid',
  'is invalid',
  'is invalid',
  'not authorized',
  'error',
]

/** All that a failed request could leave behind, apart from the instances that show why they failed. */
export const inventory = (w: Stage) => ({
  volumes: w.ec2.describeVolumes({}).Volumes.map(({ VolumeId, State }) => [VolumeId, State]),
  snapshots: w.ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots.map(({ SnapshotId }) => SnapshotId),
  images: w.ec2.describeImages({ Owners: ['self'] }).Images.map(({ ImageId }) => ImageId),
  grants: [w.a, w.b].flatMap(({ kms, grants }) => kms.listKeys({}).Keys.flatMap(({ KeyArn }) => grants(KeyArn))),
  keysInMemory: w.ec2.describeVolumes({}).Volumes.filter((each) => w.cloud.volume(each.VolumeId).isPlaintextKeyInHostMemory),
})

/** What an action makes, or the error that it is refused with. */
export const attempt = (act: () => Made): Made | object => {
  try {
    return act()
  } catch (error) {
    const { name, message, Reason, $metadata } = error as Error & { Reason?: string; $metadata?: { httpStatusCode: number } }
    return { name, message, status: $metadata?.httpStatusCode, ...(Reason === undefined ? {} : { Reason }) }
  }
}

/** The events of this name about a resource. */
export const about = (w: Stage, id: string, event: string): CloudEvent[] =>
  w.cloud.events.all().filter(({ detail, resources }) => detail.event === event && resources[0]?.endsWith(`/${id}`))

const STATE_REASON = {
  Code: 'Client.InvalidKMSKey.InvalidState',
  Message: 'Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state',
}

/** What shows of a fate, and what it has left. */
export const verify = (w: Stage, fate: Fate, result: Made | object, before: ReturnType<typeof inventory>, says: string): void => {
  const refusal = REFUSALS[fate]
  if (refusal !== undefined) {
    expect(result).toEqual(refusal(w.key, w.attachable ?? ''))
    return
  }
  const { kind, id } = result as Made
  expect(result).toEqual({ kind: expect.any(String), id: expect.any(String) })
  const after = inventory(w)
  if (fate === 'gone') {
    expect(kind).toBe('volume')
    const requestId = latest(w.cloud, 'CreateVolume').requestId
    const [failed, ...others] = about(w, id, 'createVolume')
    const [deleted] = about(w, id, 'deleteVolume')
    expect(others).toEqual([])
    expect(failed).toMatchObject({
      detail: { result: 'failed', cause: expect.stringContaining(says), 'request-id': requestId },
      resources: [volumeArnOf(id), says.includes(w.key) ? w.key : expect.stringContaining(':key/')],
    })
    expect(deleted).toMatchObject({
      detail: { result: 'deleted', cause: '', 'request-id': requestId },
      resources: [volumeArnOf(id)],
    })
    expect(after).toEqual(before)
  } else if (fate === 'terminated') {
    expect(w.shownInstance(id)).toMatchObject({
      State: { Code: 48, Name: 'terminated' },
      StateReason: STATE_REASON,
      StateTransitionReason: 'Client.InternalError',
      BlockDeviceMappings: [],
    })
    expect(after).toEqual(before)
  } else if (fate.startsWith('stopped')) {
    const permission = { Code: 'Client.InternalError', Message: 'Client.InternalError: Client error on launch' }
    expect(w.shownInstance(id)).toMatchObject({
      State: { Code: 80, Name: 'stopped' },
      StateReason: fate === 'stopped: permission' ? permission : STATE_REASON,
    })
    expect(after).toEqual(before)
  } else if (fate === 'error') {
    const shown = w.shownSnapshot(id)
    expect(shown).toMatchObject({
      State: 'error',
      StateMessage: 'Given key ID is not accessible',
      Progress: '0%',
      Encrypted: true,
      OwnerId: w.session.accountId,
    })
    expect(shown).not.toHaveProperty('CompletionTime')
    expect(shown).not.toHaveProperty('FullSnapshotSizeInBytes')
    expect(about(w, id, 'copySnapshot').map(({ detail }) => [detail.result, detail.cause])).toEqual([
      ['failed', 'Given key ID is not accessible'],
    ])
    expect(after).toEqual({ ...before, snapshots: [...before.snapshots, id] })
    w.ec2.deleteSnapshot({ SnapshotId: id })
    expect(inventory(w)).toEqual(before)
  } else if (fate === 'failed') {
    const [copy] = w.snapshotsOf(id) as [string]
    const StateMessage = w.shownSnapshot(copy)?.StateMessage as string
    expect(StateMessage).toMatch(/^Given key ID is not accessible(\. You must have DescribeKey permissions on the default CMK)?$/)
    expect(w.shownSnapshot(copy)).toMatchObject({ State: 'error', Progress: '0%', Encrypted: true })
    const Message = `AMI snapshot copy failed with error: ${StateMessage}`
    expect(w.shownImage(id)).toMatchObject({ State: 'failed', StateReason: { Code: 'Client.InternalError', Message } })
    const events = w.cloud.events.matching({ 'detail-type': ['EC2 AMI State Change'], detail: { ImageId: [id] } })
    expect(events.map(({ detail }) => [detail.State, detail.ErrorMessage])).toEqual([['failed', Message]])
    expect(after).toMatchObject({ volumes: before.volumes, grants: before.grants, keysInMemory: before.keysInMemory })
    expect(after.snapshots).toEqual([...before.snapshots, copy])
  } else {
    expect(fate).toBe('works')
    const state = {
      volume: () => w.shownVolume(id)?.State,
      instance: () => w.shownInstance(id)?.State.Name,
      snapshot: () => w.shownSnapshot(id)?.State,
      image: () => w.shownImage(id)?.State,
      nothing: () => 'done',
    }
    expect(['available', 'running', 'completed', 'done']).toContain(state[kind]())
  }
}

/** The cells of a table. */
export const cells = <Row extends string, Trouble extends string>(
  table: Record<Row, readonly Fate[]>,
  troubles: readonly Trouble[],
) =>
  (Object.entries(table) as [Row, readonly Fate[]][]).flatMap(([operation, fates]) =>
    troubles.map((trouble, at) => ({ operation, trouble, fate: fates[at] as Fate })),
  )

/** The title of a cell's test. */
export const TITLE = '$operation, key $trouble: $fate'

/** Tries an action with a spoilt key, then once more: with the key well again, or, where it is gone for good, to the same end. */
export const tryAndRecover = <World extends Stage>(
  w: World,
  spoiling: Spoiling,
  act: (w: World, by: Caller) => Made,
  fate: Fate,
  says = spoiling.says(w.key),
): void => {
  const by = spoiling.caller?.(w, w.key) ?? w.a
  const tryOnce = () => {
    const [before, digest] = [inventory(w), resourceDigest(w.cloud)]
    const result = attempt(() => act(w, by))
    verify(w, fate, result, before, says)
    if (REFUSALS[fate] !== undefined) expect(resourceDigest(w.cloud)).toBe(digest)
  }
  spoiling.spoil(w, w.key)
  tryOnce()
  if (spoiling.mend === undefined) tryOnce()
  else if (fate !== 'works') {
    spoiling.mend(w, w.key)
    const result = attempt(() => act(w, w.a))
    verify(w, 'works', result, inventory(w), '')
  }
}
