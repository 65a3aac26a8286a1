import { type BlockMap, createBlockMap, shareBlockMap } from '../blocks/block-map.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { broken } from '../core/simulator-error.ts'
import type { World } from '../core/world.ts'
import { type CopySource, copyBase } from './copy-plan.ts'
import type { QueuedCopy } from './copy-queue.ts'
import type { RetirableGrant } from './grants.ts'
import { type CopyKeys, retireCopyGrants, row18, row19 } from './key-use-copy.ts'
import type { ServedRequest } from './kms-call.ts'
import { dataKeyOf, type Protection, type SnapshotRecord } from './records.ts'
import { schedule } from './schedule.ts'
import { blocksOf } from './store.ts'
import { rekeyedContent } from './volume-data.ts'

/** A copy whose KMS calls are made and whose blocks are there: all that is left is to write it down and to wait. */
export interface ReadyCopy {
  readonly protection: Protection
  readonly map: BlockMap
  readonly isIncremental: boolean
  /** Grants to retire when the copy has ended. */
  readonly grants: readonly RetirableGrant[]
  /** The StateMessage of a copy that will fail. */
  readonly failure?: string
}

/** What is wanted of a copy. */
export interface CopyWish extends Pick<QueuedCopy, 'snapshotId' | 'selector' | 'kmsKeyArn'> {
  readonly source: CopySource
}

/** Makes the KMS calls of a copy and fills its blocks. Every refusal from here on is part of the result. */
export const readyCopy = (request: ServedRequest, wish: CopyWish): ReadyCopy => {
  const { world } = request
  const { source, selector, kmsKeyArn } = wish
  if (source.kind === 'unusable') return failedCopy(world, kmsKeyArn, source.message)
  const { snapshot } = source
  const base = copyBase(world, request, snapshot, kmsKeyArn)
  // Row 20.
  if (selector === undefined || kmsKeyArn === undefined) {
    return { protection: { kind: 'none' }, map: shared(world, base ?? snapshot), isIncremental: base !== undefined, grants: [] }
  }
  const keys = keysForCopy(request, { snapshotId: wish.snapshotId, selector, kmsKeyArn, source: snapshot }, base)
  if (!keys.ok) return failedCopy(world, kmsKeyArn, KEY_NOT_ACCESSIBLE)
  return keyedCopy(request, snapshot, keys.value, base)
}

const keysForCopy = (
  request: ServedRequest,
  copy: Parameters<typeof row18>[1],
  base: SnapshotRecord | undefined,
): Outcome<CopyKeys, Failure> => {
  const key = base === undefined ? undefined : dataKeyOf(base)
  return key === undefined ? row18(request, copy) : row19(request, copy, key)
}

const keyedCopy = (
  request: ServedRequest,
  source: SnapshotRecord,
  keys: CopyKeys,
  base: SnapshotRecord | undefined,
): ReadyCopy => {
  const { world } = request
  const { key, grants } = keys
  const protection: Protection = { kind: 'encrypted', key }
  if (keys.kind === 'shared')
    return { protection, map: shared(world, base ?? broken('A copy shares nobody')), isIncremental: true, grants }
  const content = rekeyedContent(world, source, keys)
  if (content.ok) return { protection, map: content.value.map, isIncremental: false, grants }
  retireCopyGrants(request, grants)
  return failedCopy(world, key.kmsKeyArn, DAMAGED_SOURCE)
}

/** A copy without any blocks of its source: one that has failed, or waits for its turn. */
export const emptyCopy = (world: World, kmsKeyArn: string | undefined): ReadyCopy => ({
  protection: kmsKeyArn === undefined ? { kind: 'none' } : { kind: 'unkeyed', kmsKeyArn },
  map: createBlockMap(blocksOf(world), world.settings.unitBytes),
  isIncremental: false,
  grants: [],
})

/** Asks for the end of a copy whose turn has come. */
export const scheduleCopyEnd = (world: World, queued: QueuedCopy, { isIncremental, grants, failure }: ReadyCopy): void => {
  const { snapshotId, sourceRegion, sourceSnapshotId, request } = queued
  const failed = failure === undefined ? {} : { failure }
  const result = { sourceRegion, sourceSnapshotId, isIncremental, ...failed }
  schedule(world, 'copySnapshot', 'ec2/copy-ended', { snapshotId, grants, result, request })
}

const failedCopy = (world: World, kmsKeyArn: string | undefined, failure: string): ReadyCopy => ({
  ...emptyCopy(world, kmsKeyArn),
  failure,
})

const shared = (world: World, { map }: SnapshotRecord): BlockMap => shareBlockMap(blocksOf(world), map)

/** Source: spec/ebs-ec2.md 4.5, documented and recorded. */
const KEY_NOT_ACCESSIBLE = 'Given key ID is not accessible'
/** A snapshot whose blocks do not open: not a case that AWS documents. */
const DAMAGED_SOURCE = 'An internal error has occurred'
