import type { GranteeKind } from './access-rules.ts'
import { LAYER_NAMES } from './denial-text.ts'
import type { DecidingStep, Explanation, GrantReason, GrantTrace, StatementName } from './explain.ts'
import { nearestMiss } from './nearest-miss.ts'
import type { PolicyKind } from './policy.ts'
import type { Exemption } from './request-context.ts'
import { type COLUMNS, wrapped } from './terminal-text.ts'
import type { ElementTrace, PolicyTrace, StatementTrace } from './trace-policy.ts'

/** An explanation as text for a terminal, at most {@link COLUMNS} columns wide. */
export const renderExplanation = (explanation: Explanation): string => {
  const { allowed, principal, action, resource, crossAccount, policies, grants } = explanation
  return [
    `${allowed ? 'ALLOWED' : 'REFUSED'}  ${action}`,
    ...field('caller', principal),
    ...field('resource', crossAccount ? `${resource} (of another account)` : resource),
    ...field('because', stepText(explanation)),
    ...nearestMiss(explanation).flatMap((text) => field('nearest', text)),
    ...policies.flatMap((policy) => policyLines(policy, crossAccount)),
    ...(grants.length === 0 ? [] : ['', 'grants']),
    ...grants.flatMap(grantLines),
  ].join('\n')
}

const stepText = (explanation: Explanation): string => {
  const step: DecidingStep = explanation.decidedBy
  switch (step.step) {
    case 'explicit-deny':
      return `${statementText(step.by)}, a ${NAMES[step.layer]}, denies it; a deny beats every allow and every grant`
    case 'no-allow':
      return noAllowText(step.layer, explanation)
    case 'not-across-accounts':
      return 'this action never works on a resource of another account, whatever the policies say'
    case 'missing-resource':
      return 'there is no such resource, which a caller of another account is not told'
    case 'root-user':
      return 'the root user may do what no policy denies'
    case 'identity-policy':
      return `${statementText(step.by)} allows it`
    case 'resource-policy':
      return `${statementText(step.by)} allows it: ${CLASS_TEXTS[step.matchClass]}${besides(step.identity)}`
    case 'grant':
      return `grant ${step.grantId} to the ${GRANTEES[step.granteeKind]} allows it${besides(step.identity)}`
    default:
      return step satisfies never
  }
}

/** Who would have had to allow it: each side of a decision in its own words. */
const noAllowText = (layer: PolicyKind, { crossAccount, policies }: Explanation): string => {
  switch (layer) {
    case 'identity':
      if (crossAccount) return 'the caller’s own account must allow it too, and no identity-based policy does'
      return policies.some(isDelegating)
        ? 'the key policy leaves it to the policies of the account, and no identity-based policy allows it'
        : 'no identity-based policy allows it'
    case 'key':
      return crossAccount
        ? 'the account of the key must allow it too, and no statement of the key policy means this caller and this action'
        : 'no statement of the key policy allows it, and none leaves it to the policies of the account, which therefore do not count'
    case 'trust':
      return 'no statement of the trust policy allows it'
    case 'boundary':
      return 'the permissions boundary does not allow it, and here it must'
    case 'session':
      return 'the session policy does not allow it, and here it must'
    case 'service-control':
    case 'resource-control':
    case 'endpoint':
      return `no ${NAMES[layer]} allows it, and one of them must`
    default:
      return layer satisfies never
  }
}

/** Whether a policy with principals allows it, but only by handing the decision on to an account. */
const isDelegating = ({ layer, says, statements }: PolicyTrace): boolean =>
  (layer === 'key' || layer === 'trust') &&
  says === 'allow' &&
  statements.every(({ matched, matchClass }) => !matched || matchClass === 'account')

const besides = (identity: StatementName | undefined): string =>
  identity === undefined ? '' : `; so does ${statementText(identity)}`

const statementText = ({ policy, index, sid }: StatementName): string =>
  `statement ${index}${sid === undefined ? '' : ` "${sid}"`} of ${policy}`

const policyLines = (policy: PolicyTrace, crossAccount: boolean): readonly string[] => [
  '',
  ...wrapped(`${titleOf(policy)} ${sayingText(policy, crossAccount)}`, '', '  '),
  ...policy.statements.flatMap(statementLines),
]

const titleOf = ({ layer, name }: PolicyTrace): string => (name.startsWith(NAMES[layer]) ? name : `${NAMES[layer]} ${name}`)

const sayingText = (policy: PolicyTrace, crossAccount: boolean): string => {
  if (policy.exempts !== undefined) return EXEMPTION_TEXTS[policy.exempts]
  if (policy.says !== 'allow' || (policy.layer !== 'key' && policy.layer !== 'trust')) return SAYINGS[policy.says]
  if (crossAccount) return 'allows, where the caller’s own account allows too'
  return isDelegating(policy) ? 'leaves it to the account' : SAYINGS.allow
}

