import { defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import { keyState } from '../checks.ts'
import { keyIdentifier } from '../fields.ts'
import { byKeyIdOrArn, keyOf } from '../resolve.ts'
import { keyIdElement } from '../trail-facts.ts'

/** Input of DisableKey. */
export interface DisableKeyInput {
  /** Key id or key ARN. */
  KeyId: string | undefined
}

/** Output of DisableKey: nothing. */
export type DisableKeyOutput = Record<never, never>

/** Makes a key unusable until EnableKey. A key that is disabled already stays so. */
export const DisableKey = defineOperation({
  name: 'DisableKey',
  action: 'kms:DisableKey',
  doc: 'kms/latest/APIReference/API_DisableKey.html',
  basis: 'V:doc',
  input: shape<DisableKeyInput>({ KeyId: keyIdentifier().required() }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [keyState],
  commit: ({ target }): DisableKeyOutput => {
    const key = keyOf(target)
    if (key.status.state === 'Enabled') key.status = { state: 'Disabled' }
    return {}
  },
  trail: { readOnly: false, responseElements: keyIdElement },
})
