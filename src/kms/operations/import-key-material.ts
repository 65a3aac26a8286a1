import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { blob, oneOf, shape, text, timestamp } from '../../core/shape.ts'
import { keyOrigin, keyState } from '../checks.ts'
import { kmsFailure } from '../errors.ts'
import { ciphertext, keyIdentifier, keyMaterialId } from '../fields.ts'
import { readImportToken } from '../import-tokens.ts'
import { unwrap } from '../import-wrapping.ts'
import { readKeyMaterial } from '../imported-formats.ts'
import { addImport, associatedMaterial } from '../imported-material.ts'
import { checkImportParameters, expirationDate, isNewMaterial } from '../imported-parameters.ts'
import { nameMaterial } from '../key-material.ts'
import { currentMaterial, type KeyMaterial, type KeyRecord } from '../key-record.ts'
import { byKeyIdOrArn, type KeyTarget, keyOf } from '../resolve.ts'
import { keyIdElement, sentMembers } from '../trail-facts.ts'

/** Input of ImportKeyMaterial. */
export interface ImportKeyMaterialInput {
  /** Key id or key ARN of a key of origin EXTERNAL. */
  KeyId: string | undefined
  /** From GetParametersForImport. It works for 24 hours, as often as it is used. */
  ImportToken: Uint8Array | undefined
  /** The key material, wrapped with the public key that came with the token. */
  EncryptedKeyMaterial: Uint8Array | undefined
  /** Needed unless the material does not expire; less than 365 days ahead. Fractions of a second are cut off. */
  ValidTo?: Date | undefined
  /** Default `KEY_MATERIAL_EXPIRES`. */
  ExpirationModel?: 'KEY_MATERIAL_EXPIRES' | 'KEY_MATERIAL_DOES_NOT_EXPIRE' | undefined
  /** Default: new for the first material, existing for every later one. Only for symmetric encryption keys. */
  ImportType?: 'NEW_KEY_MATERIAL' | 'EXISTING_KEY_MATERIAL' | undefined
  /** Up to 256 characters. Only for symmetric encryption keys, and of a multi-Region family only on the primary key. */
  KeyMaterialDescription?: string | undefined
  /** The material that this import must be, 64 hexadecimal digits. Only for symmetric encryption keys. */
  KeyMaterialId?: string | undefined
}

/** Output of ImportKeyMaterial. */
export interface ImportKeyMaterialOutput {
  /** The key's ARN. */
  KeyId: string
  /** 64 hexadecimal digits; only for symmetric encryption keys. */
  KeyMaterialId?: string
}

type ImportCall = Call<ImportKeyMaterialInput, KeyTarget>

/** What {@link ImportKeyMaterial} is about to put into the key. */
interface PreparedImport {
  readonly material: KeyMaterial
  readonly bytes: Uint8Array
  readonly validTo: number | undefined
}

/**
 * Puts key material into a key of origin EXTERNAL: its first, one that it has had before, or a new one for the next on-demand rotation.
 * The key is usable when it has all materials that it ever had.
 */
