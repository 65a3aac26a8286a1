import { fromBase64 } from '../core/bytes.ts'
import type { ListSchema, MapSchema, ProtocolName, ScalarSchema, Schema, StructureSchema } from './shape-table.ts'

/** Parameters by their steps: `Filter.1.Name=a` is `Filter` → `1` → `Name` with the value `a`. */
export interface ParameterNode {
  value?: string
  readonly steps: Map<string, ParameterNode>
}

/** Parameters as a tree; `undefined` where a name has more steps than any of AWS's. */
export const parameterTree = (pairs: Iterable<readonly [string, string]>): ParameterNode | undefined => {
  const root: ParameterNode = { steps: new Map() }
  for (const [name, value] of pairs) {
    const steps = name.split('.')
    if (steps.length > STEPS_MAX) return undefined
    let node = root
    for (const step of steps) {
      const next: ParameterNode = node.steps.get(step) ?? { steps: new Map() }
      node.steps.set(step, next)
      node = next
    }
    node.value = value
  }
  return root
}

/**
 * A structure from its parameters. A parameter that the structure has not stays in under its own name, and a value of a wrong type stays
 * a text: the shape of the operation says what is wrong with them.
 */
export const readStructure = (protocol: ProtocolName, schema: StructureSchema, { steps }: ParameterNode): object => {
  const read: Record<string, unknown> = Object.create(null)
  for (const [step, node] of steps) {
    const member = schema.byQueryName.get(step)
    if (member === undefined) read[step] = node.value ?? {}
    else read[member.name] = readNode(protocol, member.schema, node)
  }
  return read
}

const readNode = (protocol: ProtocolName, schema: Schema, node: ParameterNode): unknown => {
  switch (schema.kind) {
    case 'structure':
      return node.value === undefined || node.value === '' ? readStructure(protocol, schema, node) : node.value
    case 'list':
      return readList(protocol, schema, node)
    case 'map':
      return readMap(protocol, schema, node)
    default:
      return node.value === undefined ? {} : readScalar(schema, node.value)
  }
}

/** The elements in the order of their numbers, which may have gaps; in AWS's older protocol behind a step of the list's own. */
const readList = (protocol: ProtocolName, schema: ListSchema, node: ParameterNode): unknown => {
  if (node.value !== undefined && node.steps.size === 0) return node.value === '' ? [] : node.value
  const isFlat = protocol === 'ec2-query' || schema.isFlat
  const numbered = isFlat ? node : (node.steps.get(schema.item) ?? node.steps.get('member') ?? node)
  return inOrder(numbered).map((each) => readNode(protocol, schema.element, each))
}

const readMap = (protocol: ProtocolName, schema: MapSchema, node: ParameterNode): object => {
  const entries = inOrder(node.steps.get('entry') ?? node).map((entry) => {
    const value = entry.steps.get('value')
    return [entry.steps.get('key')?.value ?? '', value === undefined ? '' : readNode(protocol, schema.value, value)]
  })
  return Object.fromEntries(entries)
}

const inOrder = ({ steps }: ParameterNode): readonly ParameterNode[] =>
  [...steps]
    .filter(([step]) => /^\d{1,9}$/.test(step))
    .sort(([left], [right]) => Number(left) - Number(right))
    .map(([, node]) => node)

const readScalar = ({ kind }: ScalarSchema, text: string): unknown => {
  switch (kind) {
    case 'number':
      return /^[+-]?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?$/.test(text) ? Number(text) : text
    case 'boolean':
      return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : text
    case 'timestamp':
      return Number.isFinite(Date.parse(text)) ? new Date(text) : text
    case 'blob':
    case 'stream':
      return fromBase64(text) ?? text
    default:
      return text
  }
}

/** More than the deepest of AWS's parameters has. */
const STEPS_MAX = 32
