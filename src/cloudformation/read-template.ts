import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { isObject, type Json, type JsonObject } from './json.ts'
import { readYaml } from './yaml-template.ts'

/**
 * A template's text, JSON or YAML, as an object. Account ids that were written as numbers are refused: as a principal they name nobody.
 *
 * Source: CloudFormation User Guide, "Template formats"; the sentences are recorded in public issues, those about account ids are ours.
 */
export const readTemplateText = (source: string): Outcome<JsonObject, string> => {
  const read = source.trimStart().startsWith('{') ? readJson(source) : readYaml(source)
  if (!read.ok) return read
  if (!isObject(read.value)) return refuse('Template format error: unsupported structure.')
  const number = numericPrincipal(read.value, '')
  return number === undefined ? succeed(read.value) : refuse(number)
}

/** Flow mappings of YAML begin like JSON too. */
const readJson = (source: string): Outcome<Json, string> => {
  try {
    return succeed(JSON.parse(source) as Json)
  } catch {
    const yaml = readYaml(source)
    return yaml.ok ? yaml : refuse('Template format error: JSON not well-formed.')
  }
}

const numericPrincipal = (value: Json, path: string): string | undefined => {
  if (!isObject(value) && !Array.isArray(value)) return undefined
  for (const [name, member] of Object.entries(value)) {
    const at = path === '' ? name : `${path}.${name}`
    const found = /(?:^|\.)(?:Not)?Principal$/.test(path) && name === 'AWS' ? numberIn(member) : undefined
    if (found !== undefined)
      return `Template format error: the account id ${found} at ${at} is a number; quote it: "${String(found).padStart(12, '0')}"`
    const inside = numericPrincipal(member, at)
    if (inside !== undefined) return inside
  }
  return undefined
}

const numberIn = (value: Json): number | undefined => [value].flat().find((each): each is number => typeof each === 'number')
