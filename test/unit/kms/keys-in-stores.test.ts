import { describe, expect, it } from 'vitest'
import { connectedStore, PROXY } from '../../support/kms/key-stores.ts'
import { kmsWorld } from '../../support/kms/kms-world.ts'
import { expectRefusal } from '../../support/kms/refusals.ts'

const Plaintext = Uint8Array.of(1, 2, 3)

/** An external key store that is connected. */
const connectedProxy = () => {
  const w = kmsWorld()
  const kms = w.kms()
  const { CustomKeyStoreId } = kms.createCustomKeyStore(PROXY)
  kms.connectCustomKeyStore({ CustomKeyStoreId })
  const newKey = (XksKeyId: string) => kms.createKey({ Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId, XksKeyId }).KeyMetadata
  return { w, kms, CustomKeyStoreId, newKey }
}

describe('a key in an AWS CloudHSM key store', () => {
  it('shows its store and cluster, and no key material', () => {
    const { kms, CustomKeyStoreId, newKey } = connectedStore()
    const metadata = newKey()
    expect(metadata).toMatchObject({
      Origin: 'AWS_CLOUDHSM',
      CustomKeyStoreId,
      CloudHsmClusterId: 'cluster-234567abcdef',
      KeyState: 'Enabled',
      KeySpec: 'SYMMETRIC_DEFAULT',
      MultiRegion: false,
    })
    expect(metadata).not.toHaveProperty('CurrentKeyMaterialId')
    expect(metadata).not.toHaveProperty('XksKeyConfiguration')
    expect(kms.describeKey({ KeyId: metadata.KeyId }).KeyMetadata).toEqual(metadata)
  })

  it('encrypts and decrypts; CloudTrail names the store', () => {
    const { w, kms, CustomKeyStoreId, newKey } = connectedStore()
    const { KeyId } = newKey()
    const { CiphertextBlob } = kms.generateDataKey({ KeyId, KeySpec: 'AES_256' })
    expect(kms.decrypt({ CiphertextBlob }).Plaintext).toHaveLength(32)
    expect(w.records({ eventName: 'Decrypt' })).toMatchObject([
      { additionalEventData: { customKeyStoreId: CustomKeyStoreId, keyMaterialId: expect.any(String) } },
    ])
  })

  it('is recorded with its store when it is made', () => {
    const { w, CustomKeyStoreId, newKey } = connectedStore()
    newKey()
    expect(w.records({ eventName: 'CreateKey' })).toMatchObject([
      {
        requestParameters: { origin: 'AWS_CLOUDHSM', customKeyStoreId: CustomKeyStoreId },
        responseElements: { keyMetadata: { customKeyStoreId: CustomKeyStoreId, cloudHsmClusterId: 'cluster-234567abcdef' } },
      },
    ])
  })

  it('answers kms:KeyOrigin with the type of its store', () => {
    const { w, newKey } = connectedStore()
    const { KeyId } = newKey()
    const Condition = { StringEquals: { 'kms:KeyOrigin': 'AWS_CLOUDHSM' } }
    const Statement = [{ Effect: 'Allow', Action: 'kms:Encrypt', Resource: '*', Condition }]
    const user = w.account().createUser('Conditional', { policies: [{ Version: '2012-10-17', Statement }] })
    expect(w.kms(user).encrypt({ KeyId, Plaintext }).KeyId).toContain(KeyId)
    const ordinary = w.kms().createKey().KeyMetadata.KeyId
    const attempt = () => w.kms(user).encrypt({ KeyId: ordinary, Plaintext })
    expectRefusal(w, attempt, 'AccessDeniedException', /no identity-based policy allows/)
  })

  it('goes on being one with its store in a copy of the world', () => {
    const { w, CustomKeyStoreId, newKey } = connectedStore()
    const { KeyId } = newKey()
    const copy = kmsWorld({}, structuredClone(w.state))
    copy.kms().disconnectCustomKeyStore({ CustomKeyStoreId })
    expect(copy.kms().describeKey({ KeyId }).KeyMetadata.KeyState).toBe('Unavailable')
    expect(w.kms().describeKey({ KeyId }).KeyMetadata.KeyState).toBe('Enabled')
  })
})

