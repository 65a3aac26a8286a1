import { type Outcome, succeed } from '../core/outcome.ts'
import { isObject, type Json, type JsonObject } from './json.ts'
import { readTemplateText } from './read-template.ts'
import { SKIPPED_TYPE } from './resource-types.ts'

/**
 * A template, in JSON, in which the resources of some types are left out: what names them gets a name and ARNs that mean nobody. A name of
 * a type may end in `*`.
 */
export const skipResources = (body: string, skip: readonly string[]): Outcome<string, string> => {
  const document = readTemplateText(body)
  if (!document.ok) return document
  const { Resources } = document.value
  if (!isObject(Resources)) return succeed(body)
  const kept = Object.entries(Resources).map(([id, resource]): [string, Json] => [
    id,
    isObject(resource) && isSkipped(resource, skip) ? emptied(resource) : resource,
  ])
  return succeed(JSON.stringify({ ...document.value, Resources: Object.fromEntries(kept) }))
}

const isSkipped = ({ Type }: JsonObject, skip: readonly string[]): boolean =>
  typeof Type === 'string' && skip.some((name) => (name.endsWith('*') ? Type.startsWith(name.slice(0, -1)) : name === Type))

const emptied = ({ Condition }: JsonObject): JsonObject => ({
  Type: SKIPPED_TYPE,
  ...(Condition === undefined ? {} : { Condition }),
})
