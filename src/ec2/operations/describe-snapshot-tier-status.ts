import { type Call, defineOperation } from '../../core/operation.ts'
import type { Outcome } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun, type PageInput, pageFields } from '../fields.ts'
import { checkPage, listing, serialKey } from '../listing.ts'
import type { SnapshotRecord } from '../records.ts'
import { findOwnSnapshots } from '../snapshot-lookup.ts'
import { type StorageTier, type TieringStatus, tierOf } from '../snapshot-tier.ts'
import type { SnapshotState } from '../snapshot-view.ts'
import { type Tag, tagSet } from '../tags.ts'

/** Input of DescribeSnapshotTierStatus. */
export interface DescribeSnapshotTierStatusInput extends PageInput {
  DryRun?: boolean | undefined
}

/** Output of DescribeSnapshotTierStatus. */
export interface DescribeSnapshotTierStatusOutput {
  SnapshotTierStatuses: SnapshotTierStatus[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** Where a snapshot is stored, and how its last archive or restore stands. */
export interface SnapshotTierStatus {
  SnapshotId: string
  VolumeId: string
  Status: SnapshotState
  OwnerId: string
  Tags: Tag[]
  StorageTier: StorageTier
  /** This and what follows: of one that has been archived. */
  LastTieringStartTime?: Date
  /** Percent. */
  LastTieringProgress?: number
  LastTieringOperationStatus?: TieringStatus
  ArchivalCompleteTime?: Date
  /** Of one that is restored for a time. */
  RestoreExpiryTime?: Date
}

/** Tells where the account's snapshots are stored. Source: SDK model; EBS User Guide, "View archived snapshots". */
export const DescribeSnapshotTierStatus = defineOperation({
  name: 'DescribeSnapshotTierStatus',
  action: 'ec2:DescribeSnapshotTierStatus',
  doc: 'AWSEC2/latest/APIReference/API_DescribeSnapshotTierStatus.html',
  basis: 'V:doc',
  input: shape<DescribeSnapshotTierStatusInput>({ ...pageFields(), DryRun: dryRun() }),
  target: ({ world, account, region }) => findOwnSnapshots(world, { account, region }),
  crossAccount: false,
  checks: [({ input }) => checkPage(input, undefined, { min: 5, idsName: '' })],
  prepare: (call) => find(call),
  commit: ({ prepared: { items, NextToken } }): DescribeSnapshotTierStatusOutput => ({
    SnapshotTierStatuses: items.map(tierStatusView),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: wrappedTrail('DescribeSnapshotTierStatus', 'read'),
})

const find = (
  call: Call<DescribeSnapshotTierStatusInput, readonly SnapshotRecord[]>,
): Outcome<TokenPage<SnapshotRecord>, Failure> => {
  const scope = `ec2/DescribeSnapshotTierStatus/${call.account}/${call.region}`
  return listing({ items: call.target, filterable: FILTERS, keyOf: serialKey, scope, page: call.input })
}

const FILTERS = {
  fields: {
    'snapshot-id': ({ id }: SnapshotRecord) => id,
    'volume-id': ({ volumeId }: SnapshotRecord) => volumeId,
    'last-tiering-operation': ({ tiering }: SnapshotRecord) => tiering?.status,
  },
  tags: ({ tags }: SnapshotRecord) => tagSet(tags),
}

const tierStatusView = (snapshot: SnapshotRecord): SnapshotTierStatus => {
  const { id, volumeId, status, account, tags, tiering } = snapshot
  return {
    SnapshotId: id,
    VolumeId: volumeId,
    Status: status.state,
    OwnerId: account,
    Tags: tagSet(tags),
    StorageTier: tierOf(snapshot),
    ...(tiering === undefined
      ? {}
      : {
          LastTieringStartTime: new Date(tiering.startedAt),
          LastTieringProgress: tiering.status.endsWith('in-progress') ? 0 : 100,
          LastTieringOperationStatus: tiering.status,
          ...(tiering.archivedAt === undefined ? {} : { ArchivalCompleteTime: new Date(tiering.archivedAt) }),
          ...(tiering.restoreExpiresAt === undefined ? {} : { RestoreExpiryTime: new Date(tiering.restoreExpiresAt) }),
        }),
  }
}
