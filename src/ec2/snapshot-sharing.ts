import { compareCodeUnits } from '../core/bytes.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { prospectiveManagedKey } from '../kms/managed-keys.ts'
import { ec2Failure } from './errors.ts'
import { MANAGED_KEY_ALIAS } from './key-use.ts'
import { kmsKeyArnOf, type SnapshotRecord, type SnapshotSharing } from './records.ts'
import { publicAccessOf } from './snapshot-public-access.ts'

/** Somebody who may make volumes from a snapshot: one account, or everybody. */
export interface CreateVolumePermission {
  /** An account id. */
  UserId?: string | undefined
  /** `all` is the only group. */
  Group?: 'all' | undefined
}

/** The parameters of ModifySnapshotAttribute that say what is to change. */
export interface PermissionInput {
  readonly Attribute?: string | undefined
  readonly OperationType?: string | undefined
  readonly UserIds?: readonly string[] | undefined
  readonly GroupNames?: readonly string[] | undefined
  readonly CreateVolumePermission?:
    | {
        readonly Add?: readonly CreateVolumePermission[] | undefined
        readonly Remove?: readonly CreateVolumePermission[] | undefined
      }
    | undefined
}

/** What is to change: accounts and groups as the request names them, unchecked. */
export interface PermissionChange {
  readonly operation: 'add' | 'remove'
  readonly users: readonly string[]
  readonly groups: readonly string[]
  /** Which of the two forms of the request was used: AWS words its refusals of user ids accordingly. */
  readonly form: 'structure' | 'lists'
}

/** Reads the two forms of a request, or AWS's refusal. Source: spec/ebs-ec2.md 6.3, recorded. */
export const readPermissionChange = (input: PermissionInput): Outcome<PermissionChange, Failure> => {
  const change = readForm(input)
  if (!change.ok) return change
  const { users, groups } = change.value
  return users.length + groups.length <= CHANGE_MAX
    ? change
    : refuse(invalid(`Modification size must not be greater than ${CHANGE_MAX}.`))
}

const readForm = (input: PermissionInput): Outcome<PermissionChange, Failure> => {
  const { Attribute, OperationType: operation, UserIds = [], GroupNames = [], CreateVolumePermission } = input
  const [add, remove] = [named(CreateVolumePermission?.Add), named(CreateVolumePermission?.Remove)]
  if (add.length > 0 && remove.length > 0) return refuse(combination(BOTH_OPERATIONS))
  if (add.length > 0) return succeed(changeOf('add', add))
  if (remove.length > 0) return succeed(changeOf('remove', remove))
  if (Attribute === undefined && operation === undefined && UserIds.length + GroupNames.length === 0) {
    return refuse(combination('No attributes specified.'))
  }
  if (Attribute === undefined || Attribute === '') return refuse(ec2Failure('MissingParameter', EMPTY_ATTRIBUTE))
  if (Attribute !== 'createVolumePermission') return refuse(invalid('Unrecognized attribute.'))
  if (operation !== 'add' && operation !== 'remove') return refuse(combination(NO_OPERATION))
  return succeed({ operation, users: UserIds, groups: GroupNames, form: 'lists' })
}

const named = (permissions: readonly CreateVolumePermission[] = []) =>
  permissions.filter(({ UserId, Group }) => UserId !== undefined || Group !== undefined)

const changeOf = (operation: 'add' | 'remove', permissions: readonly CreateVolumePermission[]): PermissionChange => ({
  operation,
  users: permissions.flatMap(({ UserId }) => UserId ?? []),
  groups: permissions.flatMap(({ Group }) => Group ?? []),
  form: 'structure',
})

/** Whether a snapshot may be shared so. What is taken away may always be. Source: spec/ebs-ec2.md 6.3. */
export const checkSharing = (
  world: World,
  snapshot: SnapshotRecord,
  { operation, users, groups, form }: PermissionChange,
): Outcome<SnapshotRecord, Failure> => {
  const badUser = users.find((each) => !/^\d{12}$/.test(each))
  if (badUser !== undefined) return refuse(badItem(form === 'lists' ? `UserId (${badUser}) is invalid.` : `UserId ${badUser}`))
  const badGroup = groups.find((each) => each !== 'all')
  if (badGroup !== undefined) return refuse(badItem(`UserGroup ${badGroup}`))
  if (operation === 'remove') return succeed(snapshot)
  const isPublic = groups.length > 0
  if (isPublic && snapshot.protection.kind !== 'none') return refuse(notPermitted(ENCRYPTED_TO_PUBLIC))
  if (isPublic && publicAccessOf(world, snapshot) !== 'unblocked') return refuse(notPermitted(PUBLIC_ACCESS_BLOCKED))
  if (users.length > 0 && isUnderManagedKey(world, snapshot)) return refuse(notPermitted(UNDER_MANAGED_KEY))
  return succeed(snapshot)
}

/** Whether a snapshot is, or was to be, encrypted under its account's AWS managed key: nobody else can ever use that. */
export const isUnderManagedKey = (world: World, snapshot: SnapshotRecord): boolean => {
  const { account, region } = snapshot
  const key = kmsKeyArnOf(snapshot)
  return key !== undefined && key === prospectiveManagedKey(world, account, region, MANAGED_KEY_ALIAS)?.arn
}

/** Who may use a snapshot or an image after a change. The owner is never named: it may anyway. */
export const changedSharing = (
  { account: owner, sharing }: Pick<SnapshotRecord, 'account' | 'sharing'>,
  { operation, users, groups }: Pick<PermissionChange, 'operation' | 'users' | 'groups'>,
): SnapshotSharing => {
  const others = users.filter((each) => each !== owner)
  const accounts =
    operation === 'add'
      ? [...new Set([...sharing.accounts, ...others])].sort(compareCodeUnits)
      : sharing.accounts.filter((each) => !others.includes(each))
  return { isPublic: groups.length > 0 ? operation === 'add' : sharing.isPublic, accounts }
}

/** Nobody but the owner. */
export const PRIVATE: SnapshotSharing = { isPublic: false, accounts: [] }

const CHANGE_MAX = 500

const BOTH_OPERATIONS = 'One and only one operation type may be specified for createVolumePermissions'
const NO_OPERATION = 'No operation specified for createVolumePermission attribute.'
const EMPTY_ATTRIBUTE = 'Value for parameter attribute is invalid. Parameter may not be null or empty.'
const UNDER_MANAGED_KEY = 'Encrypted snapshots with EBS default key cannot be shared'
/** The rule is documented, the text an emulator's. */
const ENCRYPTED_TO_PUBLIC = 'Encrypted snapshots cannot be shared publicly.'
/** The rule is documented, code and text are inferred. */
const PUBLIC_ACCESS_BLOCKED = 'Block public access for snapshots is enabled for this account in this Region.'

const invalid = (message: string) => ec2Failure('InvalidParameterValue', message)
const combination = (message: string) => ec2Failure('InvalidParameterCombination', message)
const badItem = (message: string) => ec2Failure('InvalidAMIAttributeItemValue', message)
const notPermitted = (message: string) => ec2Failure('OperationNotPermitted', message)
