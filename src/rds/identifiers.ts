import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { invalidValue } from './errors.ts'

/**
 * Whether a name that a new resource is to have is an identifier: the identifier in lower case, as RDS keeps it, or AWS's refusal.
 *
 * Source: RDS API Reference, CreateDBCluster; the sentences as recorded in public issues.
 */
export const readIdentifier = (parameter: string, name: string, longest: number): Outcome<string, Failure> => {
  if (name.length > longest) {
    const message = `The parameter ${parameter} is not a valid identifier because it is longer than ${longest} characters.`
    return refuse(invalidValue(message))
  }
  if (IDENTIFIER.test(name)) return succeed(name.toLowerCase())
  return refuse(
    invalidValue(
      `The parameter ${parameter} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII ` +
        'letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.',
    ),
  )
}

/** The identifier of a cluster or an instance has up to 63 characters. */
export const NAME_MAX = 63

/** The identifier of a snapshot has up to 255 characters. */
export const SNAPSHOT_NAME_MAX = 255

const IDENTIFIER = /^[a-z](?:-?[a-z0-9])*$/i
