import type { Filterable } from '../../core/filters.ts'
import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import { isOptInRegion, partitionOf, REGIONS } from '../../core/regions.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape } from '../../core/shape.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun, type FilterInput, filters, ids } from '../fields.ts'
import { listing } from '../listing.ts'
import { filterSet, idSet } from '../trail-shapes.ts'

/** Input of DescribeRegions. */
export interface DescribeRegionsInput {
  RegionNames?: string[] | undefined
  /** Changes nothing: every account of the simulator has opted in to every Region. */
  AllRegions?: boolean | undefined
  Filters?: FilterInput[] | undefined
  DryRun?: boolean | undefined
}

/** A Region. */
export interface RegionDescription {
  OptInStatus: 'opt-in-not-required' | 'opted-in'
  RegionName: string
  /** E.g. `ec2.us-east-1.amazonaws.com`. */
  Endpoint: string
}

/** Output of DescribeRegions. */
export interface DescribeRegionsOutput {
  Regions: RegionDescription[]
}

/** Tells the Regions of the partition in which the call is made. Their geography is left out. */
export const DescribeRegions = defineOperation({
  name: 'DescribeRegions',
  action: 'ec2:DescribeRegions',
  doc: 'AWSEC2/latest/APIReference/API_DescribeRegions.html',
  basis: 'V:doc',
  input: shape<DescribeRegionsInput>({ RegionNames: ids(), AllRegions: flag(), Filters: filters(), DryRun: dryRun() }),
  target: () => succeed(undefined),
  crossAccount: false,
  checks: [],
  prepare: (call) => find(call),
  commit: ({ prepared }): DescribeRegionsOutput => ({ Regions: [...prepared] }),
  trail: { readOnly: true, requestParameters },
})

const find = ({ input, region }: Call<DescribeRegionsInput>): Outcome<readonly RegionDescription[], Failure> => {
  const { RegionNames = [], Filters } = input
  const regions = REGIONS.filter((each) => partitionOf(each) === partitionOf(region))
  const wrong = RegionNames.find((name) => !regions.includes(name))
  if (wrong !== undefined) return refuse(ec2Failure('InvalidParameterValue', `Invalid region: [${wrong}]`))
  const items = regions.filter((each) => RegionNames.length === 0 || RegionNames.includes(each)).map(regionView)
  const page = listing({ items, filterable: REGION_FILTERS, keyOf: ({ RegionName }) => RegionName, scope: '', page: { Filters } })
  return page.ok ? succeed(page.value.items) : page
}

const regionView = (region: string): RegionDescription => ({
  OptInStatus: isOptInRegion(region) ? 'opted-in' : 'opt-in-not-required',
  RegionName: region,
  Endpoint: `ec2.${region}.amazonaws.com${partitionOf(region) === 'aws-cn' ? '.cn' : ''}`,
})

const REGION_FILTERS: Filterable<RegionDescription> = {
  fields: {
    endpoint: ({ Endpoint }) => Endpoint,
    'opt-in-status': ({ OptInStatus }) => OptInStatus,
    'region-name': ({ RegionName }) => RegionName,
  },
  tags: () => [],
}

function requestParameters({ input }: JournalEntry) {
  const { RegionNames, Filters } = input as DescribeRegionsInput
  return { regionSet: idSet('regionName', RegionNames), filterSet: filterSet(Filters) }
}
