// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables
import { describe, expect, it } from 'vitest'
import { expandTemplate, fixedUnits, parseTemplate } from '../../../src/iam/policy-variables.ts'
import { matchesPattern, patternOf, textOfUnits } from '../../../src/iam/wildcards.ts'

const EXPANDED = { patterns: 'none', variables: 'expanded' } as const
const values: Readonly<Record<string, string | readonly string[]>> = { 'aws:username': 'U*', 'aws:tagkeys': ['a'], empty: '' }
const expand = (text: string) => {
  const units = expandTemplate(parseTemplate(text, EXPANDED), (key) => values[key])
  return units === undefined ? undefined : textOfUnits(units)
}

describe('a policy variable', () => {
  it.each([
    ['plain', 'plain'],
    ['a-${aws:username}-b', 'a-U*-b'],
    ['${AWS:UserName}', 'U*'],
    ['${ aws:username }', 'U*'],
    ['${aws:username}${aws:username}', 'U*U*'],
    ["${missing, 'x y'}", 'x y'],
    ["${aws:username, 'x'}", 'U*'],
    ["${empty, 'x'}", ''],
    ["${missing,''}", ''],
    ['${*}${?}${$}', '*?$'],
    ['${$}{aws:username}', '${aws:username}'],
    ['${aws:username', '${aws:username'],
    ['${aws:username, x}', '${aws:username, x}'],
    ['${}', '${}'],
  ])('%s is %s', (text, expected) => {
    expect(expand(text)).toBe(expected)
  })

  it.each(['${missing}', 'a${missing}', '${aws:TagKeys}', "${aws:TagKeys, 'x'}"])('%s has no value', (text) => {
    expect(expand(text)).toBeUndefined()
  })

  it('is literal text where variables are not expanded', () => {
    const template = parseTemplate('${aws:username}', { patterns: 'none', variables: 'literal' })
    expect(textOfUnits(fixedUnits(template) ?? [])).toBe('${aws:username}')
  })

  it('does not bring wildcards with it, while those beside it count', () => {
    const template = parseTemplate('${aws:username}?', { patterns: 'wildcards', variables: 'expanded' })
    const pattern = patternOf(expandTemplate(template, (key) => values[key]) ?? [])
    expect(matchesPattern(pattern, 'U*x')).toBe(true)
    expect(matchesPattern(pattern, 'Uxx')).toBe(false)
  })
})
