import type { BlockMap } from '../../../src/blocks/block-map.ts'
import type { BlockStore } from '../../../src/blocks/block-store.ts'
import { FANOUT, linkOf } from '../../../src/blocks/map-nodes.ts'
import { chunkOf, type RowChunk, type RowTable, rowOf } from '../../../src/blocks/row-table.ts'
import { indexOfUnit } from '../../../src/blocks/slab-store.ts'

/**
 * Counts a whole store by hand, from the maps down, and returns what does not agree with its books: wrong reference counts, rows that
 * nobody refers to, units in the wrong place of a tree, slots and owners that disagree, wrong counts of written units.
 */
export const auditStore = (store: BlockStore, maps: readonly BlockMap[]): string[] => {
  const faults: string[] = []
  const nodeCounts = new Map<number, number>()
  for (const [unitBytes, slabs] of store.slabStores) {
    const unitCounts = new Map<number, number>()
    /** Counts a link, and the links of a node when it is seen first; returns the units behind the link. */
    const visit = (link: number, level: number, base: number): number => {
      if (link === 0) return 0
      const counts = link < 0 ? unitCounts : nodeCounts
      const seen = counts.get(Math.abs(link)) ?? 0
      counts.set(Math.abs(link), seen + 1)
      if (link < 0) {
        const index = indexOfUnit(slabs, -link)
        if (index < base || index >= base + FANOUT ** (level + 1)) faults.push(`unit ${-link} of index ${index} hangs at ${base}`)
        return 1
      }
      const links = Array.from({ length: FANOUT }, (_, place) => linkOf(store.nodes, link, place))
      const written = links.map((under, place) =>
        seen === 0 ? visit(under, level - 1, base + place * FANOUT ** level) : countUnder(store, under),
      )
      const total = written.reduce((sum, count) => sum + count, 0)
      if (total < 2) faults.push(`node ${link} has ${total} units under it`)
      return total
    }
    for (const map of maps.filter((map) => map.unitBytes === unitBytes)) {
      const written = visit(map.root, map.level, 0)
      if (written !== map.written) faults.push(`a map says ${map.written} written units and has ${written}`)
    }
    faults.push(
      ...auditRows('unit', slabs.units),
      ...auditReferences('unit', slabs.units, unitCounts),
      ...auditRows('slot', slabs.slabs),
    )
    if (slabs.slabs.live !== slabs.units.live) faults.push(`${slabs.slabs.live} slots are taken by ${slabs.units.live} units`)
    for (const unit of unitCounts.keys()) {
      const slot = chunkOf(slabs.units, unit).slots[rowOf(slabs.units, unit)] as number
      const owner = chunkOf(slabs.slabs, slot).owners[rowOf(slabs.slabs, slot)]
      if (owner !== unit) faults.push(`unit ${unit} lies in slot ${slot} of unit ${owner}`)
    }
  }
  return [...faults, ...auditRows('node', store.nodes), ...auditReferences('node', store.nodes, nodeCounts)]
}

const countUnder = (store: BlockStore, link: number): number => {
  if (link <= 0) return link < 0 ? 1 : 0
  let written = 0
  for (let place = 0; place < FANOUT; place++) written += countUnder(store, linkOf(store.nodes, link, place))
  return written
}

const auditReferences = (
  name: string,
  table: RowTable<RowChunk & { readonly references: Uint32Array }>,
  counted: ReadonlyMap<number, number>,
): string[] => {
  const faults = [...counted].flatMap(([id, count]) => {
    const booked = chunkOf(table, id).references[rowOf(table, id)]
    return booked === count ? [] : [`${name} ${id} has ${count} references and books ${booked}`]
  })
  return table.live === counted.size
    ? faults
    : [...faults, `${table.live} rows of kind ${name} are taken, ${counted.size} are referred to`]
}

/** The books of a row table: free lists, live counts, the lists of chunks. */
export const auditRows = (name: string, table: RowTable<RowChunk>): string[] => {
  const faults: string[] = []
  let rows = 0
  let live = 0
  table.chunks.forEach((chunk, index) => {
    if (chunk === null) {
      if (index > 0 && !table.vacant.includes(index))
        faults.push(`${name} chunk ${index} is missing in the list of vacant numbers`)
      return
    }
    const free = new Set<number>()
    for (let row = chunk.free; row < chunk.next.length && !free.has(row); row = chunk.next[row] as number) free.add(row)
    rows += chunk.next.length
    live += chunk.live
    if (free.size !== chunk.next.length - chunk.live)
      faults.push(`${name} chunk ${index} has ${free.size} free rows, ${chunk.live} live ones`)
    if (chunk.live === 0) faults.push(`${name} chunk ${index} has no live row`)
    const roomy = table.roomy.filter((number) => number === index).length
    if (roomy !== (free.size > 0 ? 1 : 0)) faults.push(`${name} chunk ${index} is ${roomy} times in the list of chunks with room`)
  })
  if (rows !== table.rows || live !== table.live)
    faults.push(`${name} table books ${table.live} of ${table.rows}, has ${live} of ${rows}`)
  if (table.roomy.some((index) => !table.chunks[index])) faults.push(`${name} table lists a missing chunk as roomy`)
  return faults
}
