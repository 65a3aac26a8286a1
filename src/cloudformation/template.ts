import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { isList, isObject, type Json, type JsonObject, memberOf, scalarText } from './json.ts'

/** A template by its sections: plain data. */
export interface Template {
  readonly description?: string
  readonly parameters: Readonly<Record<string, ParameterDeclaration>>
  readonly mappings: JsonObject
  readonly conditions: JsonObject
  readonly resources: Readonly<Record<string, ResourceDeclaration>>
  readonly outputs: Readonly<Record<string, OutputDeclaration>>
}

/** A parameter as the template declares it. */
export interface ParameterDeclaration {
  readonly Type: string
  readonly Default?: Json
  readonly AllowedValues?: readonly Json[]
  readonly AllowedPattern?: string
  readonly ConstraintDescription?: string
  readonly Description?: string
  readonly MaxLength?: Json
  readonly MaxValue?: Json
  readonly MinLength?: Json
  readonly MinValue?: Json
  readonly NoEcho?: Json
}

/** What becomes of a resource that leaves its stack. */
export type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate' | 'Snapshot'

/** A resource as the template declares it. */
export interface ResourceDeclaration {
  readonly type: string
  readonly properties: JsonObject
  readonly condition?: string
  readonly dependsOn: readonly string[]
  readonly deletionPolicy: DeletionPolicy
  readonly updateReplacePolicy: DeletionPolicy
}

/** An output as the template declares it. */
export interface OutputDeclaration {
  readonly value: Json
  readonly description?: string
  readonly exportName?: Json
  readonly condition?: string
}

/** The sections of a template, or CloudFormation's words about what is wrong. Sentences from public issues. */
export const readSections = (document: JsonObject): Outcome<Template, string> => {
  const problems: string[] = []
  const section = (name: string): JsonObject => {
    const value = document[name]
    if (value === undefined || isObject(value)) return value ?? {}
    problems.push(`Template format error: [/${name}] 'null' or non-object values are not allowed in templates`)
    return {}
  }
  for (const name of Object.keys(document)) {
    if (!SECTIONS.has(name)) problems.push(`Invalid template property or properties [${name}]`)
  }
  const version = document.AWSTemplateFormatVersion
  if (version !== undefined && version !== '2010-09-09')
    problems.push('Template format error: unsupported value for AWSTemplateFormatVersion.')
  const resources = entries(section('Resources'), (name, value) => readResource(name, value, problems))
  if (Object.keys(resources).length === 0 && problems.length === 0)
    problems.push('Template format error: At least one Resources member must be defined.')
  const template: Template = {
    ...described(document.Description),
    parameters: entries(section('Parameters'), (name, value) => readParameter(name, value, problems)),
    mappings: section('Mappings'),
    conditions: section('Conditions'),
    resources,
    outputs: entries(section('Outputs'), (name, value) => readOutput(name, value, problems)),
  }
  problems.push(...beyondLimits(template))
  return problems[0] === undefined ? succeed(template) : refuse(problems[0])
}

/** Source: CloudFormation User Guide, "Quotas". */
const beyondLimits = ({ resources, outputs, parameters }: Template): readonly string[] => {
  const [made = 0, told = 0, asked = 0] = [resources, outputs, parameters].map((each) => Object.keys(each).length)
  return [
    ...(made > 500 ? [`Template format error: Number of resources, ${made}, is greater than maximum allowed, 500`] : []),
    ...(told > 200 ? [`Template format error: Outputs count ${told} is greater than max allowed 200`] : []),
    ...(asked > 200 ? [`Template format error: Parameters count ${asked} is greater than max allowed 200`] : []),
  ]
}

const readResource = (name: string, value: Json, problems: string[]): ResourceDeclaration => {
  if (!LOGICAL_ID.test(name)) problems.push(`Template format error: Resource name ${name} is non alphanumeric.`)
  const { Type, Properties = {}, Condition, DependsOn = [], ...others } = isObject(value) ? value : {}
  if (typeof Type !== 'string')
    problems.push(`Template format error: [/Resources/${name}] Every Resources object must contain a Type member.`)
  if (!isObject(Properties))
    problems.push(`Template format error: [/Resources/${name}/Properties] Every Properties member must be an object.`)
  checkCondition(Condition, problems)
  const unknown = Object.keys(others).find((member) => !RESOURCE_MEMBERS.has(member))
  if (unknown !== undefined) problems.push(`Invalid template resource property '${unknown}'`)
  if (others.CreationPolicy !== undefined || others.UpdatePolicy !== undefined)
    problems.push(`CreationPolicy and UpdatePolicy are not simulated: leave them out of resource ${name}`)
  return {
    type: typeof Type === 'string' ? Type : '',
    properties: isObject(Properties) ? Properties : {},
    ...(typeof Condition === 'string' ? { condition: Condition } : {}),
    dependsOn: (isList(DependsOn) ? DependsOn : [DependsOn]).map(String),
    deletionPolicy: readPolicy('DeletionPolicy', others.DeletionPolicy, problems),
    updateReplacePolicy: readPolicy('UpdateReplacePolicy', others.UpdateReplacePolicy, problems),
  }
}

