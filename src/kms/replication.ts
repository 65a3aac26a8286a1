import type { DueTask } from '../core/clock.ts'
import { nextSequence, openEntry } from '../core/journal.ts'
import type { Call } from '../core/operation.ts'
import { recorded } from '../core/recorded.ts'
import { recordCall, recordServiceEvent } from '../core/trail.ts'
import type { World } from '../core/world.ts'
import { hasItsMaterial } from './imported-material.ts'
import { keyMetadata } from './key-metadata.ts'
import type { KeyRecord } from './key-record.ts'
import { findKey, keyArn, storeKey } from './store.ts'
import { keyResource } from './trail-facts.ts'

/** The task that ends the creation of a replica key. */
export const FINISH_REPLICA = 'kms/finish-replica'

/** Which replica key {@link FINISH_REPLICA} is about. */
interface Replica {
  readonly account: string
  readonly region: string
  readonly keyId: string
}

/** Adds a replica key in state `Creating` to its family; it becomes usable when the key material has come over. */
export const addReplica = (world: World, replica: KeyRecord): void => {
  const { account, region, keyId, family } = replica
  const regions = family.multiRegion?.replicaRegions ?? []
  const behind = regions.findIndex((each) => each > region)
  regions.splice(behind === -1 ? regions.length : behind, 0, region)
  storeKey(world, replica)
  const latency = world.settings.latency === 'typical' ? CREATION_MILLISECONDS : 0
  world.clock.at(world.clock.now() + latency, FINISH_REPLICA, { account, region, keyId } satisfies Replica)
}

/**
 * Makes a replica key usable, or ready for the import of its material, unless something else has become of it. CloudTrail records the
 * synchronisation in the replica's Region.
 */
export const finishReplica = (world: World, { data }: DueTask): void => {
  const { account, region, keyId } = data as Replica
  const replica = findKey(world, account, region, keyId)
  if (replica?.status.state !== 'Creating') return
  replica.status = { state: hasItsMaterial(replica) ? 'Enabled' : 'PendingImport' }
  recordSynchronisation(world, replica)
}

/** CloudTrail's record of what KMS has brought from the primary key to a replica, in the replica's Region. */
export const recordSynchronisation = (world: World, { account, region, keyId, family }: KeyRecord): void => {
  const primaryRegion = family.multiRegion?.primaryRegion ?? region
  recordServiceEvent(world, {
    account,
    region,
    eventSource: 'kms.amazonaws.com',
    eventName: 'SynchronizeMultiRegionKey',
    resources: [keyResource({ account, arn: keyArn(account, primaryRegion, keyId) })],
    eventType: 'AwsApiCall',
  })
}

/**
 * Leaves a CreateKey record in the replica's Region, as ReplicateKey does on AWS. That KMS itself is named as the caller's agent is
 * inferred from the second record of UpdatePrimaryRegion. Source: Developer Guide, "ReplicateKey" log entry; spec/kms.md 3.2, 11.2.
 */
export const recordCreation = ({ world, entry, request }: Call, replica: KeyRecord, tags: unknown): void => {
  const { account, region, family } = replica
  const place = `kms/CreateKey/${account}/${region}`
  const { keySpec, keyUsage, origin } = family
  const created = openEntry(world.journal, {
    sequence: nextSequence(world.journal),
    parent: entry.sequence,
    address: `${place}#${world.random.count({ purpose: place })}`,
    requestAddress: entry.requestAddress,
    time: entry.time,
    principal: request.principal,
    account,
    region,
    service: 'kms',
    operation: 'CreateKey',
    via: undefined,
    invokedBy: 'kms.amazonaws.com',
    input: {
      Description: replica.description,
      KeySpec: keySpec,
      KeyUsage: keyUsage,
      Origin: origin,
      MultiRegion: true,
      ...(tags === undefined ? {} : { Tags: recorded(tags) }),
    },
  })
  created.output = recorded({ KeyMetadata: keyMetadata(replica) })
  created.facts = { resources: [keyResource(replica)] }
  recordCall(world, created)
}

/** How long a replica key is in state `Creating` with `latency: 'typical'`: "seconds" on AWS. */
const CREATION_MILLISECONDS = 5000
