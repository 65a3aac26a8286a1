import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { list, shape, text, unsupported } from '../../core/shape.ts'
import { onAnything } from '../../ec2/access.ts'
import { maxRecords } from '../fields.ts'
import type { Member } from '../group-lookup.ts'
import { instanceView, type ScalingInstance } from '../group-view.ts'
import { pageOf } from '../pages.ts'
import { groupsIn } from '../store.ts'

/** Input of DescribeAutoScalingInstances. */
export interface DescribeAutoScalingInstancesInput {
  /** Ids that belong to no group are left out. */
  InstanceIds?: string[] | undefined
  /** 1 to 50; default 50. */
  MaxRecords?: number | undefined
  NextToken?: string | undefined
  IncludeManagedResources?: boolean | undefined
}

/** Output of DescribeAutoScalingInstances. */
export interface DescribeAutoScalingInstancesOutput {
  AutoScalingInstances: AutoScalingInstanceDetails[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** An instance and its group. The health is in capitals here. */
export interface AutoScalingInstanceDetails extends Omit<ScalingInstance, 'HealthStatus'> {
  AutoScalingGroupName: string
  HealthStatus: string
}

/** Tells the instances of the account's groups in the Region. */
export const DescribeAutoScalingInstances = defineOperation({
  name: 'DescribeAutoScalingInstances',
  action: 'autoscaling:DescribeAutoScalingInstances',
  doc: 'autoscaling/ec2/APIReference/API_DescribeAutoScalingInstances.html',
  basis: 'V:doc',
  input: shape<DescribeAutoScalingInstancesInput>({
    InstanceIds: list(text()),
    MaxRecords: maxRecords(50),
    NextToken: text(),
    IncludeManagedResources: unsupported<boolean>('managed groups'),
  }),
  target: () => PASS,
  access: ({ operation }) => [onAnything(operation.action)],
  crossAccount: false,
  checks: [],
  prepare: (call) => find(call),
  commit: ({ prepared: { items, NextToken } }): DescribeAutoScalingInstancesOutput => ({
    AutoScalingInstances: items.map(details),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true },
})

const find = (call: Call<DescribeAutoScalingInstancesInput>): Outcome<TokenPage<Member>, Failure> => {
  const { InstanceIds: ids } = call.input
  const wanted = ids === undefined || ids.length === 0 ? undefined : new Set(ids)
  const members = groupsIn(call.world, call).flatMap((group) =>
    [...group.instances.values()].map((instance) => ({ group, instance })),
  )
  const told = members.filter(({ instance }) => wanted?.has(instance.id) ?? true)
  return pageOf(call, told, ({ instance }) => instance.id, 50)
}

const details = ({ group, instance }: Member): AutoScalingInstanceDetails => ({
  ...instanceView(instance),
  HealthStatus: instance.health.toUpperCase(),
  AutoScalingGroupName: group.name,
})
