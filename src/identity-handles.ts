import type { Outcome } from './core/outcome.ts'
import type { RoleSession } from './core/principal.ts'
import { exceptionFamily, type Failure } from './core/service-error.ts'
import type { World } from './core/world.ts'
import { findAccount, type GroupRecord, type RoleRecord, type UserRecord } from './iam/accounts.ts'
import { attachPolicy, deleteInlinePolicy, detachPolicy, noSuchIdentity, putBoundary, putInlinePolicy } from './iam/identities.ts'
import type { PolicyInput } from './iam/policy-json.ts'
import { putTrustPolicy } from './iam/roles.ts'
import { roleSession } from './iam/sessions.ts'
import { tagIdentity, untagIdentity } from './iam/tags.ts'
import { addUserToGroup, removeUserFromGroup } from './iam/users.ts'

/** The policies of a role, user or group. */
export interface Policies {
  /** Puts an inline policy, in place of the one of that name. */
  putPolicy(name: string, policy: PolicyInput): void
  deletePolicy(name: string): void
  /** Attaches a managed policy by its ARN. */
  attachPolicy(arn: string): void
  detachPolicy(arn: string): void
}

/** What roles and users have beside their policies: a permissions boundary, and tags. */
export interface BoundedIdentity extends Policies {
  /** Limits what the policies can allow: the ARN of a managed policy, or a policy, which then becomes a managed policy of its own. */
  putPermissionsBoundary(policy: PolicyInput): void
  deletePermissionsBoundary(): void
  /** Adds tags, `aws:PrincipalTag/…` in conditions; their keys compare without regard to case. Sessions of a role keep the tags it had when they were made. */
  tag(tags: Readonly<Record<string, string>>): void
  untag(keys: readonly string[]): void
}

/** A role. */
export interface Role extends BoundedIdentity {
  readonly kind: 'role'
  readonly accountId: string
  readonly name: string
  readonly arn: string
  /** Puts another trust policy: who may assume the role through STS. */
  updateAssumeRolePolicy(policy: PolicyInput): void
  /** A session of the role, with a name, a session policy and tags of its own. No trust policy is asked: see `session.sts.assumeRole`. */
  session(options?: { sessionName?: string; sessionPolicy?: PolicyInput; tags?: Readonly<Record<string, string>> }): RoleSession
}

/** A user. */
export interface User extends BoundedIdentity {
  readonly kind: 'iam-user'
  readonly accountId: string
  readonly name: string
  readonly arn: string
}

/** A group: it hands its policies to its users, and is never a principal. */
export interface Group extends Policies {
  readonly kind: 'group'
  readonly accountId: string
  readonly name: string
  readonly arn: string
  addUser(user: User): void
  removeUser(user: User): void
}

/** The handle of a role that exists; throws `NoSuchEntity`. */
export const roleHandle = (now: () => World, accountId: string, name: string): Role => {
  const record = () => findRole(now(), accountId, name)
  const { arn } = record()
  const session: Role['session'] = ({ sessionName = SESSION_NAME, ...rest } = {}) =>
    value(roleSession(record(), { sessionName, createdAt: now().clock.now(), ...rest }))
  const updateAssumeRolePolicy = (policy: PolicyInput) => value(putTrustPolicy(now(), record(), policy))
  return { kind: 'role', accountId, name, arn, session, updateAssumeRolePolicy, ...boundedHandle(now, record) }
}

/** The handle of a user that exists; throws `NoSuchEntity`. */
export const userHandle = (now: () => World, accountId: string, name: string): User => {
  const record = () => findUser(now(), accountId, name)
  return { kind: 'iam-user', accountId, name, arn: record().arn, ...boundedHandle(now, record) }
}

/** The handle of a group that exists; throws `NoSuchEntity`. */
export const groupHandle = (now: () => World, accountId: string, name: string): Group => {
  const record = (): GroupRecord =>
    findAccount(now(), accountId)?.groups.get(name.toLowerCase()) ?? thrown(noSuchIdentity('group', name))
  return {
    kind: 'group',
    accountId,
    name,
    arn: record().arn,
    addUser: (user) => value(addUserToGroup(now(), findUser(now(), accountId, user.name), name)),
    removeUser: (user) => value(removeUserFromGroup(now(), findUser(now(), accountId, user.name), name)),
    ...policiesHandle(now, record),
  }
}

/** The role of a name, or IAM's `NoSuchEntity`, thrown. */
export const findRole = (world: World, accountId: string, name: string): RoleRecord =>
  findAccount(world, accountId)?.roles.get(name.toLowerCase()) ?? thrown(noSuchIdentity('role', name))

/** The user of a name, or IAM's `NoSuchEntity`, thrown. */
export const findUser = (world: World, accountId: string, name: string): UserRecord =>
  findAccount(world, accountId)?.users.get(name.toLowerCase()) ?? thrown(noSuchIdentity('user', name))

/** The value of an outcome of IAM; a failure is thrown as the AWS SDK would throw it. */
export const value = <Value>(outcome: Outcome<Value, Failure>): Value => (outcome.ok ? outcome.value : thrown(outcome.error))

/** The name of sessions that are made without one. */
export const SESSION_NAME = 'kms-ebs-sim'

const boundedHandle = (now: () => World, record: () => RoleRecord | UserRecord): BoundedIdentity => ({
  ...policiesHandle(now, record),
  putPermissionsBoundary: (policy) => value(putBoundary(now(), record(), policy)),
  deletePermissionsBoundary: () => value(putBoundary(now(), record(), undefined)),
  tag: (tags) => value(tagIdentity(now(), record(), tags)),
  untag: (keys) => untagIdentity(now(), record(), keys),
})

const policiesHandle = (now: () => World, record: () => RoleRecord | UserRecord | GroupRecord): Policies => ({
  putPolicy: (name, policy) => value(putInlinePolicy(now(), record(), name, policy)),
  deletePolicy: (name) => value(deleteInlinePolicy(now(), record(), name)),
  attachPolicy: (arn) => value(attachPolicy(now(), record(), arn)),
  detachPolicy: (arn) => value(detachPolicy(now(), record(), arn)),
})

const thrown = (failure: Failure): never => {
  throw toIamException(failure, { httpStatusCode: failure.status, requestId: '', attempts: 1, totalRetryDelay: 0 })
}

const { toException: toIamException } = exceptionFamily('IAMServiceException', 'com.amazonaws.iam', [])
