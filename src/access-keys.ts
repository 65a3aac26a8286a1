import { type ActingPrincipal, currentPrincipal } from './account.ts'
import { toBase64 } from './core/bytes.ts'
import { principalName } from './core/principal.ts'
import { defineDerived, defineStored, type World } from './core/world.ts'
import { issuedTo } from './sts/issued-sessions.ts'
import type { Secrets } from './wire/host.ts'

/** Credentials in the form of the AWS SDK. */
export interface ClientCredentials {
  /** `AKIA…` of users and root users, `ASIA…` of sessions. */
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Sessions have one. */
  readonly sessionToken?: string
}

const accessKeys = defineStored('access-keys', () => new Map<string, ActingPrincipal>())

/** The credentials of a principal, always the same in one world. From now on the world knows whose they are. */
export const credentialsOf = (world: World, principal: ActingPrincipal): ClientCredentials => {
  const issued = principal.kind === 'service' ? undefined : principal.accessKeyId
  const isIssued = issued !== undefined && issuedTo(world, issued) !== undefined
  const accessKeyId = isIssued ? issued : keyIdOf(world, principal)
  if (!isIssued) accessKeys(world).set(accessKeyId, principal)
  return { accessKeyId, ...(secretsOf(world, accessKeyId) as Secrets) }
}

/** Whose access key this is; nothing for keys that this world has not given out. */
export const ownerOf = (world: World, accessKeyId: string): ActingPrincipal | undefined => {
  const principal = issuedTo(world, accessKeyId)?.session ?? accessKeys(world).get(accessKeyId)
  return principal === undefined ? undefined : currentPrincipal(world, principal)
}

/** What belongs to an access key; nothing for keys that this world has not given out. */
export const secretsOf = (world: World, accessKeyId: string): Secrets | undefined => {
  const known = knownSecrets(world).get(accessKeyId)
  if (known !== undefined) return known
  const secrets = findSecrets(world, accessKeyId)
  if (secrets !== undefined) knownSecrets(world).set(accessKeyId, secrets)
  return secrets
}

const knownSecrets = defineDerived('access-key-secrets', () => new Map<string, Secrets>())

/** A session's key belongs to its role, name, policies and tags: made again, it has the same. */
const keyIdOf = (world: World, principal: ActingPrincipal): string => {
  const isSession = principal.kind === 'session'
  const text = isSession
    ? JSON.stringify([principal.arn, principal.sessionPolicy, principal.sessionPolicyArns, principal.tags])
    : principalName(principal)
  const bytes = world.random.fixed({ purpose: `access-key/${text}` }, 16)
  return (isSession ? 'ASIA' : 'AKIA') + Array.from(bytes, (byte) => BASE32[byte & 31]).join('')
}

/** Secret and token belong to the access key id for ever, so nothing of them is stored. */
const findSecrets = (world: World, accessKeyId: string): Secrets | undefined => {
  const issued = issuedTo(world, accessKeyId)?.credentials
  if (issued !== undefined) return { secretAccessKey: issued.SecretAccessKey, sessionToken: issued.SessionToken }
  if (!accessKeys(world).has(accessKeyId)) return undefined
  const fixed = (purpose: string, length: number) =>
    toBase64(world.random.fixed({ purpose: `${purpose}/${accessKeyId}` }, length))
  const secretAccessKey = fixed('access-key-secret', 30)
  return accessKeyId.startsWith('ASIA') ? { secretAccessKey, sessionToken: fixed('access-key-token', 270) } : { secretAccessKey }
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
