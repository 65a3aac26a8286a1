import { utf8 } from '../core/bytes.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { isJsonObject, readJson } from './json-text.ts'
import { parseStatement } from './parse-statement.ts'
import type { PolicyDocument, PolicyKind, PolicyStatement } from './policy.ts'
import { GRAMMAR } from './policy-grammar.ts'
import type { PolicyProblem } from './policy-problem.ts'

/**
 * The policy that a text is, or the first thing that is wrong with it. Whether the principals it names exist is another question:
 * `principalsNamed` and `principal-lookup.ts`.
 *
 * Source: IAM User Guide, "Grammar of the IAM JSON policy language"; spec/around.md 1.3; spec/kms.md 6.2, 6.3.
 */
export const parsePolicy = (text: string, kind: PolicyKind): Outcome<PolicyDocument, PolicyProblem> => {
  const grammar = GRAMMAR[kind]
  const limit = grammar.maxBytes
  if (limit !== undefined && text.length > limit / 4) {
    const bytes = utf8(text).length
    if (bytes > limit) return refuse({ kind: 'too-large', bytes, limit })
  }
  const badCharacter = grammar.characters === undefined ? -1 : text.search(grammar.characters)
  if (badCharacter >= 0) return refuse({ kind: 'bad-character', at: badCharacter })
  const json = readJson(text)
  if (!json.ok) return json
  if (!isJsonObject(json.value)) return refuse({ kind: 'wrong-type', path: 'The policy', expected: 'an object' })
  return readDocument(json.value, kind)
}

const readDocument = (policy: Readonly<Record<string, unknown>>, kind: PolicyKind): Outcome<PolicyDocument, PolicyProblem> => {
  const unknown = Object.keys(policy).find((key) => !['Version', 'Id', 'Statement'].includes(key))
  if (unknown !== undefined) return refuse({ kind: 'unknown-element', path: unknown })
  const { Version, Id, Statement } = policy
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17')
    return refuse({ kind: 'bad-version', found: String(Version) })
  if (Id !== undefined && GRAMMAR[kind].id === 'forbidden') return refuse({ kind: 'forbidden-element', path: 'Id' })
  if (Id !== undefined && typeof Id !== 'string') return refuse({ kind: 'wrong-type', path: 'Id', expected: 'a string' })
  const statements = readStatements(Statement, kind)
  if (!statements.ok) return statements
  const id = Id === undefined ? {} : { id: Id }
  return succeed({ version: Version ?? '2008-10-17', ...id, statements: statements.value })
}

const readStatements = (written: unknown, kind: PolicyKind): Outcome<readonly PolicyStatement[], PolicyProblem> => {
  const list = Array.isArray(written) ? (written as readonly unknown[]) : written === undefined ? [] : [written]
  if (list.length === 0) return refuse({ kind: 'missing-element', path: 'The policy', oneOf: ['Statement'] })
  const statements: PolicyStatement[] = []
  for (const [index, one] of list.entries()) {
    const path = Array.isArray(written) ? `Statement[${index}]` : 'Statement'
    const statement = parseStatement(one, path, kind)
    if (!statement.ok) return statement
    const { sid } = statement.value
    if (GRAMMAR[kind].sid === 'alphanumeric' && sid !== undefined && statements.some((other) => other.sid === sid))
      return refuse({ kind: 'repeated-sid', found: sid })
    statements.push(statement.value)
  }
  return succeed(statements)
}
