import type { Filterable } from '../../core/filters.ts'
import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import { zonesOf } from '../../core/regions.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape } from '../../core/shape.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun, type FilterInput, filters, ids } from '../fields.ts'
import { listing } from '../listing.ts'
import { filterSet, idSet } from '../trail-shapes.ts'
import { zoneIdOf } from '../zones.ts'

/** Input of DescribeAvailabilityZones. */
export interface DescribeAvailabilityZonesInput {
  /** E.g. `us-east-1a`. */
  ZoneNames?: string[] | undefined
  /** E.g. `use1-az1`. */
  ZoneIds?: string[] | undefined
  /** Changes nothing: the simulator has no zones that one could opt in to. */
  AllAvailabilityZones?: boolean | undefined
  Filters?: FilterInput[] | undefined
  DryRun?: boolean | undefined
}

/** An Availability Zone. */
export interface AvailabilityZone {
  OptInStatus: 'opt-in-not-required'
  Messages: never[]
  RegionName: string
  ZoneName: string
  ZoneId: string
  /** E.g. `us-east-1-zg-1`. */
  GroupName: string
  NetworkBorderGroup: string
  ZoneType: 'availability-zone'
  State: 'available'
}

/** Output of DescribeAvailabilityZones. */
export interface DescribeAvailabilityZonesOutput {
  AvailabilityZones: AvailabilityZone[]
}

/** Tells the Region's Availability Zones. The long names of zone groups and their geography are left out. */
export const DescribeAvailabilityZones = defineOperation({
  name: 'DescribeAvailabilityZones',
  action: 'ec2:DescribeAvailabilityZones',
  doc: 'AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html',
  basis: 'V:obs',
  input: shape<DescribeAvailabilityZonesInput>({
    ZoneNames: ids(),
    ZoneIds: ids(),
    AllAvailabilityZones: flag(),
    Filters: filters(),
    DryRun: dryRun(),
  }),
  target: () => succeed(undefined),
  crossAccount: false,
  checks: [],
  prepare: (call) => find(call),
  commit: ({ prepared }): DescribeAvailabilityZonesOutput => ({ AvailabilityZones: [...prepared] }),
  trail: { readOnly: true, requestParameters },
})

const find = ({ input, region }: Call<DescribeAvailabilityZonesInput>): Outcome<readonly AvailabilityZone[], Failure> => {
  const { ZoneNames = [], ZoneIds = [], Filters } = input
  const zones = zonesOf(region).map((zone) => zoneView(region, zone))
  const wrongName = ZoneNames.find((name) => zones.every(({ ZoneName }) => ZoneName !== name))
  if (wrongName !== undefined) return refuse(invalid(`Invalid availability zone: [${wrongName}]`))
  const wrongId = ZoneIds.find((id) => zones.every(({ ZoneId }) => ZoneId !== id))
  if (wrongId !== undefined) return refuse(invalid(`Invalid availability zone-id: [${wrongId}]`))
  const items = zones.filter(
    ({ ZoneName, ZoneId }) =>
      (ZoneNames.length === 0 || ZoneNames.includes(ZoneName)) && (ZoneIds.length === 0 || ZoneIds.includes(ZoneId)),
  )
  const page = listing({ items, filterable: ZONE_FILTERS, keyOf: ({ ZoneName }) => ZoneName, scope: '', page: { Filters } })
  return page.ok ? succeed(page.value.items) : page
}

const zoneView = (region: string, zone: string): AvailabilityZone => ({
  OptInStatus: 'opt-in-not-required',
  Messages: [],
  RegionName: region,
  ZoneName: zone,
  ZoneId: zoneIdOf(zone),
  GroupName: `${region}-zg-1`,
  NetworkBorderGroup: region,
  ZoneType: 'availability-zone',
  State: 'available',
})

const ZONE_FILTERS: Filterable<AvailabilityZone> = {
  fields: {
    'group-name': ({ GroupName }) => GroupName,
    message: () => [],
    'opt-in-status': ({ OptInStatus }) => OptInStatus,
    'parent-zone-id': () => [],
    'parent-zone-name': () => [],
    'region-name': ({ RegionName }) => RegionName,
    state: ({ State }) => State,
    'zone-id': ({ ZoneId }) => ZoneId,
    'zone-name': ({ ZoneName }) => ZoneName,
    'zone-type': ({ ZoneType }) => ZoneType,
  },
  tags: () => [],
}

const invalid = (message: string) => ec2Failure('InvalidParameterValue', message)

function requestParameters({ input }: JournalEntry) {
  const { ZoneNames, ZoneIds, Filters } = input as DescribeAvailabilityZonesInput
  return {
    availabilityZoneSet: idSet('zoneName', ZoneNames),
    availabilityZoneIdSet: idSet('zoneId', ZoneIds),
    filterSet: filterSet(Filters),
  }
}
