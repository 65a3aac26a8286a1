import type { AnyOperation } from '../core/operation.ts'
import { AssumeRole } from './operations/assume-role.ts'
import { GetCallerIdentity } from './operations/get-caller-identity.ts'
import { GetFederationToken } from './operations/get-federation-token.ts'
import { GetSessionToken } from './operations/get-session-token.ts'

/** All operations of STS that are simulated. */
export const STS_OPERATIONS: readonly AnyOperation[] = [AssumeRole, GetCallerIdentity, GetFederationToken, GetSessionToken]
