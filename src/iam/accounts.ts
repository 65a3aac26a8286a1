import type { FederatedUser, Principal, RoleSession } from '../core/principal.ts'
import { defineStored, type World } from '../core/world.ts'
import { awsManagedPolicy } from './aws-managed-policies.ts'
import { FULL_ACCESS } from './default-policies.ts'
import type { ApplicablePolicies } from './evaluate.ts'
import type { PolicyVersion } from './policy.ts'
import { isHostSession } from './request-context.ts'

/** What the small IAM of a world keeps: plain data. */
export interface IamState {
  readonly accounts: Map<string, IamAccount>
  /** Goes up with every change, so that what was looked up before is looked up again. */
  generation: number
}

/** The identities and policies of one account. Names are kept in lower case as keys: IAM's names are unique without regard to case. */
export interface IamAccount {
  readonly accountId: string
  readonly users: Map<string, UserRecord>
  readonly roles: Map<string, RoleRecord>
  readonly groups: Map<string, GroupRecord>
  /** Customer managed policies by ARN. */
  readonly policies: Map<string, PolicyVersion>
  /** The organization that the account is in. */
  organization?: Organization
  /** The service control policies that apply to the account's principals, where it is in an organization. */
  serviceControl?: readonly PolicyVersion[]
  /** The resource control policies that apply to the account's resources, where it is in an organization. */
  resourceControl?: readonly PolicyVersion[]
}

/** An account's place in AWS Organizations. */
export interface Organization {
  /** `o-` and 10 to 32 letters and digits. */
  readonly id: string
  /** Root and organizational units, e.g. `r-ab12/ou-ab12-11111111/`. */
  readonly path: string
}

/** What users, roles and groups have in common. */
export interface IdentityRecord {
  readonly accountId: string
  readonly name: string
  /** Begins and ends with `/`. */
  readonly path: string
  readonly arn: string
  /** `AIDA…`, `AROA…`, `AGPA…`: unique for ever. */
  readonly uniqueId: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** Inline policies by name, in the order in which they were put. */
  readonly inline: Map<string, PolicyVersion>
  /** ARNs of managed policies. */
  readonly attached: string[]
}

/** An IAM user. */
export interface UserRecord extends IdentityRecord {
  readonly kind: 'user'
  /** Names of groups, in lower case. */
  readonly groups: string[]
  /** The ARN of the managed policy that is the permissions boundary. */
  boundary?: string
  tags: Readonly<Record<string, string>>
}

/** An IAM role. */
export interface RoleRecord extends IdentityRecord {
  readonly kind: 'role'
  trust: PolicyVersion
  readonly description: string
  readonly maxSessionSeconds: number
  tags: Readonly<Record<string, string>>
  /** The service of a service-linked role. */
  readonly serviceLinkedTo?: string
  boundary?: string
}

/** An IAM group: it hands policies to its users and is never a principal. */
export interface GroupRecord extends IdentityRecord {
  readonly kind: 'group'
}

/** The IAM of a world. */
export const iamState = defineStored<IamState>('iam', () => ({ accounts: new Map(), generation: 0 }))

/** What is needed to look something up in IAM. */
export type IamReader = Pick<World, 'stored'>

/** What is needed to change IAM. */
export type IamWriter = Pick<World, 'stored' | 'random' | 'clock'>

/**
 * The policies that belong to a caller: what `evaluate` needs beside the resource's policies, which `{ ...caller, resource }` adds.
 * All members are there from the start, `undefined` where there is no such policy: an object that gains members is read slowly.
 */
export type CallerPolicies = ApplicablePolicies & { readonly resource?: undefined }

/** The IAM of an account that has been used before. */
export const findAccount = (world: IamReader, accountId: string): IamAccount | undefined =>
  iamState(world).accounts.get(accountId)

/** Says that IAM has changed: to be called after every change. */
export const iamChanged = (world: IamReader): void => {
  iamState(world).generation++
}

/**
 * The policies that apply to a caller at this moment. Looked up once per principal and change of IAM; asked again it costs no memory.
 * A session of a role that is gone, and one of another role of the same name, has none; so it is with a federated user whose maker is
 * gone. A host session has an identity and no
 * policies of its own. AWS services have none at all.
 */
export const policiesOf = (world: IamReader, principal: Principal): CallerPolicies => {
  if (principal.kind === 'service') return NO_POLICIES
  const state = iamState(world)
  const looked = lookedUpIn(state)
  const known = looked.get(principal)
  if (known !== undefined && known.generation === state.generation) return known.policies
  const policies = lookUp(state.accounts.get(principal.account), principal)
  looked.set(principal, { generation: state.generation, policies })
  return policies
}

/** The managed policy of an ARN: one of AWS's, or one of the account's own. */
export const managedPolicy = (account: IamAccount, arn: string): PolicyVersion | undefined =>
  awsManagedPolicy(arn) ?? account.policies.get(arn)

/** The resource control policies over an account's resources, for the services that ask `evaluate`. */
export const resourceControlOf = (world: IamReader, accountId: string): readonly PolicyVersion[] | undefined =>
  findAccount(world, accountId)?.resourceControl

