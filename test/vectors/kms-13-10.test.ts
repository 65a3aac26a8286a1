import { describe, expect, it } from 'vitest'
import type { ImportKeyMaterialInput } from '../../src/kms/operations/import-key-material.ts'
import { importMaterial, M1, M2, M3, NO_MATERIAL, parametersFor, wrapped } from '../support/kms/importing.ts'
import { type KmsWorld, kmsWorld } from '../support/kms/kms-world.ts'
import { expectRefusal } from '../support/kms/refusals.ts'

const NO_EXPIRY = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const
const NEW = { ...NO_EXPIRY, ImportType: 'NEW_KEY_MATERIAL' } as const

/** A symmetric EXTERNAL key without material. */
const fresh = (w: KmsWorld = kmsWorld()) => {
  const kms = w.kms()
  const { KeyId, Arn } = kms.createKey({ Origin: 'EXTERNAL' }).KeyMetadata
  return {
    w,
    kms,
    KeyId,
    Arn,
    pendingImport: `${Arn} is pending import.`,
    metadata: () => kms.describeKey({ KeyId }).KeyMetadata,
    all: () => kms.listKeyRotations({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }).Rotations,
    bring: (material: Uint8Array, more?: Partial<ImportKeyMaterialInput>) =>
      importMaterial(kms, KeyId, material, more).KeyMaterialId as string,
    /** What an import is made with, ready beforehand: an attempt that is refused must change nothing. */
    attempt: (material: Uint8Array, more: Partial<ImportKeyMaterialInput>) => {
      const input = { KeyId, ...wrapped(kms, KeyId, material), ...more }
      return () => kms.importKeyMaterial(input)
    },
    inFuture: (milliseconds: number) => new Date(w.world.clock.now() + milliseconds),
  }
}

/** The key with M1 in it. */
const filled = (w?: KmsWorld) => {
  const key = fresh(w)
  return { ...key, I1: key.bring(M1) }
}

describe('a key before its first import', () => {
  it.each(['enableKey', 'disableKey', 'rotateKeyOnDemand'] as const)('refuses %s, kms 13.10 #164', (method) => {
    const { w, kms, KeyId, pendingImport } = fresh()
    expectRefusal(w, () => kms[method]({ KeyId }), 'KMSInvalidStateException', pendingImport)
  })

  it('is not rotated on a schedule, and says so, kms 13.10 #165', () => {
    const { w, kms, KeyId, Arn, all } = fresh()
    const text = `${Arn} origin is EXTERNAL which is not valid for this operation.`
    expectRefusal(w, () => kms.enableKeyRotation({ KeyId }), 'UnsupportedOperationException', text)
    expectRefusal(w, () => kms.disableKeyRotation({ KeyId }), 'UnsupportedOperationException', text)
    expect(kms.getKeyRotationStatus({ KeyId })).toEqual({ KeyRotationEnabled: false, KeyId: Arn })
    expect(all()).toEqual([])
    expect(kms.deleteImportedKeyMaterial({ KeyId })).toEqual({ KeyId: Arn })
  })
})

describe('GetParametersForImport', () => {
  it.each([
    ['RSAES_PKCS1_V1_5, kms 13.10 #167', 'RSAES_PKCS1_V1_5'],
    ['RSA_AES_KEY_WRAP_SHA_256, kms 13.10 #168', 'RSA_AES_KEY_WRAP_SHA_256'],
  ] as const)('refuses for a symmetric key %s', (_, WrappingAlgorithm) => {
    const { w, kms, KeyId } = fresh()
    const attempt = () => kms.getParametersForImport({ KeyId, WrappingAlgorithm, WrappingKeySpec: 'RSA_2048' })
    const text = `Wrapping algorithm ${WrappingAlgorithm} and wrapping key spec RSA_2048 cannot be used to import a SYMMETRIC_DEFAULT key.`
    expectRefusal(w, attempt, 'ValidationException', text)
  })

  it('refuses a key whose material KMS made, kms 13.10 #171', () => {
    const w = kmsWorld()
    const { KeyId, Arn } = w.kms().createKey().KeyMetadata
    const text = `${Arn} origin is AWS_KMS which is not valid for this operation.`
    expectRefusal(w, () => parametersFor(w.kms(), KeyId), 'UnsupportedOperationException', text)
  })

  it('gives parameters for 24 hours, kms 13.10 #172', () => {
    const { kms, KeyId, Arn, inFuture } = fresh()
    const { ParametersValidTo, KeyId: named } = parametersFor(kms, KeyId)
    expect({ ParametersValidTo, named }).toEqual({ ParametersValidTo: inFuture(24 * 60 * 60 * 1000), named: Arn })
  })
})

