import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { SimulatorError } from '../core/simulator-error.ts'
import type { World } from '../core/world.ts'
import { enterResourceState } from './events.ts'
import { changeOf } from './properties.ts'
import type { Properties, ResourceRecord, StackRecord, Step, Work } from './records.ts'
import { resourceContext } from './resource-context.ts'
import type { Progress, ResourceContext, ResourceType } from './resource-type.ts'
import { RESOURCE_TYPES } from './resource-types.ts'
import { wantedProperties } from './wanted-properties.ts'

/** What has become of a step. */
export type StepResult = 'done' | 'wait' | 'failed'

/** Makes a resource, or looks whether it is there. */
export const makeResource = (world: World, stack: StackRecord, work: Work, step: Step, verb: Verb = 'CREATE'): StepResult => {
  const { logicalId } = step
  const type = typeOf(stack, logicalId)
  if (step.hasBegun) {
    const made = stack.resources.get(logicalId) as ResourceRecord
    return awaited(world, stack, made, verb, () => type.isMade?.(contextOf(world, stack, work, made), made))
  }
  const resource: ResourceRecord = {
    logicalId,
    type: type.name,
    attributes: {},
    status: 'CREATE_IN_PROGRESS',
    changedAt: world.clock.now(),
    properties: {},
  }
  stack.resources.set(logicalId, resource)
  if (verb === 'CREATE') enterResourceState(world, stack, resource, 'CREATE_IN_PROGRESS')
  const wanted = wantedProperties(world, stack, type, logicalId)
  if (!wanted.ok) return fail(world, stack, resource, verb, wanted.error)
  resource.properties = wanted.value
  const made = guarded(() => type.create(contextOf(world, stack, work, resource, verb), wanted.value))
  if (!made.ok) return fail(world, stack, resource, verb, made.error.message ?? made.error.code)
  step.hasBegun = true
  if (type.isMade !== undefined) return 'wait'
  enterResourceState(world, stack, resource, `${verb}_COMPLETE`)
  return 'done'
}

/** Brings a resource to what the template wants: not at all, in place, or by making another one. */
export const updateResource = (world: World, stack: StackRecord, work: Work, step: Step): StepResult => {
  const { logicalId } = step
  const resource = stack.resources.get(logicalId)
  if (resource === undefined || step.hasBegun || !work.before?.resources.has(logicalId))
    return makeResource(world, stack, work, step, work.before?.resources.has(logicalId) ? 'UPDATE' : 'CREATE')
  const type = typeOf(stack, logicalId)
  const wanted = wantedProperties(world, stack, type, logicalId)
  if (!wanted.ok) {
    enterResourceState(world, stack, resource, 'UPDATE_IN_PROGRESS')
    return fail(world, stack, resource, 'UPDATE', wanted.error)
  }
  switch (changeOf(type, resource.properties, wanted.value)) {
    case 'none':
      return 'done'
    case 'failure':
      enterResourceState(world, stack, resource, 'UPDATE_IN_PROGRESS')
      return fail(world, stack, resource, 'UPDATE', notUpdatable(resource))
    case 'in place':
      return changeInPlace(world, stack, work, resource, wanted.value)
    case 'replacement':
      work.leftovers.push(resource)
      enterResourceState(world, stack, { ...resource }, 'UPDATE_IN_PROGRESS', REPLACING)
      return makeResource(world, stack, work, step, 'UPDATE')
  }
}

/** Brings a resource back to what it was before the update. */
export const restoreResource = (world: World, stack: StackRecord, work: Work, { logicalId }: Step): StepResult => {
  const before = work.before?.resources.get(logicalId)
  const now = stack.resources.get(logicalId)
  if (before === undefined || now === undefined) return 'done'
  if (now.physicalId === before.physicalId) {
    const type = RESOURCE_TYPES.get(now.type) as ResourceType
    if (changeOf(type, now.properties, before.properties) === 'in place')
      return changeInPlace(world, stack, work, now, before.properties)
    enterResourceState(world, stack, now, 'UPDATE_IN_PROGRESS')
  } else {
    work.leftovers.push(now)
    stack.resources.set(logicalId, { ...before })
  }
  const restored = stack.resources.get(logicalId) as ResourceRecord
  enterResourceState(world, stack, restored, 'UPDATE_COMPLETE')
  return 'done'
}

/** What a step of a resource is taken with. */
export const contextOf = (
  world: World,
  stack: StackRecord,
  { entry }: Work,
  resource: ResourceRecord,
  verb: Verb = 'CREATE',
): ResourceContext =>
  resourceContext(world, stack, resource.logicalId, {
    entry,
    made: (physicalId, attributes) => {
      resource.physicalId = physicalId
      resource.attributes = attributes
      enterResourceState(world, stack, resource, `${verb}_IN_PROGRESS`, verb === 'CREATE' ? INITIATED : undefined)
    },
  })

/** What a service refuses, and what the simulator can't do, is the failure of the resource. */
export const guarded = <Value>(work: () => Outcome<Value, Failure>): Outcome<Value, Failure> => {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof SimulatorError) || error.code === 'BROKEN_INVARIANT') throw error
    return refuse({ code: error.code, message: error.message, status: 400, fault: 'client' })
  }
}

/** A resource has failed; its events say why. */
export const fail = (
  world: World,
  stack: StackRecord,
  resource: ResourceRecord,
  verb: Verb | 'DELETE',
  reason: string,
): StepResult => {
  enterResourceState(world, stack, resource, `${verb}_FAILED`, reason)
  return 'failed'
}

/** What has become of something that AWS does in its own time. */
export const awaited = (
  world: World,
  stack: StackRecord,
  resource: ResourceRecord,
  verb: Verb | 'DELETE',
  look: () => Progress | undefined,
): StepResult => {
  const progress = guarded<'done' | 'wait'>(() => look() ?? succeed('done'))
  if (!progress.ok) return fail(world, stack, resource, verb, progress.error.message ?? progress.error.code)
  if (progress.value === 'done') enterResourceState(world, stack, resource, `${verb}_COMPLETE`)
  return progress.value
}

/** Whether a resource is new to the stack, or stands in the place of one. */
export type Verb = 'CREATE' | 'UPDATE'

const changeInPlace = (
  world: World,
  stack: StackRecord,
  work: Work,
  resource: ResourceRecord,
  wanted: Properties,
): StepResult => {
  const type = RESOURCE_TYPES.get(resource.type) as ResourceType
  enterResourceState(world, stack, resource, 'UPDATE_IN_PROGRESS')
  const changed = guarded(
    () => type.update?.(contextOf(world, stack, work, resource), resource, wanted) ?? { ok: true, value: '' },
  )
  // A change that has failed on its way is brought back as a whole.
  resource.properties = wanted
  if (!changed.ok) return fail(world, stack, resource, 'UPDATE', changed.error.message ?? changed.error.code)
  enterResourceState(world, stack, resource, 'UPDATE_COMPLETE')
  return 'done'
}

const typeOf = (stack: StackRecord, logicalId: string): ResourceType =>
  RESOURCE_TYPES.get(stack.definition.template.resources[logicalId]?.type ?? '') as ResourceType

/** Source: the message of CloudFormation's `NotUpdatable` error of resource handlers. */
const notUpdatable = ({ type, physicalId }: ResourceRecord): string =>
  `Resource handler returned message: "Resource of type '${type}' with identifier '${physicalId}' is not updatable with parameters ` +
  'provided." (HandlerErrorCode: NotUpdatable)'

const INITIATED = 'Resource creation Initiated'
const REPLACING = 'Requested update requires the creation of a new physical resource; hence creating one.'
