import { defineOperation } from '../../core/operation.ts'
import { succeed } from '../../core/outcome.ts'
import { list, shape, text } from '../../core/shape.ts'
import { nextPage } from '../listings.ts'
import { stacksIn } from '../records.ts'
import { type StackSummary, stackSummary } from '../stack-view.ts'

/** Input of ListStacks. */
export interface ListStacksInput {
  NextToken?: string | undefined
  /** E.g. `CREATE_COMPLETE`. */
  StackStatusFilter?: string[] | undefined
}

/** Output of ListStacks. */
export interface ListStacksOutput {
  StackSummaries: StackSummary[]
  NextToken?: string
}

/** Lists stacks, deleted ones too, the newest first. */
export const ListStacks = defineOperation({
  name: 'ListStacks',
  action: 'cloudformation:ListStacks',
  doc: 'AWSCloudFormation/latest/APIReference/API_ListStacks.html',
  basis: 'V:doc',
  input: shape<ListStacksInput>({ NextToken: text(), StackStatusFilter: list(text()) }),
  target: () => succeed(undefined),
  crossAccount: false,
  checks: [],
  prepare: (call) => {
    const { StackStatusFilter: wanted } = call.input
    const stacks = stacksIn(call.world, call).filter(({ status }) => wanted === undefined || wanted.includes(status))
    return nextPage('ListStacks', [...stacks].reverse(), call.input.NextToken)
  },
  commit: ({ prepared: { items, NextToken } }): ListStacksOutput => ({
    StackSummaries: items.map(stackSummary),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true },
})
