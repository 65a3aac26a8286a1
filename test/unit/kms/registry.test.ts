import { describe, expect, it } from 'vitest'
import type { KmsApi } from '../../../src/kms/api.ts'
import { KEY_STATE_RULES, OPERATIONS_WITHOUT_KEY } from '../../../src/kms/key-states.ts'
import { KMS_OPERATIONS } from '../../../src/kms/operations.ts'
import { kmsService } from '../../../src/kms/service.ts'
import { CALL_CASES } from '../../support/kms/call-cases.ts'
import { kmsWorld } from '../../support/kms/kms-world.ts'

/** Every method of the public type: the compiler rejects a missing or a foreign one. */
const METHODS: Record<keyof KmsApi, true> = {
  cancelKeyDeletion: true,
  connectCustomKeyStore: true,
  createAlias: true,
  createCustomKeyStore: true,
  createGrant: true,
  createKey: true,
  decapsulate: true,
  decrypt: true,
  deleteAlias: true,
  deleteCustomKeyStore: true,
  deleteImportedKeyMaterial: true,
  deriveSharedSecret: true,
  describeCustomKeyStores: true,
  describeKey: true,
  disableKey: true,
  disableKeyRotation: true,
  disconnectCustomKeyStore: true,
  enableKey: true,
  enableKeyRotation: true,
  encapsulate: true,
  encrypt: true,
  generateDataKey: true,
  generateDataKeyPair: true,
  generateDataKeyPairWithoutPlaintext: true,
  generateDataKeyWithoutPlaintext: true,
  generateMac: true,
  generateRandom: true,
  getKeyLastUsage: true,
  getKeyPolicy: true,
  getKeyRotationStatus: true,
  getParametersForImport: true,
  getPublicKey: true,
  importKeyMaterial: true,
  listAliases: true,
  listGrants: true,
  listKeyPolicies: true,
  listKeyRotations: true,
  listKeys: true,
  listResourceTags: true,
  listRetirableGrants: true,
  putKeyPolicy: true,
  reEncrypt: true,
  replicateKey: true,
  retireGrant: true,
  revokeGrant: true,
  rotateKeyOnDemand: true,
  scheduleKeyDeletion: true,
  sign: true,
  tagResource: true,
  untagResource: true,
  updateAlias: true,
  updateCustomKeyStore: true,
  updateKeyDescription: true,
  updatePrimaryRegion: true,
  verify: true,
  verifyMac: true,
}

describe('the registry of KMS', () => {
  it('has an operation for every method of KmsApi and a method for every operation', () => {
    expect(Object.keys(kmsWorld().kms())).toEqual(Object.keys(METHODS))
  })

  it('knows each operation by its own name', () => {
    expect([...kmsService.operations].map(([name, operation]) => [name, operation.name])).toEqual(
      KMS_OPERATIONS.map(({ name }) => [name, name]),
    )
  })

  it('has a key-state rule or no key for every operation', () => {
    const known: readonly string[] = [...Object.keys(KEY_STATE_RULES), ...OPERATIONS_WITHOUT_KEY]
    expect(KMS_OPERATIONS.filter(({ name }) => !known.includes(name))).toEqual([])
  })

  it.each(KMS_OPERATIONS)('cites the AWS page and the basis of $name', ({ name, doc, basis, action }) => {
    expect(doc).toBe(`kms/latest/APIReference/API_${name}.html`)
    expect(basis).toMatch(/^(?:V:(?:model|doc|snap|obs)|E|I)$/)
    expect(action).toMatch(/^kms:[A-Z][A-Za-z]+$/)
  })

  it('is covered by the shared cases of these tests', () => {
    expect(CALL_CASES.map(({ operation }) => operation)).toEqual(KMS_OPERATIONS.map(({ name }) => name))
  })
})
