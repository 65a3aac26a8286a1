import { throwIfAborted } from './abort.ts'

/** A connection that broke off: what Node's own client throws, so that the AWS SDK tries again. */
export class DroppedConnection extends Error {
  readonly code = 'ECONNRESET'

  constructor() {
    super('socket hang up')
  }
}

/** Waits for a slow answer, by the machine's clock; an aborted call does not wait. The signal may be any object with `aborted`. */
export const slowly = async (milliseconds: number | undefined, signal?: unknown): Promise<void> => {
  if (milliseconds === undefined) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    if (!(signal instanceof AbortSignal)) return
    const wake = () => {
      clearTimeout(timer)
      resolve()
    }
    signal.addEventListener('abort', wake, { once: true })
  })
  throwIfAborted(signal)
}
