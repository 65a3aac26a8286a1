import { describe, expect, it } from 'vitest'
import { allowing, subject } from '../../../support/kms/call-cases.ts'
import { ACCOUNT, ADMIN, kmsWorld, OTHER_REGION, REGION } from '../../../support/kms/kms-world.ts'
import {
  DRY_RUN,
  errorOf,
  expectRefusal,
  INCORRECT_KEY,
  missingText,
  noIdentityPolicy,
  outOfReach,
} from '../../../support/kms/refusals.ts'

const THE_CIPHERTEXT = 'the resource associated with this ciphertext'
const IGNORING = { DryRun: true, DryRunModifiers: ['IGNORE_CIPHERTEXT' as const] }

describe('shape', () => {
  it('needs a ciphertext, of 1 to 6144 bytes', () => {
    const { w } = subject()
    expectRefusal(w, () => w.kms().decrypt(), 'ValidationException', missingText('ciphertextBlob'))
    for (const [length, bound] of [
      [0, 'greater than or equal to 1'],
      [6145, 'less than or equal to 6144'],
    ] as const) {
      const text = `1 validation error detected: Value at 'ciphertextBlob' failed to satisfy constraint: Member must have length ${bound}`
      expectRefusal(w, () => w.kms().decrypt({ CiphertextBlob: new Uint8Array(length) }), 'ValidationException', text)
    }
  })

  it('says loudly that Recipient is not simulated', () => {
    const { w, blob } = subject()
    expect(() => w.kms().decrypt({ CiphertextBlob: blob, Recipient: {} })).toThrow(/Nitro Enclaves/)
  })
})

describe('authorisation', () => {
  it('is decided on the key that the ciphertext names', () => {
    const { w, arn, blob } = subject()
    const user = w.account().createUser('App')
    const Statement = [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: arn }]
    const decrypt = () => w.kms(user).decrypt({ CiphertextBlob: blob })
    expectRefusal(w, decrypt, 'AccessDeniedException', noIdentityPolicy(user.arn, 'kms:Decrypt', arn))
    user.putPolicy('one', { ...allowing(), Statement })
    expect(decrypt().KeyId).toBe(arn)
    const other = w.kms().encrypt({ KeyId: w.kms().createKey().KeyMetadata.KeyId, Plaintext: Uint8Array.of(1) })
    const attempt = () => w.kms(user).decrypt({ CiphertextBlob: other.CiphertextBlob })
    expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(user.arn, 'kms:Decrypt', other.KeyId))
  })

  it('tells a stranger the same of a ciphertext whose key is elsewhere, gone, or closed to him', () => {
    const { w, keyId: KeyId, blob } = subject()
    const root = w.account('444455556666').root
    const text = outOfReach(root.arn, 'kms:Decrypt', THE_CIPHERTEXT)
    const closed = () => w.kms(root).decrypt({ CiphertextBlob: blob })
    expectRefusal(w, closed, 'AccessDeniedException', text)
    const elsewhere = () => w.kms(root, OTHER_REGION).decrypt({ CiphertextBlob: blob })
    expectRefusal(w, elsewhere, 'AccessDeniedException', text)
    w.kms().scheduleKeyDeletion({ KeyId })
    w.world.clock.advance({ days: 30 })
    expectRefusal(w, closed, 'AccessDeniedException', text)
    expect(w.records({ errorCode: 'AccessDenied' }).map(({ requestParameters }) => requestParameters)).toEqual([null, null, null])
  })

  it('tells a stranger without IAM the same too', () => {
    const { w, blob } = subject()
    const stranger = w.account('444455556666').createUser('Stranger')
    const text = `User: ${stranger.arn} is not authorized to perform: kms:Decrypt on ${THE_CIPHERTEXT} because no identity-based policy allows the kms:Decrypt action`
    for (const region of [REGION, OTHER_REGION]) {
      expectRefusal(w, () => w.kms(stranger, region).decrypt({ CiphertextBlob: blob }), 'AccessDeniedException', text)
    }
  })

  it('tells it where authorisation is off, for there is nothing to open it with', () => {
    const w = kmsWorld({ authorization: 'off' })
    const { CiphertextBlob } = w.kms().encrypt({ KeyId: w.kms().createKey().KeyMetadata.KeyId, Plaintext: Uint8Array.of(1) })
    const attempt = () => w.kms(undefined, OTHER_REGION).decrypt({ CiphertextBlob })
    expectRefusal(w, attempt, 'AccessDeniedException', outOfReach(ADMIN, 'kms:Decrypt', THE_CIPHERTEXT))
  })

  it('tells the owner no more, of a ciphertext whose key is in another Region', () => {
    const { w, blob } = subject()
    const error = errorOf(() => w.kms(undefined, OTHER_REGION).decrypt({ CiphertextBlob: blob }))
    expect(error.message).toBe(
      outOfReach(`arn:aws:sts::${ACCOUNT}:assumed-role/Admin/kms-ebs-sim`, 'kms:Decrypt', THE_CIPHERTEXT),
    )
  })

  it('finds the key of a foreign ciphertext, where both sides allow it', () => {
    const { w, keyId: KeyId, arn, blob } = subject()
    const guest = w.account('444455556666').createRole('Guest', { policies: [allowing('kms:Decrypt')] })
    w.kms().createGrant({ KeyId, GranteePrincipal: guest.arn, Operations: ['Decrypt'] })
    expect(w.kms(guest).decrypt({ CiphertextBlob: blob, KeyId: arn }).KeyId).toBe(arn)
    expect(w.kms(guest).decrypt({ CiphertextBlob: blob }).KeyId).toBe(arn)
  })
})

