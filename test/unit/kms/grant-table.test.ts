import { describe, expect, it } from 'vitest'
import { allowing, denying, keyPolicy } from '../../support/kms/call-cases.ts'
import { ACCOUNT, type KmsWorld, kmsWorld, OTHER_ACCOUNT } from '../../support/kms/kms-world.ts'
import { errorOf } from '../../support/kms/refusals.ts'

/*
 * spec/around.md 1.9a: what a matching grant replaces, as recorded, for every grantee × issuer × what the caller's own account says. The
 * key policy gives nobody but its administrator anything. Inferred: the rows of an account, and where the boundary stands in the order.
 */

type Grantee = 'session' | 'user' | 'role' | 'account'
type Issuer = 'own account’s key' | 'key owner' | 'grantee’s account'
type Saying = 'allows' | 'silent' | 'none'
type Layer = 'identity' | 'boundary' | 'session'

/** What a grant needs beside it, in the order in which a refusal names what is missing. */
const TABLE = `
            own account’s key           key owner                    grantee’s account
  session   -                           identity,boundary,session    -
  user      -                           identity,boundary            -
  role      session,boundary            session,boundary,identity    session,boundary
  account   identity,boundary,session   identity,boundary,session    identity,boundary,session
`

const ISSUERS: readonly Issuer[] = ['own account’s key', 'key owner', 'grantee’s account']
const NEEDS = new Map(
  TABLE.trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [grantee = '', ...cells] = line.trim().split(/\s{2,}/)
      return [grantee, cells.map((cell) => (cell === '-' ? [] : (cell.split(',') as Layer[])))]
    }),
)

const LAYER_TEXTS: Readonly<Record<Layer, string>> = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
}

interface Row {
  readonly grantee: Grantee
  readonly issuer: Issuer
  readonly identity: 'allows' | 'silent'
  readonly boundary: Saying
  readonly session: Saying
}

const SAYINGS: readonly Saying[] = ['allows', 'silent', 'none']
const ROWS: readonly Row[] = (['session', 'user', 'role', 'account'] as const).flatMap((grantee) =>
  ISSUERS.flatMap((issuer) =>
    (['allows', 'silent'] as const).flatMap((identity) =>
      SAYINGS.flatMap((boundary) =>
        (grantee === 'user' ? (['none'] as const) : SAYINGS).map((session) => ({ grantee, issuer, identity, boundary, session })),
      ),
    ),
  ),
)

const DECRYPT = allowing('kms:Decrypt')
const NOTHING = allowing('s3:GetObject')
const policyOf = (saying: Exclude<Saying, 'none'>) => (saying === 'allows' ? DECRYPT : NOTHING)

/** A key of the default account, and a caller of `account` with these policies, who has nothing but a grant. */
const stage = ({ grantee, issuer, identity, boundary, session }: Row, denied?: Layer | 'key') => {
  const w = kmsWorld()
  const account = issuer === 'own account’s key' ? ACCOUNT : OTHER_ACCOUNT
  const { KeyId, Arn } = w.kms().createKey({}).KeyMetadata
  const blob = w.kms().encrypt({ KeyId, Plaintext: Uint8Array.of(1) }).CiphertextBlob
  const issuerRole = w.account(OTHER_ACCOUNT).createRole('Issuer', { policies: [allowing('kms:CreateGrant')] })
  const give = (AWS: string, Action: string) => ({ Effect: 'Allow', Principal: { AWS }, Action, Resource: '*' })
  const deny = { Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' }
  w.kms().putKeyPolicy({
    KeyId,
    Policy: keyPolicy([
      give(`arn:aws:iam::${ACCOUNT}:role/Admin`, 'kms:*'),
      give(OTHER_ACCOUNT, 'kms:CreateGrant'),
      ...(denied === 'key' ? [deny] : []),
    ]),
  })
  const policies = [policyOf(identity), ...(denied === 'identity' ? [denying('kms:Decrypt')] : [])]
  const limits = boundary === 'none' ? {} : { permissionsBoundary: policyOf(boundary) }
  const bounded = denied === 'boundary' ? { permissionsBoundary: DENYING } : limits
  const user = w.account(account).createUser('Worker', { policies, ...bounded })
  const role = w.account(account).createRole('Worker', { policies, ...bounded })
  const sessionPolicy = denied === 'session' ? DENYING : session === 'none' ? undefined : policyOf(session)
  const worker = role.session({ sessionName: 'me', ...(sessionPolicy === undefined ? {} : { sessionPolicy }) })
  const GranteePrincipal = {
    session: worker.arn,
    user: user.arn,
    role: role.arn,
    account: `arn:aws:iam::${account}:root`,
  }[grantee]
  const by = issuer === 'grantee’s account' ? w.kms(issuerRole) : w.kms()
  by.createGrant({ KeyId: Arn, GranteePrincipal, Operations: ['Decrypt'] })
  const caller = grantee === 'user' ? user : worker
  return { arn: caller.arn, keyArn: Arn, isForeign: account !== ACCOUNT, attempt: () => decrypt(w, caller, blob, Arn) }
}

const DENYING = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow' as const, Action: '*', Resource: '*' },
    { Effect: 'Deny' as const, Action: 'kms:Decrypt', Resource: '*' },
  ],
}

