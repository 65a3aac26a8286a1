import type { AnyOperation } from '../core/operation.ts'
import { AssumeRole } from './operations/assume-role.ts'
import { GetCallerIdentity } from './operations/get-caller-identity.ts'

/** All operations of STS that are simulated. */
export const STS_OPERATIONS: readonly AnyOperation[] = [AssumeRole, GetCallerIdentity]
