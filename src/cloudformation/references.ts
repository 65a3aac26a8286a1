import { isList, isObject, type Json, scalarText } from './json.ts'
import type { Template } from './template.ts'

/** What a value of a template names: a resource or parameter (`Ref`), an attribute of a resource, or a condition. */
export type Reference =
  | { readonly kind: 'Ref'; readonly name: string }
  | { readonly kind: 'Fn::GetAtt'; readonly name: string; readonly attribute: string }
  | { readonly kind: 'Condition'; readonly name: string }

/**
 * All that a value names. With `isTrue`, only what is left of it when its `Fn::If` have been decided.
 */
export const referencesIn = (value: Json, isTrue?: (condition: string) => boolean): readonly Reference[] => {
  if (isList(value)) return value.flatMap((each) => referencesIn(each, isTrue))
  if (!isObject(value)) return []
  const [name, argument] = soleMember(value)
  switch (name) {
    case 'Ref':
      return [{ kind: 'Ref', name: String(argument) }]
    case 'Condition':
      return typeof argument === 'string' ? [{ kind: 'Condition', name: argument }] : referencesIn(argument as Json, isTrue)
    case 'Fn::GetAtt':
      return [attributeReference(argument)]
    case 'Fn::Sub':
      return subReferences(argument, isTrue)
    case 'Fn::If':
      return ifReferences(argument, isTrue)
    default:
      return Object.values(value).flatMap((each) => referencesIn(each, isTrue))
  }
}

/** The name and value of an object with one member, which may be a function. */
export const soleMember = (value: { readonly [name: string]: Json }): readonly [string, Json | undefined] => {
  const [first, ...others] = Object.keys(value)
  return first === undefined || others.length > 0 ? ['', undefined] : [first, value[first]]
}

/** What `["A", "B.C"]` or `A.B.C` names. */
export const attributeReference = (argument: Json | undefined): Extract<Reference, { kind: 'Fn::GetAtt' }> => {
  const parts = isList(argument) ? argument.map((each) => scalarText(each) ?? '') : String(argument).split('.')
  const [name = '', ...attribute] = parts
  return { kind: 'Fn::GetAtt', name, attribute: attribute.join('.') }
}

/** The pieces of the text of `Fn::Sub`: literal text, and the names between `${` and `}`. `${!Literal}` is `${Literal}`. */
export const subPieces = (text: string): readonly { readonly name?: string; readonly text: string }[] => {
  const pieces: { name?: string; text: string }[] = []
  let end = 0
  for (const found of text.matchAll(/\$\{([^}]*)\}/g)) {
    const [whole, inside = ''] = found
    if (found.index > end) pieces.push({ text: text.slice(end, found.index) })
    end = found.index + whole.length
    pieces.push(inside.startsWith('!') ? { text: `\${${inside.slice(1)}}` } : { name: inside.trim(), text: whole })
  }
  if (end < text.length) pieces.push({ text: text.slice(end) })
  return pieces
}

/** The order in which the resources of a template are made: what a resource needs comes before it; else the order of the template. */
export const creationOrder = (
  template: Template,
  isTrue: (condition: string) => boolean,
): { readonly order: readonly string[]; readonly cycle: readonly string[] } => {
  const needs = dependencies(template, isTrue)
  const order = new Set<string>()
  let left = [...needs.keys()]
  while (left.length > 0) {
    const next = left.find((id) => [...(needs.get(id) ?? [])].every((needed) => order.has(needed)))
    if (next === undefined) return { order: [...order], cycle: left.filter((id) => reaches(needs, id, id)) }
    order.add(next)
    left = left.filter((id) => id !== next)
  }
  return { order: [...order], cycle: [] }
}

/** What each resource that is to be made needs. */
export const dependencies = (
  { resources }: Pick<Template, 'resources'>,
  isTrue: (condition: string) => boolean,
): ReadonlyMap<string, ReadonlySet<string>> => {
  const made = Object.entries(resources).filter(([, { condition }]) => condition === undefined || isTrue(condition))
  const ids = new Set(made.map(([id]) => id))
  return new Map(
    made.map(([id, { properties, dependsOn }]) => {
      const named = referencesIn(properties, isTrue).flatMap(({ kind, name }) => (kind === 'Condition' ? [] : name))
      return [id, new Set([...dependsOn, ...named].filter((name) => ids.has(name)))]
    }),
  )
}

/** Whether something needs something else, if only by way of others. */
export const reaches = (needs: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean => {
  const seen = new Set<string>()
  const open = [...(needs.get(from) ?? [])]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true
    if (!seen.has(id)) open.push(...(needs.get(id) ?? []))
    seen.add(id)
  }
  return false
}

const subReferences = (argument: Json | undefined, isTrue?: (condition: string) => boolean): readonly Reference[] => {
  const [text, values] = isList(argument) ? argument : [argument]
  const known = isObject(values) ? values : {}
  const named = subPieces(String(text)).flatMap(({ name }): readonly Reference[] => {
    if (name === undefined || Object.hasOwn(known, name)) return []
    return name.includes('.') ? [attributeReference(name)] : [{ kind: 'Ref', name }]
  })
  return [...named, ...Object.values(known).flatMap((each) => referencesIn(each, isTrue))]
}

const ifReferences = (argument: Json | undefined, isTrue?: (condition: string) => boolean): readonly Reference[] => {
  const [condition, yes = null, no = null] = isList(argument) ? argument : []
  const chosen = isTrue === undefined ? [yes, no] : [isTrue(String(condition)) ? yes : no]
  return [{ kind: 'Condition', name: String(condition) }, ...chosen.flatMap((each) => referencesIn(each, isTrue))]
}
