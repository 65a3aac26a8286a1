import type { DueTask } from '../core/clock.ts'
import { emitEvent } from '../core/event-bus.ts'
import { recordServiceEvent } from '../core/trail.ts'
import type { World } from '../core/world.ts'
import { dropImport } from './imported-material.ts'
import type { KeyRecord, KeyStatus } from './key-record.ts'
import { findKey, removeKey } from './store.ts'
import { keyResource } from './trail-facts.ts'

/** A key that is waiting to be deleted. */
export type WaitingStatus = Extract<KeyStatus, { state: 'PendingDeletion' | 'PendingReplicaDeletion' }>

/** The task that deletes a key at the end of its waiting period. */
export const DELETE_KEY = 'kms/delete-key'

/** What {@link DELETE_KEY} is asked to do. The date tells a period that was cancelled and begun anew from the one that is meant. */
interface Deletion {
  readonly account: string
  readonly region: string
  readonly keyId: string
  readonly deletionDate: number
}

/**
 * Begins the waiting period of a key: at once, or, for a primary key with replicas (in whatever state), when the last of them is gone.
 *
 * Source: AWS KMS Developer Guide, "Deleting multi-Region keys"; spec/kms.md 3.4.
 */
export const startWaiting = (world: World, key: KeyRecord, windowDays: number): WaitingStatus => {
  const status: WaitingStatus = hasReplicas(key)
    ? { state: 'PendingReplicaDeletion', windowDays }
    : { state: 'PendingDeletion', deletionDate: world.clock.now() + windowDays * DAY_MILLISECONDS }
  key.status = status
  if (status.state === 'PendingDeletion') {
    const { account, region, keyId } = key
    const deletion: Deletion = { account, region, keyId, deletionDate: status.deletionDate }
    world.clock.at(status.deletionDate, DELETE_KEY, deletion)
  }
  return status
}

/** Deletes a key whose waiting period is over, unless the deletion has been cancelled in the meantime. */
export const deleteKey = (world: World, { data }: DueTask): void => {
  const { account, region, keyId, deletionDate } = data as Deletion
  const key = findKey(world, account, region, keyId)
  if (key?.status.state !== 'PendingDeletion' || key.status.deletionDate !== deletionDate) return
  for (const materialId of [...(key.imports?.keys() ?? [])]) dropImport(world, key, materialId)
  removeKey(world, key)
  recordServiceEvent(world, {
    account,
    region,
    eventSource: 'kms.amazonaws.com',
    eventName: 'DeleteKey',
    resources: [keyResource(key)],
    serviceEventDetails: { keyId },
    eventType: 'AwsServiceEvent',
  })
  emitEvent(world, {
    source: 'aws.kms',
    detailType: 'KMS CMK Deletion',
    account,
    region,
    resources: [key.arn],
    detail: { 'key-id': keyId },
  })
  releasePrimary(world, key)
}

/** The primary key that only waited for this last replica begins its own waiting period. */
const releasePrimary = (world: World, { family, account, region, keyId }: KeyRecord) => {
  const { multiRegion } = family
  if (multiRegion === undefined || multiRegion.primaryRegion === region) return
  multiRegion.replicaRegions.splice(multiRegion.replicaRegions.indexOf(region), 1)
  const primary = findKey(world, account, multiRegion.primaryRegion, keyId)
  if (primary?.status.state !== 'PendingReplicaDeletion' || hasReplicas(primary)) return
  startWaiting(world, primary, primary.status.windowDays)
}

const hasReplicas = ({ family: { multiRegion }, region }: KeyRecord) =>
  multiRegion !== undefined && multiRegion.primaryRegion === region && multiRegion.replicaRegions.length > 0

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000
