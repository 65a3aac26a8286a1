import { describe, expect, it } from 'vitest'
import {
  blob,
  flag,
  integer,
  list,
  oneOf,
  shape,
  structure,
  text,
  textMap,
  timestamp,
  unsupported,
} from '../../../src/core/shape.ts'
import { validationText } from '../../../src/core/shape-text.ts'

interface Input {
  KeyId?: string | undefined
  Plaintext?: Uint8Array | undefined
  NumberOfBytes?: number | undefined
  KeySpec?: 'AES_128' | 'AES_256' | undefined
  Tags?: { TagKey: string; TagValue: string }[] | undefined
  Context?: Record<string, string> | undefined
  DryRun?: boolean | undefined
  When?: Date | undefined
  Recipient?: object | undefined
}

const input = shape<Input>({
  KeyId: text({ min: 1, max: 10 }).required(),
  Plaintext: blob({ min: 1, max: 4 }),
  NumberOfBytes: integer({ min: 1, max: 1024 }),
  KeySpec: oneOf(['AES_128', 'AES_256']),
  Tags: list(structure({ TagKey: text({ min: 1, max: 3 }).required(), TagValue: text().required() })),
  Context: textMap(text()),
  DryRun: flag(),
  When: timestamp(),
  Recipient: unsupported('Nitro attestation'),
})

const sentence = (value: unknown) => {
  const read = input.read(value)
  return read.ok ? 'fits' : validationText(read.error)
}

describe("AWS's validation sentences", () => {
  it('say once for a whole list what each of its texts must be', () => {
    const rules = { min: 2, max: 3, pattern: /^[a-z]+$/ }
    const texts = shape<{ Names?: string[] | undefined }>({ Names: list(text(rules), { max: 4 }) })
    const told = (Names: unknown) => {
      const read = texts.read({ Names })
      return read.ok ? 'fits' : validationText(read.error)
    }
    const all =
      'Member must have length less than or equal to 3, Member must have length greater than or equal to 2, ' +
      'Member must satisfy regular expression pattern: ^[a-z]+$'
    expect(told(['ab', 'abc'])).toBe('fits')
    expect(told(['ab', 'A', 'long'])).toBe(
      `1 validation error detected: Value '[ab, A, long]' at 'names' failed to satisfy constraint: Member must satisfy constraint: [${all}]`,
    )
    expect(told(['ab', 5])).toBe(
      "1 validation error detected: Value at 'names.2.member' failed to satisfy constraint: Member must be a string",
    )
    expect(told(['ab', 'ab', 'ab', 'ab', 'x'])).toMatch(/^2 validation errors detected: .* at 'names' .* at 'names' /)
  })

  it.each([
    [
      { KeyId: 'k', NumberOfBytes: 0 },
      "1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      { KeyId: 'k', NumberOfBytes: 1025 },
      "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024",
    ],
    [
      { KeyId: 'k', Plaintext: new Uint8Array(5) },
      "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4",
    ],
    [
      { KeyId: 'k', Plaintext: new Uint8Array(0) },
      "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      { KeyId: 'k', KeySpec: 'AES' },
      "1 validation error detected: Value 'AES' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [AES_128, AES_256]",
    ],
    [
      { KeyId: 'k', Tags: [{ TagKey: 'long', TagValue: '' }] },
      "1 validation error detected: Value 'long' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length less than or equal to 3",
    ],
    [{}, "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null"],
    [
      { KeyId: '', NumberOfBytes: 0 },
      "2 validation errors detected: Value '' at 'keyId' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
  ])('says of %j: %s', (value, expected) => {
    expect(sentence(value)).toBe(expected)
  })

  it('never prints a blob', () => {
    expect(sentence({ KeyId: 'k', Plaintext: Uint8Array.of(115, 101, 99, 114, 101) })).not.toContain('115')
  })
})

describe('reading an input', () => {
  it('returns a clean copy: known members alone, undefined ones left out, the caller’s object untouched', () => {
    const given = Object.freeze({
      KeyId: 'k',
      Tags: Object.freeze([Object.freeze({ TagKey: 'a', TagValue: 'b' })]),
      DryRun: undefined,
    })
    const read = input.read(given)
    expect(read).toEqual({ ok: true, value: { KeyId: 'k', Tags: [{ TagKey: 'a', TagValue: 'b' }] } })
    expect(read.ok && read.value.Tags).not.toBe(given.Tags)
  })

  it('keeps every own key of a map, __proto__ and constructor included', () => {
    const context = JSON.parse('{"__proto__": "a", "constructor": "b"}')
    const read = input.read({ KeyId: 'k', Context: context })
    expect(read.ok && Object.entries(read.value.Context ?? {})).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
  })

  it('reports an unknown and an unsupported parameter, each by its path', () => {
    const read = input.read({ KeyId: 'k', Colour: 'red', Recipient: {} })
    expect(read.ok ? [] : read.error.map(({ path, constraint }) => [path, constraint.kind])).toEqual([
      ['recipient', 'unsupported'],
      ['colour', 'unknown'],
    ])
  })

  it.each([
    [{ KeyId: 5 }],
    [{ KeyId: 'k', Plaintext: 'text' }],
    [{ KeyId: 'k', NumberOfBytes: 1.5 }],
    [{ KeyId: 'k', DryRun: 'yes' }],
    [{ KeyId: 'k', Tags: {} }],
    [{ KeyId: 'k', Context: [] }],
    [{ KeyId: 'k', When: 'today' }],
    ['text'],
    [[]],
    [null],
  ])('refuses a value of the wrong kind: %j', (value) => {
    const read = input.read(value)
    expect(read.ok ? [] : read.error.map(({ constraint }) => constraint.kind)).toEqual(['type'])
  })

  it('accepts any view of bytes', () => {
    const bytes = Uint8Array.of(1, 2, 3, 4)
    const read = input.read({ KeyId: 'k', Plaintext: new DataView(bytes.buffer, 1, 2) })
    expect(read.ok && [...(read.value.Plaintext ?? [])]).toEqual([2, 3])
  })
})
