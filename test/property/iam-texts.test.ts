import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { jsonStrings, readJson } from '../../src/iam/json-text.ts'
import { parsePolicy } from '../../src/iam/parse-policy.ts'
import type { PolicyKind } from '../../src/iam/policy.ts'
import { policyProblemText } from '../../src/iam/policy-problem.ts'
import { literalUnits, matchesPattern, patternOf, textOfUnits, wildcardUnits } from '../../src/iam/wildcards.ts'
import { statement } from '../support/iam/random-policies.ts'
import { glob } from '../support/iam/slow-evaluator.ts'

const KINDS: readonly PolicyKind[] = [
  'key',
  'identity',
  'boundary',
  'session',
  'service-control',
  'resource-control',
  'endpoint',
  'trust',
]
const letters = (alphabet: string, maxLength: number) =>
  fc.array(fc.constantFrom(...alphabet), { maxLength }).map((units) => units.join(''))

describe('a pattern', () => {
  test.prop([letters('ab*?', 8), letters('ab', 10)], { numRuns: 5000 })(
    'matches what the regular expression matches',
    (pattern, text) => {
      expect(matchesPattern(patternOf(wildcardUnits(pattern)), text)).toBe(glob(pattern).test(text))
    },
  )

  test.prop([fc.string({ unit: 'binary' })])('without wildcards matches itself alone', (text) => {
    expect(textOfUnits(literalUnits(text))).toBe(text)
    expect(matchesPattern(patternOf(literalUnits(text)), text)).toBe(true)
    expect(matchesPattern(patternOf(literalUnits(text)), `${text}.`)).toBe(false)
  })
})

describe('reading a policy', () => {
  test.prop([fc.string({ unit: 'binary' }), fc.constantFrom(...KINDS)])('never throws, whatever the text', (text, kind) => {
    const parsed = parsePolicy(text, kind)
    if (!parsed.ok) expect(policyProblemText(parsed.error)).not.toBe('')
  })

  test.prop([fc.json(), fc.constantFrom(...KINDS)])('never throws, whatever the JSON', (text, kind) => {
    const parsed = parsePolicy(text, kind)
    if (!parsed.ok) expect(policyProblemText(parsed.error)).not.toBe('')
  })

  const oddStatement = fc.dictionary(
    fc.constantFrom('Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'Resource', 'NotResource', 'Condition', '__proto__'),
    fc.oneof(fc.jsonValue(), fc.constantFrom('*', 'Allow', 'kms:*', { AWS: '*' }, { StringEquals: { a: 'b' } })),
  )
  test.prop([fc.array(oddStatement, { maxLength: 3 }), fc.constantFrom(...KINDS)])(
    'never throws, whatever the statements',
    (all, kind) => {
      const parsed = parsePolicy(JSON.stringify({ Statement: all }), kind)
      if (!parsed.ok) expect(policyProblemText(parsed.error)).not.toBe('')
    },
  )

  test.prop([fc.array(statement(true), { minLength: 1, maxLength: 3 }), fc.nat({ max: 4 })])(
    'takes no notice of white space',
    (all, indent) => {
      expect(parsePolicy(JSON.stringify({ Statement: all }, null, indent), 'key')).toEqual(
        parsePolicy(JSON.stringify({ Statement: all }), 'key'),
      )
    },
  )
})

describe('scanning JSON', () => {
  test.prop([fc.jsonValue(), fc.nat({ max: 2 })])('finds every string where it stands', (value, indent) => {
    const text = JSON.stringify(value, null, indent)
    const strings: string[] = []
    JSON.stringify(value, (key, each) => {
      if (key !== '' || typeof each === 'string') strings.push(...(typeof each === 'string' ? [each] : []))
      return each
    })
    const found = jsonStrings(text)
    for (const { start, end, value: read } of found) expect(JSON.parse(text.slice(start, end))).toBe(read)
    expect(found.filter(({ role }) => role === 'value').map((each) => each.value)).toEqual(strings)
  })

  test.prop([fc.string(), fc.string()])('refuses a key that stands twice in one object, however it is written', (key, other) => {
    const written = [...key]
      .map((unit) => (unit.length === 1 ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}` : unit))
      .join('')
    const text = `{"a":[{${JSON.stringify(key)}:1,"${written}":2}]}`
    expect(readJson(text)).toMatchObject({ ok: false, error: { kind: 'repeated-key' } })
    if (key !== other) expect(readJson(`{"a":{${JSON.stringify(key)}:1},"b":{${JSON.stringify(key)}:2}}`).ok).toBe(true)
  })
})
