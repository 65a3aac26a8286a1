import type { Call } from '../core/operation.ts'
import type { ConditionValues } from '../iam/common-keys.ts'
import { type Ec2Access, requestTagKeys, resourceTagKeys, tagOnCreate } from './access.ts'
import {
  instanceArn,
  launchTemplateArn,
  networkInterfaceArn,
  securityGroupArn,
  snapshotArn,
  subnetArn,
  volumeArn,
} from './arns.ts'
import { defaultSecurityGroupId, defaultSubnetId } from './default-network.ts'
import { imageAccess } from './image-lookup.ts'
import type { LaunchParameters } from './launch-request.ts'
import type { LaunchTemplateRecord } from './launch-template-records.ts'
import type { TagsByResource } from './tags.ts'

/** A launch, as far as permissions are concerned. */
export interface LaunchAccess {
  readonly imageId: string
  readonly type: string
  readonly zone: string
  readonly parameters: LaunchParameters
  readonly template: LaunchTemplateRecord | undefined
  readonly tags: TagsByResource
}

/**
 * The permissions of RunInstances: on all that it uses and on all that it makes, the network included that everybody has.
 *
 * Source: Service Authorization Reference, "Amazon EC2", RunInstances; EC2 User Guide, "Example policies: launch instances".
 */
export const launchAccesses = (call: Call, launch: LaunchAccess): readonly Ec2Access[] => {
  const { world, operation, region } = call
  const { action } = operation
  const { template, tags, parameters } = launch
  const shared: ConditionValues = template === undefined ? {} : { 'ec2:launchtemplate': launchTemplateArn(template, template.id) }
  const [instance, volume] = [instanceArn(call, '*'), volumeArn(call, '*')]
  const image = imageAccess(call, launch.imageId)
  const ebs = (parameters.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs ?? [])
  const snapshots = ebs.flatMap(({ SnapshotId }) => SnapshotId ?? [])
  const volumeKeys = { 'ec2:encrypted': String(ebs.length > 0 && ebs.every(({ Encrypted }) => Encrypted === true)) }
  const instanceKeys = {
    'ec2:instancetype': launch.type,
    'ec2:availabilityzone': launch.zone,
    // Nobody but the Spot service launches Spot Instances.
    'ec2:instancemarkettype': call.entry.invokedBy === 'spot.amazonaws.com' ? 'spot' : 'on-demand',
  }
  return [
    { ...image, keys: { ...image.keys, ...shared } },
    { action, resource: instance, keys: { ...shared, ...instanceKeys, ...requestTagKeys(tags.get('instance')) } },
    { action, resource: volume, keys: { ...shared, ...volumeKeys, ...requestTagKeys(tags.get('volume')) } },
    ...snapshots.map((id) => ({ action, resource: snapshotArn(region, id), keys: shared })),
    { action, resource: networkInterfaceArn(call, '*'), keys: shared },
    { action, resource: subnetArn(call, defaultSubnetId(world, call, launch.zone)), keys: shared },
    { action, resource: securityGroupArn(call, defaultSecurityGroupId(world, call)), keys: shared },
    ...(template === undefined ? [] : [templateAccess(call, template)]),
    ...tagOnCreate(call, tags, (kind) => (kind === 'instance' ? instance : volume)),
  ]
}

const templateAccess = ({ operation: { action } }: Call, template: LaunchTemplateRecord): Ec2Access => ({
  action,
  resource: launchTemplateArn(template, template.id),
  keys: resourceTagKeys(template.tags),
})
