import { defineOperation } from '../../core/operation.ts'
import { succeed } from '../../core/outcome.ts'
import { shape, text } from '../../core/shape.ts'
import { nextPage } from '../listings.ts'
import { exportsIn } from '../records.ts'

/** Input of ListExports. */
export interface ListExportsInput {
  NextToken?: string | undefined
}

/** Output of ListExports. */
export interface ListExportsOutput {
  Exports: { ExportingStackId: string; Name: string; Value: string }[]
  NextToken?: string
}

/** Lists what the stacks of the account in the Region export. */
export const ListExports = defineOperation({
  name: 'ListExports',
  action: 'cloudformation:ListExports',
  doc: 'AWSCloudFormation/latest/APIReference/API_ListExports.html',
  basis: 'V:doc',
  input: shape<ListExportsInput>({ NextToken: text() }),
  target: () => succeed(undefined),
  crossAccount: false,
  checks: [],
  prepare: (call) => nextPage('ListExports', exportsIn(call.world, call), call.input.NextToken),
  commit: ({ prepared: { items, NextToken } }): ListExportsOutput => ({
    Exports: items.map(({ stack, output }) => ({
      ExportingStackId: stack.stackId,
      Name: output.exportName,
      Value: output.value,
    })),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true },
})
