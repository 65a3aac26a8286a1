import {
  addChunk,
  chunkOf,
  createRowTable,
  dropRow,
  freeRows,
  type RowChunk,
  type RowTable,
  rowOf,
  takeRow,
} from './row-table.ts'
import { releaseUnit, retainUnit, type SlabStore } from './slab-store.ts'

/**
 * The nodes of all block maps. A node has 32 links: a positive link leads to a node of the level below, a negative one to a unit
 * (`-unit`), 0 nowhere. A unit hangs as high as it can: where it is the only one of a subtree, it stands for the subtree.
 *
 * A node may belong to many maps: it counts who refers to it, and only a node with one reference may be changed.
 */
export type MapNodes = RowTable<NodeChunk>

/** The columns of some nodes. */
export interface NodeChunk extends RowChunk {
  readonly references: Uint32Array
  /** 32 links for each node. */
  readonly links: Int32Array
}

/** Links of a node. */
export const FANOUT = 32
/** How many units a node of each level spans. Level 0 has units only; level 7 spans 512 TiB of the smallest units. */
export const NODE_SPAN: readonly number[] = [5, 10, 15, 20, 25, 30, 35, 40].map((bits) => 2 ** bits)

/** No nodes. */
export const createMapNodes = (): MapNodes => createRowTable(CHUNK_BITS)

/** Which link of a node at `level` leads to the unit `index`: five of its bits, which may lie above the 32 that bit operations see. */
export const linkPlace = (index: number, level: number): number => (index * (PLACE_SCALE[level] as number)) & (FANOUT - 1)

/** One link of a node. */
export const linkOf = (nodes: MapNodes, node: number, place: number): number =>
  chunkOf(nodes, node).links[rowOf(nodes, node) * FANOUT + place] as number

/** Sets a link. The node must have one reference only. */
export const setLink = (nodes: MapNodes, node: number, place: number, link: number): void => {
  chunkOf(nodes, node).links[rowOf(nodes, node) * FANOUT + place] = link
}

/** A new node without links, with one reference. */
export const takeNode = (nodes: MapNodes): number => {
  if (nodes.roomy.length === 0) addChunk(nodes, createNodeChunk())
  const node = takeRow(nodes)
  const { references, links } = chunkOf(nodes, node)
  const row = rowOf(nodes, node)
  references[row] = 1
  links.fill(0, row * FANOUT, (row + 1) * FANOUT)
  return node
}

/** A node that the caller, who refers to `node`, may change: the node itself, or a copy of a shared one. */
export const ownNode = (nodes: MapNodes, slabs: SlabStore, node: number): number => {
  const { references } = chunkOf(nodes, node)
  const row = rowOf(nodes, node)
  if (references[row] === 1) return node
  references[row] = (references[row] as number) - 1
  const copy = takeNode(nodes)
  for (let place = 0; place < FANOUT; place++) {
    const link = linkOf(nodes, node, place)
    retainLink(nodes, slabs, link)
    setLink(nodes, copy, place, link)
  }
  return copy
}

/** What is to hang in the place of an own node: the node, its only unit, or nothing. In the last two cases the node is freed. */
export const reducedNode = (nodes: MapNodes, node: number): number => {
  let only = 0
  for (let place = 0; place < FANOUT; place++) {
    const link = linkOf(nodes, node, place)
    if (link > 0 || (link < 0 && only < 0)) return node
    if (link < 0) only = link
  }
  dropRow(nodes, node)
  return only
}

/** One map or node more has this link. */
export const retainLink = (nodes: MapNodes, slabs: SlabStore, link: number): void => {
  if (link < 0) retainUnit(slabs, -link)
  if (link <= 0) return
  const { references } = chunkOf(nodes, link)
  const row = rowOf(nodes, link)
  references[row] = (references[row] as number) + 1
}

/** One map or node fewer has this link. The last one frees the node or unit, and with a node what nobody else refers to. */
export const releaseLink = (nodes: MapNodes, slabs: SlabStore, link: number): void => {
  if (link < 0) releaseUnit(slabs, -link)
  if (link <= 0) return
  const { references } = chunkOf(nodes, link)
  const row = rowOf(nodes, link)
  const left = (references[row] as number) - 1
  references[row] = left
  if (left > 0) return
  for (let place = 0; place < FANOUT; place++) releaseLink(nodes, slabs, linkOf(nodes, link, place))
  dropRow(nodes, link)
}

const createNodeChunk = (): NodeChunk => ({
  ...freeRows(CHUNK_ROWS),
  references: new Uint32Array(CHUNK_ROWS),
  links: new Int32Array(CHUNK_ROWS * FANOUT),
})

const CHUNK_BITS = 6
const CHUNK_ROWS = 2 ** CHUNK_BITS
/** Powers of two, so the product is exact; the bit operation behind it drops the fraction and what is above. */
const PLACE_SCALE: readonly number[] = NODE_SPAN.map((span) => FANOUT / span)
