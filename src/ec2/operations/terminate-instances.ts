import type { JournalEntry } from '../../core/journal.ts'
import { defineOperation } from '../../core/operation.ts'
import type { Outcome } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape } from '../../core/shape.ts'
import { dryRun, ids } from '../fields.ts'
import { stateChanges, statesOf } from '../instance-changes.ts'
import { checkInstanceIds, findOwnInstances, instanceAccesses } from '../instance-lookup.ts'
import { beginShutdown } from '../instance-shutdown.ts'
import { checkProtection } from '../instance-states.ts'
import type { InstanceStateChange } from '../instance-view.ts'
import type { InstanceRecord } from '../records.ts'
import { idSet, stateChangeSet } from '../trail-shapes.ts'

/** Input of TerminateInstances. */
export interface TerminateInstancesInput {
  InstanceIds: string[] | undefined
  /** Makes no difference: there is no operating system to shut down. */
  Force?: boolean | undefined
  /** Makes no difference, as `Force`. */
  SkipOsShutdown?: boolean | undefined
  DryRun?: boolean | undefined
}

/** Output of TerminateInstances. */
export interface TerminateInstancesOutput {
  TerminatingInstances: InstanceStateChange[]
}

/**
 * Terminates instances. EBS retires the instance grants; volumes with `DeleteOnTermination` are deleted with their service grants
 * (2.4, row 16), the others are available again. Works whatever has become of the keys. An instance can be described for an hour more.
 */
export const TerminateInstances = defineOperation({
  name: 'TerminateInstances',
  action: 'ec2:TerminateInstances',
  doc: 'AWSEC2/latest/APIReference/API_TerminateInstances.html',
  basis: 'V:obs',
  input: shape<TerminateInstancesInput>({
    InstanceIds: ids().required(),
    Force: flag(),
    SkipOsShutdown: flag(),
    DryRun: dryRun(),
  }),
  target: ({ input }) => checkInstanceIds(input.InstanceIds as string[]),
  access: (call) => instanceAccesses(call, call.input.InstanceIds as string[]),
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<readonly InstanceRecord[], Failure> => {
    const found = findOwnInstances(call.world, call, call.input.InstanceIds as string[])
    if (!found.ok) return found
    const free = checkProtection('TerminateInstances', found.value)
    return free.ok ? found : free
  },
  commit: (call): TerminateInstancesOutput => {
    const before = statesOf(call.prepared)
    beginShutdown(call, 'TerminateInstances', call.prepared)
    return { TerminatingInstances: stateChanges(before) }
  },
  trail: {
    readOnly: false,
    requestParameters: ({ input }: JournalEntry) => ({
      instancesSet: idSet('instanceId', (input as TerminateInstancesInput).InstanceIds),
    }),
    responseElements: ({ output }) => stateChangeSet((output as TerminateInstancesOutput).TerminatingInstances),
  },
})
