import { uuidOf } from '../core/random.ts'
import type { World } from '../core/world.ts'
import type { EventRecord, ResourceRecord, ResourceStatus, StackRecord, StackStatus } from './records.ts'

/** A stack enters a state; its events tell so. */
export const enterStackState = (world: World, stack: StackRecord, status: StackStatus, reason?: string): void => {
  stack.status = status
  if (reason === undefined) delete stack.reason
  else stack.reason = reason
  const { stackId, name } = stack
  tell(world, stack, {
    logicalId: name,
    physicalId: stackId,
    type: STACK_TYPE,
    status,
    ...(reason === undefined ? {} : { reason }),
  })
}

/** A resource of a stack enters a state; the stack's events tell so. */
export const enterResourceState = (
  world: World,
  stack: StackRecord,
  resource: ResourceRecord,
  status: ResourceStatus,
  reason?: string,
): void => {
  resource.status = status
  resource.changedAt = world.clock.now()
  if (reason === undefined) delete resource.reason
  else resource.reason = reason
  const { logicalId, physicalId = '', type, properties } = resource
  const event = { logicalId, physicalId, type, status, properties: JSON.stringify(properties) }
  tell(world, stack, { ...event, ...(reason === undefined ? {} : { reason }) })
}

const tell = (world: World, stack: StackRecord, event: Omit<EventRecord, 'eventId' | 'time' | 'token'>): void => {
  const { events, stackId, token } = stack
  const eventId = uuidOf(world.random.fixed({ purpose: `cloudformation/event/${stackId}/${events.length}` }, 16))
  events.push({ eventId, time: world.clock.now(), ...event, ...(token === undefined ? {} : { token }) })
}

const STACK_TYPE = 'AWS::CloudFormation::Stack'
