import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, succeed } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape } from '../../core/shape.ts'
import { dryRun, ids, type PageInput, pageFields } from '../fields.ts'
import { checkInstanceIds, findOwnInstances } from '../instance-lookup.ts'
import { INSTANCE_STATUS_FILTERS, type InstanceStatus, instanceStatusView } from '../instance-status-view.ts'
import { checkPage, listing, serialKey } from '../listing.ts'
import type { InstanceRecord } from '../records.ts'
import { findPlace } from '../store.ts'
import { filterSet, idSet } from '../trail-shapes.ts'

/** Input of DescribeInstanceStatus. */
export interface DescribeInstanceStatusInput extends PageInput {
  /** These instances alone; one that does not exist fails the whole call. */
  InstanceIds?: string[] | undefined
  /** Also instances that do not run. Default false. */
  IncludeAllInstances?: boolean | undefined
  /** Makes no difference: no service manages instances in the simulator. */
  IncludeManagedResources?: boolean | undefined
  DryRun?: boolean | undefined
}

/** Output of DescribeInstanceStatus. */
export interface DescribeInstanceStatusOutput {
  InstanceStatuses: InstanceStatus[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** Tells how the account's instances in a Region are: well, as long as they run. */
export const DescribeInstanceStatus = defineOperation({
  name: 'DescribeInstanceStatus',
  action: 'ec2:DescribeInstanceStatus',
  doc: 'AWSEC2/latest/APIReference/API_DescribeInstanceStatus.html',
  basis: 'V:doc',
  input: shape<DescribeInstanceStatusInput>({
    ...pageFields(),
    InstanceIds: ids(),
    IncludeAllInstances: flag(),
    IncludeManagedResources: flag(),
    DryRun: dryRun(),
  }),
  target: ({ input }) => checkInstanceIds(input.InstanceIds ?? []),
  crossAccount: false,
  checks: [({ input }) => checkPage(input, input.InstanceIds, { min: 5, idsName: 'instancesSet' })],
  prepare: (call) => find(call),
  commit: ({ prepared: { items, NextToken } }): DescribeInstanceStatusOutput => ({
    InstanceStatuses: items.map(instanceStatusView),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true, requestParameters },
})

const find = (call: Call<DescribeInstanceStatusInput>): Outcome<TokenPage<InstanceRecord>, Failure> => {
  const { world, input, account, region } = call
  const { InstanceIds = [], IncludeAllInstances: isAll = false } = input
  const all = [...(findPlace(world, call)?.instances.values() ?? [])]
  const named = InstanceIds.length === 0 ? succeed(all) : findOwnInstances(world, call, InstanceIds)
  if (!named.ok) return named
  const items = named.value.filter(({ state }) => isAll || state === 'running')
  const scope = `ec2/DescribeInstanceStatus/${account}/${region}`
  return listing({ items, filterable: INSTANCE_STATUS_FILTERS, keyOf: serialKey, scope, page: input })
}

function requestParameters({ input }: JournalEntry) {
  const { InstanceIds, Filters, IncludeAllInstances } = input as DescribeInstanceStatusInput
  return {
    instancesSet: idSet('instanceId', InstanceIds),
    filterSet: filterSet(Filters),
    includeAllInstances: IncludeAllInstances ?? false,
  }
}
