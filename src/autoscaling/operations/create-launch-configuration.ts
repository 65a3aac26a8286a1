import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, integer, list, shape, structure, text, unsupported } from '../../core/shape.ts'
import { onConfiguration } from '../access.ts'
import { invalid, scalingFailure } from '../errors.ts'
import { resourceName } from '../fields.ts'
import type { ConfiguredMapping, ConfiguredVolume, LaunchConfigurationRecord } from '../records.ts'
import { findPlace, placeOf } from '../store.ts'

/** A block device mapping of a launch configuration. */
export interface BlockDeviceMapping {
  DeviceName: string | undefined
  /** Without a KMS key: a customer managed one comes from the snapshot or is the account's default. */
  Ebs?: ConfiguredVolume | undefined
  /** Leaves a volume of the image out. */
  NoDevice?: boolean | undefined
  VirtualName?: string | undefined
}

/** Input of CreateLaunchConfiguration. */
export interface CreateLaunchConfigurationInput {
  /** 1 to 255 characters, unique in the account and Region. */
  LaunchConfigurationName: string | undefined
  ImageId?: string | undefined
  InstanceType?: string | undefined
  BlockDeviceMappings?: BlockDeviceMapping[] | undefined
  EbsOptimized?: boolean | undefined
  /** What is paid for an hour of a Spot Instance at most. Instances are launched by AWSServiceRoleForEC2Spot then. */
  SpotPrice?: string | undefined
  InstanceId?: string | undefined
  KeyName?: string | undefined
  SecurityGroups?: string[] | undefined
  ClassicLinkVPCId?: string | undefined
  ClassicLinkVPCSecurityGroups?: string[] | undefined
  UserData?: string | undefined
  KernelId?: string | undefined
  RamdiskId?: string | undefined
  InstanceMonitoring?: object | undefined
  IamInstanceProfile?: string | undefined
  AssociatePublicIpAddress?: boolean | undefined
  PlacementTenancy?: string | undefined
  MetadataOptions?: object | undefined
}

/** Output of CreateLaunchConfiguration. */
export type CreateLaunchConfigurationOutput = Record<never, never>

/** Makes a launch configuration: what groups launched from before there were launch templates. It cannot be changed. */
export const CreateLaunchConfiguration = defineOperation({
  name: 'CreateLaunchConfiguration',
  action: 'autoscaling:CreateLaunchConfiguration',
  doc: 'autoscaling/ec2/APIReference/API_CreateLaunchConfiguration.html',
  basis: 'V:doc',
  input: shape<CreateLaunchConfigurationInput>({
    LaunchConfigurationName: resourceName().required(),
    ImageId: text({ min: 1, max: 255 }),
    InstanceType: text({ min: 1, max: 255 }),
    BlockDeviceMappings: list(
      structure<BlockDeviceMapping>({
        DeviceName: text({ min: 1, max: 255 }).required(),
        Ebs: structure<ConfiguredVolume>({
          SnapshotId: text({ min: 1, max: 255 }),
          VolumeSize: integer({ min: 1, max: 16384 }),
          VolumeType: text({ min: 1, max: 255 }),
          DeleteOnTermination: flag(),
          Iops: integer({ min: 100, max: 20000 }),
          Encrypted: flag(),
          Throughput: integer({ min: 125, max: 1000 }),
        }),
        NoDevice: flag(),
        VirtualName: unsupported('instance store volumes'),
      }),
    ),
    EbsOptimized: flag(),
    SpotPrice: text({ min: 1, max: 255 }),
    InstanceId: unsupported('configurations made from an instance'),
    KeyName: unsupported('key pairs'),
    SecurityGroups: unsupported<string[]>('networks'),
    ClassicLinkVPCId: unsupported('networks'),
    ClassicLinkVPCSecurityGroups: unsupported<string[]>('networks'),
    UserData: unsupported('what runs in the guest'),
    KernelId: unsupported('paravirtual images'),
    RamdiskId: unsupported('paravirtual images'),
    InstanceMonitoring: unsupported<object>('CloudWatch'),
    IamInstanceProfile: unsupported('instance profiles'),
    AssociatePublicIpAddress: unsupported<boolean>('networks'),
    PlacementTenancy: unsupported('Dedicated Hosts'),
    MetadataOptions: unsupported<object>('instance metadata'),
  }),
  target: () => PASS,
  access: (call) => [onConfiguration(call, call.input.LaunchConfigurationName as string)],
  crossAccount: false,
  checks: [],
  prepare: (call) => prepare(call),
  commit: ({ world, account, region, time, input, prepared }): CreateLaunchConfigurationOutput => {
    const { SpotPrice: spotPrice } = input
    const configuration: LaunchConfigurationRecord = {
      account,
      region,
      name: input.LaunchConfigurationName as string,
      uuid: world.random.uuid({ purpose: 'autoscaling/launch-configuration', account, region }),
      createdAt: time,
      ...prepared,
      mappings: (input.BlockDeviceMappings ?? []) as ConfiguredMapping[],
      isEbsOptimized: input.EbsOptimized ?? false,
      ...(spotPrice === undefined ? {} : { spotPrice }),
    }
    placeOf(world, configuration).configurations.set(configuration.name, configuration)
    return {}
  },
  trail: { readOnly: false },
})

type Prepared = Pick<LaunchConfigurationRecord, 'imageId' | 'instanceType'>

/** The sentences are AWS's own, from public logs. */
const prepare = (call: Call<CreateLaunchConfigurationInput>): Outcome<Prepared, Failure> => {
  const { LaunchConfigurationName: name = '', ImageId: imageId, InstanceType: instanceType } = call.input
  if (findPlace(call.world, call)?.configurations.has(name)) {
    const text = `Launch Configuration by this name already exists - A launch configuration already exists with the name ${name}`
    return refuse(scalingFailure('AlreadyExistsFault', text))
  }
  if (imageId !== undefined && instanceType !== undefined) return succeed({ imageId, instanceType })
  return refuse(
    invalid('Valid requests must contain either the InstanceID parameter or both the ImageId and InstanceType parameters.'),
  )
}
