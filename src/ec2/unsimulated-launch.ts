import { unsupported } from '../core/shape.ts'

/** Parameters of a launch that are not simulated: using one is a loud error. */
export interface UnsimulatedLaunchParameters {
  CapacityReservationSpecification?: object | undefined
  CpuOptions?: object | undefined
  CreditSpecification?: { CpuCredits: string | undefined } | undefined
  ElasticInferenceAccelerators?: { Type: string | undefined; Count?: number | undefined }[] | undefined
  EnclaveOptions?: object | undefined
  HibernationOptions?: object | undefined
  IamInstanceProfile?: object | undefined
  InstanceMarketOptions?: object | undefined
  KernelId?: string | undefined
  KeyName?: string | undefined
  LicenseSpecifications?: object[] | undefined
  MaintenanceOptions?: object | undefined
  MetadataOptions?: object | undefined
  Monitoring?: { Enabled: boolean | undefined } | undefined
  NetworkInterfaces?: object[] | undefined
  NetworkPerformanceOptions?: object | undefined
  Operator?: object | undefined
  PrivateDnsNameOptions?: object | undefined
  SecondaryInterfaces?: object[] | undefined
  SecurityGroupIds?: string[] | undefined
  SecurityGroups?: string[] | undefined
  UserData?: string | undefined
}

/** The fields of {@link UnsimulatedLaunchParameters}. */
export const unsimulatedLaunch = () => ({
  CapacityReservationSpecification: unsupported<object>('capacity reservations'),
  CpuOptions: unsupported<object>('processors'),
  CreditSpecification: unsupported<{ CpuCredits: string | undefined }>('CPU credits'),
  ElasticInferenceAccelerators: unsupported<{ Type: string | undefined; Count?: number | undefined }[]>('accelerators'),
  EnclaveOptions: unsupported<object>('Nitro Enclaves'),
  HibernationOptions: unsupported<object>('hibernation'),
  IamInstanceProfile: unsupported<object>('instance profiles'),
  InstanceMarketOptions: unsupported<object>('Spot Instances'),
  KernelId: unsupported<string>('paravirtual images'),
  KeyName: unsupported<string>('key pairs'),
  LicenseSpecifications: unsupported<object[]>('licences'),
  MaintenanceOptions: unsupported<object>('maintenance'),
  MetadataOptions: unsupported<object>('instance metadata'),
  Monitoring: unsupported<{ Enabled: boolean | undefined }>('CloudWatch'),
  NetworkInterfaces: unsupported<object[]>('networks'),
  NetworkPerformanceOptions: unsupported<object>('networks'),
  Operator: unsupported<object>('managed instances'),
  PrivateDnsNameOptions: unsupported<object>('networks'),
  SecondaryInterfaces: unsupported<object[]>('networks'),
  SecurityGroupIds: unsupported<string[]>('networks'),
  SecurityGroups: unsupported<string[]>('networks'),
  UserData: unsupported<string>('what runs in the guest'),
})
