import { isList, isObject, type Json } from './json.ts'
import { soleMember } from './references.ts'

/**
 * What is wrong with the bare structure of a template, whatever its sections mean: the first thing that one of the rules finds.
 *
 * Source: sentences of public issues; those about account ids are ours, and how deep a template may be nested is inferred.
 */
export const structureProblem = (value: Json, path: readonly string[] = []): string | undefined => {
  for (const rule of RULES) {
    const problem = rule(value, path)
    if (problem !== undefined) return problem
  }
  if (!isObject(value) && !isList(value)) return undefined
  for (const [name, member] of Object.entries(value)) {
    const problem = structureProblem(member, [...path, name])
    if (problem !== undefined) return problem
  }
  return undefined
}

type Rule = (value: Json, path: readonly string[]) => string | undefined

const tooDeep: Rule = (_value, path) => (path.length > DEEPEST ? 'Template format error: unsupported structure.' : undefined)

const nothing: Rule = (value, path) =>
  value === null && path.length > 0 ? `[/${path.join('/')}] 'null' values are not allowed in templates` : undefined

const manifoldRef: Rule = (value) => {
  const [name, argument] = isObject(value) ? soleMember(value) : ['']
  const isWrong = name === 'Ref' && typeof argument !== 'string'
  return isWrong ? 'Template error: every Ref object must have a single String value.' : undefined
}

/** An account id that was written as a number: as a principal it names nobody. */
const numericPrincipal: Rule = (value, path) => {
  if (path.at(-1) !== 'AWS' || !/^(?:Not)?Principal$/.test(path.at(-2) ?? '')) return undefined
  const found = [value].flat().find((each): each is number => typeof each === 'number')
  return found === undefined
    ? undefined
    : `Template format error: the account id ${found} at ${path.join('.')} is a number; quote it: "${String(found).padStart(12, '0')}"`
}

const RULES: readonly Rule[] = [tooDeep, nothing, manifoldRef, numericPrincipal]

/** Levels of lists and objects: far more than any template has, and few enough to walk through. */
const DEEPEST = 100
