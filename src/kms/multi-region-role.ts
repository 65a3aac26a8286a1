import type { Call } from '../core/operation.ts'
import { partitionOf } from '../core/regions.ts'
import { findAccount } from '../iam/accounts.ts'
import { createServiceLinkedRole } from '../iam/roles.ts'
import { SERVICE_LINKED_ROLES } from '../iam/service-linked-roles.ts'
import type { KmsAccess } from './access.ts'

/**
 * The permission to make the service-linked role of multi-Region keys: needed as long as the account has none, that is, for its first
 * multi-Region key. Source: AWS KMS Developer Guide, "Authorizing AWS KMS to synchronize multi-Region keys"; spec/kms.md 3.7.
 */
export const rolePermissions = ({ world, account, region }: Call): readonly KmsAccess[] => {
  if (findAccount(world, account)?.roles.has(NAME.toLowerCase())) return []
  const arn = `arn:${partitionOf(region)}:iam::${account}:role/aws-service-role/${SERVICE}/${NAME}`
  return [{ action: 'iam:CreateServiceLinkedRole', on: { kind: 'iam-only', arn } }]
}

/** Makes the service-linked role of multi-Region keys in an account that has none. */
export const ensureRole = ({ world, account }: Call): void => {
  if (!findAccount(world, account)?.roles.has(NAME.toLowerCase())) createServiceLinkedRole(world, account, SERVICE)
}

const SERVICE = 'mrk.kms.amazonaws.com'
const NAME = SERVICE_LINKED_ROLES[SERVICE].name
