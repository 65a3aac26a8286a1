import { defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import { keyState } from '../checks.ts'
import { keyIdentifier } from '../fields.ts'
import type { KeyRecord } from '../key-record.ts'
import { byKeyIdOrArn, keyOf } from '../resolve.ts'
import { isNotInKeyStore } from '../rotation-checks.ts'

/** Input of GetKeyRotationStatus. */
export interface GetKeyRotationStatusInput {
  /** Key id or key ARN; for a key of another account, the ARN. */
  KeyId: string | undefined
}

/** Output of GetKeyRotationStatus. */
export interface GetKeyRotationStatusOutput {
  /** The key's ARN in this Region. */
  KeyId: string
  /** Whether automatic rotation is on; false while the key is pending deletion, and for every key that cannot be rotated. */
  KeyRotationEnabled: boolean
  /** Only where automatic rotation is on. */
  RotationPeriodInDays?: number
  /** Only where automatic rotation is on. */
  NextRotationDate?: Date
  /** Only while an on-demand rotation is in progress. */
  OnDemandRotationStartDate?: Date
}

/** Says whether, and when, a key is rotated. Keys that cannot be rotated have an answer too. */
export const GetKeyRotationStatus = defineOperation({
  name: 'GetKeyRotationStatus',
  action: 'kms:GetKeyRotationStatus',
  doc: 'kms/latest/APIReference/API_GetKeyRotationStatus.html',
  basis: 'V:obs',
  input: shape<GetKeyRotationStatusInput>({ KeyId: keyIdentifier().required() }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: true,
  checks: [keyState, isNotInKeyStore],
  commit: ({ target }): GetKeyRotationStatusOutput => rotationStatus(keyOf(target)),
  trail: { readOnly: true },
})

/** Pending deletion hides the schedule, pending replica deletion does not. Source: spec/kms.md 2.2, footnote 16 (recorded). */
const rotationStatus = ({ arn, status, family }: KeyRecord): GetKeyRotationStatusOutput => {
  const { automaticRotation, onDemandRotationStart } = family
  const schedule = status.state === 'PendingDeletion' ? undefined : automaticRotation
  return {
    KeyId: arn,
    KeyRotationEnabled: schedule !== undefined,
    ...(schedule === undefined
      ? {}
      : { RotationPeriodInDays: schedule.periodDays, NextRotationDate: new Date(schedule.nextDate) }),
    ...(onDemandRotationStart === undefined ? {} : { OnDemandRotationStartDate: new Date(onDemandRotationStart) }),
  }
}
