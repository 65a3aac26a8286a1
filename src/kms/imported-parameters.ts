import { type Outcome, PASS, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { kmsFailure } from './errors.ts'
import type { KeyRecord } from './key-record.ts'

/** What a request says of the material that it imports. */
export interface ImportParameters {
  readonly ImportType?: 'NEW_KEY_MATERIAL' | 'EXISTING_KEY_MATERIAL' | undefined
  readonly KeyMaterialDescription?: string | undefined
  readonly KeyMaterialId?: string | undefined
  readonly ExpirationModel?: 'KEY_MATERIAL_EXPIRES' | 'KEY_MATERIAL_DOES_NOT_EXPIRE' | undefined
  readonly ValidTo?: Date | undefined
}

/** Without a type, a key's first material is new and every later one is to be one that the key knows. */
export const isNewMaterial = ({ family }: KeyRecord, { ImportType }: ImportParameters): boolean =>
  ImportType === undefined ? family.materials.length === 0 : ImportType === 'NEW_KEY_MATERIAL'

/** The parameters go together with each other and with the kind of key. Source: spec/kms.md 3.6, 7.4 (recorded). */
export const checkImportParameters = (key: KeyRecord, parameters: ImportParameters): Outcome<undefined, Failure> => {
  const { keySpec } = key.family
  const { ImportType, KeyMaterialDescription, KeyMaterialId } = parameters
  if (keySpec !== 'SYMMETRIC_DEFAULT') {
    const given = { importType: ImportType, keyMaterialId: KeyMaterialId, keyMaterialDescription: KeyMaterialDescription }
    const [refused] = Object.entries(given).filter(([, value]) => value !== undefined)
    if (refused !== undefined)
      return refuse(invalid(`Input parameter ${refused[0]} cannot be used with ${keySpec} imported keys.`))
  }
  if (isReplica(key) && KeyMaterialDescription !== undefined) return refuse(invalid(DESCRIPTION_ON_REPLICA))
  if (isReplica(key) && ImportType === 'NEW_KEY_MATERIAL') return refuse(invalid(NEW_ON_REPLICA))
  return isNewMaterial(key, parameters) && KeyMaterialId !== undefined ? refuse(invalid(ID_OF_NEW)) : PASS
}

/**
 * When the material expires (epoch milliseconds, whole seconds), or `undefined` where it does not. At exactly 365 days: refused, which
 * is inferred. Source: spec/kms.md 7.4 (recorded).
 */
export const expirationDate = (
  { ExpirationModel, ValidTo }: ImportParameters,
  now: number,
): Outcome<number | undefined, Failure> => {
  const isForEver = ExpirationModel === 'KEY_MATERIAL_DOES_NOT_EXPIRE'
  if (ValidTo === undefined) return isForEver ? PASS : refuse(invalid(NO_DATE))
  if (isForEver) return refuse(invalid(DATE_FOR_EVER))
  const validTo = Math.floor(ValidTo.getTime() / 1000) * 1000
  if (validTo <= now) return refuse(invalid('ValidTo must be in the future'))
  return validTo - now < YEAR_MILLISECONDS
    ? succeed(validTo)
    : refuse(invalid('ValidTo must be less than 365 days in the future'))
}

const isReplica = ({ region, family: { multiRegion } }: KeyRecord) =>
  multiRegion !== undefined && multiRegion.primaryRegion !== region

const invalid = (message: string) => kmsFailure('ValidationException', message)

const YEAR_MILLISECONDS = 365 * 24 * 60 * 60 * 1000

// With and without full stops as AWS sends them.
const DESCRIPTION_ON_REPLICA = 'Key material description can only be specified on primary Multi-Region keys'
const NEW_ON_REPLICA = 'Input parameter ImportType NEW_KEY_MATERIAL cannot be used on replica Multi-Region keys'
const ID_OF_NEW = 'Input parameter keyMaterialId cannot be used with NEW_KEY_MATERIAL importType.'
const NO_DATE = 'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES'
const DATE_FOR_EVER = 'A validTo date cannot be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE'
