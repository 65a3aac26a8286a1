import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { ec2Failure } from './errors.ts'
import type { InstanceRecord, InstanceState } from './records.ts'

/** The operations that change an instance's state. */
export type InstanceCommand = 'StartInstances' | 'StopInstances' | 'RebootInstances' | 'TerminateInstances'

/** What an operation does with an instance in some state: it acts, it has nothing to do, or it refuses. */
export type StateRule = 'act' | 'nothing' | 'refuse'

/**
 * What each operation does with an instance in each state.
 *
 * Source: EC2 User Guide, "Instance lifecycle"; spec/ebs-ec2.md 1.7, 11.4. The cells of states in between are inferred.
 */
export const INSTANCE_STATE_RULES = {
  StartInstances: {
    pending: 'nothing',
    running: 'nothing',
    'shutting-down': 'refuse',
    terminated: 'refuse',
    stopping: 'refuse',
    stopped: 'act',
  },
  StopInstances: {
    pending: 'refuse',
    running: 'act',
    'shutting-down': 'refuse',
    terminated: 'refuse',
    stopping: 'nothing',
    stopped: 'nothing',
  },
  RebootInstances: {
    pending: 'refuse',
    running: 'act',
    'shutting-down': 'refuse',
    terminated: 'refuse',
    stopping: 'refuse',
    stopped: 'refuse',
  },
  TerminateInstances: {
    pending: 'act',
    running: 'act',
    'shutting-down': 'nothing',
    terminated: 'nothing',
    stopping: 'act',
    stopped: 'act',
  },
} as const satisfies Record<InstanceCommand, Record<InstanceState, StateRule>>

/** Whether every instance is in a state in which the operation can be asked of it. One that is not stops the whole request. */
export const checkStates = (command: InstanceCommand, instances: readonly InstanceRecord[]): Outcome<undefined, Failure> => {
  const wrong = instances.find(({ state }) => ruleOf(command, state) === 'refuse')
  if (wrong === undefined) return succeed(undefined)
  const message = `The instance '${wrong.id}' is not in a state from which it can be ${PARTICIPLES[command]}.`
  return refuse(ec2Failure('IncorrectInstanceState', message))
}

/**
 * Whether no instance is protected from the operation: stop protection also protects from termination. One that is protected stops the whole
 * request; on AWS those in other Availability Zones are terminated nevertheless.
 *
 * Source: EC2 User Guide, "Change instance termination protection", "Enable stop protection"; the sentence is AWS's.
 */
export const checkProtection = (
  command: 'StopInstances' | 'TerminateInstances',
  instances: readonly InstanceRecord[],
): Outcome<undefined, Failure> => {
  for (const { id, isStopProtected, isTerminationProtected } of instances) {
    const isTerminating = command === 'TerminateInstances'
    if (!isStopProtected && !(isTerminating && isTerminationProtected)) continue
    const attribute = isTerminating && isTerminationProtected ? 'disableApiTermination' : 'disableApiStop'
    const message =
      `The instance '${id}' may not be ${PARTICIPLES[command]}. ` + `Modify its '${attribute}' instance attribute and try again.`
    return refuse(ec2Failure('OperationNotPermitted', message))
  }
  return succeed(undefined)
}

/** The instances that an operation has something to do with. */
export const actedOn = (command: InstanceCommand, instances: readonly InstanceRecord[]): readonly InstanceRecord[] =>
  instances.filter(({ state }) => ruleOf(command, state) === 'act')

const ruleOf = (command: InstanceCommand, state: InstanceState): StateRule => INSTANCE_STATE_RULES[command][state]

const PARTICIPLES = {
  StartInstances: 'started',
  StopInstances: 'stopped',
  RebootInstances: 'rebooted',
  TerminateInstances: 'terminated',
} as const satisfies Record<InstanceCommand, string>
