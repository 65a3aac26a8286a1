import { lowerFirst } from './lower-first.ts'
import { type Outcome, refuse, succeed } from './outcome.ts'
import { recorded } from './recorded.ts'

/** Why a value does not fit its shape: data until `shape-text.ts` (or a service of its own) turns it into AWS's sentence. */
export interface ShapeFailure {
  /** Where: lower camel case with `.1.member.` steps, as AWS writes it, e.g. `tags.1.member.tagKey`. */
  readonly path: string
  /** The member's name as AWS spells it at the boundary, e.g. `KeyId`. */
  readonly member: string
  readonly constraint: Constraint
  /** The value as AWS prints it; left out for blobs and sensitive members. */
  readonly shown?: string
  /** The list that the value is an element of, where its elements are texts or numbers: AWS complains of the list as a whole. */
  readonly inList?: { readonly path: string; readonly shown: string; readonly constraints: readonly Constraint[] }
}

/** The constraint that a value breaks. */
export type Constraint =
  | { readonly kind: 'required' }
  | { readonly kind: 'type'; readonly expected: string; readonly found: string }
  | { readonly kind: 'length'; readonly bound: 'min' | 'max'; readonly limit: number }
  | { readonly kind: 'range'; readonly bound: 'min' | 'max'; readonly limit: number }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'unknown'; readonly known: readonly string[] }
  | { readonly kind: 'unsupported'; readonly why: string }

/** One value's rules. Fields are made by the functions of this file and are immutable: every method returns a new one. */
export interface Field<Value> {
  readonly isRequired: boolean
  /** AWS has the parameter and the simulator has not. */
  readonly isUnsupported?: true
  /** How the value looks on a JSON wire. */
  readonly wire: 'text' | 'blob' | 'timestamp' | 'plain'
  /** All that a text or number must satisfy, in AWS's order. */
  readonly constraints?: readonly Constraint[]
  /** The members of a structure or the element of a list or map, for whoever walks the shape. */
  readonly inner?: Shape<unknown> | Field<unknown>
  /** Appends what is wrong with `value` to `failures`; returns the clean copy. */
  read(value: unknown, path: string, member: string, failures: ShapeFailure[]): Value
  /** The value must be there. */
  required(): Field<Value>
}

/** The members of a structure. */
export interface Shape<Input> {
  readonly members: ReadonlyMap<string, Field<unknown>>
  /** Reads an input: a clean copy that holds the known members alone, or all that is wrong with it, in the order of the members. */
  read(input: unknown): Outcome<Input, readonly ShapeFailure[]>
  readInto(input: object, prefix: string, failures: ShapeFailure[]): Input
  /** What the journal keeps of a clean copy: itself, but for bytes and Dates, which {@link recorded} replaces. */
  record(clean: Input): unknown
}

type Fields<Input> = { readonly [Name in keyof Input]-?: Field<NonNullable<Input[Name]>> }

/** The shape of an operation's input. The compiler rejects a member without a rule and a rule without a member. */
export const shape = <Input extends object>(fields: Fields<Input>): Shape<Input> => {
  const members = new Map<string, Field<unknown>>(Object.entries(fields) as [string, Field<unknown>][])
  const names = [...members.keys()]
  const named = [...members].map(([name, field]) => ({ name, field, step: lowerFirst(name) }))
  const readInto = (input: object, prefix: string, failures: ShapeFailure[]): Input => {
    const clean: Record<string, unknown> = {}
    for (const { name, field, step } of named) {
      const value: unknown = Object.hasOwn(input, name) ? input[name as keyof typeof input] : undefined
      if (value === undefined || value === null) {
        if (field.isRequired) {
          failures.push({ path: prefix + step, member: name, constraint: { kind: 'required' }, shown: 'null' })
        }
      } else {
        const read = field.read(value, prefix + step, name, failures)
        if (read !== undefined) clean[name] = read
      }
    }
    for (const name in input) {
      if (!members.has(name) && input[name as keyof typeof input] !== undefined) {
        failures.push({ path: prefix + lowerFirst(name), member: name, constraint: { kind: 'unknown', known: names } })
      }
    }
    return clean as Input
  }
  const unrecordable = names.filter((name) => hasBytesOrDates(members.get(name)))
  return {
    members,
    readInto,
    record: (clean) => {
      if (unrecordable.length === 0) return clean
      const record: Record<string, unknown> = { ...(clean as Readonly<Record<string, unknown>>) }
      for (const name of unrecordable) if (record[name] !== undefined) record[name] = recorded(record[name])
      return record
    },
    read: (input) => {
      const failures: ShapeFailure[] = []
      if (input !== undefined && !isStructure(input)) {
        return refuse([{ path: '', member: '', constraint: { kind: 'type', expected: 'a structure', found: kindOf(input) } }])
      }
      const clean = readInto(input ?? {}, '', failures)
      return failures.length === 0 ? succeed(clean) : refuse(failures)
    },
  }
}

