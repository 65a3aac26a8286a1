import { type Call, defineOperation } from '../../core/operation.ts'
import type { Outcome } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun, ids, type PageInput, pageFields } from '../fields.ts'
import { checkPage, listing, serialKey } from '../listing.ts'
import type { SnapshotRecord } from '../records.ts'
import { lockStateAt } from '../snapshot-lock.ts'
import { type LockedSnapshotsInfo, lockedSnapshotView } from '../snapshot-lock-view.ts'
import { checkSnapshotIds, findOwnSnapshots } from '../snapshot-lookup.ts'

/** Input of DescribeLockedSnapshots. */
export interface DescribeLockedSnapshotsInput extends PageInput {
  SnapshotIds?: string[] | undefined
  DryRun?: boolean | undefined
}

/** Output of DescribeLockedSnapshots. */
export interface DescribeLockedSnapshotsOutput {
  Snapshots: LockedSnapshotsInfo[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** Tells the account's snapshots that are or were locked, with the state of their locks. */
export const DescribeLockedSnapshots = defineOperation({
  name: 'DescribeLockedSnapshots',
  action: 'ec2:DescribeLockedSnapshots',
  doc: 'AWSEC2/latest/APIReference/API_DescribeLockedSnapshots.html',
  basis: 'V:doc',
  input: shape<DescribeLockedSnapshotsInput>({ ...pageFields(), SnapshotIds: ids(), DryRun: dryRun() }),
  target: ({ input }) => checkSnapshotIds(input.SnapshotIds ?? []),
  crossAccount: false,
  checks: [({ input }) => checkPage(input, input.SnapshotIds, { min: 5, idsName: 'snapshotIdsSet' })],
  prepare: (call) => find(call),
  commit: ({ world, prepared: { items, NextToken } }): DescribeLockedSnapshotsOutput => ({
    Snapshots: items.flatMap((snapshot) => {
      const { lock, account: OwnerId } = snapshot
      return lock === undefined ? [] : { ...lockedSnapshotView(world, snapshot, lock), OwnerId }
    }),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: wrappedTrail('DescribeLockedSnapshots', 'read'),
})

const find = (call: Call<DescribeLockedSnapshotsInput>): Outcome<TokenPage<SnapshotRecord>, Failure> => {
  const { world, account, region, time, input } = call
  const own = findOwnSnapshots(world, call, input.SnapshotIds)
  if (!own.ok) return own
  const items = own.value.filter(({ lock }) => lock !== undefined)
  const state = ({ lock }: SnapshotRecord) => (lock === undefined ? undefined : lockStateAt(lock, time))
  const scope = `ec2/DescribeLockedSnapshots/${account}/${region}`
  const filterable = { fields: { 'lock-state': state }, tags: () => [] }
  return listing({ items, filterable, keyOf: serialKey, scope, page: input })
}
