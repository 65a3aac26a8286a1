import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { onGroup } from '../access.ts'
import { resourceName } from '../fields.ts'
import { findStayingGroup } from '../group-lookup.ts'
import { namedProcesses, type ScalingProcessQuery, scalingProcesses } from '../processes.ts'
import { lookSoon } from '../tick.ts'

/** Input of ResumeProcesses. */
export type ResumeProcessesInput = ScalingProcessQuery

/** Output of ResumeProcesses. */
export type ResumeProcessesOutput = Record<never, never>

/** Resumes processes of a group, also those that AWS has suspended because nothing could be launched for a day. */
export const ResumeProcesses = defineOperation({
  name: 'ResumeProcesses',
  action: 'autoscaling:ResumeProcesses',
  doc: 'autoscaling/ec2/APIReference/API_ResumeProcesses.html',
  basis: 'V:doc',
  input: shape<ResumeProcessesInput>({
    AutoScalingGroupName: resourceName().required(),
    ScalingProcesses: scalingProcesses(),
  }),
  target: () => PASS,
  access: (call) => [onGroup(call, call.input.AutoScalingGroupName as string)],
  crossAccount: false,
  checks: [],
  prepare: (call) => findStayingGroup(call, call.input.AutoScalingGroupName as string),
  commit: ({ world, input, prepared: group }): ResumeProcessesOutput => {
    for (const name of namedProcesses(input)) group.suspended.delete(name)
    lookSoon(world, group, 'request')
    return {}
  },
  trail: { readOnly: false },
})