describe('ImportKeyMaterial', () => {
  it('takes an older token, and one token twice, kms 13.10 #173', () => {
    const { kms, KeyId, Arn } = fresh()
    const older = wrapped(kms, KeyId, M1)
    parametersFor(kms, KeyId)
    const outputs = [1, 2].map(() => kms.importKeyMaterial({ KeyId, ...older, ...NO_EXPIRY }))
    expect(outputs[0]).toEqual({ KeyId: Arn, KeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(outputs[1]).toEqual(outputs[0])
  })

  it.each([
    ['kms 13.10 #174', {}, undefined, 'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES'],
    ['kms 13.10 #175', NO_EXPIRY, 60_000, 'A validTo date cannot be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE'],
    ['kms 13.10 #176', {}, -60_000, 'ValidTo must be in the future'],
    ['kms 13.10 #177', {}, 367 * 86_400_000, 'ValidTo must be less than 365 days in the future'],
  ] as const)('checks the date, %s', (_, more, ahead, text) => {
    const { w, attempt, inFuture } = fresh()
    const dated = ahead === undefined ? more : { ...more, ValidTo: inFuture(ahead) }
    expectRefusal(w, attempt(M1, dated), 'ValidationException', text)
  })

  it('refuses symmetric material of 31 bytes without a message, kms 13.10 #178', () => {
    const { w, attempt } = fresh()
    expectRefusal(w, attempt(new Uint8Array(31).fill(1), NO_EXPIRY), 'InvalidCiphertextException')
    expectRefusal(w, attempt(new Uint8Array(33).fill(1), NO_EXPIRY), 'InvalidCiphertextException')
  })

  it('refuses a wrapping that was changed, without a message, kms 13.10 #179', () => {
    const { w, kms, KeyId } = fresh()
    const { ImportToken, EncryptedKeyMaterial } = wrapped(kms, KeyId, M1)
    const changed = EncryptedKeyMaterial.with(100, (EncryptedKeyMaterial[100] as number) ^ 1)
    const attempt = () => kms.importKeyMaterial({ KeyId, ImportToken, EncryptedKeyMaterial: changed, ...NO_EXPIRY })
    expectRefusal(w, attempt, 'InvalidCiphertextException')
  })

  it('refuses the token of another key and one that was changed, without a message, kms 13.10 #180', () => {
    const { w, kms, KeyId } = fresh()
    const other = kms.createKey({ Origin: 'EXTERNAL' }).KeyMetadata.KeyId
    const foreign = wrapped(kms, other, M1)
    const attempt = () => kms.importKeyMaterial({ KeyId, ...foreign, ...NO_EXPIRY })
    expectRefusal(w, attempt, 'InvalidImportTokenException')
    const own = wrapped(kms, KeyId, M1)
    const ImportToken = own.ImportToken.with(100, (own.ImportToken[100] as number) ^ 1)
    const changed = () => kms.importKeyMaterial({ KeyId, ...own, ImportToken, ...NO_EXPIRY })
    expectRefusal(w, changed, 'InvalidImportTokenException')
  })

  it('makes the key usable with its first material, kms 13.10 #181', () => {
    const { kms, KeyId, Arn, metadata, all } = fresh()
    expect(metadata()).toMatchObject({ KeyState: 'PendingImport', Enabled: false, Origin: 'EXTERNAL' })
    expect(metadata()).not.toHaveProperty('ExpirationModel')
    expect(metadata()).not.toHaveProperty('CurrentKeyMaterialId')
    const output = importMaterial(kms, KeyId, M1, { ...NO_EXPIRY, KeyMaterialDescription: 'first material' })
    const { KeyMaterialId } = output
    expect(output).toEqual({ KeyId: Arn, KeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(metadata()).toMatchObject({ KeyState: 'Enabled', Enabled: true, ...NO_EXPIRY, CurrentKeyMaterialId: KeyMaterialId })
    expect(metadata()).not.toHaveProperty('ValidTo')
    expect(all()).toEqual([
      {
        KeyId: Arn,
        KeyMaterialId,
        KeyMaterialDescription: 'first material',
        ImportState: 'IMPORTED',
        KeyMaterialState: 'CURRENT',
        ...NO_EXPIRY,
      },
    ])
  })

  it('takes no other material in place of the first, kms 13.10 #182', () => {
    const { w, attempt, I1 } = filled()
    const text = `Imported key material does not have the expected identifier (${I1}).`
    expectRefusal(w, attempt(M2, NO_EXPIRY), 'IncorrectKeyMaterialException', text)
  })

  it('takes no other material than the one that is named, kms 13.10 #183', () => {
    const { w, attempt } = filled()
    const text = `Imported key material does not have the expected identifier (${NO_MATERIAL}).`
    expectRefusal(w, attempt(M1, { ...NO_EXPIRY, KeyMaterialId: NO_MATERIAL }), 'IncorrectKeyMaterialException', text)
  })

  it('takes no known material as new, kms 13.10 #184', () => {
    const { w, attempt, I1, Arn } = filled()
    const text = `Key material (id: ${I1}) being imported as NEW_KEY_MATERIAL is already associated with KMS key ${Arn}.`
    expectRefusal(w, attempt(M1, NEW), 'IncorrectKeyMaterialException', text)
  })

  it('takes no id for new material, kms 13.10 #185', () => {
    const { w, attempt } = filled()
    const text = 'Input parameter keyMaterialId cannot be used with NEW_KEY_MATERIAL importType.'
    expectRefusal(w, attempt(M2, { ...NEW, KeyMaterialId: NO_MATERIAL }), 'ValidationException', text)
  })

  it('takes one new material at a time, kms 13.10 #187', () => {
    const { w, attempt, bring, Arn } = filled()
    const I2 = bring(M2, NEW)
    const text = new RegExp(
      `^New key material \\(id: [0-9a-f]{64}\\) cannot be imported into KMS key ${Arn}, because another key material \\(id: ${I2}\\) is pending rotation\\.$`,
    )
    expectRefusal(w, attempt(M3, NEW), 'KMSInvalidStateException', text)
  })
})

describe('imported material', () => {
  it('is not rotated to where there is none, kms 13.10 #186', () => {
    const { w, kms, KeyId, Arn } = filled()
    const text = `No available key material pending rotation for the key: ${Arn}.`
    expectRefusal(w, () => kms.rotateKeyOnDemand({ KeyId }), 'KMSInvalidStateException', text)
  })

  it('leaves no trace where it was only pending, and comes back under the same id, kms 13.10 #188', () => {
    const { kms, KeyId, bring, metadata, all, I1 } = filled()
    const KeyMaterialId = bring(M2, { ...NEW, KeyMaterialDescription: 'second' })
    expect(all().at(-1)).toMatchObject({ KeyMaterialId, KeyMaterialDescription: 'second', KeyMaterialState: 'PENDING_ROTATION' })
    kms.deleteImportedKeyMaterial({ KeyId, KeyMaterialId })
    expect(metadata()).toMatchObject({ KeyState: 'Enabled', CurrentKeyMaterialId: I1 })
    expect(all()).toHaveLength(1)
    expect(bring(M2, NEW)).toBe(KeyMaterialId)
    expect(all().at(-1)).not.toHaveProperty('KeyMaterialDescription')
    expect(metadata()).toMatchObject({ KeyState: 'Enabled', CurrentKeyMaterialId: I1 })
  })

  it('becomes current by a rotation on demand, and the old one still opens what it sealed, kms 13.10 #189', () => {
    const { w, kms, KeyId, bring, all, I1 } = filled(kmsWorld({ latency: 'typical' }))
    const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext: M3 })
    const I2 = bring(M2, NEW)
    kms.rotateKeyOnDemand({ KeyId })
    expect(all()).toMatchObject([{ KeyMaterialState: 'CURRENT' }, { KeyMaterialState: 'PENDING_ROTATION' }])
    w.world.clock.advance({ minutes: 3 })
    expect(all()).toMatchObject([
      { KeyMaterialId: I1, KeyMaterialState: 'NON_CURRENT' },
      { KeyMaterialId: I2, KeyMaterialState: 'CURRENT', RotationDate: expect.any(Date), RotationType: 'ON_DEMAND' },
    ])
    expect(all()[0]).not.toHaveProperty('RotationDate')
    expect(kms.decrypt({ CiphertextBlob })).toMatchObject({ Plaintext: M3, KeyMaterialId: I1 })
    expect(kms.generateDataKey({ KeyId, KeySpec: 'AES_256' }).KeyMaterialId).toBe(I2)
  })

  it('is all needed: without an old one the key waits for its import, kms 13.10 #190 and #191', () => {
    const { w, kms, KeyId, bring, metadata, all, pendingImport, I1 } = filled()
    const I2 = bring(M2, NEW)
    kms.rotateKeyOnDemand({ KeyId })
    kms.deleteImportedKeyMaterial({ KeyId, KeyMaterialId: I1 })
    expect(metadata()).toMatchObject({ KeyState: 'PendingImport', CurrentKeyMaterialId: I2 })
    expectRefusal(w, () => kms.encrypt({ KeyId, Plaintext: M3 }), 'KMSInvalidStateException', pendingImport)
    expect(all()[0]).toMatchObject({ KeyMaterialId: I1, ImportState: 'PENDING_IMPORT' })
    expect(all()[0]).not.toHaveProperty('ExpirationModel')
    expect(bring(M1, { ...NO_EXPIRY, KeyMaterialId: I1 })).toBe(I1)
    expect(metadata().KeyState).toBe('Enabled')
  })

  it('enables a disabled key when it is imported again, kms 13.10 #192', () => {
    const { kms, KeyId, bring, metadata } = filled()
    kms.disableKey({ KeyId })
    expect(metadata().KeyState).toBe('Disabled')
    bring(M1)
    expect(metadata().KeyState).toBe('Enabled')
  })

  it('expires at the whole second and leaves its id behind, kms 13.10 #193', () => {
    const { w, bring, metadata, inFuture, I1 } = filled()
    bring(M1, { ValidTo: inFuture(30_900) })
    expect(metadata()).toMatchObject({ ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: inFuture(30_000) })
    w.world.clock.advance({ seconds: 29 })
    expect(metadata().KeyState).toBe('Enabled')
    w.world.clock.advance({ seconds: 1 })
    expect(metadata()).toMatchObject({ KeyState: 'PendingImport', CurrentKeyMaterialId: I1 })
    expect(metadata()).not.toHaveProperty('ExpirationModel')
    expect(metadata()).not.toHaveProperty('ValidTo')
  })

  it('is deleted as often as one likes, kms 13.10 #194', () => {
    const { kms, KeyId, Arn, I1 } = filled()
    for (let count = 0; count < 2; count++) {
      expect(kms.deleteImportedKeyMaterial({ KeyId })).toEqual({ KeyId: Arn, KeyMaterialId: I1 })
    }
  })

  it('is not deleted where it never was, kms 13.10 #195', () => {
    const { w, kms, KeyId, Arn } = filled()
    const attempt = () => kms.deleteImportedKeyMaterial({ KeyId, KeyMaterialId: NO_MATERIAL })
    const text = `Key material (id: ${NO_MATERIAL}) has never been imported into KMS key ${Arn}.`
    expectRefusal(w, attempt, 'ValidationException', text)
  })

  it('is still missing when the deletion of its key is cancelled, kms 13.10 #196', () => {
    const { kms, KeyId, metadata } = fresh()
    kms.scheduleKeyDeletion({ KeyId })
    expect(metadata().KeyState).toBe('PendingDeletion')
    kms.cancelKeyDeletion({ KeyId })
    expect(metadata().KeyState).toBe('PendingImport')
  })

  it('may expire while it is pending, and is there all the same, kms 13.10 #197, #198 and #199', () => {
    const { w, kms, KeyId, Arn, bring, attempt, metadata, all, inFuture } = filled(kmsWorld({ latency: 'typical' }))
    const I2 = bring(M2, { ImportType: 'NEW_KEY_MATERIAL', ValidTo: inFuture(10_000) })
    w.world.clock.advance({ minutes: 15 })
    expect(metadata()).toMatchObject({ KeyState: 'Enabled', ...NO_EXPIRY })
    expect(metadata()).not.toHaveProperty('ValidTo')
    expect(all().at(-1)).toMatchObject({
      KeyMaterialId: I2,
      ImportState: 'IMPORTED',
      KeyMaterialState: 'PENDING_ROTATION',
      ExpirationModel: 'KEY_MATERIAL_EXPIRES',
    })
    const text = `Key material (id: ${I2}) being imported as NEW_KEY_MATERIAL is already associated with KMS key ${Arn}.`
    expectRefusal(w, attempt(M2, NEW), 'IncorrectKeyMaterialException', text)
    const OnDemandRotationStartDate = inFuture(0)
    kms.rotateKeyOnDemand({ KeyId })
    kms.deleteImportedKeyMaterial({ KeyId, KeyMaterialId: I2 })
    bring(M1)
    expect(kms.getKeyRotationStatus({ KeyId })).toEqual({ KeyId: Arn, KeyRotationEnabled: false, OnDemandRotationStartDate })
    expect(kms.listKeyRotations({ KeyId }).Rotations).toEqual([])
  })
})
