import type { Call } from '../core/operation.ts'
import type { AccessRequest } from '../iam/access-request.ts'
import type { KmsAccess } from './access.ts'
import { CONDITION_KEYS, contextPairs, type Facts, isDefaulted, PREFIXED_KEYS } from './condition-keys.ts'

/** The condition keys of a KMS request: computed when a policy asks for one. Keys in lower case. */
export const conditionContext = (call: Call, access: KmsAccess): Required<Pick<AccessRequest, 'context' | 'isDefault'>> => {
  const facts = factsOf(call, access)
  return {
    context: (name) => {
      if (Object.hasOwn(CONDITION_KEYS, name)) return CONDITION_KEYS[name]?.(facts)
      const prefix = PREFIXED_KEYS.find(([start]) => name.startsWith(start))
      return prefix?.[1](facts, name.slice(prefix[0].length))
    },
    isDefault: (name) => isDefaulted(facts, name),
  }
}

/** All condition keys that have a value in this request, and those of them that are defaults: for explanations. */
export const presentConditionKeys = (call: Call, access: KmsAccess): PresentKeys => {
  const { context, isDefault } = conditionContext(call, access)
  const facts = factsOf(call, access)
  const names = [
    ...Object.keys(CONDITION_KEYS),
    ...Object.keys(contextPairs(facts) ?? {}).map((each) => `kms:encryptioncontext:${each.toLowerCase()}`),
    ...[...(facts.key?.tags.keys() ?? [])].map((each) => `aws:resourcetag/${each.toLowerCase()}`),
    ...requestTags(facts).map((each) => `aws:requesttag/${each.toLowerCase()}`),
  ]
  const found: Record<string, string | readonly string[]> = {}
  for (const name of names) {
    const value = context(name)
    if (typeof value === 'string' || (value !== undefined && value.length > 0)) found[name] = value
  }
  return { context: found, defaults: Object.keys(found).filter(isDefault) }
}

/** What a refusal keeps of the condition keys of its request. */
interface PresentKeys {
  readonly context: Readonly<Record<string, string | readonly string[]>>
  readonly defaults: readonly string[]
}

const factsOf = (call: Call, access: KmsAccess): Facts => ({
  call,
  access,
  input: call.input as Facts['input'],
  key: access.on.kind === 'key' ? access.on.found : access.making,
})

const requestTags = ({ input: { Tags } }: Facts): readonly string[] =>
  Array.isArray(Tags) ? Tags.map(({ TagKey }) => String(TagKey)) : []
