import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { kmsFailure } from './errors.ts'
import { existingGrants } from './grant-index.ts'
import type { GrantRecord } from './grants.ts'
import type { KeyRecord } from './key-record.ts'

/** The grant of this id on a key, if there is one. */
export const findGrant = (world: World, key: KeyRecord | undefined, grantId: string): GrantRecord | undefined =>
  key === undefined ? undefined : existingGrants(world, key)?.byId.get(grantId)

/**
 * A grant id has 64 hexadecimal digits. AWS has an error of its own for ids that are none; that it stands for the form, and that a
 * grant which is not there is a NotFoundException, is inferred (spec/kms.md 5.6).
 */
export const checkGrantId = (grantId: string): Outcome<undefined, Failure> =>
  /^[0-9a-f]{64}$/.test(grantId) ? PASS : refuse(kmsFailure('InvalidGrantIdException', `Invalid grant ID: ${grantId}`))

/** The grant is there. */
export const grantExists = (grant: GrantRecord | undefined, { arn }: KeyRecord, grantId: string): Outcome<undefined, Failure> =>
  grant === undefined ? refuse(kmsFailure('NotFoundException', `Grant ID ${grantId} not found for key ${arn}`)) : PASS
