import type { Principal } from '../core/principal.ts'
import type { EncryptionContext } from '../crypto/encryption-context.ts'
import type { GrantMatch } from '../iam/evaluate.ts'
import type { GrantReason } from '../iam/explain.ts'
import { granteeKindOf } from '../iam/principal-lookup.ts'
import type { GrantOperation } from './grant-operations.ts'
import type { KeyRecord } from './key-record.ts'

/** A grant, as stored: plain data. */
export interface GrantRecord {
  /** 64 hexadecimal digits. */
  readonly grantId: string
  readonly keyArn: string
  /** Its place among the grants of its key: they are listed in the order in which they were made. */
  readonly order: number
  /** `""` where the grant has none. */
  readonly name: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** An ARN, or a service principal such as `ec2.us-east-1.amazonaws.com`. */
  readonly granteePrincipal: string
  /** The grantee was named as `GranteeServicePrincipal`. */
  readonly granteeAsService?: true
  /** The grantee's immutable id when the grant was made: a role made anew under the same name is another. */
  readonly granteeId?: string
  readonly retiringPrincipal?: string
  /** The retiring principal was named as `RetiringServicePrincipal`. */
  readonly retiringAsService?: true
  /** The retiring principal's immutable id when the grant was made. */
  readonly retiringId?: string
  /** The account whose principal made the grant. */
  readonly issuingAccount: string
  readonly operations: readonly GrantOperation[]
  readonly constraints?: GrantConstraints
}

/** Under which encryption context, and on behalf of which resource, a grant works. */
export interface GrantConstraints {
  /** The request must have exactly these pairs, at most 8. Not together with `EncryptionContextSubset`. */
  EncryptionContextEquals?: Record<string, string> | undefined
  /** The request must have these pairs; it may have more. */
  EncryptionContextSubset?: Record<string, string> | undefined
  /** An AWS service must make the request on behalf of this resource (`aws:SourceArn`): calls of others never match. */
  SourceArn?: string | undefined
}

/** What a request asks of a grant. */
export interface GrantQuestion {
  readonly principal: Principal
  /** A grant operation, e.g. `Decrypt` or `ReEncryptFrom`. */
  readonly operation: string
  readonly context: EncryptionContext | undefined
  /** The grants whose tokens the request carries: they work before they have spread. */
  readonly tokens: ReadonlySet<string>
  /** Epoch milliseconds. */
  readonly now: number
  readonly propagationMilliseconds: number
  /** The grant that CreateGrant is to make: on the strength of another grant alone it may hand on less, never more. */
  readonly child?: { readonly operations: readonly string[]; readonly constraints: GrantConstraints | undefined }
}

/** Whether a grant allows what is asked, or the first reason why not. Source: spec/kms.md 5.4, 5.5. */
export const judgeGrant = (grant: GrantRecord, question: GrantQuestion): GrantReason => {
  const { principal, operation, context, tokens, now, propagationMilliseconds, child } = question
  const granted: readonly string[] = grant.operations
  if (!granteeNames(principal).includes(grant.granteePrincipal)) return 'other-grantee'
  if (!isGrantee(grant, principal)) return 'grantee-made-anew'
  if (!granted.includes(operation)) return 'operation-not-granted'
  if (operation !== 'RetireGrant' && !sourceSatisfies(grant.constraints, principal)) return 'source-arn-differs'
  if (!CONTEXT_FREE.has(operation) && !contextSatisfies(grant.constraints, context)) return 'encryption-context-differs'
  if (now < grant.createdAt + propagationMilliseconds && !tokens.has(grant.grantId)) return 'not-yet-visible'
  if (child === undefined) return 'applies'
  const isWithin = child.operations.every((each) => granted.includes(each)) && isAsStrict(grant.constraints, child.constraints)
  return isWithin ? 'applies' : 'child-exceeds-parent'
}

/** The names under which grants to a principal are filed: itself, its role or the user behind it, its account. */
export const granteeNames = (principal: Principal): readonly string[] => {
  switch (principal.kind) {
    case 'service':
      return [principal.name]
    case 'root':
      return [principal.arn]
    case 'user':
      return [principal.arn, rootArn(principal)]
    case 'session':
      return [principal.arn, principal.roleArn, rootArn(principal)]
    case 'federated-user':
      return principal.federatedBy.kind === 'user'
        ? [principal.arn, principal.federatedBy.arn, rootArn(principal)]
        : [principal.arn, rootArn(principal)]
    default:
      return principal satisfies never
  }
}

const rootArn = ({ arn, account }: { arn: string; account: string }) =>
  `${arn.slice(0, arn.indexOf(':', 4))}:iam::${account}:root`

const isGrantee = ({ granteePrincipal, granteeId }: GrantRecord, principal: Principal) =>
  isNamed(principal, granteePrincipal, granteeId)

/** Whether a name in a grant means a principal. `uniqueId`: whose name it was when the grant was made. */
const isNamed = (principal: Principal, name: string, uniqueId: string | undefined): boolean => {
  if (!granteeNames(principal).includes(name)) return false
  const own = identityId(principal)
  return uniqueId === undefined || own === undefined || own === uniqueId
}

