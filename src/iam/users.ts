import { type Outcome, PASS, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { findAccount, type GroupRecord, type IamReader, type IamWriter, iamChanged, type UserRecord } from './accounts.ts'
import {
  type BoundedOptions,
  type IdentityOptions,
  newUniqueId,
  noSuchIdentity,
  openAccount,
  readBoundary,
  readIdentity,
} from './identities.ts'
import { readTags, type Tags } from './tags.ts'

/** What a new user may be given. */
export interface UserOptions extends BoundedOptions {
  readonly tags?: Tags | undefined
}

/** Makes an IAM user. Source: IAM API Reference, CreateUser. */
export const createUser = (
  world: IamWriter,
  accountId: string,
  name: string,
  options: UserOptions = {},
): Outcome<UserRecord, Failure> => {
  const account = openAccount(world, accountId)
  const identity = readIdentity(world, account, 'user', name, options)
  if (!identity.ok) return identity
  const tags = readTags(options.tags ?? {})
  if (!tags.ok) return tags
  const boundary = readBoundary(account, name, options.permissionsBoundary)
  if (!boundary.ok) return boundary
  const uniqueId = newUniqueId(world, accountId, 'user')
  const user: UserRecord = { kind: 'user', ...identity.value, uniqueId, groups: [], tags: tags.value, ...boundary.value }
  account.users.set(name.toLowerCase(), user)
  iamChanged(world)
  return succeed(user)
}

/** Makes an IAM group. Source: IAM API Reference, CreateGroup. */
export const createGroup = (
  world: IamWriter,
  accountId: string,
  name: string,
  options: IdentityOptions = {},
): Outcome<GroupRecord, Failure> => {
  const account = openAccount(world, accountId)
  const identity = readIdentity(world, account, 'group', name, options)
  if (!identity.ok) return identity
  const group: GroupRecord = { kind: 'group', ...identity.value, uniqueId: newUniqueId(world, accountId, 'group') }
  account.groups.set(name.toLowerCase(), group)
  iamChanged(world)
  return succeed(group)
}

/** Puts a user into a group. Source: IAM API Reference, AddUserToGroup. */
export const addUserToGroup = (world: IamReader, user: UserRecord, groupName: string): Outcome<undefined, Failure> => {
  const key = groupName.toLowerCase()
  if (findAccount(world, user.accountId)?.groups.has(key) !== true) return refuse(noSuchIdentity('group', groupName))
  if (!user.groups.includes(key)) user.groups.push(key)
  iamChanged(world)
  return PASS
}

/** Takes a user out of a group. Source: IAM API Reference, RemoveUserFromGroup. */
export const removeUserFromGroup = (world: IamReader, user: UserRecord, groupName: string): Outcome<undefined, Failure> => {
  const at = user.groups.indexOf(groupName.toLowerCase())
  if (at < 0) return refuse(noSuchIdentity('user', user.name))
  user.groups.splice(at, 1)
  iamChanged(world)
  return PASS
}

/**
 * Deletes a group with its policies; its users are left without them.
 *
 * Source: IAM API Reference, DeleteGroup. AWS wants users and policies gone before; here they go with it.
 */
export const deleteGroup = (world: IamReader, accountId: string, name: string): Outcome<undefined, Failure> => {
  const account = findAccount(world, accountId)
  if (account?.groups.delete(name.toLowerCase()) !== true) return refuse(noSuchIdentity('group', name))
  for (const user of account.users.values()) removeUserFromGroup(world, user, name)
  iamChanged(world)
  return PASS
}

/**
 * Deletes a user with its policies. Whoever gets the name later is another (`uniqueId`).
 *
 * Source: IAM API Reference, DeleteUser. AWS wants the policies and memberships gone before; here they go with it.
 */
export const deleteUser = (world: IamReader, accountId: string, name: string): Outcome<undefined, Failure> => {
  if (findAccount(world, accountId)?.users.delete(name.toLowerCase()) !== true) return refuse(noSuchIdentity('user', name))
  iamChanged(world)
  return PASS
}
