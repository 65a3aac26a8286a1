import { describe, expect, it } from 'vitest'
import { matchesEvent, parseEventPattern } from '../../../src/core/event-pattern.ts'

/** Whether an event matches; a refused pattern fails the test. */
const matches = (pattern: unknown, event: object): boolean => {
  const parsed = parseEventPattern(pattern)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return matchesEvent(parsed.value, event)
}

/** Whether `[matcher]` at `v` matches `{"v": value}`. */
const matchesValue = (matcher: unknown, value: unknown): boolean => matches({ v: [matcher] }, { v: value })

describe('exact values', () => {
  it.each([
    ['x', 'x'],
    [1, 1],
    [true, true],
    [false, false],
    [null, null],
    ['', ''],
  ])('%j matches the same value', (matcher, value) => {
    expect(matchesValue(matcher, value)).toBe(true)
  })

  it.each([
    ['x', 'X'],
    [1, '1'],
    ['1', 1],
    [true, 'true'],
    ['true', true],
    [false, null],
    [null, 'null'],
    ['null', null],
    [null, ''],
    ['', null],
    [0, false],
  ])('%j does not match %j', (matcher, value) => {
    expect(matchesValue(matcher, value)).toBe(false)
  })

  it('values of a list are alternatives', () => {
    expect(matches({ v: ['x', 1, null] }, { v: 1 })).toBe(true)
    expect(matches({ v: ['x', 1, null] }, { v: 2 })).toBe(false)
  })

  it('fields are all required and unnamed fields are ignored', () => {
    expect(matches({ a: ['1'], b: { c: ['2'] } }, { a: '1', b: { c: '2', d: '3' }, e: '4' })).toBe(true)
    expect(matches({ a: ['1'], b: { c: ['2'] } }, { a: '1', b: { c: '3' } })).toBe(false)
    expect(matches({ a: ['1'], b: { c: ['2'] } }, { a: '1' })).toBe(false)
  })

  it('any element of an array may match', () => {
    expect(matchesValue('b', ['a', 'b'])).toBe(true)
    expect(matchesValue('c', ['a', 'b'])).toBe(false)
    expect(matchesValue('c', [['a'], ['c']])).toBe(true)
    expect(matchesValue('a', [])).toBe(false)
  })

  it('around 8.4 #66: an empty string does not match null, and matches an empty string', () => {
    const pattern = { detail: { cause: [''] } }
    expect(matches(pattern, { detail: { cause: null } })).toBe(false)
    expect(matches(pattern, { detail: { cause: '' } })).toBe(true)
  })

  it('does not tell a dotted name from a nested one', () => {
    expect(matches({ 'detail.state': ['on'] }, { detail: { state: 'on' } })).toBe(true)
    expect(matches({ detail: { 'a.b': ['on'] } }, { detail: { a: { b: 'on' } } })).toBe(true)
  })

  it('reads members called __proto__ and constructor like any other', () => {
    expect(matches('{"__proto__":["x"]}', JSON.parse('{"__proto__":"x"}'))).toBe(true)
    expect(matches('{"__proto__":["x"]}', {})).toBe(false)
    expect(matches({ constructor: [{ exists: true }] }, {})).toBe(false)
  })

  it('reads members with empty names where they stand', () => {
    expect(matches({ '': { a: ['x'] } }, { '': { a: 'x' } })).toBe(true)
    expect(matches({ '': { a: ['x'] } }, { a: 'x' })).toBe(false)
  })
})

