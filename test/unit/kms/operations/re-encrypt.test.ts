import { describe, expect, it } from 'vitest'
import { allowing, subject } from '../../../support/kms/call-cases.ts'
import { ADMIN, kmsWorld } from '../../../support/kms/kms-world.ts'
import { DRY_RUN, expectRefusal, missingText, noIdentityPolicy, outOfReach } from '../../../support/kms/refusals.ts'

const PLAINTEXT = Uint8Array.of(1, 2, 3)
const A = { a: '1' }
const B = { b: '2' }

/** Two keys and a ciphertext of the first with context A. */
const twoKeys = () => {
  const w = kmsWorld()
  const [source, destination] = [w.kms().createKey().KeyMetadata, w.kms().createKey().KeyMetadata]
  const { CiphertextBlob } = w.kms().encrypt({ KeyId: source.KeyId, Plaintext: PLAINTEXT, EncryptionContext: A })
  const input = {
    CiphertextBlob,
    SourceEncryptionContext: A,
    DestinationKeyId: destination.KeyId,
    DestinationEncryptionContext: B,
  }
  return { w, source, destination, input }
}

describe('shape', () => {
  it('needs a ciphertext and a destination', () => {
    const { w, input } = twoKeys()
    const noBlob = () => w.kms().reEncrypt({ DestinationKeyId: input.DestinationKeyId })
    expectRefusal(w, noBlob, 'ValidationException', missingText('ciphertextBlob'))
    const noKey = () =>
      w.kms().reEncrypt({ DestinationKeyId: input.DestinationKeyId, DryRun: true, DryRunModifiers: ['IGNORE_CIPHERTEXT'] })
    expectRefusal(w, noKey, 'ValidationException', missingText('sourceKeyId'))
  })

  it.each(['SourceEncryptionContext', 'DestinationEncryptionContext'])('takes 8192 bytes of %s', (member) => {
    const { w, input } = twoKeys()
    const attempt = () => w.kms().reEncrypt({ ...input, [member]: { k: 'v'.repeat(8192) } })
    expectRefusal(w, attempt, 'ValidationException', 'EncryptionContext must not be larger than 8192 bytes, found 8193.')
  })
})

describe('authorisation', () => {
  it('is not given by kms:Decrypt and kms:Encrypt', () => {
    const { w, source, input } = twoKeys()
    const user = w.account().createUser('App', { policies: [allowing('kms:Decrypt', 'kms:Encrypt', 'kms:ReEncrypt')] })
    const text = noIdentityPolicy(user.arn, 'kms:ReEncryptFrom', source.Arn)
    expectRefusal(w, () => w.kms(user).reEncrypt(input), 'AccessDeniedException', text)
    user.putPolicy('more', allowing('kms:ReEncrypt*'))
    expect(w.kms(user).reEncrypt(input).SourceKeyId).toBe(source.Arn)
  })

  it('is asked of each key for itself', () => {
    const { w, source, destination, input } = twoKeys()
    const user = w.account().createUser('App')
    const allow = (Action: string, Resource: string) => ({ ...allowing(), Statement: [{ Effect: 'Allow', Action, Resource }] })
    const attempt = () => w.kms(user).reEncrypt(input)
    user.putPolicy('from', allow('kms:ReEncryptFrom', source.Arn))
    expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(user.arn, 'kms:ReEncryptTo', destination.Arn))
    user.putPolicy('to', allow('kms:ReEncryptTo', destination.Arn))
    expect(attempt().KeyId).toBe(destination.Arn)
  })

  it('is granted by two grants, each with the context of its side', () => {
    const { w, source, destination, input } = twoKeys()
    const role = w.account().createRole('App')
    const grant = (KeyId: string, operation: 'ReEncryptFrom' | 'ReEncryptTo', EncryptionContextEquals: Record<string, string>) =>
      w
        .kms()
        .createGrant({ KeyId, GranteePrincipal: role.arn, Operations: [operation], Constraints: { EncryptionContextEquals } })
    grant(source.KeyId, 'ReEncryptFrom', A)
    grant(destination.KeyId, 'ReEncryptTo', A)
    const attempt = () => w.kms(role).reEncrypt(input)
    expectRefusal(w, attempt, 'AccessDeniedException', /kms:ReEncryptTo/)
    grant(destination.KeyId, 'ReEncryptTo', B)
    expect(attempt().KeyId).toBe(destination.Arn)
  })

  it('can be limited to one and the same key', () => {
    const { w, source, input } = twoKeys()
    const Condition = { Bool: { 'kms:ReEncryptOnSameKey': 'true' } }
    const Statement = [{ Effect: 'Allow', Action: 'kms:ReEncrypt*', Resource: '*', Condition }]
    const user = w.account().createUser('App', { policies: [{ ...allowing(), Statement }] })
    const text = noIdentityPolicy(user.arn, 'kms:ReEncryptFrom', source.Arn)
    expectRefusal(w, () => w.kms(user).reEncrypt(input), 'AccessDeniedException', text)
    expect(w.kms(user).reEncrypt({ ...input, DestinationKeyId: source.KeyId }).KeyId).toBe(source.Arn)
  })

  it('hides a source key that is not here', () => {
    const { w, input } = twoKeys()
    const elsewhere = w.kms(undefined, 'eu-west-1')
    const DestinationKeyId = elsewhere.createKey().KeyMetadata.KeyId
    const attempt = () => elsewhere.reEncrypt({ ...input, DestinationKeyId })
    const text = outOfReach(ADMIN, 'kms:ReEncryptFrom', 'the resource associated with this ciphertext')
    expectRefusal(w, attempt, 'AccessDeniedException', text)
  })
})

