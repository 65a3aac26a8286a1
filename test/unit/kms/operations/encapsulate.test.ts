import { ml_kem768 } from '@noble/post-quantum/ml-kem.js'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../../../../src/core/bytes.ts'
import { mlKem } from '../../../../src/crypto/key-pairs/post-quantum.ts'
import type { KeySpec } from '../../../../src/kms/key-specs.ts'
import { delegatingPolicy } from '../../../support/kms/call-cases.ts'
import { ENCAPSULATED } from '../../../support/kms/key-kinds.ts'
import { ADMIN, kmsWorld, OTHER_ACCOUNT, OTHER_REGION } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

const KeyUsage = 'ENCAPSULATE_DECAPSULATE'

const newKey = (KeySpec: KeySpec = 'ML_KEM_768', more: object = {}) => {
  const w = kmsWorld({ algorithms: [mlKem] })
  const kms = w.kms()
  const { KeyMetadata } = kms.createKey({ KeySpec, KeyUsage, ...more })
  return { w, kms, KeyMetadata, KeyId: KeyMetadata.KeyId, Arn: KeyMetadata.Arn }
}

describe('ML-KEM keys', () => {
  it('say what they can do, and have no key material id', () => {
    const { KeyMetadata } = newKey()
    expect(KeyMetadata).toMatchObject({ KeySpec: 'ML_KEM_768', KeyUsage, EncapsulationAlgorithms: ['ML_KEM'] })
    expect(KeyMetadata).not.toHaveProperty('CurrentKeyMaterialId')
  })

  it('hand out a public key that others encapsulate for', () => {
    const { kms, KeyId } = newKey()
    const { PublicKey, ...rest } = kms.getPublicKey({ KeyId })
    expect(rest).toMatchObject({ KeySpec: 'ML_KEM_768', EncapsulationAlgorithms: ['ML_KEM'] })
    // RFC 9935: SEQUENCE { SEQUENCE { OID }, BIT STRING }: 22 bytes before the key of FIPS 203.
    const { cipherText, sharedSecret } = ml_kem768.encapsulate(PublicKey.subarray(22))
    const input = { KeyId, SharedSecretCiphertextBlob: cipherText, ...ENCAPSULATED }
    expect(kms.decapsulate(input).SharedSecret).toEqual(sharedSecret)
  })
})

