import type { TrailRules } from '../core/operation.ts'
import { lowerCamel } from '../core/trail.ts'

/**
 * How CloudTrail records CreateStack and UpdateStack: parameters by their names alone, and no template.
 *
 * Source: CloudFormation User Guide, "Logging with CloudTrail", whose sample has a `templateURL`; that a `templateBody` is left out is
 * inferred.
 */
export const stackTrail: TrailRules = {
  readOnly: false,
  requestParameters: ({ input }) => {
    const { TemplateBody: _body, Parameters, ...others } = input as StackRequest
    const named = Parameters?.map(({ ParameterKey }) => ({ ParameterKey }))
    return lowerCamel(named === undefined ? others : { ...others, Parameters: named })
  },
  responseElements: ({ output }) => ({ stackId: (output as { readonly StackId: string }).StackId }),
}

interface StackRequest {
  readonly TemplateBody?: string
  readonly Parameters?: readonly { readonly ParameterKey?: string }[]
}