interface TextRules {
  readonly min?: number
  readonly max?: number
  readonly pattern?: RegExp
  readonly oneOf?: readonly string[]
  /** The value is left out of error messages. */
  readonly sensitive?: boolean
}

/** A text; lengths in UTF-16 code units. */
export const text = <Value extends string = string>(rules: TextRules = {}): Field<Value> =>
  field(
    'text',
    (value, path, member, failures) => {
      if (typeof value !== 'string') return typeFailure('a string', value, path, member, failures) as Value
      const at = rules.sensitive ? { path, member } : { path, member, shown: value }
      checkBounds('length', value.length, rules, at, failures)
      if (rules.pattern !== undefined && !rules.pattern.test(value)) {
        failures.push({ ...at, constraint: { kind: 'pattern', pattern: rules.pattern.source } })
      }
      if (rules.oneOf !== undefined && !rules.oneOf.includes(value)) {
        failures.push({ ...at, constraint: { kind: 'enum', values: rules.oneOf } })
      }
      return value as Value
    },
    { constraints: constraintsOf(rules) },
  )

/** One of a closed list of texts. */
export const oneOf = <const Values extends readonly string[]>(values: Values): Field<Values[number]> =>
  text<Values[number]>({ oneOf: values })

interface Bounds {
  readonly min?: number
  readonly max?: number
}

/** Bytes; lengths in bytes. The value is never part of an error message. Any view of bytes is accepted. */
export const blob = (bounds: Bounds = {}): Field<Uint8Array> =>
  field('blob', (value, path, member, failures) => {
    const bytes = bytesOf(value)
    if (bytes === undefined) return typeFailure('bytes', value, path, member, failures) as Uint8Array
    checkBounds('length', bytes.length, bounds, { path, member }, failures)
    return bytes
  })

/** A whole number. */
export const integer = (bounds: Bounds = {}): Field<number> =>
  field('plain', (value, path, member, failures) => {
    if (!Number.isSafeInteger(value)) return typeFailure('an integer', value, path, member, failures) as number
    checkBounds('range', value as number, bounds, { path, member, shown: String(value) }, failures)
    return value as number
  })

/** True or false. */
export const flag = (): Field<boolean> =>
  field('plain', (value, path, member, failures) =>
    typeof value === 'boolean' ? value : (typeFailure('a boolean', value, path, member, failures) as boolean),
  )

/** A moment, as a `Date`. */
export const timestamp = (): Field<Date> =>
  field('timestamp', (value, path, member, failures) =>
    value instanceof Date && Number.isFinite(value.getTime())
      ? new Date(value.getTime())
      : (typeFailure('a Date', value, path, member, failures) as Date),
  )

/** A list of values; bounds in elements. */
export const list = <Value>(element: Field<Value>, bounds: Bounds = {}): Field<Value[]> =>
  field(
    'plain',
    (value, path, member, failures) => {
      if (!Array.isArray(value)) return typeFailure('a list', value, path, member, failures) as Value[]
      const shown = `[${value.map(shownElement).join(', ')}]`
      checkBounds('length', value.length, bounds, { path, member, shown }, failures)
      const { constraints } = element
      const wrong: ShapeFailure[] = []
      const clean = value.map((each, index) => element.read(each, `${path}.${index + 1}.member`, member, wrong))
      for (const each of wrong) {
        failures.push(constraints === undefined ? each : { ...each, inList: { path, shown, constraints } })
      }
      return clean
    },
    { inner: element },
  )

