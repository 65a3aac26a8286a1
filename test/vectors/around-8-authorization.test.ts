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

describe('principals that come and go', () => {
  it('around 8.1 #34: a role made anew under its name has no use of the grant of its predecessor, whose unique id the grant shows', () => {
    const cloud = createCloud({ seed: 8 })
    const { KeyId, Arn } = cloud.kms.createKey({}).KeyMetadata
    const first = cloud.account(ACCOUNT).createRole('Worker')
    const { GrantId } = cloud.kms.createGrant({ KeyId, GranteePrincipal: first.arn, Operations: ['Encrypt'] })
    const uniqueId = cloud.session({ as: first }).sts.getCallerIdentity().UserId.split(':')[0]
    const encrypt = () =>
      cloud.session({ as: cloud.account(ACCOUNT).role('Worker') }).kms.encrypt({ KeyId, Plaintext: PLAINTEXT })
    expect(encrypt().KeyId).toBe(Arn)
    cloud.account(ACCOUNT).deleteRole('Worker')
    cloud.account(ACCOUNT).createRole('Worker')
    expect(refusalOf(encrypt).name).toBe('AccessDeniedException')
    expect(cloud.kms.listGrants({ KeyId }).Grants).toMatchObject([{ GrantId, GranteePrincipal: uniqueId }])
  })

  it('around 8.1 #1, #2 and #3: the same through STS, as a session that a user has assumed', () => {
    const cloud = createCloud({ seed: 8 })
    const { KeyId, Arn } = cloud.kms.createKey({}).KeyMetadata
    const account = cloud.account(ACCOUNT)
    const user = account.createUser('ann', {
      policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] }],
    })
    const role = account.createRole('App')
    const { Credentials } = cloud.session({ as: user }).sts.assumeRole({ RoleArn: role.arn, RoleSessionName: 'me' })
    const { kms, principal } = cloud.session({ credentials: Credentials })
    const encrypt = () => kms.encrypt({ KeyId, Plaintext: PLAINTEXT })
    const missing = (layer: string) =>
      `User: arn:aws:sts::${ACCOUNT}:assumed-role/App/me is not authorized to perform: kms:Encrypt on resource: ${Arn} because no ${layer} allows the kms:Encrypt action`
    const keyPolicy = (...AWS: string[]) =>
      cloud.kms.putKeyPolicy({
        KeyId,
        BypassPolicyLockoutSafetyCheck: true,
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { AWS }, Action: 'kms:Encrypt', Resource: '*' },
            { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/Admin` }, Action: 'kms:*', Resource: '*' },
          ],
        }),
      })
    expect(refusalOf(encrypt).message).toBe(missing('identity-based policy'))
    keyPolicy(user.arn)
    role.putPolicy('all', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }] })
    expect(refusalOf(encrypt).message).toBe(missing('resource-based policy'))
    role.deletePolicy('all')
    keyPolicy(role.arn)
    expect(encrypt().KeyId).toBe(Arn)
    keyPolicy(principal.kind === 'session' ? principal.arn : '')
    expect(encrypt().KeyId).toBe(Arn)
  })
})
