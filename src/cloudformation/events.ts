import { uuidOf } from '../core/random.ts'
import type { World } from '../core/world.ts'
import { isList, isObject, type Json, scalarText } from './json.ts'
import { isHidden } from './parameters.ts'
import type { Definition, EventRecord, ResourceRecord, ResourceStatus, StackRecord, StackStatus } from './records.ts'

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
  const event = { logicalId, physicalId, type, status, properties: JSON.stringify(hidingSecrets(stack, properties)) }
  tell(world, stack, { ...event, ...(reason === undefined ? {} : { reason }) })
}

/**
 * A value without those of `NoEcho` parameters in it. That events have none of them: CloudFormation User Guide, "Parameters"; how AWS finds
 * them is not known.
 */
const hidingSecrets = (stack: StackRecord, value: Json): Json => {
  const secrets = secretsOf(stack.definition)
  return secrets.length === 0 ? value : withoutTexts(secrets, value)
}

const secretsOf = ({ template, parameters }: Definition): readonly string[] =>
  Object.entries(template.parameters).flatMap(([name, declaration]) => {
    const value = parameters[name] ?? ''
    return isHidden(declaration) && value !== '' ? value : []
  })

const withoutTexts = (secrets: readonly string[], value: Json): Json => {
  if (isList(value)) return value.map((each) => withoutTexts(secrets, each))
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutTexts(secrets, each)]))
  const text = scalarText(value)
  return text !== undefined && secrets.some((secret) => text.includes(secret))
    ? secrets.reduce((shown, secret) => shown.replaceAll(secret, '****'), text)
    : value
}

const tell = (world: World, stack: StackRecord, event: Omit<EventRecord, 'eventId' | 'time' | 'token'>): void => {
  const { events, stackId, token } = stack
  const eventId = uuidOf(world.random.fixed({ purpose: `cloudformation/event/${stackId}/${events.length}` }, 16))
  events.push({ eventId, time: world.clock.now(), ...event, ...(token === undefined ? {} : { token }) })
}

const STACK_TYPE = 'AWS::CloudFormation::Stack'
