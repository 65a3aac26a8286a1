import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { ConditionValues } from '../iam/common-keys.ts'
import type { Ec2Access } from './access.ts'
import type { Place } from './arns.ts'
import { ec2Failure } from './errors.ts'
import { formOfId, type IdPrefix } from './ids.ts'
import { imageAccess, noSuchImages } from './image-lookup.ts'
import { imagesVisibleTo, isVisibleTo } from './images.ts'
import { instanceAccesses, noSuchInstances } from './instance-lookup.ts'
import { noSuchTemplate, templateAccess } from './launch-template-lookup.ts'
import { snapshotAccess } from './snapshot-access.ts'
import { tagsSeenBy } from './snapshot-tags.ts'
import { isUsableBy, snapshotsVisibleTo } from './snapshots.ts'
import { findPlace, findStoredImage, findStoredSnapshot } from './store.ts'
import type { TaggableResource } from './tags.ts'
import { noSuchVolume, volumeAccess } from './volume-lookup.ts'

/** What has tags of its owner, and of every account that it is shared with. */
export interface TaggedRecord extends Place {
  readonly id: string
  readonly tags: Map<string, string>
  tagsOfOthers?: Map<string, Map<string, string>>
}

/** A kind of resources that CreateTags, DeleteTags and DescribeTags know. */
interface TaggedKind {
  /** `resource-type` of DescribeTags. */
  readonly type: TaggableResource
  readonly prefix: IdPrefix
  /** The resource of that id, if the account can see it in its Region. The built-in image and its snapshot take no tags. */
  find(world: World, place: Place, id: string): TaggedRecord | undefined
  /** All that may have tags of the account. */
  all(world: World, place: Place): Iterable<TaggedRecord>
  missing(id: string): Failure
  /** The permission of the operation on the resource, with the keys that the resource has. */
  access(call: Call, id: string): Ec2Access
}

/** The kinds of resources that can have tags: one row each. */
const KINDS: readonly TaggedKind[] = [
  {
    type: 'volume',
    prefix: 'vol',
    find: (world, place, id) => findPlace(world, place)?.volumes.get(id),
    all: (world, place) => findPlace(world, place)?.volumes.values() ?? [],
    missing: noSuchVolume,
    access: volumeAccess,
  },
  {
    type: 'snapshot',
    prefix: 'snap',
    find: (world, { account, region }, id) => {
      const snapshot = findStoredSnapshot(world, id)
      return snapshot?.region === region && isUsableBy(world, snapshot, account) ? snapshot : undefined
    },
    all: snapshotsVisibleTo,
    missing: (id) => ec2Failure('InvalidSnapshot.NotFound', `The snapshot '${id}' does not exist.`),
    access: snapshotAccess,
  },
  {
    type: 'instance',
    prefix: 'i',
    find: (world, place, id) => findPlace(world, place)?.instances.get(id),
    all: (world, place) => findPlace(world, place)?.instances.values() ?? [],
    missing: (id) => noSuchInstances([id]),
    access: (call, id) => instanceAccesses(call, [id])[0] as Ec2Access,
  },
  {
    type: 'image',
    prefix: 'ami',
    find: (world, { account, region }, id) => {
      const image = findStoredImage(world, id)
      return image?.region === region && isVisibleTo(image, account) ? image : undefined
    },
    all: imagesVisibleTo,
    missing: (id) => noSuchImages([id]),
    access: imageAccess,
  },
  {
    type: 'launch-template',
    prefix: 'lt',
    find: (world, place, id) => findPlace(world, place)?.launchTemplates.get(id),
    all: (world, place) => findPlace(world, place)?.launchTemplates.values() ?? [],
    missing: noSuchTemplate,
    access: (call, id) => templateAccess(call, { LaunchTemplateId: id }),
  },
]

/** Whether all texts can be ids of resources with tags; the first that cannot is named, in a sentence that users quote. */
export const checkTaggableIds = (ids: readonly string[]): Outcome<undefined, Failure> => {
  const wrong = ids.find((id) => kindOf(id) === undefined)
  return wrong === undefined ? succeed(undefined) : refuse(ec2Failure('InvalidID', `The ID '${wrong}' is not valid`))
}

/** The resources of those ids, each once, or AWS's refusal of the first that the account cannot see. */
export const findTagged = (world: World, place: Place, ids: readonly string[]): Outcome<readonly TaggedRecord[], Failure> => {
  const found: TaggedRecord[] = []
  for (const id of new Set(ids)) {
    const kind = kindOf(id)
    const record = kind?.find(world, place, id)
    if (record === undefined) return refuse(kind?.missing(id) ?? ec2Failure('InvalidID', `The ID '${id}' is not valid`))
    found.push(record)
  }
  return succeed(found)
}

/** The permissions of an operation on all resources that it names; `keys` are those of the request. */
export const taggedAccesses = (call: Call, ids: readonly string[], keys: ConditionValues): readonly Ec2Access[] =>
  ids.flatMap((id) => {
    const access = kindOf(id)?.access(call, id)
    return access === undefined ? [] : [{ ...access, keys: { ...access.keys, ...keys } }]
  })

/** The tags that an account has given to a resource, for changing. */
export const ownTagsOn = (record: TaggedRecord, account: string): Map<string, string> => {
  if (record.account === account) return record.tags
  record.tagsOfOthers ??= new Map()
  const tags = record.tagsOfOthers.get(account) ?? new Map<string, string>()
  record.tagsOfOthers.set(account, tags)
  return tags
}

/** A tag and what carries it. */
export interface TagOnResource {
  readonly resourceId: string
  readonly type: TaggableResource
  readonly key: string
  readonly value: string
}

/** All tags that an account has given in a Region. */
export const allTags = (world: World, place: Place): readonly TagOnResource[] =>
  KINDS.flatMap(({ type, all }) =>
    [...all(world, place)].flatMap((record) =>
      Array.from(tagsSeenBy(record, place.account), ([key, value]) => ({ resourceId: record.id, type, key, value })),
    ),
  )

const kindOf = (id: string): TaggedKind | undefined => KINDS.find(({ prefix }) => formOfId(prefix, id) === 'right')
