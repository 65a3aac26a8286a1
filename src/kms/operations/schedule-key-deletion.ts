import { defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { integer, shape } from '../../core/shape.ts'
import { keyState } from '../checks.ts'
import { kmsFailure } from '../errors.ts'
import { keyIdentifier } from '../fields.ts'
import { startWaiting } from '../key-deletion.ts'
import { byKeyIdOrArn, keyOf } from '../resolve.ts'
import { sentMembers } from '../trail-facts.ts'

/** Input of ScheduleKeyDeletion. */
export interface ScheduleKeyDeletionInput {
  /** Key id or key ARN. */
  KeyId: string | undefined
  /** 7 to 30; default 30. */
  PendingWindowInDays?: number | undefined
}

/** Output of ScheduleKeyDeletion. */
export interface ScheduleKeyDeletionOutput {
  /** The key's ARN. */
  KeyId: string
  /** When the key goes. Absent for a primary key that waits for its replicas. */
  DeletionDate?: Date
  KeyState: 'PendingDeletion' | 'PendingReplicaDeletion'
  PendingWindowInDays: number
}

/**
 * Makes a key unusable and deletes it at the end of a waiting period. A multi-Region primary key first waits until the last of its
 * replicas is really deleted; its own period begins then.
 */
export const ScheduleKeyDeletion = defineOperation({
  name: 'ScheduleKeyDeletion',
  action: 'kms:ScheduleKeyDeletion',
  doc: 'kms/latest/APIReference/API_ScheduleKeyDeletion.html',
  basis: 'V:doc',
  input: shape<ScheduleKeyDeletionInput>({
    KeyId: keyIdentifier().required(),
    PendingWindowInDays: integer({ min: 1, max: 365 }),
  }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [({ input }) => checkWindow(windowDays(input)), keyState],
  commit: ({ world, target, input }): ScheduleKeyDeletionOutput => {
    const key = keyOf(target)
    const days = windowDays(input)
    const status = startWaiting(world, key, days)
    return {
      KeyId: key.arn,
      ...(status.state === 'PendingDeletion' ? { DeletionDate: new Date(status.deletionDate) } : {}),
      KeyState: status.state,
      PendingWindowInDays: days,
    }
  },
  trail: {
    readOnly: false,
    requestParameters: ({ input }) => ({ ...sentMembers(input, 'KeyId'), pendingWindowInDays: windowDays(input) }),
    responseElements: ({ output }) => recordedAnswer(output),
  },
})

const windowDays = (input: unknown) => (input as ScheduleKeyDeletionInput).PendingWindowInDays ?? 30

/** Tighter than the model's 1 to 365, with a sentence of its own. Source: spec/kms.md 10.3 (observed). */
const checkWindow = (days: number): Outcome<undefined, Failure> =>
  days >= 7 && days <= 30 ? PASS : refuse(kmsFailure('ValidationException', 'PendingWindowInDays must be between 7 and 30'))

/** An entry keeps moments as texts, ISO 8601, as records of 2026 write them. Source: spec/kms.md 11.1, 11.2. */
const recordedAnswer = (output: unknown) => {
  const { KeyId, KeyState, DeletionDate, PendingWindowInDays } = output as ScheduleKeyDeletionOutput
  return {
    keyId: KeyId,
    keyState: KeyState,
    ...(DeletionDate === undefined ? {} : { deletionDate: DeletionDate }),
    pendingWindowInDays: PendingWindowInDays,
  }
}