describe('state', () => {
  it('refuses a wrong key before it looks at its state', () => {
    const { w, blob } = subject()
    const { KeyId } = w.kms().createKey().KeyMetadata
    w.kms().disableKey({ KeyId })
    expectRefusal(w, () => w.kms().decrypt({ CiphertextBlob: blob, KeyId }), 'IncorrectKeyException', INCORRECT_KEY)
  })

  it('looks at the key’s state before it opens anything', () => {
    const { w, keyId: KeyId, arn, blob } = subject()
    w.kms().disableKey({ KeyId })
    const attempt = () => w.kms().decrypt({ CiphertextBlob: blob, EncryptionContext: { wrong: '1' } })
    expectRefusal(w, attempt, 'DisabledException', `${arn} is disabled.`)
  })
})

describe('behaviour', () => {
  it('answers with exactly these members', () => {
    const { w, keyId: KeyId, arn, blob } = subject()
    const { CurrentKeyMaterialId } = w.kms().describeKey({ KeyId }).KeyMetadata
    expect(w.kms().decrypt({ CiphertextBlob: blob, KeyId: 'alias/subject' })).toEqual({
      KeyId: arn,
      Plaintext: Uint8Array.of(1, 2, 3),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      KeyMaterialId: CurrentKeyMaterialId,
    })
  })

  it('does not take another managed key’s ciphertext for one of a key that is not made yet', () => {
    const w = kmsWorld()
    const { CiphertextBlob } = w.kms().encrypt({ KeyId: w.kms().createKey().KeyMetadata.KeyId, Plaintext: Uint8Array.of(1) })
    const attempt = () => w.throughEc2().decrypt({ CiphertextBlob, KeyId: 'alias/aws/ebs' })
    expectRefusal(w, attempt, 'IncorrectKeyException', INCORRECT_KEY)
  })

  it('checks permissions alone with IGNORE_CIPHERTEXT, and needs a key then', () => {
    const { w, keyId: KeyId, arn } = subject()
    expectRefusal(w, () => w.kms().decrypt({ KeyId, ...IGNORING }), 'DryRunOperationException', DRY_RUN)
    expectRefusal(w, () => w.kms().decrypt(IGNORING), 'ValidationException', missingText('keyId'))
    const user = w.account().createUser('Nobody')
    const denied = () => w.kms(user).decrypt({ KeyId, CiphertextBlob: Uint8Array.of(1), ...IGNORING })
    expectRefusal(w, denied, 'AccessDeniedException', noIdentityPolicy(user.arn, 'kms:Decrypt', arn))
  })

  it('hands out a plaintext of its own each time', () => {
    const { w, blob } = subject()
    const one = w.kms().decrypt({ CiphertextBlob: blob }).Plaintext
    one.fill(0)
    expect(w.kms().decrypt({ CiphertextBlob: blob }).Plaintext).toEqual(Uint8Array.of(1, 2, 3))
  })
})

describe('journal', () => {
  it('records the material, and the key only as it was sent', () => {
    const { w, keyId: KeyId, arn, blob } = subject()
    const { KeyMaterialId } = w.kms().decrypt({ CiphertextBlob: blob, KeyId })
    expect(w.records({ eventName: 'Decrypt' })).toMatchObject([
      {
        requestParameters: { keyId: KeyId, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
        responseElements: null,
        additionalEventData: { keyMaterialId: KeyMaterialId },
        resources: [{ ARN: arn }],
      },
    ])
  })

  it('records no material of a ciphertext that could not be opened', () => {
    const { w, blob } = subject()
    expect(() => w.kms().decrypt({ CiphertextBlob: blob, EncryptionContext: { a: '' } })).toThrow()
    const [record] = w.records({ eventName: 'Decrypt' })
    expect(record).toMatchObject({ errorCode: 'InvalidCiphertextException', requestParameters: { encryptionContext: { a: '' } } })
    expect(record).not.toHaveProperty('additionalEventData')
    expect(record).not.toHaveProperty('errorMessage')
  })

  it('records the host of an instance as AWS does', () => {
    const { w, keyId: KeyId } = subject()
    const instance = 'i-0123456789abcdef0'
    const GranteePrincipal = `arn:aws:sts::${ACCOUNT}:assumed-role/aws:ec2-infrastructure/${instance}`
    const EncryptionContext = { 'aws:ebs:id': 'vol-1' }
    w.throughEc2().createGrant({
      KeyId,
      GranteePrincipal,
      Operations: ['Decrypt'],
      Constraints: { EncryptionContextSubset: EncryptionContext },
    })
    const { CiphertextBlob } = w.kms().generateDataKey({ KeyId, NumberOfBytes: 64, EncryptionContext })
    expect(w.host(instance).decrypt({ CiphertextBlob, EncryptionContext }).Plaintext).toHaveLength(64)
    expect(w.records({ eventName: 'Decrypt' })).toMatchObject([
      {
        userIdentity: {
          type: 'AssumedRole',
          arn: GranteePrincipal,
          principalId: `${ACCOUNT}:aws:ec2-infrastructure:${instance}`,
          invokedBy: 'AWS Internal',
          inScopeOf: { issuerType: 'AWS::EC2::Instance' },
        },
        requestParameters: { encryptionAlgorithm: 'SYMMETRIC_DEFAULT', encryptionContext: EncryptionContext },
      },
    ])
  })
})
