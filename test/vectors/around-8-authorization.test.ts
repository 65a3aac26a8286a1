import { describe, expect, it } from 'vitest'
import { createCloud } from '../../src/index.ts'
import { ACCOUNT, refusalOf } from '../support/cloud/ebs-world.ts'

const PLAINTEXT = new TextEncoder().encode('hello')

describe('a grant with an encryption context', () => {
  /** A grantee without policies, whose grant on K wants exactly this context. */
  const granted = (EncryptionContextEquals: Record<string, string>) => {
    const cloud = createCloud({ seed: 8 })
    const { KeyId } = cloud.kms.createKey({}).KeyMetadata
    const grantee = cloud.account(ACCOUNT).createRole('Grantee')
    cloud.kms.createGrant({
      KeyId,
      GranteePrincipal: grantee.arn,
      Operations: ['Decrypt'],
      Constraints: { EncryptionContextEquals },
    })
    const { kms } = cloud.session({ as: grantee })
    const open = (EncryptionContext: Record<string, string>) => {
      const { CiphertextBlob } = cloud.kms.encrypt({ KeyId, Plaintext: PLAINTEXT, EncryptionContext })
      return kms.decrypt({ CiphertextBlob, EncryptionContext }).Plaintext
    }
    return { open, refused: (context: Record<string, string>) => refusalOf(() => open(context)).name }
  }

  it('around 8.1 #35a: compares the names of pairs without regard to case, and their values with it', () => {
    const { open, refused } = granted({ Dept: 'IT' })
    expect(open({ Dept: 'IT' })).toEqual(PLAINTEXT)
    expect(open({ dept: 'IT' })).toEqual(PLAINTEXT)
    expect(refused({ Dept: 'it' })).toBe('AccessDeniedException')
    expect(refused({ dept: 'IT', more: '1' })).toBe('AccessDeniedException')
    expect(refused({})).toBe('AccessDeniedException')
  })
})

describe('ciphertext and key states, seen from outside', () => {
  it('around 8.2 #40: a context is more than its letters in a row', () => {
    const { kms } = createCloud({ seed: 8 })
    const { KeyId } = kms.createKey({}).KeyMetadata
    const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext: PLAINTEXT, EncryptionContext: { ab: 'c' } })
    expect(refusalOf(() => kms.decrypt({ CiphertextBlob, EncryptionContext: { a: 'bc' } }))).toEqual({
      name: 'InvalidCiphertextException',
      message: 'UnknownError',
      status: 400,
    })
    expect(kms.decrypt({ CiphertextBlob, EncryptionContext: { ab: 'c' } }).Plaintext).toEqual(PLAINTEXT)
  })

  it('around 8.2 #41: Decrypt under another key’s id', () => {
    const { kms } = createCloud({ seed: 8 })
    const [K1, K2] = [kms.createKey({}).KeyMetadata, kms.createKey({}).KeyMetadata]
    const { CiphertextBlob } = kms.encrypt({ KeyId: K1.KeyId, Plaintext: PLAINTEXT })
    for (const KeyId of [K2.KeyId, K2.Arn]) {
      expect(refusalOf(() => kms.decrypt({ CiphertextBlob, KeyId }))).toEqual({
        name: 'IncorrectKeyException',
        message: 'The key ID in the request does not identify a CMK that can perform this operation.',
        status: 400,
      })
    }
    expect(kms.decrypt({ CiphertextBlob, KeyId: K1.Arn }).Plaintext).toEqual(PLAINTEXT)
  })

  it('around 8.2 #43: who has no permission does not learn that a key is disabled', () => {
    const cloud = createCloud({ seed: 8 })
    const { KeyId, Arn } = cloud.kms.createKey({}).KeyMetadata
    const { CiphertextBlob } = cloud.kms.encrypt({ KeyId, Plaintext: PLAINTEXT })
    cloud.kms.disableKey({ KeyId })
    const nobody = cloud.session({ as: cloud.account(ACCOUNT).createUser('nobody') })
    const said = (action: string) =>
      `User: arn:aws:iam::${ACCOUNT}:user/nobody is not authorized to perform: ${action} on resource: ${Arn} because no identity-based policy allows the ${action} action`
    expect(refusalOf(() => nobody.kms.encrypt({ KeyId, Plaintext: PLAINTEXT }))).toEqual({
      name: 'AccessDeniedException',
      message: said('kms:Encrypt'),
      status: 400,
    })
    expect(refusalOf(() => nobody.kms.generateDataKey({ KeyId, KeySpec: 'AES_256' })).name).toBe('AccessDeniedException')
    expect(refusalOf(() => nobody.kms.decrypt({ CiphertextBlob })).name).toBe('AccessDeniedException')
    expect(refusalOf(() => cloud.kms.encrypt({ KeyId, Plaintext: PLAINTEXT }))).toMatchObject({
      name: 'DisabledException',
      message: `${Arn} is disabled.`,
    })
  })
})
