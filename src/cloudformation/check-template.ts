import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import { SimulatorError } from '../core/simulator-error.ts'
import { evaluate, isConditionTrue, noAttribute, type Scope, unresolved } from './intrinsics.ts'
import { isObject } from './json.ts'
import { readProperties } from './properties.ts'
import { creationOrder, type Reference, reaches, referencesIn } from './references.ts'
import { RESOURCE_TYPES, SKIPPED_TYPE } from './resource-types.ts'
import type { Template } from './template.ts'

/**
 * What can be said of a template before anything is made: names that nothing has, attributes that no type has, and circles. Types of
 * resources that are not simulated are a mistake of the program, not of AWS.
 *
 * Source: CloudFormation User Guide, "Troubleshooting"; sentences from public issues.
 */
export const checkTemplate = (template: Template): Outcome<undefined, string> => {
  checkTypes(template)
  const parameters = new Set([...Object.keys(template.parameters), ...PSEUDO_PARAMETERS])
  const resources = template.resources
  const wrongIn = (references: readonly Reference[], block: string, isInCondition = false): string | undefined => {
    for (const reference of references) {
      const { kind, name } = reference
      if (kind === 'Condition') {
        if (!Object.hasOwn(template.conditions, name)) return `Template format error: Unresolved condition dependency ${name}`
        continue
      }
      const isResource = !isInCondition && Object.hasOwn(resources, name)
      if (kind === 'Ref' && (isResource || parameters.has(name))) continue
      if (kind === 'Ref') return unresolved(name, block)
      if (!isResource) return `Template error: instance of Fn::GetAtt references undefined resource ${name}`
      const type = RESOURCE_TYPES.get(resources[name]?.type ?? '')
      if (type?.name !== SKIPPED_TYPE && !type?.attributes.includes(reference.attribute))
        return noAttribute(name, reference.attribute)
    }
    return undefined
  }
  for (const condition of Object.values(template.conditions)) {
    const wrong = wrongIn(referencesIn(condition), 'the Conditions block', true)
    if (wrong !== undefined) return refuse(wrong)
  }
  const circle = conditionCircle(template)
  if (circle.length > 0) return refuse(`Circular dependency between conditions: [${circle.join(', ')}]`)
  for (const { properties, dependsOn, condition } of Object.values(resources)) {
    const named: Reference[] = condition === undefined ? [] : [{ kind: 'Condition', name: condition }]
    const missing = dependsOn.find((id) => !Object.hasOwn(resources, id))
    const wrong = wrongIn([...named, ...referencesIn(properties)], 'the Resources block')
    if (wrong !== undefined || missing !== undefined) return refuse(wrong ?? unresolved(missing as string))
  }
  for (const { value, exportName = '', condition } of Object.values(template.outputs)) {
    const named: Reference[] = condition === undefined ? [] : [{ kind: 'Condition', name: condition }]
    const wrong = wrongIn([...named, ...referencesIn([value, exportName])], 'the Outputs block')
    if (wrong !== undefined) return refuse(wrong)
  }
  return Object.keys(template.conditions).length === 0 ? checkCircles(template, () => true) : PASS
}

/** The same with the conditions decided: what an output or a property that is left names must be made. */
export const checkDecided = (template: Template, scope: Scope): Outcome<undefined, string> => {
  const isTrue = (name: string) => isConditionTrue(name, scope)
  const isMade = (name: string) => {
    const condition = template.resources[name]?.condition
    return condition === undefined || isTrue(condition)
  }
  for (const { properties, condition } of Object.values(template.resources)) {
    if (condition !== undefined && !isTrue(condition)) continue
    const lost = referencesIn(properties, isTrue).find(({ kind, name }) => kind !== 'Condition' && !isMade(name))
    if (lost !== undefined) return refuse(unresolved(lost.name))
  }
  for (const { value, condition } of Object.values(template.outputs)) {
    if (condition !== undefined && !isTrue(condition)) continue
    const lost = referencesIn(value, isTrue).find(({ kind, name }) => kind !== 'Condition' && !isMade(name))
    if (lost !== undefined) return refuse(unresolved(lost.name, 'the Outputs block'))
  }
  return scope.problems[0] === undefined ? checkCircles(template, isTrue) : refuse(scope.problems[0])
}

/** Properties that AWS has and the simulator has not, in the resources that will be made. */
export const unsimulatedProperties = (template: Template, scope: Scope): readonly string[] => {
  const anything: Scope = { ...scope, problems: [], resource: () => ({ ref: '', attribute: () => '' }), exported: () => '' }
  return Object.entries(template.resources).flatMap(([id, { type: name, properties, condition }]) => {
    const type = RESOURCE_TYPES.get(name)
    if (type === undefined || (condition !== undefined && !isConditionTrue(condition, anything))) return []
    const given = evaluate(properties, anything)
    return readProperties(type, isObject(given) ? given : {}).unsimulated.map((path) => `${id}.${path.replaceAll('/', '.')}`)
  })
}

const checkTypes = ({ resources }: Template): void => {
  const unknown = [...new Set(Object.values(resources).map(({ type }) => type))].filter((type) => !RESOURCE_TYPES.has(type))
  if (unknown.length === 0) return
  const known = [...RESOURCE_TYPES.keys()].filter((type) => type !== SKIPPED_TYPE)
  throw new SimulatorError(
    'UNSUPPORTED_PARAMETER',
    `Expected types of resources that are simulated, found ${unknown.join(', ')}. What exists: ${known.join(', ')}. ` +
      `Leave the others out: cloud.deploy(template, { skip: ${JSON.stringify(unknown)} }).`,
  )
}

/** The conditions that need themselves. That they are refused is sure, the sentence is inferred from that about resources. */
const conditionCircle = ({ conditions }: Template): readonly string[] => {
  const needs = new Map(
    Object.entries(conditions).map(([name, condition]) => {
      const named = referencesIn(condition).flatMap((each) => (each.kind === 'Condition' ? each.name : []))
      return [name, new Set(named)]
    }),
  )
  return [...needs.keys()].filter((name) => reaches(needs, name, name))
}

const checkCircles = (template: Template, isTrue: (condition: string) => boolean): Outcome<undefined, string> => {
  const { cycle } = creationOrder(template, isTrue)
  return cycle.length === 0 ? PASS : refuse(`Circular dependency between resources: [${cycle.join(', ')}]`)
}

const PSEUDO_PARAMETERS = [
  'AWS::AccountId',
  'AWS::NotificationARNs',
  'AWS::NoValue',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
]