export const ImportKeyMaterial = defineOperation({
  name: 'ImportKeyMaterial',
  action: 'kms:ImportKeyMaterial',
  doc: 'kms/latest/APIReference/API_ImportKeyMaterial.html',
  basis: 'V:obs',
  input: shape<ImportKeyMaterialInput>({
    KeyId: keyIdentifier().required(),
    ImportToken: blob({ min: 1, max: 6144 }).required(),
    EncryptedKeyMaterial: ciphertext().required(),
    ValidTo: timestamp(),
    ExpirationModel: oneOf(['KEY_MATERIAL_EXPIRES', 'KEY_MATERIAL_DOES_NOT_EXPIRE']),
    ImportType: oneOf(['NEW_KEY_MATERIAL', 'EXISTING_KEY_MATERIAL']),
    KeyMaterialDescription: text({ min: 1, max: 256, pattern: /^[a-zA-Z0-9:/_\s.-]+$/ }),
    KeyMaterialId: keyMaterialId(),
  }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [
    keyOrigin('EXTERNAL'),
    keyState,
    ({ input, target }) => checkImportParameters(keyOf(target), input),
    ({ input, time }) => expirationDate(input, time),
  ],
  prepare: (call) => prepareImport(call),
  commit: ({ world, input, target, prepared }): ImportKeyMaterialOutput => {
    const key = keyOf(target)
    const { arn, family } = key
    const known = associatedMaterial(family, prepared.material.id)
    const material = known ?? prepared.material
    if (known === undefined && family.materials.length === 0) family.materials.push(material)
    else if (known === undefined) family.pendingMaterial = material
    if (input.KeyMaterialDescription !== undefined) material.description = input.KeyMaterialDescription
    addImport(world, key, { ...prepared, material })
    return family.keySpec === 'SYMMETRIC_DEFAULT' ? { KeyId: arn, KeyMaterialId: material.id } : { KeyId: arn }
  },
  trail: {
    readOnly: false,
    requestParameters: ({ input }) => importParameters(input),
    responseElements: keyIdElement,
  },
})

/** Token, wrapping, form, identity: in this order. Source of the refusals: spec/kms.md 7.4 (recorded). */
const prepareImport = (call: ImportCall): Outcome<PreparedImport, Failure> => {
  const { world, input, target, time } = call
  const key = keyOf(target)
  const ticket = readImportToken(world, input.ImportToken as Uint8Array)
  if (ticket?.keyArn !== key.arn) return refuse(kmsFailure('InvalidImportTokenException'))
  if (time >= ticket.validTo) return refuse(kmsFailure('ExpiredImportTokenException'))
  const unwrapped = unwrap(world, ticket.wrapping, ticket.privateKey, input.EncryptedKeyMaterial as Uint8Array)
  const bytes = unwrapped && readKeyMaterial(world, key.family.keySpec, unwrapped)
  if (bytes === undefined) return refuse(kmsFailure('InvalidCiphertextException'))
  const material = nameMaterial(world, key.family, bytes)
  const expected = isNewMaterial(key, input) ? checkNew(key, material.id) : checkExisting(key, material.id, input.KeyMaterialId)
  if (!expected.ok) return expected
  const validTo = expirationDate(input, time)
  return validTo.ok ? succeed({ material, bytes, validTo: validTo.value }) : validTo
}

const checkNew = ({ arn, family }: KeyRecord, id: string): Outcome<undefined, Failure> => {
  if (associatedMaterial(family, id) !== undefined) {
    const known = `Key material (id: ${id}) being imported as NEW_KEY_MATERIAL is already associated with KMS key ${arn}.`
    return refuse(kmsFailure('IncorrectKeyMaterialException', known))
  }
  const { pendingMaterial: pending } = family
  if (pending === undefined) return PASS
  const text = `New key material (id: ${id}) cannot be imported into KMS key ${arn}, because another key material (id: ${pending.id}) is pending rotation.`
  return refuse(kmsFailure('KMSInvalidStateException', text))
}

/** For a key without any material, asked for an existing one, the sentence is inferred from that of DeleteImportedKeyMaterial. */
const checkExisting = ({ arn, family }: KeyRecord, id: string, wanted: string | undefined): Outcome<undefined, Failure> => {
  if (wanted === undefined ? associatedMaterial(family, id) !== undefined : wanted === id && family.materials.length > 0) {
    return PASS
  }
  const text =
    family.materials.length === 0
      ? `Key material (id: ${wanted ?? id}) has never been imported into KMS key ${arn}.`
      : `Imported key material does not have the expected identifier (${wanted ?? currentMaterial(family).id}).`
  return refuse(kmsFailure('IncorrectKeyMaterialException', text))
}

/** CloudTrail's request parameters: neither token nor material. Source: spec/kms.md 11.1. */
const importParameters = (input: unknown) =>
  sentMembers(input, 'KeyId', 'ValidTo', 'ExpirationModel', 'ImportType', 'KeyMaterialDescription', 'KeyMaterialId')
