import { wholeSeconds } from '../core/moments.ts'

/*
 * THE TABLE of what scaling activities say. Every sentence of a cause begins with a moment, and two spaces stand between two of them.
 *
 * Source: spec/around.md 2.4, 2.5 (recorded); EC2 Auto Scaling User Guide, "Verify a scaling activity"; public logs for health checks,
 * replacements, constraints and requests to terminate.
 */

/** What has changed how many instances a group is to have. */
export const REQUESTS = {
  created: (to: number) => `a user request created an AutoScalingGroup changing the desired capacity from 0 to ${to}.`,
  set: (from: number, to: number) =>
    `a user request explicitly set group desired capacity changing the desired capacity from ${from} to ${to}.`,
  updated: ({ min, max, from, to }: { min: number; max: number; from: number; to: number }) =>
    `a user request update of AutoScalingGroup constraints to min: ${min}, max: ${max}, desired: ${to} ` +
    `changing the desired capacity from ${from} to ${to}.`,
} as const

/** Why an instance is launched or terminated. */
export const CAUSES = {
  grow: (from: number, to: number) =>
    `an instance was started in response to a difference between desired and actual capacity, increasing the capacity from ${from} to ${to}.`,
  replace: 'an instance was launched in response to an unhealthy instance needing to be replaced.',
  shrink: (from: number, to: number) =>
    `an instance was taken out of service in response to a difference between desired and actual capacity, shrinking the capacity from ${from} to ${to}.`,
  selected: (instanceId: string) => `instance ${instanceId} was selected for termination.`,
  unhealthy:
    'an instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped.',
  /** With the decrement, where there is one. */
  asked: (instanceId: string, decrement?: { from: number; to: number }) =>
    `instance ${instanceId} was taken out of service in response to a user request${
      decrement === undefined ? '' : `, shrinking the capacity from ${decrement.from} to ${decrement.to}`
    }.`,
} as const

/** A sentence with its moment (epoch milliseconds): `At 2026-01-02T03:04:05Z …`. */
export const at = (moment: number, sentence: string): string => `At ${wholeSeconds(moment)} ${sentence}`

/** Sentences of a cause, in their order. */
export const causeOf = (sentences: readonly string[]): string => sentences.join('  ')

/** `StatusMessage` of an instance that was launched and lost before it was in service. */
export const lostText = (reason: string): string =>
  `Instance became unhealthy while waiting for instance to be in InService state. Termination Reason: ${reason}`

/** `StatusMessage` where EC2 has refused the launch. */
export const refusedText = (message: string): string => `${sentence(message)} Launching EC2 instance failed.`

/** The same for a termination. The form is inferred. */
export const keptText = (message: string): string => `${sentence(message)} Terminating EC2 instance failed.`

/** `Description` of an activity. */
export const descriptionOf = (
  kind: 'launch' | 'terminate',
  instanceId: string | undefined,
  problem: string | undefined,
): string => {
  const what = kind === 'launch' ? 'Launching a new EC2 instance' : 'Terminating EC2 instance'
  const of = instanceId === undefined ? '' : `: ${instanceId}`
  return `${what}${of}${problem === undefined ? '' : `.  Status Reason: ${problem}`}`
}

/** Why a process is suspended. The second form is inferred. */
export const SUSPENSIONS = {
  user: (moment: number) => `User suspended at ${wholeSeconds(moment)}`,
  administrative: (moment: number) => `Administratively suspended at ${wholeSeconds(moment)}`,
} as const

const sentence = (message: string) => (/[.!?]$/.test(message) ? message : `${message}.`)
