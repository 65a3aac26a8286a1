import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { ec2Failure } from './errors.ts'
import { unavailableImage } from './image-lookup.ts'
import type { ImageRecord, ImageSharing } from './image-records.ts'
import { changedSharing, isUnderManagedKey } from './snapshot-sharing.ts'
import { findSnapshot } from './snapshots.ts'
import { findPlace } from './store.ts'

/** Somebody who may launch from an image: one account, or everybody. */
export interface LaunchPermission {
  /** An account id. */
  UserId?: string | undefined
  /** `all` is the only group. */
  Group?: 'all' | undefined
  OrganizationArn?: string | undefined
  OrganizationalUnitArn?: string | undefined
}

/** Who is to be given, and who to be denied, the permission to launch. */
export interface SharingChange {
  readonly add: readonly LaunchPermission[]
  readonly remove: readonly LaunchPermission[]
}

/**
 * Whether an image may be shared so. Sharing it lets others use its snapshots for launching; what they may do with the keys is said by the
 * keys' policies. What is taken away may always be.
 *
 * Source: EC2 User Guide, "Share an AMI with specific AWS accounts", "Block public access to your AMIs"; spec/ebs-ec2.md 7.
 */
export const checkImageSharing = (
  world: World,
  image: ImageRecord,
  { add, remove }: SharingChange,
): Outcome<ImageRecord, Failure> => {
  const items = checkItems([...add, ...remove])
  if (!items.ok) return items
  if (add.length === 0) return succeed(image)
  if (image.status.state !== 'available') return refuse(unavailableImage(image.id))
  const snapshots = image.mappings.flatMap(({ snapshotId = '' }) => findSnapshot(world, image.region, snapshotId) ?? [])
  if (snapshots.some((snapshot) => isUnderManagedKey(world, snapshot))) {
    return refuse(ec2Failure('InvalidParameter', UNDER_MANAGED_KEY))
  }
  if (add.every(({ Group }) => Group === undefined)) return succeed(image)
  if (image.mappings.some(({ isEncrypted }) => isEncrypted))
    return refuse(ec2Failure('OperationNotPermitted', ENCRYPTED_TO_PUBLIC))
  const isBlocked = findPlace(world, image)?.isPublicImageBlocked ?? true
  return isBlocked ? refuse(ec2Failure('OperationNotPermitted', PUBLIC_ACCESS_BLOCKED)) : succeed(image)
}

/** Who may launch from an image after a change. */
export const changedLaunchers = (image: ImageRecord, { add, remove }: SharingChange): ImageSharing => {
  const sharing = changedSharing(image, { operation: 'add', ...named(add) })
  return changedSharing({ ...image, sharing }, { operation: 'remove', ...named(remove) })
}

/** The permissions that others have. */
export const launchPermissions = ({ sharing: { isPublic, accounts } }: ImageRecord): LaunchPermission[] => [
  ...(isPublic ? [{ Group: 'all' } as const] : []),
  ...accounts.map((UserId) => ({ UserId })),
]

const checkItems = (permissions: readonly LaunchPermission[]): Outcome<undefined, Failure> => {
  for (const { UserId, Group } of permissions) {
    if (UserId !== undefined && !/^\d{12}$/.test(UserId)) return refuse(badItem(UserId, 'userId'))
    if (Group !== undefined && Group !== 'all') return refuse(badItem(Group, 'userGroup'))
  }
  return succeed(undefined)
}

const named = (permissions: readonly LaunchPermission[]) => ({
  users: permissions.flatMap(({ UserId }) => UserId ?? []),
  groups: permissions.flatMap(({ Group }) => Group ?? []),
})

/** As moto has it (basis E). */
const badItem = (value: string, item: 'userId' | 'userGroup') =>
  ec2Failure('InvalidAMIAttributeItemValue', `Invalid attribute item value "${value}" for ${item} item type.`)

/** Source: spec/ebs-ec2.md 7, as users of AWS have reported it. */
const UNDER_MANAGED_KEY = "Snapshots encrypted with the AWS Managed CMK can't be shared. Specify another snapshot."
/** The rule is documented, code and text are inferred (spec/ebs-ec2.md 14). */
const ENCRYPTED_TO_PUBLIC = 'Images with encrypted snapshots cannot be shared publicly.'
/** As users of AWS have reported it, the apostrophe included. */
const PUBLIC_ACCESS_BLOCKED =
  'You can’t publicly share this image because block public access for AMIs is enabled for this account. ' +
  'To publicly share the image, you must call the DisableImageBlockPublicAccess API.'
