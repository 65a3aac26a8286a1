import { cloudFormationService } from './cloudformation/service.ts'
import { skipResources } from './cloudformation/skip-resources.ts'
import type { Stack, StackEvent, StackResource, StackSummary } from './cloudformation/stack-view.ts'
import { type JournalEntry, journalEntries } from './core/journal.ts'
import { checkMembers } from './core/known-members.ts'
import { SimulatorError } from './core/simulator-error.ts'
import type { World } from './core/world.ts'
import { type Caller, errorOfCall } from './door.ts'

/** What `cloud.deploy` may be told. */
export interface DeployOptions {
  /** Values of the template's parameters. */
  readonly parameters?: Readonly<Record<string, string | number | boolean | readonly string[]>> | undefined
  /** Default `deployed`. A stack of that name that is there is updated. */
  readonly stackName?: string | undefined
  /** Types of resources to leave out, e.g. `AWS::Lambda::Function` or `AWS::Lambda::*`: what names them gets names that mean nobody. */
  readonly skip?: readonly string[] | undefined
  /** Tags of the stack: they go on to what it makes. */
  readonly tags?: Readonly<Record<string, string>> | undefined
}

/** What `cloud.deploy` answers. */
export interface Deployment {
  readonly stackId: string
  /** The outputs by their keys. */
  readonly outputs: Readonly<Record<string, string>>
  /** The physical ids by logical ids, e.g. a key's id, a role's name. */
  readonly resources: Readonly<Record<string, string>>
}

/**
 * Makes or updates a stack as somebody, and waits for it: a manual clock is moved to what is due where the world has latency. Throws AWS's
 * error where the template is refused, and one called `StackFailed`, with the first reason, where a resource fails.
 */
export const deployTemplate = (
  world: World,
  caller: Caller,
  template: string | object,
  options: DeployOptions = {},
): Deployment => {
  checkMembers('the options of deploy', options, ['parameters', 'stackName', 'skip', 'tags'])
  const { stackName = 'deployed' } = options
  const ask = asker(world, caller)
  const isThere = ask<{ StackSummaries: StackSummary[] }>('ListStacks').value.StackSummaries.some(
    ({ StackName, StackStatus }) => StackName === stackName && StackStatus !== 'DELETE_COMPLETE',
  )
  const begun = ask(isThere ? 'UpdateStack' : 'CreateStack', inputOf(template, options, stackName), NOTHING_TO_UPDATE)
  const stack = settled(world, () => ask<{ Stacks: [Stack] }>('DescribeStacks', { StackName: stackName }).value.Stacks[0])
  const { StackId: stackId, StackStatus, Outputs } = stack
  if (StackStatus !== 'CREATE_COMPLETE' && StackStatus !== 'UPDATE_COMPLETE') {
    const { StackEvents } = ask<{ StackEvents: StackEvent[] }>('DescribeStackEvents', { StackName: stackId }).value
    throw stackFailed(world, begun.entry, stack, StackEvents)
  }
  const { StackResources } = ask<{ StackResources: StackResource[] }>('DescribeStackResources', { StackName: stackId }).value
  return {
    stackId,
    outputs: Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])),
    resources: Object.fromEntries(
      StackResources.map(({ LogicalResourceId, PhysicalResourceId = '' }) => [LogicalResourceId, PhysicalResourceId]),
    ),
  }
}

/** Makes calls to CloudFormation; a refusal that says `tolerated` is none. */
const asker =
  (world: World, { principal, region }: Caller) =>
  <Answer>(
    operation: string,
    input: object = {},
    tolerated?: string,
  ): { readonly value: Answer; readonly entry: JournalEntry } => {
    const answer = world.run({ principal, region, service: cloudFormationService.name, operation, input })
    if (!answer.ok && (tolerated === undefined || answer.error.message !== tolerated))
      throw errorOfCall(world, cloudFormationService, answer.error, answer.entry)
    return { value: (answer.ok ? answer.value : undefined) as Answer, entry: answer.entry }
  }

const inputOf = (template: string | object, { parameters = {}, skip = [], tags = {} }: DeployOptions, StackName: string) => {
  const text = typeof template === 'string' ? template : JSON.stringify(template)
  const skipped = skip.length === 0 ? undefined : skipResources(text, skip)
  return {
    StackName,
    // What can't be read is for CloudFormation to refuse.
    TemplateBody: skipped?.ok ? skipped.value : text,
    Parameters: Object.entries(parameters).map(([ParameterKey, value]) => ({ ParameterKey, ParameterValue: String(value) })),
    Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  }
}

const settled = (world: World, describe: () => Stack): Stack => {
  for (;;) {
    const stack = describe()
    const due = world.clock.nextDue()
    if (!stack.StackStatus.endsWith('_IN_PROGRESS') || due === undefined) return stack
    if (world.settings.clock === 'system') throw notSettled(stack)
    world.clock.advanceTo(Math.max(due, world.clock.now()))
  }
}

/** The error of a stack that has failed: `cloud.explain` of it tells the first call of the deployment that was refused. */
const stackFailed = (
  world: World,
  entry: JournalEntry,
  { StackName, StackStatus }: Stack,
  events: readonly StackEvent[],
): Error => {
  const first = events.findLast(({ ResourceStatus }) => ResourceStatus.endsWith('_FAILED'))
  const reason = first === undefined ? '' : ` ${first.LogicalResourceId} (${first.ResourceType}): ${first.ResourceStatusReason}`
  const message = `Stack ${StackName} is in ${StackStatus} state.${reason}`
  const refused = journalEntries(world.journal).find(
    (call) => call.requestAddress === entry.requestAddress && call.error !== undefined,
  )
  return errorOfCall(
    world,
    cloudFormationService,
    { code: 'StackFailed', message, status: 400, fault: 'client' },
    refused ?? entry,
  )
}

const notSettled = ({ StackName, StackStatus }: Stack) =>
  new SimulatorError(
    'INVALID_OPTION',
    `Expected a clock that deploy can move, found clock: 'system' while the stack ${StackName} is ${StackStatus}. ` +
      "Use session.cloudformation.createStack and wait, or make the cloud with latency: 'none'.",
  )

const NOTHING_TO_UPDATE = 'No updates are to be performed.'
