/** The machine's own time, epoch milliseconds: the one place in `src` that reads it, for `clock: 'system'`. */
export const systemTime = (): number => Date.now()
