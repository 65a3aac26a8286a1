import { defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import { keyState } from '../checks.ts'
import { keyIdentifier } from '../fields.ts'
import { byKeyIdOrArn, keyOf } from '../resolve.ts'
import { catchUpRotation } from '../rotation.ts'
import { keyIdElement } from '../trail-facts.ts'

/** Input of EnableKey. */
export interface EnableKeyInput {
  /** Key id or key ARN. */
  KeyId: string | undefined
}

/** Output of EnableKey: nothing. */
export type EnableKeyOutput = Record<never, never>

/** Makes a disabled key usable again. A key that is enabled already stays so. A rotation that is overdue follows at once. */
export const EnableKey = defineOperation({
  name: 'EnableKey',
  action: 'kms:EnableKey',
  doc: 'kms/latest/APIReference/API_EnableKey.html',
  basis: 'V:doc',
  input: shape<EnableKeyInput>({ KeyId: keyIdentifier().required() }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [keyState],
  commit: ({ world, target }): EnableKeyOutput => {
    const key = keyOf(target)
    if (key.status.state === 'Disabled') key.status = { state: 'Enabled' }
    catchUpRotation(world, key)
    return {}
  },
  trail: { readOnly: false, responseElements: keyIdElement },
})