const decrypt = (w: KmsWorld, as: Parameters<KmsWorld['kms']>[0], CiphertextBlob: Uint8Array, KeyId: string) =>
  w.kms(as).decrypt({ CiphertextBlob, KeyId })

const missingIn = (row: Row): Layer | undefined => {
  const lacking = { identity: row.identity === 'silent', boundary: row.boundary === 'silent', session: row.session === 'silent' }
  return NEEDS.get(row.grantee)?.[ISSUERS.indexOf(row.issuer)]?.find((layer) => lacking[layer])
}

describe('a grant (around 1.9a)', () => {
  it('has been tried for every grantee, issuer and policy beside it', () => {
    expect(ROWS).toHaveLength(3 * 2 * (3 * 9 + 3))
    expect([...NEEDS.values()].map((cells) => cells.length)).toEqual([3, 3, 3, 3])
  })

  it.each(ROWS)('to a $grantee by the $issuer, identity $identity, boundary $boundary, session $session', (row) => {
    const { arn, keyArn, isForeign, attempt } = stage(row)
    const missing = missingIn(row)
    if (missing === undefined) return expect(attempt()).toMatchObject({ KeyId: keyArn })
    const where = isForeign ? 'on this resource' : `on resource: ${keyArn}`
    const { name, message } = errorOf(attempt)
    return expect([name, message]).toEqual([
      'AccessDeniedException',
      `User: ${arn} is not authorized to perform: kms:Decrypt ${where} because no ${LAYER_TEXTS[missing]} allows the kms:Decrypt action`,
    ])
  })

  it.each(
    ROWS.filter(
      ({ identity, boundary, session, grantee }) =>
        identity === 'allows' && boundary === 'none' && session === (grantee === 'user' ? 'none' : 'allows'),
    ),
  )('to a $grantee by the $issuer never beats a deny', (row) => {
    for (const denied of ['identity', 'boundary', 'session', 'key'] as const) {
      if (denied === 'session' && row.grantee === 'user') continue
      const { isForeign, attempt } = stage(row, denied)
      const { name, message } = errorOf(attempt)
      const account = isForeign ? OTHER_ACCOUNT : ACCOUNT
      const texts = {
        identity: 'with an explicit deny in an identity-based policy',
        boundary: `with an explicit deny in a permissions boundary: arn:aws:iam::${account}:policy/Worker-boundary`,
        session: 'with an explicit deny in a session policy',
        key: isForeign
          ? 'or a resource-based policy explicitly denies access'
          : 'with an explicit deny in a resource-based policy',
      }
      const text = texts[denied]
      expect([name, message.slice(-text.length)]).toEqual(['AccessDeniedException', text])
    }
  })
})
