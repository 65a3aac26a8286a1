import type { JournalEntry } from '../../core/journal.ts'
import { defineOperation } from '../../core/operation.ts'
import type { Outcome } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape, unsupported } from '../../core/shape.ts'
import { dryRun, ids } from '../fields.ts'
import { stateChanges, statesOf } from '../instance-changes.ts'
import { checkInstanceIds, findOwnInstances, instanceAccesses } from '../instance-lookup.ts'
import { beginShutdown } from '../instance-shutdown.ts'
import { checkProtection, checkStates } from '../instance-states.ts'
import type { InstanceStateChange } from '../instance-view.ts'
import type { InstanceRecord } from '../records.ts'
import { idSet, stateChangeSet } from '../trail-shapes.ts'

/** Input of StopInstances. */
export interface StopInstancesInput {
  InstanceIds: string[] | undefined
  /** Without giving the guest time. */
  Force?: boolean | undefined
  /** Makes no difference: there is no operating system to shut down. */
  SkipOsShutdown?: boolean | undefined
  Hibernate?: boolean | undefined
  DryRun?: boolean | undefined
}

/** Output of StopInstances. */
export interface StopInstancesOutput {
  StoppingInstances: InstanceStateChange[]
}

/**
 * Stops instances. Their hosts overwrite the plaintext keys and EBS retires the instance grants (2.4, row 14); the volumes stay attached.
 * Works whatever has become of the keys.
 */
export const StopInstances = defineOperation({
  name: 'StopInstances',
  action: 'ec2:StopInstances',
  doc: 'AWSEC2/latest/APIReference/API_StopInstances.html',
  basis: 'V:obs',
  input: shape<StopInstancesInput>({
    InstanceIds: ids().required(),
    Force: flag(),
    SkipOsShutdown: flag(),
    Hibernate: unsupported('hibernation'),
    DryRun: dryRun(),
  }),
  target: ({ input }) => checkInstanceIds(input.InstanceIds as string[]),
  access: (call) => instanceAccesses(call, call.input.InstanceIds as string[]),
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<readonly InstanceRecord[], Failure> => {
    const found = findOwnInstances(call.world, call, call.input.InstanceIds as string[])
    if (!found.ok) return found
    const states = checkStates('StopInstances', found.value)
    if (!states.ok) return states
    const free = checkProtection('StopInstances', found.value)
    return free.ok ? found : free
  },
  commit: (call): StopInstancesOutput => {
    const before = statesOf(call.prepared)
    beginShutdown(call, 'StopInstances', call.prepared)
    return { StoppingInstances: stateChanges(before) }
  },
  trail: {
    readOnly: false,
    requestParameters,
    responseElements: ({ output }) => stateChangeSet((output as StopInstancesOutput).StoppingInstances),
  },
})

function requestParameters({ input }: JournalEntry) {
  const { InstanceIds, Force } = input as StopInstancesInput
  return { instancesSet: idSet('instanceId', InstanceIds), force: Force ?? false }
}
