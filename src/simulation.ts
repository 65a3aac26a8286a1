import type { ActingPrincipal, Identity } from './account.ts'
import { parseArn } from './core/identifiers.ts'
import { type Outcome, refuse, succeed } from './core/outcome.ts'
import { principalName } from './core/principal.ts'
import { SimulatorError } from './core/simulator-error.ts'
import type { World } from './core/world.ts'
import type { ContextValue } from './iam/access-request.ts'
import { policiesOf } from './iam/accounts.ts'
import { commonKeys } from './iam/common-keys.ts'
import { type Explanation, explain } from './iam/explain.ts'
import { organizationKeys } from './iam/organization-keys.ts'
import { renderExplanation } from './iam/render-explanation.ts'
import { type SimulatedAccess, type SimulatedQuestion, simulatedKmsAccess } from './kms/simulated-access.ts'
import { stsPolicies, stsQuestion } from './sts/access.ts'
import { unfitForRoles } from './sts/callers.ts'
import { findRole } from './sts/role-target.ts'

/** What `cloud.simulate` is asked: may this one do that? */
export interface SimulationRequest {
  /** Who asks; default: role Admin of the default account. */
  readonly as?: Identity | undefined
  /** Default: the Region of the resource's ARN, or else the cloud's. */
  readonly region?: string | undefined
  /** An IAM action, e.g. `kms:Decrypt`; for ReEncrypt ask twice: `kms:ReEncryptFrom`, `kms:ReEncryptTo`. */
  readonly action: string
  /**
   * For KMS a key by its id, ARN, alias or alias ARN; for `sts:AssumeRole` a role's ARN; for other services an ARN. Default `*`, for
   * actions without a resource.
   */
  readonly resource?: string | undefined
  /**
   * Values of condition keys that the request would bring, e.g. `kms:EncryptionContext:tenant`, `kms:ViaService`. What follows from
   * caller, key and time is known.
   */
  readonly context?: Readonly<Record<string, string | number | boolean | readonly string[]>> | undefined
}

/** The answer of `cloud.simulate`. */
export interface Simulation {
  /** Whether the policies and grants allow it: also where the cloud was made with `authorization: 'off'`. */
  readonly allowed: boolean
  /** Every policy, statement, element and grant that has a say, as plain JSON. */
  readonly explanation: Explanation
  /** The explanation for a terminal of 96 columns. */
  readonly text: string
}

/** Decides about a permission without making a call. Nothing changes, nothing is recorded. Throws `SimulatorError` (`INVALID_OPTION`). */
export const simulateAccess = (
  world: World,
  asked: Omit<SimulationRequest, 'as' | 'region'> & { readonly principal: ActingPrincipal; readonly region: string },
): Simulation => {
  const { principal, action, resource = '*', region } = asked
  const context = Object.fromEntries(
    Object.entries(asked.context ?? {}).map(([key, value]) => [key, typeof value === 'object' ? value : String(value)]),
  )
  const question = { principal, action, resource, context, region: parseArn(resource)?.region || region }
  const access = accessOf(world, question)
  if (!access.ok) throw new SimulatorError('INVALID_OPTION', `"simulate" expected ${access.error}. Correct the question.`)
  const { request, policies, grants } = access.value
  const { explanation } = explain(request, policies, grants)
  return { allowed: explanation.allowed, explanation, text: renderExplanation(explanation) }
}

const accessOf = (world: World, asked: SimulatedQuestion): Outcome<SimulatedAccess, string> => {
  if (!/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(asked.action)) return refuse(`an action such as kms:Decrypt, got ${asked.action}`)
  if (asked.action.startsWith('kms:')) return simulatedKmsAccess(world, asked)
  if (asked.action === 'sts:AssumeRole' || asked.action === 'sts:TagSession') return roleAccess(world, asked)
  return succeed(identityAccess(world, asked))
}

/** A permission that the caller's own policies decide about, as of all of EC2. */
const identityAccess = (world: World, { principal, action, resource, region, context }: SimulatedQuestion): SimulatedAccess => {
  const known = {
    ...commonKeys({ region, time: world.clock.now(), isForwarded: false }),
    ...organizationKeys(world, { principal, resourceAccount: undefined }),
    'ec2:region': region,
  }
  return {
    request: {
      principal,
      action,
      resource,
      resourceAccount: undefined,
      crossAccountCapable: false,
      resourceExists: true,
      context: reader(known, context),
    },
    policies: policiesOf(world, principal),
    grants: [],
  }
}

/** A permission on a role, about which its trust policy has a say. */
const roleAccess = (world: World, { principal, action, resource, region, context }: SimulatedQuestion) => {
  const on = findRole(world, resource)
  if (!on.ok || on.value.role === undefined) return refuse(`the ARN of a role that exists, got ${resource}`)
  if (unfitForRoles(principal) !== undefined)
    return refuse(`a caller that STS lets assume roles, got ${principalName(principal)}`)
  const time = world.clock.now()
  const { request, values } = stsQuestion(world, { principal, region, time }, { action, on: on.value, keys: {} })
  return succeed({
    request: { ...request, context: reader(values, context) },
    policies: stsPolicies(world, request, on.value),
    grants: [],
  })
}

const reader = (known: Readonly<Record<string, ContextValue>>, given: SimulatedQuestion['context']) => {
  const values = new Map<string, ContextValue>(Object.entries(known))
  for (const [key, value] of Object.entries(given)) values.set(key.toLowerCase(), value)
  return (key: string): ContextValue => values.get(key)
}
