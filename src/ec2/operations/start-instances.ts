import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, unsupported } from '../../core/shape.ts'
import { dryRun, ids } from '../fields.ts'
import { mount } from '../hosts.ts'
import { stateChanges, statesOf } from '../instance-changes.ts'
import { enterState } from '../instance-lifecycle.ts'
import { checkInstanceIds, findOwnInstances, instanceAccesses } from '../instance-lookup.ts'
import { actedOn, checkStates } from '../instance-states.ts'
import type { InstanceStateChange } from '../instance-view.ts'
import { type HostKeys, openAllForHost } from '../launch-keys.ts'
import type { InstanceRecord } from '../records.ts'
import { schedule } from '../schedule.ts'
import { startRefusal } from '../state-reasons.ts'
import { attachmentsOf } from '../store.ts'
import { idSet, stateChangeSet } from '../trail-shapes.ts'

/** Input of StartInstances. */
export interface StartInstancesInput {
  InstanceIds: string[] | undefined
  AdditionalInfo?: string | undefined
  DryRun?: boolean | undefined
}

/** Output of StartInstances. */
export interface StartInstancesOutput {
  StartingInstances: InstanceStateChange[]
}

/** An instance that starts, and what the KMS calls for its volumes have brought. */
interface Starting {
  readonly instance: InstanceRecord
  readonly keys: HostKeys
}

/**
 * Starts stopped instances. For every encrypted volume the caller makes a new grant for the host, and the host decrypts (2.4, row 15).
 * Trouble with a key is not an error of this call: the instance goes to `pending` and back to `stopped`, with a StateReason (4.4).
 */
export const StartInstances = defineOperation({
  name: 'StartInstances',
  action: 'ec2:StartInstances',
  doc: 'AWSEC2/latest/APIReference/API_StartInstances.html',
  basis: 'V:obs',
  input: shape<StartInstancesInput>({
    InstanceIds: ids().required(),
    AdditionalInfo: unsupported('reserved by AWS'),
    DryRun: dryRun(),
  }),
  target: ({ input }) => checkInstanceIds(input.InstanceIds as string[]),
  access: (call) => instanceAccesses(call, call.input.InstanceIds as string[]),
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<readonly InstanceRecord[], Failure> => {
    const found = findOwnInstances(call.world, call, call.input.InstanceIds as string[])
    if (!found.ok) return found
    const states = checkStates('StartInstances', found.value)
    return states.ok ? found : states
  },
  keyUse: (call): Outcome<readonly Starting[], Failure> =>
    succeed(
      actedOn('StartInstances', call.prepared).map((instance) => {
        const volumes = attachmentsOf(call.world, instance).map(({ volume }) => volume)
        return { instance, keys: openAllForHost(call, instance.id, volumes) }
      }),
    ),
  commit: (call): StartInstancesOutput => {
    const before = statesOf(call.prepared)
    for (const starting of call.used) begin(call, starting)
    return { StartingInstances: stateChanges(before) }
  },
  trail: {
    readOnly: false,
    requestParameters: ({ input }: JournalEntry) => ({
      instancesSet: idSet('instanceId', (input as StartInstancesInput).InstanceIds),
    }),
    responseElements: ({ output }) => stateChangeSet((output as StartInstancesOutput).StartingInstances),
  },
})

const begin = ({ world, entry, time }: Call, { instance, keys }: Starting): void => {
  instance.transition++
  instance.launchedAt = time
  instance.transitionReason = ''
  delete instance.stateReason
  enterState(world, instance, 'pending')
  const task = { instanceId: instance.id, transition: instance.transition, request: entry }
  if (keys.kind === 'refused') {
    const { failure, volumeId, cause, kmsKeyArn } = keys
    const volumes = [{ volumeId, event: 'attachVolume', cause, kmsKeyArn } as const]
    schedule(world, 'instance', 'ec2/start-refused', { ...task, reason: startRefusal(failure), volumes })
    return
  }
  for (const { volume, attachment } of attachmentsOf(world, instance)) {
    const key = keys.byVolume.get(volume.id)
    if (key !== undefined) attachment.grantId = key.grantId
    mount(world, attachment, key?.dataKey)
  }
  schedule(world, 'instance', 'ec2/instance-running', task)
}
