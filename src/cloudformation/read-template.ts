import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { structureProblem } from './check-structure.ts'
import { isObject, type Json, type JsonObject } from './json.ts'
import { readYaml } from './yaml-template.ts'

/**
 * A template's text, JSON or YAML, as an object of a structure that a template may have.
 *
 * Source: CloudFormation User Guide, "Template formats"; the sentences are recorded in public issues.
 */
export const readTemplateText = (source: string): Outcome<JsonObject, string> => {
  const read = source.trimStart().startsWith('{') ? readJson(source) : readYaml(source)
  if (!read.ok) return read
  if (!isObject(read.value)) return refuse('Template format error: unsupported structure.')
  const problem = structureProblem(read.value)
  return problem === undefined ? succeed(read.value) : refuse(problem)
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
