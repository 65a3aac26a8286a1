import { test as property } from '@fast-check/vitest'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../../../src/core/bytes.ts'
import {
  bitString,
  element,
  integer,
  octetString,
  readElements,
  readInteger,
  readOnly,
  sequence,
  TAG,
} from '../../../../src/crypto/key-pairs/der.ts'

const bytes = (maxLength: number) => fc.uint8Array({ maxLength })

describe('DER', () => {
  it.each([
    [0n, '020100'],
    [127n, '02017f'],
    [128n, '02020080'],
    [256n, '02020100'],
    [65_537n, '0203010001'],
  ])('writes the integer %s as %s', (value, written) => {
    expect(toHex(integer(value))).toBe(written)
    expect(readInteger({ tag: TAG.integer, content: fromHex(written).subarray(2) })).toBe(value)
  })

  it.each([
    [0, '0400'],
    [127, '047f'],
    [128, '048180'],
    [255, '0481ff'],
    [256, '04820100'],
    [65_536, '0483010000'],
  ])('writes a length of %i in the fewest bytes', (length, head) => {
    const written = octetString(new Uint8Array(length))
    expect(toHex(written.slice(0, written.length - length))).toBe(head)
    expect(readOnly(written, TAG.octetString)).toHaveLength(length)
  })

  it('puts structures into each other', () => {
    expect(toHex(sequence(integer(1n), bitString(fromHex('ff'))))).toBe('3007020101030200ff')
  })

  property.prop([fc.array(fc.tuple(fc.constantFrom(0x02, 0x04, 0x30, 0xa0), bytes(300)), { maxLength: 5 })])(
    'is read as it was written',
    (parts) => {
      const written = parts.map(([tag, content]) => element(tag, content))
      const all = new Uint8Array(written.flatMap((part) => [...part]))
      expect(readElements(all)?.map(({ tag, content }) => [tag, toHex(content)])).toEqual(
        parts.map(([tag, content]) => [tag, toHex(content)]),
      )
    },
  )

  property.prop([bytes(200)])('takes any bytes without an exception', (hostile) => {
    const elements = readElements(hostile)
    if (elements !== undefined) expect(elements.every(({ content }) => content.length <= hostile.length)).toBe(true)
  })
})

describe('BER', () => {
  it('is read with a length in more bytes than needed', () => {
    expect(readOnly(fromHex('048100'), TAG.octetString)).toEqual(new Uint8Array(0))
    expect(toHex(readOnly(fromHex('0483000002abcd'), TAG.octetString) ?? new Uint8Array())).toBe('abcd')
  })

  it('is read with an end mark in place of a length, also inside', () => {
    expect(toHex(readOnly(fromHex('30800201050000'), TAG.sequence) ?? new Uint8Array())).toBe('020105')
    expect(toHex(readOnly(fromHex('308030800201050000020106' + '0000'), TAG.sequence) ?? new Uint8Array())).toBe(
      '3003020105020106',
    )
  })

  it.each([
    ['a missing length', '04'],
    ['a content that ends early', '0402ab'],
    ['a length of many bytes', '048800000000000000010a'],
    ['a missing end mark', '3080020105'],
    ['an end mark for what has no parts', '0480ab0000'],
    ['a tag of several bytes', '1f810000'],
    ['end marks nested without end', `${'3080'.repeat(40)}${'0000'.repeat(40)}`],
  ])('is refused with %s', (_what, hexadecimal) => {
    expect(readElements(fromHex(hexadecimal))).toBeUndefined()
  })

  it.each([
    ['a negative number', { tag: TAG.integer, content: fromHex('ff') }],
    ['a number of no bytes', { tag: TAG.integer, content: new Uint8Array(0) }],
    ['another tag', { tag: TAG.octetString, content: fromHex('01') }],
    ['nothing', undefined],
  ])('has no integer in %s', (_what, found) => {
    expect(readInteger(found)).toBeUndefined()
  })

  it('has no only element in two', () => {
    expect(readOnly(fromHex('0201010201' + '02'), TAG.integer)).toBeUndefined()
    expect(readOnly(undefined, TAG.integer)).toBeUndefined()
  })
})
