import { principalName } from '../core/principal.ts'
import { type AccessRequest, isCrossAccount } from './access-request.ts'
import type { RefusalReason } from './evaluate.ts'
import { isOfResource, type PolicyKind, type PolicyVersion } from './policy.ts'

/** How a request named its resource: by an identifier of its own, or (kms:Decrypt without KeyId) by a ciphertext alone. */
export interface ResourceNaming {
  readonly namedBy: 'identifier' | 'ciphertext'
  /** The ARN of the alias that stood for the resource: a caller of another account is not told what is behind it. */
  readonly aliasArn?: string | undefined
}

/**
 * AWS's sentence for a refusal. A caller of another account is not told whether the resource is there or what its policy says, and no
 * ARN is echoed to it.
 *
 * Source: spec/around.md 1.10; spec/kms.md 6.5 (`V:obs`). The ciphertext form with `no identity-based policy` is printed in the
 * IAM Identity Center guide. Inferred: what a foreign resource control policy says is hidden like a foreign key policy.
 */
export const denialText = (request: AccessRequest, reason: RefusalReason, naming: ResourceNaming = NAMED): string =>
  `User: ${principalName(request.principal)} is not authorized to perform: ${request.action} ${clauseFor(request, reason, naming)}`

/**
 * EC2's sentence (code UnauthorizedOperation, HTTP 403) around the common one.
 *
 * Source: spec/around.md 1.10 (recorded). `encodedMessage` comes from `authorization-message.ts`.
 */
export const ec2DenialText = (request: AccessRequest, reason: RefusalReason, encodedMessage: string): string =>
  `You are not authorized to perform this operation. ${denialText(request, reason)}. ` +
  `Encoded authorization failure message: ${encodedMessage}`

/** The names of the kinds of policies in AWS's sentences. */
export const LAYER_NAMES: Readonly<Record<PolicyKind, string>> = {
  key: 'resource-based policy',
  trust: 'resource-based policy',
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  'service-control': 'service control policy',
  'resource-control': 'resource control policy',
  endpoint: 'VPC endpoint policy',
}

const clauseFor = (request: AccessRequest, reason: RefusalReason, { namedBy, aliasArn }: ResourceNaming): string => {
  const unnamed = namedBy === 'ciphertext' ? 'the resource associated with this ciphertext' : 'this resource'
  const hidden =
    `on ${unnamed} because the resource does not exist in this Region, no resource-based policies allow access, ` +
    'or a resource-based policy explicitly denies access'
  const noneAllows = (layer: PolicyKind) => `because no ${LAYER_NAMES[layer]} allows the ${request.action} action`
  switch (reason.kind) {
    case 'explicit-deny': {
      if (reason.alsoMissing !== undefined) return `on ${unnamed} ${noneAllows(reason.alsoMissing)}`
      if (reason.crossAccount && isOfResource(reason.layer)) return hidden
      const isHidden = reason.crossAccount && namedBy === 'ciphertext'
      const shown = reason.crossAccount ? (aliasArn ?? request.resource) : request.resource
      const where = isHidden ? unnamed : `resource: ${shown}`
      return `on ${where} with an explicit deny in ${withArticle(reason.layer)}${arnSuffix(reason.statement.policy)}`
    }
    case 'no-allow': {
      if (reason.alsoMissing !== undefined) return `on ${unnamed} ${noneAllows(reason.alsoMissing)}`
      if (reason.crossAccount && isOfResource(reason.layer)) return hidden
      const where = isCrossAccount(request) ? unnamed : `resource: ${request.resource}`
      return `on ${where} ${noneAllows(reason.layer)}`
    }
    case 'not-across-accounts':
    case 'missing-resource':
      return hidden
    default:
      return reason satisfies never
  }
}

const withArticle = (layer: PolicyKind): string => `${layer === 'identity' ? 'an' : 'a'} ${LAYER_NAMES[layer]}`

/** Since 2025 AWS names the policy that denies, where it has an ARN; key policies and inline policies have none (spec/around.md 1.10). */
const arnSuffix = ({ kind, name }: PolicyVersion): string =>
  kind !== 'key' && kind !== 'trust' && name.startsWith('arn:') ? `: ${name}` : ''

const NAMED: ResourceNaming = { namedBy: 'identifier' }
