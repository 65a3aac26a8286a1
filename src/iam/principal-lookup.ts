import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Principal } from '../core/principal.ts'
import type { GranteeKind } from './access-rules.ts'
import { findAccount, type IamReader, iamState, type RoleRecord, type UserRecord } from './accounts.ts'
import { jsonStrings } from './json-text.ts'
import { type PolicyDocument, type PolicyVersion, principalsNamed } from './policy.ts'
import { readAwsPrincipal } from './principal-element.ts'
import type { PrincipalIds } from './principals.ts'

/** What became of looking for a principal. */
export type PrincipalLookup =
  | {
      readonly found: true
      readonly kind: 'account' | 'user' | 'role' | 'session' | 'federated-user'
      /** The ARN; for a principal named by its unique id, the ARN that it has now. */
      readonly arn: string
      readonly account: string
      /** Of the user, or of the role behind the session. */
      readonly uniqueId?: string
    }
  /** `malformed`: no principal can be called that; `unknown`: there is none; `stale-id`: a unique id that nobody has any more. */
  | { readonly found: false; readonly because: 'malformed' | 'group' | 'unknown' | 'stale-id' }

/**
 * The user, role, session or account that a text names, for grants and for principals of policies. A session's role must exist; the
 * session itself need not have been made yet. An account exists where its id has twelve digits: accounts come into being by use.
 *
 * Source: spec/around.md 1.9a, spec/kms.md 5.3 (recorded: role path in a session ARN, missing role, raw unique ids).
 */
export const findPrincipal = (world: IamReader, written: string): PrincipalLookup => {
  const read = readAwsPrincipal(written)
  if (!read.ok) return { found: false, because: read.error === 'group' ? 'group' : 'malformed' }
  const { value } = read
  switch (value.kind) {
    case 'account': {
      const arn = written.startsWith('arn:') ? written : `arn:aws:iam::${value.account}:root`
      return { found: true, kind: 'account', arn, account: value.account }
    }
    case 'user':
      return foundIdentity(identityByArn(world, written), written, 'user')
    case 'role':
      return foundIdentity(identityByArn(world, written), written, 'role')
    case 'session':
      return findSession(world, written)
    case 'federated-user':
      return { found: true, kind: 'federated-user', arn: written, account: accountOfArn(written) }
    case 'unique-id':
      return findById(world, written)
    case 'everyone':
    case 'service':
    case 'federated':
    case 'canonical-user':
      return { found: false, because: 'malformed' }
    default:
      return value satisfies never
  }
}

/**
 * The immutable ids of all users, roles and sessions that a policy names, or the first name that means nobody. Asked before a policy
 * is saved; the ids are saved with it (`PolicyVersion.principalIds`).
 */
export const bindPrincipals = (
  world: IamReader,
  document: PolicyDocument,
): Outcome<PrincipalIds, { readonly unknown: string }> => {
  const ids: Record<string, string> = {}
  for (const written of principalsNamed(document)) {
    const lookup = findPrincipal(world, written)
    if (!lookup.found) return refuse({ unknown: written })
    if (lookup.uniqueId !== undefined) ids[written] = lookup.uniqueId
  }
  return succeed(ids)
}

/**
 * A policy's text as AWS shows it: a principal that is gone since, also where another has taken its name, stands as its unique id.
 *
 * Source: IAM User Guide, "Principal"; spec/around.md 1.2.
 */
export const shownPolicyText = (world: IamReader, { text, principalIds = {} }: PolicyVersion): string => {
  const gone = Object.entries(principalIds).filter(([arn, id]) => {
    const lookup = findPrincipal(world, arn)
    return !lookup.found || lookup.uniqueId !== id
  })
  if (gone.length === 0) return text
  const ids = new Map(gone)
  let shown = ''
  let from = 0
  for (const { start, end, value, role, path } of jsonStrings(text)) {
    const id =
      role === 'value' && path.some((step) => step === 'Principal' || step === 'NotPrincipal') ? ids.get(value) : undefined
    if (id === undefined) continue
    shown += text.slice(from, start) + JSON.stringify(id)
    from = end
  }
  return shown + text.slice(from)
}

/** What kind of grantee a text names, seen from the caller that it means; anything that is no ARN and no account is a service. */
export const granteeKindOf = (written: string, caller: Principal): GranteeKind => {
  if (!written.startsWith('arn:')) return /^\d{12}$/.test(written) ? 'account' : 'service'
  const resource = written.slice(written.indexOf('::') + '::000000000000:'.length)
  if (resource === 'root') return 'account'
  if (resource.startsWith('role/')) return 'role'
  if (resource.startsWith('user/')) return caller.kind === 'federated-user' ? 'federating-user' : 'user'
  return resource.startsWith('federated-user/') ? 'federated-user' : 'session'
}

const findSession = (world: IamReader, arn: string): PrincipalLookup => {
  const account = accountOfArn(arn)
  const roleName = arn.split('/')[1] ?? ''
  if (roleName === HOST_ROLE) return { found: true, kind: 'session', arn, account, uniqueId: `${account}:${HOST_ROLE}` }
  const role = findAccount(world, account)?.roles.get(roleName.toLowerCase())
  return foundIdentity(role?.name === roleName ? role : undefined, arn, 'session')
}

const findById = (world: IamReader, written: string): PrincipalLookup => {
  const [id, sessionName] = written.split(':')
  for (const { users, roles } of iamState(world).accounts.values()) {
    for (const identity of [...users.values(), ...roles.values()]) {
      if (identity.uniqueId !== id) continue
      if (sessionName === undefined) return foundIdentity(identity, identity.arn, identity.kind)
      const arn = `arn:aws:sts::${identity.accountId}:assumed-role/${identity.name}/${sessionName}`
      return identity.kind === 'role' ? foundIdentity(identity, arn, 'session') : { found: false, because: 'malformed' }
    }
  }
  return { found: false, because: 'stale-id' }
}

const foundIdentity = (
  identity: UserRecord | RoleRecord | undefined,
  arn: string,
  kind: 'user' | 'role' | 'session',
): PrincipalLookup =>
  identity === undefined
    ? { found: false, because: 'unknown' }
    : { found: true, kind, arn, account: identity.accountId, uniqueId: identity.uniqueId }

const identityByArn = (world: IamReader, arn: string): UserRecord | RoleRecord | undefined => {
  const account = findAccount(world, accountOfArn(arn))
  const name = arn.slice(arn.lastIndexOf('/') + 1).toLowerCase()
  const resource = arn.slice(arn.indexOf('::') + '::000000000000:'.length)
  const identity = resource.startsWith('user/') ? account?.users.get(name) : account?.roles.get(name)
  return identity?.arn === arn ? identity : undefined
}

const accountOfArn = (arn: string): string => arn.split(':')[4] ?? ''

const HOST_ROLE = 'aws:ec2-infrastructure'
