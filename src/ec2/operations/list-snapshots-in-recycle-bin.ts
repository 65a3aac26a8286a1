import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { integer, shape, text } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun, ids } from '../fields.ts'
import { checkPage, listing } from '../listing.ts'
import { type RecycledSnapshot, recycledSnapshotsOf } from '../recycle-bin.ts'
import { checkSnapshotIds, noSuchSnapshot } from '../snapshot-lookup.ts'

/** Input of ListSnapshotsInRecycleBin. */
export interface ListSnapshotsInRecycleBinInput {
  SnapshotIds?: string[] | undefined
  /** Items of a page. Cannot be used together with ids. */
  MaxResults?: number | undefined
  /** Where the last page ended. */
  NextToken?: string | undefined
  DryRun?: boolean | undefined
}

/** Output of ListSnapshotsInRecycleBin. */
export interface ListSnapshotsInRecycleBinOutput {
  Snapshots: SnapshotRecycleBinInfo[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** A snapshot in the Recycle Bin. */
export interface SnapshotRecycleBinInfo {
  SnapshotId: string
  RecycleBinEnterTime: Date
  /** When it will be gone for good. */
  RecycleBinExitTime: Date
  Description: string
  VolumeId: string
}

/** Tells the account's snapshots that are in the Recycle Bin of the Region. */
export const ListSnapshotsInRecycleBin = defineOperation({
  name: 'ListSnapshotsInRecycleBin',
  action: 'ec2:ListSnapshotsInRecycleBin',
  doc: 'AWSEC2/latest/APIReference/API_ListSnapshotsInRecycleBin.html',
  basis: 'V:doc',
  input: shape<ListSnapshotsInRecycleBinInput>({
    SnapshotIds: ids(),
    MaxResults: integer(),
    NextToken: text(),
    DryRun: dryRun(),
  }),
  target: ({ input }) => checkSnapshotIds(input.SnapshotIds ?? []),
  crossAccount: false,
  checks: [({ input }) => checkPage(input, input.SnapshotIds, { min: 5, idsName: 'snapshotIdsSet' })],
  prepare: (call) => find(call),
  commit: ({ prepared: { items, NextToken } }): ListSnapshotsInRecycleBinOutput => ({
    Snapshots: items.map(({ snapshot, enteredAt, exitsAt }) => ({
      SnapshotId: snapshot.id,
      RecycleBinEnterTime: new Date(enteredAt),
      RecycleBinExitTime: new Date(exitsAt),
      Description: snapshot.description,
      VolumeId: snapshot.volumeId,
    })),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: wrappedTrail('ListSnapshotsInRecycleBin', 'read'),
})

const find = (call: Call<ListSnapshotsInRecycleBinInput>): Outcome<TokenPage<RecycledSnapshot>, Failure> => {
  const { world, account, region, input } = call
  const { SnapshotIds: wanted = [], ...page } = input
  const all = recycledSnapshotsOf(world, call)
  const missing = wanted.find((id) => !all.some(({ snapshot }) => snapshot.id === id))
  if (missing !== undefined) return refuse(noSuchSnapshot(missing))
  const items = wanted.length === 0 ? all : all.filter(({ snapshot }) => wanted.includes(snapshot.id))
  const scope = `ec2/ListSnapshotsInRecycleBin/${account}/${region}`
  const filterable = { fields: {}, tags: () => [] }
  return listing({ items, filterable, keyOf: ({ snapshot }) => snapshot.id, scope, page })
}
