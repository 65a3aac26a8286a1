import { flag, oneOf, structure, text, unsupported } from '../core/shape.ts'
import { type BlockDeviceMapping, blockDeviceMappings } from './block-device-mappings.ts'
import { type TagInput, type TagSpecification, tagSpecifications } from './tags.ts'

/** What RunInstances and launch templates can both say of a launch. */
export interface LaunchParameters {
  /** `session.baseImageId`, or what DescribeImages tells. */
  ImageId?: string | undefined
  /** Default `t3.micro`. */
  InstanceType?: string | undefined
  EbsOptimized?: boolean | undefined
  /** Changes of the image's volumes, and further volumes. */
  BlockDeviceMappings?: BlockDeviceMapping[] | undefined
  Placement?: LaunchPlacement | undefined
  /** TerminateInstances is refused as long as it is true. Default false. */
  DisableApiTermination?: boolean | undefined
  /** StopInstances is refused as long as it is true. Default false. */
  DisableApiStop?: boolean | undefined
  /** What a shutdown from within the guest does. Default `stop`. */
  InstanceInitiatedShutdownBehavior?: 'stop' | 'terminate' | undefined
  /** Tags of the instances and of the volumes that are launched. */
  TagSpecifications?: TagSpecification[] | undefined
}

/** Where to launch. */
export interface LaunchPlacement {
  /** Default: the Region's first zone. */
  AvailabilityZone?: string | undefined
  AvailabilityZoneId?: string | undefined
  Tenancy?: 'default' | undefined
  Affinity?: string | undefined
  GroupName?: string | undefined
  GroupId?: string | undefined
  HostId?: string | undefined
  HostResourceGroupArn?: string | undefined
  PartitionNumber?: number | undefined
  SpreadDomain?: string | undefined
}

/** The fields of {@link LaunchParameters}. */
export const launchParameters = () => ({
  ImageId: text(),
  InstanceType: text(),
  EbsOptimized: flag(),
  BlockDeviceMappings: blockDeviceMappings(),
  Placement: structure<LaunchPlacement>({
    AvailabilityZone: text(),
    AvailabilityZoneId: text(),
    Tenancy: oneOf(['default']),
    Affinity: unsupported('Dedicated Hosts'),
    GroupName: unsupported('placement groups'),
    GroupId: unsupported('placement groups'),
    HostId: unsupported('Dedicated Hosts'),
    HostResourceGroupArn: unsupported('Dedicated Hosts'),
    PartitionNumber: unsupported('placement groups'),
    SpreadDomain: unsupported('placement groups'),
  }),
  DisableApiTermination: flag(),
  DisableApiStop: flag(),
  InstanceInitiatedShutdownBehavior: oneOf(['stop', 'terminate']),
  TagSpecifications: tagSpecifications(),
})

/**
 * What a launch is to be: what the request says goes before what the template says. Block devices are merged by their names and tags by
 * kind and key; of one device or key the request's counts.
 *
 * Source: API Reference, RunInstances, `LaunchTemplate`; how lists are merged is inferred.
 */
export const mergedLaunch = (template: LaunchParameters, request: LaunchParameters): LaunchParameters => {
  const stated = Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)) as LaunchParameters
  const devices = mergedBy(({ DeviceName }) => DeviceName, template.BlockDeviceMappings, request.BlockDeviceMappings)
  const tags = mergedTags(template.TagSpecifications, request.TagSpecifications)
  return {
    ...template,
    ...stated,
    ...(devices === undefined ? {} : { BlockDeviceMappings: devices }),
    ...(tags === undefined ? {} : { TagSpecifications: tags }),
  }
}

/** Those of the template that the request does not name again, then all of the request, however wrong: its refusals are still to come. */
const mergedBy = <Item>(
  keyOf: (item: Item) => string | undefined,
  template: readonly Item[] | undefined,
  request: readonly Item[] | undefined,
): Item[] | undefined => {
  if (template === undefined && request === undefined) return undefined
  const named = new Set(request?.map(keyOf))
  return [...(template ?? []).filter((item) => !named.has(keyOf(item))), ...(request ?? [])]
}

const mergedTags = (template: TagSpecification[] | undefined, request: TagSpecification[] | undefined) => {
  const merged = request?.map(({ ResourceType, Tags }) => {
    const own = template?.find((each) => each.ResourceType === ResourceType)?.Tags
    const tags = mergedBy(({ Key }: TagInput) => Key, own, Tags)
    return { ResourceType, ...(tags === undefined ? {} : { Tags: tags }) }
  })
  return mergedBy(({ ResourceType }: TagSpecification) => ResourceType, template, merged)
}
