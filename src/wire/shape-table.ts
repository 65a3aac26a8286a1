/**
 * The wire shapes of one service, as `npm run shapes` writes them from the operation schemas that the AWS SDK's client carries.
 *
 * A member is a text: its type, and what differs from the rule of its protocol, e.g. `'TagList xml=tagSet'`. Types are `string`, `number`,
 * `boolean`, `blob`, `stream`, `timestamp`, or the name of another shape.
 */
export interface ServiceTable {
  readonly protocol: ProtocolName
  readonly version: string
  /** What stands before the dot of `X-Amz-Target`. */
  readonly target: string
  readonly xmlNamespace: string
  readonly operations: Readonly<Record<string, OperationRow>>
  /** Structures by member; lists as `list ELEMENT`, maps as `map VALUE`. */
  readonly shapes: Readonly<Record<string, Readonly<Record<string, string>> | string>>
  /** The codes of errors that travel under another name than that of their class. */
  readonly errorCodes: Readonly<Record<string, string>>
}

/** The protocols of AWS that are spoken here. */
export type ProtocolName = 'aws-json' | 'ec2-query' | 'aws-query' | 'rest-json'

/** The names of input and output, empty where there is none; for REST also method, path and status of success. */
export type OperationRow =
  | readonly [input: string, output: string]
  | readonly [input: string, output: string, method: string, path: string, status: number]

/** What travels. */
export type Schema = ScalarSchema | ListSchema | MapSchema | StructureSchema

/** A single value. */
export interface ScalarSchema {
  readonly kind: 'string' | 'number' | 'boolean' | 'blob' | 'stream' | 'timestamp'
}

/** Values one behind another. */
export interface ListSchema {
  readonly kind: 'list'
  readonly element: Schema
  /** The name of an element in XML and, unless the protocol or the list is flat, in queries. */
  readonly item: string
  readonly isFlat: boolean
}

/** Values by text. */
export interface MapSchema {
  readonly kind: 'map'
  readonly value: Schema
}

/** Values by name. */
export interface StructureSchema {
  readonly kind: 'structure'
  readonly members: ReadonlyMap<string, Member>
  /** The same members by their names in queries. */
  readonly byQueryName: ReadonlyMap<string, Member>
}

/** One member of a structure. */
export interface Member {
  readonly name: string
  readonly schema: Schema
  /** Its element in XML. */
  readonly xml: string
  /** Its parameter in queries. */
  readonly query: string
  /** Where it travels in REST, if not in the body. */
  readonly place: 'body' | 'header' | 'param' | 'label' | 'payload'
  /** The name of its header or parameter. */
  readonly placeName: string
}

/** Whether a value can have bytes or moments in it, which JSON has not: all else is written as it is. Worked out once for each shape. */
export const isCoded = (schema: Schema): boolean => {
  const known = CODED.get(schema)
  if (known !== undefined) return known
  const found = hasCoded(schema, new Set())
  CODED.set(schema, found)
  return found
}

const CODED = new WeakMap<Schema, boolean>()

/** Shapes can contain themselves: those that are being looked at are not looked at again. */
const hasCoded = (schema: Schema, seen: Set<Schema>): boolean => {
  if (seen.has(schema)) return false
  seen.add(schema)
  if (schema.kind === 'list') return hasCoded(schema.element, seen)
  if (schema.kind === 'map') return hasCoded(schema.value, seen)
  if (schema.kind === 'structure') return [...schema.members.values()].some((member) => hasCoded(member.schema, seen))
  return ['blob', 'stream', 'timestamp'].includes(schema.kind)
}

/** The schemas of one operation. */
export interface OperationSchemas {
  readonly name: string
  /** Nothing where the operation takes or answers nothing. */
  readonly input: StructureSchema | undefined
  readonly output: StructureSchema | undefined
  readonly method: string
  readonly path: string
  readonly status: number
}

/** A table made ready: every shape is read when it is first used. */
export interface WireShapes {
  readonly table: ServiceTable
  operation(name: string): OperationSchemas | undefined
}