/** The immutable id of the user or role that a principal is or stands for; root users and services are not made anew. */
const identityId = (principal: Principal): string | undefined => {
  switch (principal.kind) {
    case 'user':
      return principal.uniqueId
    case 'session':
      return principal.roleId
    case 'federated-user':
      return identityId(principal.federatedBy)
    case 'root':
    case 'service':
      return undefined
    default:
      return principal satisfies never
  }
}

/**
 * What lets a principal retire a grant: being its retiring principal, being its grantee where it grants RetireGrant, or belonging to
 * the account that made it. What each of these needs beside it is the table of `iam/access-rules.ts`. A grant that is not there
 * counts as the caller's own account's.
 *
 * Source: AWS KMS Developer Guide, "Retiring and revoking grants"; spec/kms.md 5.6.
 */
export const retirementRights = (
  { account }: Pick<KeyRecord, 'account'>,
  grant: GrantRecord | undefined,
  principal: Principal,
): readonly GrantMatch[] => {
  const issuingAccount = grant?.issuingAccount ?? account
  const right = (granteeKind: GrantMatch['granteeKind']) => ({ grantId: grant?.grantId ?? '', granteeKind, issuingAccount })
  if (grant === undefined && principal.kind === 'service') return [right('service')]
  const rights: GrantMatch[] = []
  if (grant?.retiringPrincipal !== undefined && isNamed(principal, grant.retiringPrincipal, grant.retiringId)) {
    rights.push(right(granteeKindOf(grant.retiringPrincipal, principal)))
  }
  if (grant?.operations.includes('RetireGrant') && isGrantee(grant, principal)) {
    rights.push(right(granteeKindOf(grant.granteePrincipal, principal)))
  }
  if (principal.kind !== 'service' && principal.account === issuingAccount) rights.push(right('account'))
  return rights
}

/**
 * Whether a request's encryption context satisfies a grant's constraint. The keys of pairs are compared without regard to case, their
 * values with it (API Reference, GrantConstraints); the ciphertext itself stays case-sensitive in both.
 */
export const contextSatisfies = (constraints: GrantConstraints | undefined, context: EncryptionContext | undefined): boolean => {
  const wanted = constraints?.EncryptionContextEquals ?? constraints?.EncryptionContextSubset
  if (wanted === undefined) return true
  const given = pairsOf(context)
  const pairs = pairsOf(wanted)
  return (
    pairs.every((pair) => given.includes(pair)) &&
    (constraints?.EncryptionContextEquals === undefined || pairs.length === given.length)
  )
}

/** Whether a request is made on behalf of the resource of a grant's constraint, where it has one. */
const sourceSatisfies = (constraints: GrantConstraints | undefined, principal: Principal): boolean =>
  constraints?.SourceArn === undefined || constraints.SourceArn === sourceArnOf(principal)

/** The resource on whose behalf a principal acts (`aws:SourceArn`): services alone have one. */
export const sourceArnOf = (principal: Principal): string | undefined =>
  principal.kind === 'service' ? principal.sourceArn : undefined

/**
 * Whether a grant that is made on the strength of another grant alone is as strict as its parent or stricter.
 *
 * Source: AWS KMS Developer Guide, "Grants", grant constraints; spec/kms.md 5.4.
 */
export const isAsStrict = (parent: GrantConstraints | undefined, child: GrantConstraints | undefined): boolean => {
  if (parent?.SourceArn !== undefined && parent.SourceArn !== child?.SourceArn) return false
  if (parent?.EncryptionContextEquals !== undefined) {
    return (
      child?.EncryptionContextEquals !== undefined && samePairs(parent.EncryptionContextEquals, child.EncryptionContextEquals)
    )
  }
  if (parent?.EncryptionContextSubset === undefined) return true
  const childPairs = pairsOf(child?.EncryptionContextEquals ?? child?.EncryptionContextSubset)
  return pairsOf(parent.EncryptionContextSubset).every((pair) => childPairs.includes(pair))
}

/** Whether two grants have the same constraints. */
export const sameConstraints = (left: GrantConstraints | undefined, right: GrantConstraints | undefined): boolean =>
  isAsStrict(left, right) && isAsStrict(right, left)

const samePairs = (left: EncryptionContext, right: EncryptionContext) => {
  const [one, other] = [pairsOf(left), pairsOf(right)]
  return one.length === other.length && one.every((pair) => other.includes(pair))
}

/** The pairs of a context in the form in which grants compare them. */
export const pairsOf = (context: EncryptionContext | undefined): readonly string[] =>
  context === undefined ? [] : Object.entries(context).map(([key, value]) => JSON.stringify([key.toLowerCase(), value]))

/** Encryption-context constraints do not concern these. Source: API Reference, GrantConstraints. */
export const CONTEXT_FREE: ReadonlySet<string> = new Set(['DescribeKey', 'RetireGrant', 'CreateGrant'])
