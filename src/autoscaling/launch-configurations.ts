import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { LaunchParameters } from '../ec2/launch-request.ts'
import { launchConfigurationArn } from './arns.ts'
import { invalid } from './errors.ts'
import type { ConfiguredMapping, LaunchConfigurationRecord } from './records.ts'
import { findPlace } from './store.ts'

/** A launch configuration. */
export interface LaunchConfiguration {
  LaunchConfigurationName: string
  LaunchConfigurationARN: string
  ImageId: string
  InstanceType: string
  KeyName: string
  SecurityGroups: string[]
  UserData: string
  KernelId: string
  RamdiskId: string
  BlockDeviceMappings: ConfiguredMapping[]
  InstanceMonitoring: { Enabled: boolean }
  SpotPrice?: string
  CreatedTime: Date
  EbsOptimized: boolean
}

/** A launch configuration as DescribeLaunchConfigurations tells it. */
export const configurationView = (configuration: LaunchConfigurationRecord): LaunchConfiguration => ({
  LaunchConfigurationName: configuration.name,
  LaunchConfigurationARN: launchConfigurationArn(configuration),
  ImageId: configuration.imageId,
  InstanceType: configuration.instanceType,
  KeyName: '',
  SecurityGroups: [],
  UserData: '',
  KernelId: '',
  RamdiskId: '',
  BlockDeviceMappings: structuredClone([...configuration.mappings]),
  InstanceMonitoring: { Enabled: false },
  ...(configuration.spotPrice === undefined ? {} : { SpotPrice: configuration.spotPrice }),
  CreatedTime: new Date(configuration.createdAt),
  EbsOptimized: configuration.isEbsOptimized,
})

/** What a launch configuration says of a launch, in EC2's words. */
export const configuredLaunch = ({
  imageId,
  instanceType,
  mappings,
  isEbsOptimized,
}: LaunchConfigurationRecord): LaunchParameters => ({
  ImageId: imageId,
  InstanceType: instanceType,
  EbsOptimized: isEbsOptimized,
  BlockDeviceMappings: mappings.map(({ DeviceName, NoDevice, Ebs }) => ({
    DeviceName,
    ...(NoDevice === true ? { NoDevice: '' } : {}),
    ...(Ebs === undefined ? {} : { Ebs: Ebs as NonNullable<LaunchParameters['BlockDeviceMappings']>[number]['Ebs'] }),
  })),
})

/** The account's launch configuration of that name, or AWS's refusal. */
export const findConfiguration = (
  call: Pick<Call, 'world' | 'account' | 'region'>,
  name: string,
): Outcome<LaunchConfigurationRecord, Failure> => {
  const found = findPlace(call.world, call)?.configurations.get(name)
  if (found !== undefined) return succeed(found)
  return refuse(invalid(`Launch configuration name not found - Launch configuration ${name} not found`))
}
