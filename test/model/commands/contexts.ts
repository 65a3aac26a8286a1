/** The encryption contexts that stories use: none, one pair, another value, more pairs. */
export const CONTEXTS: readonly Readonly<Record<string, string>>[] = [{}, { a: '1' }, { a: '2' }, { a: '1', b: '1' }]

/** Whether two contexts have the same pairs. */
export const isSameContext = (left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean =>
  JSON.stringify(Object.entries(left).sort()) === JSON.stringify(Object.entries(right).sort())
