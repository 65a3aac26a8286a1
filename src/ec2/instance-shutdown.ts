import type { Call } from '../core/operation.ts'
import { enterState } from './instance-lifecycle.ts'
import { actedOn } from './instance-states.ts'
import type { InstanceRecord } from './records.ts'
import { schedule } from './schedule.ts'
import { USER_SHUTDOWN, userInitiated } from './state-reasons.ts'

/** The two ways in which a user ends the running of an instance: the state that begins it, and the due task that ends it. */
const SHUTDOWNS = {
  StopInstances: { state: 'stopping', task: 'ec2/instance-stopped' },
  TerminateInstances: { state: 'shutting-down', task: 'ec2/instance-terminated' },
} as const

/** Begins the shutdown of those of the instances that the command acts on. What was on its way for them is overtaken. */
export const beginShutdown = (
  { world, entry, time }: Pick<Call, 'world' | 'entry' | 'time'>,
  command: keyof typeof SHUTDOWNS,
  instances: readonly InstanceRecord[],
): void => {
  const { state, task } = SHUTDOWNS[command]
  for (const instance of actedOn(command, instances)) {
    instance.transition++
    instance.stateReason = USER_SHUTDOWN
    instance.transitionReason = userInitiated(time)
    enterState(world, instance, state)
    schedule(world, 'instance', task, { instanceId: instance.id, transition: instance.transition, request: entry })
  }
}
