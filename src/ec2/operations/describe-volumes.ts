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
import { checkVolumeIds, findOwnVolume } from '../volume-lookup.ts'
import { VOLUME_FILTERS, type Volume, volumeView } from '../volume-view.ts'

/** Input of DescribeVolumes. */
export interface DescribeVolumesInput extends PageInput {
  /** These volumes alone; one that does not exist fails the whole call. */
  VolumeIds?: string[] | undefined
  /** Changes nothing: no volume is managed by a service of AWS. */
  IncludeManagedResources?: boolean | undefined
  DryRun?: boolean | undefined
}

/** Output of DescribeVolumes. */
export interface DescribeVolumesOutput {
  Volumes: Volume[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** Tells the account's volumes in a Region. Source of the rules: spec/ebs-ec2.md 12.2. */
export const DescribeVolumes = defineOperation({
  name: 'DescribeVolumes',
  action: 'ec2:DescribeVolumes',
  doc: 'AWSEC2/latest/APIReference/API_DescribeVolumes.html',
  basis: 'V:obs',
  input: shape<DescribeVolumesInput>({ ...pageFields(), VolumeIds: ids(), IncludeManagedResources: flag(), DryRun: dryRun() }),
  target: ({ input }) => checkVolumeIds(input.VolumeIds, 'volumes'),
  crossAccount: false,
  checks: [({ input }) => checkPage(input, input.VolumeIds, { min: 5, idsName: 'volumeIdsSet' })],
  prepare: (call) => find(call),
  commit: ({ prepared: { items, NextToken } }): DescribeVolumesOutput => ({
    Volumes: items.map((volume) => volumeView(volume)),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true, requestParameters },
})

const find = (call: Call<DescribeVolumesInput>): Outcome<TokenPage<VolumeRecord>, Failure> => {
  const { world, input, account, region } = call
  const named: VolumeRecord[] = []
  for (const id of input.VolumeIds ?? []) {
    const volume = findOwnVolume(world, call, id)
    if (!volume.ok) return volume
    if (!named.includes(volume.value)) named.push(volume.value)
  }
  return listing({
    items:
      input.VolumeIds === undefined || input.VolumeIds.length === 0 ? (findPlace(world, call)?.volumes.values() ?? []) : named,
    filterable: VOLUME_FILTERS,
    keyOf: serialKey,
    scope: `ec2/DescribeVolumes/${account}/${region}`,
    page: input,
  })
}

function requestParameters({ input }: JournalEntry) {
  const { VolumeIds, Filters } = input as DescribeVolumesInput
  return { volumeSet: idSet('volumeId', VolumeIds), filterSet: filterSet(Filters) }
}
