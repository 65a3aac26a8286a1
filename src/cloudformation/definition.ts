import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { SimulatorError } from '../core/simulator-error.ts'
import { checkDecided, checkTemplate, unsimulatedProperties } from './check-template.ts'
import { cloudFormationFailure, invalid } from './errors.ts'
import type { ParameterInput, TagInput } from './fields.ts'
import { type ParameterValues, readParameters } from './parameters.ts'
import { readTemplateText } from './read-template.ts'
import type { Definition, StackRecord } from './records.ts'
import { RESOURCE_TYPES } from './resource-types.ts'
import { stackScope } from './stack-scope.ts'
import { readSections, type Template } from './template.ts'

/** What a request says of the stack that it wants. */
export interface WantedStack {
  readonly body: string
  readonly parameters: readonly ParameterInput[] | undefined
  readonly tags: readonly TagInput[] | undefined
  readonly capabilities: readonly string[] | undefined
  /** The values that the stack has. */
  readonly previous?: ParameterValues
}

/** A template by its text, or AWS's refusal. */
export const readTemplate = (body: string): Outcome<Template, Failure> => {
  const document = readTemplateText(body)
  if (!document.ok) return refuse(invalid(document.error))
  const template = readSections(document.value)
  if (!template.ok) return refuse(invalid(template.error))
  const checked = checkTemplate(template.value)
  return checked.ok ? template : refuse(invalid(checked.error))
}

/** What a stack is to be, or AWS's refusal: nothing has been made yet. */
export const readDefinition = (
  call: Call,
  stack: Pick<StackRecord, 'name' | 'stackId'>,
  wanted: WantedStack,
): Outcome<Definition, Failure> => {
  const read = readTemplate(wanted.body)
  if (!read.ok) return read
  const template = read.value
  const acknowledged = checkCapabilities(template, wanted.capabilities ?? [])
  if (!acknowledged.ok) return acknowledged
  const parameters = readParameters(template, wanted.parameters ?? [], wanted.previous)
  if (!parameters.ok) return refuse(invalid(parameters.error))
  const definition: Definition = {
    body: wanted.body,
    template,
    parameters: parameters.value,
    tags: (wanted.tags ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value })),
    capabilities: wanted.capabilities ?? [],
  }
  const { world, account, region } = call
  const scope = stackScope(world, { account, region, ...stack }, definition, new Map())
  const decided = checkDecided(template, scope)
  if (!decided.ok) return refuse(invalid(decided.error))
  checkSimulated(call, unsimulatedProperties(template, scope))
  return succeed(definition)
}

/** The capability that a template needs, by its resources of IAM. Source: API Reference, CreateStack, `Capabilities`. */
export const neededCapability = ({ resources }: Template): 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM' | undefined => {
  const needed = Object.values(resources).map(({ type, properties }) => RESOURCE_TYPES.get(type)?.capability?.(properties))
  return needed.includes('CAPABILITY_NAMED_IAM') ? 'CAPABILITY_NAMED_IAM' : needed.find((each) => each !== undefined)
}

const checkCapabilities = (template: Template, given: readonly string[]): Outcome<undefined, Failure> => {
  const needed = neededCapability(template)
  if (needed === undefined || given.includes(needed) || given.includes('CAPABILITY_NAMED_IAM')) return PASS
  return refuse(cloudFormationFailure('InsufficientCapabilitiesException', `Requires capabilities : [${needed}]`))
}

/** Like parameters of a request: a property that is not simulated is a loud error, or left out where the world only warns. */
const checkSimulated = ({ world, entry }: Call, found: readonly string[]): void => {
  if (found.length === 0) return
  if (world.settings.unsupported === 'warn') {
    entry.ignored = found
    return
  }
  throw new SimulatorError(
    'UNSUPPORTED_PARAMETER',
    `Expected properties of resources that are simulated, found ${found.join(', ')}. ` +
      "Leave them out, or make the cloud with unsupported: 'warn'.",
  )
}
