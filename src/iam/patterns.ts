import type { AccessRequest } from './access-request.ts'
import type { PatternElement } from './policy.ts'
import { expandTemplate, fixedUnits, parseTemplate, type Template, type TemplateRules } from './policy-variables.ts'
import { readerOf } from './request-context.ts'
import {
  ANY_ONE,
  ANY_ONE_IN_PART,
  ANY_RUN,
  ANY_RUN_IN_PART,
  literalUnits,
  matchesPattern,
  type Pattern,
  patternOf,
  type Units,
  wildcardUnits,
} from './wildcards.ts'

/** The `Action` of a statement, made ready; its patterns are in lower case. */
export interface CompiledActions {
  readonly negated: boolean
  readonly patterns: readonly Pattern[]
}

/** The `Resource` of a statement, made ready. */
export interface CompiledResources {
  readonly negated: boolean
  readonly patterns: readonly (Pattern | { readonly kind: 'template'; readonly template: Template })[]
}

/** Actions match whole, case aside, with wildcards. There is no action `kms:ReEncrypt`: the bare name grants nothing. */
export const compileActions = ({ negated, patterns }: PatternElement): CompiledActions => ({
  negated,
  patterns: patterns.map((text) => patternOf(wildcardUnits(text.toLowerCase()))),
})

/** Whether a statement speaks of an action, given in lower case. */
export const matchesActions = ({ negated, patterns }: CompiledActions, action: string): boolean =>
  patterns.some((pattern) => matchesPattern(pattern, action)) !== negated

/**
 * Resources match part by part: in the first five parts of the ARN a wildcard does not cross a colon, in the sixth it does. A star
 * that ends a pattern of fewer parts runs to the end; without it, the missing parts match anything. Variables stand in the sixth
 * part alone.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Resource"; spec/around.md 1.4 (a star in the middle of the sixth part: recorded).
 */
export const compileResources = (
  { negated, patterns }: PatternElement,
  variables: TemplateRules['variables'],
): CompiledResources => ({
  negated,
  patterns: patterns.map((text) => {
    const template = arnTemplate(text, variables)
    const units = fixedUnits(template)
    return units === undefined ? { kind: 'template', template } : patternOf(units)
  }),
})

/** Whether a statement speaks of the resource of a request. */
export const matchesResources = ({ negated, patterns }: CompiledResources, request: AccessRequest): boolean => {
  for (const pattern of patterns) {
    const isMatch =
      pattern.kind === 'template' ? matchesTemplate(pattern.template, request) : matchesPattern(pattern, request.resource)
    if (isMatch) return !negated
  }
  return negated
}

/** Whether a statement can speak of `resource`, whoever asks: variables are taken to match. */
export const mayMatchResource = ({ negated, patterns }: CompiledResources, resource: string): boolean =>
  patterns.some((pattern) => pattern.kind === 'template')
    ? true
    : patterns.some((pattern) => pattern.kind !== 'template' && matchesPattern(pattern, resource)) !== negated

const matchesTemplate = (template: Template, request: AccessRequest): boolean => {
  const units = expandTemplate(template, (key) => readerOf(key)(request))
  return units !== undefined && matchesPattern(patternOf(units), request.resource)
}

const arnTemplate = (text: string, variables: TemplateRules['variables']): Template => {
  if (/^\*+$/.test(text)) return [{ kind: 'text', units: [ANY_RUN] }]
  const parts = text.split(':')
  const head = parts.slice(0, 5).map(partUnits)
  if (parts.length < 6) {
    const units = joinParts(head)
    const rest = units.at(-1) === ANY_RUN_IN_PART ? [...units.slice(0, -1), ANY_RUN] : [...units, COLON, ANY_RUN]
    return [{ kind: 'text', units: rest }]
  }
  const tail = parseTemplate(parts.slice(5).join(':'), { patterns: 'wildcards', variables })
  return [{ kind: 'text', units: [...joinParts(head), COLON] }, ...tail]
}

const joinParts = (parts: readonly Units[]): Units => parts.flatMap((units, index) => (index === 0 ? units : [COLON, ...units]))

const partUnits = (part: string): Units =>
  wildcardUnits(part).map((unit) => (unit === ANY_RUN ? ANY_RUN_IN_PART : unit === ANY_ONE ? ANY_ONE_IN_PART : unit))

const COLON = literalUnits(':')[0] as number
