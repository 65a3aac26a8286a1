import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { World } from '../core/world.ts'
import { evaluate } from './intrinsics.ts'
import { isList, isObject, type Json } from './json.ts'
import { readProperties } from './properties.ts'
import type { Properties, StackRecord, StackTag } from './records.ts'
import type { ResourceType } from './resource-type.ts'
import { stackScope } from './stack-scope.ts'

/** The properties that the template wants of a resource, now that what it needs is there; or the reason of its failure. */
export const wantedProperties = (
  world: World,
  stack: StackRecord,
  type: ResourceType,
  logicalId: string,
): Outcome<Properties, string> => {
  const scope = stackScope(world, stack, stack.definition, stack.resources)
  const declared = stack.definition.template.resources[logicalId]?.properties ?? {}
  const given = evaluate(declared, scope)
  const [problem] = scope.problems
  if (problem !== undefined) return refuse(problem)
  const { properties, problems } = readProperties(type, isObject(given) ? given : {})
  return problems.length === 0
    ? succeed(withStackTags(type, properties, stack.definition.tags))
    : refuse(`Properties validation failed for resource ${logicalId} with message:\n[${problems.join(', ')}]`)
}

/** The tags of a stack go on to what it makes; a resource's own tags go before them. */
const withStackTags = (type: ResourceType, properties: Properties, stackTags: readonly StackTag[]): Properties => {
  if (stackTags.length === 0 || type.properties.Tags === undefined) return properties
  const own = isList(properties.Tags) ? properties.Tags : []
  const others = stackTags.filter(({ Key }) => !own.some((tag) => isObject(tag) && tag.Key === Key))
  const propagated = type.name === 'AWS::AutoScaling::AutoScalingGroup' ? { PropagateAtLaunch: true } : {}
  return { ...properties, Tags: [...own, ...others.map((tag): Json => ({ ...tag, ...propagated }))] }
}
