import { describe, expect, it } from 'vitest'
import { createWorldState } from '../../../../src/core/world.ts'
import { readOptions } from '../../../../src/options.ts'
import { forkState } from '../../../../src/saved-world.ts'
import { importMaterial, M1, M2, NO_MATERIAL, oaep, parametersFor, wrapped } from '../../../support/kms/importing.ts'
import { ACCOUNT, kmsWorld, OTHER_REGION, REGION } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

const NO_EXPIRY = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const
const NEW = { ...NO_EXPIRY, ImportType: 'NEW_KEY_MATERIAL' } as const
const DAY = 24 * 60 * 60 * 1000

const external = (w = kmsWorld()) => {
  const kms = w.kms()
  const { KeyId, Arn } = kms.createKey({ Origin: 'EXTERNAL' }).KeyMetadata
  const stateOf = () => kms.describeKey({ KeyId }).KeyMetadata.KeyState
  return { w, kms, KeyId, Arn, stateOf }
}

describe('authorisation', () => {
  const allowedIf = (operator: string, key: string, value: string) => ({
    Version: '2012-10-17' as const,
    Statement: [{ Effect: 'Allow' as const, Action: 'kms:*', Resource: '*', Condition: { [operator]: { [key]: value } } }],
  })

  it.each([
    ['kms:ExpirationModel', 'StringEquals', 'KEY_MATERIAL_EXPIRES', 'KEY_MATERIAL_DOES_NOT_EXPIRE'],
    ['kms:ValidTo', 'DateLessThan', '2026-01-03T00:00:00Z', '2026-01-01T12:00:00Z'],
  ])('can depend on %s', (key, operator, right, wrong) => {
    const { w, kms, KeyId, Arn } = external()
    const input = { KeyId, ...wrapped(kms, KeyId, M1), ValidTo: new Date(w.world.clock.now() + DAY) }
    const user = w.account().createUser('Importer', { policies: [] })
    user.putPolicy('p', allowedIf(operator, key, wrong))
    const attempt = () => w.kms(user).importKeyMaterial(input)
    expectRefusal(w, attempt, 'AccessDeniedException', /no identity-based policy allows the kms:ImportKeyMaterial action$/)
    user.putPolicy('p', allowedIf(operator, key, right))
    expect(attempt().KeyId).toBe(Arn)
  })

  it.each([
    ['kms:WrappingAlgorithm', 'RSAES_OAEP_SHA_256', 'RSAES_OAEP_SHA_1'],
    ['kms:WrappingKeySpec', 'RSA_2048', 'RSA_4096'],
  ])('of the parameters can depend on %s', (key, right, wrong) => {
    const { w, KeyId, Arn } = external()
    const user = w.account().createUser('Importer', { policies: [allowedIf('StringEquals', key, wrong)] })
    const attempt = () => parametersFor(w.kms(user), KeyId)
    expectRefusal(w, attempt, 'AccessDeniedException', /no identity-based policy allows the kms:GetParametersForImport action$/)
    user.putPolicy('p', allowedIf('StringEquals', key, right))
    expect(attempt().KeyId).toBe(Arn)
  })
})

