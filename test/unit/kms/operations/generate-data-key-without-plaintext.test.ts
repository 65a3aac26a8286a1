import { describe, expect, it } from 'vitest'
import { subject } from '../../../support/kms/call-cases.ts'
import { kmsWorld } from '../../../support/kms/kms-world.ts'
import { DRY_RUN, expectRefusal } from '../../../support/kms/refusals.ts'

describe('shape', () => {
  it('has no Recipient', () => {
    const { w, keyId: KeyId } = subject()
    const input = { KeyId, NumberOfBytes: 64, Recipient: {} }
    expect(() => w.kms().generateDataKeyWithoutPlaintext(input)).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER' }),
    )
  })
})

describe('authorisation', () => {
  it('is a permission of its own', () => {
    const { w, keyId: KeyId } = subject()
    const role = w.account().createRole('App')
    w.kms().createGrant({ KeyId, GranteePrincipal: role.arn, Operations: ['GenerateDataKeyWithoutPlaintext'] })
    expect(w.kms(role).generateDataKeyWithoutPlaintext({ KeyId, NumberOfBytes: 64 }).CiphertextBlob).toHaveLength(220)
    const more = () => w.kms(role).generateDataKey({ KeyId, NumberOfBytes: 64 })
    expectRefusal(w, more, 'AccessDeniedException', /kms:GenerateDataKey /)
  })
})

describe('behaviour', () => {
  it('answers with the sealed data key alone, which whoever may decrypt opens later', () => {
    const { w, keyId: KeyId, arn } = subject()
    const output = w
      .kms()
      .generateDataKeyWithoutPlaintext({ KeyId, NumberOfBytes: 64, EncryptionContext: { 'aws:ebs:id': 'vol-1' } })
    expect(Object.keys(output)).toEqual(['CiphertextBlob', 'KeyId', 'KeyMaterialId'])
    expect(output.KeyId).toBe(arn)
    const { CiphertextBlob } = output
    const opened = w.kms().decrypt({ CiphertextBlob, EncryptionContext: { 'aws:ebs:id': 'vol-1' } })
    expect(opened.Plaintext).toHaveLength(64)
    expect(opened.Plaintext.some((byte) => byte !== 0)).toBe(true)
    expect(opened.KeyMaterialId).toBe(output.KeyMaterialId)
  })

  it('seals the data key that GenerateDataKey would have returned', () => {
    const [one, other] = [subject(kmsWorld({ seed: 5 })), subject(kmsWorld({ seed: 5 }))]
    const input = { KeyId: one.keyId, KeySpec: 'AES_256' } as const
    const { Plaintext } = one.w.kms().generateDataKey(input)
    const { CiphertextBlob } = other.w.kms().generateDataKeyWithoutPlaintext(input)
    expect(other.w.kms().decrypt({ CiphertextBlob }).Plaintext).toEqual(Plaintext)
  })

  it('overwrites the plaintext that it has made', () => {
    const { w, keyId: KeyId } = subject()
    const { random } = w.world
    const made: Uint8Array[] = []
    const bytes: typeof random.bytes = (address, length) => {
      const fresh = random.bytes(address, length)
      if (address.purpose === 'kms/data-key') made.push(fresh)
      return fresh
    }
    Object.assign(w.world, { random: { ...random, bytes } })
    w.kms().generateDataKeyWithoutPlaintext({ KeyId, NumberOfBytes: 64 })
    expect(made).toEqual([new Uint8Array(64)])
  })

  it('answers a dry run', () => {
    const { w, keyId: KeyId } = subject()
    const attempt = () => w.kms().generateDataKeyWithoutPlaintext({ KeyId, NumberOfBytes: 64, DryRun: true })
    expectRefusal(w, attempt, 'DryRunOperationException', DRY_RUN)
  })
})

describe('journal', () => {
  it('records what EC2 asks for as AWS does', () => {
    const w = kmsWorld()
    const EncryptionContext = { 'aws:ebs:id': 'vol-1' }
    const { KeyId, KeyMaterialId } = w
      .throughEc2()
      .generateDataKeyWithoutPlaintext({ KeyId: 'alias/aws/ebs', NumberOfBytes: 64, EncryptionContext })
    expect(w.records()).toMatchObject([
      {
        eventName: 'GenerateDataKeyWithoutPlaintext',
        userIdentity: { invokedBy: 'ec2-frontend-api.amazonaws.com' },
        sourceIPAddress: 'ec2-frontend-api.amazonaws.com',
        userAgent: 'ec2-frontend-api.amazonaws.com',
        requestParameters: { keyId: 'alias/aws/ebs', numberOfBytes: 64, encryptionContext: EncryptionContext },
        responseElements: null,
        additionalEventData: { keyMaterialId: KeyMaterialId },
        resources: [{ ARN: KeyId }],
      },
    ])
  })
})
