import { toBase64 } from '../core/bytes.ts'
import { defineStored, type World } from '../core/world.ts'
import { asIssued, type SessionHolder } from '../iam/sessions.ts'

/** Temporary credentials as AssumeRole, GetFederationToken and GetSessionToken answer them. */
export interface Credentials {
  /** `ASIA…`. */
  AccessKeyId: string
  SecretAccessKey: string
  SessionToken: string
  /** The moment from which they are refused. */
  Expiration: Date
}

/** What a caller shows of its {@link Credentials}. */
export type ShownCredentials = Readonly<Pick<Credentials, 'AccessKeyId' | 'SecretAccessKey' | 'SessionToken'>>

const issuedSessions = defineStored('sts', () => new Map<string, SessionHolder>())

/** Issues credentials for a session until `expiresAt` (epoch milliseconds), and keeps whose they are. */
export const issueCredentials = (world: World, session: SessionHolder, expiresAt: number): Credentials => {
  const bytes = world.random.bytes({ purpose: 'sts/access-key', account: session.account }, 16)
  const accessKeyId = `ASIA${Array.from(bytes, (byte) => BASE32[byte & 31]).join('')}`
  issuedSessions(world).set(accessKeyId, { ...session, accessKeyId, expiresAt })
  return { ...secretsOf(world, accessKeyId), Expiration: new Date(expiresAt) }
}

/**
 * The session whose credentials these are, expired or not; `undefined` where STS has not issued them in this world. Always the same
 * object: what IAM looks up for a session hangs on its identity.
 */
export const sessionOfCredentials = (world: World, shown: ShownCredentials): SessionHolder | undefined => {
  const session = issuedSessions(world).get(shown.AccessKeyId)
  if (session === undefined) return undefined
  const { SecretAccessKey, SessionToken } = secretsOf(world, shown.AccessKeyId)
  return SecretAccessKey === shown.SecretAccessKey && SessionToken === shown.SessionToken ? asIssued(session) : undefined
}

/** The session that STS has issued credentials of this access key id for, expired or not, and those credentials. */
export const issuedTo = (
  world: World,
  accessKeyId: string,
): { readonly session: SessionHolder; readonly credentials: ShownCredentials } | undefined => {
  const session = issuedSessions(world).get(accessKeyId)
  return session === undefined ? undefined : { session, credentials: secretsOf(world, accessKeyId) }
}

/** Secret and token belong to the access key id for ever, so nothing of them is stored. */
const secretsOf = (world: World, accessKeyId: string): ShownCredentials => ({
  AccessKeyId: accessKeyId,
  SecretAccessKey: toBase64(world.random.fixed({ purpose: `sts/secret-key/${accessKeyId}` }, 30)),
  SessionToken: TOKEN_START + toBase64(world.random.fixed({ purpose: `sts/session-token/${accessKeyId}` }, 270)),
})

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** How STS's session tokens begin. */
const TOKEN_START = 'IQoJb3JpZ2luX2Vj'
