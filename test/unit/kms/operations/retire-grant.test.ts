import { describe, expect, it } from 'vitest'
import type { CreateGrantInput } from '../../../../src/kms/operations/create-grant.ts'
import { allowing, delegatingPolicy, denying } from '../../../support/kms/call-cases.ts'
import { ACCOUNT, ADMIN, kmsWorld, OTHER_ACCOUNT, OTHER_REGION, REGION } from '../../../support/kms/kms-world.ts'
import { DRY_RUN, expectRefusal, noIdentityPolicy, outOfReach } from '../../../support/kms/refusals.ts'

const EC2 = `ec2.${REGION}.amazonaws.com`

const setUp = () => {
  const w = kmsWorld()
  const { KeyId, Arn } = w.kms().createKey().KeyMetadata
  const role = w.account().createRole('App')
  const grant = (more: Partial<CreateGrantInput> = {}) =>
    w.kms().createGrant({ KeyId, GranteePrincipal: ADMIN, Operations: ['Decrypt'], ...more })
  const left = () => w.kms().listGrants({ KeyId }).Grants.length
  return { w, KeyId, Arn, role, app: w.kms(role), grant, left, appArn: `arn:aws:sts::${ACCOUNT}:assumed-role/App/kms-ebs-sim` }
}

describe('shape', () => {
  it('wants a token, or a key and a grant id, and not both', () => {
    const { w, KeyId, grant } = setUp()
    const { GrantToken, GrantId } = grant()
    const text = 'You must specify either a GrantToken, or a KeyId and a GrantId.'
    for (const input of [{}, { KeyId }, { GrantId }, { GrantToken, KeyId, GrantId }, { GrantToken, GrantId }]) {
      expectRefusal(w, () => w.kms().retireGrant(input), 'ValidationException', text)
    }
  })

  it('refuses a token that is none, of another Region, or of a grant that is gone', () => {
    const { w, KeyId, grant } = setUp()
    const { GrantToken, GrantId } = grant()
    const changed = GrantToken.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    const retire =
      (token: string, region = REGION) =>
      () =>
        w.kms(undefined, region).retireGrant({ GrantToken: token })
    for (const attempt of [retire('nonsense'), retire(changed), retire(GrantToken, OTHER_REGION)]) {
      expectRefusal(w, attempt, 'InvalidGrantTokenException', 'Invalid grant token.')
    }
    w.kms().revokeGrant({ KeyId, GrantId })
    expectRefusal(w, retire(GrantToken), 'InvalidGrantTokenException', 'Invalid grant token.')
  })

  it('refuses a grant id that is none, and one that nobody has', () => {
    const { w, KeyId, Arn } = setUp()
    const malformed = () => w.kms().retireGrant({ KeyId, GrantId: 'x' })
    expectRefusal(w, malformed, 'InvalidGrantIdException', 'Invalid grant ID: x')
    const GrantId = '0'.repeat(64)
    const missing = () => w.kms().retireGrant({ KeyId, GrantId })
    expectRefusal(w, missing, 'NotFoundException', `Grant ID ${GrantId} not found for key ${Arn}`)
  })
})

