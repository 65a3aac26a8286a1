import { FANOUT, linkOf, linkPlace, type MapNodes } from './map-nodes.ts'
import { indexOfUnit, type SlabStore, writeOf } from './slab-store.ts'

/**
 * The first index where the subtrees behind two links differ. `from` is an index within them that the search begins at, or 0 for all.
 * Plain numbers, because copies and listings ask once per unit.
 */
export const firstDifference = (
  nodes: MapNodes,
  slabs: SlabStore,
  left: number,
  right: number,
  level: number,
  from: number,
): number => {
  if (left === right) return NONE
  if (left <= 0 && right <= 0) {
    if (left < 0 && right < 0 && writeOf(slabs, -left) === writeOf(slabs, -right)) return NONE
    return Math.min(indexFrom(slabs, left, from), indexFrom(slabs, right, from))
  }
  const first = linkPlace(from, level)
  for (let place = first; place < FANOUT; place++) {
    const leftLink = linkUnder(nodes, slabs, left, place, level)
    const rightLink = linkUnder(nodes, slabs, right, place, level)
    const found = firstDifference(nodes, slabs, leftLink, rightLink, level - 1, place === first ? from : 0)
    if (found !== NONE) return found
  }
  return NONE
}

/** The link of a node; for a unit that stands for a subtree, the link that its node would have. */
export const linkUnder = (nodes: MapNodes, slabs: SlabStore, link: number, place: number, level: number): number => {
  if (link > 0) return linkOf(nodes, link, place)
  return link < 0 && linkPlace(indexOfUnit(slabs, -link), level) === place ? link : 0
}

const indexFrom = (slabs: SlabStore, link: number, from: number): number => {
  const index = link < 0 ? indexOfUnit(slabs, -link) : NONE
  return index >= from ? index : NONE
}

/** The answer of {@link firstDifference} where there is none: behind every index. */
export const NONE = Number.POSITIVE_INFINITY
