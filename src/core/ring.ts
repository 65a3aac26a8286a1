/** A list that keeps its newest `capacity` items and counts what it let go: plain data. */
export interface Ring<Item> {
  readonly capacity: number
  /** Items in a circle; `start` is the oldest. */
  readonly items: Item[]
  start: number
  dropped: number
}

/** An empty ring. A capacity of 0 keeps nothing. */
export const createRing = <Item>(capacity: number): Ring<Item> => ({ capacity, items: [], start: 0, dropped: 0 })

/** Adds the newest item; the oldest goes when the ring is full. */
export const pushRing = <Item>(ring: Ring<Item>, item: Item): void => {
  if (ring.items.length < ring.capacity) {
    ring.items.push(item)
    return
  }
  ring.dropped++
  if (ring.capacity === 0) return
  ring.items[ring.start] = item
  ring.start = (ring.start + 1) % ring.capacity
}

/** The items, oldest first, in a fresh array. */
export const ringItems = <Item>({ items, start }: Ring<Item>): Item[] => [...items.slice(start), ...items.slice(0, start)]