describe('authorisation', () => {
  it('is the retiring principal’s right: a role’s in every session, a session’s alone', () => {
    const { w, KeyId, Arn, role, grant } = setUp()
    const [first, second] = [role.session({ sessionName: 's1' }), role.session({ sessionName: 's2' })]
    const byRole = grant({ RetiringPrincipal: role.arn })
    expect(w.kms(second).retireGrant({ KeyId, GrantId: byRole.GrantId })).toEqual({})
    const bySession = grant({ RetiringPrincipal: first.arn })
    const attempt = () => w.kms(second).retireGrant({ KeyId, GrantId: bySession.GrantId })
    expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(second.arn, 'kms:RetireGrant', Arn))
    expect(w.kms(first).retireGrant({ KeyId, GrantId: bySession.GrantId })).toEqual({})
  })

  it('is the right of the account that made the grant, where IAM hands it on', () => {
    const { w, KeyId, Arn, role, app, appArn, grant } = setUp()
    const { GrantId } = grant()
    const attempt = () => app.retireGrant({ KeyId, GrantId })
    expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(appArn, 'kms:RetireGrant', Arn))
    role.putPolicy('retire', allowing('kms:RetireGrant'))
    expect(attempt()).toEqual({})
    expect(w.kms(w.account().root).retireGrant({ KeyId, GrantId: grant().GrantId })).toEqual({})
  })

  it('is not a matter of the key policy, which neither allows nor forbids it', () => {
    const { w, KeyId, Arn, role, app, appArn, grant } = setUp()
    const { GrantId } = grant()
    const allow = { Effect: 'Allow', Principal: { AWS: role.arn }, Action: 'kms:RetireGrant', Resource: '*' }
    w.kms().putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT, [allow]) })
    const attempt = () => app.retireGrant({ KeyId, GrantId })
    expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(appArn, 'kms:RetireGrant', Arn))
    const deny = { Effect: 'Deny', Principal: '*', Action: 'kms:RetireGrant', Resource: '*' }
    w.kms().putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT, [deny]) })
    expect(w.kms().retireGrant({ KeyId, GrantId })).toEqual({})
  })

  it('is taken away by a Deny of the caller’s own policies', () => {
    const { w, KeyId, Arn, role, app, appArn, grant } = setUp()
    const { GrantId } = grant({ RetiringPrincipal: role.arn })
    role.putPolicy('never', denying('kms:RetireGrant'))
    const text = `User: ${appArn} is not authorized to perform: kms:RetireGrant on resource: ${Arn} with an explicit deny in an identity-based policy`
    expectRefusal(w, () => app.retireGrant({ KeyId, GrantId }), 'AccessDeniedException', text)
  })

  it('needs IAM too for a foreign retiring principal of the key owner’s grant, and for an account as one', () => {
    const { w, KeyId, Arn, grant } = setUp()
    const guest = w.account(OTHER_ACCOUNT).createUser('Guest')
    for (const RetiringPrincipal of [guest.arn, `arn:aws:iam::${OTHER_ACCOUNT}:root`]) {
      const { GrantId } = grant({ RetiringPrincipal })
      const retire = () => w.kms(guest).retireGrant({ KeyId: Arn, GrantId })
      const text = `User: ${guest.arn} is not authorized to perform: kms:RetireGrant on this resource because no identity-based policy allows the kms:RetireGrant action`
      expectRefusal(w, retire, 'AccessDeniedException', text)
      guest.putPolicy('retire', allowing('kms:RetireGrant'))
      expect(retire()).toEqual({})
      guest.deletePolicy('retire')
    }
    const { GrantId } = grant()
    guest.putPolicy('retire', allowing('kms:RetireGrant'))
    const stranger = () => w.kms(guest).retireGrant({ KeyId: Arn, GrantId })
    expectRefusal(w, stranger, 'AccessDeniedException', outOfReach(guest.arn, 'kms:RetireGrant'))
    const missing = () => w.kms(guest).retireGrant({ KeyId: Arn, GrantId: '0'.repeat(64) })
    expectRefusal(w, missing, 'AccessDeniedException', outOfReach(guest.arn, 'kms:RetireGrant'))
    expect(KeyId).not.toBe(Arn)
  })

  it('is a service’s right, for grants that name it', () => {
    const { w, KeyId, Arn } = setUp()
    const make = (RetiringPrincipal: string) =>
      w.throughEc2().createGrant({ KeyId, GranteePrincipal: ADMIN, RetiringPrincipal, Operations: ['Decrypt'] }).GrantId
    const other = make('rds.us-east-1.amazonaws.com')
    expectRefusal(w, () => w.ec2Itself().retireGrant({ KeyId: Arn, GrantId: other }), 'AccessDeniedException', /kms:RetireGrant/)
    expect(w.ec2Itself().retireGrant({ KeyId: Arn, GrantId: make(EC2) })).toEqual({})
    const GrantId = '0'.repeat(64)
    const missing = () => w.ec2Itself().retireGrant({ KeyId: Arn, GrantId })
    expectRefusal(w, missing, 'NotFoundException', `Grant ID ${GrantId} not found for key ${Arn}`)
  })

  it('is not the right of a role made anew under the retiring principal’s name', () => {
    const { w, KeyId, Arn, role, appArn, grant } = setUp()
    const { GrantId } = grant({ RetiringPrincipal: role.arn })
    w.account().deleteRole('App')
    const anew = w.account().createRole('App')
    const attempt = () => w.kms(anew).retireGrant({ KeyId, GrantId })
    expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(appArn, 'kms:RetireGrant', Arn))
  })
})