/** Makes a table ready. */
export const readTable = (table: ServiceTable): WireShapes => {
  const operations = new Map<string, OperationSchemas>()
  const schemaNamed = shapeReader(table)
  const structureNamed = (name: string) => (name === '' ? undefined : (schemaNamed(name) as StructureSchema))
  return {
    table,
    operation: (name) => {
      const known = operations.get(name)
      if (known !== undefined || !Object.hasOwn(table.operations, name)) return known
      const [input, output, method = 'POST', path = '/', status = 200] = table.operations[name] as OperationRow
      const read = { name, input: structureNamed(input), output: structureNamed(output), method, path, status }
      operations.set(name, read)
      return read
    },
  }
}

const shapeReader = ({ protocol, shapes }: ServiceTable): ((name: string) => Schema) => {
  const known = new Map<string, Schema>(SCALARS.map((kind) => [kind, { kind }]))
  const schemaNamed = (name: string): Schema => {
    const found = known.get(name)
    if (found !== undefined) return found
    const made = make(shapes[name] as ServiceTable['shapes'][string])
    known.set(name, made)
    return made
  }
  const make = (row: ServiceTable['shapes'][string]): Schema => {
    if (typeof row !== 'string') return structure(row)
    const [kind, inner = '', ...rest] = row.split(' ')
    const rules = rulesOf(rest)
    // Shapes can contain themselves, so what is inside is looked up when it is asked for.
    if (kind === 'map') return { kind, get value() { return schemaNamed(inner) } } // biome-ignore format: one line
    const item = rules.get('item') ?? DEFAULT_ITEM[protocol]
    return { kind: 'list', get element() { return schemaNamed(inner) }, item, isFlat: rules.has('flat') } // biome-ignore format: one line
  }
  const structure = (row: Readonly<Record<string, string>>): StructureSchema => {
    let read: Pick<StructureSchema, 'members' | 'byQueryName'> | undefined
    const membersOf = () => {
      if (read !== undefined) return read
      const members = Object.entries(row).map(([name, text]) => memberOf(protocol, name, text, schemaNamed))
      read = {
        members: new Map(members.map((member) => [member.name, member])),
        byQueryName: new Map(members.map((member) => [member.query, member])),
      }
      return read
    }
    return {
      kind: 'structure',
      get members() {
        return membersOf().members
      },
      get byQueryName() {
        return membersOf().byQueryName
      },
    }
  }
  return schemaNamed
}

const memberOf = (protocol: ProtocolName, name: string, text: string, schemaNamed: (name: string) => Schema): Member => {
  const [type = '', ...rest] = text.split(' ')
  const rules = rulesOf(rest)
  const names = defaultNames(protocol, name)
  const place = PLACES.find((each) => rules.has(each)) ?? 'body'
  return {
    name,
    schema: schemaNamed(type),
    xml: rules.get('xml') ?? names.xml,
    query: rules.get('query') ?? names.query,
    place,
    placeName: rules.get(place) || name,
  }
}

/** EC2 begins its elements with a small letter and its parameters with a capital; the other protocols take names as they are. */
export const defaultNames = (protocol: ProtocolName, name: string): { readonly xml: string; readonly query: string } =>
  protocol === 'ec2-query'
    ? { xml: name.charAt(0).toLowerCase() + name.slice(1), query: name.charAt(0).toUpperCase() + name.slice(1) }
    : { xml: name, query: name }

/** The name of a list's elements where the table gives none. */
export const DEFAULT_ITEM: Readonly<Record<ProtocolName, string>> = {
  'aws-json': 'member',
  'rest-json': 'member',
  'aws-query': 'member',
  'ec2-query': 'item',
}

const rulesOf = (words: readonly string[]): ReadonlyMap<string, string> =>
  new Map(words.map((word) => word.split('=') as [string, string]).map(([name, value = '']) => [name, value]))

const SCALARS = ['string', 'number', 'boolean', 'blob', 'stream', 'timestamp'] as const
const PLACES = ['header', 'param', 'label', 'payload'] as const
