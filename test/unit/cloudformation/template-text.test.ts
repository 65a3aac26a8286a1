import { describe, expect, it } from 'vitest'
import { readTemplateText } from '../../../src/cloudformation/read-template.ts'

const read = (text: string) => {
  const outcome = readTemplateText(text)
  return outcome.ok ? outcome.value : outcome.error
}

describe('the text of a template', () => {
  it('is JSON or YAML', () => {
    expect(read('{"Resources": {"A": {"Type": "T"}}}')).toEqual({ Resources: { A: { Type: 'T' } } })
    expect(read('Resources:\n  A:\n    Type: T\n')).toEqual({ Resources: { A: { Type: 'T' } } })
    expect(read('{Resources: {A: {Type: T}}}')).toEqual({ Resources: { A: { Type: 'T' } } })
  })

  it('is refused where it is neither, with the place in YAML', () => {
    expect(read('{"Resources": [}')).toBe('Template format error: JSON not well-formed.')
    expect(read('Resources:\n  A: [1\n')).toMatch(/^Template format error: YAML not well-formed\. \(line \d+, column \d+\)$/)
    expect(read('just text')).toBe('Template format error: unsupported structure.')
    expect(read('A: 1\nA: 2\n')).toMatch(/^Template format error: YAML not well-formed\./)
  })

  it('has the short forms of all functions, of scalars, sequences and maps', () => {
    const names = [
      'Base64',
      'Cidr',
      'FindInMap',
      'GetAZs',
      'ImportValue',
      'Join',
      'Length',
      'Select',
      'Split',
      'Sub',
      'ToJsonString',
    ]
    for (const name of [...names, 'Transform', 'And', 'Equals', 'If', 'Not', 'Or']) {
      expect(read(`a: !${name} x`)).toEqual({ a: { [`Fn::${name}`]: 'x' } })
      expect(read(`a: !${name} [x, !Ref y]`)).toEqual({ a: { [`Fn::${name}`]: ['x', { Ref: 'y' }] } })
      expect(read(`a: !${name}\n  b: !Ref y\n`)).toEqual({ a: { [`Fn::${name}`]: { b: { Ref: 'y' } } } })
    }
    expect(read('a: !Ref b\nc: !Condition d')).toEqual({ a: { Ref: 'b' }, c: { Condition: 'd' } })
  })

  it('splits !GetAtt at the first dot', () => {
    expect(read('a: !GetAtt A.B.C')).toEqual({ a: { 'Fn::GetAtt': ['A', 'B.C'] } })
    expect(read('a: !GetAtt [A, B]')).toEqual({ a: { 'Fn::GetAtt': ['A', 'B'] } })
  })

  it('is YAML 1.2 core: dates, yes, on and 010 are no dates, truth values and octal numbers', () => {
    expect(read('a: 2012-10-17\nb: yes\nc: on\nd: 010\ne: true\ng: "true"')).toEqual({
      a: '2012-10-17',
      b: 'yes',
      c: 'on',
      d: 10,
      e: true,
      g: 'true',
    })
  })

  it('keeps the text behind a short form as it was written', () => {
    expect(read('a: !Sub 007\nb: !Ref 1.0')).toEqual({ a: { 'Fn::Sub': '007' }, b: { Ref: '1.0' } })
  })

  it('may have anchors, and no aliases', () => {
    expect(read('a: &x {k: !Ref y}\nb: 1')).toEqual({ a: { k: { Ref: 'y' } }, b: 1 })
    const refusal = 'Template error: YAML aliases are not allowed in CloudFormation templates'
    expect(read('a: &x {k: !Ref y}\nb: *x')).toBe(refusal)
    expect(read('a: &x {k: *x}')).toBe(refusal)
    const doubled = Array.from({ length: 60 }, (_, level) => `l${level + 1}: &l${level + 1} [*l${level}, *l${level}]`)
    expect(read(['l0: &l0 x', ...doubled].join('\n'))).toBe(refusal)
  })

  it('says where a null stands', () => {
    expect(read('a: {b: [1, ~]}')).toBe("[/a/b/1] 'null' values are not allowed in templates")
    expect(read('{"a": {"b": null}}')).toBe("[/a/b] 'null' values are not allowed in templates")
  })

  it('is refused where it is nested without end', () => {
    const nested = (levels: number) => `{"a": ${'['.repeat(levels)}${']'.repeat(levels)}}`
    expect(read(nested(90))).toBeTypeOf('object')
    expect(read(nested(30_000))).toBe('Template format error: unsupported structure.')
    expect(read(`a: ${'['.repeat(30_000)}`)).toMatch(/^Template format error: YAML not well-formed/)
    expect(read(`${'- '.repeat(30_000)}x`)).toMatch(/^Template format error:/)
  })

  it('refuses tags that no function has', () => {
    expect(read('a: !Nonsense x')).toBe('Template format error: unknown tag !Nonsense (line 1, column 14)')
  })

  it('refuses an account id that YAML takes for a number and cuts its zero, anywhere', () => {
    expect(read('a: !Join ["", [012345678901]]')).toBe(
      'Template format error: the account id 012345678901 (line 1, column 16) is read as a number and loses its zero; quote it: "012345678901"',
    )
    expect(read('a: "012345678901"')).toEqual({ a: '012345678901' })
  })

  it('refuses an account id as a number where a principal is expected', () => {
    expect(read('a: {Principal: {AWS: 111122223333}}')).toBe(
      'Template format error: the account id 111122223333 at a.Principal.AWS is a number; quote it: "111122223333"',
    )
    expect(read('{"a": {"NotPrincipal": {"AWS": ["x", 12345678901]}}}')).toContain('quote it: "012345678901"')
    expect(read('a: {Principal: {AWS: "111122223333"}}')).toEqual({ a: { Principal: { AWS: '111122223333' } } })
  })
})
