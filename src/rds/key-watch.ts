import { parseArn } from '../core/identifiers.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { resourceControlOf } from '../iam/accounts.ts'
import { findGrant } from '../kms/grant-identifiers.ts'
import { stateNow } from '../kms/state-now.ts'
import { findKey } from '../kms/store.ts'
import { openByGrant } from './key-use.ts'
import { loseCluster, loseInstance } from './lifecycle.ts'
import { type ClusterRecord, type InstanceRecord, kmsDataKeyOf } from './records.ts'
import { scheduleAt } from './schedule.ts'
import { allPlaces, rdsStore } from './store.ts'

/*
 * How RDS finds out that a key cannot be used any more. AWS says that the database changes its status "immediately, or deferred, depending
 * on the use case that required access to the key". Here RDS looks at the keys of all databases that run, every `rdsKeyCheck`
 * milliseconds. Whether access is lost decides a Decrypt that goes through KMS like any other; it is made when something that KMS
 * decides by has changed since the last one, so that a year on the clock does not fill the journal.
 */

/** Something that runs on storage under a KMS key. */
type KeyHolder = ClusterRecord | InstanceRecord

/** Notes what decided about the key of a new or started database, and looks after it from now on. */
export const watchKey = (world: World, holder: KeyHolder): void => {
  const facts = factsOf(world, holder)
  if (facts === undefined) return
  holder.keyFacts = facts
  lookLater(world)
}

/** The next look at all keys. It is the last one where no database runs on a KMS key any more. */
export const lookAtKeys = (world: World): void => {
  rdsStore(world).isWatching = false
  const holders = allPlaces(world).flatMap(({ clusters, instances }) => [...clusters.values(), ...instances.values()])
  for (const holder of holders.filter(isRunning)) lookAt(world, holder)
  if (holders.some((holder) => isWatched(holder))) lookLater(world)
}

const lookLater = (world: World): void => {
  const store = rdsStore(world)
  if (store.isWatching) return
  store.isWatching = true
  scheduleAt(world, world.clock.now() + world.settings.rdsKeyCheckMilliseconds, 'rds/keys-looked-at', {})
}

const lookAt = (world: World, holder: KeyHolder): void => {
  const key = kmsDataKeyOf(holder)
  const facts = factsOf(world, holder)
  if (key === undefined || facts === undefined || facts === holder.keyFacts) return
  const opened = openByGrant({ world, account: holder.account, region: holder.region }, key)
  if (opened.ok) opened.value.fill(0)
  else if (isPassing(opened.error)) return
  else if ('engineMode' in holder) loseCluster(world, holder)
  else loseInstance(world, holder)
  holder.keyFacts = facts
}

/** What KMS decides by when RDS uses the key of a database, as one text; nothing for storage that is under no KMS key. */
const factsOf = (world: World, holder: KeyHolder): string | undefined => {
  const arn = parseArn(kmsDataKeyOf(holder)?.kmsKeyArn ?? '')
  if (arn === undefined) return undefined
  const key = findKey(world, arn.account, arn.region, arn.resource.slice('key/'.length))
  if (key === undefined) return 'gone'
  const grant = findGrant(world, key, holder.grantId ?? '')
  const controls = resourceControlOf(world, arn.account)?.map(({ text }) => text)
  return JSON.stringify([stateNow(key), grant?.grantId, key.policy.text, controls])
}

/** Members of a cluster go with it. */
const isWatched = (holder: KeyHolder): boolean =>
  kmsDataKeyOf(holder) !== undefined &&
  !('clusterIdentifier' in holder) &&
  holder.status !== 'inaccessible-encryption-credentials'

const isRunning = (holder: KeyHolder): boolean => isWatched(holder) && holder.status === 'available'

/** Trouble of KMS that says nothing about the key. */
const isPassing = ({ code, fault }: Failure): boolean =>
  code === 'ThrottlingException' || (fault === 'server' && code !== 'KeyUnavailableException')
