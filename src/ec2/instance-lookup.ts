import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { type Ec2Access, resourceTagKeys } from './access.ts'
import { instanceArn, type Place } from './arns.ts'
import { ec2Failure } from './errors.ts'
import { formOfId } from './ids.ts'
import type { InstanceRecord } from './records.ts'
import { findPlace } from './store.ts'

/** Whether all texts can be instance ids; the first that cannot is named. Source: spec/ebs-ec2.md 11.4. */
export const checkInstanceIds = (ids: readonly string[]): Outcome<undefined, Failure> => {
  const wrong = ids.find((id) => formOfId('i', id) !== 'right')
  return wrong === undefined ? succeed(undefined) : refuse(ec2Failure('InvalidInstanceID.Malformed', `Invalid id: "${wrong}"`))
}

/** The account's instances of those ids in a Region, each once, or AWS's refusal. */
export const findOwnInstances = (
  world: World,
  place: Place,
  ids: readonly string[],
): Outcome<readonly InstanceRecord[], Failure> => {
  const instances = findPlace(world, place)?.instances
  const wanted = [...new Set(ids)]
  const missing = wanted.filter((id) => !instances?.has(id))
  return missing.length > 0 ? refuse(noSuchInstances(missing)) : succeed(wanted.flatMap((id) => instances?.get(id) ?? []))
}

/** The account's instance of that id in a Region, or AWS's refusal. */
export const findOwnInstance = (world: World, place: Place, id: string): Outcome<InstanceRecord, Failure> => {
  const instance = findPlace(world, place)?.instances.get(id)
  return instance === undefined ? refuse(noSuchInstances([id])) : succeed(instance)
}

/** The permission of an operation on each instance that it names. */
export const instanceAccesses = (call: Call, ids: readonly string[]): readonly Ec2Access[] =>
  ids.map((id) => {
    const instance = findPlace(call.world, call)?.instances.get(id)
    const keys = instance === undefined ? {} : { ...resourceTagKeys(instance.tags), 'ec2:instancetype': instance.type }
    return { action: call.operation.action, resource: instanceArn(call, id), keys }
  })

/** The answer where there are no such instances. */
export const noSuchInstances = (ids: readonly string[]): Failure => {
  const [noun, verb] = ids.length === 1 ? ['ID', 'does'] : ['IDs', 'do']
  return ec2Failure('InvalidInstanceID.NotFound', `The instance ${noun} '${ids.join(', ')}' ${verb} not exist`)
}
