import { type JournalEntry, requestIdOf } from './journal.ts'
import { lowerFirst } from './lower-first.ts'
import { wholeSeconds } from './moments.ts'
import type { AnyOperation, Service } from './operation.ts'
import { type Random, uuidOf } from './random.ts'
import { createRing, pushRing, type Ring, ringItems } from './ring.ts'
import type { Field, Shape } from './shape.ts'
import { foreignIdentity, userIdentity } from './trail-identity.ts'

/** A CloudTrail record. Source: CloudTrail User Guide, "CloudTrail record contents"; spec/around.md 4.1. */
export interface TrailRecord {
  readonly eventVersion: '1.11'
  readonly userIdentity: Readonly<Record<string, unknown>>
  /** Whole seconds, e.g. `2026-01-02T03:04:05Z`. */
  readonly eventTime: string
  readonly eventSource: string
  readonly eventName: string
  readonly awsRegion: string
  readonly sourceIPAddress: string
  readonly userAgent: string
  readonly errorCode?: string
  readonly errorMessage?: string
  readonly requestParameters: unknown
  readonly responseElements: unknown
  readonly additionalEventData?: unknown
  readonly serviceEventDetails?: unknown
  /** Absent from service events. */
  readonly requestID?: string
  readonly eventID: string
  readonly readOnly: boolean
  readonly resources?: readonly TrailResource[]
  readonly eventType: 'AwsApiCall' | 'AwsServiceEvent'
  readonly managementEvent: true
  readonly recipientAccountId: string
  readonly sharedEventID?: string
  readonly vpcEndpointId?: string
  readonly vpcEndpointAccountId?: string
  readonly eventCategory: 'Management'
}

/** A resource in a CloudTrail record. */
export interface TrailResource {
  readonly accountId: string
  readonly type: string
  readonly ARN: string
}

/** What a call leaves for its record, beyond input and output. */
export interface TrailFacts {
  readonly resources?: readonly TrailResource[]
  readonly additionalEventData?: Readonly<Record<string, unknown>>
  /** Replaces the recorded request parameters. */
  readonly requestParameters?: unknown
  readonly responseElements?: unknown
}

/** Something that AWS did by itself, e.g. `DeleteKey` at the end of the waiting period. */
export interface ServiceEvent {
  readonly address: string
  readonly time: number
  readonly account: string
  readonly region: string
  readonly eventSource: string
  readonly eventName: string
  readonly resources: readonly TrailResource[]
  readonly serviceEventDetails?: Readonly<Record<string, unknown>>
  /** `AwsApiCall` for `SynchronizeMultiRegionKey`, which AWS records so. */
  readonly eventType: 'AwsApiCall' | 'AwsServiceEvent'
}

/** The plain data behind CloudTrail: entries are shared with the journal and become records when somebody reads them. */
export interface TrailState {
  readonly ring: Ring<TrailEntry>
}

type TrailEntry = { readonly call: JournalEntry } | { readonly event: ServiceEvent }

/** A trail in which nothing stands yet. */
export const createTrailState = (capacity: number): TrailState => ({ ring: createRing(capacity) })

/** Notes a call, before it goes through the gates: an outer call stands in front of the calls that it makes. */
export const recordCall = (world: { readonly trail: TrailState }, call: JournalEntry): void =>
  pushRing(world.trail.ring, { call })

/** Notes something that AWS did by itself. */
export const recordServiceEvent = (
  world: { readonly trail: TrailState; readonly random: Random; readonly clock: { now(): number } },
  event: Omit<ServiceEvent, 'address' | 'time'>,
): void => {
  const place = `${event.eventSource}/${event.eventName}/${event.account}/${event.region}`
  const address = `${place}#${world.random.count({ purpose: place })}`
  pushRing(world.trail.ring, { event: { ...event, address, time: world.clock.now() } })
}

/** The id of the record of a call that this account sees. Every account to which the record is delivered has its own. */
export const eventIdOf = (
  random: Random,
  { address, account }: Pick<JournalEntry, 'address' | 'account'>,
  recipient: string = account,
): string => uuidOf(random.fixed({ purpose: recipient === account ? `trail/${address}` : `trail/${address}/${recipient}` }, 16))

/** All records, oldest first; made now from what the calls left. */
export const trailRecords = (
  world: { readonly trail: TrailState; readonly random: Random },
  services: ReadonlyMap<string, Service>,
): TrailRecord[] => numberedRecords(world, services).map(({ record }) => record)

/** A record with the number of what it tells: the same for all accounts that it is delivered to, and for ever. */
export interface NumberedRecord {
  readonly number: number
  readonly record: TrailRecord
}

/** All records with their numbers, oldest first. */
export const numberedRecords = (
  { trail: { ring }, random }: { readonly trail: TrailState; readonly random: Random },
  services: ReadonlyMap<string, Service>,
): NumberedRecord[] =>
  ringItems(ring).flatMap((entry, index) => {
    const records = 'event' in entry ? [serviceEventRecord(random, entry.event)] : callRecords(random, services, entry.call)
    return records.map((record) => ({ number: ring.dropped + index, record }))
  })

/** A call that was stopped here shows nothing of its parameters. */
const UNREAD: readonly (string | undefined)[] = ['shape', 'throttle', 'authorise']

