import { describe, expect, it } from 'vitest'
import { ACCOUNT, ADMIN, kmsWorld } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

const setUp = () => {
  const w = kmsWorld()
  const { KeyId, Arn } = w.kms().createKey().KeyMetadata
  const [one, other] = [w.account().createRole('One'), w.account().createUser('Other')]
  const grant = (GranteePrincipal: string) => w.kms().createGrant({ KeyId, GranteePrincipal, Operations: ['Decrypt'] }).GrantId
  return { w, KeyId, Arn, one, other, grant }
}

describe('shape', () => {
  it('refuses a Limit above 100, a malformed grant id and a marker of another list', () => {
    const { w, KeyId, one, grant } = setUp()
    expectRefusal(w, () => w.kms().listGrants({ KeyId, Limit: 101 }), 'ValidationException', /less than or equal to 100$/)
    expectRefusal(w, () => w.kms().listGrants({ KeyId, GrantId: 'none' }), 'InvalidGrantIdException', 'Invalid grant ID: none')
    grant(one.arn)
    grant(one.arn)
    const { NextMarker } = w.kms().listGrants({ KeyId, Limit: 1 })
    const attempt = () => w.kms().listGrants({ KeyId, GranteePrincipal: one.arn, Marker: NextMarker })
    expectRefusal(w, attempt, 'InvalidMarkerException', 'Invalid marker.')
  })
})

describe('authorisation', () => {
  it('can be limited to services by kms:GrantIsForAWSResource', () => {
    const { w, KeyId } = setUp()
    const Condition = { Bool: { 'kms:GrantIsForAWSResource': 'true' } }
    const Statement = [{ Effect: 'Allow', Action: 'kms:ListGrants', Resource: '*', Condition }]
    const user = w.account().createUser('Lister', { policies: [{ Version: '2012-10-17', Statement }] })
    expectRefusal(w, () => w.kms(user).listGrants({ KeyId }), 'AccessDeniedException', /kms:ListGrants/)
    expect(w.throughEc2(user).listGrants({ KeyId }).Grants).toEqual([])
  })
})

describe('behaviour', () => {
  it('shows all of a grant and hands out copies', () => {
    const { w, KeyId, Arn, one } = setUp()
    const { GrantId } = w.kms().createGrant({
      KeyId,
      GranteePrincipal: one.arn,
      RetiringPrincipal: ADMIN,
      Operations: ['Decrypt', 'CreateGrant'],
      Name: 'mine',
      Constraints: { EncryptionContextSubset: { a: '1' } },
    })
    const entry = {
      KeyId: Arn,
      GrantId,
      Name: 'mine',
      CreationDate: new Date('2026-01-01T00:00:00Z'),
      GranteePrincipal: one.arn,
      RetiringPrincipal: ADMIN,
      IssuingAccount: `arn:aws:iam::${ACCOUNT}:root`,
      Operations: ['Decrypt', 'CreateGrant'],
      Constraints: { EncryptionContextSubset: { a: '1' } },
    }
    const { Grants } = w.kms().listGrants({ KeyId })
    expect(Grants).toEqual([entry])
    Grants[0]?.Operations.push('Encrypt')
    Object.assign(Grants[0]?.Constraints?.EncryptionContextSubset ?? {}, { a: '2' })
    expect(w.kms().listGrants({ KeyId })).toEqual({ Grants: [entry], Truncated: false })
  })

  it('finds grants by id and by grantee', () => {
    const { w, KeyId, one, other, grant } = setUp()
    const ids = [grant(one.arn), grant(other.arn), grant(one.arn)]
    const found = (filter: object) =>
      w
        .kms()
        .listGrants({ KeyId, ...filter })
        .Grants.map(({ GrantId }) => GrantId)
    expect(found({})).toEqual(ids)
    expect(found({ GranteePrincipal: one.arn })).toEqual([ids[0], ids[2]])
    expect(found({ GrantId: ids[1] })).toEqual([ids[1]])
    expect(found({ GrantId: ids[1], GranteePrincipal: one.arn })).toEqual([])
    expect(found({ GrantId: '0'.repeat(64) })).toEqual([])
    expect(found({ GranteePrincipal: 'ec2.us-east-1.amazonaws.com' })).toEqual([])
  })

  it('tells pages in the order of creation, 50 unless told otherwise', () => {
    const { w, KeyId, one, grant } = setUp()
    const ids = Array.from({ length: 120 }, () => grant(one.arn))
    const first = w.kms().listGrants({ KeyId })
    const second = w.kms().listGrants({ KeyId, Limit: 60, Marker: first.NextMarker })
    const third = w.kms().listGrants({ KeyId, Marker: second.NextMarker })
    const pages = [first, second, third]
    expect(pages.map(({ Grants, Truncated }) => [Grants.length, Truncated])).toEqual([
      [50, true],
      [60, true],
      [10, false],
    ])
    expect(pages.flatMap(({ Grants }) => Grants.map(({ GrantId }) => GrantId))).toEqual(ids)
  })

  it('shows a principal that is gone by its unique id, and refuses to look for it', () => {
    const { w, KeyId, one, grant } = setUp()
    grant(one.arn)
    grant(`arn:aws:sts::${ACCOUNT}:assumed-role/One/s`)
    w.account().deleteRole('One')
    const [role, session] = w
      .kms()
      .listGrants({ KeyId })
      .Grants.map(({ GranteePrincipal }) => GranteePrincipal)
    expect(role).toMatch(/^AROA[A-Z0-9]{17}$/)
    expect(session).toBe(`${role}:s`)
    const attempt = () => w.kms().listGrants({ KeyId, GranteePrincipal: role })
    expectRefusal(w, attempt, 'InvalidArnException', 'Input does not refer to a valid principal')
    w.account().createRole('One')
    expect(w.kms().listGrants({ KeyId, GranteePrincipal: one.arn }).Grants).toEqual([])
  })
})

describe('journal', () => {
  it('records the key', () => {
    const { w, KeyId, Arn } = setUp()
    w.kms().listGrants({ KeyId, Limit: 5 })
    expect(w.records({ eventName: 'ListGrants' })).toMatchObject([
      { requestParameters: { keyId: KeyId, limit: 5 }, responseElements: null, readOnly: true, resources: [{ ARN: Arn }] },
    ])
  })
})