describe('Encapsulate and Decapsulate', () => {
  it.each([
    ['ML_KEM_512', 768],
    ['ML_KEM_768', 1088],
    ['ML_KEM_1024', 1568],
  ] as const)('agree on a secret of 32 bytes: %s, by way of %d bytes', (spec, length) => {
    const { kms, KeyId, Arn } = newKey(spec)
    const made = kms.encapsulate({ KeyId, ...ENCAPSULATED })
    const { SharedSecret, SharedSecretCiphertextBlob } = made
    expect(made).toEqual({ KeyId: Arn, SharedSecret, SharedSecretCiphertextBlob, ...ENCAPSULATED })
    expect([SharedSecret.length, SharedSecretCiphertextBlob.length]).toEqual([32, length])
    const recovered = kms.decapsulate({ KeyId, SharedSecretCiphertextBlob, ...ENCAPSULATED })
    expect(recovered).toEqual({ KeyId: Arn, SharedSecret, ...ENCAPSULATED })
  })

  it('make another secret every time, the same ones from the same seed', () => {
    const [one, other] = [newKey(), newKey()]
    const secretOf = ({ kms, KeyId }: typeof one) => kms.encapsulate({ KeyId, ...ENCAPSULATED }).SharedSecret
    const first = secretOf(one)
    expect(secretOf(one)).not.toEqual(first)
    expect(secretOf(other)).toEqual(first)
  })

  it('answer an altered or foreign ciphertext with another secret, always the same (implicit rejection)', () => {
    const { kms, KeyId } = newKey()
    const { SharedSecret, SharedSecretCiphertextBlob } = kms.encapsulate({ KeyId, ...ENCAPSULATED })
    const recover = (blob: Uint8Array, key = KeyId) =>
      kms.decapsulate({ KeyId: key, SharedSecretCiphertextBlob: blob, ...ENCAPSULATED }).SharedSecret
    for (const at of [0, 500, 1087]) {
      const altered = SharedSecretCiphertextBlob.with(at, (SharedSecretCiphertextBlob[at] as number) ^ 1)
      expect(recover(altered)).not.toEqual(SharedSecret)
      expect(recover(altered)).toEqual(recover(altered))
    }
    const foreign = kms.createKey({ KeySpec: 'ML_KEM_768', KeyUsage }).KeyMetadata.KeyId
    expect(recover(SharedSecretCiphertextBlob, foreign)).not.toEqual(SharedSecret)
  })

  it.each([1, 768, 1087, 1089, 1568, 6144])('refuse a ciphertext of %d bytes for ML_KEM_768', (length) => {
    const { w, kms, KeyId } = newKey()
    const decapsulate = () => kms.decapsulate({ KeyId, SharedSecretCiphertextBlob: new Uint8Array(length), ...ENCAPSULATED })
    expectRefusal(w, decapsulate, 'InvalidCiphertextException')
  })

  it('refuse a key of another usage, and other operations refuse theirs', () => {
    const { w, kms, KeyId, Arn } = newKey()
    const signing = kms.createKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }).KeyMetadata
    const wrong = (arn: string, usage: string, name: string) => `${arn} key usage is ${usage} which is not valid for ${name}.`
    const encapsulate = () => kms.encapsulate({ KeyId: signing.KeyId, ...ENCAPSULATED })
    expectRefusal(w, encapsulate, 'InvalidKeyUsageException', wrong(signing.Arn, 'SIGN_VERIFY', 'Encapsulate'))
    const SharedSecretCiphertextBlob = Uint8Array.of(1)
    const decapsulate = () => kms.decapsulate({ KeyId: signing.KeyId, SharedSecretCiphertextBlob, ...ENCAPSULATED })
    expectRefusal(w, decapsulate, 'InvalidKeyUsageException', wrong(signing.Arn, 'SIGN_VERIFY', 'Decapsulate'))
    const encrypt = () => kms.encrypt({ KeyId, Plaintext: Uint8Array.of(1) })
    expectRefusal(w, encrypt, 'InvalidKeyUsageException', wrong(Arn, KeyUsage, 'Encrypt'))
  })

  it('do nothing in a dry run, and find out there what would fail', () => {
    const { w, kms, KeyId } = newKey()
    const text = 'The request would have succeeded, but the DryRun option is set.'
    expectRefusal(w, () => kms.encapsulate({ KeyId, ...ENCAPSULATED, DryRun: true }), 'DryRunOperationException', text)
    const decapsulate = (length: number) => () => {
      const SharedSecretCiphertextBlob = new Uint8Array(length)
      return kms.decapsulate({ KeyId, SharedSecretCiphertextBlob, ...ENCAPSULATED, DryRun: true })
    }
    expectRefusal(w, decapsulate(1088), 'DryRunOperationException', text)
    expectRefusal(w, decapsulate(1), 'InvalidCiphertextException')
  })

  it('can be granted, on ML-KEM keys alone', () => {
    const { w, kms, KeyId } = newKey()
    const role = w.account(OTHER_ACCOUNT).createRole('Peer', { policies: [ALLOW_ALL] })
    const GranteePrincipal = role.arn
    kms.createGrant({ KeyId, GranteePrincipal, Operations: ['Encapsulate', 'GetPublicKey'] })
    const { Arn } = kms.describeKey({ KeyId }).KeyMetadata
    const { SharedSecretCiphertextBlob } = w.kms(role).encapsulate({ KeyId: Arn, ...ENCAPSULATED })
    expect(() => w.kms(role).decapsulate({ KeyId: Arn, SharedSecretCiphertextBlob, ...ENCAPSULATED })).toThrow(/not authorized/)
    const symmetric = kms.createKey().KeyMetadata.KeyId
    const grant = () => kms.createGrant({ KeyId: symmetric, GranteePrincipal, Operations: ['Decapsulate'] })
    expectRefusal(w, grant, 'ValidationException', /^Operations \[Decapsulate\] are not supported/)
  })

  it('work in every Region of a multi-Region key', () => {
    const { w, kms, KeyId } = newKey('ML_KEM_512', { MultiRegion: true })
    kms.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION, Policy: delegatingPolicy('111122223333') })
    const { SharedSecret, SharedSecretCiphertextBlob } = kms.encapsulate({ KeyId, ...ENCAPSULATED })
    const there = w.kms(undefined, OTHER_REGION).decapsulate({ KeyId, SharedSecretCiphertextBlob, ...ENCAPSULATED })
    expect(there.SharedSecret).toEqual(SharedSecret)
  })

  it('leave no secret in CloudTrail or the journal, and count as uses of the key', () => {
    const { w, kms, KeyId, Arn } = newKey()
    const { SharedSecret, SharedSecretCiphertextBlob } = kms.encapsulate({ KeyId, ...ENCAPSULATED })
    expect(kms.getKeyLastUsage({ KeyId }).KeyLastUsage.Operation).toBe('Encapsulate')
    kms.decapsulate({ KeyId, SharedSecretCiphertextBlob, ...ENCAPSULATED })
    expect(kms.getKeyLastUsage({ KeyId }).KeyLastUsage.Operation).toBe('Decapsulate')
    for (const eventName of ['Encapsulate', 'Decapsulate']) {
      expect(w.records({ eventName })).toMatchObject([
        {
          readOnly: true,
          requestParameters: { keyId: KeyId, encapsulationAlgorithm: 'ML_KEM' },
          responseElements: null,
          resources: [{ ARN: Arn }],
          userIdentity: { arn: ADMIN },
        },
      ])
      expect(Object.keys(w.records({ eventName })[0]?.requestParameters as object)).toHaveLength(2)
    }
    const kept = JSON.stringify([w.records(), w.journal()], (_, value) => (value instanceof Uint8Array ? [...value] : value))
    for (const bytes of [SharedSecret, SharedSecretCiphertextBlob.subarray(0, 32)]) {
      expect(kept).not.toContain(JSON.stringify([...bytes]).slice(1, -1))
      expect(kept).not.toContain(Buffer.from(bytes).toString('hex'))
    }
  })

  it('do not take imported keys: ML-KEM cannot be imported', () => {
    const w = kmsWorld({ algorithms: [mlKem] })
    const create = () => w.kms().createKey({ Origin: 'EXTERNAL', KeySpec: 'ML_KEM_512', KeyUsage })
    expectRefusal(w, create, 'ValidationException', 'KeySpec ML_KEM_512 is not supported for Origin EXTERNAL')
  })

  it('make data key pairs of ML-KEM under a symmetric key', () => {
    const { kms } = newKey()
    const KeyId = kms.createKey().KeyMetadata.KeyId
    const pair = kms.generateDataKeyPair({ KeyId, KeyPairSpec: 'ML_KEM_768' })
    expect(pair.PublicKey.subarray(0, 4)).toEqual(fromHex('308204b2'))
    expect(kms.decrypt({ CiphertextBlob: pair.PrivateKeyCiphertextBlob }).Plaintext).toEqual(pair.PrivateKeyPlaintext)
  })
})

const ALLOW_ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
