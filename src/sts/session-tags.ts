import type { Principal } from '../core/principal.ts'
import type { Tags } from '../iam/tags.ts'
import type { SessionTag } from './fields.ts'

/** The tags that a request gives to a session; the shape gate has seen that both parts of each are there. */
export const requestedTags = ({ Tags = [] }: { readonly Tags?: readonly SessionTag[] | undefined }): Tags =>
  Object.fromEntries(Tags.map(({ Key, Value }) => [Key as string, Value as string]))

/**
 * The tags that the next session in a chain of roles inherits from the caller's.
 *
 * Source: IAM User Guide, "Pass session tags in AWS STS: Chaining roles with session tags".
 */
export const inheritedTags = (caller: Principal): Tags => {
  if (caller.kind !== 'session' || caller.transitiveTagKeys === undefined || caller.tags === undefined) return {}
  const goOn = new Set(caller.transitiveTagKeys.map((key) => key.toLowerCase()))
  return Object.fromEntries(Object.entries(caller.tags).filter(([key]) => goOn.has(key.toLowerCase())))
}
