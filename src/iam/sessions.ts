import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { IamUser, RoleSession, RootUser, ServicePrincipal } from '../core/principal.ts'
import type { Failure } from '../core/service-error.ts'
import type { RoleRecord, UserRecord } from './accounts.ts'
import { iamFailure } from './iam-errors.ts'
import { type PolicyInput, readPolicy } from './policy-json.ts'
import { mergeTags, type Tags } from './tags.ts'

/** What makes one session of a role differ from another. */
export interface SessionOptions {
  /** 2 to 64 of the characters `\w+=,.@-`. */
  readonly sessionName: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** Limits the session beyond the role's policies. */
  readonly sessionPolicy?: PolicyInput
  /** Managed policies that limit the session beside its session policy. */
  readonly sessionPolicyArns?: readonly string[]
  /** Session tags; they win over the role's tags of the same key. */
  readonly tags?: Tags
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
  const { sessionName, createdAt, sessionPolicy, sessionPolicyArns = [], tags, transitiveTagKeys = [], issued } = options
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) return refuse(badSessionName(sessionName))
  const policy = sessionPolicy === undefined ? undefined : readPolicy(sessionPolicy, 'session', sessionName)
  if (policy !== undefined && !policy.ok) return policy
  const allTags = mergeTags(role.tags, tags ?? {})
  const session: RoleSession = {
    kind: 'session',
    account: role.accountId,
    arn: `arn:aws:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`,
    roleArn: role.arn,
    roleName: role.name,
    sessionName,
    roleId: role.uniqueId,
    createdAt,
    ...(policy === undefined ? {} : { sessionPolicy: policy.value.text }),
    ...(sessionPolicyArns.length === 0 ? {} : { sessionPolicyArns }),
    ...(Object.keys(allTags).length === 0 ? {} : { tags: allTags }),
    ...(transitiveTagKeys.length === 0 ? {} : { transitiveTagKeys }),
    ...issued,
  }
  ISSUED.add(session)
  return succeed(session)
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

/**
 * Whether a session was made here. A session object of anybody's own making could claim to be an EC2 host, another role or other tags:
 * only the inside may speak for a service.
 */
export const isIssued = (session: RoleSession): boolean => ISSUED.has(session)

const ISSUED = new WeakSet<RoleSession>()