const readPolicy = (member: string, value: Json | undefined, problems: string[]): DeletionPolicy => {
  if (value === undefined) return 'Delete'
  if (POLICIES.includes(value as DeletionPolicy)) return value as DeletionPolicy
  problems.push(`Template format error: Unrecognized ${member} ${JSON.stringify(value)}`)
  return 'Delete'
}

const checkCondition = (condition: Json | undefined, problems: string[]): void => {
  if (condition !== undefined && typeof condition !== 'string')
    problems.push('Template format error: Every Condition member must be a string.')
}

const readParameter = (name: string, value: Json, problems: string[]): ParameterDeclaration => {
  if (!LOGICAL_ID.test(name)) problems.push(`Template format error: Parameter name ${name} is non alphanumeric.`)
  if (!isDeclaration(value)) {
    problems.push(`Template format error: Every Parameters object must contain a Type member. (${name})`)
    return { Type: 'String' }
  }
  for (const [member, given] of Object.entries(value)) {
    const kind = memberOf(PARAMETER_MEMBERS, member)
    if (kind === undefined) problems.push(`Invalid template parameter property '${member}'`)
    else if (kind === 'list' ? !isList(given) : scalarText(given) === undefined)
      problems.push(`Template format error: Every ${member} member must be a ${kind}.`)
  }
  return value
}

const isDeclaration = (value: Json): value is Json & ParameterDeclaration => isObject(value) && typeof value.Type === 'string'

const readOutput = (name: string, value: Json, problems: string[]): OutputDeclaration => {
  if (!isObject(value) || value.Value === undefined) {
    problems.push(`Template format error: Output ${name} is malformed. Every Outputs member must contain a Value object`)
    return { value: '' }
  }
  if (!LOGICAL_ID.test(name)) problems.push(`Template format error: Outputs name '${name}' is non alphanumeric.`)
  const { Value, Description, Condition, Export, ...others } = value
  const exportName = isObject(Export) ? Export.Name : undefined
  checkCondition(Condition, problems)
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) problems.push(`Template format error: Output ${name} is malformed. Invalid property '${unknown}'`)
  if (Export !== undefined && exportName === undefined)
    problems.push(`Template format error: Output ${name} is malformed. The Name field of every Export member must be specified.`)
  return {
    value: Value,
    ...described(Description),
    ...(typeof Condition === 'string' ? { condition: Condition } : {}),
    ...(exportName === undefined ? {} : { exportName }),
  }
}

const described = (value: Json | undefined): { readonly description?: string } => {
  const description = scalarText(value)
  return description === undefined ? {} : { description }
}

const entries = <Value>(section: JsonObject, read: (name: string, value: Json) => Value): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(section).map(([name, value]) => [name, read(name, value)]))

const POLICIES: readonly DeletionPolicy[] = ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot']
const LOGICAL_ID = /^[a-zA-Z0-9]{1,255}$/
/** `Rules`, `Transform` and `Hooks` are AWS's too; a template that has them is told what is missing. */
const SECTIONS = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Resources',
  'Outputs',
])
const PARAMETER_MEMBERS: { readonly [Member in keyof ParameterDeclaration]-?: 'string' | 'list' } = {
  AllowedPattern: 'string',
  AllowedValues: 'list',
  ConstraintDescription: 'string',
  Default: 'string',
  Description: 'string',
  MaxLength: 'string',
  MaxValue: 'string',
  MinLength: 'string',
  MinValue: 'string',
  NoEcho: 'string',
  Type: 'string',
}
const RESOURCE_MEMBERS = new Set(['Metadata', 'CreationPolicy', 'DeletionPolicy', 'UpdatePolicy', 'UpdateReplacePolicy'])
