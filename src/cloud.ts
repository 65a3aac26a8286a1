import { credentialsOf } from './access-keys.ts'
import { type ActingPrincipal, accountHandle, currentPrincipal, principalOf } from './account.ts'
import type { ClientOptions, Cloud, JournalCall, SessionOptions } from './cloud-api.ts'
import { copyGraph } from './core/archive-copy.ts'
import type { Clock } from './core/clock.ts'
import type { CloudEvent } from './core/event-bus.ts'
import { matchesEvent, parseEventPattern } from './core/event-pattern.ts'
import { journalEntries, requestIdOf } from './core/journal.ts'
import { checkMembers } from './core/known-members.ts'
import { knownRegion, REGIONS } from './core/regions.ts'
import { ringItems } from './core/ring.ts'
import { SimulatorError } from './core/simulator-error.ts'
import { createSubscriptions, type Subscriptions } from './core/subscriptions.ts'
import type { TrailRecord } from './core/trail.ts'
import { createWorldState, openWorld, type World, type WorldState } from './core/world.ts'
import type { KeyAlgorithm } from './crypto/key-pairs/key-algorithm.ts'
import { clientConfig, clientPlugin, type DefaultCaller, keepHost, wireHost } from './doors.ts'
import { guestInstance } from './ec2/guest-device.ts'
import { inspectSnapshot, inspectVolume } from './ec2/inspection.ts'
import { endWorld } from './end-world.ts'
import { explainError } from './explanation.ts'
import { faultsOf } from './fault-builder.ts'
import { handIn } from './kms/key-pairs.ts'
import { type CloudOptions, readOptions } from './options.ts'
import { clusterHost } from './rds/cluster-storage.ts'
import { forkState, readSavedWorld, saveWorld } from './saved-world.ts'
import { SERVICES } from './services.ts'
import { createSession } from './session.ts'
import { simulateAccess } from './simulation.ts'
import { sessionOfCredentials } from './sts/issued-sessions.ts'
import { fetchDoor } from './wire/fetch.ts'

/**
 * Makes a simulated AWS: KMS, EC2 and EBS in this process, with real cryptography and a clock of its own.
 * Throws `SimulatorError` (`INVALID_OPTION`).
 *
 * @example
 * ```ts
 * import { createCloud } from 'kms-ebs-sim'
 *
 * const cloud = createCloud({ seed: 7 })
 * const { KeyMetadata } = cloud.kms.createKey({})
 * ```
 */
export const createCloud = (options: CloudOptions = {}): Cloud => {
  const settings = readOptions(options)
  return cloudOver(createWorldState(settings), { algorithms: options.algorithms ?? [], begin: () => createWorldState(settings) })
}

/**
 * Makes the cloud that {@link Cloud.save} wrote. Every restore is a world of its own; name it with `world` where two processes restore one
 * file and must not share block keys. Hand in its `algorithms` again: they are code and not in the file. Throws `SimulatorError` (`INVALID_ARCHIVE`).
 */
export const restoreCloud = (bytes: Uint8Array, options: RestoreOptions = {}): Cloud => {
  checkMembers('the options of restoreCloud', options, ['world', 'region', 'algorithms'])
  const saved = readSavedWorld(bytes, options.world, (opened) => openWorld(opened, SERVICES))
  const settings = { ...saved.settings, region: readRegion(options.region, saved.settings.region) }
  const begin = () => createWorldState(settings)
  return cloudOver({ ...saved, settings }, { algorithms: options.algorithms ?? [], begin })
}

/** What a restored cloud is told anew. */
interface RestoreOptions extends Pick<CloudOptions, 'algorithms'> {
  readonly world?: string
  readonly region?: string
}

const SESSION_OPTIONS = ['as', 'credentials', 'region'] as const satisfies readonly (keyof SessionOptions)[]

/** What a cloud keeps beside its world. */
interface Surroundings {
  readonly algorithms: readonly KeyAlgorithm[]
  /** The state that `reset()` goes back to. */
  readonly begin: () => WorldState
}

const cloudOver = (initial: WorldState, surroundings: Surroundings): Cloud => {
  const { algorithms, begin } = surroundings
  let state = initial
  const subscriptions = createSubscriptions()
  let world = openCloudWorld(state, algorithms, subscriptions)
  let isDisposed = false
  const now = (): World => (isDisposed ? disposed() : world)

  const session = (options: SessionOptions = {}) => {
    checkMembers('session options', options, SESSION_OPTIONS)
    return createSession(now, actingPrincipal(now(), options), readRegion(options.region, now().settings.region))
  }
  const defaultSession = session()
  const host = wireHost(now, callerOf(now, {}))

  const cloud: Cloud = {
    kms: defaultSession.kms,
    ec2: defaultSession.ec2,
    ebs: defaultSession.ebs,
    autoscaling: defaultSession.autoscaling,
    rds: defaultSession.rds,
    sts: defaultSession.sts,
    cloudformation: defaultSession.cloudformation,
    clock: clockOf(now),
    trail: trailOf(now),
    events: eventLogOf(now),
    journal: journalOf(now),
    faults: faultsOf(now, SERVICES),
    session,
    account: (accountId) => accountHandle(now, accountId),
    instance: (instanceId) => guestInstance(now, instanceId),
    volume: (volumeId) => inspectVolume(now, volumeId),
    snapshot: (snapshotId) => inspectSnapshot(now, snapshotId),
    cluster: (name) => clusterHost(now, name),
    explain: (error) => explainError(now(), error),
    deploy: defaultSession.deploy,
    simulate: ({ as, region, ...asked }) => {
      const principal = principalOf(now(), as)
      return simulateAccess(now(), { ...asked, principal, region: readRegion(region, now().settings.region) })
    },
    clientConfig: (options = {}) => clientConfig(now, callerOf(now, options), options),
    sdkPlugin: (options = {}) => clientPlugin(now, callerOf(now, options), options),
    fetch: fetchDoor(host),
    credentials: (identity) => credentialsOf(now(), principalOf(now(), identity)),
    clone: () => cloudOver(forkState(live(now, state)), surroundings),
    save: () => saveWorld(now(), state),
    reset: () => {
      endWorld(now(), state)
      state = begin()
      subscriptions.clear()
      world = openCloudWorld(state, algorithms, subscriptions)
    },
    [Symbol.dispose]: () => {
      if (!isDisposed) endWorld(world, state)
      isDisposed = true
    },
  }
  return keepHost(cloud, host)
}

