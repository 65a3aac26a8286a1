import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape } from '../../core/shape.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun, ids, type PageInput, pageFields } from '../fields.ts'
import { checkPage, listing, serialKey } from '../listing.ts'
import {
  type DescribedVolumeModification,
  describedModificationView,
  isModified,
  MODIFICATION_FILTERS,
  type ModifiedVolume,
} from '../modification-view.ts'
import { type Ec2Place, findPlace } from '../store.ts'
import { filterSet, idSet } from '../trail-shapes.ts'
import { checkVolumeIds, findLastingVolume } from '../volume-lookup.ts'

/** Input of DescribeVolumesModifications. */
export interface DescribeVolumesModificationsInput extends PageInput {
  /** The modifications of these volumes alone; one that was never modified fails the whole call. */
  VolumeIds?: string[] | undefined
  /** Changes nothing: no volume is managed by a service of AWS. */
  IncludeManagedResources?: boolean | undefined
  DryRun?: boolean | undefined
}

/** Output of DescribeVolumesModifications. */
export interface DescribeVolumesModificationsOutput {
  VolumesModifications: DescribedVolumeModification[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** Tells the latest modification of each volume. Source of the rules: spec/ebs-ec2.md 9.3, 12.2, and recordings. */
export const DescribeVolumesModifications = defineOperation({
  name: 'DescribeVolumesModifications',
  action: 'ec2:DescribeVolumesModifications',
  doc: 'AWSEC2/latest/APIReference/API_DescribeVolumesModifications.html',
  basis: 'V:obs',
  input: shape<DescribeVolumesModificationsInput>({
    ...pageFields(),
    VolumeIds: ids(),
    IncludeManagedResources: flag(),
    DryRun: dryRun(),
  }),
  target: ({ input }) => checkVolumeIds(input.VolumeIds, 'volumes'),
  crossAccount: false,
  checks: [
    ({ input }) => checkPage(input, input.VolumeIds, { min: 5, idsName: 'volumeModificationSet', sizeName: 'MaxResults' }),
  ],
  prepare: (call) => find(call),
  commit: ({ prepared: { items, NextToken } }): DescribeVolumesModificationsOutput => ({
    VolumesModifications: items.map((volume) => describedModificationView(volume)),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true, requestParameters },
})

const find = (call: Call<DescribeVolumesModificationsInput>): Outcome<TokenPage<ModifiedVolume>, Failure> => {
  const { world, input, account, region } = call
  const wanted = input.VolumeIds ?? []
  const named = wanted.length === 0 ? succeed(allModified(findPlace(world, call))) : findModified(call, wanted)
  if (!named.ok) return named
  return listing({
    items: named.value,
    filterable: MODIFICATION_FILTERS,
    keyOf: serialKey,
    scope: `ec2/DescribeVolumesModifications/${account}/${region}`,
    page: input,
    badTokenText: (token) => `Value ( ${token} ) for parameter NextToken is invalid. The token is Invalid.`,
  })
}

const allModified = (place: Ec2Place | undefined): readonly ModifiedVolume[] =>
  [...(place?.volumes.values() ?? [])].filter(isModified).filter(({ state }) => state !== 'deleting')

const findModified = (
  call: Call<DescribeVolumesModificationsInput>,
  wanted: readonly string[],
): Outcome<readonly ModifiedVolume[], Failure> => {
  const found: ModifiedVolume[] = []
  for (const id of new Set(wanted)) {
    const volume = findLastingVolume(call.world, call, id)
    if (!volume.ok) return volume
    if (!isModified(volume.value)) return refuse(neverModified(id))
    found.push(volume.value)
  }
  return succeed(found)
}

const neverModified = (id: string) =>
  ec2Failure('InvalidVolumeModification.NotFound', `Modification for volume '${id}' does not exist.`)

function requestParameters({ input }: JournalEntry) {
  const { VolumeIds, Filters } = input as DescribeVolumesModificationsInput
  return { volumeSet: idSet('volumeId', VolumeIds), filterSet: filterSet(Filters) }
}
