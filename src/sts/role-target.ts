import { parseArn } from '../core/identifiers.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { findAccount, type IamReader, type RoleRecord } from '../iam/accounts.ts'
import { stsFailure } from './errors.ts'

/** The role that a request names. */
export interface RoleTarget {
  readonly kind: 'role'
  readonly arn: string
  readonly account: string
  /** The role, if it exists. The authorise gate stops every call on a role that does not. */
  readonly role: RoleRecord | undefined
}

/** Finds the role of an ARN, which must have the role's path and spelling. */
export const findRole = (world: IamReader, roleArn: string): Outcome<RoleTarget, Failure> => {
  const arn = parseArn(roleArn)
  if (arn === undefined || arn.service !== 'iam' || !/^\d{12}$/.test(arn.account) || !arn.resource.startsWith('role/'))
    return refuse(stsFailure('ValidationError', 'Request ARN is invalid'))
  const name = arn.resource.slice(arn.resource.lastIndexOf('/') + 1)
  const found = findAccount(world, arn.account)?.roles.get(name.toLowerCase())
  return succeed({ kind: 'role', arn: roleArn, account: arn.account, role: found?.arn === roleArn ? found : undefined })
}
