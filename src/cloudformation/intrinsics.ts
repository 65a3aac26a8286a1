import { toBase64, utf8 } from '../core/bytes.ts'
import { isList, isObject, type Json, type JsonObject, memberOf, scalarText } from './json.ts'
import { attributeReference, soleMember, subPieces } from './references.ts'

/** What the functions of a template look at. */
export interface Scope {
  /** Parameters by name, and the pseudo parameters; `undefined` for `AWS::NoValue`. */
  readonly values: ReadonlyMap<string, Json | undefined>
  readonly mappings: JsonObject
  readonly conditions: JsonObject
  /** The resources that have been made: what `Ref` and `Fn::GetAtt` of them are. */
  readonly resource: (logicalId: string) => MadeResource | undefined
  readonly zonesOf: (region: string) => readonly string[]
  readonly exported: (name: string) => string | undefined
  /** CloudFormation's words about what is wrong, the first being the one it answers with. */
  readonly problems: string[]
}

/** A resource as the functions see it. */
export interface MadeResource {
  readonly ref: string
  readonly attribute: (name: string) => string | undefined
}

/** A value of a template with its functions worked out. Members that are `AWS::NoValue` are left out, and so are elements. */
export const evaluate = (value: Json, scope: Scope): Json | undefined => {
  if (isList(value)) return value.map((each) => evaluate(each, scope)).filter((each) => each !== undefined)
  if (!isObject(value)) return value
  const [name, argument = null] = soleMember(value)
  const work = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
  if (work !== undefined) return work(argument, scope)
  if (name.startsWith('Fn::') || name === 'Transform') return unsupportedFunction(name, scope)
  const members = Object.entries(value).map(([member, each]) => [member, evaluate(each, scope)] as const)
  return Object.fromEntries(members.filter((member): member is [string, Json] => member[1] !== undefined))
}

/** Whether a condition of the template is true. */
export const isConditionTrue = (name: string, scope: Scope): boolean => {
  const condition = memberOf(scope.conditions, name)
  if (condition === undefined) return problem(scope, `Template format error: Unresolved condition ${name}`, false)
  return truth(condition, scope)
}

type Work = (argument: Json, scope: Scope) => Json | undefined

/** THE TABLE of functions. Source: CloudFormation User Guide, "Intrinsic function reference"; spec/around.md 6.2. */
const FUNCTIONS: Readonly<Record<string, Work>> = {
  Ref: (name, scope) => reference(String(name), scope),
  'Fn::GetAtt': (argument, scope) => {
    const { name, attribute } = attributeReference(argument)
    return attributeOf(name, attribute, scope)
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::Join': (argument, scope) => {
    const [separator, values] = pair(argument, scope)
    if (typeof separator !== 'string' || !isList(values))
      return malformed('Fn::Join', 'an array of a delimiter and values', scope)
    const texts = values.map(scalarText)
    return texts.includes(undefined) ? malformed('Fn::Join', 'a list of strings to join', scope) : texts.join(separator)
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = pair(argument, scope)
    if (typeof separator !== 'string' || typeof text !== 'string')
      return malformed('Fn::Split', 'a delimiter and a string', scope)
    return text.split(separator)
  },
  'Fn::Select': (argument, scope) => {
    const [index, values] = pair(argument, scope)
    if (!isList(values)) return malformed('Fn::Select', 'an index and a list', scope)
    const found = values[Number(index)]
    return found ?? problem(scope, `Template error: Fn::Select cannot select nonexistent value at index ${String(index)}`, '')
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = isList(argument) ? argument : []
    if (yes === undefined || no === undefined) return malformed('Fn::If', 'a condition and two values', scope)
    return evaluate(isConditionTrue(String(condition), scope) ? yes : no, scope)
  },
  'Fn::FindInMap': (argument, scope) => findInMap(evaluate(argument, scope), scope),
  'Fn::GetAZs': (argument, scope) => {
    const region = evaluate(argument, scope)
    return scope.zonesOf(region === '' || region === undefined ? String(scope.values.get('AWS::Region')) : String(region))
  },
  'Fn::Base64': (argument, scope) => {
    const text = scalarText(evaluate(argument, scope))
    return text === undefined ? malformed('Fn::Base64', 'a string', scope) : toBase64(utf8(text))
  },
  'Fn::ImportValue': (argument, scope) => {
    const name = String(evaluate(argument, scope))
    return scope.exported(name) ?? problem(scope, `No export named ${name} found.`, '')
  },
  'Fn::Equals': truthOf('Fn::Equals'),
  'Fn::And': truthOf('Fn::And'),
  'Fn::Or': truthOf('Fn::Or'),
  'Fn::Not': truthOf('Fn::Not'),
}

