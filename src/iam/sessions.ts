import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { FederatedUser, IamUser, RoleSession, RootUser, ServicePrincipal } from '../core/principal.ts'
import type { Failure } from '../core/service-error.ts'
import type { RoleRecord, UserRecord } from './accounts.ts'
import { iamFailure } from './iam-errors.ts'
import { type PolicyInput, readPolicy } from './policy-json.ts'
import { mergeTags, type Tags } from './tags.ts'

/** What makes one session of an identity differ from another. */
interface LimitedSession {
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** Limits the session beyond the identity's policies. */
  readonly sessionPolicy?: PolicyInput
  /** Managed policies that limit the session beside its session policy. */
  readonly sessionPolicyArns?: readonly string[]
  /** Session tags; they win over the identity's tags of the same key. */
  readonly tags?: Tags
}

/** What makes one session of a role differ from another. */
export interface SessionOptions extends LimitedSession {
  /** 2 to 64 of the characters `\w+=,.@-`. */
  readonly sessionName: string
  /** Keys of the session tags that go on to the next session in a chain of roles. */
  readonly transitiveTagKeys?: readonly string[]
  /** The credentials that STS issues for the session; without them it is there for ever. */
  readonly issued?: { readonly accessKeyId: string; readonly expiresAt: number }
}

/** The root user of an account. */
export const rootUser = (account: string): RootUser => ({ kind: 'root', account, arn: `arn:aws:iam::${account}:root` })

/** A user as a principal. */
export const userPrincipal = ({ accountId, arn, name, uniqueId, tags }: UserRecord): IamUser => ({
  kind: 'user',
  account: accountId,
  arn,
  name,
  uniqueId,
  ...(Object.keys(tags).length === 0 ? {} : { tags }),
})

/**
 * A session of a role as a principal. Keep the object and use it again: what IAM looks up for it hangs on its identity.
 *
 * Source: STS API Reference, AssumeRole; spec/around.md 1.1 (the session's ARN leaves out the role's path).
 */
export const roleSession = (role: RoleRecord, options: SessionOptions): Outcome<RoleSession, Failure> => {
  const { sessionName, transitiveTagKeys = [], issued } = options
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) return refuse(badSessionName(sessionName))
  const limits = readLimits(sessionName, role.tags, options)
  if (!limits.ok) return limits
  const session: RoleSession = {
    kind: 'session',
    account: role.accountId,
    arn: `arn:aws:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`,
    roleArn: role.arn,
    roleName: role.name,
    sessionName,
    roleId: role.uniqueId,
    ...limits.value,
    ...(transitiveTagKeys.length === 0 ? {} : { transitiveTagKeys }),
    ...issued,
  }
  return succeed(asIssued(session))
}

/**
 * A federated user, whose session a user or root user makes. Keep the object and use it again, like that of {@link roleSession}.
 *
 * Source: STS API Reference, GetFederationToken.
 */
export const federatedUser = (
  maker: IamUser | RootUser,
  name: string,
  options: LimitedSession,
): Outcome<FederatedUser, Failure> => {
  const limits = readLimits(name, maker.kind === 'user' ? (maker.tags ?? {}) : {}, options)
  if (!limits.ok) return limits
  const { account } = maker
  const arn = federatedUserArn(account, name)
  return succeed(asIssued({ kind: 'federated-user', account, arn, name, federatedBy: maker, ...limits.value }))
}

/** The ARN of a federated user. */
export const federatedUserArn = (account: string, name: string): string => `arn:aws:sts::${account}:federated-user/${name}`

const readLimits = (
  name: string,
  ownTags: Tags,
  { createdAt, sessionPolicy, sessionPolicyArns = [], tags = {} }: LimitedSession,
): Outcome<Pick<RoleSession, 'createdAt' | 'sessionPolicy' | 'sessionPolicyArns' | 'tags'>, Failure> => {
  const policy = sessionPolicy === undefined ? undefined : readPolicy(sessionPolicy, 'session', name)
  if (policy !== undefined && !policy.ok) return policy
  const allTags = mergeTags(ownTags, tags)
  return succeed({
    createdAt,
    ...(policy === undefined ? {} : { sessionPolicy: policy.value.text }),
    ...(sessionPolicyArns.length === 0 ? {} : { sessionPolicyArns }),
    ...(Object.keys(allTags).length === 0 ? {} : { tags: allTags }),
  })
}

/**
 * The identity-only role of the host of an EC2 instance, which decrypts volume keys at attach.
 *
 * Source: spec/around.md 1.1, spec/ebs-ec2.md 2.4 (HOST).
 */
export const hostSession = (
  account: string,
  instance: { readonly instanceId: string; readonly instanceArn: string; readonly createdAt: number },
): RoleSession => ({
  kind: 'session',
  account,
  arn: `arn:aws:sts::${account}:assumed-role/${HOST_ROLE}/${instance.instanceId}`,
  roleArn: `arn:aws:iam::${account}:role/${HOST_ROLE}`,
  roleName: HOST_ROLE,
  sessionName: instance.instanceId,
  roleId: `${account}:${HOST_ROLE}`,
  createdAt: instance.createdAt,
  hostOf: { instanceArn: instance.instanceArn },
})

/** An AWS service acting for itself, for a resource perhaps. Only the inside of the simulator may make one. */
export const servicePrincipal = (
  name: string,
  source: { readonly arn: string; readonly account: string } | undefined,
): ServicePrincipal => ({
  kind: 'service',
  name,
  ...(source === undefined ? {} : { sourceArn: source.arn, sourceAccount: source.account }),
})

const badSessionName = (found: string): Failure =>
  iamFailure(
    'ValidationError',
    `1 validation error detected: Value '${found}' at 'roleSessionName' failed to satisfy constraint: ` +
      'Member must satisfy regular expression pattern: [\\w+=,.@-]*',
  )

const HOST_ROLE = 'aws:ec2-infrastructure'

/** Whoever can hold temporary credentials: everybody but AWS services. */
export type SessionHolder = RoleSession | FederatedUser | IamUser | RootUser

/** The same session, known from now on as one that was made here. */
export const asIssued = <Holder extends SessionHolder>(session: Holder): Holder => {
  ISSUED.add(session)
  return session
}

/**
 * Whether a session was made here. A session object of anybody's own making could claim to be an EC2 host, another role or other tags:
 * only the inside may speak for a service.
 */
export const isIssued = (session: SessionHolder): boolean => ISSUED.has(session)

const ISSUED = new WeakSet<SessionHolder>()
