import { parseArn } from '../../core/identifiers.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text } from '../../core/shape.ts'
import { broken } from '../../core/simulator-error.ts'
import type { KmsAccess } from '../access.ts'
import { keyState } from '../checks.ts'
import { kmsFailure } from '../errors.ts'
import { dryRun, keyIdentifier } from '../fields.ts'
import { checkGrantId, findGrant, grantExists } from '../grant-identifiers.ts'
import { grantsOf, removeGrant } from '../grant-index.ts'
import { readGrantToken } from '../grant-tokens.ts'
import { type GrantRecord, retirementRights } from '../grants.ts'
import { byKeyIdOrArn, type KeyTarget, keyOf, targetOf } from '../resolve.ts'
import { findKey } from '../store.ts'
import { keyIdElement, note } from '../trail-facts.ts'

/** Input of RetireGrant: either `GrantToken`, or `KeyId` and `GrantId`. */
export interface RetireGrantInput {
  GrantToken?: string | undefined
  /** Key id or key ARN. */
  KeyId?: string | undefined
  GrantId?: string | undefined
  DryRun?: boolean | undefined
}

/** Output of RetireGrant: nothing. */
export type RetireGrantOutput = Record<never, never>

/** The key, and the grant if there is one. */
interface RetireTarget extends KeyTarget {
  readonly grantId: string
  readonly grant: GrantRecord | undefined
}

/**
 * Ends a grant, by the right of whoever is done with it: its retiring principal, its grantee where the grant says so, or the account
 * that made it. No key policy can allow or forbid it; a Deny in the caller's own policies does.
 */
export const RetireGrant = defineOperation({
  name: 'RetireGrant',
  action: 'kms:RetireGrant',
  doc: 'kms/latest/APIReference/API_RetireGrant.html',
  basis: 'V:doc',
  input: shape<RetireGrantInput>({
    GrantToken: text({ min: 1, max: 8192 }),
    KeyId: keyIdentifier(),
    GrantId: text({ min: 1, max: 128 }),
    DryRun: dryRun(),
  }),
  target: (call) => retireTarget(call),
  access: ({ target, request: { principal } }): readonly KmsAccess[] => [
    {
      action: 'kms:RetireGrant',
      on: target,
      grant: target.grant,
      onlyGrants: retirementRights(target, target.grant, principal),
    },
  ],
  crossAccount: true,
  checks: [keyState, ({ target }) => grantExists(target.grant, keyOf(target), target.grantId)],
  commit: (call): RetireGrantOutput => {
    const { world, target } = call
    const grant = target.grant ?? broken('A grant that does not exist passed the checks')
    removeGrant(grantsOf(world, keyOf(target)), grant)
    note(call, { additionalEventData: { grantId: grant.grantId } })
    return {}
  },
  trail: { readOnly: false, requestParameters: () => null, responseElements: keyIdElement },
})

const retireTarget = (call: Call<RetireGrantInput>): Outcome<RetireTarget, Failure> => {
  const { GrantToken, KeyId, GrantId } = call.input
  if (GrantToken !== undefined && KeyId === undefined && GrantId === undefined) return byToken(call, GrantToken)
  if (GrantToken !== undefined || KeyId === undefined || GrantId === undefined) return refuse(WHICH_GRANT)
  const id = checkGrantId(GrantId)
  if (!id.ok) return id
  const named = byKeyIdOrArn(call, KeyId)
  if (!named.ok) return named
  return succeed({ ...named.value, grantId: GrantId, grant: findGrant(call.world, named.value.found, GrantId) })
}

/** A token of a grant that is no more counts as one that never was. */
const byToken = ({ world, region }: Call, token: string): Outcome<RetireTarget, Failure> => {
  const reference = readGrantToken(world, token)
  const arn = reference === undefined ? undefined : parseArn(reference.keyArn)
  if (reference === undefined || arn === undefined || arn.region !== region) return refuse(INVALID_TOKEN)
  const key = findKey(world, arn.account, region, arn.resource.slice('key/'.length))
  const grant = findGrant(world, key, reference.grantId)
  return key === undefined || grant === undefined
    ? refuse(INVALID_TOKEN)
    : succeed({ ...targetOf(key), grantId: grant.grantId, grant })
}

const INVALID_TOKEN = kmsFailure('InvalidGrantTokenException', 'Invalid grant token.')
const WHICH_GRANT = kmsFailure('ValidationException', 'You must specify either a GrantToken, or a KeyId and a GrantId.')
