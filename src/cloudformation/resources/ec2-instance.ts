import { PASS, refuse, succeed } from '../../core/outcome.ts'
import { isList, isObject, type Json, scalarText } from '../json.ts'
import type { Properties } from '../records.ts'
import type { ResourceContext, ResourceType } from '../resource-type.ts'
import { defined, inTurn } from '../steps.ts'
import { BLOCK_DEVICES, UNSIMULATED_LAUNCH } from './ec2-block-devices.ts'
import { changeEc2Tags, goneWith, specification } from './ec2-tags.ts'
import { TAGS, tagsOf } from './tags.ts'

/**
 * AWS::EC2::Instance. A launch that KMS refuses ends behind RunInstances' answer: CloudFormation finds the instance terminated.
 *
 * Source: CloudFormation Template Reference; spec/around.md 6.1. The sentence about a terminated instance is inferred.
 */
export const Ec2Instance: ResourceType = {
  name: 'AWS::EC2::Instance',
  properties: {
    AdditionalInfo: { unsimulated: 'reserved by AWS' },
    Affinity: { unsimulated: 'Dedicated Hosts' },
    AvailabilityZone: { kind: 'text', change: 'replacement' },
    BlockDeviceMappings: { kind: BLOCK_DEVICES, change: 'replacement' },
    DisableApiTermination: { kind: 'flag', change: 'in place' },
    EbsOptimized: { kind: 'flag', change: 'replacement' },
    HostId: { unsimulated: 'Dedicated Hosts' },
    ImageId: { kind: 'text', change: 'replacement' },
    InstanceInitiatedShutdownBehavior: { kind: 'text', change: 'in place' },
    InstanceType: { kind: 'text', change: 'replacement' },
    Ipv6AddressCount: { unsimulated: 'networks' },
    Ipv6Addresses: { unsimulated: 'networks' },
    LaunchTemplate: { kind: { LaunchTemplateId: 'text', LaunchTemplateName: 'text', Version: 'text' }, change: 'replacement' },
    PlacementGroupName: { unsimulated: 'placement groups' },
    PrivateIpAddress: { unsimulated: 'networks' },
    PropagateTagsToVolumeOnCreation: { kind: 'flag', change: 'in place' },
    RamdiskId: { unsimulated: 'paravirtual images' },
    SourceDestCheck: { unsimulated: 'networks' },
    SsmAssociations: { unsimulated: 'Systems Manager' },
    SubnetId: { kind: 'text', change: 'replacement' },
    Tags: TAGS,
    Tenancy: { kind: 'text', change: 'replacement' },
    Volumes: { kind: [{ Device: 'text', VolumeId: 'text' }], change: 'replacement' },
    ...UNSIMULATED_LAUNCH,
  },
  attributes: ['AvailabilityZone', 'InstanceId', 'VpcId'],
  create: (context, properties) => {
    const made = context.call<{ Instances: [Launched] }>('ec2', 'RunInstances', launchInput(properties))
    if (!made.ok) return made
    const { InstanceId, Placement, VpcId } = made.value.Instances[0]
    context.made(InstanceId, { InstanceId, VpcId, AvailabilityZone: Placement.AvailabilityZone })
    return PASS
  },
  isMade: (context, { physicalId = '', properties }) => {
    const found = instanceState(context, physicalId)
    if (!found.ok) return found
    const { state, reason } = found.value
    if (state === 'pending') return succeed('wait')
    if (state !== 'running') return refuse(notStabilized(physicalId, state, reason))
    const attached = inTurn(
      unattached(context, physicalId, properties).map((input) => () => context.call('ec2', 'AttachVolume', input)),
    )
    return attached.ok ? succeed('done') : attached
  },
  update: (context, { physicalId: InstanceId = '', properties }, wanted) => {
    const attributes = ['DisableApiTermination', 'InstanceInitiatedShutdownBehavior'].filter(
      (name) => wanted[name] !== undefined && wanted[name] !== properties[name],
    )
    return inTurn([
      ...attributes.map((name) => () => {
        return context.call('ec2', 'ModifyInstanceAttribute', { InstanceId, [name]: { Value: wanted[name] } })
      }),
      () => changeEc2Tags(context, InstanceId, properties, wanted),
    ])
  },
  remove: (context, { physicalId = '' }) =>
    goneWith('InvalidInstanceID.NotFound', context.call('ec2', 'TerminateInstances', { InstanceIds: [physicalId] })),
  isRemoved: (context, { physicalId = '' }) => {
    const found = instanceState(context, physicalId)
    if (!found.ok) return goneWith('InvalidInstanceID.NotFound', found, 'done')
    return succeed(found.value.state === 'terminated' ? 'done' : 'wait')
  },
}

interface Launched {
  readonly InstanceId: string
  readonly Placement: { readonly AvailabilityZone: string }
  readonly VpcId: string
}

const launchInput = (properties: Properties): object => {
  const { AvailabilityZone, Tenancy, Tags: _tags, Volumes: _volumes, PropagateTagsToVolumeOnCreation, ...launch } = properties
  const tags = tagsOf(properties)
  const volumeTags = PropagateTagsToVolumeOnCreation === true ? (specification('volume', tags) ?? []) : []
  const specifications = [...(specification('instance', tags) ?? []), ...volumeTags]
  const placement = defined({ AvailabilityZone, Tenancy })
  return defined({
    ...launch,
    MinCount: 1,
    MaxCount: 1,
    Placement: Object.keys(placement).length === 0 ? undefined : placement,
    TagSpecifications: specifications.length === 0 ? undefined : specifications,
  })
}

/** The volumes of the property `Volumes` that have not been attached yet. */
const unattached = (context: ResourceContext, InstanceId: string, { Volumes }: Properties): readonly object[] =>
  (isList(Volumes) ? Volumes : []).flatMap((volume: Json) => {
    if (!isObject(volume)) return []
    const VolumeId = scalarText(volume.VolumeId) ?? ''
    const found = context.call<{ Volumes: { Attachments: unknown[] }[] }>('ec2', 'DescribeVolumes', { VolumeIds: [VolumeId] })
    const isAttached = found.ok && (found.value.Volumes[0]?.Attachments.length ?? 0) > 0
    return isAttached ? [] : [defined({ InstanceId, VolumeId, Device: volume.Device })]
  })

const instanceState = (context: ResourceContext, instanceId: string) => {
  const found = context.call<Described>('ec2', 'DescribeInstances', { InstanceIds: [instanceId] })
  if (!found.ok) return found
  const instance = found.value.Reservations[0]?.Instances[0]
  return succeed({ state: instance?.State.Name ?? 'terminated', reason: instance?.StateReason?.Message })
}

interface Described {
  readonly Reservations: {
    readonly Instances: { readonly State: { readonly Name: string }; readonly StateReason?: { readonly Message: string } }[]
  }[]
}

const notStabilized = (instanceId: string, state: string, reason = '') => ({
  code: 'NotStabilized',
  message: `Instance ${instanceId} failed to stabilize. Current state: ${state}. Reason: ${reason}`,
  status: 400,
  fault: 'client' as const,
})
