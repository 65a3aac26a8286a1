import { describe, expect, it } from 'vitest'
import { parameterValue, readParameters } from '../../../src/cloudformation/parameters.ts'
import { readSections, type Template } from '../../../src/cloudformation/template.ts'

const template = (Parameters: Record<string, Record<string, string | number | string[]>>): Template => {
  const read = readSections({ Parameters, Resources: { A: { Type: 'T' } } })
  if (!read.ok) throw new Error(read.error)
  return read.value
}

const read = (rules: Record<string, string | number | string[]>, value?: string) => {
  const given = value === undefined ? [] : [{ ParameterKey: 'P', ParameterValue: value }]
  const outcome = readParameters(template({ P: { Type: 'String', ...rules } }), given)
  return outcome.ok ? outcome.value.P : outcome.error
}

describe('the parameters of a template', () => {
  it('have the value of the request, or their default', () => {
    expect(read({ Default: 'd' })).toBe('d')
    expect(read({ Default: 'd' }, 'g')).toBe('g')
    expect(read({ Default: 8, Type: 'Number' })).toBe('8')
  })

  it('must have values, and must be in the template', () => {
    expect(read({})).toBe('Parameters: [P] must have values')
    const unknown = readParameters(template({}), [{ ParameterKey: 'X', ParameterValue: 'x' }])
    expect(unknown).toEqual({ ok: false, error: 'Parameters: [X] do not exist in the template' })
  })

  it('keep the value that the stack has, where the request says so', () => {
    const declared = template({ P: { Type: 'String', Default: 'd' } })
    const kept = readParameters(declared, [{ ParameterKey: 'P', UsePreviousValue: true }], { P: 'old' })
    expect(kept).toEqual({ ok: true, value: { P: 'old' } })
  })

  it('have no previous value under a name that every object has', () => {
    const declared = template({ constructor: { Type: 'String' } })
    const kept = readParameters(declared, [{ ParameterKey: 'constructor', UsePreviousValue: true }], { P: 'old' })
    expect(kept).toEqual({ ok: false, error: 'Parameters: [constructor] must have values' })
  })

  it.each([
    [{ AllowedValues: ['a', 'b'] }, 'c', "Parameter 'P' must be one of AllowedValues"],
    [{ AllowedPattern: '[a-z]+' }, 'a1', "Parameter 'P' must match pattern [a-z]+"],
    [{ MinLength: 3 }, 'ab', "Parameter 'P' must contain at least 3 characters"],
    [{ MaxLength: '3' }, 'abcd', "Parameter 'P' must contain at most 3 characters"],
    [{ Type: 'Number' }, 'x', "Parameter 'P' must be a number"],
    [{ Type: 'Number', MinValue: 3 }, '2', "Parameter 'P' must be a number not less than 3"],
    [{ Type: 'Number', MaxValue: 3 }, '4', "Parameter 'P' must be a number not greater than 3"],
    [
      { AllowedPattern: '[a-z]+', ConstraintDescription: 'small letters' },
      'A',
      "Parameter 'P' failed to satisfy constraint: small letters",
    ],
    [{ Type: 'CommaDelimitedList', AllowedValues: ['a', 'b'] }, 'a,c', "Parameter 'P' must be one of AllowedValues"],
    [{ Type: 'Nonsense' }, 'x', 'Template format error: Unrecognized parameter type: Nonsense'],
  ])('with %j refuse %s', (rules, value, sentence) => {
    expect(read(rules, value)).toBe(sentence)
  })

  it('say that parameters of Systems Manager are not simulated', () => {
    expect(read({ Type: 'AWS::SSM::Parameter::Value<String>' }, 'x')).toContain('Systems Manager is not simulated')
  })

  it('are lists where their type is one', () => {
    expect(parameterValue({ Type: 'CommaDelimitedList' }, 'a, b')).toEqual(['a', 'b'])
    expect(parameterValue({ Type: 'List<AWS::EC2::Subnet::Id>' }, 'a,b')).toEqual(['a', 'b'])
    expect(parameterValue({ Type: 'AWS::EC2::Image::Id' }, 'ami-1')).toBe('ami-1')
  })
})
