import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text } from '../../core/shape.ts'
import { invalid } from '../errors.ts'
import { stackName } from '../fields.ts'
import { type StackRecord, stacksIn } from '../records.ts'
import { findNamedStack, stackAccess } from '../stack-lookup.ts'
import { resourceView, type StackResource } from '../stack-view.ts'

/** Input of DescribeStackResources. */
export interface DescribeStackResourcesInput {
  /** This or `PhysicalResourceId`. */
  StackName?: string | undefined
  LogicalResourceId?: string | undefined
  /** Tells the resources of the stack that this one belongs to. */
  PhysicalResourceId?: string | undefined
}

/** Output of DescribeStackResources. */
export interface DescribeStackResourcesOutput {
  StackResources: StackResource[]
}

/** Tells the resources of a stack. */
export const DescribeStackResources = defineOperation({
  name: 'DescribeStackResources',
  action: 'cloudformation:DescribeStackResources',
  doc: 'AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html',
  basis: 'V:doc',
  input: shape<DescribeStackResourcesInput>({ StackName: stackName(), LogicalResourceId: text(), PhysicalResourceId: text() }),
  target: (call): Outcome<StackRecord, Failure> => {
    const { StackName, PhysicalResourceId } = call.input
    if (StackName !== undefined) return findNamedStack(call)
    if (PhysicalResourceId === undefined) return refuse(invalid('Stack name or physical resource id must be specified.'))
    const owner = stacksIn(call.world, call).find(
      ({ status, resources }) =>
        status !== 'DELETE_COMPLETE' && [...resources.values()].some(({ physicalId }) => physicalId === PhysicalResourceId),
    )
    return owner === undefined ? refuse(invalid(`Stack for ${PhysicalResourceId} does not exist`)) : succeed(owner)
  },
  access: (call) => stackAccess({ ...call, input: { StackName: call.input.StackName ?? call.target.name } }),
  crossAccount: false,
  checks: [],
  commit: ({ target, input }): DescribeStackResourcesOutput => ({
    StackResources: [...target.resources.values()]
      .filter(({ logicalId }) => input.LogicalResourceId === undefined || logicalId === input.LogicalResourceId)
      .map((resource) => resourceView(target, resource)),
  }),
  trail: { readOnly: true },
})
