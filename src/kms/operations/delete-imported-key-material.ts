import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import { keyOrigin, keyState } from '../checks.ts'
import { kmsFailure } from '../errors.ts'
import { keyIdentifier, keyMaterialId } from '../fields.ts'
import { associatedMaterial, dropImport, dropPendingMaterial, isPending } from '../imported-material.ts'
import { checkImportParameters } from '../imported-parameters.ts'
import { byKeyIdOrArn, type KeyTarget, keyOf } from '../resolve.ts'
import { keyIdElement } from '../trail-facts.ts'

/** Input of DeleteImportedKeyMaterial. */
export interface DeleteImportedKeyMaterialInput {
  /** Key id or key ARN of a key of origin EXTERNAL. */
  KeyId: string | undefined
  /** Default: the current material. Only for symmetric encryption keys. */
  KeyMaterialId?: string | undefined
}

/** Output of DeleteImportedKeyMaterial. */
export interface DeleteImportedKeyMaterialOutput {
  /** The key's ARN. */
  KeyId: string
  /** 64 hexadecimal digits; only for symmetric encryption keys that have had material. */
  KeyMaterialId?: string
}

type DeleteCall = Call<DeleteImportedKeyMaterialInput, KeyTarget>

/**
 * Deletes imported key material from a key. Without it the key is unusable until the same material is imported again; only material that
 * is pending rotation can go without a trace.
 */
export const DeleteImportedKeyMaterial = defineOperation({
  name: 'DeleteImportedKeyMaterial',
  action: 'kms:DeleteImportedKeyMaterial',
  doc: 'kms/latest/APIReference/API_DeleteImportedKeyMaterial.html',
  basis: 'V:obs',
  input: shape<DeleteImportedKeyMaterialInput>({ KeyId: keyIdentifier().required(), KeyMaterialId: keyMaterialId() }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [keyOrigin('EXTERNAL'), keyState, (call) => knowsMaterial(call)],
  commit: ({ world, input, target }): DeleteImportedKeyMaterialOutput => {
    const key = keyOf(target)
    const { arn, family } = key
    const id = input.KeyMaterialId ?? family.materials.at(-1)?.id
    if (id === undefined) return { KeyId: arn }
    if (isPending(family, id)) dropPendingMaterial(world, key, id)
    else dropImport(world, key, id)
    return family.keySpec === 'SYMMETRIC_DEFAULT' ? { KeyId: arn, KeyMaterialId: id } : { KeyId: arn }
  },
  trail: { readOnly: false, responseElements: keyIdElement },
})

/** Source: spec/kms.md 7.4 (recorded); that keys of other kinds refuse the id here as they do in ImportKeyMaterial is inferred. */
const knowsMaterial = ({ input: { KeyMaterialId }, target }: DeleteCall): Outcome<undefined, Failure> => {
  const { arn, family } = keyOf(target)
  if (KeyMaterialId === undefined) return PASS
  if (family.keySpec !== 'SYMMETRIC_DEFAULT') return checkImportParameters(keyOf(target), { KeyMaterialId })
  const text = `Key material (id: ${KeyMaterialId}) has never been imported into KMS key ${arn}.`
  return associatedMaterial(family, KeyMaterialId) === undefined ? refuse(kmsFailure('ValidationException', text)) : PASS
}
