import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import type { KmsApi } from '../../../src/kms/api.ts'
import type { GetParametersForImportOutput } from '../../../src/kms/operations/get-parameters-for-import.ts'
import type { ImportKeyMaterialInput } from '../../../src/kms/operations/import-key-material.ts'
import { hsmOf } from '../../../src/kms/store.ts'
import type { Subject } from './call-cases.ts'

/** Three different key materials for symmetric encryption. */
export const [M1, M2, M3] = [1, 2, 3].map((value) => new Uint8Array(32).fill(value)) as [Uint8Array, Uint8Array, Uint8Array]

/** A key material id that no material has. */
export const NO_MATERIAL = '0'.repeat(64)

/** What an import is made with, apart from the material. */
export type Importing = Pick<ImportKeyMaterialInput, 'ImportToken' | 'EncryptedKeyMaterial'>

/** Imports material as a user of AWS would, with a wrapping key of its own; it does not expire unless `more` says so. */
export const importMaterial = (
  kms: KmsApi,
  KeyId: string,
  material: Uint8Array,
  more: Partial<ImportKeyMaterialInput> = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' },
) => kms.importKeyMaterial({ KeyId, ...wrapped(kms, KeyId, material), ...more })

/** Parameters for an import, by RSAES_OAEP_SHA_256 and RSA_2048. */
export const parametersFor = (kms: KmsApi, KeyId: string): GetParametersForImportOutput =>
  kms.getParametersForImport({ KeyId, WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' })

/** Token and wrapped material: OpenSSL wraps. */
export const wrapped = (
  kms: KmsApi,
  KeyId: string,
  material: Uint8Array,
): Importing & { ImportToken: Uint8Array; EncryptedKeyMaterial: Uint8Array } => {
  const { ImportToken, PublicKey } = parametersFor(kms, KeyId)
  return { ImportToken, EncryptedKeyMaterial: oaep(PublicKey, material) }
}

/** RSAES-OAEP by OpenSSL. */
export const oaep = (publicKey: Uint8Array, material: Uint8Array, oaepHash = 'sha256'): Uint8Array => {
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
  return new Uint8Array(publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, material))
}

/** An AES-256 key under RSAES-OAEP and the material under that key (RFC 5649), by OpenSSL. */
export const rsaAesKeyWrap = (publicKey: Uint8Array, material: Uint8Array, oaepHash = 'sha256'): Uint8Array => {
  const key = randomBytes(32)
  const cipher = createCipheriv('id-aes256-wrap-pad', key, Buffer.from('a65959a6', 'hex'))
  return Uint8Array.from([...oaep(publicKey, key, oaepHash), ...cipher.update(material), ...cipher.final()])
}

/** Turns the key of a subject into one whose material was imported, for tests of what only such a key can do. */
export const asImported = (given: Subject): void => {
  const record = given.w.record(given.arn)
  const imports = new Map(record.family.materials.map(({ id }) => [id, {}]))
  Object.assign(record, { imports })
  Object.assign(record.family, { origin: 'EXTERNAL' })
}

/** What the material of a subject's key is imported with once more. */
export const importingAgain = ({ w, arn, keyId }: Subject): Importing => {
  const [material] = w.record(arn).family.materials
  return wrapped(w.kms(), keyId, hsmOf(w.world).get(material?.id ?? '') as Uint8Array)
}
