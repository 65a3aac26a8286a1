import { describe, expect, it } from 'vitest'
import { parseEventPattern } from '../../../src/core/event-pattern.ts'

const messageOf = (pattern: unknown): string | undefined => {
  const parsed = parseEventPattern(pattern)
  return parsed.ok ? undefined : parsed.error.message
}

/** The reason within the message. */
const reasonOf = (pattern: unknown): string | undefined =>
  /^Event pattern is not valid\. Reason: (.*?)(?:\n at \[Source: .*)?$/s.exec(messageOf(pattern) ?? '')?.[1]

describe('a refused pattern', () => {
  it('names the exception, the reason and the text', () => {
    expect(parseEventPattern({ v: [] })).toEqual({
      ok: false,
      error: {
        code: 'InvalidEventPatternException',
        message: 'Event pattern is not valid. Reason: Empty arrays are not allowed\n at [Source: (String)"{"v":[]}"]',
      },
    })
  })

  it.each([
    ['[]', 'Filter is not an object'],
    ['"x"', 'Filter is not an object'],
    ['null', 'Filter is not an object'],
    ['{"v":', 'Filter is not valid JSON'],
    ['', 'Filter is not valid JSON'],
    [`{"v":${'{"v":'.repeat(1000)}["x"]${'}'.repeat(1001)}`, 'Filter is not valid JSON'],
    ['{}', 'Empty objects are not allowed'],
    ['{"v":{}}', 'Empty objects are not allowed'],
    ['{"v":[]}', 'Empty arrays are not allowed'],
    ['{"v":"x"}', '"v" must be an object or an array'],
    ['{"a":{"v":null}}', '"v" must be an object or an array'],
    ['{"v":[["x"]]}', 'Match value must be String, number, true, false, or null'],
    ['{"v":[{}]}', 'Match expression name not found'],
    ['{"v":[{"regex":"x"}]}', 'Unrecognized match type regex'],
    ['{"v":[{"constructor":"x"}]}', 'Unrecognized match type constructor'],
    ['{"v":[{"prefix":"x","suffix":"y"}]}', 'Only one key allowed in match expression'],
    ['{"v":[{"exists":true,"suffix":"y"}]}', 'Only one key allowed in match expression'],
    ['{"v":[{"exactly":1}]}', 'exact match pattern must be a string'],
    ['{"v":[{"prefix":1}]}', 'prefix match pattern must be a string'],
    ['{"v":[{"suffix":["x"]}]}', 'suffix match pattern must be a string'],
    ['{"v":[{"prefix":{}}]}', 'Prefix expression name not found'],
    ['{"v":[{"suffix":{}}]}', 'Suffix expression name not found'],
    ['{"v":[{"prefix":{"suffix":"x"}}]}', 'Unsupported prefix pattern: suffix'],
    ['{"v":[{"prefix":{"equals-ignore-case":1}}]}', 'equals-ignore-case match pattern must be a string'],
    ['{"v":[{"prefix":{"equals-ignore-case":"x","a":1}}]}', 'Only one key allowed in match expression'],
    ['{"v":[{"equals-ignore-case":["x"]}]}', 'equals-ignore-case match pattern must be a string'],
    ['{"v":[{"wildcard":5}]}', 'wildcard match pattern must be a string'],
    ['{"v":[{"exists":"true"}]}', 'exists match pattern must be either true or false.'],
    ['{"v":[{"exists":null}]}', 'exists match pattern must be either true or false.'],
    ['{"v":[{"cidr":10}]}', 'prefix match pattern must be a string'],
  ])('%s: %s', (pattern, reason) => {
    expect(reasonOf(pattern)).toBe(reason)
  })

  it.each([
    undefined,
    () => 1,
    5n,
    (() => {
      const cycle: Record<string, unknown> = {}
      cycle['self'] = cycle
      return cycle
    })(),
  ])('which has no JSON form (case %#) is refused without a text', (pattern) => {
    expect(messageOf(pattern)).toBe('Event pattern is not valid. Reason: Filter has no JSON form')
  })
})

describe('numeric', () => {
  it.each([
    ['5', 'Value of numeric must be an array.'],
    ['[]', 'Invalid member in numeric match: ]'],
    ['[5]', 'Invalid member in numeric match: 5'],
    ['[[]]', 'Invalid member in numeric match: ['],
    ['[{}]', 'Invalid member in numeric match: {'],
    ['[true]', 'Invalid member in numeric match: true'],
    ['["!=",5]', 'Unrecognized numeric range operator: !='],
    ['["="]', 'Value of equals must be numeric'],
    ['["<","5"]', 'Value of < must be numeric'],
    ['["=",5,"<",6]', 'Too many elements in numeric expression'],
    ['["<",5,">",1]', 'Too many elements in numeric expression'],
    ['[">",0,5]', 'Bad value in numeric range: 5'],
    ['[">",0,">",5]', 'Bad numeric range operator: >'],
    ['[">",0,"=",5]', 'Bad numeric range operator: ='],
    ['[">",0,"<"]', 'Value of < must be numeric'],
    ['[">",0,"<",5,"<"]', 'Too many terms in numeric range expression'],
    ['[">",5,"<",5]', 'Bottom must be less than top'],
    ['["=",9007199254740993]', 'Cannot compare number : 9007199254740993'],
    ['["=",1e309]', 'Cannot compare number : 1e309'],
    ['["<",1e-400]', 'Cannot compare number : 1e-400'],
    ['[">",0,"<",1e309]', 'Cannot compare number : 1e309'],
  ])('%s: %s', (numeric, reason) => {
    expect(reasonOf(`{"v":[{"numeric":${numeric}}]}`)).toBe(reason)
  })

  it('allows no second key', () => {
    expect(reasonOf('{"v":[{"numeric":["=",5],"prefix":"x"}]}')).toBe('Too many elements in numeric expression')
  })
})

describe('anything-but', () => {
  it.each([
    ['null', 'Value of anything-but must be an array or single string/number value.'],
    ['true', 'Value of anything-but must be an array or single string/number value.'],
    ['[null]', 'Inside anything but list, start|null|boolean is not supported.'],
    ['[["x"]]', 'Inside anything but list, start|null|boolean is not supported.'],
    ['["x",1]', 'Inside anything but list, either all values are number or string, mixed type is not supported'],
    ['[]', 'Inside anything but list, either all values are number or string, mixed type is not supported'],
    ['1e309', 'Cannot compare number : 1e309'],
    ['{}', 'Anything-But expression name not found'],
    ['{"numeric":["=",5]}', 'Unsupported anything-but pattern: numeric'],
    ['{"prefix":null}', 'Value of anything-but must be an array or single string/number value.'],
    ['{"prefix":5}', 'prefix/suffix match pattern must be a string'],
    ['{"suffix":["x",5]}', 'prefix/suffix match pattern must be a string'],
    ['{"prefix":""}', 'Null prefix/suffix not allowed'],
    ['{"suffix":[""]}', 'Null prefix/suffix not allowed'],
    ['{"equals-ignore-case":5}', 'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.'],
    ['{"wildcard":[5]}', 'wildcard match pattern must be a string'],
    ['{"wildcard":"**"}', 'Consecutive wildcard characters at pos 1'],
    ['{"prefix":"x","suffix":"y"}', 'Too many elements in numeric expression'],
  ])('%s: %s', (operand, reason) => {
    expect(reasonOf(`{"v":[{"anything-but":${operand}}]}`)).toBe(reason)
  })
})

describe('cidr', () => {
  it.each([
    ['10.0.0.0', "Malformed CIDR, one '/' required"],
    ['10.0.0.0/', "Malformed CIDR, one '/' required"],
    ['10.0.0.0/8/8', "Malformed CIDR, one '/' required"],
    ['10.0.0.0/x', 'Malformed CIDR, mask bits must be an integer'],
    ['10.0.0.0/-1', 'Malformed CIDR, mask bits must not be negative'],
    ['example/8', 'Nonstandard IP address: example'],
    ['256.0.0.0/8', 'Invalid IP address: 256.0.0.0'],
    ['1:2/8', 'Invalid IP address: 1:2'],
    ['10.0.0.0/32', 'IPv4 mask bits must be < 32'],
    ['::/128', 'IPv6 mask bits must be < 128'],
  ])('%s: %s', (cidr, reason) => {
    expect(messageOf({ v: [{ cidr }] })).toBe(`Event pattern is not valid. Reason: ${reason}`)
  })
})

describe('$or', () => {
  it.each([
    ['{"$or":{"a":[1]}}', 'It must be an Array followed with $or.'],
    ['{"$or":[{"a":[1]},[1]]}', 'Only JSON object is allowed in array of $or relationship.'],
    ['{"$or":[{"a":[1]}]}', 'There must have at least 2 Objects in $or relationship.'],
    ['{"$or":[]}', 'There must have at least 2 Objects in $or relationship.'],
    ['{"$or":[{"a":[1]},{}]}', 'Empty objects are not allowed'],
    ['{"$or":[{"a":[1]},{"prefix":["x"]}]}', 'prefix is Ruler reserved fieldName which cannot be used inside $or.'],
    ['{"$or":[{"a":[1]},{"b":{"date-after":["x"]}}]}', 'date-after is Ruler reserved fieldName which cannot be used inside $or.'],
  ])('%s: %s', (pattern, reason) => {
    expect(reasonOf(pattern)).toBe(reason)
  })

  it('reserves names of matchers inside $or alone', () => {
    expect(parseEventPattern({ prefix: ['x'], $or: [{ a: [1] }, { b: [2] }] }).ok).toBe(true)
  })
})

describe('wildcards', () => {
  it.each([
    ['a**', 'Consecutive wildcard characters at pos 2'],
    ['é**', 'Consecutive wildcard characters at pos 3'],
    ['a\\', 'Invalid escape character at pos 2'],
    ['a\\b', 'Invalid escape character at pos 2'],
    ['\\?', 'Invalid escape character at pos 1'],
  ])('%s: %s', (wildcard, reason) => {
    expect(reasonOf({ v: [{ wildcard }] })).toBe(reason)
  })

  const TOO_COMPLEX =
    'Event pattern is not valid. Reason: Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character'
  const keys = (...wildcards: string[]) => ({ object: { key: wildcards.map((wildcard) => ({ wildcard })) } })

  it.each([
    [keys('*a'.repeat(5))],
    [keys('*/datasync/*.bif', '*/datasync/*.tif')],
    [keys('*.bif', '*.tiff', '*.tif', '*.svs')],
    [keys('*a'.repeat(5), '*a'.repeat(5))],
    [{ a: [{ wildcard: '*a'.repeat(5) }], b: [{ wildcard: '*a'.repeat(5) }] }],
    [{ a: [{ wildcard: 'x'.repeat(500) }] }],
  ])('accepts %j', (pattern) => {
    expect(messageOf(pattern)).toBeUndefined()
  })

  it.each([
    [keys('*a'.repeat(10))],
    [keys('*aaaaaaaaaa')],
    [keys('*/datasync/*.bif', '*/datasync/*.tiff', '*/datasync/*.tif', '*/datasync/*.svs')],
    [{ v: [{ 'anything-but': { wildcard: '*a'.repeat(10) } }] }],
    [{ v: [{ 'anything-but': { wildcard: ['*a'.repeat(5), '*b'.repeat(5)] } }] }],
    [{ source: ['s'], $or: [keys('*a'.repeat(5)), keys('*ab'.repeat(5))] }],
  ])('refuses %j as too complex', (pattern) => {
    expect(messageOf(pattern)).toBe(TOO_COMPLEX)
  })

  it('measures alternatives apart where an earlier field tells them apart', () => {
    const alternative = (a: number, wildcard: string) => ({ a: [a], key: [{ wildcard }] })
    expect(parseEventPattern({ $or: [alternative(1, '*a'.repeat(5)), alternative(2, '*ab'.repeat(5))] }).ok).toBe(true)
  })
})
