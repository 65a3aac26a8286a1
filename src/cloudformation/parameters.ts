import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { type Json, memberOf, scalarText } from './json.ts'
import type { ParameterDeclaration, Template } from './template.ts'

/** A parameter as a request gives it. */
export interface GivenParameter {
  readonly ParameterKey?: string | undefined
  readonly ParameterValue?: string | undefined
  /** Keep the value that the stack has. */
  readonly UsePreviousValue?: boolean | undefined
}

/** The values of a stack's parameters, as texts. */
export type ParameterValues = Readonly<Record<string, string>>

/**
 * The values of all parameters of a template, or CloudFormation's words about one that is missing, unknown or not allowed.
 *
 * Source: CloudFormation User Guide, "Parameters"; the sentences are recorded in public issues.
 */
export const readParameters = (
  { parameters }: Template,
  given: readonly GivenParameter[],
  previous: ParameterValues = {},
): Outcome<ParameterValues, string> => {
  const unknown = given.flatMap(({ ParameterKey: key = '' }) => (Object.hasOwn(parameters, key) ? [] : key))
  if (unknown.length > 0) return refuse(`Parameters: [${unknown.join(', ')}] do not exist in the template`)
  const unsupported = Object.entries(parameters).find(([, { Type }]) => !isKnownType(Type))
  if (unsupported !== undefined) return refuse(unknownType(...unsupported))
  const byName = new Map(given.map((each) => [each.ParameterKey, each]))
  const values = Object.entries(parameters).map(([name, { Default }]): [string, string | undefined] => {
    const own = byName.get(name)
    if (own?.ParameterValue !== undefined) return [name, own.ParameterValue]
    return [name, own?.UsePreviousValue ? memberOf(previous, name) : scalarText(Default)]
  })
  const missing = values.flatMap(([name, value]) => (value === undefined ? name : []))
  if (missing.length > 0) return refuse(`Parameters: [${missing.join(', ')}] must have values`)
  const complete = Object.fromEntries(values as [string, string][])
  const wrong = Object.entries(parameters).flatMap(([name, rules]) => violation(name, rules, complete[name] as string) ?? [])
  return wrong[0] === undefined ? succeed(complete) : refuse(wrong[0])
}

/** What a parameter is to the functions of the template: a list where its type is one. */
export const parameterValue = ({ Type }: ParameterDeclaration, value: string): Json =>
  Type === 'CommaDelimitedList' || Type.startsWith('List<') ? value.split(',').map((each) => each.trim()) : value

/** Whether a parameter's value is told as `****`. */
export const isHidden = ({ NoEcho }: ParameterDeclaration): boolean => String(NoEcho) === 'true'

const isKnownType = (type: string): boolean =>
  ['String', 'Number', 'CommaDelimitedList', 'List<Number>', 'List<String>'].includes(type) || AWS_TYPE.test(type)

const unknownType = (name: string, { Type }: ParameterDeclaration): string =>
  Type.startsWith('AWS::SSM::')
    ? `Template format error: parameter ${name} is of type ${Type}: Systems Manager is not simulated; make it a String with a Default`
    : `Template format error: Unrecognized parameter type: ${Type}`

const violation = (name: string, rules: ParameterDeclaration, value: string): string | undefined => {
  const says = (sentence: string) =>
    rules.ConstraintDescription === undefined
      ? `Parameter '${name}' ${sentence}`
      : `Parameter '${name}' failed to satisfy constraint: ${rules.ConstraintDescription}`
  const items = rules.Type === 'CommaDelimitedList' || rules.Type.startsWith('List<') ? value.split(',') : [value]
  const allowed = rules.AllowedValues?.map((each) => scalarText(each))
  if (allowed !== undefined && items.some((item) => !allowed.includes(item.trim()))) return says('must be one of AllowedValues')
  if (rules.AllowedPattern !== undefined && !matchesWhole(rules.AllowedPattern, value))
    return says(`must match pattern ${rules.AllowedPattern}`)
  if (rules.Type.includes('Number')) return items.map((item) => wrongNumber(rules, item.trim(), says)).find((each) => each)
  if (rules.MinLength !== undefined && value.length < Number(rules.MinLength))
    return says(`must contain at least ${Number(rules.MinLength)} characters`)
  if (rules.MaxLength !== undefined && value.length > Number(rules.MaxLength))
    return says(`must contain at most ${Number(rules.MaxLength)} characters`)
  return undefined
}

const wrongNumber = ({ MinValue, MaxValue }: ParameterDeclaration, value: string, says: (sentence: string) => string) => {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(value)) return says('must be a number')
  if (MinValue !== undefined && Number(value) < Number(MinValue))
    return says(`must be a number not less than ${Number(MinValue)}`)
  if (MaxValue !== undefined && Number(value) > Number(MaxValue))
    return says(`must be a number not greater than ${Number(MaxValue)}`)
  return undefined
}

/** CloudFormation's patterns are Java's; what JavaScript can't read matches everything. */
const matchesWhole = (pattern: string, value: string): boolean => {
  try {
    return new RegExp(`^(?:${pattern})$`).test(value)
  } catch {
    return true
  }
}

/** `AWS::EC2::Image::Id`, `List<AWS::EC2::Subnet::Id>`, `AWS::EC2::KeyPair::KeyName` and their likes. */
const AWS_TYPE = /^(?:List<)?AWS::(?:EC2|Route53)::[A-Za-z:]+>?$/
