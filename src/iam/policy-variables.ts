import type { ContextValue } from './access-request.ts'
import { literalUnits, type Units, wildcardUnits } from './wildcards.ts'

/** A value of a policy in which variables wait for the request: `team-${aws:username}`. */
export type Template = readonly TemplatePart[]

/** A piece of a {@link Template}. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly units: Units }
  | {
      readonly kind: 'variable'
      /** The condition key in lower case. */
      readonly key: string
      /** `${key, 'fallback'}`: what an absent key stands for. */
      readonly fallback: string | undefined
    }

/** How a value of a policy is to be read. */
export interface TemplateRules {
  /** Whether `*` and `?` are wildcards. */
  readonly patterns: 'none' | 'wildcards'
  /** `literal` in policies of version 2008-10-17 and for operators that know no variables. */
  readonly variables: 'expanded' | 'literal'
}

/**
 * `text` as a template. `${*}`, `${?}` and `${$}` are the characters themselves.
 *
 * Source: IAM User Guide, "IAM policy elements: Variables and tags"; spec/around.md 1.6.
 */
export const parseTemplate = (text: string, { patterns, variables }: TemplateRules): Template => {
  const written = patterns === 'wildcards' ? wildcardUnits : literalUnits
  if (variables === 'literal' || !text.includes('${')) return [{ kind: 'text', units: written(text) }]
  const parts: TemplatePart[] = []
  let from = 0
  for (const found of text.matchAll(VARIABLE)) {
    if (found.index > from) parts.push({ kind: 'text', units: written(text.slice(from, found.index)) })
    parts.push(readVariable(found[0], found[1] ?? ''))
    from = found.index + found[0].length
  }
  if (from < text.length) parts.push({ kind: 'text', units: written(text.slice(from)) })
  return parts
}

/** The units of a template that has no variables, or `undefined`. */
export const fixedUnits = (template: Template): Units | undefined =>
  template.every((part) => part.kind === 'text')
    ? template.flatMap((part) => (part.kind === 'text' ? part.units : []))
    : undefined

/**
 * The units of a template for one request, or `undefined` where a variable has no value. What a variable stands for is literal: a
 * star in it is no wildcard. A key with several values has no value here, not even with a fallback (recorded, spec/around.md 1.6).
 */
export const expandTemplate = (template: Template, read: (key: string) => ContextValue): Units | undefined => {
  const units: number[] = []
  for (const part of template) {
    if (part.kind === 'text') {
      units.push(...part.units)
      continue
    }
    const value = read(part.key) ?? part.fallback
    if (typeof value !== 'string') return undefined
    units.push(...literalUnits(value))
  }
  return units
}

const readVariable = (written: string, body: string): TemplatePart => {
  if (body === '*' || body === '?' || body === '$') return { kind: 'text', units: literalUnits(body) }
  const found = KEY_AND_FALLBACK.exec(body)
  if (found === null) return { kind: 'text', units: literalUnits(written) }
  return { kind: 'variable', key: (found[1] ?? '').toLowerCase(), fallback: found[2] }
}

const VARIABLE = /\$\{([^}]*)\}/g
const KEY_AND_FALLBACK = /^\s*([^\s,'][^,']*?)\s*(?:,\s*'([^']*)'\s*)?$/