describe('state', () => {
  it.each(['source', 'destination'] as const)('refuses a disabled %s', (side) => {
    const { w, input, ...keys } = twoKeys()
    const { KeyId, Arn } = keys[side]
    w.kms().disableKey({ KeyId })
    expectRefusal(w, () => w.kms().reEncrypt(input), 'DisabledException', `${Arn} is disabled.`)
  })

  it('looks at the source first', () => {
    const { w, input, source, destination } = twoKeys()
    w.kms().disableKey({ KeyId: destination.KeyId })
    w.kms().scheduleKeyDeletion({ KeyId: source.KeyId })
    const text = `${source.Arn} is pending deletion.`
    expectRefusal(w, () => w.kms().reEncrypt(input), 'KMSInvalidStateException', text)
  })

  it.each([
    ['source', 'SourceEncryptionAlgorithm'],
    ['destination', 'DestinationEncryptionAlgorithm'],
  ] as const)('refuses a %s that is not for encryption, or not for the algorithm', (side, member) => {
    const { w, input, ...keys } = twoKeys()
    const wrong = () => w.kms().reEncrypt({ ...input, [member]: 'RSAES_OAEP_SHA_1' })
    const text = 'Algorithm RSAES_OAEP_SHA_1 is incompatible with key spec SYMMETRIC_DEFAULT.'
    expectRefusal(w, wrong, 'InvalidKeyUsageException', text)
    Object.assign(w.record(keys[side].Arn).family, { keyUsage: 'SIGN_VERIFY' })
    const usage = `${keys[side].Arn} key usage is SIGN_VERIFY which is not valid for ReEncrypt.`
    expectRefusal(w, () => w.kms().reEncrypt(input), 'InvalidKeyUsageException', usage)
  })
})

describe('behaviour', () => {
  it('moves the content to another key and another context', () => {
    const { w, source, destination, input } = twoKeys()
    const output = w.kms().reEncrypt(input)
    const materialOf = (KeyId: string) => w.kms().describeKey({ KeyId }).KeyMetadata.CurrentKeyMaterialId
    expect(output).toEqual({
      CiphertextBlob: expect.any(Uint8Array),
      SourceKeyId: source.Arn,
      KeyId: destination.Arn,
      SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      SourceKeyMaterialId: materialOf(source.KeyId),
      DestinationKeyMaterialId: materialOf(destination.KeyId),
    })
    const { CiphertextBlob } = output
    expect(w.kms().decrypt({ CiphertextBlob, EncryptionContext: B })).toMatchObject({
      KeyId: destination.Arn,
      Plaintext: PLAINTEXT,
    })
  })

  it('brings a managed destination key into being', () => {
    const { w, input } = twoKeys()
    const { KeyId } = w.throughEc2().reEncrypt({ ...input, DestinationKeyId: 'alias/aws/ebs' })
    expect(w.kms().describeKey({ KeyId }).KeyMetadata.KeyManager).toBe('AWS')
  })

  it('answers a dry run, with the ciphertext and without', () => {
    const { w, source, input } = twoKeys()
    expectRefusal(w, () => w.kms().reEncrypt({ ...input, DryRun: true }), 'DryRunOperationException', DRY_RUN)
    const { DestinationKeyId } = input
    const blind = () =>
      w.kms().reEncrypt({ SourceKeyId: source.KeyId, DestinationKeyId, DryRun: true, DryRunModifiers: ['IGNORE_CIPHERTEXT'] })
    expectRefusal(w, blind, 'DryRunOperationException', DRY_RUN)
  })
})

describe('journal', () => {
  it('records both keys, both contexts and both materials', () => {
    const { w, source, destination, input } = twoKeys()
    const output = w.kms().reEncrypt(input)
    const [record] = w.records({ eventName: 'ReEncrypt' })
    expect(record).toMatchObject({
      resources: [{ ARN: source.Arn }, { ARN: destination.Arn }],
      responseElements: null,
      additionalEventData: {
        sourceKeyMaterialId: output.SourceKeyMaterialId,
        destinationKeyMaterialId: output.DestinationKeyMaterialId,
      },
    })
    expect(record?.requestParameters).toEqual({
      destinationKeyId: destination.KeyId,
      sourceEncryptionContext: A,
      destinationEncryptionContext: B,
      sourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      destinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    })
  })

  it('lists both keys also where they are one, and the AADs where a service calls', () => {
    const { w, keyId: DestinationKeyId, arn, blob } = subject()
    const { DestinationKeyMaterialId } = w
      .throughEc2()
      .reEncrypt({ CiphertextBlob: blob, DestinationKeyId, DestinationEncryptionContext: { 'aws:ebs:id': 'vol-1' } })
    const [record] = w.records({ eventName: 'ReEncrypt' })
    expect(record?.resources?.map(({ ARN }) => ARN)).toEqual([arn, arn])
    const aad = Buffer.concat([
      Buffer.from('5d0661000001000a', 'hex'),
      Buffer.from('aws:ebs:id'),
      Buffer.from('0005', 'hex'),
      Buffer.from('vol-1'),
      Buffer.from(DestinationKeyMaterialId ?? '', 'hex'),
    ])
    const none = Buffer.concat([Buffer.from('5d0661000000', 'hex'), Buffer.from(DestinationKeyMaterialId ?? '', 'hex')])
    expect(record?.requestParameters).toMatchObject({
      sourceAAD: none.toString('base64'),
      destinationAAD: aad.toString('base64'),
    })
  })
})