describe('a key in an external key store', () => {
  it('shows its external key, which CloudTrail names when the key is used', () => {
    const { w, kms, CustomKeyStoreId, newKey } = connectedProxy()
    const metadata = newKey('bb8562717f809024')
    expect(metadata).toMatchObject({ Origin: 'EXTERNAL_KEY_STORE', XksKeyConfiguration: { Id: 'bb8562717f809024' } })
    expect(metadata).not.toHaveProperty('CloudHsmClusterId')
    const { CiphertextBlob } = kms.encrypt({ KeyId: metadata.KeyId, Plaintext })
    expect(kms.decrypt({ CiphertextBlob }).Plaintext).toEqual(Plaintext)
    expect(w.records({ eventName: 'Encrypt' })).toMatchObject([
      { additionalEventData: { customKeyStoreId: CustomKeyStoreId, xksKeyId: 'bb8562717f809024' } },
    ])
  })

  it('has its external key for itself, in its store', () => {
    const { w, kms, CustomKeyStoreId, newKey } = connectedProxy()
    newKey('key-1')
    const text = `External key key-1 is already in use in custom key store ${CustomKeyStoreId}.`
    expectRefusal(w, () => newKey('key-1'), 'XksKeyAlreadyInUseException', text)
    const second = kms.createCustomKeyStore({ ...PROXY, CustomKeyStoreName: 'second', XksProxyUriPath: '/2/kms/xks/v1' })
    kms.connectCustomKeyStore(second)
    const elsewhere = kms.createKey({ Origin: 'EXTERNAL_KEY_STORE', XksKeyId: 'key-1', ...second })
    expect(elsewhere.KeyMetadata.CustomKeyStoreId).toBe(second.CustomKeyStoreId)
  })
})

describe('CreateKey in a custom key store', () => {
  it.each([
    [{ Origin: 'AWS_CLOUDHSM' }, 'You must specify a CustomKeyStoreId for Origin AWS_CLOUDHSM.'],
    [{ CustomKeyStoreId: 'cks-1' }, 'CustomKeyStoreId is not valid for Origin AWS_KMS.'],
    [{ XksKeyId: 'key-1' }, 'XksKeyId is not valid for Origin AWS_KMS.'],
    [{ Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId: 'cks-1' }, 'You must specify an XksKeyId for Origin EXTERNAL_KEY_STORE.'],
    [{ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: 'cks-1', XksKeyId: 'key-1' }, 'XksKeyId is not valid for Origin AWS_CLOUDHSM.'],
  ] as const)('refuses %j', (input, text) => {
    const w = kmsWorld()
    expectRefusal(w, () => w.kms().createKey(input), 'ValidationException', text)
  })

  it.each([
    [{ MultiRegion: true }, 'MultiRegion is not supported for Origin AWS_CLOUDHSM'],
    [{ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }, 'KeySpec RSA_2048 is not supported for Origin AWS_CLOUDHSM'],
    [{ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }, 'KeySpec HMAC_256 is not supported for Origin AWS_CLOUDHSM'],
  ] as const)('makes no other kind of key: %j', (input, text) => {
    const { w, kms, CustomKeyStoreId } = connectedStore()
    const attempt = () => kms.createKey({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId, ...input })
    expectRefusal(w, attempt, 'UnsupportedOperationException', text)
  })

  it('needs a store that exists, is of the right type and connected', () => {
    const { w, kms, CustomKeyStoreId } = connectedStore()
    const create = (input: Parameters<typeof kms.createKey>[0]) => () => kms.createKey(input)
    const none = create({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: 'cks-none' })
    expectRefusal(w, none, 'CustomKeyStoreNotFoundException', 'Custom key store cks-none is not found.')
    const wrong = create({ Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId, XksKeyId: 'key-1' })
    expectRefusal(
      w,
      wrong,
      'UnsupportedOperationException',
      `Origin EXTERNAL_KEY_STORE is not supported in custom key store ${CustomKeyStoreId}.`,
    )
    kms.disconnectCustomKeyStore({ CustomKeyStoreId })
    const text = `The connection state of custom key store ${CustomKeyStoreId} is DISCONNECTED, which is not valid for CreateKey.`
    const closed = create({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId })
    expectRefusal(w, closed, 'CustomKeyStoreInvalidStateException', text)
  })
})
