import { describe, expect, it } from 'vitest'
import { subject } from '../../../support/kms/call-cases.ts'
import { DRY_RUN, expectRefusal } from '../../../support/kms/refusals.ts'

describe('shape', () => {
  it('refuses a grant id that is none, and one that nobody has', () => {
    const { w, keyId: KeyId, arn } = subject()
    const malformed = () => w.kms().revokeGrant({ KeyId, GrantId: 'x' })
    expectRefusal(w, malformed, 'InvalidGrantIdException', 'Invalid grant ID: x')
    const GrantId = '0'.repeat(64)
    const missing = () => w.kms().revokeGrant({ KeyId, GrantId })
    expectRefusal(w, missing, 'NotFoundException', `Grant ID ${GrantId} not found for key ${arn}`)
  })
})

describe('authorisation', () => {
  it('is left to the account for an AWS managed key', () => {
    const { w, roleArn } = subject()
    const { KeyId } = w.kms().describeKey({ KeyId: 'alias/aws/ebs' }).KeyMetadata
    const { GrantId } = w.throughEc2().createGrant({ KeyId, GranteePrincipal: roleArn, Operations: ['Decrypt'] })
    expect(w.kms().revokeGrant({ KeyId, GrantId })).toEqual({})
  })
})

describe('behaviour', () => {
  it('ends the grant at once, and its token with it', () => {
    const { w, keyId: KeyId, grantId: GrantId, grantToken } = subject()
    const grantee = w.account().role('Grantee')
    const encrypt = () => w.kms(grantee).encrypt({ KeyId, Plaintext: Uint8Array.of(1), GrantTokens: [grantToken] })
    expect(encrypt().EncryptionAlgorithm).toBe('SYMMETRIC_DEFAULT')
    expect(w.kms().revokeGrant({ KeyId, GrantId })).toEqual({})
    expectRefusal(w, encrypt, 'AccessDeniedException', /kms:Encrypt/)
    expect(w.kms().listGrants({ KeyId }).Grants).toEqual([])
    expectRefusal(w, () => w.kms().revokeGrant({ KeyId, GrantId }), 'NotFoundException', /^Grant ID /)
  })

  it('ends nothing in a dry run', () => {
    const { w, keyId: KeyId, grantId: GrantId } = subject()
    expectRefusal(w, () => w.kms().revokeGrant({ KeyId, GrantId, DryRun: true }), 'DryRunOperationException', DRY_RUN)
    expect(w.kms().listGrants({ KeyId }).Grants).toHaveLength(1)
  })

  it('leaves no empty index behind', () => {
    const { w, keyId: KeyId, grantId: GrantId } = subject()
    w.kms().revokeGrant({ KeyId, GrantId })
    const { regions } = w.state.stored.get('kms') as { regions: Map<string, { grants: Map<string, object> }> }
    const [grants] = regions.get('111122223333/us-east-1')?.grants.values() ?? []
    expect(grants).toEqual({ byId: new Map(), byGrantee: new Map(), byUse: new Map(), byName: new Map() })
  })
})

describe('journal', () => {
  it('records key and grant', () => {
    const { w, keyId: KeyId, arn, grantId: GrantId } = subject()
    w.kms().revokeGrant({ KeyId, GrantId })
    expect(w.records({ eventName: 'RevokeGrant' })).toMatchObject([
      { requestParameters: { keyId: KeyId, grantId: GrantId }, responseElements: { keyId: arn }, readOnly: false },
    ])
  })
})
