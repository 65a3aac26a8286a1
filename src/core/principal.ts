/**
 * Who makes a request: plain data, made by `iam/accounts.ts`, matched against policies by `iam/principals.ts`.
 *
 * A session carries the role's ARN with its path. Never rebuild that ARN from the session's own ARN: the path is not in it.
 *
 * Source: IAM User Guide, "AWS JSON policy elements: Principal"; spec/around.md 1.1.
 */
export type Principal = RootUser | IamUser | RoleSession | FederatedUser | ServicePrincipal

/** Where STS has issued the credentials that an identity calls with: for a session of a user, beside the identity's own members. */
interface SessionToken {
  /** Epoch milliseconds at which STS issued them. */
  readonly tokenIssuedAt?: number
  /** `ASIA…`. */
  readonly accessKeyId?: string
  /** Epoch milliseconds from which they are refused. */
  readonly expiresAt?: number
}

/** The root user of an account. */
export interface RootUser extends SessionToken {
  readonly kind: 'root'
  readonly account: string
  /** `arn:aws:iam::A:root` */
  readonly arn: string
}

/** An IAM user. */
export interface IamUser extends SessionToken {
  readonly kind: 'user'
  readonly account: string
  /** `arn:aws:iam::A:user/[path/]N` */
  readonly arn: string
  readonly name: string
  /** `AIDA…`, unique for ever: a user made anew under the same name is another. */
  readonly uniqueId: string
  readonly tags?: Readonly<Record<string, string>>
}

/** A session of a role: assumed role, service-linked role, or the identity-only role of an EC2 host. */
export interface RoleSession {
  readonly kind: 'session'
  readonly account: string
  /** `arn:aws:sts::A:assumed-role/ROLE/SESSION`, without the role's path. */
  readonly arn: string
  /** `arn:aws:iam::A:role/[path/]ROLE`, with its path. */
  readonly roleArn: string
  readonly roleName: string
  readonly sessionName: string
  /** `AROA…` of the role, unique for ever. */
  readonly roleId: string
  /** Epoch milliseconds at which the session was made. */
  readonly createdAt: number
  /** The session policy given to AssumeRole, as JSON text. */
  readonly sessionPolicy?: string
  /** ARNs of managed policies given to AssumeRole, which limit the session beside its session policy. */
  readonly sessionPolicyArns?: readonly string[]
  /** Tags of the role and of the session. */
  readonly tags?: Readonly<Record<string, string>>
  /** Keys of session tags that go on to the sessions of roles assumed from this one. */
  readonly transitiveTagKeys?: readonly string[]
  /** `ASIA…`, where STS has issued credentials for the session. */
  readonly accessKeyId?: string
  /** Epoch milliseconds from which the credentials are refused; without it they last for ever. */
  readonly expiresAt?: number
  /** The EC2 instance whose host this is: set for `aws:ec2-infrastructure` sessions alone. */
  readonly hostOf?: { readonly instanceArn: string }
}

/**
 * An STS federated user: a session that a user or root user has made with GetFederationToken. It may do what its maker may and its
 * session policies allow too; policies of resources can name it by its ARN.
 */
export interface FederatedUser {
  readonly kind: 'federated-user'
  readonly account: string
  /** `arn:aws:sts::A:federated-user/N` */
  readonly arn: string
  readonly name: string
  /** Who called GetFederationToken. */
  readonly federatedBy: IamUser | RootUser
  /** Epoch milliseconds at which the session was made. */
  readonly createdAt: number
  /** The session policy given to GetFederationToken, as JSON text. */
  readonly sessionPolicy?: string
  /** ARNs of managed policies given to GetFederationToken. Without any session policy the session is allowed nothing by its maker's policies. */
  readonly sessionPolicyArns?: readonly string[]
  /** Tags of the user who made it, and of the session. */
  readonly tags?: Readonly<Record<string, string>>
  /** `ASIA…`, where STS has issued credentials for the session. */
  readonly accessKeyId?: string
  /** Epoch milliseconds from which the credentials are refused; without it they last for ever. */
  readonly expiresAt?: number
}

/** An AWS service acting for itself, e.g. `ec2.us-east-1.amazonaws.com`. Only the inside of the simulator can be one. */
export interface ServicePrincipal {
  readonly kind: 'service'
  readonly name: string
  /** The resource on whose behalf it acts (`aws:SourceArn`). */
  readonly sourceArn?: string
  /** The account of that resource (`aws:SourceAccount`). */
  readonly sourceAccount?: string
}

/** The text by which error messages and logs name a principal. */
export const principalName = (principal: Principal): string => (principal.kind === 'service' ? principal.name : principal.arn)

/** The unique id by which AWS knows a caller: `aws:userid`, and the `UserId` of GetCallerIdentity. */
export const userId = (principal: Principal): string | undefined => {
  switch (principal.kind) {
    case 'root':
      return principal.account
    case 'user':
      return principal.uniqueId
    case 'session':
      return `${principal.roleId}:${principal.sessionName}`
    case 'federated-user':
      return `${principal.account}:${principal.name}`
    case 'service':
      return undefined
    default:
      return principal satisfies never
  }
}