describe('numbers', () => {
  it('around 8.4 #69: 300 matches 300.0', () => {
    expect(matches('{"detail":{"v":[300]}}', JSON.parse('{"detail":{"v":300.0}}'))).toBe(true)
  })

  it.each(['300.0', '3e2', '3E+2', '30000e-2'])('the literal %s matches 300', (literal) => {
    expect(matches(`{"v":[${literal}]}`, { v: 300 })).toBe(true)
    expect(matches(`{"v":[${literal}]}`, { v: 301 })).toBe(false)
  })

  it('-0 is 0', () => {
    expect(matches('{"v":[-0]}', { v: 0 })).toBe(true)
    expect(matches('{"v":[0]}', { v: -0 })).toBe(true)
  })

  it.each(['1e309', '-1e309', '1e-400', '9007199254740993', '0.1234567890123456789'])(
    'the literal %s, which no double holds, is accepted and never matches',
    (literal) => {
      const pattern = `{"v":[${literal}]}`
      expect(matches(pattern, JSON.parse(`{"v":${literal}}`))).toBe(false)
      expect(matches(`{"v":[${literal},"x"]}`, { v: 'x' })).toBe(true)
    },
  )

  it.each([
    [['=', 5], [5], [4, 6]],
    [
      ['<', 5],
      [4.9, -1],
      [5, 6],
    ],
    [['<=', 5], [5, 4], [5.1]],
    [['>', 5], [5.1], [5, 4]],
    [['>=', 5], [5, 6], [4.9]],
    [
      ['>', 0, '<=', 5],
      [0.1, 5],
      [0, 5.1],
    ],
    [
      ['>=', 0, '<', 5],
      [0, 4.9],
      [-0.1, 5],
    ],
  ])('numeric %j', (numeric, wanted, unwanted) => {
    for (const value of wanted) expect(matchesValue({ numeric }, value)).toBe(true)
    for (const value of unwanted) expect(matchesValue({ numeric }, value)).toBe(false)
  })

  it('numeric matches numbers only', () => {
    expect(matchesValue({ numeric: ['=', 5] }, '5')).toBe(false)
    expect(matchesValue({ numeric: ['<', 5] }, null)).toBe(false)
  })
})

describe('texts', () => {
  it('prefix and suffix look at the ends of strings', () => {
    expect(matchesValue({ prefix: 'ab' }, 'abc')).toBe(true)
    expect(matchesValue({ prefix: 'ab' }, 'cab')).toBe(false)
    expect(matchesValue({ suffix: 'bc' }, 'abc')).toBe(true)
    expect(matchesValue({ suffix: 'bc' }, 'bca')).toBe(false)
  })

  it.each([{ prefix: '1' }, { suffix: '1' }, { prefix: '' }, { wildcard: '*' }, { 'equals-ignore-case': '1' }])(
    '%j matches strings only',
    (matcher) => {
      expect(matchesValue(matcher, '1')).toBe(true)
      expect(matchesValue(matcher, 1)).toBe(false)
      expect(matchesValue(matcher, null)).toBe(false)
    },
  )

  it('around 8.4 #71: a prefix of a normal ARN does not match the ARN of a snapshot event', () => {
    const pattern = { resources: [{ prefix: 'arn:aws:ec2:us-west-2' }] }
    expect(matches(pattern, { resources: ['arn:aws:ec2::us-west-2:snapshot/snap-01234567890abcdef'] })).toBe(false)
    expect(matches(pattern, { resources: ['arn:aws:ec2:us-west-2:111122223333:volume/vol-01234567890abcdef'] })).toBe(true)
  })

  it('equals-ignore-case compares whole strings whatever their case', () => {
    expect(matchesValue({ 'equals-ignore-case': 'AbC' }, 'aBc')).toBe(true)
    expect(matchesValue({ 'equals-ignore-case': 'AbC' }, 'abcd')).toBe(false)
    expect(matchesValue({ 'equals-ignore-case': 'a.c' }, 'abc')).toBe(false)
  })

  it('equals-ignore-case takes the lower or the upper form of each unit: ß stands for SS and not for ss', () => {
    expect(matchesValue({ 'equals-ignore-case': 'straße' }, 'STRASSE')).toBe(true)
    expect(matchesValue({ 'equals-ignore-case': 'straße' }, 'Straße')).toBe(true)
    expect(matchesValue({ 'equals-ignore-case': 'straße' }, 'strasse')).toBe(false)
  })

  it('prefix and suffix take equals-ignore-case', () => {
    expect(matchesValue({ prefix: { 'equals-ignore-case': 'Ab' } }, 'aBc')).toBe(true)
    expect(matchesValue({ prefix: { 'equals-ignore-case': 'Ab' } }, 'caB')).toBe(false)
    expect(matchesValue({ suffix: { 'equals-ignore-case': '.PNG' } }, 'a.png')).toBe(true)
    expect(matchesValue({ suffix: { 'equals-ignore-case': '.PNG' } }, 'a.pngx')).toBe(false)
  })

  it.each([
    ['a*b', ['ab', 'axxb', 'abb'], ['b', 'abc', 'xab']],
    ['*', ['', 'x'], []],
    ['a*', ['a', 'ab'], ['ba']],
    ['*a', ['a', 'ba'], ['ab']],
    ['*ab*ab', ['abab', 'xabxab'], ['ab', 'aba']],
    ['a?c', ['a?c'], ['abc']],
    ['a\\*c', ['a*c'], ['abc', 'a\\*c']],
    ['a\\\\c', ['a\\c'], ['a\\\\c']],
    ['a.c', ['a.c'], ['abc']],
  ])('wildcard %s', (wildcard, wanted, unwanted) => {
    for (const value of wanted) expect(matchesValue({ wildcard }, value)).toBe(true)
    for (const value of unwanted) expect(matchesValue({ wildcard }, value)).toBe(false)
  })

  it('exactly compares whole strings', () => {
    expect(matchesValue({ exactly: 'x' }, 'x')).toBe(true)
    expect(matchesValue({ exactly: 'x' }, 'xy')).toBe(false)
  })
})

