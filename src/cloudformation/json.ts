import { compareCodeUnits } from '../core/bytes.ts'

/** A value of a template. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

/** An object of a template. */
export interface JsonObject {
  readonly [name: string]: Json
}

/** Whether a value is an object, and neither a list nor `null`. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The member of that name which an object has of its own. */
export const memberOf = <Value>(object: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined

/** Whether a value is a list. `Array.isArray` does not narrow read-only lists. */
export const isList = (value: unknown): value is readonly Json[] => Array.isArray(value)

/** A text, number or truth value as CloudFormation writes it into texts; nothing for lists, objects and `null`. */
export const scalarText = (value: Json | undefined): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined

/** Whether two values are the same: the order of the members of objects does not count. */
export const sameJson = (left: unknown, right: unknown): boolean =>
  left === right || JSON.stringify(inOrder(left)) === JSON.stringify(inOrder(right))

const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inOrder)
  if (!isObject(value)) return value
  const names = Object.keys(value).sort(compareCodeUnits)
  return Object.fromEntries(names.map((name) => [name, inOrder(value[name])]))
}
