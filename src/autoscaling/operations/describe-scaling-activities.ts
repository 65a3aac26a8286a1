import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, list, shape, text, unsupported } from '../../core/shape.ts'
import { onAnything } from '../../ec2/access.ts'
import { isTold } from '../activities.ts'
import { readActivityFilters } from '../activity-filters.ts'
import { type Activity, activityView } from '../activity-view.ts'
import { invalid } from '../errors.ts'
import { type Filter, filters, maxRecords, resourceName } from '../fields.ts'
import { pageOf } from '../pages.ts'
import type { ActivityRecord } from '../records.ts'
import { findPlace } from '../store.ts'

/** Input of DescribeScalingActivities. */
export interface DescribeScalingActivitiesInput {
  ActivityIds?: string[] | undefined
  AutoScalingGroupName?: string | undefined
  /** Activities of groups that are gone, too. Default false. */
  IncludeDeletedGroups?: boolean | undefined
  /** `StartTimeLowerBound` and `StartTimeUpperBound`, inclusive, with one ISO 8601 moment each; `Status`. */
  Filters?: Filter[] | undefined
  /** 1 to 100; default 100. */
  MaxRecords?: number | undefined
  NextToken?: string | undefined
  IncludeManagedResources?: boolean | undefined
}

/** Output of DescribeScalingActivities. */
export interface DescribeScalingActivitiesOutput {
  Activities: Activity[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** Tells the scaling activities of the last six weeks, the newest first: here stands why an instance was lost. */
export const DescribeScalingActivities = defineOperation({
  name: 'DescribeScalingActivities',
  action: 'autoscaling:DescribeScalingActivities',
  doc: 'autoscaling/ec2/APIReference/API_DescribeScalingActivities.html',
  basis: 'V:obs',
  input: shape<DescribeScalingActivitiesInput>({
    ActivityIds: list(text()),
    AutoScalingGroupName: resourceName(),
    IncludeDeletedGroups: flag(),
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
  commit: (call): DescribeScalingActivitiesOutput => {
    const { items, NextToken } = call.prepared
    return {
      Activities: items.map((activity) => activityView(call.world, call, activity)),
      ...(NextToken === undefined ? {} : { NextToken }),
    }
  },
  trail: { readOnly: true },
})

const find = (call: Call<DescribeScalingActivitiesInput>): Outcome<TokenPage<ActivityRecord>, Failure> => {
  const { ActivityIds: ids = [], AutoScalingGroupName: name, IncludeDeletedGroups: withDeleted = false, Filters } = call.input
  const isWanted = readActivityFilters(Filters)
  if (!isWanted.ok) return isWanted
  const { groups, activities } = findPlace(call.world, call) ?? {}
  if (name !== undefined && !withDeleted && !groups?.has(name)) return refuse(invalid(`Group ${name} not found`))
  const told = [...(activities?.values() ?? [])].filter(
    (activity) =>
      isTold(activity, call.time) &&
      (ids.length === 0 || ids.includes(activity.id)) &&
      (name === undefined || activity.groupName === name) &&
      (withDeleted || groups?.get(activity.groupName)?.uuid === activity.groupUuid) &&
      isWanted.value(activity),
  )
  return pageOf(call, told, ({ serial }) => String(Number.MAX_SAFE_INTEGER - serial), 100)
}
