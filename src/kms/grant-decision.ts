import type { Call } from '../core/operation.ts'
import type { Principal } from '../core/principal.ts'
import type { GrantMatch } from '../iam/evaluate.ts'
import type { GrantConsidered, GrantReason } from '../iam/explain.ts'
import { granteeKindOf } from '../iam/principal-lookup.ts'
import type { KmsAccess } from './access.ts'
import { candidateGrants, existingGrants } from './grant-index.ts'
import { type GrantConstraints, type GrantQuestion, type GrantRecord, granteeNames, judgeGrant, sourceArnOf } from './grants.ts'
import type { KeyRecord } from './key-record.ts'

/** A permission that is asked of the grants of a key. */
export interface AskedOfGrants {
  readonly call: Call
  readonly access: KmsAccess
  readonly key: KeyRecord
  /** The ids of the grants whose tokens the request carries. */
  readonly tokens: ReadonlySet<string>
}

/** The grants of a key that allow what is asked. Behind one of the caller's own account all others of its grantee say no more. */
export const matchingGrants = (asked: AskedOfGrants): readonly GrantMatch[] => {
  const grants = existingGrants(asked.call.world, asked.key)
  if (grants === undefined) return []
  const { principal } = asked.call.request
  const question = grantQuestion(asked)
  const matches: GrantMatch[] = []
  for (const grant of candidateGrants(grants, question)) {
    if (judgeGrant(grant, question) !== 'applies') continue
    matches.push(grantMatch(grant, principal))
    if (principal.kind === 'service' || grant.issuingAccount === principal.account) break
  }
  return matches
}

/** What a refusal keeps of a key's grants: those to the caller first, some others behind, each with the reason why not. */
export const consideredGrants = (asked: AskedOfGrants): readonly GrantConsidered[] => {
  const grants = existingGrants(asked.call.world, asked.key)
  if (grants === undefined) return []
  const question = grantQuestion(asked)
  const own = granteeNames(question.principal).flatMap((name) => [...(grants.byGrantee.get(name) ?? [])])
  const ids = new Set(own.slice(0, GRANTS_KEPT))
  for (const id of grants.byId.keys()) {
    if (ids.size >= GRANTS_KEPT) break
    ids.add(id)
  }
  return [...ids].flatMap((id) => {
    const grant = grants.byId.get(id)
    if (grant === undefined) return []
    const reason = judgeGrant(grant, question)
    return [
      {
        ...grantMatch(grant, question.principal),
        grantee: grant.granteePrincipal,
        reason,
        ...differenceOf(reason, grant, question),
      },
    ]
  })
}

/** What a person would have to change for the grant to apply. */
const differenceOf = (
  reason: GrantReason,
  { operations, constraints }: GrantRecord,
  question: GrantQuestion,
): Pick<GrantConsidered, 'difference'> => {
  switch (reason) {
    case 'operation-not-granted':
      return { difference: { wanted: operations, found: question.operation } }
    case 'encryption-context-differs': {
      const { SourceArn: _, ...wanted } = constraints ?? {}
      return { difference: { wanted, found: question.context ?? {} } }
    }
    case 'source-arn-differs':
      return { difference: { wanted: constraints?.SourceArn ?? null, found: sourceArnOf(question.principal) ?? null } }
    default:
      return {}
  }
}

const grantQuestion = ({ call, access, tokens }: AskedOfGrants): GrantQuestion => {
  const { world, request, time, operation, input } = call
  const question = {
    principal: request.principal,
    operation: access.action.slice('kms:'.length),
    context: access.context,
    tokens,
    now: time,
    propagationMilliseconds: world.settings.grantPropagationMilliseconds,
  }
  if (operation.name !== 'CreateGrant') return question
  const { Operations, Constraints } = input as { Operations: readonly string[]; Constraints?: GrantConstraints }
  return { ...question, child: { operations: Operations, constraints: Constraints } }
}

const grantMatch = ({ grantId, granteePrincipal, issuingAccount }: GrantRecord, caller: Principal): GrantMatch => ({
  grantId,
  granteeKind: granteeKindOf(granteePrincipal, caller),
  issuingAccount,
})

/** Grants that a refusal keeps for its explanation. */
const GRANTS_KEPT = 32
