import type { JournalEntry } from '../core/journal.ts'
import type { World } from '../core/world.ts'
import { enterStackState } from './events.ts'
import { isConditionTrue } from './intrinsics.ts'
import { readOutputs } from './outputs.ts'
import type { Definition, Phase, ResourceRecord, StackRecord, Step, Work } from './records.ts'
import { stackOfId } from './records.ts'
import { creationOrder, dependencies, reaches } from './references.ts'
import { removeResource } from './resource-removal.ts'
import { makeResource, restoreResource, type StepResult, updateResource } from './resource-steps.ts'
import { stackScope } from './stack-scope.ts'

/** What is told to a piece of due work: plain data. */
export interface StackTask {
  readonly stackId: string
  readonly operation: number
}

/** The name of the due work that moves a stack on. */
export const STACK_TASK = 'cloudformation/stack-moved'

/** Begins to make a new stack's resources. */
export const beginCreation = (world: World, stack: StackRecord, entry: JournalEntry): void => {
  enterStackState(world, stack, 'CREATE_IN_PROGRESS', 'User Initiated')
  begin(world, stack, { phase: 'create', entry, steps: stepsInOrder(world, stack, 'create'), failed: [], leftovers: [] })
}

/** Begins to bring a stack to another definition. */
export const beginUpdate = (world: World, stack: StackRecord, entry: JournalEntry, definition: Definition): void => {
  const before = { definition: stack.definition, resources: copied(stack.resources) }
  stack.definition = definition
  stack.updatedAt = world.clock.now()
  enterStackState(world, stack, 'UPDATE_IN_PROGRESS', 'User Initiated')
  begin(world, stack, { phase: 'update', entry, steps: stepsInOrder(world, stack, 'update'), failed: [], leftovers: [], before })
}

/** Begins to remove a stack; `retained` are the resources that stay. */
export const beginDeletion = (world: World, stack: StackRecord, entry: JournalEntry, retained: readonly string[] = []): void => {
  for (const logicalId of retained) stack.resources.delete(logicalId)
  // A rollback that is on its way may wait for a resource to be gone.
  const begun = stack.work?.steps.find(({ action, hasBegun }) => action === 'delete' && hasBegun)
  const steps = [
    ...removals(stack.leftovers ?? []),
    ...deletions(stack).map((step) => (step.logicalId === begun?.logicalId ? begun : step)),
  ]
  enterStackState(world, stack, 'DELETE_IN_PROGRESS', 'User Initiated')
  begin(world, stack, { phase: 'delete', entry, steps, failed: [], leftovers: [] })
}

/**
 * Moves a stack on by one step. Resources are made one behind another, in the order of their dependencies, where AWS makes those that do
 * not need each other at the same time.
 */
export const moveStack = (world: World, { stackId, operation }: StackTask): void => {
  const stack = stackOfId(world, stackId)
  if (stack?.work === undefined || stack.operation !== operation) return
  const { work } = stack
  const [step] = work.steps
  if (step === undefined) {
    endPhase(world, stack, work)
    if (stack.work !== undefined) schedule(world, stack, 0)
    return
  }
  const progress = takeStep(world, stack, work, step)
  if (progress === 'wait') {
    schedule(world, stack, ++step.waits > IMPATIENT_WAITS ? WAIT_MILLISECONDS : 0)
    return
  }
  work.steps.shift()
  if (progress === 'failed') stepFailed(world, stack, work, step)
  if (stack.work !== undefined) schedule(world, stack, 0)
}

const takeStep = (world: World, stack: StackRecord, work: Work, step: Step): StepResult => {
  switch (step.action) {
    case 'create':
      return makeResource(world, stack, work, step)
    case 'update':
      return updateResource(world, stack, work, step)
    case 'restore':
      return restoreResource(world, stack, work, step)
    case 'delete':
      return removeResource(world, stack, work, step)
    default:
      return step.action satisfies never
  }
}

