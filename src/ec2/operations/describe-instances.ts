import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, succeed } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape } from '../../core/shape.ts'
import type { World } from '../../core/world.ts'
import { dryRun, ids, type PageInput, pageFields } from '../fields.ts'
import { checkInstanceIds, findOwnInstances } from '../instance-lookup.ts'
import { instanceFilters, instanceView, type Reservation } from '../instance-view.ts'
import { checkPage, listing, serialKey } from '../listing.ts'
import type { InstanceRecord } from '../records.ts'
import { findPlace } from '../store.ts'
import { filterSet, idSet } from '../trail-shapes.ts'

/** Input of DescribeInstances. */
export interface DescribeInstancesInput extends PageInput {
  /** These instances alone; one that does not exist fails the whole call. */
  InstanceIds?: string[] | undefined
  /** Makes no difference: no service manages instances in the simulator. */
  IncludeManagedResources?: boolean | undefined
  DryRun?: boolean | undefined
}

/** Output of DescribeInstances. */
export interface DescribeInstancesOutput {
  /** The instances by the request that launched them. */
  Reservations: Reservation[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** Tells the account's instances in a Region, terminated ones for an hour more. Source of the rules: spec/ebs-ec2.md 1.6, 12.2. */
export const DescribeInstances = defineOperation({
  name: 'DescribeInstances',
  action: 'ec2:DescribeInstances',
  doc: 'AWSEC2/latest/APIReference/API_DescribeInstances.html',
  basis: 'V:doc',
  input: shape<DescribeInstancesInput>({
    ...pageFields(),
    InstanceIds: ids(),
    IncludeManagedResources: flag(),
    DryRun: dryRun(),
  }),
  target: ({ input }) => checkInstanceIds(input.InstanceIds ?? []),
  crossAccount: false,
  checks: [({ input }) => checkPage(input, input.InstanceIds, { min: 5, idsName: 'instancesSet' })],
  prepare: (call) => find(call),
  commit: ({ world, prepared: { items, NextToken } }): DescribeInstancesOutput => ({
    Reservations: byReservation(world, items),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true, requestParameters },
})

const find = (call: Call<DescribeInstancesInput>): Outcome<TokenPage<InstanceRecord>, Failure> => {
  const { world, input, account, region } = call
  const { InstanceIds = [] } = input
  const all = [...(findPlace(world, call)?.instances.values() ?? [])]
  const named = InstanceIds.length === 0 ? succeed(all) : findOwnInstances(world, call, InstanceIds)
  if (!named.ok) return named
  const scope = `ec2/DescribeInstances/${account}/${region}`
  return listing({ items: named.value, filterable: instanceFilters(world), keyOf: serialKey, scope, page: input })
}

const byReservation = (world: World, instances: readonly InstanceRecord[]): Reservation[] => {
  const reservations = new Map<string, Reservation>()
  for (const instance of instances) {
    const { reservationId, account } = instance
    const known = reservations.get(reservationId)
    const reservation = known ?? { ReservationId: reservationId, OwnerId: account, Groups: [], Instances: [] }
    reservation.Instances.push(instanceView(world, instance))
    reservations.set(reservationId, reservation)
  }
  return [...reservations.values()]
}

function requestParameters({ input }: JournalEntry) {
  const { InstanceIds, Filters } = input as DescribeInstancesInput
  return { instancesSet: idSet('instanceId', InstanceIds), filterSet: filterSet(Filters) }
}
