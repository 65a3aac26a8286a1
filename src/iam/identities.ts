import { type Outcome, PASS, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { SimulatorError } from '../core/simulator-error.ts'
import {
  FULL_AWS_ACCESS,
  findAccount,
  type GroupRecord,
  type IamAccount,
  type IamReader,
  type IamWriter,
  type IdentityRecord,
  iamChanged,
  iamState,
  managedPolicy,
  type Organization,
  type RoleRecord,
  type UserRecord,
} from './accounts.ts'
import { iamFailure } from './iam-errors.ts'
import { type PolicyInput, readPolicy } from './policy-json.ts'

/** The account of an id, which comes into being when it is first asked for. */
export const openAccount = (world: IamReader, accountId: string): IamAccount => {
  const found = findAccount(world, accountId)
  if (found !== undefined) return found
  const account: IamAccount = { accountId, users: new Map(), roles: new Map(), groups: new Map(), policies: new Map() }
  iamState(world).accounts.set(accountId, account)
  iamChanged(world)
  return account
}

/** What every new identity may be given. */
export interface IdentityOptions {
  /** Default `/`. */
  readonly path?: string | undefined
  /** Inline policies; they get the names `policy-1`, `policy-2`, …. */
  readonly policies?: readonly PolicyInput[] | undefined
  /** ARNs of managed policies. */
  readonly managedPolicyArns?: readonly string[] | undefined
}

/** What every new user and role may be given. */
export interface BoundedOptions extends IdentityOptions {
  /** The ARN of a managed policy, or a policy, which then becomes a managed policy of its own. */
  readonly permissionsBoundary?: PolicyInput | undefined
}

/** The members that all kinds of identities share, checked; nothing is changed yet. */
export const readIdentity = (
  world: IamWriter,
  account: IamAccount,
  kind: 'user' | 'role' | 'group',
  name: string,
  { path = '/', policies = [], managedPolicyArns = [] }: IdentityOptions,
): Outcome<Omit<IdentityRecord, 'uniqueId'>, Failure> => {
  if (!/^[\w+=,.@-]{1,128}$/.test(name)) return refuse(badValue(`${kind}Name`, NAME_RULE))
  if (!/^\/([\x21-\x7e]+\/)?$/.test(path)) return refuse(badValue('path', PATH_RULE))
  const { accountId } = account
  if (account[`${kind}s`].has(name.toLowerCase())) return refuse(alreadyExists(kind, name))
  const inline: IdentityRecord['inline'] = new Map()
  for (const [index, input] of policies.entries()) {
    const policyName = `policy-${index + 1}`
    const policy = readPolicy(input, 'identity', policyName)
    if (!policy.ok) return policy
    inline.set(policyName, policy.value)
  }
  const missing = managedPolicyArns.find((arn) => managedPolicy(account, arn) === undefined)
  if (missing !== undefined) return refuse(noSuchPolicy(missing))
  const arn = `arn:aws:iam::${accountId}:${kind}${path}${name}`
  return succeed({ accountId, name, path, arn, createdAt: world.clock.now(), inline, attached: [...managedPolicyArns] })
}

/** The next unique id: a prefix of four letters and 17 characters of base 32. Source: IAM User Guide, "Unique identifiers". */
export const newUniqueId = (world: IamWriter, account: string, kind: 'user' | 'role' | 'group'): string => {
  const bytes = world.random.bytes({ purpose: `iam/${kind}-id`, account }, 17)
  return UNIQUE_ID_PREFIXES[kind] + Array.from(bytes, (byte) => BASE32[byte & 31]).join('')
}

/** The ARN of a permissions boundary, or IAM's refusal. A boundary given as a policy becomes a managed policy here. */
export const readBoundary = (
  account: IamAccount,
  name: string,
  input: PolicyInput | undefined,
): Outcome<{ readonly boundary?: string }, Failure> => {
  if (input === undefined) return succeed({})
  if (typeof input === 'string' && input.startsWith('arn:'))
    return managedPolicy(account, input) === undefined ? refuse(noSuchPolicy(input)) : succeed({ boundary: input })
  const made = createPolicy(account, `${name}-boundary`, input)
  return made.ok ? succeed({ boundary: made.value }) : made
}

/** Makes or replaces a customer managed policy; answers its ARN. */
export const putManagedPolicy = (
  world: IamReader,
  accountId: string,
  name: string,
  input: PolicyInput,
): Outcome<string, Failure> => {
  const made = createPolicy(openAccount(world, accountId), name, input)
  iamChanged(world)
  return made
}

/** Deletes a customer managed policy that nobody uses any more. Source: IAM API Reference, DeletePolicy. */
export const deleteManagedPolicy = (world: IamReader, accountId: string, arn: string): Outcome<undefined, Failure> => {
  const account = openAccount(world, accountId)
  if (!account.policies.has(arn)) return refuse(iamFailure('NoSuchEntity', `Policy ${arn} was not found.`))
  const bounded = [...account.users.values(), ...account.roles.values()]
  const isUsed =
    [...bounded, ...account.groups.values()].some(({ attached }) => attached.includes(arn)) ||
    bounded.some(({ boundary }) => boundary === arn)
  if (isUsed) return refuse(iamFailure('DeleteConflict', 'Cannot delete a policy attached to entities.'))
  account.policies.delete(arn)
  iamChanged(world)
  return PASS
}

/** Puts an inline policy of a user, role or group, in place of the one of that name. */
export const putInlinePolicy = (
  world: IamReader,
  identity: IdentityRecord,
  name: string,
  input: PolicyInput,
): Outcome<undefined, Failure> => {
  const policy = readPolicy(input, 'identity', name)
  if (!policy.ok) return policy
  identity.inline.set(name, policy.value)
  iamChanged(world)
  return PASS
}

/** Takes an inline policy away. */
export const deleteInlinePolicy = (world: IamReader, identity: IdentityRecord, name: string): Outcome<undefined, Failure> => {
  if (!identity.inline.delete(name)) return refuse(iamFailure('NoSuchEntity', `The policy with name ${name} cannot be found.`))
  iamChanged(world)
  return PASS
}

/** Attaches a managed policy to a user, role or group. */
export const attachPolicy = (world: IamReader, identity: IdentityRecord, arn: string): Outcome<undefined, Failure> => {
  if (managedPolicy(openAccount(world, identity.accountId), arn) === undefined) return refuse(noSuchPolicy(arn))
  if (!identity.attached.includes(arn)) identity.attached.push(arn)
  iamChanged(world)
  return PASS
}

/** Detaches a managed policy. */
export const detachPolicy = (world: IamReader, identity: IdentityRecord, arn: string): Outcome<undefined, Failure> => {
  const at = identity.attached.indexOf(arn)
  if (at < 0) return refuse(iamFailure('NoSuchEntity', `Policy ${arn} was not found.`))
  identity.attached.splice(at, 1)
  iamChanged(world)
  return PASS
}

/** Sets or, without a policy, removes the permissions boundary of a user or role. */
export const putBoundary = (
  world: IamReader,
  identity: UserRecord | RoleRecord,
  input: PolicyInput | undefined,
): Outcome<undefined, Failure> => {
  const read = readBoundary(openAccount(world, identity.accountId), identity.name, input)
  if (!read.ok) return read
  if (read.value.boundary === undefined) delete identity.boundary
  else identity.boundary = read.value.boundary
  iamChanged(world)
  return PASS
}

/**
 * Puts an account under organization policies, which apply to its principals (`service-control`) or its resources
 * (`resource-control`). AWS attaches a policy that allows everything beside them; `fullAccess: 'detached'` leaves it out, which AWS
 * allows for service control policies alone.
 */
export const putOrganizationPolicies = (
  world: IamReader,
  accountId: string,
  kind: 'service-control' | 'resource-control',
  { policies, fullAccess }: { readonly policies: readonly PolicyInput[]; readonly fullAccess: 'attached' | 'detached' },
): Outcome<undefined, Failure> => {
  const account = openAccount(world, accountId)
  const all = fullAccess === 'attached' ? [FULL_AWS_ACCESS[kind]] : []
  for (const [index, input] of policies.entries()) {
    const policy = readPolicy(input, kind, `${kind}-${index + 1}`)
    if (!policy.ok) return policy
    all.push(policy.value)
  }
  if (kind === 'service-control') account.serviceControl = all
  else account.resourceControl = all
  iamChanged(world)
  return PASS
}

/** Puts an account into an organization. Source: Organizations API Reference, Organization `Id`; IAM User Guide, `aws:PrincipalOrgPaths`. */
export const joinOrganization = (world: IamReader, accountId: string, { id, path }: Organization): void => {
  if (!/^o-[a-z0-9]{10,32}$/.test(id)) throw badOrganization('"id" expected a text such as o-a1b2c3d4e5', id)
  if (!/^r-[0-9a-z]{4,32}\/(?:ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}\/)*$/.test(path))
    throw badOrganization('"path" expected a text such as r-ab12/ou-ab12-11111111/', path)
  openAccount(world, accountId).organization = { id, path }
  iamChanged(world)
}