const begin = (world: World, stack: StackRecord, work: Work) => {
  stack.work = work
  stack.operation++
  schedule(world, stack, 0)
}

const schedule = (world: World, { stackId, operation }: StackRecord, delay: number) => {
  const task: StackTask = { stackId, operation }
  world.clock.at(world.clock.now() + delay, STACK_TASK, task)
}

/** What a failure means to the work on a stack. */
const stepFailed = (world: World, stack: StackRecord, work: Work, { logicalId }: Step): void => {
  work.failed.push(logicalId)
  const named = `[${logicalId}]`
  switch (work.phase) {
    case 'create':
      giveUpCreation(world, stack, work, `The following resource(s) failed to create: ${named}. `)
      break
    case 'update':
      beginUpdateRollback(world, stack, work, `The following resource(s) failed to update: ${named}. `)
      break
    case 'update-rollback':
      stack.leftovers = [...work.leftovers, ...replaced(stack, work)]
      endWork(world, stack, 'UPDATE_ROLLBACK_FAILED', `The following resource(s) failed to update: ${named}. `)
      break
    // What can't be deleted does not keep the others; what it needs stays with it.
    case 'rollback':
    case 'delete':
      work.steps = work.steps.filter((step) => !isNeededBy(world, stack, step.logicalId, logicalId))
      break
    case 'cleanup':
    case 'update-rollback-cleanup':
      break
    default:
      work.phase satisfies never
  }
}

const giveUpCreation = (world: World, stack: StackRecord, work: Work, reason: string): void => {
  switch (stack.onFailure) {
    case 'DO_NOTHING':
      endWork(world, stack, 'CREATE_FAILED', reason)
      break
    case 'DELETE':
      enterStackState(world, stack, 'DELETE_IN_PROGRESS', `${reason}Delete requested by user.`)
      enterPhase(work, 'delete', deletions(stack))
      break
    case 'ROLLBACK':
      enterStackState(world, stack, 'ROLLBACK_IN_PROGRESS', `${reason}Rollback requested by user.`)
      enterPhase(work, 'rollback', deletions(stack))
      break
    default:
      stack.onFailure satisfies never
  }
}

