import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { Place } from '../ec2/arns.ts'
import type { ServedRequest } from '../ec2/kms-call.ts'
import { type Content, rekeyedContent, sharedContent } from './content.ts'
import { invalidCombination, invalidValue, keyNotAccessible, rdsFailure } from './errors.ts'
import { clusterContext, findKey, newSnapshotKey } from './key-use.ts'
import { newOwnedDataKey, type OpenDataKey } from './owned-keys.ts'
import type { KmsKey, Protection, SnapshotRecord } from './records.ts'
import { isOf, openDataKeyOf } from './source.ts'
import { findPlace } from './store.ts'

/** What a copy is to be under: what its source is under, or a KMS key that the request names. */
export type CopyVerdict = 'as the source' | 'named key'

/**
 * What a copy is to be under, or AWS's refusal. An encrypted snapshot stays encrypted. One step across Regions and accounts is allowed, as it
 * is since 2026.
 *
 * Source: spec/around.md 3.4; that an unencrypted snapshot cannot be encrypted by copying: SDK model, `KmsKeyId` (the code is inferred).
 */
export const planCopy = (caller: Place, source: SnapshotRecord, kmsKeyId: string | undefined): Outcome<CopyVerdict, Failure> => {
  const { kind } = source.protection
  if (kind === 'none' && kmsKeyId !== undefined) return refuse(PLAIN_SOURCE)
  if (kmsKeyId !== undefined) return succeed('named key')
  if (kind === 'sse-kms' && source.region !== caller.region) return refuse(invalidValue(KEY_OF_REGION))
  if (kind === 'sse-kms' && source.account !== caller.account) return refuse(keyNotAccessible(undefined))
  return succeed('as the source')
}

/** Whether one more copy to this place may run. Source: Aurora User Guide, "Copying a DB cluster snapshot" (the sentence is inferred). */
export const checkCopyQuota = (world: World, place: Place): Outcome<undefined, Failure> => {
  const snapshots = [...(findPlace(world, place)?.snapshots.values() ?? [])]
  const running = snapshots.filter(({ status }) => status === 'copying').length
  if (running < COPIES_MAX) return succeed(undefined)
  return refuse(rdsFailure('SnapshotQuotaExceededFault', `Cannot have more than ${COPIES_MAX} snapshot copies in progress`))
}

/** What a copy holds. */
export interface CopiedStorage extends Content {
  readonly protection: Protection
}

/** The storage of a copy: its KMS calls, and its blocks. Within an account and Region, and under one key, the data key stays. */
export const copiedStorage = (
  request: ServedRequest,
  source: SnapshotRecord,
  kmsKeyId: string | undefined,
): Outcome<CopiedStorage, Failure> => {
  const named = kmsKeyId === undefined ? succeed(undefined) : findKey(request, kmsKeyId)
  if (!named.ok) return named
  const opened = openDataKeyOf(request, source)
  if (!opened.ok) return opened
  const copied = copyUnder(request, source, opened.value, named.value)
  opened.value?.plaintext.fill(0)
  return copied
}

const copyUnder = (
  request: ServedRequest,
  source: SnapshotRecord,
  old: OpenDataKey | undefined,
  named: KmsKey | undefined,
): Outcome<CopiedStorage, Failure> => {
  const { world } = request
  const { protection, map, clusterResourceId } = source
  const isSameKey = named === undefined || (protection.kind === 'sse-kms' && protection.key.kmsKeyArn === named.kmsKeyArn)
  if (old === undefined || (isSameKey && isOf(source, request))) return succeed({ ...sharedContent(world, map), protection })
  const context = clusterContext(clusterResourceId)
  if (named === undefined) {
    const open = newOwnedDataKey(world, request, context)
    return rekeyed(request, source, old, { open, protection: { kind: 'sse-rds', key: open.key } })
  }
  const open = newSnapshotKey(request, named, context)
  if (!open.ok) return open
  return rekeyed(request, source, old, { open: open.value, protection: { kind: 'sse-kms', key: open.value.key } })
}

const rekeyed = (
  { world }: ServedRequest,
  { map }: SnapshotRecord,
  old: OpenDataKey,
  { open, protection }: { readonly open: OpenDataKey; readonly protection: Protection },
): Outcome<CopiedStorage, Failure> => {
  const content = rekeyedContent(world, map, old, open)
  open.plaintext.fill(0)
  if (content.ok) return succeed({ ...content.value, protection })
  return refuse(rdsFailure('InvalidDBClusterSnapshotStateFault', 'The snapshot is damaged and cannot be copied.'))
}

/** Source: spec/around.md 3.5; recorded for CopyDBSnapshot, inferred for clusters. */
const KEY_OF_REGION = 'Must specify new KMS key for cross region encrypted snapshot copy.'

const PLAIN_SOURCE = invalidCombination('KmsKeyId cannot be specified for the copy of an unencrypted DB cluster snapshot.')

const COPIES_MAX = 5
