/**
 * Who makes a request: plain data, made by `iam/accounts.ts`, matched against policies by `iam/principals.ts`.
 *
 * A session carries the role's ARN with its path. Never rebuild that ARN from the session's own ARN: the path is not in it.
 *
 * Source: IAM User Guide, "AWS JSON policy elements: Principal"; spec/around.md 1.1.
 */
export type Principal = RootUser | IamUser | RoleSession | ServicePrincipal

/** The root user of an account. */
export interface RootUser {
  readonly kind: 'root'
  readonly account: string
  /** `arn:aws:iam::A:root` */
  readonly arn: string
}

/** An IAM user. */
export interface IamUser {
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