describe('state', () => {
  it('refuses a token after its 24 hours, without a message', () => {
    const { w, kms, KeyId, stateOf } = external()
    const input = { KeyId, ...wrapped(kms, KeyId, M1), ...NO_EXPIRY }
    w.world.clock.advance({ hours: 24 })
    expectRefusal(w, () => kms.importKeyMaterial(input), 'ExpiredImportTokenException')
    const again = { KeyId, ...wrapped(kms, KeyId, M1), ...NO_EXPIRY }
    w.world.clock.advance({ hours: 24, milliseconds: -1 })
    kms.importKeyMaterial(again)
    expect(stateOf()).toBe('Enabled')
  })

  it('refuses a token that is cut to any length', () => {
    const { w, kms, KeyId } = external()
    const { ImportToken, EncryptedKeyMaterial } = wrapped(kms, KeyId, M1)
    for (const length of [1, 13, 29, 30, ImportToken.length - 1]) {
      const input = { KeyId, ImportToken: ImportToken.subarray(0, length), EncryptedKeyMaterial, ...NO_EXPIRY }
      expectRefusal(w, () => kms.importKeyMaterial(input), 'InvalidImportTokenException')
    }
  })

  it('refuses the token of the same key in another Region', () => {
    const w = kmsWorld()
    const kms = w.kms()
    const { KeyId } = kms.createKey({ Origin: 'EXTERNAL', MultiRegion: true }).KeyMetadata
    importMaterial(kms, KeyId, M1)
    kms.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION })
    const input = { KeyId, ...wrapped(kms, KeyId, M1), ...NO_EXPIRY }
    expectRefusal(w, () => w.kms(undefined, OTHER_REGION).importKeyMaterial(input), 'InvalidImportTokenException')
  })

  it('refuses existing material where there was none yet', () => {
    const { w, kms, KeyId, Arn } = external()
    const input = { KeyId, ...wrapped(kms, KeyId, M1), ...NO_EXPIRY, ImportType: 'EXISTING_KEY_MATERIAL' } as const
    const text = new RegExp(`^Key material \\(id: [0-9a-f]{64}\\) has never been imported into KMS key ${Arn}\\.$`)
    expectRefusal(w, () => kms.importKeyMaterial(input), 'IncorrectKeyMaterialException', text)
    const named = { ...input, KeyMaterialId: NO_MATERIAL }
    expectRefusal(w, () => kms.importKeyMaterial(named), 'IncorrectKeyMaterialException', /^Key material \(id: 0{64}\) has never/)
  })

  it('takes a date one second short of 365 days and none at 365 days', () => {
    const { w, kms, KeyId, stateOf } = external()
    const at = (milliseconds: number) => {
      const input = { KeyId, ...wrapped(kms, KeyId, M1), ValidTo: new Date(w.world.clock.now() + milliseconds) }
      return () => kms.importKeyMaterial(input)
    }
    expectRefusal(w, at(365 * DAY), 'ValidationException', 'ValidTo must be less than 365 days in the future')
    at(365 * DAY - 1000)()
    expect(stateOf()).toBe('Enabled')
  })
})

