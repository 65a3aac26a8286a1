import type { TrailRecord } from '../core/trail.ts'

/** An event as LookupEvents tells it: the heads of a record, and the record itself as JSON. */
export interface Event {
  EventId: string
  EventName: string
  /** `true` or `false`, as a text. */
  ReadOnly: string
  /** Where the caller used temporary credentials of STS. */
  AccessKeyId?: string
  /** Whole seconds. */
  EventTime: Date
  /** E.g. `kms.amazonaws.com`. */
  EventSource: string
  /** The user's name, the session's name, or `root`; services have none. */
  Username?: string
  Resources: Resource[]
  /** The whole record, as JSON. */
  CloudTrailEvent: string
}

/** A resource of an event. */
export interface Resource {
  /** E.g. `AWS::KMS::Key`. */
  ResourceType: string
  /** The ARN. */
  ResourceName: string
}

/** A record as LookupEvents tells it. Source: CloudTrail API Reference, "Event"; spec/around.md 4.6. */
export const eventView = (record: TrailRecord): Event => {
  const username = usernameOf(record.userIdentity)
  const accessKeyId = record.userIdentity['accessKeyId'] as string | undefined
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly),
    ...(accessKeyId === undefined ? {} : { AccessKeyId: accessKeyId }),
    EventTime: new Date(record.eventTime),
    EventSource: record.eventSource,
    ...(username === undefined ? {} : { Username: username }),
    Resources: (record.resources ?? []).map(({ type, ARN }) => ({ ResourceType: type, ResourceName: ARN })),
    CloudTrailEvent: JSON.stringify(record),
  }
}

/** The attribute by which events are looked up, of an event. */
export const ATTRIBUTES = {
  EventId: ({ EventId }) => [EventId],
  EventName: ({ EventName }) => [EventName],
  ReadOnly: ({ ReadOnly }) => [ReadOnly],
  Username: ({ Username }) => [Username],
  ResourceType: ({ Resources }) => Resources.map(({ ResourceType }) => ResourceType),
  ResourceName: ({ Resources }) => Resources.map(({ ResourceName }) => ResourceName),
  EventSource: ({ EventSource }) => [EventSource],
  AccessKeyId: ({ AccessKeyId }) => [AccessKeyId],
} as const satisfies Record<string, (event: Event) => readonly (string | undefined)[]>

const usernameOf = (identity: TrailRecord['userIdentity']): string | undefined => {
  switch (identity['type']) {
    case 'Root':
      return 'root'
    case 'IAMUser':
      return identity['userName'] as string
    case 'AssumedRole':
      return String(identity['arn']).split('/').at(-1)
    default:
      return undefined
  }
}
