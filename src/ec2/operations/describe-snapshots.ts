import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { list, shape, text } from '../../core/shape.ts'
import type { World } from '../../core/world.ts'
import { dryRun, ids, type PageInput, pageFields } from '../fields.ts'
import { checkPage, listing, serialKey } from '../listing.ts'
import type { SnapshotRecord } from '../records.ts'
import { checkSnapshotIds, isDeleted, noSuchSnapshot } from '../snapshot-lookup.ts'
import { type Snapshot, snapshotFilters, snapshotView } from '../snapshot-view.ts'
import { findUsableSnapshot, isPublic, snapshotsVisibleTo } from '../snapshots.ts'
import { filterSet, idSet } from '../trail-shapes.ts'

/** Input of DescribeSnapshots. */
export interface DescribeSnapshotsInput extends PageInput {
  /** These snapshots alone; one that the caller cannot see fails the whole call. */
  SnapshotIds?: string[] | undefined
  /** `self`, `amazon` or account ids: snapshots that they own. */
  OwnerIds?: string[] | undefined
  /** `self`, `all` or account ids: snapshots that they may make volumes from. */
  RestorableByUserIds?: string[] | undefined
  DryRun?: boolean | undefined
}

/** Output of DescribeSnapshots. */
export interface DescribeSnapshotsOutput {
  Snapshots: Snapshot[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/**
 * Tells the snapshots that the caller can see in a Region: its own, those shared with it, and public ones. Most callers want
 * `OwnerIds: ['self']`. Source of the rules: spec/ebs-ec2.md 12.2.
 */
export const DescribeSnapshots = defineOperation({
  name: 'DescribeSnapshots',
  action: 'ec2:DescribeSnapshots',
  doc: 'AWSEC2/latest/APIReference/API_DescribeSnapshots.html',
  basis: 'V:doc',
  input: shape<DescribeSnapshotsInput>({
    ...pageFields(),
    SnapshotIds: ids(),
    OwnerIds: list(text()),
    RestorableByUserIds: list(text()),
    DryRun: dryRun(),
  }),
  target: ({ input }) => checkSnapshotIds(input.SnapshotIds ?? []),
  crossAccount: false,
  checks: [({ input }) => checkPage(input, input.SnapshotIds, { min: 5, idsName: 'snapshotIdsSet' })],
  prepare: (call) => find(call),
  commit: ({ world, account, prepared: { items, NextToken } }): DescribeSnapshotsOutput => ({
    Snapshots: items.map((snapshot) => snapshotView(world, snapshot, account)),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true, requestParameters },
})

const find = (call: Call<DescribeSnapshotsInput>): Outcome<TokenPage<SnapshotRecord>, Failure> => {
  const { world, input, account, region } = call
  const { SnapshotIds = [], OwnerIds = [], RestorableByUserIds = [] } = input
  const named = SnapshotIds.map((id) => findUsableSnapshot(world, call, id)).filter(
    (each) => each !== undefined && !isDeleted(each),
  )
  const missing = SnapshotIds.find((id) => !named.some((each) => each?.id === id))
  if (missing !== undefined) return refuse(noSuchSnapshot(missing))
  const visible = SnapshotIds.length > 0 ? new Set(named) : snapshotsVisibleTo(world, call)
  const wanted = [...visible].filter(
    (each): each is SnapshotRecord =>
      each !== undefined &&
      !isDeleted(each) &&
      isOwnedBy(each, OwnerIds, account) &&
      isRestorableBy(world, each, RestorableByUserIds, account),
  )
  const scope = `ec2/DescribeSnapshots/${account}/${region}`
  return listing({ items: wanted, filterable: snapshotFilters(account), keyOf: serialKey, scope, page: input })
}

const isOwnedBy = ({ account: owner, ownerAlias }: SnapshotRecord, owners: readonly string[], account: string): boolean =>
  owners.length === 0 || owners.some((each) => (each === 'self' ? account === owner : each === owner || each === ownerAlias))

/** `all` means public ones; an account means those that it owns or that are shared with it. */
const isRestorableBy = (world: World, snapshot: SnapshotRecord, users: readonly string[], account: string): boolean =>
  users.length === 0 ||
  users.some((each) => {
    if (each === 'all') return isPublic(world, snapshot)
    const user = each === 'self' ? account : each
    return user === snapshot.account || snapshot.sharing.accounts.includes(user)
  })

function requestParameters({ input }: JournalEntry) {
  const { SnapshotIds, OwnerIds, RestorableByUserIds, Filters } = input as DescribeSnapshotsInput
  return {
    snapshotSet: idSet('snapshotId', SnapshotIds),
    ownersSet: idSet('owner', OwnerIds),
    sharedUsersSet: idSet('user', RestorableByUserIds),
    filterSet: filterSet(Filters),
  }
}
