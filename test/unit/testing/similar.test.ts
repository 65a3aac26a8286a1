import { describe, expect, it } from 'vitest'
import { isSimilar, shown } from '../../../src/testing/similar.ts'

describe('what is wanted of a value', () => {
  it.each([
    ['members among others', { a: 1, b: { c: 2, d: 3 } }, { b: { c: 2 } }],
    ['a member that is not there', { a: 1 }, { b: undefined }],
    ['the same list', { a: [1, { b: 2, c: 3 }] }, { a: [1, { b: 2 }] }],
    ['the same bytes', Uint8Array.of(1, 2), Uint8Array.of(1, 2)],
    ['the same moment', new Date(5), new Date(5)],
    ['a text of a form, again and again', 'ec2.us-east-1.amazonaws.com', /^ec2\./g],
    ['NaN', Number.NaN, Number.NaN],
    ['what an asymmetric matcher takes', { a: 'abc' }, { a: expect.stringContaining('b') }],
  ])('is there: %s', (_, actual, wanted) => {
    expect(isSimilar(actual, wanted)).toBe(true)
    expect(isSimilar(actual, wanted)).toBe(true)
  })

  it.each([
    ['another value', { a: 1 }, { a: 2 }],
    ['a list in another order', [1, 2], [2, 1]],
    ['a list that is longer', [1, 2, 3], [1, 2]],
    ['an object instead of a list', { 0: 1, length: 1 }, [1]],
    ['other bytes', Uint8Array.of(1, 2), Uint8Array.of(1, 3)],
    ['another moment', new Date(5), new Date(6)],
    ['a moment instead of its text', 'Thu', new Date(5)],
    ['a number instead of a text', 5, /5/],
    ['null instead of an object', null, {}],
    ['what an asymmetric matcher does not take', { a: 'abc' }, { a: expect.stringContaining('d') }],
  ])('is not there: %s', (_, actual, wanted) => {
    expect(isSimilar(actual, wanted)).toBe(false)
  })
})

describe('a value in a message', () => {
  it.each([
    [undefined, 'undefined'],
    [{ a: /b/, c: expect.stringContaining('d') }, '{"a":"/b/","c":"StringContaining \\"d\\""}'],
    [new TypeError('no'), 'TypeError: no'],
    [/a/, '/a/'],
    ['x'.repeat(500), `"${'x'.repeat(399)}…`],
  ])('is short', (value, text) => {
    expect(shown(value)).toBe(text)
  })
})
