import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape, unsupported } from '../../core/shape.ts'
import { readDefinition } from '../definition.ts'
import { beginUpdate } from '../deployment.ts'
import { invalid } from '../errors.ts'
import {
  type Capability,
  capabilities,
  clientRequestToken,
  type ParameterInput,
  parameterList,
  stackName,
  type TagInput,
  tagList,
  templateBody,
  type UnsimulatedStackParameters,
  unsimulatedStackParameters,
} from '../fields.ts'
import { memberOf, sameJson } from '../json.ts'
import { type Definition, findStack, type StackRecord } from '../records.ts'
import { stackAccess } from '../stack-lookup.ts'
import { stackTrail } from '../trail-shapes.ts'

/** Input of UpdateStack. */
export interface UpdateStackInput extends UnsimulatedStackParameters {
  StackName: string | undefined
  /** JSON or YAML, up to a megabyte. This or `UsePreviousTemplate`. */
  TemplateBody?: string | undefined
  UsePreviousTemplate?: boolean | undefined
  Parameters?: ParameterInput[] | undefined
  Capabilities?: Capability[] | undefined
  /** Without them, those of the stack stay. */
  Tags?: TagInput[] | undefined
  ClientRequestToken?: string | undefined
  DisableRollback?: boolean | undefined
  RetainExceptOnCreate?: boolean | undefined
  StackPolicyDuringUpdateBody?: string | undefined
  StackPolicyDuringUpdateURL?: string | undefined
}

/** Output of UpdateStack. */
export interface UpdateStackOutput {
  StackId: string
}

/**
 * Brings a stack to another template, other parameters or tags. What has changed is changed in place or made anew; then what has been
 * replaced or left out is removed. If something fails, everything is brought back.
 */
export const UpdateStack = defineOperation({
  name: 'UpdateStack',
  action: 'cloudformation:UpdateStack',
  doc: 'AWSCloudFormation/latest/APIReference/API_UpdateStack.html',
  basis: 'V:doc',
  input: shape<UpdateStackInput>({
    StackName: stackName().required(),
    TemplateBody: templateBody(),
    UsePreviousTemplate: flag(),
    Parameters: parameterList(),
    Capabilities: capabilities(),
    Tags: tagList(),
    ClientRequestToken: clientRequestToken(),
    DisableRollback: unsupported('updates that stay half-made'),
    RetainExceptOnCreate: unsupported('updates that stay half-made'),
    StackPolicyDuringUpdateBody: unsupported('stack policies'),
    StackPolicyDuringUpdateURL: unsupported('stack policies'),
    ...unsimulatedStackParameters(),
  }),
  target: (call): Outcome<StackRecord, Failure> => {
    const { StackName = '' } = call.input
    const stack = findStack(call.world, call, StackName)
    return stack === undefined || stack.status === 'DELETE_COMPLETE'
      ? refuse(invalid(`Stack [${StackName}] does not exist`))
      : succeed(stack)
  },
  access: (call) => stackAccess(call),
  crossAccount: false,
  checks: [({ target }) => (UPDATABLE.has(target.status) ? succeed(undefined) : refuse(notNow(target)))],
  prepare: (call): Outcome<Definition, Failure> => {
    const { input, target: stack } = call
    const body = input.UsePreviousTemplate === true ? stack.definition.body : input.TemplateBody
    if (body === undefined) return refuse(invalid('Either Template URL or Template Body must be specified.'))
    const definition = readDefinition(call, stack, {
      body,
      parameters: input.Parameters,
      tags: input.Tags ?? stack.definition.tags.map((tag) => ({ ...tag })),
      capabilities: input.Capabilities ?? (input.UsePreviousTemplate === true ? stack.definition.capabilities : undefined),
      previous: stack.definition.parameters,
    })
    if (!definition.ok) return definition
    const retyped = changedTypes(stack.definition, definition.value)
    if (retyped.length > 0) return refuse(invalid(`${RETYPED} [${retyped.join(', ')}]`))
    return isSame(stack.definition, definition.value) ? refuse(invalid('No updates are to be performed.')) : definition
  },
  commit: ({ world, input, target: stack, prepared, entry }): UpdateStackOutput => {
    if (input.ClientRequestToken === undefined) delete stack.token
    else stack.token = input.ClientRequestToken
    beginUpdate(world, stack, entry, prepared)
    return { StackId: stack.stackId }
  },
  trail: stackTrail,
})

const UPDATABLE: ReadonlySet<string> = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'])

const notNow = ({ stackId, status }: StackRecord): Failure =>
  invalid(`Stack:${stackId} is in ${status} state and can not be updated.`)

const changedTypes = (present: Definition, wanted: Definition): readonly string[] =>
  Object.entries(wanted.template.resources).flatMap(([id, { type }]) => {
    const old = memberOf(present.template.resources, id)
    return old === undefined || old.type === type ? [] : id
  })

const RETYPED = 'Update of resource type is not permitted. The new template modifies resource type of the following resources:'

/** A change of the description or of metadata alone is none. */
const isSame = (present: Definition, wanted: Definition): boolean => sameJson(essence(present), essence(wanted))

const essence = ({ template, parameters, tags }: Definition) => ({ ...template, description: '', values: parameters, tags })
