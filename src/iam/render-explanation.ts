import { LAYER_NAMES } from './denial-text.ts'
import type { DecidingStep, Explanation, GrantReason, GrantTrace, StatementName } from './explain.ts'
import type { ElementTrace, PolicyTrace, StatementTrace } from './trace-policy.ts'

/** An explanation as text for a terminal, at most {@link COLUMNS} columns wide. */
export const renderExplanation = (explanation: Explanation): string => {
  const { allowed, principal, action, resource, crossAccount, decidedBy, policies, grants } = explanation
  return [
    `${allowed ? 'ALLOWED' : 'REFUSED'}  ${action}`,
    ...field('caller', principal),
    ...field('resource', crossAccount ? `${resource} (of another account)` : resource),
    ...field('because', stepText(decidedBy)),
    ...policies.flatMap(policyLines),
    ...(grants.length === 0 ? [] : ['', 'grants']),
    ...grants.flatMap(grantLines),
  ].join('\n')
}

const COLUMNS = 96

const stepText = (step: DecidingStep): string => {
  switch (step.step) {
    case 'explicit-deny':
      return `${statementText(step.by)} of the ${LAYER_NAMES[step.layer]} denies it; a deny beats every allow and every grant`
    case 'no-allow':
      return `no ${LAYER_NAMES[step.layer]} allows it`
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
      return `grant ${step.grantId} to the ${step.granteeKind} allows it${besides(step.identity)}`
    default:
      return step satisfies never
  }
}

const besides = (identity: StatementName | undefined): string =>
  identity === undefined ? '' : `; so does ${statementText(identity)}`

const statementText = ({ policy, index, sid }: StatementName): string =>
  `statement ${index}${sid === undefined ? '' : ` "${sid}"`} of ${policy}`

const policyLines = ({ layer, name, says, statements }: PolicyTrace): readonly string[] => [
  '',
  ...wrapped(`${LAYER_NAMES[layer]} ${name} ${SAYINGS[says]}`, '', '  '),
  ...statements.flatMap(statementLines),
]

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

const grantLines = ({ grantId, grantee, issuingAccount, reason, need, missing }: GrantTrace): readonly string[] => {
  const applies = reason === 'applies' && missing === undefined
  const needed = need === undefined || need === 'nothing' ? '' : NEED_TEXTS[need]
  const lacking = missing === undefined ? '' : `, and no ${LAYER_NAMES[missing]} does`
  const text = `${mark(applies)} ${grantId} to ${grantee}, issued by ${issuingAccount}: ${GRANT_TEXTS[reason]}${needed}${lacking}`
  return wrapped(text, '  ', '    ')
}

const mark = (matched: boolean): string => (matched ? '✓' : '✗')

const field = (name: string, text: string): readonly string[] => wrapped(text, `  ${name.padEnd(10)}`, ' '.repeat(12))

/** Breaks between words; a word that is too long for a line, such as an ARN, stays whole. */
const wrapped = (text: string, first: string, next: string): readonly string[] => {
  const lines: string[] = []
  let line = first
  let isEmpty = true
  for (const word of text.split(' ')) {
    const longer = isEmpty ? line + word : `${line} ${word}`
    if (!isEmpty && longer.length > COLUMNS) {
      lines.push(line)
      line = next + word
    } else line = longer
    isEmpty = false
  }
  return [...lines, line]
}

const SAYINGS = { allow: 'allows', deny: 'denies', nothing: 'says nothing' } as const

const CLASS_TEXTS = {
  direct: 'means the caller itself',
  service: 'means the calling service',
  any: 'means everyone',
  'any-session': 'means everyone, within the limits of session policy and boundary',
  role: 'means the role, within the limits of session policy and boundary',
  account: 'leaves it to the account’s own policies',
  'names-others': 'means others',
  'names-one-made-anew': 'means an earlier holder of the name',
  'spares-the-caller': 'leaves the caller out',
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
  'operation-not-granted': 'does not give this operation',
  'encryption-context-differs': 'wants another encryption context',
  'source-arn-differs': 'is for another source ARN',
  'not-yet-visible': 'has not spread yet, and its token is not given',
  'child-exceeds-parent': 'may not hand on what is asked',
}

const NEED_TEXTS = {
  limits: ', within the limits of session policy and boundary',
  identity: ', where the identity policies allow too',
} as const
