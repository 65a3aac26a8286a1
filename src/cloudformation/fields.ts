import { type Field, flag, list, oneOf, structure, text, unsupported } from '../core/shape.ts'

/** A parameter of a stack as a request gives it. */
export interface ParameterInput {
  ParameterKey?: string | undefined
  ParameterValue?: string | undefined
  /** Keep the value that the stack has; UpdateStack alone. */
  UsePreviousValue?: boolean | undefined
  ResolvedValue?: string | undefined
}

/** A tag as a request gives it. */
export interface TagInput {
  Key: string | undefined
  Value: string | undefined
}

/** What a template with resources of IAM is to be acknowledged with. */
export type Capability = 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM' | 'CAPABILITY_AUTO_EXPAND'

/** `StackName` of a stack that is there: its name or its id. */
export const stackName = (): Field<string> => text({ min: 1 })

/** `TemplateBody`. AWS takes 51,200 bytes in the request and a megabyte from S3, which is not simulated: here a megabyte may come. */
export const templateBody = (): Field<string> => text({ min: 1, max: 1_048_576 })

/** `Parameters`. */
export const parameterList = (): Field<ParameterInput[]> =>
  list(
    structure<ParameterInput>({
      ParameterKey: text(),
      ParameterValue: text(),
      UsePreviousValue: flag(),
      ResolvedValue: unsupported('Systems Manager parameters'),
    }),
  )

/** `Tags`: those of the stack, which go on to what it makes. */
export const tagList = (): Field<TagInput[]> =>
  list(
    structure<TagInput>({
      Key: text({ min: 1, max: 128 }).required(),
      Value: text({ max: 256 }).required(),
    }),
    { max: 50 },
  )

/** `Capabilities`. */
export const capabilities = (): Field<Capability[]> =>
  list(oneOf(['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND']))

/** `ClientRequestToken`. */
export const clientRequestToken = (): Field<string> => text({ min: 1, max: 128, pattern: /^[a-zA-Z0-9][-a-zA-Z0-9]*$/ })

/** Parameters of CreateStack and UpdateStack that are not simulated: using one is a loud error. */
export interface UnsimulatedStackParameters {
  TemplateURL?: string | undefined
  RollbackConfiguration?: object | undefined
  NotificationARNs?: string[] | undefined
  ResourceTypes?: string[] | undefined
  RoleARN?: string | undefined
  StackPolicyBody?: string | undefined
  StackPolicyURL?: string | undefined
  DeploymentConfig?: object | undefined
  DisableValidation?: boolean | undefined
}

/** The fields of {@link UnsimulatedStackParameters}. */
export const unsimulatedStackParameters = () => ({
  TemplateURL: unsupported<string>('templates in S3: give a TemplateBody'),
  RollbackConfiguration: unsupported<object>('CloudWatch'),
  NotificationARNs: unsupported<string[]>('SNS'),
  ResourceTypes: unsupported<string[]>('limits on types of resources'),
  RoleARN: unsupported<string>('service roles of stacks'),
  StackPolicyBody: unsupported<string>('stack policies'),
  StackPolicyURL: unsupported<string>('stack policies'),
  DeploymentConfig: unsupported<object>('modes of deployment'),
  DisableValidation: unsupported<boolean>('validation before a deployment'),
})
