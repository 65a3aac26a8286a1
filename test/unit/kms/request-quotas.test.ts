import { describe, expect, it } from 'vitest'
import { createCloud, restoreCloud } from '../../../src/index.ts'
import { KMS_OPERATIONS } from '../../../src/kms/operations.ts'
import { REQUEST_QUOTAS } from '../../../src/kms/request-quotas.ts'
import { connectedStore } from '../../support/kms/key-stores.ts'
import { ACCOUNT, kmsWorld, OTHER_ACCOUNT, OTHER_REGION } from '../../support/kms/kms-world.ts'
import { errorOf, expectRefusal } from '../../support/kms/refusals.ts'

const THROTTLED = 'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.'
const SYMMETRIC = 'Cryptographic operations (symmetric)'
const Plaintext = Uint8Array.of(1)

/** How many calls go through before the first is throttled; at most `most`. */
const passing = (call: () => unknown, most = 1000): number => {
  for (let count = 0; count < most; count++) {
    try {
      call()
    } catch (error) {
      expect(error).toMatchObject({ name: 'ThrottlingException' })
      return count
    }
  }
  return most
}

describe('request quotas', () => {
  it('are off unless asked for', () => {
    const { kms } = createCloud()
    expect(passing(() => kms.createKey(), 40)).toBe(40)
  })

  it('throttle what exceeds them, in AWS’s words, and change nothing', () => {
    const w = kmsWorld({ requestQuotas: 'aws' })
    expect(passing(() => w.kms().createKey())).toBe(REQUEST_QUOTAS.CreateKey)
    expectRefusal(w, () => w.kms().createKey(), 'ThrottlingException', THROTTLED)
    const error = errorOf(() => w.kms().createKey())
    expect(error).toMatchObject({ $fault: 'client', $metadata: { httpStatusCode: 400 } })
  })

  it('are refilled evenly on the world’s clock, up to one second’s worth', () => {
    const w = kmsWorld({ requestQuotas: { CreateKey: 4 } })
    const create = () => w.kms().createKey()
    expect(passing(create)).toBe(4)
    w.world.clock.advance({ milliseconds: 249 })
    expect(passing(create)).toBe(0)
    w.world.clock.advance({ milliseconds: 1 })
    expect(passing(create)).toBe(1)
    w.world.clock.advance({ days: 1 })
    expect(passing(create)).toBe(4)
  })

  it('of less than one a second let one pass at a time', () => {
    const w = kmsWorld({ requestQuotas: 'aws', rsaKeys: 'fixed' })
    const { KeyId } = w.kms().createKey({ Origin: 'EXTERNAL' }).KeyMetadata
    const parameters = { KeyId, WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' } as const
    const prepare = () => w.kms().getParametersForImport(parameters)
    for (let round = 0; round < 5; round++) {
      expect(passing(prepare)).toBe(1)
      w.world.clock.advance({ milliseconds: 3999 })
      expect(passing(prepare)).toBe(0)
      w.world.clock.advance({ milliseconds: 1 })
    }
  })

  it('are shared by the cryptographic operations on symmetric and HMAC keys', () => {
    const w = kmsWorld({ requestQuotas: { [SYMMETRIC]: 4 } })
    const kms = w.kms()
    const { KeyId } = kms.createKey().KeyMetadata
    const mac = kms.createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }).KeyMetadata.KeyId
    const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext })
    kms.decrypt({ CiphertextBlob })
    kms.generateMac({ KeyId: mac, Message: Plaintext, MacAlgorithm: 'HMAC_SHA_256' })
    kms.generateRandom({ NumberOfBytes: 1 })
    expect(passing(() => kms.reEncrypt({ CiphertextBlob, DestinationKeyId: KeyId }))).toBe(0)
    expect(passing(() => kms.generateDataKey({ KeyId, KeySpec: 'AES_256' }))).toBe(0)
    expect(passing(() => kms.describeKey({ KeyId }), 3)).toBe(3)
  })

  it('have families of keys apart', () => {
    const one = { [SYMMETRIC]: 1, 'Cryptographic operations (ECC)': 2, 'Cryptographic operations (RSA)': 3 }
    const w = kmsWorld({ requestQuotas: { ...one, CreateKey: 9 }, rsaKeys: 'fixed' })
    const kms = w.kms()
    const made = (KeySpec: 'ECC_NIST_P256' | 'RSA_2048', KeyUsage: 'SIGN_VERIFY' | 'ENCRYPT_DECRYPT') =>
      kms.createKey({ KeySpec, KeyUsage }).KeyMetadata.KeyId
    const [ecc, rsa] = [made('ECC_NIST_P256', 'SIGN_VERIFY'), made('RSA_2048', 'ENCRYPT_DECRYPT')]
    const symmetric = kms.createKey().KeyMetadata.KeyId
    const EncryptionAlgorithm = 'RSAES_OAEP_SHA_256'
    expect(passing(() => kms.sign({ KeyId: ecc, Message: Plaintext, SigningAlgorithm: 'ECDSA_SHA_256' }))).toBe(2)
    const { CiphertextBlob } = kms.encrypt({ KeyId: symmetric, Plaintext })
    expect(passing(() => kms.encrypt({ KeyId: rsa, Plaintext, EncryptionAlgorithm }), 2)).toBe(2)
    const across = { CiphertextBlob, DestinationKeyId: rsa, DestinationEncryptionAlgorithm: EncryptionAlgorithm } as const
    expect(passing(() => kms.reEncrypt(across))).toBe(0)
    // The refused call has taken nothing from the quota that was not exhausted.
    expect(passing(() => kms.encrypt({ KeyId: rsa, Plaintext, EncryptionAlgorithm }))).toBe(1)
  })

  it('are those of the pair that is made, for data key pairs', () => {
    const w = kmsWorld({ requestQuotas: 'aws' })
    const { KeyId } = w.kms().createKey().KeyMetadata
    const pair = (KeyPairSpec: 'ECC_NIST_P521' | 'ECC_NIST_P384') => () =>
      w.kms().generateDataKeyPairWithoutPlaintext({ KeyId, KeyPairSpec })
    expect(passing(pair('ECC_NIST_P521'))).toBe(5)
    expect(passing(() => w.kms().generateDataKeyPair({ KeyId, KeyPairSpec: 'ECC_NIST_P521' }))).toBe(0)
    expect(passing(pair('ECC_NIST_P384'))).toBe(10)
  })

  it('are kept account by account, whoever owns the key, and Region by Region', () => {
    const w = kmsWorld({ requestQuotas: { CreateKey: 1 } })
    expect(passing(() => w.kms().createKey())).toBe(1)
    expect(passing(() => w.kms(w.account(OTHER_ACCOUNT).root).createKey())).toBe(1)
    expect(passing(() => w.kms(undefined, OTHER_REGION).createKey())).toBe(1)
  })

  it('are those of the custom key store too, store by store', () => {
    const w = kmsWorld({ requestQuotas: { 'Custom key store': 2 } })
    const { kms, newKey } = connectedStore(w)
    const [one, other] = [newKey().KeyId, newKey().KeyId]
    kms.encrypt({ KeyId: one, Plaintext })
    kms.encrypt({ KeyId: other, Plaintext })
    expect(passing(() => kms.encrypt({ KeyId: one, Plaintext }))).toBe(0)
    const outside = kms.createKey().KeyMetadata.KeyId
    expect(passing(() => kms.encrypt({ KeyId: outside, Plaintext }), 5)).toBe(5)
  })

  it('count ReplicateKey as two of CreateKey in the Region of the replica', () => {
    const w = kmsWorld({ requestQuotas: { CreateKey: 3 } })
    const { KeyId } = w.kms().createKey({ MultiRegion: true }).KeyMetadata
    w.kms().replicateKey({ KeyId, ReplicaRegion: OTHER_REGION })
    expect(passing(() => w.kms(undefined, OTHER_REGION).createKey())).toBe(1)
  })

  it('count UpdatePrimaryRegion in both Regions', () => {
    const w = kmsWorld({ requestQuotas: { UpdatePrimaryRegion: 1 } })
    const { KeyId } = w.kms().createKey({ MultiRegion: true }).KeyMetadata
    w.kms().replicateKey({ KeyId, ReplicaRegion: OTHER_REGION })
    w.kms().updatePrimaryRegion({ KeyId, PrimaryRegion: OTHER_REGION })
    const back = () => w.kms(undefined, OTHER_REGION).updatePrimaryRegion({ KeyId, PrimaryRegion: 'us-east-1' })
    expect(passing(back)).toBe(0)
  })

  it('count dry runs and calls that are refused later, not calls of a wrong shape', () => {
    const w = kmsWorld({ requestQuotas: { [SYMMETRIC]: 2 } })
    const { KeyId } = w.kms().createKey().KeyMetadata
    expect(() => w.kms().encrypt({ KeyId: '', Plaintext })).toThrow(/validation error/)
    expect(() => w.kms().encrypt({ KeyId, Plaintext, DryRun: true })).toThrow(/DryRun/)
    const nobody = w.account().createUser('Nobody')
    expect(() => w.kms(nobody).encrypt({ KeyId, Plaintext })).toThrow(/not authorized/)
    expect(passing(() => w.kms().encrypt({ KeyId, Plaintext }))).toBe(0)
  })

  it('count what a service does for somebody in that account', () => {
    const w = kmsWorld({ requestQuotas: { [SYMMETRIC]: 1 } })
    const { KeyId } = w.kms().createKey().KeyMetadata
    w.throughEc2().generateDataKeyWithoutPlaintext({ KeyId, NumberOfBytes: 64 })
    expect(passing(() => w.kms().encrypt({ KeyId, Plaintext }))).toBe(0)
  })

  it('leave a record in CloudTrail without parameters', () => {
    const w = kmsWorld({ requestQuotas: { ListKeys: 1 } })
    w.kms().listKeys({ Limit: 1 })
    expect(passing(() => w.kms().listKeys({ Limit: 1 }))).toBe(0)
    expect(w.records({ eventName: 'ListKeys' })[1]).toMatchObject({
      errorCode: 'ThrottlingException',
      errorMessage: THROTTLED,
      requestParameters: null,
      recipientAccountId: ACCOUNT,
    })
  })

  it('go on in a clone and behind a restore where they were', () => {
    const cloud = createCloud({ requestQuotas: { CreateKey: 2 } })
    cloud.kms.createKey()
    for (const each of [cloud.clone(), restoreCloud(cloud.save())]) expect(passing(() => each.kms.createKey())).toBe(1)
    expect(passing(() => cloud.kms.createKey())).toBe(1)
  })

  it('exist for every operation', () => {
    const shared = [
      'Decapsulate', 'Decrypt', 'DeriveSharedSecret', 'Encapsulate', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyPair',
      'GenerateDataKeyPairWithoutPlaintext', 'GenerateDataKeyWithoutPlaintext', 'GenerateMac', 'GenerateRandom', 'ReEncrypt', 'Sign',
      'Verify', 'VerifyMac',
    ] // biome-ignore format: one list
    const single = KMS_OPERATIONS.map(({ name }) => name).filter((name) => !shared.includes(name))
    expect(single.filter((name) => !Object.hasOwn(REQUEST_QUOTAS, name))).toEqual([])
  })

  it.each([
    [{ CreateKey: 0 }, /requestQuotas: CreateKey" expected requests a second, more than 0, got 0/],
    [{ CreateKey: Number.NaN }, /more than 0/],
    [{ Createkey: 1 }, /Createkey/],
    ['on', /"requestQuotas" expected 'off', 'aws' or an object, got "on"/],
  ] as const)('refuse the option %o', (requestQuotas, text) => {
    expect(() => createCloud({ requestQuotas: requestQuotas as 'aws' })).toThrow(text)
  })
})
