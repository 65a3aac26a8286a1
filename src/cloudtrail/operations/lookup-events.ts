import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse } from '../../core/outcome.ts'
import { pageByToken, type TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { integer, list, oneOf, shape, structure, text, timestamp } from '../../core/shape.ts'
import { eventIdOf } from '../../core/trail.ts'
import { type CloudTrailErrorCode, cloudTrailFailure } from '../errors.ts'
import { ATTRIBUTES, type Event, eventView } from '../event-view.ts'

/** Input of LookupEvents. */
export interface LookupEventsInput {
  /** At most one. */
  LookupAttributes?: LookupAttribute[] | undefined
  /** Inclusive; at most 90 days ago. */
  StartTime?: Date | undefined
  /** Inclusive. */
  EndTime?: Date | undefined
  /** `insight` asks for Insights events, of which there are none. */
  EventCategory?: 'insight' | undefined
  /** 1 to 50; default 50. */
  MaxResults?: number | undefined
  NextToken?: string | undefined
}

/** What events are looked up by. */
export interface LookupAttribute {
  AttributeKey: keyof typeof ATTRIBUTES | undefined
  AttributeValue: string | undefined
}

/** Output of LookupEvents. */
export interface LookupEventsOutput {
  /** Newest first. */
  Events: Event[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/**
 * Looks up the management events of the last 90 days in the caller's account and Region. Events are there at once: AWS takes minutes.
 *
 * Source: CloudTrail API Reference, LookupEvents; spec/around.md 4.6. The sentences of the errors are inferred from their descriptions.
 */
export const LookupEvents = defineOperation({
  name: 'LookupEvents',
  action: 'cloudtrail:LookupEvents',
  doc: 'awscloudtrail/latest/APIReference/API_LookupEvents.html',
  basis: 'V:obs',
  input: shape<LookupEventsInput>({
    LookupAttributes: list(
      structure<LookupAttribute>({
        AttributeKey: oneOf(Object.keys(ATTRIBUTES) as (keyof typeof ATTRIBUTES)[]).required(),
        AttributeValue: text({ max: 2000 }).required(),
      }),
    ),
    StartTime: timestamp(),
    EndTime: timestamp(),
    EventCategory: text<'insight'>(),
    MaxResults: integer(),
    NextToken: text(),
  }),
  target: () => PASS,
  crossAccount: false,
  checks: [checkInput],
  prepare: (call: Call<LookupEventsInput>) => find(call),
  commit: ({ prepared: { items, NextToken } }): LookupEventsOutput => ({
    Events: items.map(({ event }) => event),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true },
})

function checkInput({ input }: Call<LookupEventsInput>): Outcome<undefined, Failure> {
  const { LookupAttributes = [], StartTime, EndTime, EventCategory, MaxResults = PAGE_MAX } = input
  const because = (code: CloudTrailErrorCode, message: string) => refuse(cloudTrailFailure(code, message))
  if (LookupAttributes.length > 1) {
    return because('InvalidLookupAttributesException', 'You can specify only one lookup attribute.')
  }
  if (StartTime !== undefined && EndTime !== undefined && StartTime > EndTime) {
    return because('InvalidTimeRangeException', 'The start time must not be after the end time.')
  }
  if (MaxResults < 1 || MaxResults > PAGE_MAX) {
    return because('InvalidMaxResultsException', `MaxResults must be between 1 and ${PAGE_MAX}.`)
  }
  if (EventCategory !== undefined && EventCategory !== 'insight') {
    return because('InvalidEventCategoryException', 'The event category must be insight.')
  }
  return PASS
}

/** An event with its place: the newest has the first. */
interface Found {
  readonly event: Event
  readonly key: string
}

const find = ({ world, input, account, region, time, entry }: Call<LookupEventsInput>): Outcome<TokenPage<Found>, Failure> => {
  const { NextToken, MaxResults = PAGE_MAX, EventCategory, ...query } = input
  const own = eventIdOf(world.random, entry)
  const from = Math.max(input.StartTime?.getTime() ?? 0, time - NINETY_DAYS)
  const until = input.EndTime?.getTime() ?? Number.POSITIVE_INFINITY
  const found = world
    .records()
    .filter(({ record }) => record.recipientAccountId === account && record.awsRegion === region)
    .map(({ record, number }) => ({ event: eventView(record), key: keyOf(number) }))
    .filter(({ event }) => event.EventId !== own && isWithin(event, from, until) && hasAttribute(event, input))
    .reverse()
  const scope = `cloudtrail/LookupEvents/${account}/${region}/${JSON.stringify(query)}`
  const items = EventCategory === 'insight' ? [] : found
  const page = pageByToken({ items, keyOf: ({ key }) => key, scope }, { MaxResults, NextToken })
  return page.ok ? page : refuse(cloudTrailFailure('InvalidNextTokenException', 'The token is not valid for this query.'))
}

const isWithin = ({ EventTime }: Event, from: number, until: number) =>
  EventTime.getTime() >= from && EventTime.getTime() <= until

const hasAttribute = (event: Event, { LookupAttributes = [] }: LookupEventsInput): boolean =>
  LookupAttributes.every(({ AttributeKey, AttributeValue }) =>
    (ATTRIBUTES[AttributeKey as keyof typeof ATTRIBUTES](event) as readonly unknown[]).includes(AttributeValue),
  )

/** The newest event has the first key. */
const keyOf = (number: number): string => String(LAST_NUMBER - number).padStart(16, '0')

const LAST_NUMBER = 1e15
const NINETY_DAYS = 90 * 24 * 60 * 60 * 1000
const PAGE_MAX = 50