describe('anything-but', () => {
  it.each([
    [{ 'anything-but': 'x' }, ['y', 5, null], ['x']],
    [{ 'anything-but': 5 }, ['5', 6, null], [5]],
    [{ 'anything-but': ['x', 'y'] }, ['z', true], ['x', 'y']],
    [{ 'anything-but': [1, 2] }, [3, '1'], [1, 2]],
    [{ 'anything-but': { prefix: 'x' } }, ['ax', 1], ['xa']],
    [{ 'anything-but': { prefix: ['x', 'y'] } }, ['a'], ['xa', 'ya']],
    [{ 'anything-but': { suffix: 'x' } }, ['xa'], ['ax']],
    [{ 'anything-but': { suffix: ['x', 'y'] } }, ['xa'], ['ax', 'ay']],
    [{ 'anything-but': { 'equals-ignore-case': 'Ab' } }, ['abc'], ['aB']],
    [{ 'anything-but': { 'equals-ignore-case': ['a', 'b'] } }, ['c'], ['A', 'B']],
    [{ 'anything-but': { wildcard: '*/lib/*' } }, ['/src/a'], ['/lib/a']],
    [{ 'anything-but': { wildcard: ['a*', '*b'] } }, ['ba'], ['ab', 'bb']],
  ])('%j', (matcher, wanted, unwanted) => {
    for (const value of wanted) expect(matchesValue(matcher, value)).toBe(true)
    for (const value of unwanted) expect(matchesValue(matcher, value)).toBe(false)
  })

  it('around 8.4 #67: the field must exist', () => {
    expect(matches({ detail: { v: [{ 'anything-but': 'x' }] } }, { detail: {} })).toBe(false)
    expect(matches({ detail: { v: [{ 'anything-but': 'x' }] } }, { detail: { v: [] } })).toBe(false)
  })

  it('one element of an array that is not excluded is enough', () => {
    expect(matchesValue({ 'anything-but': 'x' }, ['x', 'y'])).toBe(true)
    expect(matchesValue({ 'anything-but': 'x' }, ['x', 'x'])).toBe(false)
  })
})

