import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { onGroup } from '../access.ts'
import { SUSPENSIONS } from '../activity-texts.ts'
import { resourceName } from '../fields.ts'
import { findStayingGroup } from '../group-lookup.ts'
import { namedProcesses, type ScalingProcessQuery, scalingProcesses } from '../processes.ts'

/** Input of SuspendProcesses. */
export type SuspendProcessesInput = ScalingProcessQuery

/** Output of SuspendProcesses. */
export type SuspendProcessesOutput = Record<never, never>

/** Suspends processes of a group. `Launch`, `Terminate`, `HealthCheck` and `ReplaceUnhealthy` are simulated; the others make no difference. */
export const SuspendProcesses = defineOperation({
  name: 'SuspendProcesses',
  action: 'autoscaling:SuspendProcesses',
  doc: 'autoscaling/ec2/APIReference/API_SuspendProcesses.html',
  basis: 'V:doc',
  input: shape<SuspendProcessesInput>({
    AutoScalingGroupName: resourceName().required(),
    ScalingProcesses: scalingProcesses(),
  }),
  target: () => PASS,
  access: (call) => [onGroup(call, call.input.AutoScalingGroupName as string)],
  crossAccount: false,
  checks: [],
  prepare: (call) => findStayingGroup(call, call.input.AutoScalingGroupName as string),
  commit: ({ time, input, prepared: { suspended } }): SuspendProcessesOutput => {
    for (const name of namedProcesses(input)) if (!suspended.has(name)) suspended.set(name, SUSPENSIONS.user(time))
    return {}
  },
  trail: { readOnly: false },
})
