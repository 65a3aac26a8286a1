// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables
import { describe, expect, it } from 'vitest'
import {
  compileActions,
  compileResources,
  matchesActions,
  matchesResources,
  mayMatchResource,
} from '../../../src/iam/patterns.ts'
import { literalUnits, matchesPattern, patternOf, wildcardUnits } from '../../../src/iam/wildcards.ts'
import { requestOf } from '../../support/iam/cases.ts'

const matches = (pattern: string, text: string) => matchesPattern(patternOf(wildcardUnits(pattern)), text)

describe('patternOf', () => {
  it('gives the frequent forms a kind of their own', () => {
    expect(patternOf(wildcardUnits('**'))).toEqual({ kind: 'any' })
    expect(patternOf(wildcardUnits('kms:Decrypt'))).toEqual({ kind: 'exact', text: 'kms:Decrypt' })
    expect(patternOf(wildcardUnits('kms:*'))).toEqual({ kind: 'prefix', text: 'kms:' })
    expect(patternOf(wildcardUnits('kms:*t'))).toMatchObject({ kind: 'glob', head: 'kms:' })
  })

  it('takes literal stars for stars', () => {
    expect(matchesPattern(patternOf(literalUnits('a*')), 'ab')).toBe(false)
  })
})

describe('matchesPattern', () => {
  it.each([
    ['', '', true],
    ['*', '', true],
    ['?', '', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-b-b-d', false],
    ['*a', 'ba', true],
    ['*a', 'ab', false],
    ['a**b', 'ab', true],
    ['?*', 'x', true],
    ['a?', 'a\u{10400}', false],
    ['a??', 'a\u{10400}', true],
  ])('%j against %j: %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected)
  })

  it('does not grow without bound on a pattern full of stars', () => {
    expect(matches(`${'*a'.repeat(200)}b`, 'a'.repeat(8000))).toBe(false)
  })
})

describe('actions and resources of a statement', () => {
  const request = requestOf({
    principal: { kind: 'user', account: '111122223333', name: 'U' },
    action: 'kms:Decrypt',
    resource: 'arn:aws:kms:us-east-1:111122223333:key/a:b',
  })
  const resource = (pattern: string) =>
    matchesResources(compileResources({ negated: false, patterns: [pattern] }, 'expanded'), request)

  it('compares actions in lower case', () => {
    expect(matchesActions(compileActions({ negated: false, patterns: ['KMS:D*'] }), 'kms:decrypt')).toBe(true)
    expect(matchesActions(compileActions({ negated: true, patterns: ['KMS:D*'] }), 'kms:decrypt')).toBe(false)
  })

  it('lets a star cross colons in the sixth part alone', () => {
    expect(resource('arn:aws:kms:us-east-1:111122223333:key/*b')).toBe(true)
    expect(resource('arn:aws:kms:*:*:key/a:?')).toBe(true)
    expect(resource('arn:aws:kms:*:key/a:b')).toBe(false)
    expect(resource('arn:aws:kms:us-east-1:*a:b')).toBe(false)
  })

  it('keeps a statement with a variable as long as nothing is known of the caller', () => {
    const variable = compileResources(
      { negated: false, patterns: ['arn:aws:kms:us-east-1:111122223333:key/${aws:username}'] },
      'expanded',
    )
    expect(mayMatchResource(variable, request.resource)).toBe(true)
    expect(matchesResources(variable, request)).toBe(false)
    const other = compileResources({ negated: true, patterns: ['arn:aws:kms:us-east-1:111122223333:key/a:b'] }, 'expanded')
    expect(mayMatchResource(other, request.resource)).toBe(false)
  })
})
