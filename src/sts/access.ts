import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import { principalName } from '../core/principal.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { keepRefusal, keepVerdict } from '../iam/access-record.ts'
import { type AccessRequest, callerAccount } from '../iam/access-request.ts'
import { policiesOf, resourceControlOf } from '../iam/accounts.ts'
import { type ConditionValues, commonKeys } from '../iam/common-keys.ts'
import { denialText } from '../iam/denial-text.ts'
import { type ApplicablePolicies, evaluate, type RefusalReason } from '../iam/evaluate.ts'
import { organizationKeys } from '../iam/organization-keys.ts'
import { unfitForRoles } from './callers.ts'
import { stsFailure } from './errors.ts'
import type { RoleTarget } from './role-target.ts'

/** What a permission of STS is about: a role, or the federated user that a session is made for. */
export type StsResource = RoleTarget | { readonly kind: 'federated-user'; readonly arn: string; readonly account: string }

/** One permission that a call needs. */
export interface StsAccess {
  /** E.g. `sts:AssumeRole`. */
  readonly action: string
  readonly on: StsResource
  /** The values of condition keys that this request has; the keys in lower case. */
  readonly keys: ConditionValues
}

/**
 * The authorise gate of STS: about a role, its trust policy and the caller's own policies decide together; about a federated user the
 * caller's own alone. An operation without permissions, such as GetCallerIdentity, is open to everyone, whatever a policy says.
 *
 * Source: IAM User Guide, "Cross-account policy evaluation logic"; STS API Reference, AssumeRole and GetCallerIdentity.
 */
export const authoriseSts = (call: Call): Outcome<unknown, Failure> => {
  for (const access of (call.operation.access?.(call) ?? []) as readonly StsAccess[]) {
    const outcome = decide(call, access)
    if (!outcome.ok) return outcome
    if (access.on.kind !== 'role') continue
    call.entry.facts = {
      resources: [{ accountId: access.on.account, type: 'AWS::IAM::Role', ARN: access.on.arn }],
    }
  }
  return PASS
}

/** What must be asked of policies. */
export const stsQuestion = (
  world: World,
  caller: Pick<AccessRequest, 'principal'> & { readonly region: string; readonly time: number },
  { action, on, keys }: StsAccess,
): { readonly request: Omit<AccessRequest, 'context'>; readonly values: ConditionValues } => ({
  request: {
    principal: caller.principal,
    action,
    resource: on.arn,
    resourceAccount: on.kind === 'role' ? on.account : undefined,
    crossAccountCapable: true,
    resourceExists: on.kind !== 'role' || on.role !== undefined,
  },
  values: {
    ...commonKeys({ ...caller, isForwarded: false }),
    ...organizationKeys(world, { principal: caller.principal, resourceAccount: on.account }),
    ...(on.kind === 'role' ? roleTagKeys(on) : {}),
    'aws:resourceaccount': on.account,
    ...keys,
  },
})

/** The policies that decide: the caller's and, about a role, its trust policy and its account's resource control policies. */
export const stsPolicies = (
  world: World,
  { principal }: Pick<AccessRequest, 'principal'>,
  on: StsResource,
): ApplicablePolicies =>
  on.kind === 'role'
    ? { ...policiesOf(world, principal), resource: on.role?.trust, resourceControl: resourceControlOf(world, on.account) }
    : policiesOf(world, principal)

const decide = (call: Call, access: StsAccess): Outcome<unknown, Failure> => {
  const { world, region, time, entry, request: origin } = call
  const unfit = access.on.kind === 'role' ? unfitForRoles(origin.principal) : undefined
  if (unfit === 'root-user') return refuse(stsFailure('AccessDenied', ROOT_REFUSED))
  const { request, values } = stsQuestion(world, { principal: origin.principal, region, time }, access)
  const question: AccessRequest = { ...request, context: (key) => (Object.hasOwn(values, key) ? values[key] : undefined) }
  const isSettled = world.settings.authorization === 'off'
  if (unfit !== undefined) return refuse(stsFailure('AccessDenied', bareText(question)))
  const policies = stsPolicies(world, request, access.on)
  const verdict = evaluate(question, policies, () => [])
  const isAllowed = isSettled || verdict.allowed
  if (isAllowed) keepVerdict(entry, verdict)
  else keepRefusal(entry, { request: question, policies, verdict, context: values, grants: [] })
  if (isAllowed && (access.on.kind !== 'role' || access.on.role !== undefined)) return PASS
  const reason: RefusalReason = verdict.allowed ? { kind: 'missing-resource' } : verdict.reason
  return refuse(stsFailure('AccessDenied', refusalText(question, reason)))
}

/**
 * STS's sentence. What the role's side says is not told, nor whether there is such a role; what the caller's own policies lack is.
 *
 * Source: recorded sentences in public issues, 2020 to 2026. For the trust policy the IAM User Guide prints another form (`because no
 * role trust policy allows the sts:AssumeRole action`), which no recording that we know of shows.
 */
const refusalText = (request: AccessRequest, reason: RefusalReason): string => {
  if (reason.kind === 'missing-resource' || reason.kind === 'not-across-accounts') return bareText(request)
  if (reason.layer === 'trust' || reason.layer === 'resource-control' || reason.layer === 'key') return bareText(request)
  return denialText({ ...request, resourceAccount: callerAccount(request) }, { ...reason, crossAccount: false })
}

const bareText = ({ principal, action, resource }: AccessRequest): string =>
  `User: ${principalName(principal)} is not authorized to perform: ${action} on resource: ${resource}`

const roleTagKeys = ({ role }: RoleTarget): ConditionValues =>
  Object.fromEntries(
    Object.entries(role?.tags ?? {}).flatMap(([key, value]) => [
      [`aws:resourcetag/${key.toLowerCase()}`, value],
      [`iam:resourcetag/${key.toLowerCase()}`, value],
    ]),
  )

const ROOT_REFUSED = 'Roles may not be assumed by root accounts.'
