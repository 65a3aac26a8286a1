import { type Filterable, readFilters } from '../../core/filters.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape, text, unsupported } from '../../core/shape.ts'
import { onAnything } from '../../ec2/access.ts'
import { invalid } from '../errors.ts'
import { type Filter, filters, maxRecords, resourceNames } from '../fields.ts'
import { type AutoScalingGroup, groupView } from '../group-view.ts'
import { pageOf } from '../pages.ts'
import type { GroupRecord } from '../records.ts'
import { groupsIn } from '../store.ts'

/** Input of DescribeAutoScalingGroups. */
export interface DescribeAutoScalingGroupsInput {
  /** Names that no group has are left out. */
  AutoScalingGroupNames?: string[] | undefined
  /** Default true. */
  IncludeInstances?: boolean | undefined
  /** `tag-key`, `tag-value`, `tag:KEY`. */
  Filters?: Filter[] | undefined
  /** 1 to 100; default 50. */
  MaxRecords?: number | undefined
  NextToken?: string | undefined
  IncludeManagedResources?: boolean | undefined
}

/** Output of DescribeAutoScalingGroups. */
export interface DescribeAutoScalingGroupsOutput {
  AutoScalingGroups: AutoScalingGroup[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** Tells the groups of the account in the Region, by name. */
export const DescribeAutoScalingGroups = defineOperation({
  name: 'DescribeAutoScalingGroups',
  action: 'autoscaling:DescribeAutoScalingGroups',
  doc: 'autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html',
  basis: 'V:doc',
  input: shape<DescribeAutoScalingGroupsInput>({
    AutoScalingGroupNames: resourceNames(),
    IncludeInstances: flag(),
    Filters: filters(),
    MaxRecords: maxRecords(100),
    NextToken: text(),
    IncludeManagedResources: unsupported<boolean>('managed groups'),
  }),
  target: () => PASS,
  access: ({ operation }) => [onAnything(operation.action)],
  crossAccount: false,
  checks: [],
  prepare: (call) => find(call),
  commit: ({ input, prepared: { items, NextToken } }): DescribeAutoScalingGroupsOutput => ({
    AutoScalingGroups: items.map((group) =>
      groupView(group, input.IncludeInstances === false ? 'without instances' : 'with instances'),
    ),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true },
})

const find = (call: Call<DescribeAutoScalingGroupsInput>): Outcome<TokenPage<GroupRecord>, Failure> => {
  const { AutoScalingGroupNames: names, Filters } = call.input
  const isWanted = readFilters(Filters, GROUP_FILTERS)
  if (!isWanted.ok) return refuse(invalid(isWanted.error.message))
  const wanted = names === undefined || names.length === 0 ? undefined : new Set(names)
  const groups = groupsIn(call.world, call).filter((group) => (wanted?.has(group.name) ?? true) && isWanted.value(group))
  return pageOf(call, groups, ({ name }) => name, 50)
}

/** Source: EC2 Auto Scaling API Reference, DescribeAutoScalingGroups. */
const GROUP_FILTERS: Filterable<GroupRecord> = {
  fields: { 'tag-value': ({ tags }) => tags.map(({ value }) => value) },
  tags: ({ tags }) => tags.map(({ key, value }) => ({ Key: key, Value: value })),
}
