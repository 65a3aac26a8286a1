import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import type { Outcome } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape } from '../../core/shape.ts'
import { dryRun, ids, type PageInput, pageFields } from '../fields.ts'
import { checkPage, listing, serialKey } from '../listing.ts'
import type { VolumeRecord } from '../records.ts'
import { findPlace } from '../store.ts'
import { filterSet, idSet } from '../trail-shapes.ts'
import { checkVolumeIds, findLastingVolume } from '../volume-lookup.ts'
import { VOLUME_STATUS_FILTERS, type VolumeStatusItem, volumeStatusView } from '../volume-status-view.ts'

/** Input of DescribeVolumeStatus. */
export interface DescribeVolumeStatusInput extends PageInput {
  /** These volumes alone; one that does not exist fails the whole call. */
  VolumeIds?: string[] | undefined
  /** Changes nothing: no volume is managed by a service of AWS. */
  IncludeManagedResources?: boolean | undefined
  DryRun?: boolean | undefined
}

/** Output of DescribeVolumeStatus. */
export interface DescribeVolumeStatusOutput {
  VolumeStatuses: VolumeStatusItem[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** Tells how volumes do. Source of the rules: spec/ebs-ec2.md 12.2, and recordings: an empty id stands for all volumes. */
export const DescribeVolumeStatus = defineOperation({
  name: 'DescribeVolumeStatus',
  action: 'ec2:DescribeVolumeStatus',
  doc: 'AWSEC2/latest/APIReference/API_DescribeVolumeStatus.html',
  basis: 'V:obs',
  input: shape<DescribeVolumeStatusInput>({
    ...pageFields(),
    VolumeIds: ids(),
    IncludeManagedResources: flag(),
    DryRun: dryRun(),
  }),
  target: ({ input }) => checkVolumeIds(namedIds(input), 'volumes'),
  crossAccount: false,
  checks: [({ input }) => checkPage(input, namedIds(input), { min: 5, idsName: 'volumeIdsSet' })],
  prepare: (call) => find(call),
  commit: ({ prepared: { items, NextToken } }): DescribeVolumeStatusOutput => ({
    VolumeStatuses: items.map((volume) => volumeStatusView(volume)),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true, requestParameters },
})

const namedIds = ({ VolumeIds = [] }: DescribeVolumeStatusInput) => VolumeIds.filter((id) => id !== '')

const find = (call: Call<DescribeVolumeStatusInput>): Outcome<TokenPage<VolumeRecord>, Failure> => {
  const { world, input, account, region } = call
  const wanted = new Set(namedIds(input))
  for (const id of wanted) {
    const volume = findLastingVolume(world, call, id)
    if (!volume.ok) return volume
  }
  const all = [...(findPlace(world, call)?.volumes.values() ?? [])].filter(({ state }) => state !== 'deleting')
  return listing({
    items: wanted.size === 0 ? all : all.filter(({ id }) => wanted.has(id)),
    filterable: VOLUME_STATUS_FILTERS,
    keyOf: serialKey,
    scope: `ec2/DescribeVolumeStatus/${account}/${region}`,
    page: input,
  })
}

function requestParameters({ input }: JournalEntry) {
  const { VolumeIds, Filters } = input as DescribeVolumeStatusInput
  return { volumeSet: idSet('volumeId', VolumeIds), filterSet: filterSet(Filters) }
}
