import { parseAccountId } from './core/identifiers.ts'
import type { Outcome } from './core/outcome.ts'
import type { IamUser, Principal, RoleSession, RootUser } from './core/principal.ts'
import { exceptionFamily, type Failure } from './core/service-error.ts'
import { SimulatorError } from './core/simulator-error.ts'
import type { World } from './core/world.ts'
import { findAccount, type RoleRecord, type UserRecord } from './iam/accounts.ts'
import {
  attachPolicy,
  type BoundedOptions,
  deleteInlinePolicy,
  detachPolicy,
  noSuchIdentity,
  openAccount,
  putInlinePolicy,
  putManagedPolicy,
} from './iam/identities.ts'
import type { PolicyInput } from './iam/policy-json.ts'
import { administratorRole, createRole, createServiceLinkedRole, deleteRole, type RoleOptions } from './iam/roles.ts'
import { roleSession, rootUser, userPrincipal } from './iam/sessions.ts'
import { createUser, deleteUser } from './iam/users.ts'

/** Somebody who can act: a role (in a session of it), a user, the root user of an account, or a session of a role. */
export type Identity = Role | User | RootUser | RoleSession | IamUser

/**
 * An account with its small IAM: users and roles with their policies, in AWS's JSON. Every method throws IAM's error as the AWS SDK
 * would: `NoSuchEntity`, `EntityAlreadyExists`, `MalformedPolicyDocument`.
 *
 * @example
 * ```ts
 * import { createCloud } from 'kms-ebs-sim'
 *
 * const cloud = createCloud()
 * const app = cloud.account('111122223333').createRole('App', {
 *   policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' }] }],
 * })
 * cloud.session({ as: app, region: 'us-east-1' })
 * ```
 */
export interface Account {
  readonly accountId: string
  /** The root user. */
  readonly root: RootUser
  /** Makes a role; its inline policies get the names `policy-1`, `policy-2`, …. */
  createRole(name: string, options?: RoleOptions): Role
  /** Makes a user. */
  createUser(name: string, options?: BoundedOptions): User
  /** Makes or replaces a customer managed policy; answers its ARN. */
  createPolicy(name: string, policy: PolicyInput): string
  /** Makes the role by which a service acts in this account, e.g. `autoscaling.amazonaws.com`. */
  createServiceLinkedRole(service: string, suffix?: string): Role
  /** The role of this name. */
  role(name: string): Role
  /** The user of this name. */
  user(name: string): User
  deleteRole(name: string): void
  deleteUser(name: string): void
}

/** The policies of a role or user. */
export interface Policies {
  /** Puts an inline policy, in place of the one of that name. */
  putPolicy(name: string, policy: PolicyInput): void
  deletePolicy(name: string): void
  /** Attaches a managed policy by its ARN. */
  attachPolicy(arn: string): void
  detachPolicy(arn: string): void
}

/** A role. */
export interface Role extends Policies {
  readonly kind: 'role'
  readonly accountId: string
  readonly name: string
  readonly arn: string
  /** A session of the role, with a name, a session policy and tags of its own. */
  session(options?: { sessionName?: string; sessionPolicy?: PolicyInput; tags?: Readonly<Record<string, string>> }): RoleSession
}

/** A user. */
export interface User extends Policies {
  readonly kind: 'iam-user'
  readonly accountId: string
  readonly name: string
  readonly arn: string
}

/** The handle of an account. Throws `SimulatorError` (`INVALID_OPTION`) where `accountId` is not twelve digits. */
export const accountHandle = (now: () => World, accountId: string): Account => {
  if (parseAccountId(accountId) === undefined) {
    throw new SimulatorError(
      'INVALID_OPTION',
      `"accountId" expected twelve digits, got ${JSON.stringify(accountId)}. Quote it: '012345678901'.`,
    )
  }
  openAccount(now(), accountId)
  const role = (name: string) => roleHandle(now, accountId, name)
  const user = (name: string) => userHandle(now, accountId, name)
  return {
    accountId,
    root: rootUser(accountId),
    createRole: (name, options) => role(value(createRole(now(), accountId, name, options)).name),
    createUser: (name, options) => user(value(createUser(now(), accountId, name, options)).name),
    createPolicy: (name, policy) => value(putManagedPolicy(now(), accountId, name, policy)),
    createServiceLinkedRole: (service, suffix) => role(value(createServiceLinkedRole(now(), accountId, service, suffix)).name),
    role,
    user,
    deleteRole: (name) => value(deleteRole(now(), accountId, name)),
    deleteUser: (name) => value(deleteUser(now(), accountId, name)),
  }
}

/** The principal that an identity acts as; without one, a session of role Admin of the default account. */
export const principalOf = (world: World, identity: Identity | undefined): Principal & { readonly account: string } => {
  if (identity === undefined) return sessionOf(world, administratorRole(world, world.settings.accountId))
  switch (identity.kind) {
    case 'role':
      return sessionOf(world, findRole(world, identity.accountId, identity.name))
    case 'iam-user':
      return userPrincipal(findUser(world, identity.accountId, identity.name))
    case 'root':
    case 'session':
    case 'user':
      openAccount(world, identity.account)
      return identity
    default:
      return identity satisfies never
  }
}

const sessionOf = (world: World, role: RoleRecord) =>
  value(roleSession(role, { sessionName: SESSION_NAME, createdAt: world.clock.now() }))

const roleHandle = (now: () => World, accountId: string, name: string): Role => {
  const record = () => findRole(now(), accountId, name)
  const { arn } = record()
  const session: Role['session'] = ({ sessionName = SESSION_NAME, ...rest } = {}) =>
    value(roleSession(record(), { sessionName, createdAt: now().clock.now(), ...rest }))
  return { kind: 'role', accountId, name, arn, session, ...policiesHandle(now, record) }
}

const userHandle = (now: () => World, accountId: string, name: string): User => {
  const record = () => findUser(now(), accountId, name)
  return { kind: 'iam-user', accountId, name, arn: record().arn, ...policiesHandle(now, record) }
}

const policiesHandle = (now: () => World, record: () => RoleRecord | UserRecord): Policies => ({
  putPolicy: (name, policy) => value(putInlinePolicy(now(), record(), name, policy)),
  deletePolicy: (name) => value(deleteInlinePolicy(now(), record(), name)),
  attachPolicy: (arn) => value(attachPolicy(now(), record(), arn)),
  detachPolicy: (arn) => value(detachPolicy(now(), record(), arn)),
})

const findRole = (world: World, accountId: string, name: string): RoleRecord =>
  findAccount(world, accountId)?.roles.get(name.toLowerCase()) ?? thrown(noSuchIdentity('role', name))

const findUser = (world: World, accountId: string, name: string): UserRecord =>
  findAccount(world, accountId)?.users.get(name.toLowerCase()) ?? thrown(noSuchIdentity('user', name))

const value = <Value>(outcome: Outcome<Value, Failure>): Value => (outcome.ok ? outcome.value : thrown(outcome.error))

const thrown = (failure: Failure): never => {
  throw toIamException(failure, { httpStatusCode: failure.status, requestId: '', attempts: 1, totalRetryDelay: 0 })
}

const { toException: toIamException } = exceptionFamily('IAMServiceException', 'com.amazonaws.iam', [])

const SESSION_NAME = 'kms-ebs-sim'
