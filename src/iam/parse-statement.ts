import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { isJsonObject } from './json-text.ts'
import { parseConditions } from './parse-conditions.ts'
import type { PatternElement, PolicyKind, PolicyStatement } from './policy.ts'
import { GRAMMAR, type Rule } from './policy-grammar.ts'
import type { PolicyProblem } from './policy-problem.ts'
import { isPrincipalType, type PrincipalElement, type PrincipalValue, readPrincipal } from './principal-element.ts'
import { readStrings } from './read-strings.ts'

/** One statement of a policy of `kind`; `path` names its place in problems. */
export const parseStatement = (statement: unknown, path: string, kind: PolicyKind): Outcome<PolicyStatement, PolicyProblem> => {
  if (!isJsonObject(statement)) return refuse({ kind: 'wrong-type', path, expected: 'an object' })
  const unknown = Object.keys(statement).find((key) => !ELEMENTS.includes(key))
  if (unknown !== undefined) return refuse({ kind: 'unknown-element', path: `${path}.${unknown}` })
  const sid = readSid(statement['Sid'], `${path}.Sid`, kind)
  if (!sid.ok) return sid
  const effect = readEffect(statement['Effect'], path)
  if (!effect.ok) return effect
  const grammar = GRAMMAR[kind]
  const principal = readEither(statement, path, { names: PRINCIPAL, rule: grammar.principal, kind, read: readPrincipalElement })
  if (!principal.ok) return principal
  const action = readEither(statement, path, { names: ACTION, rule: grammar.action, kind, read: readActions })
  if (!action.ok) return action
  const resource = readEither(statement, path, { names: RESOURCE, rule: grammar.resource, kind, read: readResources })
  if (!resource.ok) return resource
  const conditions = parseConditions(statement['Condition'], `${path}.Condition`, kind)
  if (!conditions.ok) return conditions
  return succeed({
    ...(sid.value === undefined ? {} : { sid: sid.value }),
    effect: effect.value,
    ...(principal.value === undefined ? {} : { principal: principal.value }),
    ...(action.value === undefined ? {} : { action: action.value }),
    ...(resource.value === undefined ? {} : { resource: resource.value }),
    conditions: conditions.value,
  })
}

const readSid = (written: unknown, path: string, kind: PolicyKind): Outcome<string | undefined, PolicyProblem> => {
  if (written === undefined) return succeed(undefined)
  if (typeof written !== 'string') return refuse({ kind: 'wrong-type', path, expected: 'a string' })
  const isGood = GRAMMAR[kind].sid === 'free' || /^[A-Za-z0-9]*$/.test(written)
  return isGood ? succeed(written) : refuse({ kind: 'bad-sid', path, found: written })
}

const readEffect = (written: unknown, path: string): Outcome<'Allow' | 'Deny', PolicyProblem> => {
  if (written === undefined) return refuse({ kind: 'missing-element', path, oneOf: ['Effect'] })
  if (written === 'Allow' || written === 'Deny') return succeed(written)
  return refuse({ kind: 'bad-effect', path: `${path}.Effect`, found: String(written) })
}

/** An element that has a negated twin, of which only one may be there. */
interface Pair<Element> {
  readonly names: readonly [string, string]
  readonly rule: Rule
  readonly kind: PolicyKind
  readonly read: (written: unknown, path: string, negated: boolean, kind: PolicyKind) => Outcome<Element, PolicyProblem>
}

const readEither = <Element>(
  statement: Readonly<Record<string, unknown>>,
  path: string,
  { names, rule, kind, read }: Pair<Element>,
): Outcome<Element | undefined, PolicyProblem> => {
  const there = names.filter((name) => statement[name] !== undefined)
  const [name] = there
  if (there.length === 2) return refuse({ kind: 'conflicting-elements', path, elements: names })
  if (name === undefined)
    return rule === 'required' ? refuse({ kind: 'missing-element', path, oneOf: names }) : succeed(undefined)
  const negated = name === names[1]
  const { negations } = GRAMMAR[kind]
  const isNegationForbidden = names === PRINCIPAL ? negations !== 'allowed' : names === ACTION && negations === 'forbidden'
  const isForbidden = rule === 'forbidden' || (negated && isNegationForbidden)
  if (isForbidden) return refuse({ kind: 'forbidden-element', path: `${path}.${name}` })
  return read(statement[name], `${path}.${name}`, negated, kind)
}

const readActions = (written: unknown, path: string, negated: boolean): Outcome<PatternElement, PolicyProblem> =>
  readPatterns(written, path, { negated, isGood: (text) => ACTION_FORM.test(text), problem: 'bad-action' })

const readResources = (written: unknown, path: string, negated: boolean): Outcome<PatternElement, PolicyProblem> =>
  readPatterns(written, path, { negated, isGood: isResource, problem: 'bad-resource' })

interface PatternRules {
  readonly negated: boolean
  readonly isGood: (text: string) => boolean
  readonly problem: 'bad-action' | 'bad-resource'
}

const readPatterns = (
  written: unknown,
  path: string,
  { negated, isGood, problem }: PatternRules,
): Outcome<PatternElement, PolicyProblem> => {
  const patterns = readStrings(written, path)
  if (!patterns.ok) return patterns
  if (patterns.value.length === 0) return refuse({ kind: 'missing-element', path, oneOf: ['a value'] })
  const bad = patterns.value.find((text) => !isGood(text))
  return bad === undefined ? succeed({ negated, patterns: patterns.value }) : refuse({ kind: problem, path, found: bad })
}

/** `*`, or an ARN, shortened perhaps, that names its partition and service. */
const isResource = (text: string): boolean => {
  if (/^\*+$/.test(text)) return true
  const [prefix, partition, service] = text.split(':')
  return prefix === 'arn' && partition !== undefined && partition !== '' && service !== undefined && /^[a-z0-9-]+$/.test(service)
}

const readPrincipalElement = (
  written: unknown,
  path: string,
  negated: boolean,
  kind: PolicyKind,
): Outcome<PrincipalElement, PolicyProblem> => {
  if (written === '*') return succeed({ negated, values: [{ kind: 'everyone', written: '*' }] })
  if (!isJsonObject(written)) return refuse({ kind: 'wrong-type', path, expected: '"*" or an object' })
  const values: PrincipalValue[] = []
  for (const [type, list] of Object.entries(written)) {
    const place = `${path}.${type}`
    if (!isPrincipalType(type)) return refuse({ kind: 'unknown-element', path: place })
    const texts = readStrings(list, place)
    if (!texts.ok) return texts
    for (const text of texts.value) {
      const isForeign = (type === 'Federated' || type === 'CanonicalUser') && GRAMMAR[kind].federation === 'forbidden'
      const value = isForeign ? refuse('not-allowed-here' as const) : readPrincipal(type, text)
      if (!value.ok) return refuse({ kind: 'bad-principal', path: place, found: text, because: value.error })
      values.push(value.value)
    }
  }
  return values.length > 0
    ? succeed({ negated, values })
    : refuse({ kind: 'missing-element', path, oneOf: ['AWS', 'Service', 'Federated'] })
}

const PRINCIPAL = ['Principal', 'NotPrincipal'] as const
const ACTION = ['Action', 'NotAction'] as const
const RESOURCE = ['Resource', 'NotResource'] as const
const ELEMENTS: readonly string[] = ['Sid', 'Effect', 'Condition', ...PRINCIPAL, ...ACTION, ...RESOURCE]
const ACTION_FORM = /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/
