import type { FieldTest, Leaf } from './event-pattern-values.ts'

/** The leaves of an event under their dotted paths. */
export type EventLeaves = ReadonlyMap<string, readonly PlacedLeaf[]>

/** A leaf, and the element that it belongs to in each array above it that holds objects or arrays. */
interface PlacedLeaf {
  readonly leaf: Leaf
  readonly trail: ArrayTrail
}

/** The index taken in each array, by the array's number in the event. */
type ArrayTrail = ReadonlyMap<number, number>

/** Takes an event apart. What JSON does not have (functions, `undefined`) is no leaf; neither are `[]` and `{}`. */
export const readLeaves = (event: object): EventLeaves => {
  const leaves = new Map<string, PlacedLeaf[]>()
  let arrays = 0
  const visit = (value: unknown, path: string | undefined, trail: ArrayTrail): void => {
    if (Array.isArray(value)) {
      const array = arrays++
      value.forEach((element: unknown, index) => {
        visit(element, path, isLeaf(element) ? trail : new Map(trail).set(array, index))
      })
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) visit(member, path === undefined ? name : `${path}.${name}`, trail)
    } else if (path !== undefined && isLeaf(value)) {
      const placed = leaves.get(path)
      if (placed) placed.push({ leaf: value, trail })
      else leaves.set(path, [{ leaf: value, trail }])
    }
  }
  visit(event, undefined, new Map())
  return leaves
}

/**
 * Whether the leaves satisfy all fields, each array being read at one and the same element by all of them (around.md §5.3).
 * Fields that ask for absence come last: they ask about the elements that the others have settled on.
 */
export const matchesClause = (fields: readonly FieldTest[], leaves: EventLeaves): boolean => {
  const satisfyFrom = (position: number, trail: ArrayTrail): boolean => {
    const field = fields[position]
    if (field === undefined) return true
    let isAbsent = true
    let failed: ArrayTrail | undefined
    for (const placed of leaves.get(field.path) ?? []) {
      const merged = merge(trail, placed.trail)
      if (merged === undefined) continue
      isAbsent = false
      // Scalars of one array share their trail: what failed behind one of them fails behind the next.
      if (placed.trail === failed || !field.tests.some((test) => test(placed.leaf))) continue
      if (satisfyFrom(position + 1, merged)) return true
      failed = placed.trail
    }
    return isAbsent && field.acceptsAbsence && satisfyFrom(position + 1, trail)
  }
  return satisfyFrom(0, new Map())
}

const isLeaf = (value: unknown): value is Leaf =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

/** Both trails in one, or `undefined` where they take different elements of the same array. */
const merge = (left: ArrayTrail, right: ArrayTrail): ArrayTrail | undefined => {
  if (right.size === 0) return left
  for (const [array, index] of right) {
    const taken = left.get(array)
    if (taken !== undefined && taken !== index) return undefined
  }
  return new Map([...left, ...right])
}
