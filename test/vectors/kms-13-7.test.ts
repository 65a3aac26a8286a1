import { describe, expect, it } from 'vitest'
import { allowing, delegatingPolicy, keyPolicy } from '../support/kms/call-cases.ts'
import { ACCOUNT, ADMIN, kmsWorld, OTHER_ACCOUNT, REGION } from '../support/kms/kms-world.ts'
import { expectRefusal, noIdentityPolicy, noResourcePolicy } from '../support/kms/refusals.ts'

const PLAINTEXT = Uint8Array.of(1, 2, 3)
const A1 = { a: '1' }
const A1B2 = { a: '1', b: '2' }

const setUp = () => {
  const w = kmsWorld()
  const kms = w.kms()
  const { KeyId, Arn } = kms.createKey().KeyMetadata
  const role = w.account().createRole('App')
  const seal = (EncryptionContext?: Record<string, string>) =>
    kms.encrypt({ KeyId, Plaintext: PLAINTEXT, EncryptionContext }).CiphertextBlob
  return { w, kms, KeyId, Arn, role, app: w.kms(role), appArn: `arn:aws:sts::${ACCOUNT}:assumed-role/App/kms-ebs-sim`, seal }
}

describe('grants', () => {
  it('takes the same named CreateGrant again for a retry, kms 13.7 #87', () => {
    const { kms, KeyId, role } = setUp()
    const again = () => kms.createGrant({ KeyId, GranteePrincipal: role.arn, Operations: ['Decrypt'], Name: 'once' })
    const [one, other] = [again(), again()]
    expect(other.GrantId).toBe(one.GrantId)
    expect(other.GrantToken).not.toBe(one.GrantToken)
    expect(kms.listGrants({ KeyId }).Grants).toHaveLength(1)
  })

  it('constrains no encryption context on a key that has none, kms 13.7 #92', () => {
    const { w, kms, role } = setUp()
    const { KeyId } = kms.createKey({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' }).KeyMetadata
    const input = { KeyId, GranteePrincipal: role.arn, Operations: ['Decrypt'], Constraints: { EncryptionContextSubset: A1 } }
    const text = 'EncryptionContext is supported only when creating a grant for a symmetric encryption KMS key.'
    expectRefusal(w, () => kms.createGrant({ ...input, Operations: ['Decrypt'] }), 'ValidationException', text)
  })

  it('makes another grant of the same CreateGrant without a name, kms 13.7 #88', () => {
    const { kms, KeyId, role } = setUp()
    const again = () => kms.createGrant({ KeyId, GranteePrincipal: role.arn, Operations: ['Decrypt'] }).GrantId
    expect(again()).not.toBe(again())
    expect(kms.listGrants({ KeyId }).Grants).toHaveLength(2)
  })

  it('keeps grants of one name on two keys apart, kms 13.7 #89', () => {
    const { kms, KeyId, role } = setUp()
    const on = (key: string) =>
      kms.createGrant({ KeyId: key, GranteePrincipal: role.arn, Operations: ['Decrypt'], Name: 'same' }).GrantId
    expect(on(KeyId)).not.toBe(on(kms.createKey().KeyMetadata.KeyId))
  })

  it('grants no CreateGrant alone, kms 13.7 #90', () => {
    const { w, kms, KeyId, role } = setUp()
    const attempt = () => kms.createGrant({ KeyId, GranteePrincipal: role.arn, Operations: ['CreateGrant'] })
    expectRefusal(w, attempt, 'ValidationException', 'Grants must not contain only the CreateGrant operation.')
  })

  it('grants no Sign on a symmetric key, kms 13.7 #91', () => {
    const { w, kms, KeyId, role } = setUp()
    const attempt = () => kms.createGrant({ KeyId, GranteePrincipal: role.arn, Operations: ['Decrypt', 'Sign'] })
    expectRefusal(
      w,
      attempt,
      'ValidationException',
      /^Operations \[Sign\] are not supported when creating a grant for a symmetric KMS key/,
    )
  })

  it('matches Equals with no pair more and Subset with more, kms 13.7 #93', () => {
    const { w, kms, KeyId, Arn, role, app, appArn, seal } = setUp()
    const CiphertextBlob = seal(A1B2)
    const decrypt = () => app.decrypt({ CiphertextBlob, EncryptionContext: A1B2 })
    const grant = { KeyId, GranteePrincipal: role.arn, Operations: ['Decrypt' as const] }
    kms.createGrant({ ...grant, Constraints: { EncryptionContextEquals: A1 } })
    expectRefusal(w, decrypt, 'AccessDeniedException', noIdentityPolicy(appArn, 'kms:Decrypt', Arn))
    kms.createGrant({ ...grant, Constraints: { EncryptionContextSubset: A1 } })
    expect(decrypt().Plaintext).toEqual(PLAINTEXT)
  })

  it('asks DescribeKey for no encryption context, kms 13.7 #94', () => {
    const { kms, KeyId, role, app, Arn } = setUp()
    const Operations = ['Decrypt' as const, 'DescribeKey' as const]
    kms.createGrant({ KeyId, GranteePrincipal: role.arn, Operations, Constraints: { EncryptionContextEquals: A1 } })
    expect(app.describeKey({ KeyId }).KeyMetadata.Arn).toBe(Arn)
  })

  it('hands on no more than the parent grant has, kms 13.7 #95', () => {
    const { w, kms, KeyId, Arn, role, app, appArn } = setUp()
    const Operations = ['Decrypt' as const, 'CreateGrant' as const]
    kms.createGrant({ KeyId, GranteePrincipal: role.arn, Operations, Constraints: { EncryptionContextSubset: A1 } })
    const child = { KeyId, GranteePrincipal: ADMIN, Operations: ['Decrypt' as const] }
    const broader = [
      child,
      { ...child, Operations: ['Encrypt' as const], Constraints: { EncryptionContextSubset: A1 } },
      { ...child, Constraints: { EncryptionContextSubset: { b: '2' } } },
      { ...child, Constraints: { EncryptionContextEquals: { b: '2' } } },
    ]
    for (const input of broader) {
      const attempt = () => app.createGrant(input)
      expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(appArn, 'kms:CreateGrant', Arn))
    }
    for (const Constraints of [
      { EncryptionContextSubset: A1 },
      { EncryptionContextSubset: A1B2 },
      { EncryptionContextEquals: A1 },
    ]) {
      expect(app.createGrant({ ...child, Constraints }).GrantId).toMatch(/^[0-9a-f]{64}$/)
    }
  })

  it('gives nobody RevokeGrant, kms 13.7 #96', () => {
    const { w, kms, KeyId, Arn, role, app, appArn } = setUp()
    const Operations = ['Decrypt' as const, 'RetireGrant' as const]
    const { GrantId } = kms.createGrant({ KeyId, GranteePrincipal: role.arn, Operations })
    const attempt = () => app.revokeGrant({ KeyId, GrantId })
    expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(appArn, 'kms:RevokeGrant', Arn))
  })

  it('is retired by its grantee only where it says so, and by its retiring principal, kms 13.7 #97', () => {
    const { w, kms, KeyId, Arn, role, app, appArn } = setUp()
    const plain = kms.createGrant({ KeyId, GranteePrincipal: role.arn, Operations: ['Decrypt'] })
    const attempt = () => app.retireGrant({ KeyId, GrantId: plain.GrantId })
    expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(appArn, 'kms:RetireGrant', Arn))
    const own = kms.createGrant({ KeyId, GranteePrincipal: role.arn, Operations: ['Decrypt', 'RetireGrant'] })
    expect(app.retireGrant({ KeyId, GrantId: own.GrantId })).toEqual({})
    const named = kms.createGrant({ KeyId, GranteePrincipal: ADMIN, RetiringPrincipal: role.arn, Operations: ['Decrypt'] })
    expect(app.retireGrant({ GrantToken: named.GrantToken })).toEqual({})
  })

  it('is beaten by a Deny of the key policy, kms 13.7 #98', () => {
    const { w, kms, KeyId, Arn, role, app, appArn, seal } = setUp()
    const CiphertextBlob = seal()
    kms.createGrant({ KeyId, GranteePrincipal: role.arn, Operations: ['Decrypt'] })
    const deny = { Effect: 'Deny', Principal: { AWS: role.arn }, Action: 'kms:Decrypt', Resource: '*' }
    kms.putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT, [deny]) })
    const text = `User: ${appArn} is not authorized to perform: kms:Decrypt on resource: ${Arn} with an explicit deny in a resource-based policy`
    expectRefusal(w, () => app.decrypt({ CiphertextBlob, KeyId }), 'AccessDeniedException', text)
  })
})

