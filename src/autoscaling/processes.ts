import { type Field, list, oneOf } from '../core/shape.ts'
import { SCALING_PROCESSES, type ScalingProcess } from './records.ts'

/** Input of SuspendProcesses and ResumeProcesses. */
export interface ScalingProcessQuery {
  AutoScalingGroupName: string | undefined
  /** Default: all of them. */
  ScalingProcesses?: string[] | undefined
}

/** The parameter `ScalingProcesses`. */
export const scalingProcesses = (): Field<string[]> => list(oneOf(SCALING_PROCESSES) as Field<string>)

/** The processes that a request names, or all. */
export const namedProcesses = ({ ScalingProcesses: names = [] }: ScalingProcessQuery): readonly ScalingProcess[] =>
  names.length === 0 ? SCALING_PROCESSES : (names as ScalingProcess[])