describe('exists', () => {
  it.each([[0], [''], [null], [false], [['x']], [[{}, 'x']]])('exists: true is satisfied by %j', (value) => {
    expect(matchesValue({ exists: true }, value)).toBe(true)
    expect(matchesValue({ exists: false }, value)).toBe(false)
  })

  it.each([[[]], [{}], [{ a: 1 }], [[{ a: 1 }]]])('exists: false is satisfied by %j', (value) => {
    expect(matchesValue({ exists: true }, value)).toBe(false)
    expect(matchesValue({ exists: false }, value)).toBe(true)
  })

  it('a missing field does not exist', () => {
    expect(matches({ v: [{ exists: false }] }, {})).toBe(true)
    expect(matches({ v: [{ exists: true }] }, {})).toBe(false)
  })

  it('around 8.4 #68: an object at the path satisfies exists: false', () => {
    expect(matches({ detail: { v: [{ exists: false }] } }, { detail: { v: { a: 1 } } })).toBe(true)
  })

  it('absence and values may be alternatives of one field', () => {
    const pattern = { v: [{ exists: false }, 'x'] }
    expect(matches(pattern, {})).toBe(true)
    expect(matches(pattern, { v: 'x' })).toBe(true)
    expect(matches(pattern, { v: 'y' })).toBe(false)
  })
})

describe('cidr', () => {
  it.each([
    ['10.0.0.0/24', ['10.0.0.0', '10.0.0.255'], ['10.0.1.0', '9.255.255.255', '10.0.0', '10.0.0.256', '::a00:0', '']],
    ['0.0.0.0/0', ['0.0.0.0', '255.255.255.255'], ['::']],
    ['10.0.0.128/31', ['10.0.0.128', '10.0.0.129'], ['10.0.0.127', '10.0.0.130']],
    ['10.16.0.0/12', ['10.16.0.0', '10.31.255.255', '010.020.0.1'], ['10.32.0.0', '10.15.255.255']],
    [
      '2001:db8::/32',
      ['2001:db8::', '2001:DB8:ffff::1', '2001:db8:0:0:0:0:0:1'],
      ['2001:db9::', '2001:db8', ':2001:db8', '10.0.0.1'],
    ],
    ['::/0', ['::', '1::', '::1', '1:2:3:4:5:6:7::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'], ['1:2:3', '1::2::3', '12345::']],
  ])('%s', (cidr, wanted, unwanted) => {
    for (const value of wanted) expect(matchesValue({ cidr }, value)).toBe(true)
    for (const value of unwanted) expect(matchesValue({ cidr }, value)).toBe(false)
  })

  it('begins at the address as written', () => {
    expect(matchesValue({ cidr: '10.0.0.5/24' }, '10.0.0.4')).toBe(false)
    expect(matchesValue({ cidr: '10.0.0.5/24' }, '10.0.0.255')).toBe(true)
  })
})

describe('$or', () => {
  const pattern = { source: ['s'], $or: [{ a: ['1'] }, { b: ['2'], c: { d: ['3'] } }] }

  it('one alternative and all of its neighbours must be satisfied', () => {
    expect(matches(pattern, { source: 's', a: '1' })).toBe(true)
    expect(matches(pattern, { source: 's', b: '2', c: { d: '3' } })).toBe(true)
    expect(matches(pattern, { source: 's', b: '2' })).toBe(false)
    expect(matches(pattern, { source: 't', a: '1' })).toBe(false)
    expect(matches(pattern, { source: 's' })).toBe(false)
  })

  it('nests, and stands at any depth', () => {
    const nested = { detail: { $or: [{ a: ['1'] }, { $or: [{ b: ['2'] }, { c: ['3'] }], d: ['4'] }] } }
    expect(matches(nested, { detail: { c: '3', d: '4' } })).toBe(true)
    expect(matches(nested, { detail: { c: '3' } })).toBe(false)
    expect(matches(nested, { detail: { a: '1' } })).toBe(true)
  })

  it('a path that is written twice keeps its later values', () => {
    expect(matches('{"a":["1"],"$or":[{"a":["2"]},{"b":["3"]}]}', { a: '2' })).toBe(true)
    expect(matches('{"a":["1"],"$or":[{"a":["2"]},{"b":["3"]}]}', { a: '1' })).toBe(false)
  })

  const alternatives = (count: number) => Array.from({ length: count }, (_, index) => ({ a: [index] }))

  it('accepts 1000 combinations and refuses more', () => {
    expect(parseEventPattern({ $or: alternatives(10), x: { $or: alternatives(100) } }).ok).toBe(true)
    const refused = parseEventPattern({ $or: alternatives(10), x: { $or: alternatives(101) } })
    expect(refused).toMatchObject({ ok: false, error: { code: 'InvalidEventPatternException' } })
  })
})

