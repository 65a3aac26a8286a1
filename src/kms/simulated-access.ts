import { parseArn } from '../core/identifiers.ts'
import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Principal } from '../core/principal.ts'
import type { World } from '../core/world.ts'
import type { AccessRequest, ContextValue } from '../iam/access-request.ts'
import { policiesOf } from '../iam/accounts.ts'
import type { ApplicablePolicies } from '../iam/evaluate.ts'
import type { GrantConsidered } from '../iam/explain.ts'
import type { KmsAccess, KmsResource } from './access.ts'
import { resourcePolicies } from './authorise.ts'
import { conditionContext } from './condition-context.ts'
import { consideredGrants } from './grant-decision.ts'
import { byAnyIdentifier } from './resolve.ts'
import { kmsService } from './service.ts'
import { aliasArn } from './store.ts'

/** A permission that somebody asks about without making a call. */
export interface SimulatedQuestion {
  readonly principal: Principal & { readonly account: string }
  readonly region: string
  /** E.g. `kms:Decrypt`. */
  readonly action: string
  /** A key by its id, ARN or alias; `*` for an action that has no resource. */
  readonly resource: string
  /** Values of condition keys, the keys as written; they win over what follows from key and caller. */
  readonly context: Readonly<Record<string, string | readonly string[]>>
}

/** All that the evaluator needs for a question. */
export interface SimulatedAccess {
  readonly request: AccessRequest
  readonly policies: ApplicablePolicies
  readonly grants: readonly GrantConsidered[]
}

/**
 * What the authorise gate of KMS would decide from, had the caller made a call; or, in words, what is wrong with the question. The
 * condition keys of key and caller are the real ones, those of parameters come from `context`.
 */
export const simulatedKmsAccess = (world: World, asked: SimulatedQuestion): Outcome<SimulatedAccess, string> => {
  const call = imaginedCall(world, asked)
  if (call === undefined) return refuse(`an action of KMS that is simulated, got ${asked.action}`)
  if (asked.action === 'kms:RetireGrant') return refuse('an action that policies decide about, got kms:RetireGrant')
  const resource = resourceOf(call, asked)
  if (!resource.ok) return resource
  const on = resource.value
  const access: KmsAccess = { action: asked.action, on, context: encryptionContextOf(asked.context) }
  const key = on.kind === 'key' ? on.found : undefined
  const known = conditionContext(call, access)
  const given = new Map<string, ContextValue>(Object.entries(asked.context).map(([name, value]) => [name.toLowerCase(), value]))
  return succeed({
    request: {
      principal: asked.principal,
      action: asked.action,
      resource: on.kind === 'none' ? '*' : on.arn,
      resourceAccount: key?.account,
      crossAccountCapable: call.operation.crossAccount,
      resourceExists: true,
      context: (name) => given.get(name) ?? known.context(name),
      isDefault: (name) => !given.has(name) && known.isDefault(name),
    },
    policies: {
      ...policiesOf(world, asked.principal),
      ...(key === undefined ? {} : resourcePolicies(call, key)),
    },
    grants: key === undefined ? [] : consideredGrants({ call, access, key, tokens: new Set() }),
  })
}

/** The call that would need the permission, as far as its condition keys and grants look at it. It is never run. */
const imaginedCall = (world: World, { principal, region, action, context }: SimulatedQuestion): Call | undefined => {
  const operation = kmsService.operations.get(OPERATION_OF_ACTION[action] ?? action.slice('kms:'.length))
  if (operation === undefined) return undefined
  const input = imaginedInput(context)
  const via = textOf(contextValue(context, 'kms:ViaService'))
  const request = { principal, region, service: kmsService.name, operation: operation.name, input }
  const time = world.clock.now()
  const place = { account: principal.account, region, service: kmsService.name, operation: operation.name }
  return {
    world,
    service: kmsService,
    operation,
    request: via === undefined ? request : { ...request, origin: { via, invokedBy: via } },
    entry: {
      sequence: -1,
      parent: undefined,
      address: '',
      requestAddress: '',
      time,
      principal,
      ...place,
      via,
      viaChain: via === undefined ? undefined : [via],
      invokedBy: via,
      input: undefined,
    },
    account: principal.account,
    region,
    time,
    input,
    target: undefined,
    prepared: undefined,
    used: undefined,
  }
}

/** What CreateGrant would be asked for: a grant that allows it binds its child. */
const imaginedInput = (context: SimulatedQuestion['context']) => {
  const constraint = textOf(contextValue(context, 'kms:GrantConstraintType'))
  const sourceArn = textOf(contextValue(context, 'kms:GrantConstraintSourceArn'))
  const operations = contextValue(context, 'kms:GrantOperations') ?? []
  const constraints = {
    ...(constraint === undefined ? {} : { [constraint]: encryptionContextOf(context) ?? {} }),
    ...(sourceArn === undefined ? {} : { SourceArn: sourceArn }),
  }
  return {
    Operations: typeof operations === 'string' ? [operations] : operations,
    ...(Object.keys(constraints).length === 0 ? {} : { Constraints: constraints }),
  }
}

const resourceOf = (call: Call, { action, resource }: SimulatedQuestion): Outcome<KmsResource, string> => {
  if (resource === '*') return succeed({ kind: 'none' })
  if (ALIAS_ACTIONS.includes(action) && (parseArn(resource)?.resource ?? resource).startsWith('alias/')) {
    const arn = resource.startsWith('alias/') ? aliasArn(call.account, call.region, resource) : resource
    return succeed({ kind: 'iam-only', arn })
  }
  const target = byAnyIdentifier(call, resource)
  if (target.ok && target.value.found !== undefined) return target
  return refuse(`a key of ${call.region} that exists, got ${resource}`)
}

const encryptionContextOf = (context: SimulatedQuestion['context']): Record<string, string> | undefined => {
  const pairs = Object.entries(context).filter(([name]) => name.toLowerCase().startsWith(PAIR))
  return pairs.length === 0
    ? undefined
    : Object.fromEntries(pairs.map(([name, value]) => [name.slice(PAIR.length), String(value)]))
}

const contextValue = (context: SimulatedQuestion['context'], name: string): ContextValue =>
  Object.entries(context).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1]

const textOf = (value: ContextValue): string | undefined => (typeof value === 'string' ? value : value?.[0])

/** The actions that are not called like their operation. */
const OPERATION_OF_ACTION: Readonly<Record<string, string>> = {
  'kms:ReEncryptFrom': 'ReEncrypt',
  'kms:ReEncryptTo': 'ReEncrypt',
}
/** The actions that need a permission on the alias too, which IAM policies alone can give. */
const ALIAS_ACTIONS = ['kms:CreateAlias', 'kms:UpdateAlias', 'kms:DeleteAlias']
const PAIR = 'kms:encryptioncontext:'
