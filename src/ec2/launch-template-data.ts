import { type Field, structure, unsupported } from '../core/shape.ts'
import { type LaunchParameters, launchParameters } from './launch-request.ts'
import { type UnsimulatedLaunchParameters, unsimulatedLaunch } from './unsimulated-launch.ts'

/** What a version of a launch template says: parameters of RunInstances. */
export interface LaunchTemplateData extends LaunchParameters, UnsimulatedLaunchParameters {
  ElasticGpuSpecifications?: { Type: string | undefined }[] | undefined
  InstanceRequirements?: never
  RamDiskId?: string | undefined
}

/** The parameter `LaunchTemplateData`. */
export const launchTemplateData = (): Field<LaunchTemplateData> => structure<LaunchTemplateData>(FIELDS)

const FIELDS = {
  ...launchParameters(),
  ...unsimulatedLaunch(),
  ElasticGpuSpecifications: unsupported<{ Type: string | undefined }[]>('elastic GPUs'),
  InstanceRequirements: unsupported<never>('the choice of instance types by their attributes'),
  RamDiskId: unsupported<string>('paravirtual images'),
}
