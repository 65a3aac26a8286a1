import { defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { list, shape, text, unsupported } from '../../core/shape.ts'
import { beginDeletion } from '../deployment.ts'
import { invalid } from '../errors.ts'
import { clientRequestToken, stackName } from '../fields.ts'
import { exportsIn, findStack, type StackRecord, type StackStatus, stacksIn } from '../records.ts'
import { stackAccess } from '../stack-lookup.ts'

/** Input of DeleteStack. */
export interface DeleteStackInput {
  StackName: string | undefined
  /** Logical ids of resources that stay; for a stack that could not be deleted. */
  RetainResources?: string[] | undefined
  RoleARN?: string | undefined
  ClientRequestToken?: string | undefined
  DeletionMode?: 'STANDARD' | 'FORCE_DELETE_STACK' | undefined
  DeploymentConfig?: object | undefined
}

/** Output of DeleteStack. */
// biome-ignore lint/complexity/noBannedTypes: AWS answers an empty structure
export type DeleteStackOutput = {}

/** Removes a stack with its resources, the last one first. A stack that is not there is no mistake. */
export const DeleteStack = defineOperation({
  name: 'DeleteStack',
  action: 'cloudformation:DeleteStack',
  doc: 'AWSCloudFormation/latest/APIReference/API_DeleteStack.html',
  basis: 'V:doc',
  input: shape<DeleteStackInput>({
    StackName: stackName().required(),
    RetainResources: list(text()),
    RoleARN: unsupported('service roles of stacks'),
    ClientRequestToken: clientRequestToken(),
    DeletionMode: unsupported('forced deletions'),
    DeploymentConfig: unsupported('modes of deployment'),
  }),
  target: (call): Outcome<StackRecord | undefined, Failure> => succeed(findStack(call.world, call, call.input.StackName ?? '')),
  access: (call) => stackAccess(call),
  crossAccount: false,
  checks: [
    ({ target }) => (target?.isProtected ? refuse(protectedStack(target)) : PASS),
    ({ target }) => (target !== undefined && UPDATES.has(target.status) ? refuse(notNow(target)) : PASS),
    ({ input, target }) =>
      input.RetainResources === undefined || target?.status === 'DELETE_FAILED' ? PASS : refuse(RETAIN_TOO_EARLY),
    (call) => (call.target === undefined ? PASS : checkExports(call.world, call.target)),
  ],
  commit: ({ world, input, target: stack, entry }): DeleteStackOutput => {
    if (stack === undefined || GOING.has(stack.status)) return {}
    if (input.ClientRequestToken === undefined) delete stack.token
    else stack.token = input.ClientRequestToken
    beginDeletion(world, stack, entry, input.RetainResources)
    return {}
  },
  trail: { readOnly: false },
})

const protectedStack = ({ name }: StackRecord): Failure =>
  invalid(`Stack [${name}] cannot be deleted while TerminationProtection is enabled`)

/** The statuses of a stack that is gone, or on its way there. */
const GOING: ReadonlySet<StackStatus> = new Set(['DELETE_IN_PROGRESS', 'DELETE_COMPLETE'])

/** The statuses of an update that is on its way. Source, of the sentence too: public issues. */
const UPDATES: ReadonlySet<StackStatus> = new Set([
  'UPDATE_IN_PROGRESS',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
])

const notNow = ({ stackId, status }: StackRecord): Failure =>
  invalid(`Stack [${stackId}] cannot be deleted while in status ${status}`)

const RETAIN_TOO_EARLY = invalid(
  'Invalid operation on stack. Specify which resources to retain only when the stack is in the DELETE_FAILED state.',
)

/** What another stack imports can't go. Source: CloudFormation User Guide, "Get exported outputs". */
const checkExports = (world: Parameters<typeof stacksIn>[0], stack: StackRecord): Outcome<undefined, Failure> => {
  const names = exportsIn(world, stack).flatMap((each) => (each.stack === stack ? each.output.exportName : []))
  for (const name of names) {
    const user = stacksIn(world, stack).find(
      (other) => other !== stack && other.status !== 'DELETE_COMPLETE' && importsOf(other).includes(name),
    )
    if (user !== undefined) return refuse(invalid(`Export ${name} cannot be deleted as it is in use by ${user.name}`))
  }
  return PASS
}

/** The names that a stack imports, as far as the template writes them down. */
const importsOf = ({ definition }: StackRecord): readonly string[] =>
  [...JSON.stringify(definition.template.resources).matchAll(/"Fn::ImportValue":"([^"]*)"/g)].map(([, name = '']) => name)
