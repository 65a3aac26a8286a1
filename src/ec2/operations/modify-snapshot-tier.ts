import { defineOperation } from '../../core/operation.ts'
import { refuse } from '../../core/outcome.ts'
import { shape, text } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import { missingParameter } from '../shape-failures.ts'
import { snapshotAccess } from '../snapshot-access.ts'
import { findOwnSnapshot, readSnapshotId } from '../snapshot-lookup.ts'
import { checkArchivable } from '../snapshot-tier.ts'
import { beginArchive } from '../snapshot-tiering.ts'

/** Input of ModifySnapshotTier. */
export interface ModifySnapshotTierInput {
  SnapshotId: string | undefined
  /** `archive` is the only one that can be asked for. */
  StorageTier?: 'archive' | undefined
  DryRun?: boolean | undefined
}

/** Output of ModifySnapshotTier. */
export interface ModifySnapshotTierOutput {
  SnapshotId: string
  TieringStartTime: Date
}

/**
 * Archives a snapshot: it becomes a full one and cannot be used until it is restored. It keeps its id, its tags and its key; sharing and
 * fast restores end. Source: EBS User Guide, "Archive snapshots"; spec/ebs-ec2.md 6.4.
 */
export const ModifySnapshotTier = defineOperation({
  name: 'ModifySnapshotTier',
  action: 'ec2:ModifySnapshotTier',
  doc: 'AWSEC2/latest/APIReference/API_ModifySnapshotTier.html',
  basis: 'V:doc',
  input: shape<ModifySnapshotTierInput>({
    SnapshotId: text().required(),
    StorageTier: text<'archive'>({ oneOf: ['archive'] }),
    DryRun: dryRun(),
  }),
  target: ({ input }) => (input.StorageTier === undefined ? refuse(missingParameter('StorageTier')) : readSnapshotId(input)),
  access: (call) => [snapshotAccess(call, call.target)],
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, target: id }) => {
    const snapshot = findOwnSnapshot(world, { account, region }, id)
    return snapshot.ok ? checkArchivable(world, snapshot.value) : snapshot
  },
  commit: ({ world, entry, prepared: snapshot }): ModifySnapshotTierOutput => {
    const { startedAt } = beginArchive(world, snapshot, entry)
    return { SnapshotId: snapshot.id, TieringStartTime: new Date(startedAt) }
  },
  trail: wrappedTrail('ModifySnapshotTier', 'write'),
})
