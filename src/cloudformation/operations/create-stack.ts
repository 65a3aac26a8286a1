import { defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, oneOf, shape, text, unsupported } from '../../core/shape.ts'
import { requestTagKeys } from '../../ec2/access.ts'
import { readDefinition } from '../definition.ts'
import { beginCreation } from '../deployment.ts'
import { cloudFormationFailure, invalid } from '../errors.ts'
import {
  type Capability,
  capabilities,
  clientRequestToken,
  type ParameterInput,
  parameterList,
  type TagInput,
  tagList,
  templateBody,
  type UnsimulatedStackParameters,
  unsimulatedStackParameters,
} from '../fields.ts'
import { type Definition, findStack, type StackRecord, storeStack } from '../records.ts'
import { stackArn } from '../stack-lookup.ts'
import { stackTrail } from '../trail-shapes.ts'

/** Input of CreateStack. */
export interface CreateStackInput extends UnsimulatedStackParameters {
  /** Begins with a letter; letters, digits and hyphens, up to 128. */
  StackName: string | undefined
  /** JSON or YAML, up to a megabyte. */
  TemplateBody?: string | undefined
  Parameters?: ParameterInput[] | undefined
  /** What was made stays when something fails: the same as `OnFailure: 'DO_NOTHING'`. */
  DisableRollback?: boolean | undefined
  TimeoutInMinutes?: number | undefined
  /** Needed for resources of IAM. */
  Capabilities?: Capability[] | undefined
  /** Default `ROLLBACK`. */
  OnFailure?: 'DO_NOTHING' | 'ROLLBACK' | 'DELETE' | undefined
  /** They go on to what the stack makes. */
  Tags?: TagInput[] | undefined
  ClientRequestToken?: string | undefined
  EnableTerminationProtection?: boolean | undefined
  /** A rollback removes what was made, also where the template says `DeletionPolicy: Retain`. */
  RetainExceptOnCreate?: boolean | undefined
}

/** Output of CreateStack. */
export interface CreateStackOutput {
  StackId: string
}

/** What will be done: a stack made, or an earlier one answered again. */
type Prepared = { readonly stackId: string; readonly definition: Definition } | { readonly again: StackRecord }

/**
 * Makes a stack. The answer comes at once; its resources are made behind it, and DescribeStacks tells how far they are. Without latency they
 * are there when the call has returned. All calls are made as the principal who makes the stack.
 */
export const CreateStack = defineOperation({
  name: 'CreateStack',
  action: 'cloudformation:CreateStack',
  doc: 'AWSCloudFormation/latest/APIReference/API_CreateStack.html',
  basis: 'V:doc',
  input: shape<CreateStackInput>({
    StackName: text({ min: 1, max: 128, pattern: /^[a-zA-Z][-a-zA-Z0-9]*$/ }).required(),
    TemplateBody: templateBody(),
    Parameters: parameterList(),
    DisableRollback: flag(),
    TimeoutInMinutes: unsupported('time limits of stacks'),
    Capabilities: capabilities(),
    OnFailure: oneOf(['DO_NOTHING', 'ROLLBACK', 'DELETE']),
    Tags: tagList(),
    ClientRequestToken: clientRequestToken(),
    EnableTerminationProtection: flag(),
    RetainExceptOnCreate: flag(),
    ...unsimulatedStackParameters(),
  }),
  target: ({ input: { DisableRollback, OnFailure, TemplateBody } }): Outcome<string, Failure> => {
    if (DisableRollback !== undefined && OnFailure !== undefined)
      return refuse(invalid('You cannot specify both DisableRollback and OnFailure'))
    return TemplateBody === undefined
      ? refuse(invalid('Either Template URL or Template Body must be specified.'))
      : succeed(TemplateBody)
  },
  access: (call) => [
    {
      action: call.operation.action,
      resource: stackArn(call, call.input.StackName ?? '', '*'),
      keys: requestTagKeys(new Map((call.input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]))),
    },
  ],
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<Prepared, Failure> => {
    const { world, input, target: body, account, region } = call
    const name = input.StackName ?? ''
    const present = findStack(world, call, name)
    if (present !== undefined && input.ClientRequestToken !== undefined && present.token === input.ClientRequestToken)
      return succeed({ again: present })
    const free = present === undefined ? PASS : refuse(alreadyExists(name))
    if (!free.ok) return free
    const stackId = stackArn(call, name, world.random.uuid({ purpose: 'cloudformation/stack', account, region }))
    const { Parameters: parameters, Tags: tags, Capabilities: given } = input
    const definition = readDefinition(call, { name, stackId }, { body, parameters, tags, capabilities: given })
    return definition.ok ? succeed({ stackId, definition: definition.value }) : definition
  },
  commit: (call): CreateStackOutput => {
    const { world, input, prepared, account, region, time, entry } = call
    if ('again' in prepared) return { StackId: prepared.again.stackId }
    const stack: StackRecord = {
      stackId: prepared.stackId,
      name: input.StackName ?? '',
      account,
      region,
      createdAt: time,
      status: 'CREATE_IN_PROGRESS',
      onFailure: input.OnFailure ?? (input.DisableRollback === true ? 'DO_NOTHING' : 'ROLLBACK'),
      retainsExceptOnCreate: input.RetainExceptOnCreate ?? false,
      isProtected: input.EnableTerminationProtection ?? false,
      definition: prepared.definition,
      resources: new Map(),
      outputs: [],
      events: [],
      ...(input.ClientRequestToken === undefined ? {} : { token: input.ClientRequestToken }),
      operation: 0,
    }
    storeStack(world, stack)
    beginCreation(world, stack, entry)
    return { StackId: stack.stackId }
  },
  trail: stackTrail,
})

const alreadyExists = (name: string): Failure => cloudFormationFailure('AlreadyExistsException', `Stack [${name}] already exists`)
