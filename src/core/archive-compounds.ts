import { broken } from './simulator-error.ts'

/** The forms that plain data takes; `bare` is an object without prototype. */
export type CompoundKind = 'object' | 'bare' | 'array' | 'map' | 'set' | TypedArrayKind
/** The typed arrays of the simulator's state. */
export type TypedArrayKind = keyof typeof TYPED_ARRAYS
/** A view of numbers that archives know. */
export type TypedArray = InstanceType<(typeof TYPED_ARRAYS)[TypedArrayKind]>

/** A piece of plain data that holds others, with the form that tells how to take it apart. */
export type Compound =
  | { readonly kind: 'object' | 'bare'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: 'array'; readonly value: readonly unknown[] }
  | { readonly kind: 'map'; readonly value: ReadonlyMap<unknown, unknown> }
  | { readonly kind: 'set'; readonly value: ReadonlySet<unknown> }
  | { readonly kind: TypedArrayKind; readonly value: TypedArray }

/** Whether `value` is an object of any kind. Functions, symbols and bigints are no plain data: it is a defect to meet one. */
export const isCompound = (value: unknown): value is object => {
  if (typeof value === 'object') return value !== null
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') notPlain(typeof value)
  return false
}

/** Tells the form of an object, also of one that was made in another realm. Class instances, dates and the like are a defect. */
export const compoundOf = (value: object): Compound => {
  if (Array.isArray(value)) return { kind: 'array', value }
  if (isPlain(value)) return { kind: Object.getPrototypeOf(value) === null ? 'bare' : 'object', value }
  const tag = Object.prototype.toString.call(value).slice('[object '.length, -1)
  if (isMap(value, tag)) return { kind: 'map', value }
  if (isSet(value, tag)) return { kind: 'set', value }
  if (isTypedArrayKind(tag) && isTypedArray(value)) return { kind: tag, value }
  return notPlain(tag)
}

/** Whether a name is that of a typed array that archives know. */
export const isTypedArrayKind = (name: string): name is TypedArrayKind => Object.hasOwn(TYPED_ARRAYS, name)

/** A typed array of its own memory with the same elements. */
export const copyTypedArray = (kind: TypedArrayKind, value: TypedArray): TypedArray => new TYPED_ARRAYS[kind](value)

/** The bytes of a typed array, lowest byte first, and nothing else of the buffer behind it. May share its memory. */
export const littleEndianBytes = (array: TypedArray, isLittleEndian = HOST_IS_LITTLE_ENDIAN): Uint8Array => {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
  return isLittleEndian ? bytes : reverseElements(bytes.slice(), array.BYTES_PER_ELEMENT)
}

/** The typed array with these bytes, in memory of its own, or `undefined` where they are not a whole number of elements. */
export const typedArrayFrom = (
  kind: TypedArrayKind,
  bytes: Uint8Array,
  isLittleEndian = HOST_IS_LITTLE_ENDIAN,
): TypedArray | undefined => {
  const elements = TYPED_ARRAYS[kind]
  if (bytes.length % elements.BYTES_PER_ELEMENT !== 0) return undefined
  const own = bytes.slice()
  return new elements((isLittleEndian ? own : reverseElements(own, elements.BYTES_PER_ELEMENT)).buffer)
}

/** Sets a member as `{...source}` would: `__proto__` becomes an ordinary member and never changes the prototype. */
export const setMember = (target: Record<string, unknown>, name: string, value: unknown): void => {
  if (name === '__proto__') Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true })
  else target[name] = value
}

/** Whether `value` is an object as a literal makes it, or one without prototype. */
export const isPlain = (value: object): value is Record<string, unknown> => {
  const prototype: unknown = Object.getPrototypeOf(value)
  // The second line is for objects of another realm, whose `Object.prototype` is not ours.
  return prototype === null || prototype === Object.prototype || isRootOfAnotherRealm(prototype)
}

const isRootOfAnotherRealm = (prototype: unknown): boolean =>
  typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null && Object.hasOwn(Object(prototype), 'hasOwnProperty')

const isMap = (_value: object, tag: string): _value is ReadonlyMap<unknown, unknown> => tag === 'Map'
const isSet = (_value: object, tag: string): _value is ReadonlySet<unknown> => tag === 'Set'
const isTypedArray = (value: object): value is TypedArray => ArrayBuffer.isView(value)

const notPlain = (what: string): never => broken(`The state of a world is plain data, and a ${what} was found in it`)

const reverseElements = (bytes: Uint8Array<ArrayBuffer>, width: number): Uint8Array<ArrayBuffer> => {
  for (let index = 0; index < bytes.length; index += width) bytes.subarray(index, index + width).reverse()
  return bytes
}

const TYPED_ARRAYS = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array } as const

const HOST_IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