const statementLines = ({ index, sid, effect, matched, elements }: StatementTrace): readonly string[] => [
  ...wrapped(`${mark(matched)} ${effect}, statement ${index}${sid === undefined ? '' : ` "${sid}"`}`, '  ', '    '),
  ...elements.flatMap((element) => wrapped(`${mark(element.matched)} ${elementText(element)}`, '      ', '          ')),
]

const elementText = (trace: ElementTrace): string => {
  switch (trace.element) {
    case 'Principal':
    case 'NotPrincipal':
      return `${trace.element} ${trace.written.join(', ')}: ${CLASS_TEXTS[trace.reason]}`
    case 'Action':
    case 'NotAction':
    case 'Resource':
    case 'NotResource':
      if (trace.reason === 'absent') return `no ${trace.element}: the statement never applies`
      return trace.reason === 'implied'
        ? `no ${trace.element}: the resource itself`
        : `${trace.element} ${trace.written.join(', ')}`
    case 'Condition': {
      const actual = trace.actual === null ? 'absent' : JSON.stringify(trace.actual)
      return `${trace.operator} ${trace.key} ${JSON.stringify(trace.wanted)}, found ${actual}: ${OUTCOME_TEXTS[trace.reason]}`
    }
    default:
      return trace satisfies never
  }
}

const grantLines = ({ grantId, grantee, issuingAccount, reason, difference, need, missing }: GrantTrace): readonly string[] => {
  const applies = reason === 'applies' && missing === undefined
  const needed = need === undefined || need === 'nothing' ? '' : NEED_TEXTS[need]
  const lacking = missing === undefined ? '' : `, and no ${NAMES[missing]} does`
  const told = difference === undefined ? '' : `: ${JSON.stringify(difference.wanted)}, found ${JSON.stringify(difference.found)}`
  const why = `${GRANT_TEXTS[reason]}${told}${needed}${lacking}`
  const text = `${mark(applies)} ${grantId} to ${grantee}, issued by ${issuingAccount}: ${why}`
  return wrapped(text, '  ', '    ')
}

const mark = (matched: boolean): string => (matched ? '✓' : '✗')

const field = (name: string, text: string): readonly string[] => wrapped(text, `  ${name.padEnd(10)}`, ' '.repeat(12))

/** The kinds of policies as the guides call them. */
const NAMES: Readonly<Record<PolicyKind, string>> = { ...LAYER_NAMES, key: 'key policy', trust: 'trust policy' }

const SAYINGS = { allow: 'allows', deny: 'denies', nothing: 'says nothing' } as const

const GRANTEES: Readonly<Record<GranteeKind, string>> = {
  session: 'session',
  'federated-user': 'federated user',
  user: 'user',
  role: 'role',
  'federating-user': 'user who made the session',
  account: 'account',
  service: 'service',
}

const EXEMPTION_TEXTS = {
  'service-linked-roles': 'does not apply to service-linked roles',
  services: 'does not apply to AWS services',
} as const satisfies Readonly<Record<Exemption, string>>

const CLASS_TEXTS = {
  direct: 'means the caller itself',
  service: 'means the calling service',
  any: 'means everyone',
  'any-session': 'means everyone, within the limits of session policy and boundary',
  role: 'means the role, within the limits of session policy and boundary',
  'federating-user': 'means the user who made the caller’s session, within the limits of session policy and boundary',
  account: 'leaves it to the account’s own policies',
  'names-others': 'means others',
  'names-one-made-anew': 'means an earlier holder of the name',
  'spares-the-caller': 'leaves the caller out',
  'spares-none-with-a-boundary': 'spares nobody who has a permissions boundary, whomever it lists',
} as const

const OUTCOME_TEXTS = {
  'values-satisfy': 'holds',
  'presence-satisfies': 'holds',
  'absent-satisfies-negation': 'holds, since a negated operator holds for an absent key',
  'absent-satisfies-if-exists': 'holds, since the key is absent (IfExists)',
  'absent-satisfies-for-all-values': 'holds, since there is no value that fails (ForAllValues)',
  'values-differ': 'does not hold',
  'presence-differs': 'does not hold',
  absent: 'does not hold for an absent key',
  'absent-for-any-value': 'does not hold, since there is no value (ForAnyValue)',
  'several-values-need-a-set-operator': 'never holds: a key that can have several values needs ForAllValues or ForAnyValue',
  'value-is-malformed': 'never holds: the value has not the form that is compared',
} as const

const GRANT_TEXTS: Readonly<Record<GrantReason, string>> = {
  applies: 'applies',
  'other-grantee': 'is for another grantee',
  'grantee-made-anew': 'is for an earlier holder of the name',
  'operation-not-granted': 'gives other operations',
  'encryption-context-differs': 'wants another encryption context',
  'source-arn-differs': 'is for another source ARN',
  'not-yet-visible': 'has not spread yet, and its token is not given',
  'child-exceeds-parent': 'may not hand on what is asked',
}

const NEED_TEXTS = {
  limits: ', within the limits of session policy and boundary',
  identity: ', where the identity policies allow too',
} as const
