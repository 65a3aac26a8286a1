import { succeed } from '../core/outcome.ts'
import type { World } from '../core/world.ts'
import { enterResourceState } from './events.ts'
import type { ResourceRecord, StackRecord, Step, Work } from './records.ts'
import { awaited, contextOf, fail, guarded, type StepResult } from './resource-steps.ts'
import type { ResourceType } from './resource-type.ts'
import { RESOURCE_TYPES } from './resource-types.ts'
import type { DeletionPolicy } from './template.ts'

/** Removes a resource as its policy wants it, or looks whether it is gone. */
export const removeResource = (world: World, stack: StackRecord, work: Work, step: Step): StepResult => {
  const { logicalId, leftover } = step
  const resource = leftover ?? stack.resources.get(logicalId)
  if (resource === undefined) return 'done'
  const result = step.hasBegun ? look(world, stack, work, resource) : beginRemoval(world, stack, work, step, resource)
  if (result === 'done' && leftover === undefined && isCleanup(work)) stack.resources.delete(logicalId)
  return result
}

const beginRemoval = (world: World, stack: StackRecord, work: Work, step: Step, resource: ResourceRecord): StepResult => {
  const type = RESOURCE_TYPES.get(resource.type) as ResourceType
  const policy = resource.physicalId === undefined ? 'Delete' : policyOf(stack, work, step)
  if (policy === 'Retain') {
    enterResourceState(world, stack, resource, 'DELETE_SKIPPED')
    return 'done'
  }
  if (resource.physicalId === undefined) {
    enterResourceState(world, stack, resource, 'DELETE_COMPLETE')
    return 'done'
  }
  enterResourceState(world, stack, resource, 'DELETE_IN_PROGRESS')
  const context = contextOf(world, stack, work, resource)
  const saved = policy === 'Snapshot' ? guarded(() => type.snapshot?.(context, resource) ?? succeed('')) : succeed('')
  const removed = saved.ok ? guarded(() => type.remove(context, resource)) : saved
  if (!removed.ok) return fail(world, stack, resource, 'DELETE', removed.error.message ?? removed.error.code)
  step.hasBegun = true
  return type.isRemoved === undefined ? look(world, stack, work, resource) : 'wait'
}

const look = (world: World, stack: StackRecord, work: Work, resource: ResourceRecord): StepResult => {
  const type = RESOURCE_TYPES.get(resource.type) as ResourceType
  return awaited(world, stack, resource, 'DELETE', () => type.isRemoved?.(contextOf(world, stack, work, resource), resource))
}

/**
 * What the template says is to become of a resource that leaves its stack. What a failed creation has made is removed but for `Retain`; a
 * snapshot of it is not made.
 *
 * Source: CloudFormation Template Reference, "DeletionPolicy attribute", "UpdateReplacePolicy attribute"; no snapshot at a rollback: inferred.
 */
const policyOf = (
  stack: StackRecord,
  { phase, before }: Work,
  { logicalId, leftover }: Step,
): 'Delete' | 'Retain' | 'Snapshot' => {
  const now = stack.definition.template.resources[logicalId]
  switch (phase) {
    case 'rollback':
      return stack.retainsExceptOnCreate ? 'Delete' : ofCreation(now?.deletionPolicy)
    case 'cleanup': {
      const then = before?.definition.template.resources[logicalId]
      return ofRemoval(leftover === undefined ? then?.deletionPolicy : now?.updateReplacePolicy)
    }
    case 'update-rollback-cleanup':
      return 'Delete'
    default:
      return ofRemoval(now?.deletionPolicy)
  }
}

const ofCreation = (policy: DeletionPolicy = 'Delete') => (policy === 'Retain' ? 'Retain' : 'Delete')

const ofRemoval = (policy: DeletionPolicy = 'Delete') => (policy === 'RetainExceptOnCreate' ? 'Retain' : policy)

const isCleanup = ({ phase }: Work): boolean => phase === 'cleanup' || phase === 'update-rollback-cleanup'
