import type { Principal } from '../core/principal.ts'
import { findAccount, type IamReader, type Organization } from './accounts.ts'
import type { ConditionValues } from './common-keys.ts'

/** The condition keys of {@link organizationKeys}, in lower case. */
export const ORGANIZATION_KEYS = [
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
] as const

/**
 * The condition keys that tell the organizations of the caller, of the resource and of the resource for which a service calls. An
 * account outside of an organization has none.
 *
 * Source: IAM User Guide, "AWS global condition context keys"; AWS KMS Developer Guide, "Resource control policies in AWS KMS".
 */
export const organizationKeys = (
  world: IamReader,
  { principal, resourceAccount }: { readonly principal: Principal; readonly resourceAccount: string | undefined },
): ConditionValues => ({
  ...keysOf(world, 'principal', principal.kind === 'service' ? undefined : principal.account),
  ...keysOf(world, 'resource', resourceAccount),
  ...keysOf(world, 'source', principal.kind === 'service' ? principal.sourceAccount : undefined),
})

const keysOf = (world: IamReader, whose: string, account: string | undefined): ConditionValues => {
  const organization = account === undefined ? undefined : findAccount(world, account)?.organization
  return organization === undefined
    ? {}
    : { [`aws:${whose}orgid`]: organization.id, [`aws:${whose}orgpaths`]: [pathOf(organization)] }
}

/** `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`, with a slash at its end. */
const pathOf = ({ id, path }: Organization): string => `${id}/${path}`