describe('policies', () => {
  it('makes IAM powerless where the key policy does not leave it to IAM, kms 13.7 #99', () => {
    const { w, kms, KeyId, Arn } = setUp()
    const user = w.account().createUser('Powerless', { policies: [allowing('kms:*')] })
    const Policy = keyPolicy([{ Effect: 'Allow', Principal: { AWS: ADMIN }, Action: 'kms:*', Resource: '*' }])
    kms.putKeyPolicy({ KeyId, Policy })
    const attempt = () => w.kms(user).encrypt({ KeyId, Plaintext: PLAINTEXT })
    expectRefusal(w, attempt, 'AccessDeniedException', noResourcePolicy(user.arn, 'kms:Encrypt', Arn))
  })

  it('allows a user whom the key policy names, without IAM, kms 13.7 #100', () => {
    const { w, kms, KeyId, Arn } = setUp()
    const user = w.account().createUser('Named')
    const allow = { Effect: 'Allow', Principal: { AWS: user.arn }, Action: 'kms:Encrypt', Resource: '*' }
    kms.putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT, [allow]) })
    expect(w.kms(user).encrypt({ KeyId, Plaintext: PLAINTEXT }).KeyId).toBe(Arn)
  })

  it('needs IAM in the other account too, kms 13.7 #101', () => {
    const { w, kms, KeyId, Arn } = setUp()
    const guest = w.account(OTHER_ACCOUNT).createUser('Guest')
    const allow = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }
    kms.putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT, [allow]) })
    const encrypt = () => w.kms(guest).encrypt({ KeyId: Arn, Plaintext: PLAINTEXT })
    const text = `User: ${guest.arn} is not authorized to perform: kms:Encrypt on this resource because no identity-based policy allows the kms:Encrypt action`
    expectRefusal(w, encrypt, 'AccessDeniedException', text)
    guest.putPolicy('encrypt', allowing('kms:Encrypt'))
    expect(encrypt().KeyId).toBe(Arn)
  })

  it('takes no policy that locks its author out, unless told to, kms 13.7 #102', () => {
    const { w, kms, KeyId, Arn, role } = setUp()
    const Policy = keyPolicy([{ Effect: 'Allow', Principal: { AWS: role.arn }, Action: 'kms:*', Resource: '*' }])
    const text = 'The new key policy will not allow you to update the key policy in the future.'
    expectRefusal(w, () => kms.putKeyPolicy({ KeyId, Policy }), 'MalformedPolicyDocumentException', text)
    expectRefusal(w, () => kms.createKey({ Policy }), 'MalformedPolicyDocumentException', text)
    expect(kms.putKeyPolicy({ KeyId, Policy, BypassPolicyLockoutSafetyCheck: true })).toEqual({})
    const attempt = () => kms.putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT) })
    expectRefusal(w, attempt, 'AccessDeniedException', noResourcePolicy(ADMIN, 'kms:PutKeyPolicy', Arn))
  })

  it('takes no policy with a role that does not exist, kms 13.7 #103', () => {
    const { w, kms, KeyId } = setUp()
    const AWS = `arn:aws:iam::${ACCOUNT}:role/Nobody`
    const allow = { Effect: 'Allow', Principal: { AWS }, Action: 'kms:*', Resource: '*' }
    const attempt = () => kms.putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT, [allow]) })
    const text = 'Policy contains a statement with one or more invalid principals.'
    expectRefusal(w, attempt, 'MalformedPolicyDocumentException', text)
  })

  it('tells a direct call from one through a service, kms 13.7 #104', () => {
    const { w, kms, KeyId, Arn, role, app, appArn } = setUp()
    const Condition = { StringEquals: { 'kms:ViaService': `ec2.${REGION}.amazonaws.com` } }
    const allow = { Effect: 'Allow', Principal: { AWS: role.arn }, Action: 'kms:GenerateDataKey*', Resource: '*', Condition }
    kms.putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT, [allow]) })
    const input = { KeyId, NumberOfBytes: 64 }
    const action = 'kms:GenerateDataKeyWithoutPlaintext'
    const direct = () => app.generateDataKeyWithoutPlaintext(input)
    expectRefusal(w, direct, 'AccessDeniedException', noIdentityPolicy(appArn, action, Arn))
    expect(w.throughEc2(role).generateDataKeyWithoutPlaintext(input).KeyId).toBe(Arn)
  })

  it('tells a key named by its alias from one named by its id, kms 13.7 #105', () => {
    const { w, kms, KeyId, Arn, role, app, appArn } = setUp()
    kms.createAlias({ AliasName: 'alias/app', TargetKeyId: KeyId })
    const Condition = { StringEquals: { 'kms:RequestAlias': 'alias/app' } }
    const allow = { Effect: 'Allow', Principal: { AWS: role.arn }, Action: 'kms:Encrypt', Resource: '*', Condition }
    kms.putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT, [allow]) })
    const byId = () => app.encrypt({ KeyId, Plaintext: PLAINTEXT })
    expectRefusal(w, byId, 'AccessDeniedException', noIdentityPolicy(appArn, 'kms:Encrypt', Arn))
    expect(app.encrypt({ KeyId: 'alias/app', Plaintext: PLAINTEXT }).KeyId).toBe(Arn)
    expect(app.encrypt({ KeyId: `arn:aws:kms:${REGION}:${ACCOUNT}:alias/app`, Plaintext: PLAINTEXT }).KeyId).toBe(Arn)
  })

  it('compares no more than 50 aliases with kms:ResourceAliases, kms 13.7 #106', () => {
    const { w, kms, KeyId, Arn, role, app, appArn } = setUp()
    kms.createAlias({ AliasName: 'alias/app', TargetKeyId: KeyId })
    const Condition = { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/app' } }
    const allow = { Effect: 'Allow', Principal: { AWS: role.arn }, Action: 'kms:Encrypt', Resource: '*', Condition }
    kms.putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT, [allow]) })
    const encrypt = () => app.encrypt({ KeyId, Plaintext: PLAINTEXT })
    for (let index = 1; index < 50; index++) kms.createAlias({ AliasName: `alias/a${index}`, TargetKeyId: KeyId })
    expect(encrypt().KeyId).toBe(Arn)
    // AWS raises the quota of 50 on request; here a test has to.
    w.record(Arn).aliases.push('alias/a50')
    expectRefusal(w, encrypt, 'AccessDeniedException', noIdentityPolicy(appArn, 'kms:Encrypt', Arn))
  })

  it('tells a grant for AWS from one that the caller makes directly, kms 13.7 #107', () => {
    const { w, kms, KeyId, Arn, role, app, appArn } = setUp()
    const Condition = { Bool: { 'kms:GrantIsForAWSResource': 'true' } }
    const allow = { Effect: 'Allow', Principal: { AWS: role.arn }, Action: 'kms:CreateGrant', Resource: '*', Condition }
    kms.putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT, [allow]) })
    const input = { KeyId, GranteePrincipal: ADMIN, Operations: ['Decrypt' as const] }
    const direct = () => app.createGrant(input)
    expectRefusal(w, direct, 'AccessDeniedException', noIdentityPolicy(appArn, 'kms:CreateGrant', Arn))
    expect(w.throughEc2(role).createGrant(input).GrantId).toMatch(/^[0-9a-f]{64}$/)
  })
})
