import { describe, expect, it } from 'vitest'
import { allowing, subject } from '../../../support/kms/call-cases.ts'
import { ACCOUNT, type KmsWorld, kmsWorld, OTHER_ACCOUNT, OTHER_REGION } from '../../../support/kms/kms-world.ts'
import { expectRefusal, noIdentityPolicy } from '../../../support/kms/refusals.ts'

/** A grant on a new key of an account, to be retired by a principal. */
const grantFor = (w: KmsWorld, RetiringPrincipal: string, { account = ACCOUNT, region = 'us-east-1' } = {}) => {
  const kms = w.kms(account === ACCOUNT ? undefined : w.account(account).root, region)
  const { KeyId, Arn } = kms.createKey().KeyMetadata
  const GranteePrincipal = `arn:aws:iam::${account}:root`
  const { GrantId } = kms.createGrant({ KeyId, GranteePrincipal, Operations: ['Decrypt'], RetiringPrincipal })
  return { GrantId, Arn, KeyId }
}

describe('shape', () => {
  it('refuses a Limit above 100', () => {
    const { w, roleArn: RetiringPrincipal } = subject()
    const text = /at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100$/
    expectRefusal(w, () => w.kms().listRetirableGrants({ RetiringPrincipal, Limit: 101 }), 'ValidationException', text)
  })

  it.each([`arn:aws:iam::${ACCOUNT}:role/Nobody`, `arn:aws:iam::${OTHER_ACCOUNT}:root`, 'ec2.us-east-1.amazonaws.com', 'x'])(
    'refuses %s, which is no principal of the account',
    (RetiringPrincipal) => {
      const w = kmsWorld()
      const attempt = () => w.kms().listRetirableGrants({ RetiringPrincipal })
      expectRefusal(w, attempt, 'InvalidArnException', 'Input does not refer to a valid principal')
    },
  )
})

describe('authorisation', () => {
  it('needs kms:ListRetirableGrants on the principal, by IAM', () => {
    const w = kmsWorld()
    const [role, other] = [w.account().createRole('Retirer').arn, w.account().createRole('Other').arn]
    const Statement = [{ Effect: 'Allow', Action: 'kms:ListRetirableGrants', Resource: role }]
    const user = w.account().createUser('Lister', { policies: [{ Version: '2012-10-17', Statement }] })
    const list = (RetiringPrincipal: string) => () => w.kms(user).listRetirableGrants({ RetiringPrincipal })
    expect(list(role)()).toEqual({ Grants: [], Truncated: false })
    expectRefusal(w, list(other), 'AccessDeniedException', noIdentityPolicy(user.arn, 'kms:ListRetirableGrants', other))
  })

  it('asks for nothing on the keys', () => {
    const w = kmsWorld()
    const role = w.account().createRole('Retirer', { policies: [allowing('kms:ListRetirableGrants')] })
    const { GrantId } = grantFor(w, role.arn, { account: OTHER_ACCOUNT })
    const { Grants } = w.kms(role).listRetirableGrants({ RetiringPrincipal: role.arn })
    expect(Grants.map((grant) => grant.GrantId)).toEqual([GrantId])
  })
})

describe('behaviour', () => {
  it('lists the grants on keys of all accounts in the Region, like ListGrants', () => {
    const w = kmsWorld()
    const RetiringPrincipal = w.account().createRole('Retirer').arn
    const mine = grantFor(w, RetiringPrincipal)
    const theirs = grantFor(w, RetiringPrincipal, { account: OTHER_ACCOUNT })
    grantFor(w, RetiringPrincipal, { region: OTHER_REGION })
    grantFor(w, `arn:aws:iam::${ACCOUNT}:root`)
    const { Grants, Truncated } = w.kms().listRetirableGrants({ RetiringPrincipal })
    expect(Truncated).toBe(false)
    expect(Grants.map(({ GrantId, KeyId }) => [GrantId, KeyId])).toEqual([
      [mine.GrantId, mine.Arn],
      [theirs.GrantId, theirs.Arn],
    ])
    expect(Grants[0]).toEqual(w.kms().listGrants({ KeyId: mine.KeyId }).Grants[0])
    expect(Grants[1]?.IssuingAccount).toBe(`arn:aws:iam::${OTHER_ACCOUNT}:root`)
  })

  it('lists page by page', () => {
    const w = kmsWorld()
    const RetiringPrincipal = w.account().createRole('Retirer').arn
    const made = Array.from({ length: 5 }, () => grantFor(w, RetiringPrincipal).GrantId)
    const seen: string[] = []
    let Marker: string | undefined
    do {
      const page = w.kms().listRetirableGrants({ RetiringPrincipal, Limit: 2, Marker })
      seen.push(...page.Grants.map(({ GrantId }) => GrantId))
      Marker = page.NextMarker
    } while (Marker !== undefined)
    expect(seen.toSorted()).toEqual(made.toSorted())
  })

  it('lists 50 unless told otherwise', () => {
    const { w, keyId: KeyId } = subject()
    const RetiringPrincipal = w.account().createRole('Retirer').arn
    const grant = { KeyId, GranteePrincipal: RetiringPrincipal, Operations: ['Decrypt' as const], RetiringPrincipal }
    for (let index = 0; index < 51; index++) w.kms().createGrant(grant)
    expect(w.kms().listRetirableGrants({ RetiringPrincipal }).Grants).toHaveLength(50)
    expect(w.kms().listRetirableGrants({ RetiringPrincipal, Limit: 100 }).Grants).toHaveLength(51)
  })

  it('lists a grant no longer when it is retired', () => {
    const w = kmsWorld()
    const role = w.account().createRole('Retirer', { policies: [allowing('kms:*')] })
    const { GrantId, Arn } = grantFor(w, role.arn)
    w.kms(role).retireGrant({ KeyId: Arn, GrantId })
    expect(w.kms(role).listRetirableGrants({ RetiringPrincipal: role.arn }).Grants).toEqual([])
  })

  it('does not take a role that was made anew for the one of the grant', () => {
    const w = kmsWorld()
    const role = w.account().createRole('Retirer')
    grantFor(w, role.arn)
    expect(w.kms().listRetirableGrants({ RetiringPrincipal: role.arn }).Grants).toHaveLength(1)
    w.account().deleteRole('Retirer')
    w.account().createRole('Retirer')
    expect(w.kms().listRetirableGrants({ RetiringPrincipal: role.arn }).Grants).toEqual([])
  })
})

describe('journal', () => {
  it('records the request alone', () => {
    const { w, roleArn: RetiringPrincipal } = subject()
    w.kms().listRetirableGrants({ RetiringPrincipal })
    const [record] = w.records({ eventName: 'ListRetirableGrants' })
    expect(record).toMatchObject({
      requestParameters: { retiringPrincipal: RetiringPrincipal },
      responseElements: null,
      readOnly: true,
    })
    expect(record).not.toHaveProperty('resources')
  })
})
