import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import { onConfiguration } from '../access.ts'
import { scalingFailure } from '../errors.ts'
import { resourceName } from '../fields.ts'
import { findConfiguration } from '../launch-configurations.ts'
import type { LaunchConfigurationRecord } from '../records.ts'
import { groupsIn, placeOf } from '../store.ts'

/** Input of DeleteLaunchConfiguration. */
export interface DeleteLaunchConfigurationInput {
  LaunchConfigurationName: string | undefined
}

/** Output of DeleteLaunchConfiguration. */
export type DeleteLaunchConfigurationOutput = Record<never, never>

/** Deletes a launch configuration that no group launches from. */
export const DeleteLaunchConfiguration = defineOperation({
  name: 'DeleteLaunchConfiguration',
  action: 'autoscaling:DeleteLaunchConfiguration',
  doc: 'autoscaling/ec2/APIReference/API_DeleteLaunchConfiguration.html',
  basis: 'V:doc',
  input: shape<DeleteLaunchConfigurationInput>({ LaunchConfigurationName: resourceName().required() }),
  target: () => PASS,
  access: (call) => [onConfiguration(call, call.input.LaunchConfigurationName as string)],
  crossAccount: false,
  checks: [],
  prepare: (call) => prepare(call),
  commit: ({ world, prepared }): DeleteLaunchConfigurationOutput => {
    placeOf(world, prepared).configurations.delete(prepared.name)
    return {}
  },
  trail: { readOnly: false },
})

/** The sentence is AWS's own, from public logs. */
const prepare = (call: Call<DeleteLaunchConfigurationInput>): Outcome<LaunchConfigurationRecord, Failure> => {
  const found = findConfiguration(call, call.input.LaunchConfigurationName as string)
  if (!found.ok) return found
  const { name } = found.value
  const user = groupsIn(call.world, call).find(({ launch }) => launch.kind === 'configuration' && launch.name === name)
  if (user === undefined) return found
  const text = `Cannot delete launch configuration ${name} because it is attached to AutoScalingGroup ${user.name}`
  return refuse(scalingFailure('ResourceInUseFault', text))
}
