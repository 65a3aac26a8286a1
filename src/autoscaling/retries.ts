import { SUSPENSIONS } from './activity-texts.ts'
import type { GroupRecord } from './records.ts'

/**
 * A launch has failed: the next try waits twice as long as the one before. A group that has launched nothing for a day is suspended.
 *
 * Source: EC2 Auto Scaling User Guide, "Suspend and resume processes" (administrative suspension, "over 24 hours"); spec/around.md 2.3:
 * that the group tries again. The waits are inferred.
 */
export const launchFailed = (group: GroupRecord, moment: number): void => {
  const { count, since, retryAt } = group.failures ?? { count: 0, since: moment, retryAt: moment }
  // Launches that fail together count as one.
  if (retryAt > moment) return
  const wait = Math.min(FIRST_WAIT_MILLISECONDS * 2 ** count, LONGEST_WAIT_MILLISECONDS)
  group.failures = { count: count + 1, since, retryAt: moment + wait }
  if (moment - since < ADMINISTRATIVE_MILLISECONDS || group.suspended.has('Launch')) return
  group.suspended.set('Launch', SUSPENSIONS.administrative(moment))
  delete group.failures
}

/** EC2 has refused a termination: when it is asked again (epoch milliseconds). Inferred. */
export const terminationRetryAt = (moment: number): number => moment + TERMINATION_WAIT_MILLISECONDS

const FIRST_WAIT_MILLISECONDS = 30_000
const LONGEST_WAIT_MILLISECONDS = 3_600_000
const ADMINISTRATIVE_MILLISECONDS = 24 * 3_600_000
const TERMINATION_WAIT_MILLISECONDS = 60_000
