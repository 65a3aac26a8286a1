import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import { principalName } from '../core/principal.ts'
import type { Failure } from '../core/service-error.ts'
import type { TrailResource } from '../core/trail.ts'
import { keepRefusal, keepVerdict } from '../iam/access-record.ts'
import type { AccessRequest } from '../iam/access-request.ts'
import { policiesOf, resourceControlOf } from '../iam/accounts.ts'
import { denialText, type ResourceNaming } from '../iam/denial-text.ts'
import { type ApplicablePolicies, evaluate } from '../iam/evaluate.ts'
import type { KmsAccess, KmsResource } from './access.ts'
import { conditionContext, presentConditionKeys } from './condition-context.ts'
import { kmsFailure } from './errors.ts'
import { type AskedOfGrants, consideredGrants, matchingGrants } from './grant-decision.ts'
import { readGrantToken } from './grant-tokens.ts'
import type { KeyRecord } from './key-record.ts'
import type { KeyTarget } from './resolve.ts'
import { mustExist } from './resolve.ts'
import { aliasArn } from './store.ts'
import { keyResource, note } from './trail-facts.ts'

/**
 * The authorise gate of KMS: key policy, IAM policies and grants decide together, for every permission that the call needs.
 * A key that does not exist is refused here too: only a caller that could have used it is told so (spec/kms.md 6.6).
 */
export const authoriseKms = (call: Call): Outcome<unknown, Failure> => {
  const { world, operation } = call
  const tokens = grantTokensOf(call)
  if (!tokens.ok) return tokens
  const accesses = (operation.access?.(call) ?? [defaultAccess(call)]) as readonly KmsAccess[]
  const resources: TrailResource[] = []
  for (const access of accesses) {
    const outcome = world.settings.authorization === 'off' ? PASS : decide(call, access, tokens.value)
    if (!outcome.ok) return outcome
    const { on } = access
    if (on.kind !== 'key') continue
    const existence = mustExist(on)
    if (!existence.ok) return existence
    resources.push(keyResource(on))
  }
  // The keys that a call has been allowed to use are the resources of its CloudTrail record.
  if (resources.length > 0) note(call, { resources })
  return PASS
}

/** `operation.action` on the call's key, with the call's encryption context. */
export const defaultAccess = ({ operation, target, input }: Call): KmsAccess => ({
  action: operation.action,
  on: target as KeyTarget,
  context: (input as { EncryptionContext?: Record<string, string> }).EncryptionContext,
})

const decide = (call: Call, access: KmsAccess, tokens: ReadonlySet<string>): Outcome<unknown, Failure> => {
  const { entry } = call
  const { on, onlyGrants } = access
  const asked = on.kind === 'key' && on.found !== undefined ? { call, access, key: on.found, tokens } : undefined
  const question = accessRequest(call, access)
  const caller = policiesOf(call.world, question.principal)
  const policies: ApplicablePolicies =
    asked === undefined || onlyGrants !== undefined ? caller : { ...caller, ...resourcePolicies(call, asked.key) }
  const verdict = evaluate(question, policies, () => onlyGrants ?? (asked === undefined ? [] : matchingGrants(asked)))
  if (verdict.allowed) {
    keepVerdict(entry, verdict)
    return PASS
  }
  const keys = presentConditionKeys(call, access)
  keepRefusal(entry, { request: question, policies, verdict, ...keys, grants: consideredIn(call, access, asked) })
  return refuse(kmsFailure('AccessDeniedException', denialText(question, verdict.reason, namingOf(call, on))))
}

const namingOf = ({ region }: Call, on: KmsResource): ResourceNaming => {
  if (on.kind !== 'key') return { namedBy: 'identifier' }
  return { namedBy: on.namedBy, aliasArn: on.alias === undefined ? undefined : aliasArn(on.account, region, on.alias) }
}

const accessRequest = (call: Call, access: KmsAccess): AccessRequest => {
  const { on, action } = access
  return {
    principal: call.request.principal,
    action,
    resource: on.kind === 'none' ? '*' : on.arn,
    resourceAccount: on.kind === 'key' ? on.account : undefined,
    crossAccountCapable: call.operation.crossAccount,
    resourceExists: on.kind !== 'key' || on.found !== undefined,
    ...conditionContext(call, access),
  }
}

const consideredIn = ({ request }: Call, { onlyGrants }: KmsAccess, asked: AskedOfGrants | undefined) => {
  if (onlyGrants === undefined) return asked === undefined ? [] : consideredGrants(asked)
  const grantee = principalName(request.principal)
  return onlyGrants.map((grant) => ({ ...grant, grantee, reason: 'applies' as const }))
}

/**
 * The key policy, and the resource control policies of the key's account where its organization has them. These concern neither AWS
 * managed keys nor kms:RetireGrant.
 *
 * Source: AWS KMS Developer Guide, "Resource control policies in AWS KMS".
 */
export const resourcePolicies = (
  { world }: Call,
  { policy, account, manager }: KeyRecord,
): Pick<ApplicablePolicies, 'resource' | 'resourceControl'> => {
  const resourceControl = manager === 'AWS' ? undefined : resourceControlOf(world, account)
  return resourceControl === undefined ? { resource: policy } : { resource: policy, resourceControl }
}

/** The ids of the grants whose tokens a request carries. A token that is none of ours is refused before anything else is said. */
const grantTokensOf = ({ world, input }: Call): Outcome<ReadonlySet<string>, Failure> => {
  const { GrantTokens: tokens } = input as { GrantTokens?: readonly string[] }
  if (tokens === undefined || tokens.length === 0) return NO_TOKENS
  const references = tokens.map((token) => readGrantToken(world, token))
  return references.every((reference) => reference !== undefined)
    ? { ok: true, value: new Set(references.map(({ grantId }) => grantId)) }
    : refuse(kmsFailure('InvalidGrantTokenException', 'Invalid grant token.'))
}

const NO_TOKENS: Outcome<ReadonlySet<string>, never> = { ok: true, value: new Set() }