/** IAM's answer where there is no such user, role or group. */
export const noSuchIdentity = (kind: (UserRecord | RoleRecord | GroupRecord)['kind'], name: string): Failure =>
  iamFailure('NoSuchEntity', `The ${kind} with name ${name} cannot be found.`)

const createPolicy = (account: IamAccount, name: string, input: PolicyInput): Outcome<string, Failure> => {
  const arn = `arn:aws:iam::${account.accountId}:policy/${name}`
  const policy = readPolicy(input, 'identity', arn)
  if (!policy.ok) return policy
  account.policies.set(arn, policy.value)
  return succeed(arn)
}

const badOrganization = (expected: string, found: string) =>
  new SimulatorError('INVALID_OPTION', `${expected}, got ${JSON.stringify(found)}.`)

const alreadyExists = (kind: string, name: string): Failure =>
  iamFailure('EntityAlreadyExists', `${kind.charAt(0).toUpperCase()}${kind.slice(1)} with name ${name} already exists.`)

const noSuchPolicy = (arn: string): Failure => iamFailure('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`)

const badValue = (member: string, rule: string): Failure =>
  iamFailure('ValidationError', `The specified value for ${member} is invalid. It must ${rule}`)

const NAME_RULE = 'contain only alphanumeric characters and/or the following: +=,.@_-'
const PATH_RULE = 'begin and end with / and contain only alphanumeric characters and/or / characters.'
const UNIQUE_ID_PREFIXES = { user: 'AIDA', role: 'AROA', group: 'AGPA' } as const
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
