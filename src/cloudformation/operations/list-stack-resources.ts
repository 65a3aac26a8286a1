import { defineOperation } from '../../core/operation.ts'
import { shape, text } from '../../core/shape.ts'
import { stackName } from '../fields.ts'
import { nextPage } from '../listings.ts'
import { findNamedStack, stackAccess } from '../stack-lookup.ts'
import { resourceSummary, type StackResourceSummary } from '../stack-view.ts'

/** Input of ListStackResources. */
export interface ListStackResourcesInput {
  StackName: string | undefined
  NextToken?: string | undefined
}

/** Output of ListStackResources. */
export interface ListStackResourcesOutput {
  StackResourceSummaries: StackResourceSummary[]
  NextToken?: string
}

/** Lists the resources of a stack. */
export const ListStackResources = defineOperation({
  name: 'ListStackResources',
  action: 'cloudformation:ListStackResources',
  doc: 'AWSCloudFormation/latest/APIReference/API_ListStackResources.html',
  basis: 'V:doc',
  input: shape<ListStackResourcesInput>({ StackName: stackName().required(), NextToken: text() }),
  target: (call) => findNamedStack(call),
  access: (call) => stackAccess(call),
  crossAccount: false,
  checks: [],
  prepare: ({ target, input }) => nextPage(`resources/${target.stackId}`, [...target.resources.values()], input.NextToken),
  commit: ({ prepared: { items, NextToken } }): ListStackResourcesOutput => ({
    StackResourceSummaries: items.map(resourceSummary),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true },
})