/** A map from text to text. Every own key counts, `__proto__` included. */
export const textMap = (value: Field<string>, key: Field<string> = text()): Field<Record<string, string>> =>
  field(
    'plain',
    (input, path, member, failures) => {
      if (!isStructure(input)) return typeFailure('a map', input, path, member, failures) as Record<string, string>
      const clean: Record<string, string> = {}
      for (const name of Object.keys(input)) {
        key.read(name, `${path}.${name}.key`, member, failures)
        const each = value.read(input[name as keyof typeof input], `${path}.${name}.member`, member, failures)
        if (name === '__proto__') Object.defineProperty(clean, name, { value: each, enumerable: true })
        else clean[name] = each
      }
      return clean
    },
    { inner: value },
  )

/** A structure inside an input. */
export const structure = <Value extends object>(fields: Fields<Value>): Field<Value> => {
  const inner = shape<Value>(fields)
  return field(
    'plain',
    (value, path, member, failures) =>
      isStructure(value)
        ? inner.readInto(value, `${path}.`, failures)
        : (typeFailure('a structure', value, path, member, failures) as Value),
    { inner },
  )
}

/** A parameter that AWS has and the simulator has not: using it is a loud error, never silence. */
export const unsupported = <Value>(why: string): Field<Value> => ({
  ...field<Value>('plain', (_value, path, member, failures) => {
    failures.push({ path, member, constraint: { kind: 'unsupported', why } })
    // Where the world only warns, the parameter is left out.
    return undefined as Value
  }),
  isUnsupported: true,
})

type Read<Value> = Field<Value>['read']

type More = Pick<Field<unknown>, 'constraints' | 'inner'>

const field = <Value>(wire: Field<Value>['wire'], read: Read<Value>, more: More = {}): Field<Value> => {
  const make = (isRequired: boolean): Field<Value> => ({ isRequired, wire, read, ...more, required: () => make(true) })
  return make(false)
}

/** Whether a value of a field can have bytes or Dates in it. What is not simulated can have anything in it. */
const hasBytesOrDates = (field: Field<unknown> | undefined): boolean => {
  if (field === undefined) return false
  if (field.wire !== 'plain') return field.wire !== 'text'
  const { inner } = field
  if (inner === undefined) return false
  return 'members' in inner ? [...inner.members.values()].some(hasBytesOrDates) : hasBytesOrDates(inner)
}

const constraintsOf = ({ min, max, pattern, oneOf: values }: TextRules): readonly Constraint[] => [
  ...(max === undefined ? [] : [{ kind: 'length', bound: 'max', limit: max } as const]),
  ...(min === undefined ? [] : [{ kind: 'length', bound: 'min', limit: min } as const]),
  ...(pattern === undefined ? [] : [{ kind: 'pattern', pattern: pattern.source } as const]),
  ...(values === undefined ? [] : [{ kind: 'enum', values } as const]),
]

const checkBounds = (
  kind: 'length' | 'range',
  size: number,
  { min, max }: Bounds,
  at: { path: string; member: string; shown?: string },
  failures: ShapeFailure[],
) => {
  if (min !== undefined && size < min) failures.push({ ...at, constraint: { kind, bound: 'min', limit: min } })
  if (max !== undefined && size > max) failures.push({ ...at, constraint: { kind, bound: 'max', limit: max } })
}

const typeFailure = (expected: string, found: unknown, path: string, member: string, failures: ShapeFailure[]): unknown => {
  failures.push({ path, member, constraint: { kind: 'type', expected, found: kindOf(found) } })
  return found
}

const shownElement = (value: unknown) => (typeof value === 'object' ? '…' : String(value))

const isStructure = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && bytesOf(value) === undefined && !(value instanceof Date)

/** The bytes of any view or buffer, without copying; works for values of another realm. */
const bytesOf = (value: unknown): Uint8Array | undefined => {
  if (value instanceof Uint8Array) return value
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  return undefined
}

const kindOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