/** Who acts through a client at a moment: the principal of its options, with what has changed about it since. */
const callerOf = (now: () => World, options: ClientOptions): (() => DefaultCaller) => {
  checkMembers('client options', options, [...SESSION_OPTIONS, 'pollAdvances'])
  const region = readRegion(options.region, now().settings.region)
  let principal = actingPrincipal(now(), options)
  return () => {
    principal = currentPrincipal(now(), principal)
    return { principal, region }
  }
}

const openCloudWorld = (state: WorldState, algorithms: readonly KeyAlgorithm[], subscriptions: Subscriptions): World => {
  const world = openWorld(state, SERVICES, subscriptions)
  handIn(world, algorithms)
  // Role Admin, as which sessions without a name act, is there from the beginning.
  principalOf(world, undefined)
  return world
}

const actingPrincipal = (world: World, { as, credentials }: SessionOptions): ActingPrincipal => {
  if (credentials === undefined) return principalOf(world, as)
  if (as !== undefined) throw invalidCredentials('"as" or "credentials"', 'both', 'Leave one of them out.')
  const found = sessionOfCredentials(world, credentials)
  if (found !== undefined) return found
  const next = 'Give the Credentials of an answer of this cloud’s sts, unchanged.'
  throw invalidCredentials('"credentials" that STS has issued', JSON.stringify(credentials.AccessKeyId), next)
}

const invalidCredentials = (expected: string, found: string, next: string) =>
  new SimulatorError('INVALID_OPTION', `Expected ${expected}, got ${found}. ${next}`)

const live = (now: () => World, state: WorldState): WorldState => {
  now()
  return state
}

const clockOf = (now: () => World): Clock => ({
  now: () => now().clock.now(),
  advance: (span) => now().clock.advance(span),
  advanceTo: (moment) => now().clock.advanceTo(moment),
  nextDue: () => now().clock.nextDue(),
})

const trailOf = (now: () => World): Cloud['trail'] => ({
  records: (wanted = {}) => {
    const records = now()
      .records()
      .map(({ record }) => record)
    return copyGraph(records.filter((record) => hasMembers(record, wanted)))
  },
  get dropped() {
    return now().trail.ring.dropped
  },
})

const eventLogOf = (now: () => World): Cloud['events'] => ({
  all: () => copyGraph(ringItems(now().events.ring)),
  matching: (pattern) => copyGraph(ringItems(now().events.ring).filter(eventTest(pattern))),
  on: (pattern, handler) => now().subscriptions.add(eventTest(pattern), handler),
  get dropped() {
    return now().events.ring.dropped
  },
})

/** What an EventBridge pattern matches. */
const eventTest = (pattern: object | string): ((event: CloudEvent) => boolean) => {
  const parsed = parseEventPattern(pattern)
  if (parsed.ok) return (event) => matchesEvent(parsed.value, event)
  throw new SimulatorError('INVALID_OPTION', `${parsed.error.code}: ${parsed.error.message}`)
}

const journalOf = (now: () => World): Cloud['journal'] => ({
  entries: () => journalTree(now()),
  get dropped() {
    return now().journal.ring.dropped
  },
})

const journalTree = (world: World): JournalCall[] => {
  const calls = new Map<number, JournalCall & { nested: JournalCall[] }>()
  const roots: JournalCall[] = []
  for (const entry of journalEntries(world.journal)) {
    const call = { ...entry, requestId: requestIdOf(world.random, entry), nested: [] }
    calls.set(entry.sequence, call)
    const parent = entry.parent === undefined ? undefined : calls.get(entry.parent)
    if (parent === undefined) roots.push(call)
    else parent.nested.push(call)
  }
  return copyGraph(roots)
}

const hasMembers = (record: TrailRecord, wanted: Partial<TrailRecord>) =>
  Object.entries(wanted).every(([name, value]) => record[name as keyof TrailRecord] === value)

const readRegion = (region: string | undefined, fallback: string): string => {
  if (region === undefined) return fallback
  if (knownRegion(region) !== undefined) return region
  throw new SimulatorError(
    'INVALID_OPTION',
    `"region" expected an AWS Region, got ${JSON.stringify(region)}. There are: ${REGIONS.join(', ')}.`,
  )
}

const disposed = (): never => {
  throw new SimulatorError(
    'DISPOSED',
    'Expected a cloud in use, found one that has been disposed of. Make a new one with createCloud().',
  )
}
