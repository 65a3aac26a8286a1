import { type Field, structure, unsupported } from '../core/shape.ts'
import { type TemplateBlockDeviceMapping, templateDeviceMappings } from './block-device-mappings.ts'
import { type LaunchParameters, launchParameters } from './launch-request.ts'
import { type UnsimulatedLaunchParameters, unsimulatedLaunch } from './unsimulated-launch.ts'

/** What a version of a launch template says: parameters of RunInstances. */
export interface LaunchTemplateData extends LaunchParameters, Omit<UnsimulatedLaunchParameters, 'Monitoring'> {
  BlockDeviceMappings?: TemplateBlockDeviceMapping[] | undefined
  ElasticGpuSpecifications?: { Type: string | undefined }[] | undefined
  InstanceRequirements?: { VCpuCount: Span | undefined; MemoryMiB: Span | undefined } | undefined
  Monitoring?: { Enabled?: boolean | undefined } | undefined
  RamDiskId?: string | undefined
}

interface Span {
  Min: number | undefined
  Max?: number | undefined
}

/** The parameter `LaunchTemplateData`. */
export const launchTemplateData = (): Field<LaunchTemplateData> => structure<LaunchTemplateData>(FIELDS)

const FIELDS = {
  ...launchParameters(),
  ...unsimulatedLaunch(),
  BlockDeviceMappings: templateDeviceMappings(),
  ElasticGpuSpecifications: unsupported<{ Type: string | undefined }[]>('elastic GPUs'),
  InstanceRequirements: unsupported<{ VCpuCount: Span | undefined; MemoryMiB: Span | undefined }>(
    'the choice of instance types by their attributes',
  ),
  Monitoring: unsupported<{ Enabled?: boolean | undefined }>('CloudWatch'),
  RamDiskId: unsupported<string>('paravirtual images'),
}
