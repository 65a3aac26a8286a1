import type { Json } from '../json.ts'

/** The JSON text of a policy that a template gives as an object or as a text. */
export const policyText = (policy: Json): string => (typeof policy === 'string' ? policy : JSON.stringify(policy))
