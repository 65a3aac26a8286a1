import { partitionOf, zonesOf } from '../core/regions.ts'
import type { World } from '../core/world.ts'
import type { Scope } from './intrinsics.ts'
import type { Json } from './json.ts'
import { parameterValue } from './parameters.ts'
import { type Definition, exportedValue, type Place, type ResourceRecord, type StackRecord } from './records.ts'
import { SKIPPED_TYPE } from './resource-types.ts'
import { skippedAttribute } from './resources/skipped.ts'

/** What the functions of a stack's template look at. */
export const stackScope = (
  world: World,
  stack: Place & Pick<StackRecord, 'name' | 'stackId'>,
  { template, parameters }: Pick<Definition, 'template' | 'parameters'>,
  resources: ReadonlyMap<string, ResourceRecord>,
): Scope => {
  const { account, region, name, stackId } = stack
  const own = Object.entries(template.parameters).map(([parameter, declaration]): [string, Json] => [
    parameter,
    parameterValue(declaration, parameters[parameter] ?? ''),
  ])
  return {
    values: new Map<string, Json | undefined>([
      ...own,
      ['AWS::AccountId', account],
      ['AWS::NotificationARNs', []],
      ['AWS::NoValue', undefined],
      ['AWS::Partition', partitionOf(region)],
      ['AWS::Region', region],
      ['AWS::StackId', stackId],
      ['AWS::StackName', name],
      ['AWS::URLSuffix', partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'],
    ]),
    mappings: template.mappings,
    conditions: template.conditions,
    resource: (logicalId) => {
      const resource = resources.get(logicalId)
      if (resource?.physicalId === undefined) return undefined
      const attribute = (wanted: string) =>
        resource.type === SKIPPED_TYPE ? skippedAttribute(stack, logicalId, wanted) : resource.attributes[wanted]
      return { ref: resource.physicalId, attribute }
    },
    zonesOf,
    exported: (exportName) => exportedValue(world, stack, exportName),
    problems: [],
  }
}
