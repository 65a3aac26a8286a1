import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { oneOf, shape, unsupported } from '../../core/shape.ts'
import { invalid } from '../errors.ts'
import { stackName } from '../fields.ts'
import type { StackRecord } from '../records.ts'
import { findNamedStack, stackAccess } from '../stack-lookup.ts'

/** Input of GetTemplate. */
export interface GetTemplateInput {
  StackName?: string | undefined
  ChangeSetName?: string | undefined
  /** Both are the same: there are no transforms. */
  TemplateStage?: 'Original' | 'Processed' | undefined
}

/** Output of GetTemplate. */
export interface GetTemplateOutput {
  TemplateBody: string
  StagesAvailable: ('Original' | 'Processed')[]
}

/** Tells the template of a stack, as it was given. */
export const GetTemplate = defineOperation({
  name: 'GetTemplate',
  action: 'cloudformation:GetTemplate',
  doc: 'AWSCloudFormation/latest/APIReference/API_GetTemplate.html',
  basis: 'V:doc',
  input: shape<GetTemplateInput>({
    StackName: stackName(),
    ChangeSetName: unsupported('change sets'),
    TemplateStage: oneOf(['Original', 'Processed']),
  }),
  target: (call): Outcome<StackRecord, Failure> =>
    call.input.StackName === undefined
      ? refuse(invalid('Either Stack Name or Change Set Name must be specified.'))
      : findNamedStack(call),
  access: (call) => stackAccess(call),
  crossAccount: false,
  checks: [],
  commit: ({ target }): GetTemplateOutput => ({
    TemplateBody: target.definition.body,
    StagesAvailable: ['Original', 'Processed'],
  }),
  trail: { readOnly: true },
})