/** The functions that say whether something is so. They stand in conditions alone, or inside each other. */
const truth = (value: Json, scope: Scope): boolean => {
  const [name, argument = null] = isObject(value) ? soleMember(value) : ['', null]
  const parts = isList(argument) ? argument : []
  const arity = memberOf(ARITIES, name)
  if (arity !== undefined && (parts.length < arity.least || parts.length > arity.most)) {
    malformed(name, arity.wanted, scope)
    return false
  }
  switch (name) {
    case 'Condition':
      return isConditionTrue(String(argument), scope)
    case 'Fn::Equals': {
      const [left = null, right = null] = parts.map((each) => evaluate(each, scope) ?? null)
      return JSON.stringify(scalarText(left) ?? left) === JSON.stringify(scalarText(right) ?? right)
    }
    case 'Fn::And':
      return parts.every((each) => truth(each, scope))
    case 'Fn::Or':
      return parts.some((each) => truth(each, scope))
    case 'Fn::Not':
      return !truth(parts[0] ?? null, scope)
    default:
      return problem(
        scope,
        'Template format error: Conditions can only be boolean operations on parameters and other conditions',
        false,
      )
  }
}

/** How many parameters the functions of conditions have. Source: CloudFormation User Guide, "Condition functions"; sentences of public issues. */
const ARITIES: Readonly<Record<string, { readonly least: number; readonly most: number; readonly wanted: string }>> = {
  'Fn::Equals': { least: 2, most: 2, wanted: 'a list of 2 string parameters' },
  'Fn::And': { least: 2, most: 10, wanted: 'a list of at least 2 and at most 10 boolean parameters' },
  'Fn::Or': { least: 2, most: 10, wanted: 'a list of at least 2 and at most 10 boolean parameters' },
  'Fn::Not': { least: 1, most: 1, wanted: 'one boolean parameter' },
}

function truthOf(name: string): Work {
  return (argument, scope) => truth({ [name]: argument }, scope)
}

const reference = (name: string, scope: Scope): Json | undefined => {
  if (scope.values.has(name)) return scope.values.get(name)
  return scope.resource(name)?.ref ?? problem(scope, unresolved(name), '')
}

const attributeOf = (name: string, attribute: string, scope: Scope): Json => {
  const made = scope.resource(name)
  if (made === undefined)
    return problem(scope, `Template error: instance of Fn::GetAtt references undefined resource ${name}`, '')
  return made.attribute(attribute) ?? problem(scope, noAttribute(name, attribute), '')
}

/** CloudFormation's sentence about an attribute that a resource has not. */
export const noAttribute = (name: string, attribute: string): string =>
  `Template error: resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`

/** CloudFormation's sentence about a name that nothing in the template has. */
export const unresolved = (names: string, block = 'the Resources block'): string =>
  `Template format error: Unresolved resource dependencies [${names}] in ${block} of the template`

const substitute = (argument: Json, scope: Scope): Json => {
  const [text = null, given = {}] = isList(argument) ? argument : [argument]
  if (typeof text !== 'string' || !isObject(given)) return malformed('Fn::Sub', 'a string, or a string and a map', scope)
  const pieces = subPieces(text).map(({ name, text: literal }) => {
    if (name === undefined) return literal
    const own = memberOf(given, name)
    const value = own === undefined ? named(name, scope) : evaluate(own, scope)
    const shown = isList(value) ? value.map((each) => scalarText(each) ?? '').join(',') : scalarText(value)
    return shown ?? problem(scope, `Template error: variable ${name} in Fn::Sub expression does not resolve to a string`, '')
  })
  return pieces.join('')
}

const named = (name: string, scope: Scope): Json | undefined => {
  if (!name.includes('.')) return reference(name, scope)
  const { name: id, attribute } = attributeReference(name)
  return attributeOf(id, attribute, scope)
}

const findInMap = (argument: Json | undefined, scope: Scope): Json => {
  const [map, first, second] = (isList(argument) ? argument : []).map((each) => String(scalarText(each)))
  if (map === undefined || first === undefined || second === undefined)
    return malformed('Fn::FindInMap', 'a map name and two keys', scope)
  const top = memberOf(scope.mappings, map)
  const row = isObject(top) ? memberOf(top, first) : undefined
  const value = isObject(row) ? memberOf(row, second) : undefined
  return value ?? problem(scope, `Template error: Unable to get mapping for ${map}::${first}::${second}`, '')
}

const pair = (argument: Json, scope: Scope): readonly (Json | undefined)[] => {
  const [first, second] = isList(argument) ? argument : []
  return [first, second].map((each) => (each === undefined ? undefined : evaluate(each, scope)))
}

const malformed = (name: string, wanted: string, scope: Scope): string =>
  problem(scope, `Template error: every ${name} object requires ${wanted}.`, '')

const unsupportedFunction = (name: string, scope: Scope): string =>
  problem(scope, `Template error: the function ${name} is not simulated. What exists: ${Object.keys(FUNCTIONS).join(', ')}.`, '')

const problem = <Value>({ problems }: Scope, text: string, instead: Value): Value => {
  problems.push(text)
  return instead
}
