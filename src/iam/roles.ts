import { type Outcome, PASS, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { SimulatorError } from '../core/simulator-error.ts'
import { findAccount, type IamReader, type IamWriter, iamChanged, type RoleRecord } from './accounts.ts'
import { iamFailure, invalidPrincipalText } from './iam-errors.ts'
import { type BoundedOptions, newUniqueId, noSuchIdentity, openAccount, readBoundary, readIdentity } from './identities.ts'
import { documentOf, type PolicyVersion } from './policy.ts'
import { type PolicyInput, readPolicy } from './policy-json.ts'
import { bindPrincipals } from './principal-lookup.ts'
import { SERVICE_LINKED_ROLES } from './service-linked-roles.ts'
import { readTags, type Tags } from './tags.ts'

/** What a new role may be given. */
export interface RoleOptions extends BoundedOptions {
  /** Who may assume the role. Default: everyone in the account whose own policies allow it. */
  readonly trustPolicy?: PolicyInput | undefined
  readonly description?: string | undefined
  /** 3600 to 43200; default 3600. */
  readonly maxSessionSeconds?: number | undefined
  readonly tags?: Tags | undefined
}

/** Makes a role. Source: IAM API Reference, CreateRole. */
export const createRole = (
  world: IamWriter,
  accountId: string,
  name: string,
  options: RoleOptions = {},
): Outcome<RoleRecord, Failure> => {
  const account = openAccount(world, accountId)
  const identity = readIdentity(world, account, 'role', name, options)
  if (!identity.ok) return identity
  const trust = readTrust(world, options.trustPolicy ?? ownAccountTrust(accountId), identity.value.arn)
  if (!trust.ok) return trust
  const tags = readTags(options.tags ?? {})
  if (!tags.ok) return tags
  if (!isSessionLength(options.maxSessionSeconds)) return refuse(badSessionLength(options.maxSessionSeconds))
  const boundary = readBoundary(account, name, options.permissionsBoundary)
  if (!boundary.ok) return boundary
  const { description = '', maxSessionSeconds = 3600 } = options
  const role: RoleRecord = {
    kind: 'role',
    ...identity.value,
    uniqueId: newUniqueId(world, accountId, 'role'),
    trust: trust.value,
    description,
    maxSessionSeconds,
    tags: tags.value,
    ...boundary.value,
  }
  account.roles.set(name.toLowerCase(), role)
  iamChanged(world)
  return succeed(role)
}

/** The role that may do everything, made when it is first asked for: the default principal of a session. */
export const administratorRole = (world: IamWriter, accountId: string): RoleRecord => {
  const found = findAccount(world, accountId)?.roles.get('admin')
  if (found !== undefined) return found
  const made = createRole(world, accountId, 'Admin', { managedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] })
  if (made.ok) return made.value
  throw new SimulatorError('BROKEN_INVARIANT', `The role Admin cannot be made: ${made.error.message}`)
}

/**
 * Makes the role by which a service acts in an account. Nobody can change its policies.
 *
 * Source: IAM API Reference, CreateServiceLinkedRole; spec/around.md 2.1; spec/kms.md 3.7 (recorded texts).
 */
export const createServiceLinkedRole = (
  world: IamWriter,
  accountId: string,
  service: string,
  suffix?: string,
): Outcome<RoleRecord, Failure> => {
  const kind = Object.hasOwn(SERVICE_LINKED_ROLES, service)
    ? SERVICE_LINKED_ROLES[service as keyof typeof SERVICE_LINKED_ROLES]
    : undefined
  if (kind === undefined) throw unknownService(service)
  if (suffix !== undefined && kind.suffix === 'refused')
    return refuse(iamFailure('InvalidInput', `Custom suffix is not allowed for ${service}`))
  const name = suffix === undefined ? kind.name : `${kind.name}_${suffix}`
  const account = openAccount(world, accountId)
  if (account.roles.has(name.toLowerCase())) {
    const text = `Service role name ${name} has been taken in this account, please try a different suffix.`
    return refuse(iamFailure('InvalidInput', text))
  }
  const made = createRole(world, accountId, name, {
    path: `/aws-service-role/${service}/`,
    managedPolicyArns: [kind.policyArn],
    description: kind.description,
    trustPolicy: serviceTrust(service),
  })
  if (!made.ok) return made
  const role: RoleRecord = { ...made.value, serviceLinkedTo: service }
  account.roles.set(name.toLowerCase(), role)
  iamChanged(world)
  return succeed(role)
}

/** Puts another trust policy. Source: IAM API Reference, UpdateAssumeRolePolicy. */
export const putTrustPolicy = (world: IamReader, role: RoleRecord, input: PolicyInput): Outcome<undefined, Failure> => {
  const trust = readTrust(world, input, role.arn)
  if (!trust.ok) return trust
  role.trust = trust.value
  iamChanged(world)
  return PASS
}

/**
 * Deletes a role with its policies. Its sessions are left without permissions, and whoever gets the name later is another.
 *
 * Source: IAM API Reference, DeleteRole. AWS wants the policies gone before; here they go with it.
 */
export const deleteRole = (world: IamReader, accountId: string, name: string): Outcome<undefined, Failure> => {
  if (findAccount(world, accountId)?.roles.delete(name.toLowerCase()) !== true) return refuse(noSuchIdentity('role', name))
  iamChanged(world)
  return PASS
}

const readTrust = (world: IamReader, input: PolicyInput, roleArn: string): Outcome<PolicyVersion, Failure> => {
  const policy = readPolicy(input, 'trust', roleArn)
  if (!policy.ok) return policy
  const bound = bindPrincipals(world, documentOf(policy.value))
  return bound.ok
    ? succeed({ ...policy.value, principalIds: bound.value })
    : refuse(iamFailure('MalformedPolicyDocument', invalidPrincipalText(bound.error.unknown)))
}

const isSessionLength = (seconds: number | undefined): boolean =>
  seconds === undefined || (Number.isInteger(seconds) && seconds >= 3600 && seconds <= 43_200)

const badSessionLength = (found: number | undefined): Failure => {
  const bound = (found ?? 0) < 3600 ? 'greater than or equal to 3600' : 'less than or equal to 43200'
  return iamFailure(
    'ValidationError',
    `1 validation error detected: Value '${found}' at 'maxSessionDuration' failed to satisfy constraint: Member must have value ${bound}`,
  )
}

const ownAccountTrust = (accountId: string): PolicyInput => trust({ AWS: `arn:aws:iam::${accountId}:root` })

const serviceTrust = (service: string): PolicyInput => trust({ Service: service })

const trust = (principal: Readonly<Record<string, string>>): PolicyInput => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
})

const unknownService = (found: string): SimulatorError =>
  new SimulatorError(
    'UNSUPPORTED_PARAMETER',
    `Expected a service whose service-linked role is simulated, found ${found}. ` +
      `What exists: ${Object.keys(SERVICE_LINKED_ROLES).join(', ')}.`,
  )
