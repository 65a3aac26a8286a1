import type { LookupEventsInput, LookupEventsOutput } from './operations/lookup-events.ts'

/**
 * AWS CloudTrail as one principal calls it. All records of the world are in `cloud.trail`; this is what AWS shows of them.
 *
 * @example
 * ```ts
 * import { createCloud } from 'kms-ebs-sim'
 *
 * const { kms, cloudtrail } = createCloud().session()
 * kms.createKey()
 * const { Events } = cloudtrail.lookupEvents({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateKey' }] })
 * Events[0]?.EventSource // kms.amazonaws.com
 * ```
 */
export interface CloudTrailApi {
  /**
   * Looks up the management events of the last 90 days in the caller's account and Region, newest first.
   *
   * Throws AccessDeniedException, InvalidEventCategoryException, InvalidLookupAttributesException, InvalidMaxResultsException,
   * InvalidNextTokenException, InvalidTimeRangeException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
   */
  lookupEvents(input?: LookupEventsInput): LookupEventsOutput
}
