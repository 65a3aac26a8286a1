import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import { broken } from '../../core/simulator-error.ts'
import type { KmsAccess } from '../access.ts'
import { checkState, keyState } from '../checks.ts'
import { kmsFailure } from '../errors.ts'
import { keyIdentifier, regionName } from '../fields.ts'
import type { KeyRecord } from '../key-record.ts'
import { promoteReplica, recordPromotion } from '../promotion.ts'
import { byKeyIdOrArn, type KeyTarget, keyOf, targetOf } from '../resolve.ts'
import { findKey } from '../store.ts'
import { keyResource, note } from '../trail-facts.ts'

/** Input of UpdatePrimaryRegion. */
export interface UpdatePrimaryRegionInput {
  /** Key id or key ARN of the multi-Region primary key, in the session's Region. */
  KeyId: string | undefined
  /** The Region of the replica that is to become the primary key. */
  PrimaryRegion: string | undefined
}

/** Output of UpdatePrimaryRegion: nothing. */
export type UpdatePrimaryRegionOutput = Record<never, never>

type UpdateCall = Call<UpdatePrimaryRegionInput, KeyTarget>

/**
 * Makes a replica the primary key of its family, and the primary key a replica. Both are `Updating` for some seconds, in which they go on
 * encrypting and decrypting. Naming the Region of the primary key changes nothing.
 *
 * Order of checks, as recorded: the state of the primary key before that of the replica (spec/kms.md 3.3).
 */
export const UpdatePrimaryRegion = defineOperation({
  name: 'UpdatePrimaryRegion',
  action: 'kms:UpdatePrimaryRegion',
  doc: 'kms/latest/APIReference/API_UpdatePrimaryRegion.html',
  basis: 'V:obs',
  input: shape<UpdatePrimaryRegionInput>({
    KeyId: keyIdentifier().required(),
    PrimaryRegion: regionName().required(),
  }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  access: (call): readonly KmsAccess[] => neededPermissions(call),
  crossAccount: false,
  checks: [({ target }) => isPrimary(keyOf(target)), keyState, (call) => canBePrimary(call)],
  commit: (call): UpdatePrimaryRegionOutput => {
    const { world, target, input } = call
    const primary = keyOf(target)
    note(call, { resources: [keyResource(primary)] })
    if (input.PrimaryRegion === primary.region) return {}
    const replica = replicaIn(call, primary) ?? broken(`${primary.arn} was to change places with a replica that does not exist`)
    promoteReplica(world, primary, replica)
    recordPromotion(call, replica)
    return {}
  },
  trail: { readOnly: false },
})

/** The permission on both keys, each in its own Region. */
const neededPermissions = (call: UpdateCall): readonly KmsAccess[] => {
  const { target } = call
  const onPrimary = { action: 'kms:UpdatePrimaryRegion', on: target }
  const replica = target.found === undefined ? undefined : replicaIn(call, target.found)
  return replica === undefined ? [onPrimary] : [onPrimary, { ...onPrimary, on: targetOf(replica) }]
}

/** That a single-Region key is refused in the same words is inferred. Source: spec/kms.md 3.3 (recorded). */
const isPrimary = ({ arn, region, family: { multiRegion } }: KeyRecord): Outcome<undefined, Failure> =>
  multiRegion?.primaryRegion === region
    ? PASS
    : refuse(kmsFailure('KMSInvalidStateException', `${arn} is not a multi-Region primary key.`))

const canBePrimary = (call: UpdateCall): Outcome<undefined, Failure> => {
  const { target, input, operation } = call
  const { keyId, region } = keyOf(target)
  if (input.PrimaryRegion === region) return PASS
  const replica = replicaIn(call, keyOf(target))
  return replica === undefined
    ? refuse(kmsFailure('ValidationException', `${keyId} does not have a replica key in the specified Region.`))
    : checkState(replica, operation.name)
}

const replicaIn = ({ world, input }: UpdateCall, { account, keyId, family }: KeyRecord): KeyRecord | undefined => {
  const region = input.PrimaryRegion as string
  return family.multiRegion?.replicaRegions.includes(region) ? findKey(world, account, region, keyId) : undefined
}
