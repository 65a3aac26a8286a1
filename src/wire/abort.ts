/** Throws what clients of the AWS SDK get when they abort a call. The signal may be any object with `aborted`. */
export const throwIfAborted = (signal: unknown): void => {
  if (typeof signal !== 'object' || signal === null || !('aborted' in signal) || signal.aborted !== true) return
  throw Object.assign(new Error('Request aborted'), { name: 'AbortError' })
}
