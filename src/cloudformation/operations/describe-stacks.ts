import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text } from '../../core/shape.ts'
import { onAnything } from '../../ec2/access.ts'
import { stackName } from '../fields.ts'
import { nextPage } from '../listings.ts'
import { type StackRecord, stacksIn } from '../records.ts'
import { findNamedStack, stackAccess } from '../stack-lookup.ts'
import { type Stack, stackView } from '../stack-view.ts'

/** Input of DescribeStacks. */
export interface DescribeStacksInput {
  /** A name, or an id; a deleted stack is told by its id alone. Without it, all stacks that have not been deleted. */
  StackName?: string | undefined
  NextToken?: string | undefined
}

/** Output of DescribeStacks. */
export interface DescribeStacksOutput {
  Stacks: Stack[]
  NextToken?: string
}

/** Tells stacks, the newest first. */
export const DescribeStacks = defineOperation({
  name: 'DescribeStacks',
  action: 'cloudformation:DescribeStacks',
  doc: 'AWSCloudFormation/latest/APIReference/API_DescribeStacks.html',
  basis: 'V:doc',
  input: shape<DescribeStacksInput>({ StackName: stackName(), NextToken: text() }),
  target: (call): Outcome<readonly StackRecord[], Failure> => {
    if (call.input.StackName === undefined)
      return succeed(stacksIn(call.world, call).filter(({ status }) => status !== 'DELETE_COMPLETE'))
    const found = findNamedStack(call)
    return found.ok ? succeed([found.value]) : refuse(found.error)
  },
  access: (call) => (call.input.StackName === undefined ? [onAnything(call.operation.action)] : stackAccess(call)),
  crossAccount: false,
  checks: [],
  prepare: ({ target, input }) => nextPage('DescribeStacks', [...target].reverse(), input.NextToken),
  commit: ({ prepared: { items, NextToken } }): DescribeStacksOutput => ({
    Stacks: items.map(stackView),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true },
})
