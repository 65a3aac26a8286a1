import type { DueTask } from '../core/clock.ts'
import { nextSequence, openEntry } from '../core/journal.ts'
import type { Call } from '../core/operation.ts'
import { recordCall } from '../core/trail.ts'
import type { World } from '../core/world.ts'
import { hasItsMaterial } from './imported-material.ts'
import type { KeyRecord } from './key-record.ts'
import { findKey } from './store.ts'

/** The task that ends the state `Updating` of a primary key and a replica that have changed places. */
export const FINISH_PROMOTION = 'kms/finish-promotion'

/** The two keys that {@link FINISH_PROMOTION} is about. */
interface Promotion {
  readonly account: string
  readonly keyId: string
  readonly regions: readonly string[]
}

/** Lets a primary key and a replica change places. The roles are the new ones at once; both keys are `Updating` for a while. */
export const promoteReplica = (world: World, primary: KeyRecord, replica: KeyRecord): void => {
  const { family, account, keyId } = primary
  const regions = family.multiRegion?.replicaRegions ?? []
  regions.splice(regions.indexOf(replica.region), 1)
  const behind = regions.findIndex((each) => each > primary.region)
  regions.splice(behind === -1 ? regions.length : behind, 0, primary.region)
  if (family.multiRegion !== undefined) family.multiRegion.primaryRegion = replica.region
  for (const key of [primary, replica]) key.status = { state: 'Updating' }
  const latency = world.settings.latency === 'typical' ? UPDATE_MILLISECONDS : 0
  const promotion: Promotion = { account, keyId, regions: [primary.region, replica.region] }
  world.clock.at(world.clock.now() + latency, FINISH_PROMOTION, promotion)
}

/** Makes the two keys usable again. */
export const finishPromotion = (world: World, { data }: DueTask): void => {
  const { account, keyId, regions } = data as Promotion
  for (const region of regions) {
    const key = findKey(world, account, region, keyId)
    if (key?.status.state === 'Updating') key.status = { state: hasItsMaterial(key) ? 'Enabled' : 'PendingImport' }
  }
}

/**
 * Leaves the second record of UpdatePrimaryRegion, in the Region of the new primary key: by KMS itself, with the key's ARN, without
 * resources. Source: Developer Guide, "UpdatePrimaryRegion" log entry; spec/kms.md 3.3.
 */
export const recordPromotion = ({ world, entry, request }: Call, { account, region, arn }: KeyRecord): void => {
  const place = `kms/UpdatePrimaryRegion/${account}/${region}`
  const second = openEntry(world.journal, {
    sequence: nextSequence(world.journal),
    parent: entry.sequence,
    address: `${place}#${world.random.count({ purpose: place })}`,
    requestAddress: entry.requestAddress,
    time: entry.time,
    principal: request.principal,
    account,
    region,
    service: 'kms',
    operation: 'UpdatePrimaryRegion',
    via: undefined,
    invokedBy: 'kms.amazonaws.com',
    input: { KeyId: arn, PrimaryRegion: region },
  })
  second.output = {}
  recordCall(world, second)
}

/** How long the two keys are in state `Updating` with `latency: 'typical'`: "seconds" on AWS. */
const UPDATE_MILLISECONDS = 5000
