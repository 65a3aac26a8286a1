import { parseAccountId } from './core/identifiers.ts'
import type { FederatedUser, IamUser, Principal, RoleSession, RootUser } from './core/principal.ts'
import { SimulatorError } from './core/simulator-error.ts'
import type { World } from './core/world.ts'
import { findAccount, type RoleRecord } from './iam/accounts.ts'
import {
  deleteManagedPolicy,
  type IdentityOptions,
  joinOrganization,
  openAccount,
  putManagedPolicy,
  putOrganizationPolicies,
} from './iam/identities.ts'
import type { PolicyInput } from './iam/policy-json.ts'
import { administratorRole, createRole, createServiceLinkedRole, deleteRole, type RoleOptions } from './iam/roles.ts'
import { asIssued, isIssued, roleSession, rootUser, type SessionHolder, userPrincipal } from './iam/sessions.ts'
import { createGroup, createUser, deleteGroup, deleteUser, type UserOptions } from './iam/users.ts'
import {
  findRole,
  findUser,
  type Group,
  groupHandle,
  type Role,
  roleHandle,
  SESSION_NAME,
  type User,
  userHandle,
  value,
} from './identity-handles.ts'

/** Somebody who can act: a role (in a session of it), a user, the root user of an account, a session of a role, a federated user. */
export type Identity = Role | User | RootUser | RoleSession | FederatedUser | IamUser

/**
 * An account with its small IAM: roles, users and groups with their policies, in AWS's JSON. Every method throws IAM's error as the
 * AWS SDK would: `NoSuchEntity`, `EntityAlreadyExists`, `MalformedPolicyDocument`, `DeleteConflict` and their like.
 *
 * @example
 * ```ts
 * import { createCloud } from 'kms-ebs-sim'
 *
 * const cloud = createCloud()
 * const account = cloud.account('111122223333')
 * const app = account.createRole('App', {
 *   policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' }] }],
 * })
 * cloud.session({ as: app, region: 'us-east-1' })
 *
 * const ann = account.createUser('ann', { tags: { team: 'blue' } })
 * const readers = account.createGroup('Readers', {
 *   policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['kms:List*', 'kms:Describe*'], Resource: '*' }] }],
 * })
 * readers.addUser(ann)
 * cloud.session({ as: ann }).kms.listKeys()
 * ```
 */
export interface Account {
  readonly accountId: string
  /** The root user. */
  readonly root: RootUser
  /** Makes a role; its inline policies get the names `policy-1`, `policy-2`, …. */
  createRole(name: string, options?: RoleOptions): Role
  /** Makes a user. */
  createUser(name: string, options?: UserOptions): User
  /** Makes a group. */
  createGroup(name: string, options?: IdentityOptions): Group
  /** Makes or replaces a customer managed policy; answers its ARN. */
  createPolicy(name: string, policy: PolicyInput): string
  /** Deletes a customer managed policy that nobody uses. */
  deletePolicy(arn: string): void
  /** Makes the role by which a service acts in this account, e.g. `autoscaling.amazonaws.com`. */
  createServiceLinkedRole(service: string, suffix?: string): Role
  /** The role of this name. */
  role(name: string): Role
  /** The user of this name. */
  user(name: string): User
  /** The group of this name. */
  group(name: string): Group
  deleteRole(name: string): void
  deleteUser(name: string): void
  deleteGroup(name: string): void
  /**
   * Puts the account into an organization, for conditions on `aws:PrincipalOrgID`, `aws:ResourceOrgID` and their like. `path`: root and
   * organizational units, by default `r-root/`. Throws `SimulatorError` (`INVALID_OPTION`).
   *
   * @example
   * ```ts
   * import { createCloud } from 'kms-ebs-sim'
   *
   * const cloud = createCloud()
   * cloud.account('111122223333').joinOrganization('o-a1b2c3d4e5', { path: 'r-ab12/ou-ab12-11111111/' })
   * ```
   */
  joinOrganization(id: string, options?: { readonly path?: string }): void
  /**
   * Sets the service control policies under which the account's organization puts it, and `FullAWSAccess` beside them unless it is
   * detached. They limit all principals of the account but its service-linked roles; without a call there are none.
   *
   * @example
   * ```ts
   * import { createCloud } from 'kms-ebs-sim'
   *
   * const cloud = createCloud()
   * cloud.account('111122223333').setServiceControlPolicies([
   *   { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'kms:ScheduleKeyDeletion', Resource: '*' }] },
   * ])
   * ```
   */
  setServiceControlPolicies(policies: readonly PolicyInput[], options?: { readonly fullAccess?: 'attached' | 'detached' }): void
  /** The same for resource control policies, which limit everyone's access to the account's keys and roles. `RCPFullAWSAccess` stays beside them. */
  setResourceControlPolicies(policies: readonly PolicyInput[]): void
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
  const group = (name: string) => groupHandle(now, accountId, name)
  return {
    accountId,
    root: rootUser(accountId),
    createRole: (name, options) => role(value(createRole(now(), accountId, name, options)).name),
    createUser: (name, options) => user(value(createUser(now(), accountId, name, options)).name),
    createGroup: (name, options) => group(value(createGroup(now(), accountId, name, options)).name),
    createPolicy: (name, policy) => value(putManagedPolicy(now(), accountId, name, policy)),
    deletePolicy: (arn) => value(deleteManagedPolicy(now(), accountId, arn)),
    createServiceLinkedRole: (service, suffix) => role(value(createServiceLinkedRole(now(), accountId, service, suffix)).name),
    role,
    user,
    group,
    deleteRole: (name) => value(deleteRole(now(), accountId, name)),
    deleteUser: (name) => value(deleteUser(now(), accountId, name)),
    deleteGroup: (name) => value(deleteGroup(now(), accountId, name)),
    joinOrganization: (id, { path = 'r-root/' } = {}) => joinOrganization(now(), accountId, { id, path }),
    setServiceControlPolicies: (policies, { fullAccess = 'attached' } = {}) =>
      value(putOrganizationPolicies(now(), accountId, 'service-control', { policies, fullAccess })),
    setResourceControlPolicies: (policies) =>
      value(putOrganizationPolicies(now(), accountId, 'resource-control', { policies, fullAccess: 'attached' })),
  }
}

