import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { IamUser, RoleSession, RootUser, ServicePrincipal } from '../core/principal.ts'
import type { Failure } from '../core/service-error.ts'
import type { RoleRecord, UserRecord } from './accounts.ts'
import { iamFailure } from './iam-errors.ts'
import { type PolicyInput, readPolicy } from './policy-json.ts'

/** What makes one session of a role differ from another. */
export interface SessionOptions {
  /** 2 to 64 of the characters `\w+=,.@-`. */
  readonly sessionName: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** Limits the session beyond the role's policies. */
  readonly sessionPolicy?: PolicyInput
  /** Session tags; they win over the role's tags of the same key. */
  readonly tags?: Readonly<Record<string, string>>
}

/** The root user of an account. */
export const rootUser = (account: string): RootUser => ({ kind: 'root', account, arn: `arn:aws:iam::${account}:root` })

/** A user as a principal. */
export const userPrincipal = ({ accountId, arn, name, uniqueId }: UserRecord): IamUser => ({
  kind: 'user',
  account: accountId,
  arn,
  name,
  uniqueId,
})

/**
 * A session of a role as a principal. Keep the object and use it again: what IAM looks up for it hangs on its identity.
 *
 * Source: STS API Reference, AssumeRole; spec/around.md 1.1 (the session's ARN leaves out the role's path).
 */
export const roleSession = (role: RoleRecord, options: SessionOptions): Outcome<RoleSession, Failure> => {
  const { sessionName, createdAt, sessionPolicy, tags } = options
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) return refuse(badSessionName(sessionName))
  const policy = sessionPolicy === undefined ? undefined : readPolicy(sessionPolicy, 'session', sessionName)
  if (policy !== undefined && !policy.ok) return policy
  const allTags = mergeTags(role.tags, tags ?? {})
  return succeed({
    kind: 'session',
    account: role.accountId,
    arn: `arn:aws:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`,
    roleArn: role.arn,
    roleName: role.name,
    sessionName,
    roleId: role.uniqueId,
    createdAt,
    ...(policy === undefined ? {} : { sessionPolicy: policy.value.text }),
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

/** Tag keys compare without regard to case. */
const mergeTags = (roleTags: Readonly<Record<string, string>>, sessionTags: Readonly<Record<string, string>>) => {
  const own = new Set(Object.keys(sessionTags).map((key) => key.toLowerCase()))
  const kept = Object.entries(roleTags).filter(([key]) => !own.has(key.toLowerCase()))
  return Object.fromEntries([...kept, ...Object.entries(sessionTags)])
}

const badSessionName = (found: string): Failure =>
  iamFailure(
    'ValidationError',
    `1 validation error detected: Value '${found}' at 'roleSessionName' failed to satisfy constraint: ` +
      'Member must satisfy regular expression pattern: [\\w+=,.@-]*',
  )

const HOST_ROLE = 'aws:ec2-infrastructure'