describe('behaviour', () => {
  it('takes material that was wrapped with SHA-1 and RSA_3072', () => {
    const { kms, KeyId, stateOf } = external()
    const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_1', WrappingKeySpec: 'RSA_3072' } as const
    const { ImportToken, PublicKey } = kms.getParametersForImport({ KeyId, ...wrapping })
    kms.importKeyMaterial({ KeyId, ImportToken, EncryptedKeyMaterial: oaep(PublicKey, M1, 'sha1'), ...NO_EXPIRY })
    expect(stateOf()).toBe('Enabled')
  })

  it('gives every call a wrapping key of its own, and two worlds of one seed the same ones', () => {
    const keys = [1, 2].map(() => {
      const { kms, KeyId } = external()
      return [1, 2].map(() => {
        const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' } as const
        return kms.getParametersForImport({ KeyId, ...wrapping }).PublicKey
      })
    })
    expect(keys[0]).toEqual(keys[1])
    expect(keys[0]?.[0]).not.toEqual(keys[0]?.[1])
  })

  it('makes of a later date another date', () => {
    const { w, kms, KeyId, stateOf } = external()
    const at = (days: number) => new Date(w.world.clock.now() + days * DAY)
    importMaterial(kms, KeyId, M1, { ValidTo: at(1) })
    importMaterial(kms, KeyId, M1, { ValidTo: at(3) })
    w.world.clock.advance({ days: 2 })
    expect(stateOf()).toBe('Enabled')
    importMaterial(kms, KeyId, M1)
    w.world.clock.advance({ days: 2 })
    expect(stateOf()).toBe('Enabled')
  })

  it('shows the date that comes first', () => {
    const { w, kms, KeyId } = external()
    const at = (days: number) => new Date(w.world.clock.now() + days * DAY)
    importMaterial(kms, KeyId, M1, { ValidTo: at(5) })
    importMaterial(kms, KeyId, M2, { ...NEW, ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: at(3) })
    expect(kms.describeKey({ KeyId }).KeyMetadata.ValidTo).toEqual(at(5))
    kms.rotateKeyOnDemand({ KeyId })
    expect(kms.describeKey({ KeyId }).KeyMetadata.ValidTo).toEqual(at(3))
  })

  it('keeps the description that it is not told to change', () => {
    const { kms, KeyId } = external()
    const described = () =>
      kms.listKeyRotations({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }).Rotations[0]?.KeyMaterialDescription
    importMaterial(kms, KeyId, M1, { ...NO_EXPIRY, KeyMaterialDescription: 'one' })
    importMaterial(kms, KeyId, M1)
    expect(described()).toBe('one')
    importMaterial(kms, KeyId, M1, { ...NO_EXPIRY, KeyMaterialDescription: 'two' })
    expect(described()).toBe('two')
  })

  it('leaves a key that is pending deletion as it is when its material expires', () => {
    const { w, kms, KeyId, stateOf } = external()
    importMaterial(kms, KeyId, M1, { ValidTo: new Date(w.world.clock.now() + DAY) })
    kms.scheduleKeyDeletion({ KeyId })
    w.world.clock.advance({ days: 2 })
    expect(stateOf()).toBe('PendingDeletion')
    kms.cancelKeyDeletion({ KeyId })
    expect(stateOf()).toBe('PendingImport')
  })

  it('waits for its import where a rotation has adopted material past its date', () => {
    const { w, kms, KeyId, stateOf } = external()
    importMaterial(kms, KeyId, M1)
    importMaterial(kms, KeyId, M2, { ImportType: 'NEW_KEY_MATERIAL', ValidTo: new Date(w.world.clock.now() + 10_000) })
    w.world.clock.advance({ minutes: 1 })
    kms.rotateKeyOnDemand({ KeyId })
    expect(stateOf()).toBe('PendingImport')
    importMaterial(kms, KeyId, M2)
    expect(stateOf()).toBe('Enabled')
  })

  it('keeps the bytes of a material only as long as a key has it', () => {
    const { w, kms, KeyId } = external()
    const hsm = () => [...(w.state.memory.get('kms/hsm') as Map<string, Uint8Array>).values()]
    importMaterial(kms, KeyId, M1)
    const [bytes] = hsm()
    expect(bytes).toEqual(M1)
    kms.deleteImportedKeyMaterial({ KeyId })
    expect(hsm()).toEqual([])
    expect(bytes).toEqual(new Uint8Array(32))
  })

  it('keeps the worlds of a fork apart', () => {
    const w = kmsWorld({}, createWorldState(readOptions({})))
    const { kms, KeyId, stateOf } = external(w)
    importMaterial(kms, KeyId, M1)
    const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext: M2 })
    const fork = kmsWorld({}, forkState(w.state))
    kms.deleteImportedKeyMaterial({ KeyId })
    expect(stateOf()).toBe('PendingImport')
    expect(fork.kms().decrypt({ CiphertextBlob }).Plaintext).toEqual(M2)
  })
})

describe('journal', () => {
  it('records neither token nor material', () => {
    const { w, kms, KeyId, Arn } = external()
    importMaterial(kms, KeyId, M1, { ...NO_EXPIRY, KeyMaterialDescription: 'one' })
    const [record] = w.records({ eventName: 'ImportKeyMaterial' })
    expect(record).toMatchObject({ responseElements: { keyId: Arn }, readOnly: false, resources: [{ ARN: Arn }] })
    expect(record?.requestParameters).toEqual({
      keyId: KeyId,
      expirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
      keyMaterialDescription: 'one',
    })
  })

  it('records an expiry as an event of KMS itself, once, and EventBridge has it too', () => {
    const { w, kms, KeyId, Arn } = external()
    importMaterial(kms, KeyId, M1, { ValidTo: new Date(w.world.clock.now() + DAY) })
    w.world.clock.advance({ days: 30 })
    expect(w.records({ eventName: 'DeleteExpiredKeyMaterial' })).toMatchObject([
      {
        eventType: 'AwsServiceEvent',
        eventTime: '2026-01-02T00:00:00Z',
        userIdentity: { accountId: ACCOUNT, invokedBy: 'AWS Internal' },
        requestParameters: null,
        resources: [{ ARN: Arn }],
        serviceEventDetails: { keyId: KeyId },
      },
    ])
    expect(w.events()).toMatchObject([
      { 'detail-type': 'KMS Imported Key Material Expiration', region: REGION, resources: [Arn], detail: { 'key-id': KeyId } },
    ])
  })
})