describe('behaviour', () => {
  it('ends the grant, once', () => {
    const { w, KeyId, role, app, grant, left } = setUp()
    const { GrantId } = grant({ GranteePrincipal: role.arn, Operations: ['Decrypt', 'RetireGrant'] })
    const { CiphertextBlob } = w.kms().encrypt({ KeyId, Plaintext: Uint8Array.of(1) })
    expect(app.decrypt({ CiphertextBlob }).Plaintext).toEqual(Uint8Array.of(1))
    expect(app.retireGrant({ KeyId, GrantId })).toEqual({})
    expect(left()).toBe(0)
    expectRefusal(w, () => app.decrypt({ CiphertextBlob }), 'AccessDeniedException', /kms:Decrypt/)
    expectRefusal(w, () => w.kms().retireGrant({ KeyId, GrantId }), 'NotFoundException', /^Grant ID /)
  })

  it('ends one grant of several and leaves the others', () => {
    const { w, KeyId, role, app, grant } = setUp()
    const constrained = (a: string) =>
      grant({ GranteePrincipal: role.arn, Constraints: { EncryptionContextSubset: { a } }, Name: 'same' }).GrantId
    const [one] = [constrained('1'), constrained('2')]
    w.kms().retireGrant({ KeyId, GrantId: one })
    const seal = (a: string) => w.kms().encrypt({ KeyId, Plaintext: Uint8Array.of(1), EncryptionContext: { a } }).CiphertextBlob
    const open = (a: string) => app.decrypt({ CiphertextBlob: seal(a), EncryptionContext: { a } })
    expect(open('2').Plaintext).toEqual(Uint8Array.of(1))
    expect(() => open('1')).toThrow(/kms:Decrypt/)
    expect(constrained('2')).toBe(w.kms().listGrants({ KeyId }).Grants[0]?.GrantId)
    expect(constrained('1')).not.toBe(one)
  })

  it('ends nothing in a dry run', () => {
    const { w, KeyId, grant, left } = setUp()
    const { GrantId } = grant()
    expectRefusal(w, () => w.kms().retireGrant({ KeyId, GrantId, DryRun: true }), 'DryRunOperationException', DRY_RUN)
    expect(left()).toBe(1)
  })
})

describe('journal', () => {
  it('records no parameters, also where the call is refused', () => {
    const { w, KeyId, Arn } = setUp()
    expect(() => w.kms().retireGrant({ KeyId, GrantId: '0'.repeat(64) })).toThrow()
    expect(w.records({ eventName: 'RetireGrant' })).toMatchObject([
      { errorCode: 'NotFoundException', requestParameters: null, responseElements: null, resources: [{ ARN: Arn }] },
    ])
  })

  it('records a service as one', () => {
    const { w, KeyId, Arn } = setUp()
    const { GrantId } = w
      .throughEc2()
      .createGrant({ KeyId, GranteePrincipal: ADMIN, RetiringPrincipal: EC2, Operations: ['Decrypt'] })
    w.ec2Itself().retireGrant({ KeyId: Arn, GrantId })
    const record = w.records({ eventName: 'RetireGrant' }).at(-1)
    expect(record).toMatchObject({
      userIdentity: { type: 'AWSService', invokedBy: 'AWS Internal' },
      additionalEventData: { grantId: GrantId },
      responseElements: { keyId: Arn },
    })
  })
})
