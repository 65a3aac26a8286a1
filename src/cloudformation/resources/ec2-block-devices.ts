import type { Unsimulated, ValueKind } from '../resource-type.ts'

/** `BlockDeviceMappings` of instances and launch templates. */
export const BLOCK_DEVICES = [
  {
    DeviceName: 'text',
    Ebs: {
      DeleteOnTermination: 'flag',
      Encrypted: 'flag',
      Iops: 'number',
      KmsKeyId: 'text',
      SnapshotId: 'text',
      Throughput: 'number',
      VolumeInitializationRate: 'number',
      VolumeSize: 'number',
      VolumeType: 'text',
    },
    NoDevice: 'json',
    VirtualName: 'text',
  },
] as const satisfies ValueKind

/** Parameters of a launch that instances and launch templates both have and that are not simulated. Source: Template Reference. */
export const UNSIMULATED_LAUNCH = {
  CpuOptions: { unsimulated: 'processors' },
  CreditSpecification: { unsimulated: 'CPU credits' },
  ElasticInferenceAccelerators: { unsimulated: 'accelerators' },
  EnclaveOptions: { unsimulated: 'Nitro Enclaves' },
  HibernationOptions: { unsimulated: 'hibernation' },
  IamInstanceProfile: { unsimulated: 'instance profiles' },
  KernelId: { unsimulated: 'paravirtual images' },
  KeyName: { unsimulated: 'key pairs' },
  LicenseSpecifications: { unsimulated: 'licences' },
  MetadataOptions: { unsimulated: 'instance metadata' },
  Monitoring: { unsimulated: 'CloudWatch' },
  NetworkInterfaces: { unsimulated: 'networks' },
  PrivateDnsNameOptions: { unsimulated: 'networks' },
  SecurityGroupIds: { unsimulated: 'networks' },
  SecurityGroups: { unsimulated: 'networks' },
  UserData: { unsimulated: 'what runs in the guest' },
} as const satisfies Readonly<Record<string, Unsimulated>>
