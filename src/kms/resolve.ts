import { parseArn } from '../core/identifiers.ts'
import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { broken } from '../core/simulator-error.ts'
import type { World } from '../core/world.ts'
import { kmsFailure } from './errors.ts'
import type { KeyRecord } from './key-record.ts'
import { prospectiveManagedKey } from './managed-keys.ts'
import { aliasArn, findKey, keyArn, kmsRegion } from './store.ts'

/** What a request's key identifier led to. */
export interface KeyTarget {
  readonly kind: 'key'
  /** The ARN of the key that is meant, whether it exists or not. */
  readonly arn: string
  readonly account: string
  /** The key, if it exists. Read it through {@link keyOf} behind the authorise gate. */
  readonly found: KeyRecord | undefined
  /** What to answer to somebody who may know that the key does not exist. */
  readonly missing?: Failure
  /** `alias/…`, where the request named the key by an alias: the value of `kms:RequestAlias`. */
  readonly alias?: string
  /** How the key was named: a key that only the ciphertext names is not shown to a stranger. */
  readonly namedBy: 'identifier' | 'ciphertext'
}

/** The key behind a target that has passed the authorise gate, which stops every call on a key that does not exist. */
export const keyOf = (target: KeyTarget): KeyRecord =>
  target.found ?? broken(`The authorise gate let a call on ${target.arn} pass`)

type Resolve = (call: Call, identifier: string) => Outcome<KeyTarget, Failure>

/** A key id or key ARN; operations of this kind refuse aliases. Source: spec/kms.md 1.5, 1.6. */
export const byKeyIdOrArn: Resolve = (call, identifier) =>
  identifier.startsWith('alias/') || parseArn(identifier)?.resource.startsWith('alias/')
    ? refuse(kmsFailure('InvalidArnException', 'Key Aliases are not supported for this operation.'))
    : byKeyOnly(call, identifier)

/** A key id, key ARN, alias name or alias ARN. Names without an account are looked up in the caller's account and Region. */
export const byAnyIdentifier: Resolve = (call, identifier) => {
  if (identifier.startsWith('alias/')) return succeed(byAlias(call, call.account, identifier))
  const arn = parseArn(identifier)
  if (arn === undefined || !arn.resource.startsWith('alias/')) return byKeyOnly(call, identifier)
  if (arn.region !== call.region) return refuse(foreignRegion(arn.region))
  return succeed(byAlias(call, arn.account, arn.resource))
}

/** The target that stands for a key record that is already at hand. */
export const targetOf = (record: KeyRecord, namedBy: KeyTarget['namedBy'] = 'identifier'): KeyTarget => ({
  kind: 'key',
  arn: record.arn,
  account: record.account,
  found: record,
  namedBy,
})

const byKeyOnly: Resolve = (call, identifier) => {
  const arn = parseArn(identifier)
  if (arn === undefined) return byKeyId(call.world, call.account, call.region, identifier, identifier)
  if (arn.service !== 'kms' || !arn.resource.startsWith('key/')) return refuse(invalidId(identifier))
  if (arn.region !== call.region) return refuse(foreignRegion(arn.region))
  return byKeyId(call.world, arn.account, call.region, arn.resource.slice('key/'.length), identifier)
}

const byKeyId = (world: World, account: string, region: string, keyId: string, given: string): Outcome<KeyTarget, Failure> => {
  if (!isKeyId(keyId)) return refuse(invalidId(given))
  const found = findKey(world, account, region, keyId)
  if (found !== undefined) return succeed(targetOf(found))
  const arn = keyArn(account, region, keyId)
  const missing = kmsFailure('NotFoundException', `Key '${arn}' does not exist`)
  return succeed({ kind: 'key', arn, account, found, missing, namedBy: 'identifier' })
}

const byAlias = (call: Call, account: string, name: string): KeyTarget => {
  const { world, region } = call
  const alias = kmsRegion(world, account, region).aliases.get(name)
  const found =
    alias === undefined ? prospectiveManagedKey(world, account, region, name) : findKey(world, account, region, alias.keyId)
  if (found !== undefined) return { ...targetOf(found), alias: name }
  const arn = aliasArn(account, region, name)
  const missing = kmsFailure('NotFoundException', `Alias ${arn} is not found.`)
  return { kind: 'key', arn, account, found, missing, alias: name, namedBy: 'identifier' }
}

/** Whether a text has the form of a key id: a lower-case UUID, or `mrk-` and 32 hexadecimal digits. */
export const isKeyId = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text) || /^mrk-[0-9a-f]{32}$/.test(text)

/** Passes where the key exists; for operations that look at it before the authorise gate could. */
export const mustExist = ({ found, missing }: KeyTarget): Outcome<undefined, Failure> =>
  found === undefined && missing !== undefined ? refuse(missing) : PASS

/**
 * Passes where there is no target or an existing key of the caller's account, for operations that no key policy can allow. A foreign
 * key is answered like one that does not exist.
 */
export const mustBeOwn = ({ account }: Pick<Call, 'account'>, target: KeyTarget | undefined): Outcome<undefined, Failure> => {
  if (target === undefined || (target.found !== undefined && target.account === account)) return PASS
  return refuse(kmsFailure('NotFoundException', `Key '${target.arn}' does not exist`))
}

const invalidId = (identifier: string) => kmsFailure('NotFoundException', `Invalid keyId '${identifier}'`)

const foreignRegion = (region: string) => kmsFailure('NotFoundException', `Invalid arn ${region}`)
