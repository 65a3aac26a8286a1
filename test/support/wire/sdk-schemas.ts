import type { SdkClient } from './sdk-clients.ts'

/**
 * The operation schemas that a published AWS SDK client exports, read into plain data. Source: @smithy/core, `submodules/schema`
 * (`NormalizedSchema`, `translateTraits`): arrays whose first element is the kind.
 */
export interface SdkOperation {
  readonly name: string
  readonly input: SdkShape | undefined
  readonly output: SdkShape | undefined
  /** Method, path and status, for REST. */
  readonly http: readonly [string, string, number] | undefined
}

/** A shape: a scalar by its name, or something with a name of its own. */
export type SdkShape =
  | { readonly kind: 'scalar'; readonly type: string }
  | { readonly kind: 'list' | 'map'; readonly name: string; readonly isFlat: boolean; readonly inner: () => SdkMember }
  | { readonly kind: 'structure'; readonly name: string; readonly members: () => readonly SdkMember[] }

/** A member with its traits. */
export interface SdkMember {
  readonly name: string
  readonly shape: SdkShape
  readonly traits: Traits
}

type Traits = Readonly<Record<string, unknown>>
type Node = readonly unknown[]

/** The schema of an operation, or nothing where the client has none of that name. */
export const sdkOperation = ({ module }: SdkClient, name: string): SdkOperation | undefined => {
  const node = module[`${name}$`]
  if (!Array.isArray(node) || node[0] !== 9) return undefined
  const [, , , traits, input, output] = node
  const http = traitsOf(traits)['http'] as SdkOperation['http']
  return { name, input: structureOf(input), output: structureOf(output), http }
}

/** The code under which an error travels in query protocols, by the name of its class. */
export const sdkErrorCodes = ({ module }: SdkClient): ReadonlyMap<string, string> =>
  new Map(
    Object.values(module)
      .filter((node): node is Node => Array.isArray(node) && node[0] === -3)
      .flatMap(([, , name, traits]) => {
        const [code] = (traitsOf(traits)['awsQueryError'] as [string] | undefined) ?? []
        return code === undefined || code === name ? [] : [[name as string, code]]
      }),
  )

const structureOf = (node: unknown): SdkShape | undefined => {
  const shape = shapeOf(node)
  return shape?.kind === 'structure' ? shape : undefined
}

const shapeOf = (reference: unknown): SdkShape | undefined => {
  const node = typeof reference === 'function' ? (reference as () => unknown)() : reference
  if (node === 'unit') return undefined
  if (typeof node === 'number') return numbered(node)
  const [kind, , name, traits, ...rest] = node as Node
  switch (kind) {
    case 0:
      return shapeOf(rest[0])
    case 1:
      return { kind: 'list', name: name as string, isFlat: isFlat(traits), inner: () => memberOf('member', rest[0]) }
    case 2:
      return { kind: 'map', name: name as string, isFlat: isFlat(traits), inner: () => memberOf('value', rest[1]) }
    case 3:
    case 4: {
      const [names, members] = rest as [string[], unknown[]]
      const read = () => names.map((each, index) => memberOf(each, members[index]))
      return { kind: 'structure', name: name === '__Unit' ? '' : (name as string), members: read }
    }
    default:
      throw new Error(`Expected a schema of a known kind, found ${String(kind)} (${String(name)}).`)
  }
}

/** Lists and maps of scalars have no name in the schemas: they get one that says what they are. */
const numbered = (code: number): SdkShape => {
  const type = SCALARS[code & 63]
  if (type === undefined) throw new Error(`Expected the schema of a scalar, found ${code}.`)
  const inner = () => ({ name: '', shape: { kind: 'scalar', type } as const, traits: {} })
  if ((code & 128) !== 0) return { kind: 'map', name: `MapOf-${type}`, isFlat: false, inner }
  if ((code & 64) !== 0) return { kind: 'list', name: `ListOf-${type}`, isFlat: false, inner }
  return { kind: 'scalar', type }
}

const memberOf = (name: string, node: unknown): SdkMember => {
  const pair = Array.isArray(node) && node.length === 2 ? (node as [unknown, unknown]) : [node, 0]
  const [reference, own] = pair
  const inner = typeof reference === 'function' ? (reference as () => unknown)() : reference
  const isNested = Array.isArray(inner) && inner.length === 2
  const shape = shapeOf(isNested ? inner[0] : inner)
  if (shape === undefined) throw new Error(`Expected a member with a shape, found ${name}.`)
  return { name, shape, traits: { ...(isNested ? traitsOf(inner[1]) : {}), ...traitsOf(own) } }
}

const traitsOf = (traits: unknown): Traits => {
  if (typeof traits === 'object' && traits !== null) return traits as Traits
  return Object.fromEntries(TRAIT_BITS.filter((_, bit) => ((Number(traits ?? 0) >> bit) & 1) === 1).map((name) => [name, 1]))
}

const isFlat = (traits: unknown) => traitsOf(traits)['xmlFlattened'] !== undefined

const SCALARS: Readonly<Record<number, string>> = {
  0: 'string',
  1: 'number',
  2: 'boolean',
  4: 'timestamp',
  5: 'timestamp',
  6: 'timestamp',
  7: 'timestamp',
  17: 'number',
  19: 'number',
  21: 'blob',
  42: 'stream',
}

const TRAIT_BITS = [
  'httpLabel',
  'idempotent',
  'idempotencyToken',
  'sensitive',
  'httpPayload',
  'httpResponseCode',
  'httpQueryParams',
]
