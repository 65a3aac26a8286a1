import { wholeSeconds } from './moments.ts'
import type { Principal } from './principal.ts'

/** CloudTrail's `userIdentity` of a caller. Source: CloudTrail User Guide, "userIdentity element"; spec/around.md 4.2. */
export const userIdentity = (principal: Principal, invokedBy: string | undefined): Record<string, unknown> => {
  const by = invokedBy === undefined ? {} : { invokedBy }
  switch (principal.kind) {
    case 'service':
      return { type: 'AWSService', invokedBy: invokedBy ?? principal.name }
    case 'root':
      return { type: 'Root', principalId: principal.account, arn: principal.arn, accountId: principal.account, ...by }
    case 'user': {
      const { arn, account, name, uniqueId } = principal
      return { type: 'IAMUser', principalId: uniqueId, arn, accountId: account, userName: name, ...by }
    }
    case 'session': {
      const { arn, account, roleId, roleArn, roleName, sessionName, accessKeyId, createdAt, hostOf } = principal
      const sessionIssuer = { type: 'Role', principalId: roleId, arn: roleArn, accountId: account, userName: roleName }
      const attributes = { creationDate: wholeSeconds(createdAt), mfaAuthenticated: 'false' }
      const scope =
        hostOf === undefined ? {} : { inScopeOf: { issuerType: 'AWS::EC2::Instance', credentialsIssuedTo: hostOf.instanceArn } }
      return {
        type: 'AssumedRole',
        principalId: `${roleId}:${sessionName}`,
        arn,
        accountId: account,
        ...(accessKeyId === undefined ? {} : { accessKeyId }),
        sessionContext: { sessionIssuer, attributes },
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
  switch (principal.kind) {
    case 'service':
      return { type: 'AWSService', invokedBy: invokedBy ?? principal.name }
    case 'root':
      return { type: 'AWSAccount', principalId: principal.account, accountId: principal.account, ...by }
    case 'user':
      return { type: 'AWSAccount', principalId: principal.uniqueId, accountId: principal.account, ...by }
    case 'session':
      return {
        type: 'AWSAccount',
        principalId: `${principal.roleId}:${principal.sessionName}`,
        accountId: principal.account,
        ...by,
      }
    default:
      return principal satisfies never
  }
}
