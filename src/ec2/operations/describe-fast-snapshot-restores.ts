import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { type FastSnapshotRestore, fastRestoreView } from '../fast-restore-view.ts'
import { type FastRestoreRecord, fastRestoresOf } from '../fast-restores.ts'
import { dryRun, type PageInput, pageFields } from '../fields.ts'
import { checkPage, listing, serialKey } from '../listing.ts'
import { zoneIdOf } from '../zones.ts'

/** Input of DescribeFastSnapshotRestores. */
export interface DescribeFastSnapshotRestoresInput extends PageInput {
  DryRun?: boolean | undefined
}

/** Output of DescribeFastSnapshotRestores. */
export interface DescribeFastSnapshotRestoresOutput {
  FastSnapshotRestores: FastSnapshotRestore[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** Tells the fast restores that the account has enabled, with their states. */
export const DescribeFastSnapshotRestores = defineOperation({
  name: 'DescribeFastSnapshotRestores',
  action: 'ec2:DescribeFastSnapshotRestores',
  doc: 'AWSEC2/latest/APIReference/API_DescribeFastSnapshotRestores.html',
  basis: 'V:doc',
  input: shape<DescribeFastSnapshotRestoresInput>({ ...pageFields(), DryRun: dryRun() }),
  target: () => PASS,
  crossAccount: false,
  checks: [({ input }) => checkPage(input, undefined, { min: 0, idsName: '' })],
  prepare: (call) => find(call),
  commit: ({ prepared: { items, NextToken } }): DescribeFastSnapshotRestoresOutput => ({
    FastSnapshotRestores: items.map(fastRestoreView),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: wrappedTrail('DescribeFastSnapshotRestores', 'read'),
})

const find = (call: Call<DescribeFastSnapshotRestoresInput>): Outcome<TokenPage<FastRestoreRecord>, Failure> => {
  const { world, account, region, input } = call
  const scope = `ec2/DescribeFastSnapshotRestores/${account}/${region}`
  return listing({ items: fastRestoresOf(world, call), filterable: FILTERS, keyOf: serialKey, scope, page: input })
}

/** Source: SDK model, DescribeFastSnapshotRestoresRequest. */
const FILTERS = {
  fields: {
    'availability-zone': ({ zone }: FastRestoreRecord) => zone,
    'availability-zone-id': ({ zone }: FastRestoreRecord) => zoneIdOf(zone),
    'owner-id': ({ account }: FastRestoreRecord) => account,
    'snapshot-id': ({ snapshotId }: FastRestoreRecord) => snapshotId,
    state: ({ state }: FastRestoreRecord) => state,
  },
  tags: () => [],
}
