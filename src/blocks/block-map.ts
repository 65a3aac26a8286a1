import { broken } from '../core/simulator-error.ts'
import { type BlockStore, slabsOf } from './block-store.ts'
import { firstDifference, linkUnder, NONE } from './map-difference.ts'
import { linkOf, linkPlace, NODE_SPAN, ownNode, reducedNode, releaseLink, retainLink, setLink, takeNode } from './map-nodes.ts'
import { compactSlabs } from './slab-compaction.ts'
import { indexOfUnit, releaseUnit, rewriteUnit, type SlabStore, takeUnit, unitReferences } from './slab-store.ts'

/**
 * What a volume or snapshot contains: a persistent tree from unit index to stored unit. Plain data, part of the resource's record.
 *
 * A snapshot shares the volume's root, whatever its size. A write copies those nodes on its path that others refer to as well, and no
 * more; so every map is a complete tree of its own, and reads do not get slower with the number of snapshots.
 */
export interface BlockMap {
  /** Bytes of a unit. */
  readonly unitBytes: number
  /** The level of the topmost node: as high as the largest index has needed. */
  level: number
  /** The topmost link (map-nodes.ts); 0 while nothing is written. */
  root: number
  /** Written units. */
  written: number
  /** Equal for all maps that go back to one empty disk, whatever they are encrypted under: they can be compared. */
  readonly lineage: number
}

/** The map of an empty disk, of a new lineage unless one is given. `unitBytes` is a power of two from 512 to 524288. */
export const createBlockMap = (store: BlockStore, unitBytes = 4096, lineage = store.nextLineage++): BlockMap => ({
  unitBytes: slabsOf(store, unitBytes).unitBytes,
  level: 0,
  root: 0,
  written: 0,
  lineage,
})

/**
 * A second map of the same content, in constant time: a snapshot of a volume, a volume from a snapshot, a copy of a snapshot in any
 * Region, all under the same data key. Each can then be written and released without the other noticing.
 */
export const shareBlockMap = (store: BlockStore, map: BlockMap): BlockMap => {
  retainLink(store.nodes, slabsOf(store, map.unitBytes), map.root)
  return { ...map }
}

/** Deletes a map's content and frees what no other map refers to. The map is empty afterwards. */
export const releaseBlockMap = (store: BlockStore, map: BlockMap): void => {
  const slabs = slabsOf(store, map.unitBytes)
  releaseLink(store.nodes, slabs, map.root)
  map.level = 0
  map.root = 0
  map.written = 0
  compactSlabs(slabs)
}

/** The stored unit at `index`; 0 where nothing is written. */
export const unitAt = (store: BlockStore, map: BlockMap, index: number): number => {
  let link = map.root
  for (let level = map.level; link > 0; level--) link = linkOf(store.nodes, link, linkPlace(index, level))
  return link < 0 && indexOfUnit(slabsOf(store, map.unitBytes), -link) === index ? -link : 0
}

/**
 * The unit that a write at `index` goes to: the present one where this map alone refers to it, else a new one. Every node on the way
 * becomes the map's own. The caller seals into the unit at once.
 */
export const writableUnit = (store: BlockStore, map: BlockMap, slabs: SlabStore, index: number): number => {
  if (index >= spanOf(map)) raise(store, map, index)
  let parent = 0
  let place = 0
  let link = map.root
  for (let level = map.level; link > 0 || (link < 0 && indexOfUnit(slabs, -link) !== index); level--) {
    const node = link > 0 ? ownNode(store.nodes, slabs, link) : nodeAbove(store, slabs, link, level)
    if (node !== link) hang(store, map, parent, place, node)
    parent = node
    place = linkPlace(index, level)
    link = linkOf(store.nodes, parent, place)
  }
  if (link < 0 && unitReferences(slabs, -link) === 1) return rewriteUnit(slabs, -link)
  if (link === 0) map.written++
  else releaseUnit(slabs, -link)
  const unit = takeUnit(slabs, index)
  hang(store, map, parent, place, -unit)
  return unit
}

/** Makes `index` unwritten again. Compact the slabs (slab-compaction.ts) when the discarding is done. */
export const discardUnit = (store: BlockStore, map: BlockMap, index: number): void => {
  if (unitAt(store, map, index) === 0) return
  map.root = withoutUnit(store, slabsOf(store, map.unitBytes), map.root, index, map.level)
  map.written--
}

/**
 * The first written index that is at least `from`. To list a map, ask again from behind each answer; the same begins a page anywhere.
 */
export const nextWritten = (store: BlockStore, map: BlockMap, from: number): number | undefined =>
  from < spanOf(map)
    ? definite(firstDifference(store.nodes, slabsOf(store, map.unitBytes), 0, map.root, map.level, from))
    : undefined

/**
 * The first index, at least `from`, that one map has written or discarded since the other was shared from it (or both from a third).
 * It goes by writes, not by content, and passes over shared subtrees, so it costs what has changed. A unit that was only encrypted anew
 * (re-encrypt.ts) has not changed, though it has to be looked at.
 */
export const nextChanged = (store: BlockStore, left: BlockMap, right: BlockMap, from: number): number | undefined => {
  if (left.unitBytes !== right.unitBytes) return broken('Block maps of different unit sizes were compared')
  const [low, high] = left.level < right.level ? [left, right] : [right, left]
  const slabs = slabsOf(store, low.unitBytes)
  const found =
    from < spanOf(low)
      ? firstDifference(store.nodes, slabs, low.root, foot(store, slabs, high, low.level), low.level, from)
      : NONE
  return definite(found) ?? nextWritten(store, high, Math.max(from, spanOf(low)))
}

/** How many indexes the map has a place for, at its present height. */
const spanOf = (map: BlockMap): number => NODE_SPAN[map.level] ?? broken(`A block map of level ${map.level} was met`)

/** Makes the map so high that `index` has a place in it. */
const raise = ({ nodes }: BlockStore, map: BlockMap, index: number): void => {
  while (index >= spanOf(map)) {
    map.level++
    if (map.root <= 0) continue
    const node = takeNode(nodes)
    setLink(nodes, node, 0, map.root)
    map.root = node
  }
}

/** What of a map lies where a map of that `level`, which is not higher, lies. */
const foot = (store: BlockStore, slabs: SlabStore, map: BlockMap, level: number): number => {
  let link = map.root
  for (let above = map.level; above > level; above--) link = linkUnder(store.nodes, slabs, link, 0, above)
  return link
}

/** Puts a link in its place under `parent`, or at the top where there is no parent. */
const hang = (store: BlockStore, map: BlockMap, parent: number, place: number, link: number): void => {
  if (parent === 0) map.root = link
  else setLink(store.nodes, parent, place, link)
}

/** A node for the place of a unit that stood for its whole subtree and gets company. */
const nodeAbove = ({ nodes }: BlockStore, slabs: SlabStore, link: number, level: number): number => {
  const node = takeNode(nodes)
  setLink(nodes, node, linkPlace(indexOfUnit(slabs, -link), level), link)
  return node
}

/** The subtree without the unit at `index`, which it has. */
const withoutUnit = (store: BlockStore, slabs: SlabStore, link: number, index: number, level: number): number => {
  if (link < 0) {
    releaseUnit(slabs, -link)
    return 0
  }
  const node = ownNode(store.nodes, slabs, link)
  const place = linkPlace(index, level)
  setLink(store.nodes, node, place, withoutUnit(store, slabs, linkOf(store.nodes, node, place), index, level - 1))
  return reducedNode(store.nodes, node)
}

const definite = (found: number): number | undefined => (found === NONE ? undefined : found)