describe('array consistency', () => {
  it.each([
    [{ a: [{ exists: false }] }, [{ a: 1 }, { b: 2 }], false],
    [{ a: [{ exists: false }] }, [{ a: 1 }, {}], false],
    [{ a: [{ exists: false }] }, [], true],
    [{ b: [{ exists: false }], a: [1] }, [{ a: 1 }, { b: 2 }], true],
    [
      { b: [{ exists: false }], a: [1] },
      [
        { a: 1, b: 0 },
        { a: 1, b: 2 },
      ],
      false,
    ],
    [{ a: [{ exists: false }], b: [{ exists: false }] }, [{ a: 1 }, { b: 2 }], false],
    [
      { region: ['x'], state: ['ready'] },
      [
        { region: 'x', state: 'other' },
        { region: 'y', state: 'ready' },
      ],
      false,
    ],
  ])('around 8.4 #70: %j against %j is %s', (v, value, expected) => {
    expect(matches({ detail: { v } }, { detail: { v: value } })).toBe(expected)
  })

  it('fields of one sub-tree may be satisfied by a later element', () => {
    const event = {
      v: [
        { a: 1, b: 1 },
        { a: 1, b: 2 },
      ],
    }
    expect(matches({ v: { a: [1], b: [2] } }, event)).toBe(true)
    expect(matches({ v: { a: [2], b: [1] } }, event)).toBe(false)
  })

  it('asks for absence last, whatever the order of the names', () => {
    expect(matches({ v: { a: [{ exists: false }], b: [1] } }, { v: [{ a: 2 }, { b: 1 }] })).toBe(true)
    expect(matches({ v: { a: [{ exists: false }], b: [1] } }, { v: [{ a: 2, b: 1 }, {}] })).toBe(false)
  })

  it('independent arrays are independent', () => {
    expect(matches({ v: { a: [1] }, w: { a: [2] } }, { v: [{ a: 1 }, { a: 0 }], w: [{ a: 0 }, { a: 2 }] })).toBe(true)
  })

  it('arrays within arrays are told apart', () => {
    const event = { v: [{ w: [{ a: 1 }, { b: 2 }] }, { w: [{ a: 1, b: 3 }] }] }
    expect(matches({ v: { w: { a: [1], b: [2] } } }, event)).toBe(false)
    expect(matches({ v: { w: { a: [1], b: [3] } } }, event)).toBe(true)
    expect(matches({ v: { a: [1], b: [2] } }, { v: [[{ a: 1 }, { b: 2 }], [{ a: 1, b: 3 }]] })).toBe(false)
  })

  it('answers quickly where long lists of values lead to no match', () => {
    // Trying every combination would take years.
    const many = Array.from({ length: 1000 }, () => 'x')
    const pattern = { a: ['x'], b: ['x'], c: ['x'], d: ['x'], e: ['y'] }
    expect(matches(pattern, { a: many, b: many, c: many, d: many, e: 'z' })).toBe(false)
  })
})
