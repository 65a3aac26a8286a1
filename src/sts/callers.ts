import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { IamUser, Principal, RootUser } from '../core/principal.ts'
import type { Failure } from '../core/service-error.ts'
import { tokenIssuedAt } from '../iam/request-context.ts'
import { stsFailure } from './errors.ts'

/** Who calls with long-term credentials: a user, or the root user. */
export type LongTermCaller = IamUser | RootUser

/**
 * The caller of an operation that nobody can call with temporary credentials, whatever its policies allow.
 *
 * Source: IAM User Guide, "Compare AWS STS credentials"; the sentence as recorded in public issues, 2018 to 2022.
 */
export const longTermCaller = (principal: Principal, operation: string): Outcome<LongTermCaller, Failure> =>
  (principal.kind === 'user' || principal.kind === 'root') && tokenIssuedAt(principal) === undefined
    ? succeed(principal)
    : refuse(stsFailure('AccessDenied', `Cannot call ${operation} with session credentials`))

/**
 * When the session that a user or root user asks for ends, in epoch milliseconds. A root user gets an hour at the most, and no refusal
 * for having asked for more.
 *
 * Source: STS API Reference, GetFederationToken and GetSessionToken, `DurationSeconds`.
 */
export const endOfSession = ({ kind }: LongTermCaller, from: number, seconds: number = DEFAULT_SECONDS): number =>
  from + 1000 * (kind === 'root' ? Math.min(seconds, ROOT_SECONDS_MAX) : seconds)

/**
 * Why STS lets nobody of this kind assume roles, if so.
 *
 * Source: STS API Reference, AssumeRole and GetFederationToken, "Permissions"; the sentence about root users as recorded.
 */
export const unfitForRoles = ({ kind }: Principal): 'root-user' | 'federated-user' | undefined => {
  if (kind === 'root') return 'root-user'
  return kind === 'federated-user' ? kind : undefined
}

const DEFAULT_SECONDS = 43_200
const ROOT_SECONDS_MAX = 3600