/** Calls that the simulator gave up, calls of nobody that AWS knows, and data events, which a trail must ask for, leave no record. */
const callRecords = (random: Random, services: ReadonlyMap<string, Service>, entry: JournalEntry): TrailRecord[] => {
  if (entry.abandonedAt !== undefined || entry.stoppedAt === 'credentials') return []
  if (services.get(entry.service)?.operations.get(entry.operation)?.trail.isDataEvent) return []
  const own = callRecord(random, services, entry)
  if (entry.error !== undefined) return [own]
  const owners = new Set((own.resources ?? []).map(({ accountId }) => accountId))
  owners.delete(entry.account)
  const copies = [...owners].map((owner) => foreignCopy(random, entry, own, owner))
  return copies.length === 0 ? [own] : [{ ...own, sharedEventID: sharedIdOf(random, entry) }, ...copies]
}

const callRecord = (random: Random, services: ReadonlyMap<string, Service>, entry: JournalEntry): TrailRecord => {
  const { principal, invokedBy, region, operation, time, error } = entry
  const service = services.get(entry.service) as Service
  const { trail, input } = service.operations.get(operation) as AnyOperation
  const facts = (entry.facts ?? {}) as TrailFacts
  const isForwarded = entry.via !== undefined && entry.isUnmarked === undefined
  const source = invokedBy ?? (principal.kind === 'service' ? principal.name : '127.0.0.1')
  // A call that a fault stopped was never read, so nothing is known of its parameters.
  const isDenied = UNREAD.includes(entry.stoppedAt) || entry.input === undefined
  const request = isDenied
    ? null
    : (facts.requestParameters ??
      (trail.requestParameters === undefined ? lowerCamelInput(input.members, entry.input) : trail.requestParameters(entry)))
  const response = error === undefined ? (facts.responseElements ?? trail.responseElements?.(entry) ?? null) : null
  return {
    eventVersion: '1.11',
    userIdentity: userIdentity(principal, invokedBy),
    eventTime: wholeSeconds(time),
    eventSource: service.eventSource,
    eventName: operation,
    awsRegion: region,
    sourceIPAddress: source,
    userAgent: invokedBy ?? (principal.kind === 'service' ? principal.name : 'kms-ebs-sim'),
    ...(error === undefined ? {} : { errorCode: service.trailErrorCode(error) }),
    ...(error?.message === undefined ? {} : { errorMessage: error.message }),
    requestParameters: request,
    responseElements: response,
    ...(error === undefined && facts.additionalEventData !== undefined ? { additionalEventData: facts.additionalEventData } : {}),
    requestID: requestIdOf(random, entry),
    eventID: eventIdOf(random, entry),
    readOnly: trail.readOnly,
    ...(facts.resources === undefined || isDenied ? {} : { resources: facts.resources }),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: entry.account,
    ...(isForwarded ? { sharedEventID: sharedIdOf(random, entry), ...INTERNAL_ENDPOINT } : {}),
    eventCategory: 'Management',
  }
}

/** Every record of a call across accounts is delivered twice: the owner of the key sees the caller as a foreign account. */
const foreignCopy = (random: Random, entry: JournalEntry, own: TrailRecord, owner: string): TrailRecord => ({
  ...own,
  userIdentity: foreignIdentity(entry.principal, entry.invokedBy),
  eventID: eventIdOf(random, entry, owner),
  recipientAccountId: owner,
  sharedEventID: sharedIdOf(random, entry),
})

const serviceEventRecord = (random: Random, event: ServiceEvent): TrailRecord => ({
  eventVersion: '1.11',
  userIdentity: { accountId: event.account, invokedBy: 'AWS Internal' },
  eventTime: wholeSeconds(event.time),
  eventSource: event.eventSource,
  eventName: event.eventName,
  awsRegion: event.region,
  sourceIPAddress: 'AWS Internal',
  userAgent: 'AWS Internal',
  requestParameters: null,
  responseElements: null,
  ...(event.serviceEventDetails === undefined ? {} : { serviceEventDetails: event.serviceEventDetails }),
  eventID: uuidOf(random.fixed({ purpose: `trail/${event.address}` }, 16)),
  readOnly: false,
  resources: event.resources,
  eventType: event.eventType,
  managementEvent: true,
  recipientAccountId: event.account,
  eventCategory: 'Management',
})

const sharedIdOf = (random: Random, entry: JournalEntry) => uuidOf(random.fixed({ purpose: `shared/${entry.address}` }, 16))

/** Forwarded calls travel inside AWS. Recorded in 2026 (spec/ebs-ec2.md 2.7). */
const INTERNAL_ENDPOINT = { vpcEndpointId: 'AWS Internal', vpcEndpointAccountId: 'AWS Internal' } as const

/** `input` with the member names of its structures in lower camel case, as CloudTrail writes parameters; the keys of maps stay as they are. */
const lowerCamelInput = (members: Shape<unknown>['members'], input: unknown): unknown => {
  if (typeof input !== 'object' || input === null) return null
  const named = Object.entries(input).map(([name, value]) => [lowerFirst(name), lowerCamelValue(members.get(name)?.inner, value)])
  return named.length === 0 ? null : Object.fromEntries(named)
}

const lowerCamelValue = (inner: Field<unknown>['inner'], value: unknown): unknown => {
  if (inner === undefined) return value
  if ('members' in inner) return lowerCamelInput(inner.members, value)
  return Array.isArray(value) ? value.map((each) => lowerCamelValue(inner.inner, each)) : value
}

/** `value` with the first letter of every member name in lower case, all the way down. */
export const lowerCamel = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(lowerCamel)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [lowerFirst(name), lowerCamel(inner)]))
}
