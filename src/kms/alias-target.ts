import type { Call } from '../core/operation.ts'
import { broken } from '../core/simulator-error.ts'
import type { TrailResource } from '../core/trail.ts'
import { kmsFailure } from './errors.ts'
import type { AliasRecord, KeyRecord } from './key-record.ts'
import { type KeyTarget, targetOf } from './resolve.ts'
import { aliasArn, findKey, kmsRegion } from './store.ts'

/**
 * The key that an alias of the caller's account and Region points to now. Where there is no such alias, only a caller whom IAM allows
 * the action on it is told so.
 */
export const keyOfAlias = ({ world, account, region }: Call, name: string): KeyTarget => {
  const alias = kmsRegion(world, account, region).aliases.get(name)
  const key = alias === undefined ? undefined : findKey(world, account, region, alias.keyId)
  if (key !== undefined) return targetOf(key)
  const arn = aliasArn(account, region, name)
  const missing = kmsFailure('NotFoundException', `Alias ${arn} is not found.`)
  return { kind: 'key', arn, account, found: undefined, missing, namedBy: 'identifier' }
}

/** The alias of this name, behind the authorise gate, which stops every call on an alias that is not there. */
export const aliasRecord = ({ world, account, region }: Call, name: string): AliasRecord =>
  kmsRegion(world, account, region).aliases.get(name) ?? broken(`The authorise gate let a call on ${name} pass`)

/** Takes a name from the list of a key's aliases. */
export const unlistAlias = ({ aliases }: KeyRecord, name: string): void => {
  aliases.splice(aliases.indexOf(name), 1)
}

/** An alias in CloudTrail's `resources`. */
export const aliasResource = (account: string, arn: string): TrailResource => ({
  accountId: account,
  type: 'AWS::KMS::Alias',
  ARN: arn,
})