/** The principal that an identity acts as; without one, a session of role Admin of the default account. */
export const principalOf = (world: World, identity: Identity | undefined): ActingPrincipal => {
  if (identity === undefined) return sessionOf(world, administratorRole(world, world.settings.accountId))
  switch (identity.kind) {
    case 'role':
      return sessionOf(world, findRole(world, identity.accountId, identity.name))
    case 'iam-user':
      return userPrincipal(findUser(world, identity.accountId, identity.name))
    case 'user':
      if (identity.tokenIssuedAt !== undefined) return issuedHere(world, identity)
      return userPrincipal(findUser(world, identity.account, identity.name))
    case 'root':
      if (identity.tokenIssuedAt !== undefined) return issuedHere(world, identity)
      return accountHandle(() => world, identity.account).root
    case 'session':
    case 'federated-user':
      return issuedHere(world, identity)
    default:
      identity satisfies never
      throw unknownIdentity(JSON.stringify(identity))
  }
}

const issuedHere = <Holder extends SessionHolder>(world: World, session: Holder): Holder => {
  if (!isIssued(session)) throw unknownIdentity('a session of its own making')
  openAccount(world, session.account)
  return session
}

const unknownIdentity = (found: string) =>
  new SimulatorError(
    'INVALID_OPTION',
    `Expected a role, a user, a root user or a session that this package has made, found ${found}. Take it from cloud.account(id).`,
  )

/** A principal that belongs to an account. */
export type ActingPrincipal = Principal & { readonly account: string }

/**
 * The same principal with what may have changed since it was made: the tags of a user, which count at the moment of a call. The same
 * object where nothing has changed.
 */
export const currentPrincipal = (world: World, principal: ActingPrincipal): ActingPrincipal => {
  if (principal.kind !== 'user') return principal
  const user = findAccount(world, principal.account)?.users.get(principal.name.toLowerCase())
  if (user === undefined || user.uniqueId !== principal.uniqueId || hasTags(principal, user.tags)) return principal
  const { tags: _, ...rest } = principal
  return asIssued({ ...rest, ...userPrincipal(user) })
}

const hasTags = ({ tags }: IamUser, wanted: Readonly<Record<string, string>>): boolean =>
  tags === wanted || (tags === undefined && Object.keys(wanted).length === 0)

const sessionOf = (world: World, role: RoleRecord) =>
  value(roleSession(role, { sessionName: SESSION_NAME, createdAt: world.clock.now() }))
