import { defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import { keyState } from '../checks.ts'
import { keyIdentifier } from '../fields.ts'
import { hasItsMaterial } from '../imported-material.ts'
import { byKeyIdOrArn, keyOf } from '../resolve.ts'
import { keyIdElement } from '../trail-facts.ts'

/** Input of CancelKeyDeletion. */
export interface CancelKeyDeletionInput {
  /** Key id or key ARN. */
  KeyId: string | undefined
}

/** Output of CancelKeyDeletion. */
export interface CancelKeyDeletionOutput {
  /** The key's ARN. */
  KeyId: string
}

/**
 * Ends the waiting period of a key. The key is then disabled, not enabled: EnableKey makes it usable. A key that lacks imported material
 * waits for its import.
 */
export const CancelKeyDeletion = defineOperation({
  name: 'CancelKeyDeletion',
  action: 'kms:CancelKeyDeletion',
  doc: 'kms/latest/APIReference/API_CancelKeyDeletion.html',
  basis: 'V:obs',
  input: shape<CancelKeyDeletionInput>({ KeyId: keyIdentifier().required() }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [keyState],
  commit: ({ target }): CancelKeyDeletionOutput => {
    const key = keyOf(target)
    key.status = { state: hasItsMaterial(key) ? 'Disabled' : 'PendingImport' }
    return { KeyId: key.arn }
  },
  trail: { readOnly: false, responseElements: keyIdElement },
})