/** All that was to be done has been done. */
const endPhase = (world: World, stack: StackRecord, work: Work): void => {
  switch (work.phase) {
    case 'create':
    case 'update':
      endDeployment(world, stack, work)
      break
    case 'rollback':
      if (work.failed.length > 0) endWork(world, stack, 'ROLLBACK_FAILED', failedToDelete(work))
      else endWork(world, stack, 'ROLLBACK_COMPLETE')
      break
    case 'delete':
      if (work.failed.length > 0) endWork(world, stack, 'DELETE_FAILED', failedToDelete(work))
      else forget(world, stack)
      break
    case 'cleanup':
      endWork(world, stack, 'UPDATE_COMPLETE', work.failed.length > 0 ? LEFT_BEHIND : undefined)
      break
    case 'update-rollback':
      enterStackState(world, stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS')
      enterPhase(work, 'update-rollback-cleanup', cleanups(world, stack, work))
      break
    case 'update-rollback-cleanup':
      endWork(world, stack, 'UPDATE_ROLLBACK_COMPLETE')
      break
    default:
      work.phase satisfies never
  }
}

const failedToDelete = ({ failed }: Work) => `The following resource(s) failed to delete: [${failed.join(', ')}]. `

const forget = (world: World, stack: StackRecord): void => {
  stack.deletedAt = world.clock.now()
  stack.outputs = []
  endWork(world, stack, 'DELETE_COMPLETE')
}

/** All resources are there: the outputs decide whether the stack is. */
const endDeployment = (world: World, stack: StackRecord, work: Work): void => {
  const outputs = readOutputs(world, stack)
  if (!outputs.ok) {
    if (work.phase === 'update') beginUpdateRollback(world, stack, work, `${outputs.error} `)
    else giveUpCreation(world, stack, work, `${outputs.error} `)
    return
  }
  stack.outputs = outputs.value
  if (work.phase === 'create') {
    endWork(world, stack, 'CREATE_COMPLETE')
    return
  }
  enterStackState(world, stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
  enterPhase(work, 'cleanup', cleanups(world, stack, work))
}

/** Everything that the update has touched is brought back, in the order in which it was made. */
const beginUpdateRollback = (world: World, stack: StackRecord, work: Work, reason: string): void => {
  enterStackState(world, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason)
  const { before } = work
  if (before === undefined) return
  stack.definition = before.definition
  // What was replaced stays after all.
  work.leftovers = []
  const touched = [...before.resources.values()].filter((old) => {
    const now = stack.resources.get(old.logicalId)
    return now?.status === 'UPDATE_FAILED' || now?.physicalId !== old.physicalId || now?.properties !== old.properties
  })
  enterPhase(
    work,
    'update-rollback',
    touched.map(({ logicalId }) => ({ action: 'restore', logicalId, waits: 0 })),
  )
}

/** The resources from before an update in whose place there are others. */
const replaced = ({ resources }: StackRecord, { before }: Work): readonly ResourceRecord[] =>
  [...(before?.resources.values() ?? [])].filter(
    ({ logicalId, physicalId }) => resources.get(logicalId)?.physicalId !== physicalId,
  )

const enterPhase = (work: Work, phase: Phase, steps: Step[]): void => {
  work.phase = phase
  work.steps = steps
  work.failed = []
}

const endWork = (world: World, stack: StackRecord, status: StackRecord['status'], reason?: string): void => {
  enterStackState(world, stack, status, reason)
  delete stack.work
}

/** The resources that the definition wants, those that others need before them. */
const stepsInOrder = (world: World, stack: StackRecord, action: 'create' | 'update'): Step[] => {
  const { template } = stack.definition
  const scope = stackScope(world, stack, stack.definition, stack.resources)
  const { order } = creationOrder(template, (name) => isConditionTrue(name, scope))
  return order.map((logicalId) => ({ action, logicalId, waits: 0 }))
}

/** All resources of the stack, the last one first. */
const deletions = ({ resources }: StackRecord): Step[] =>
  [...resources.values()]
    .filter(({ status }) => status !== 'DELETE_COMPLETE' && status !== 'DELETE_SKIPPED')
    .map(({ logicalId }): Step => ({ action: 'delete', logicalId, waits: 0 }))
    .reverse()

/** What was replaced, and what the definition has no more. */
const cleanups = (world: World, stack: StackRecord, { leftovers }: Work): Step[] => {
  const wanted = new Set(stepsInOrder(world, stack, 'update').map(({ logicalId }) => logicalId))
  const gone = [...stack.resources.values()].filter(({ logicalId }) => !wanted.has(logicalId))
  return [...removals(leftovers), ...gone.map(({ logicalId }): Step => ({ action: 'delete', logicalId, waits: 0 })).reverse()]
}

/** Resources that are the stack's no more, the last one first. */
const removals = (leftovers: readonly ResourceRecord[]): Step[] =>
  leftovers.map((leftover): Step => ({ action: 'delete', logicalId: leftover.logicalId, leftover, waits: 0 })).reverse()

const isNeededBy = (world: World, stack: StackRecord, needed: string, logicalId: string): boolean => {
  const scope = stackScope(world, stack, stack.definition, stack.resources)
  const needs = dependencies(stack.definition.template, (name) => isConditionTrue(name, scope))
  return reaches(needs, logicalId, needed)
}

const copied = (resources: ReadonlyMap<string, ResourceRecord>): Map<string, ResourceRecord> =>
  new Map([...resources].map(([id, resource]) => [id, { ...resource }]))

/** Source: public issues. */
const LEFT_BEHIND = 'Update successful. One or more resources could not be deleted.'

/** Waits that take no time: what is settled at once where the world has no latency is settled by then. */
const IMPATIENT_WAITS = 3
const WAIT_MILLISECONDS = 1000
