import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import { keyState } from '../checks.ts'
import { kmsFailure } from '../errors.ts'
import { keyIdentifier } from '../fields.ts'
import { byKeyIdOrArn, type KeyTarget, keyOf } from '../resolve.ts'
import { onDemandRotations, startOnDemandRotation } from '../rotation.ts'
import { isNoReplica, isNotInKeyStore, isSymmetric } from '../rotation-checks.ts'
import { membersOf } from '../store.ts'
import { keyIdElement } from '../trail-facts.ts'

/** Input of RotateKeyOnDemand. */
export interface RotateKeyOnDemandInput {
  /** Key id or key ARN of a symmetric encryption key; of a multi-Region key, the primary. */
  KeyId: string | undefined
}

/** Output of RotateKeyOnDemand. */
export interface RotateKeyOnDemandOutput {
  /** The key's ARN. */
  KeyId: string
}

type RotateCall = Call<RotateKeyOnDemandInput, KeyTarget>

/**
 * Gives a key new key material now, whatever its schedule: at most 25 times. What was encrypted before still opens. A key with imported
 * material goes over to the material that was imported as new.
 *
 * Order of checks, as recorded: the state before the material that is to be there (spec/kms.md 0.3).
 */
export const RotateKeyOnDemand = defineOperation({
  name: 'RotateKeyOnDemand',
  action: 'kms:RotateKeyOnDemand',
  doc: 'kms/latest/APIReference/API_RotateKeyOnDemand.html',
  basis: 'V:snap',
  input: shape<RotateKeyOnDemandInput>({ KeyId: keyIdentifier().required() }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [
    keyState,
    isNotInKeyStore,
    isSymmetric,
    isNoReplica,
    (call) => hasMaterialToRotateTo(call),
    (call) => isAtRest(call),
    (call) => hasRotationsLeft(call),
  ],
  commit: ({ world, target }): RotateKeyOnDemandOutput => {
    const { arn, family } = keyOf(target)
    startOnDemandRotation(world, family)
    return { KeyId: arn }
  },
  trail: { readOnly: false, responseElements: keyIdElement },
})

/** Imported material takes part as soon as all members of the family have it, even past its `ValidTo`. Source: spec/kms.md 3.6, 7.2. */
const hasMaterialToRotateTo = ({ world, target }: RotateCall): Outcome<undefined, Failure> => {
  const { arn, family, imports } = keyOf(target)
  if (imports === undefined) return PASS
  const { pendingMaterial } = family
  if (pendingMaterial === undefined || !imports.has(pendingMaterial.id)) {
    return refuse(invalidState(`No available key material pending rotation for the key: ${arn}.`))
  }
  return membersOf(world, family).every((member) => member.imports?.has(pendingMaterial.id))
    ? PASS
    : refuse(invalidState(NOT_IN_REPLICAS))
}

/** That an on-demand rotation in progress is answered in the same words is inferred. Source: API Reference, RotateKeyOnDemand. */
const isAtRest = ({ target, time }: RotateCall): Outcome<undefined, Failure> => {
  const { onDemandRotationStart, automaticRotation } = keyOf(target).family
  const isDueSoon =
    automaticRotation !== undefined &&
    automaticRotation.nextDate > time &&
    automaticRotation.nextDate <= time + BEFORE_SCHEDULED_MILLISECONDS
  return onDemandRotationStart === undefined && !isDueSoon ? PASS : refuse(kmsFailure('ConflictException', IN_PROGRESS))
}

const hasRotationsLeft = ({ target }: RotateCall): Outcome<undefined, Failure> => {
  const { arn, family } = keyOf(target)
  return onDemandRotations(family) < ON_DEMAND_ROTATIONS_MAX
    ? PASS
    : refuse(kmsFailure('LimitExceededException', `${LIMIT_REACHED} ${arn}`))
}

const invalidState = (message: string) => kmsFailure('KMSInvalidStateException', message)

const ON_DEMAND_ROTATIONS_MAX = 25
const BEFORE_SCHEDULED_MILLISECONDS = 20 * 60 * 1000

const NOT_IN_REPLICAS =
  'Cannot perform key material rotation: Key material has not been imported for replicas of the Multi-Region key.'
/** The model's sentence; what AWS really sends was not seen. */
const IN_PROGRESS =
  'The request was rejected because an automatic rotation of this key is currently in progress or scheduled to begin within the next 20 minutes.'
const LIMIT_REACHED =
  'The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key:'
