import type { JournalEntry } from '../core/journal.ts'
import type { FilterInput } from './fields.ts'
import type { InstanceStateChange } from './instance-view.ts'
import type { TagInput, TagSpecification } from './tags.ts'
import type { VolumeAttachment } from './volume-view.ts'

/*
 * The forms in which CloudTrail writes EC2's parameters and answers: lists are sets of items, moments are epoch milliseconds.
 * Source: CloudTrail samples of the EC2 User Guide; spec/ebs-ec2.md 2.7.
 */

/** `{"items":[{"volumeId":"vol-…"},…]}`; nothing where the request names none. */
export const idSet = (name: string, ids: readonly string[] | undefined): object =>
  ids === undefined ? {} : { items: ids.map((id) => ({ [name]: id })) }

/** `{"items":[{"name":"status","valueSet":{"items":[{"value":"available"}]}}]}` */
export const filterSet = (filters: readonly FilterInput[] | undefined): object =>
  filters === undefined
    ? {}
    : {
        items: filters.map(({ Name, Values = [] }) => ({ name: Name, valueSet: { items: Values.map((value) => ({ value })) } })),
      }

/** `{"items":[{"resourceType":"volume","tags":[{"key":…,"value":…}]}]}`, as a member to spread; nothing where there are none. */
export const tagSpecificationSet = (specifications: readonly TagSpecification[] | undefined): object =>
  specifications === undefined
    ? {}
    : {
        tagSpecificationSet: {
          items: specifications.map(({ ResourceType, Tags = [] }) => ({
            resourceType: ResourceType,
            tags: Tags.map(({ Key, Value }) => ({ key: Key, value: Value })),
          })),
        },
      }

/** The parameters of CreateTags and DeleteTags. */
export const resourcesAndTags = (ids: readonly string[] | undefined, tags: readonly TagInput[] | undefined): object => ({
  resourcesSet: idSet('resourceId', ids),
  tagSet: tags === undefined ? {} : { items: tags.map(({ Key, Value }) => present({ key: Key, value: Value })) },
})

/** The answer of StopInstances and its like. */
export const stateChangeSet = (changes: readonly InstanceStateChange[]): object => ({
  instancesSet: {
    items: changes.map(({ InstanceId, CurrentState, PreviousState }) => ({
      instanceId: InstanceId,
      currentState: { code: CurrentState.Code, name: CurrentState.Name },
      previousState: { code: PreviousState.Code, name: PreviousState.Name },
    })),
  },
})

/** The answer of AttachVolume and DetachVolume. */
export const attachmentElements = ({ output }: JournalEntry): object => {
  const attachment = output as VolumeAttachment
  return {
    volumeId: attachment.VolumeId,
    instanceId: attachment.InstanceId,
    device: attachment.Device,
    status: attachment.State,
    attachTime: recordedEpoch(attachment.AttachTime),
    deleteOnTermination: attachment.DeleteOnTermination,
  }
}

/** The answer of an operation that says no more than that it has been done. */
export const DONE = { _return: true } as const

/** The members of an object that have a value. */
export const present = (members: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))

/** A moment of a recorded output as EC2's CloudTrail records write it: epoch milliseconds. Records keep moments as texts. */
export const recordedEpoch = (moment: unknown): number => Date.parse(String(moment))
