import { succeed } from '../../core/outcome.ts'
import type { ResourceContext, ResourceType } from '../resource-type.ts'
import { defined } from '../steps.ts'
import { goneWith } from './ec2-tags.ts'

/** AWS::EC2::VolumeAttachment. `Ref` is `volume|instance`, which AWS does not document. Source: spec/around.md 6.1. */
export const Ec2VolumeAttachment: ResourceType = {
  name: 'AWS::EC2::VolumeAttachment',
  properties: {
    Device: { kind: 'text', change: 'replacement' },
    EbsCardIndex: { unsimulated: 'EBS cards' },
    InstanceId: { kind: 'text', isRequired: true, change: 'replacement' },
    VolumeId: { kind: 'text', isRequired: true, change: 'replacement' },
  },
  attributes: [],
  create: (context, { Device, InstanceId, VolumeId }) => {
    const made = context.call('ec2', 'AttachVolume', defined({ Device, InstanceId, VolumeId }))
    if (made.ok) context.made(`${String(VolumeId)}|${String(InstanceId)}`, {})
    return made
  },
  isMade: (context, { physicalId = '' }) => {
    const state = attachmentState(context, physicalId)
    return state.ok ? succeed(state.value === 'attaching' ? 'wait' : 'done') : state
  },
  remove: (context, { physicalId = '' }) => {
    const [VolumeId, InstanceId] = physicalId.split('|')
    const state = attachmentState(context, physicalId)
    if (state.ok && state.value === undefined) return succeed(undefined)
    const detached = context.call('ec2', 'DetachVolume', { VolumeId, InstanceId })
    return goneWith('InvalidVolume.NotFound', goneWith('IncorrectState', detached))
  },
  isRemoved: (context, { physicalId = '' }) => {
    const state = attachmentState(context, physicalId)
    if (!state.ok) return goneWith('InvalidVolume.NotFound', state, 'done')
    return succeed(state.value === undefined ? 'done' : 'wait')
  },
}

const attachmentState = (context: ResourceContext, physicalId: string) => {
  const [VolumeId, InstanceId] = physicalId.split('|')
  const found = context.call<Described>('ec2', 'DescribeVolumes', { VolumeIds: [VolumeId] })
  if (!found.ok) return found
  return succeed(found.value.Volumes[0]?.Attachments.find((attachment) => attachment.InstanceId === InstanceId)?.State)
}

interface Described {
  readonly Volumes: { readonly Attachments: { readonly InstanceId: string; readonly State: string }[] }[]
}
