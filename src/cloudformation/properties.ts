import { isList, isObject, type Json, sameJson, scalarText } from './json.ts'
import type { Properties } from './records.ts'
import type { Change, PropertyRule, ResourceType, Unsimulated, ValueKind } from './resource-type.ts'

/** What reading the properties of a resource has found out. */
export interface ReadProperties {
  readonly properties: Properties
  /** CloudFormation's words about what is wrong. */
  readonly problems: readonly string[]
  /** The properties that are not simulated: left out. */
  readonly unsimulated: readonly string[]
}

/** The properties of a resource as its type wants them. Source of the sentences: schemas of resource types, public issues. */
export const readProperties = ({ properties: rules }: ResourceType, given: Properties): ReadProperties => {
  const reading: Reading = { problems: [], unsimulated: [] }
  for (const [name, rule] of Object.entries(rules)) {
    if ('kind' in rule && rule.isRequired && given[name] === undefined)
      reading.problems.push(`#: required key [${name}] not found`)
  }
  const read = Object.entries(given).flatMap(([name, value]): [string, Json][] => {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (rule === undefined) {
      reading.problems.push(`#: extraneous key [${name}] is not permitted`)
      return []
    }
    return readMember(rule, value, name, reading)
  })
  return { properties: Object.fromEntries(read), ...reading }
}

/** What becomes of a resource whose properties change. */
export const changeOf = ({ properties: rules }: ResourceType, present: Properties, wanted: Properties): Change | 'none' => {
  const changed = Object.entries(rules).flatMap(([name, rule]) =>
    'kind' in rule && !sameJson(present[name], wanted[name]) ? [rule.change] : [],
  )
  for (const change of ['failure', 'replacement', 'in place'] as const) if (changed.includes(change)) return change
  return 'none'
}

/** The properties whose change makes an update fail. */
export const fixedChanges = ({ properties: rules }: ResourceType, present: Properties, wanted: Properties): readonly string[] =>
  Object.entries(rules).flatMap(([name, rule]) =>
    'kind' in rule && rule.change === 'failure' && !sameJson(present[name], wanted[name]) ? [name] : [],
  )

interface Reading {
  readonly problems: string[]
  readonly unsimulated: string[]
}

const readMember = (rule: PropertyRule, value: Json, name: string, reading: Reading): [string, Json][] => {
  if ('unsimulated' in rule) {
    reading.unsimulated.push(`${name} (${rule.unsimulated})`)
    return []
  }
  const read = readValue(rule.kind, value, name, reading)
  if (rule.pattern !== undefined && typeof read === 'string' && !rule.pattern.test(read))
    reading.problems.push(`#/${name}: string [${read}] does not match pattern ${rule.pattern.source}`)
  return [[name, read]]
}

const readValue = (kind: ValueKind, value: Json, path: string, reading: Reading): Json => {
  if (typeof kind === 'string') return readScalar(kind, value, path, reading)
  if (Array.isArray(kind)) {
    if (isList(value)) return value.map((each, index) => readValue(kind[0] as ValueKind, each, `${path}/${index}`, reading))
    return wrong(`#/${path}: expected type: JSONArray, found: ${typeName(value)}`, value, reading)
  }
  if (!isObject(value)) return wrong(`#/${path}: expected type: JSONObject, found: ${typeName(value)}`, value, reading)
  const kinds = kind as { readonly [member: string]: ValueKind | Unsimulated }
  const members = Object.entries(value).flatMap(([name, member]): [string, Json][] => {
    const own = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    if (own === undefined) {
      reading.problems.push(`#/${path}: extraneous key [${name}] is not permitted`)
      return []
    }
    if (typeof own === 'object' && 'unsimulated' in own) {
      reading.unsimulated.push(`${path}/${name} (${String(own.unsimulated)})`)
      return []
    }
    return [[name, readValue(own, member, `${path}/${name}`, reading)]]
  })
  return Object.fromEntries(members)
}

const readScalar = (kind: 'text' | 'number' | 'flag' | 'json', value: Json, path: string, reading: Reading): Json => {
  if (kind === 'json') return value
  const text = scalarText(value)
  if (text === undefined) return wrong(`#/${path}: expected type: ${TYPE_NAMES[kind]}, found: ${typeName(value)}`, value, reading)
  if (kind === 'text') return text
  if (kind === 'number' && /^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  if (kind === 'flag' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  return wrong(`#/${path}: expected type: ${TYPE_NAMES[kind]}, found: ${typeName(value)}`, value, reading)
}

const wrong = (sentence: string, value: Json, { problems }: Reading): Json => {
  problems.push(sentence)
  return value
}

const typeName = (value: Json): string => {
  if (value === null) return 'Null'
  if (isList(value)) return 'JSONArray'
  if (isObject(value)) return 'JSONObject'
  return typeof value === 'string' ? 'String' : typeof value === 'number' ? 'Integer' : 'Boolean'
}

const TYPE_NAMES = { text: 'String', number: 'Number', flag: 'Boolean' } as const
