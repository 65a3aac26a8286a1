import { partitionOf } from '../core/regions.ts'
import type { World } from '../core/world.ts'
import type { GrantOperation } from './grant-operations.ts'
import { type GrantPrincipal, shownPrincipal } from './grant-principals.ts'
import type { GrantConstraints, GrantRecord } from './grants.ts'

/** A grant in the answers of ListGrants and ListRetirableGrants. */
export interface GrantListEntry {
  /** The key's ARN. */
  KeyId: string
  GrantId: string
  /** `""` where the grant has none. */
  Name: string
  CreationDate: Date
  /** An ARN, a service principal, or the unique id of a user or role that is gone; absent beside `GranteeServicePrincipal`. */
  GranteePrincipal?: string
  RetiringPrincipal?: string
  /** `arn:aws:iam::…:root` of the account that made the grant. */
  IssuingAccount: string
  Operations: GrantOperation[]
  Constraints?: GrantConstraints
  /** The service that may use the key, where the grant was made for one by that member. */
  GranteeServicePrincipal?: string
  /** The service that may retire the grant, where the grant was made with one by that member. */
  RetiringServicePrincipal?: string
}

/** A grant as KMS lists it. */
export const grantEntry = (world: World, grant: GrantRecord): GrantListEntry => {
  const { granteePrincipal, granteeAsService, granteeId, retiringPrincipal, retiringAsService, retiringId, constraints } = grant
  const [, , , region = ''] = grant.keyArn.split(':')
  return {
    KeyId: grant.keyArn,
    GrantId: grant.grantId,
    Name: grant.name,
    CreationDate: new Date(grant.createdAt),
    ...(granteeAsService ? {} : { GranteePrincipal: shownPrincipal(world, named(granteePrincipal, granteeId)) }),
    ...(retiringPrincipal === undefined || retiringAsService
      ? {}
      : { RetiringPrincipal: shownPrincipal(world, named(retiringPrincipal, retiringId)) }),
    IssuingAccount: `arn:${partitionOf(region)}:iam::${grant.issuingAccount}:root`,
    Operations: [...grant.operations],
    ...(constraints === undefined ? {} : { Constraints: structuredClone(constraints) }),
    ...(granteeAsService ? { GranteeServicePrincipal: granteePrincipal } : {}),
    ...(retiringPrincipal !== undefined && retiringAsService ? { RetiringServicePrincipal: retiringPrincipal } : {}),
  }
}

/** A grant's place among those of its key, as a text that sorts like the number. */
export const orderText = ({ order }: GrantRecord): string => String(order).padStart(16, '0')

const named = (name: string, uniqueId: string | undefined): GrantPrincipal =>
  uniqueId === undefined ? { name } : { name, uniqueId }
