import type { JournalEntry } from '../../core/journal.ts'
import { defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import { dryRun, ids } from '../fields.ts'
import { checkInstanceIds, findOwnInstances, instanceAccesses } from '../instance-lookup.ts'
import { checkStates } from '../instance-states.ts'
import { DONE, idSet } from '../trail-shapes.ts'

/** Input of RebootInstances. */
export interface RebootInstancesInput {
  InstanceIds: string[] | undefined
  DryRun?: boolean | undefined
}

/** Output of RebootInstances: nothing. */
export type RebootInstancesOutput = Record<never, never>

/** Reboots running instances. The hosts keep the plaintext keys, so there is no KMS call, and the disks go on working (2.4, row 17). */
export const RebootInstances = defineOperation({
  name: 'RebootInstances',
  action: 'ec2:RebootInstances',
  doc: 'AWSEC2/latest/APIReference/API_RebootInstances.html',
  basis: 'I',
  input: shape<RebootInstancesInput>({ InstanceIds: ids().required(), DryRun: dryRun() }),
  target: ({ input }) => checkInstanceIds(input.InstanceIds as string[]),
  access: (call) => instanceAccesses(call, call.input.InstanceIds as string[]),
  crossAccount: false,
  checks: [],
  prepare: (call) => {
    const found = findOwnInstances(call.world, call, call.input.InstanceIds as string[])
    return found.ok ? checkStates('RebootInstances', found.value) : found
  },
  commit: (): RebootInstancesOutput => ({}),
  trail: {
    readOnly: false,
    requestParameters: ({ input }: JournalEntry) => ({
      instancesSet: idSet('instanceId', (input as RebootInstancesInput).InstanceIds),
    }),
    responseElements: () => DONE,
  },
})