/** `FullAWSAccess` and `RCPFullAWSAccess`, which AWS attaches wherever the policy type is in use. */
export const FULL_AWS_ACCESS: Readonly<Record<'service-control' | 'resource-control', PolicyVersion>> = {
  'service-control': {
    kind: 'service-control',
    name: 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
    text: FULL_ACCESS,
  },
  'resource-control': {
    kind: 'resource-control',
    name: 'arn:aws:organizations::aws:policy/resource_control_policy/p-RCPFullAWSAccess',
    text: FULL_ACCESS.replace('"Effect": "Allow",', '"Effect": "Allow",\n            "Principal": "*",'),
  },
}

const lookUp = (account: IamAccount | undefined, principal: Exclude<Principal, { kind: 'service' }>): CallerPolicies => {
  if (account === undefined) return NO_POLICIES
  const { serviceControl } = account
  if (principal.kind === 'root' || isHostSession(principal)) return { ...NO_POLICIES, serviceControl }
  const record = recordOf(account, principal)
  return {
    resource: undefined,
    identity: record === undefined ? [] : identityPolicies(account, record),
    boundary: record?.boundary === undefined ? undefined : boundaryOf(account, record.boundary),
    session: sessionPoliciesOf(account, principal),
    serviceControl,
    resourceControl: undefined,
    endpoint: undefined,
  }
}

/** The user or role whose policies count; the root user has none. */
const recordOf = (
  account: IamAccount,
  principal: Exclude<Principal, { kind: 'service' }>,
): UserRecord | RoleRecord | undefined => {
  if (principal.kind === 'root') return undefined
  if (principal.kind === 'federated-user') return recordOf(account, principal.federatedBy)
  if (principal.kind === 'user') {
    const user = account.users.get(principal.name.toLowerCase())
    return user?.uniqueId === principal.uniqueId ? user : undefined
  }
  const role = account.roles.get(principal.roleName.toLowerCase())
  return role?.uniqueId === principal.roleId ? role : undefined
}

const identityPolicies = (account: IamAccount, record: UserRecord | RoleRecord): readonly PolicyVersion[] => {
  const groups = record.kind === 'user' ? record.groups.map((name) => account.groups.get(name)) : []
  return [record, ...groups].flatMap((identity) =>
    identity === undefined
      ? []
      : [...identity.inline.values(), ...identity.attached.flatMap((arn) => managedPolicy(account, arn) ?? [])],
  )
}

const boundaryOf = (account: IamAccount, arn: string): PolicyVersion | undefined => {
  const policy = managedPolicy(account, arn)
  return policy === undefined ? undefined : inOtherPart(policy, 'boundary')
}

/** The same policy in another part: one object for ever, so that it is compiled once. */
const inOtherPart = (policy: PolicyVersion, kind: 'boundary' | 'session'): PolicyVersion => {
  const known = OTHER_PARTS[kind].get(policy)
  if (known !== undefined) return known
  const made: PolicyVersion = { ...policy, kind }
  OTHER_PARTS[kind].set(policy, made)
  return made
}

/**
 * The policies that were given to AssumeRole or GetFederationToken. Together they allow what one of them allows; a managed one that is
 * gone allows nothing. A federated user without any is allowed nothing by its maker's policies.
 *
 * Source: STS API Reference, AssumeRole and GetFederationToken, "Permissions".
 */
const sessionPoliciesOf = (account: IamAccount, session: Principal): readonly PolicyVersion[] | undefined => {
  if (session.kind !== 'session' && session.kind !== 'federated-user') return undefined
  const { sessionPolicy, sessionPolicyArns } = session
  if (sessionPolicy === undefined && sessionPolicyArns === undefined) return session.kind === 'session' ? undefined : []
  const managed = (sessionPolicyArns ?? []).flatMap((arn) => {
    const policy = managedPolicy(account, arn)
    return policy === undefined ? [] : [inOtherPart(policy, 'session')]
  })
  return sessionPolicy === undefined ? managed : [sessionPolicyOf(session, sessionPolicy), ...managed]
}

const sessionPolicyOf = (session: RoleSession | FederatedUser, text: string): PolicyVersion => {
  const known = SESSION_POLICIES.get(session)
  if (known !== undefined) return known
  const name = session.kind === 'session' ? session.sessionName : session.name
  const policy: PolicyVersion = { kind: 'session', name: `session policy of ${name}`, text }
  SESSION_POLICIES.set(session, policy)
  return policy
}

const lookedUpIn = (state: IamState): WeakMap<Principal, LookedUp> => {
  const known = LOOKED_UP.get(state)
  if (known !== undefined) return known
  const made = new WeakMap<Principal, LookedUp>()
  LOOKED_UP.set(state, made)
  return made
}

interface LookedUp {
  readonly generation: number
  readonly policies: CallerPolicies
}

const NO_POLICIES: CallerPolicies = {
  resource: undefined,
  identity: [],
  boundary: undefined,
  session: undefined,
  serviceControl: undefined,
  resourceControl: undefined,
  endpoint: undefined,
}
/** Beside the state, which is plain data. */
const LOOKED_UP = new WeakMap<IamState, WeakMap<Principal, LookedUp>>()
const OTHER_PARTS = {
  boundary: new WeakMap<PolicyVersion, PolicyVersion>(),
  session: new WeakMap<PolicyVersion, PolicyVersion>(),
} as const
const SESSION_POLICIES = new WeakMap<RoleSession | FederatedUser, PolicyVersion>()
