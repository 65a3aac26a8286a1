import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text } from '../../core/shape.ts'
import { invalid } from '../errors.ts'
import { stackName } from '../fields.ts'
import { nextPage } from '../listings.ts'
import type { StackRecord } from '../records.ts'
import { findNamedStack, stackAccess } from '../stack-lookup.ts'
import { eventView, type StackEvent } from '../stack-view.ts'

/** Input of DescribeStackEvents. */
export interface DescribeStackEventsInput {
  /** A name, or an id; a deleted stack is told by its id alone. */
  StackName: string | undefined
  NextToken?: string | undefined
}

/** Output of DescribeStackEvents. */
export interface DescribeStackEventsOutput {
  StackEvents: StackEvent[]
  NextToken?: string
}

/** Tells what has happened to a stack, the latest first. */
export const DescribeStackEvents = defineOperation({
  name: 'DescribeStackEvents',
  action: 'cloudformation:DescribeStackEvents',
  doc: 'AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html',
  basis: 'V:doc',
  input: shape<DescribeStackEventsInput>({ StackName: stackName().required(), NextToken: text() }),
  target: (call): Outcome<StackRecord, Failure> => {
    const found = findNamedStack(call)
    return found.ok ? found : refuse(invalid(`Stack [${call.input.StackName}] does not exist`))
  },
  access: (call) => stackAccess(call),
  crossAccount: false,
  checks: [],
  prepare: ({ target, input }) => nextPage(`events/${target.stackId}`, [...target.events].reverse(), input.NextToken),
  commit: ({ target, prepared: { items, NextToken } }): DescribeStackEventsOutput => ({
    StackEvents: items.map((event) => eventView(target, event)),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true },
})
