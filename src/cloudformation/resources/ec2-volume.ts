import { PASS, succeed } from '../../core/outcome.ts'
import type { ResourceContext, ResourceType } from '../resource-type.ts'
import { defined, inTurn } from '../steps.ts'
import { changeEc2Tags, goneWith, specification } from './ec2-tags.ts'
import { TAGS, tagsOf } from './tags.ts'

/**
 * AWS::EC2::Volume. A volume that KMS refuses vanishes behind CreateVolume's answer: CloudFormation finds out while it waits.
 *
 * Source: CloudFormation Template Reference; spec/around.md 6.1. What it says of a vanished volume is inferred.
 */
export const Ec2Volume: ResourceType = {
  name: 'AWS::EC2::Volume',
  properties: {
    AutoEnableIO: { kind: 'flag', change: 'in place' },
    AvailabilityZone: { kind: 'text', isRequired: true, change: 'failure' },
    Encrypted: { kind: 'flag', change: 'failure' },
    Iops: { kind: 'number', change: 'in place' },
    KmsKeyId: { kind: 'text', change: 'failure' },
    MultiAttachEnabled: { kind: 'flag', change: 'in place' },
    OutpostArn: { unsimulated: 'AWS Outposts' },
    Size: { kind: 'number', change: 'in place' },
    SnapshotId: { kind: 'text', change: 'failure' },
    SourceVolumeId: { unsimulated: 'copies of volumes' },
    Tags: TAGS,
    Throughput: { kind: 'number', change: 'in place' },
    VolumeInitializationRate: { kind: 'number', change: 'failure' },
    VolumeType: { kind: 'text', change: 'in place' },
  },
  attributes: ['VolumeId'],
  create: (context, properties) => {
    const { AutoEnableIO, Tags: _tags, ...spec } = properties
    const TagSpecifications = specification('volume', tagsOf(properties))
    const made = context.call<{ VolumeId: string }>('ec2', 'CreateVolume', defined({ ...spec, TagSpecifications }))
    if (!made.ok) return made
    const { VolumeId } = made.value
    context.made(VolumeId, { VolumeId })
    return AutoEnableIO === true ? autoEnableIo(context, VolumeId, true) : PASS
  },
  isMade: (context, { physicalId = '' }) => {
    const state = volumeState(context, physicalId)
    if (!state.ok) return state
    return succeed(state.value === 'available' || state.value === 'in-use' ? 'done' : 'wait')
  },
  update: (context, { physicalId: VolumeId = '', properties }, wanted) => {
    const { Size, VolumeType, Iops, Throughput, MultiAttachEnabled } = wanted
    const changed = Object.entries({ Size, VolumeType, Iops, Throughput, MultiAttachEnabled }).filter(
      ([name, value]) => value !== undefined && value !== properties[name],
    )
    const isAuto = wanted.AutoEnableIO === true
    return inTurn([
      () => (changed.length === 0 ? PASS : context.call('ec2', 'ModifyVolume', { VolumeId, ...Object.fromEntries(changed) })),
      () => (isAuto === (properties.AutoEnableIO === true) ? PASS : autoEnableIo(context, VolumeId, isAuto)),
      () => changeEc2Tags(context, VolumeId, properties, wanted),
    ])
  },
  remove: (context, { physicalId = '' }) =>
    goneWith('InvalidVolume.NotFound', context.call('ec2', 'DeleteVolume', { VolumeId: physicalId })),
  isRemoved: (context, { physicalId = '' }) => {
    const state = volumeState(context, physicalId)
    return state.ok ? succeed('wait') : goneWith('InvalidVolume.NotFound', state, 'done')
  },
  snapshot: (context, { physicalId = '' }) => context.call('ec2', 'CreateSnapshot', { VolumeId: physicalId }),
}

/** The state of a volume. */
export const volumeState = (context: ResourceContext, volumeId: string) => {
  const found = context.call<{ Volumes: { State: string }[] }>('ec2', 'DescribeVolumes', { VolumeIds: [volumeId] })
  return found.ok ? succeed(found.value.Volumes[0]?.State ?? '') : found
}

const autoEnableIo = (context: ResourceContext, VolumeId: string, Value: boolean) =>
  context.call('ec2', 'ModifyVolumeAttribute', { VolumeId, AutoEnableIO: { Value } })
