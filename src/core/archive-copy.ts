import { type Compound, compoundOf, copyTypedArray, isCompound, isPlain, setMember } from './archive-compounds.ts'

/**
 * A deep copy of plain data: objects, arrays, maps, sets, typed arrays and primitives. Anything else is a defect and throws.
 *
 * What was shared is shared in the copy, cycles included. A frozen object or array is taken over as it is, with everything
 * below it: whoever freezes promises that nothing below changes any more. That keeps clones of a world cheap. (Maps, sets and
 * typed arrays are copied always, since freezing does not stop their contents from changing.)
 */
export const copyGraph = <T>(value: T): T => {
  const copies = new Map<object, object>()
  // A work list instead of recursion: a long chain must not exhaust the stack.
  const unfinished: { readonly compound: Compound; readonly copy: object }[] = []

  const copyOf = (original: unknown): unknown => {
    if (!isCompound(original)) return original
    const known = copies.get(original)
    if (known !== undefined) return known
    const compound = compoundOf(original)
    if (isShared(compound)) return original
    const copy = shallowCopy(compound)
    copies.set(original, copy)
    unfinished.push({ compound, copy })
    return copy
  }

  const result = copyOf(value)
  for (let next = unfinished.pop(); next !== undefined; next = unfinished.pop()) replaceMembers(next.compound, next.copy, copyOf)
  // A copy has the form of its original.
  return result as T
}

const isShared = ({ kind, value }: Compound): boolean =>
  (kind === 'object' || kind === 'bare' || kind === 'array') && Object.isFrozen(value)

/** A copy that still holds the members of the original; of maps and sets, an empty one, whose order is made when it is filled. */
const shallowCopy = ({ kind, value }: Compound): object => {
  switch (kind) {
    case 'object':
      return { ...value }
    case 'bare':
      return Object.assign(Object.create(null), value)
    case 'array':
      // Of this realm, also where the list's own `slice` is of another.
      return Array.prototype.slice.call(value)
    case 'map':
      return new Map()
    case 'set':
      return new Set()
    default:
      return copyTypedArray(kind, value)
  }
}

const replaceMembers = ({ kind, value }: Compound, copy: object, copyOf: (member: unknown) => unknown): void => {
  switch (kind) {
    case 'object':
    case 'bare':
      if (!isPlain(copy)) break
      for (const name of Object.keys(value)) {
        const member = value[name]
        if (isCompound(member)) setMember(copy, name, copyOf(member))
      }
      break
    case 'array':
      value.forEach((member, index) => {
        if (isCompound(member)) Reflect.set(copy, index, copyOf(member))
      })
      break
    case 'map':
      if (copy instanceof Map) for (const [key, member] of value) copy.set(copyOf(key), copyOf(member))
      break
    case 'set':
      if (copy instanceof Set) for (const member of value) copy.add(copyOf(member))
      break
  }
}
