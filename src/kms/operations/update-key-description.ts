import { defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import { keyState } from '../checks.ts'
import { description, keyIdentifier } from '../fields.ts'
import { byKeyIdOrArn, keyOf } from '../resolve.ts'
import { keyIdElement } from '../trail-facts.ts'

/** Input of UpdateKeyDescription. */
export interface UpdateKeyDescriptionInput {
  /** Key id or key ARN. */
  KeyId: string | undefined
  /** Up to 8192 characters. It takes the place of the old one. */
  Description: string | undefined
}

/** Output of UpdateKeyDescription: nothing. */
export type UpdateKeyDescriptionOutput = Record<never, never>

/** Puts a description in the place of the old one. */
export const UpdateKeyDescription = defineOperation({
  name: 'UpdateKeyDescription',
  action: 'kms:UpdateKeyDescription',
  doc: 'kms/latest/APIReference/API_UpdateKeyDescription.html',
  basis: 'V:model',
  input: shape<UpdateKeyDescriptionInput>({ KeyId: keyIdentifier().required(), Description: description().required() }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [keyState],
  commit: ({ input, target }): UpdateKeyDescriptionOutput => {
    keyOf(target).description = input.Description as string
    return {}
  },
  trail: { readOnly: false, responseElements: keyIdElement },
})
