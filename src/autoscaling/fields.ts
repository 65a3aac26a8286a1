import { type Field, flag, integer, list, oneOf, structure, text, unsupported } from '../core/shape.ts'
import { type LaunchTemplateSpecification, launchTemplateSpecification } from '../ec2/launch-template-lookup.ts'

/** The name of a group or launch configuration: 1 to 255 characters. */
export const resourceName = (): Field<string> => text({ min: 1, max: 255 })

/** Names of groups or launch configurations, to be told alone. */
export const resourceNames = (): Field<string[]> => list(resourceName())

/** How many items a page is to hold. */
export const maxRecords = (max: number): Field<number> => integer({ min: 1, max })

/** A filter of a Describe call. */
export interface Filter {
  Name?: string | undefined
  Values?: string[] | undefined
}

/** The parameter `Filters`. */
export const filters = (): Field<Filter[]> => list(structure<Filter>({ Name: text(), Values: list(text()) }))

/** A tag of a request. */
export interface TagInput {
  /** The group's name; it is the group anyway. */
  ResourceId?: string | undefined
  /** `auto-scaling-group`. */
  ResourceType?: string | undefined
  /** 1 to 128 characters; not `aws:…`. */
  Key: string | undefined
  /** Up to 256 characters. */
  Value?: string | undefined
  /** Instances get the tag when they are launched. Default false. */
  PropagateAtLaunch?: boolean | undefined
}

/** The parameter `Tags`. */
export const tagInputs = (): Field<TagInput[]> =>
  list(
    structure<TagInput>({
      ResourceId: text(),
      ResourceType: oneOf(['auto-scaling-group']) as Field<string>,
      Key: text({ min: 1, max: 128 }).required(),
      Value: text({ max: 256 }),
      PropagateAtLaunch: flag(),
    }),
  )

/** What CreateAutoScalingGroup and UpdateAutoScalingGroup can both say of a group. */
export interface GroupParameters extends UnsimulatedGroupParameters {
  /** In place of a launch template. */
  LaunchConfigurationName?: string | undefined
  LaunchTemplate?: LaunchTemplateSpecification | undefined
  DesiredCapacity?: number | undefined
  /** Seconds; what SetDesiredCapacity with `HonorCooldown` waits for. Default 300. */
  DefaultCooldown?: number | undefined
  AvailabilityZones?: string[] | undefined
  /** In place of their names. */
  AvailabilityZoneIds?: string[] | undefined
  /** Default subnets of the account, with commas between them; in place of zones. */
  VPCZoneIdentifier?: string | undefined
  /** An instance that does not run is unhealthy; there are no load balancers. */
  HealthCheckType?: string | undefined
  /** Seconds. Makes no difference: an instance that does not run is replaced at any time. Default 0. */
  HealthCheckGracePeriod?: number | undefined
  TerminationPolicies?: string[] | undefined
  /** With a suffix, e.g. to name one role per group in key policies. Default: the account's AWSServiceRoleForAutoScaling. */
  ServiceLinkedRoleARN?: string | undefined
}

/** The fields of {@link GroupParameters}. */
export const groupParameters = () => ({
  LaunchConfigurationName: resourceName(),
  LaunchTemplate: structure<LaunchTemplateSpecification>(launchTemplateSpecification()),
  DesiredCapacity: integer({ min: 0 }),
  DefaultCooldown: integer({ min: 0 }),
  AvailabilityZones: list(text(), { min: 1 }),
  AvailabilityZoneIds: list(text(), { min: 1 }),
  VPCZoneIdentifier: text({ min: 1, max: 5000 }),
  HealthCheckType: oneOf(['EC2']) as Field<string>,
  HealthCheckGracePeriod: integer({ min: 0 }),
  TerminationPolicies: list(oneOf(['Default']) as Field<string>),
  ServiceLinkedRoleARN: text({ min: 1, max: 1600 }),
  ...unsimulatedGroup(),
})

type DeletionProtection = 'none' | 'prevent-force-deletion' | 'prevent-all-deletion'

/** Parameters of groups that are not simulated: using one is a loud error. */
interface UnsimulatedGroupParameters {
  MixedInstancesPolicy?: object | undefined
  PlacementGroup?: string | undefined
  NewInstancesProtectedFromScaleIn?: boolean | undefined
  CapacityRebalance?: boolean | undefined
  MaxInstanceLifetime?: number | undefined
  Context?: string | undefined
  DesiredCapacityType?: string | undefined
  DefaultInstanceWarmup?: number | undefined
  InstanceMaintenancePolicy?: object | undefined
  AvailabilityZoneDistribution?: object | undefined
  AvailabilityZoneImpairmentPolicy?: object | undefined
  SkipZonalShiftValidation?: boolean | undefined
  CapacityReservationSpecification?: object | undefined
  InstanceLifecyclePolicy?: object | undefined
  DeletionProtection?: DeletionProtection | undefined
}

function unsimulatedGroup() {
  return {
    MixedInstancesPolicy: unsupported<object>('groups of mixed instances'),
    PlacementGroup: unsupported<string>('placement groups'),
    NewInstancesProtectedFromScaleIn: unsupported<boolean>('protection from scale-in'),
    CapacityRebalance: unsupported<boolean>('Spot capacity'),
    MaxInstanceLifetime: unsupported<number>('the age of instances'),
    Context: unsupported<string>('reserved by AWS'),
    DesiredCapacityType: unsupported<string>('capacity in other units than instances'),
    DefaultInstanceWarmup: unsupported<number>('scaling policies'),
    InstanceMaintenancePolicy: unsupported<object>('maintenance policies'),
    AvailabilityZoneDistribution: unsupported<object>('strategies of distribution'),
    AvailabilityZoneImpairmentPolicy: unsupported<object>('zonal shifts'),
    SkipZonalShiftValidation: unsupported<boolean>('zonal shifts'),
    CapacityReservationSpecification: unsupported<object>('capacity reservations'),
    InstanceLifecyclePolicy: unsupported<object>('lifecycle hooks'),
    DeletionProtection: unsupported<DeletionProtection>('deletion protection'),
  }
}
