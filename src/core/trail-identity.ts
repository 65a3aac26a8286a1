import { wholeSeconds } from './moments.ts'
import { type IamUser, type Principal, type RootUser, userId } from './principal.ts'

/** CloudTrail's `userIdentity` of a caller. Source: CloudTrail User Guide, "userIdentity element"; spec/around.md 4.2. */
export const userIdentity = (principal: Principal, invokedBy: string | undefined): Record<string, unknown> => {
  const by = invokedBy === undefined ? {} : { invokedBy }
  switch (principal.kind) {
    case 'service':
      return { type: 'AWSService', invokedBy: invokedBy ?? principal.name }
    case 'root':
    case 'user':
      return { ...longTermIdentity(principal), ...tokenMembers(principal), ...by }
    case 'federated-user': {
      const { account, arn, federatedBy, accessKeyId, createdAt } = principal
      return {
        type: 'FederatedUser',
        principalId: userId(principal),
        arn,
        accountId: account,
        ...keyMember(accessKeyId),
        sessionContext: { sessionIssuer: longTermIdentity(federatedBy), attributes: attributesOf(createdAt) },
        ...by,
      }
    }
    case 'session': {
      const { arn, account, roleId, roleArn, roleName, accessKeyId, createdAt, hostOf } = principal
      const sessionIssuer = { type: 'Role', principalId: roleId, arn: roleArn, accountId: account, userName: roleName }
      const scope =
        hostOf === undefined ? {} : { inScopeOf: { issuerType: 'AWS::EC2::Instance', credentialsIssuedTo: hostOf.instanceArn } }
      return {
        type: 'AssumedRole',
        principalId: userId(principal),
        arn,
        accountId: account,
        ...keyMember(accessKeyId),
        sessionContext: { sessionIssuer, attributes: attributesOf(createdAt) },
        ...scope,
        ...by,
      }
    }
    default:
      return principal satisfies never
  }
}

/** The identity in the key owner's copy of a record of another account's call. */
export const foreignIdentity = (principal: Principal, invokedBy: string | undefined): Record<string, unknown> => {
  const by = invokedBy === undefined ? {} : { invokedBy }
  return principal.kind === 'service'
    ? { type: 'AWSService', invokedBy: invokedBy ?? principal.name }
    : { type: 'AWSAccount', principalId: userId(principal), accountId: principal.account, ...by }
}

/** A user or root user, as the caller itself or as the maker of a federated user's session. */
const longTermIdentity = (principal: IamUser | RootUser): Record<string, unknown> => {
  const { arn, account } = principal
  const common = { principalId: userId(principal), arn, accountId: account }
  return principal.kind === 'root' ? { type: 'Root', ...common } : { type: 'IAMUser', ...common, userName: principal.name }
}

/** What the credentials of GetSessionToken add to the identity of a user. */
const tokenMembers = ({ accessKeyId, tokenIssuedAt }: IamUser | RootUser): Record<string, unknown> =>
  tokenIssuedAt === undefined ? {} : { ...keyMember(accessKeyId), sessionContext: { attributes: attributesOf(tokenIssuedAt) } }

const keyMember = (accessKeyId: string | undefined) => (accessKeyId === undefined ? {} : { accessKeyId })

const attributesOf = (createdAt: number) => ({ creationDate: wholeSeconds(createdAt), mfaAuthenticated: 'false' })
