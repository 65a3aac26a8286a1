import { createCloud } from '../cloud.ts'
import { SimulatorError } from '../core/simulator-error.ts'
import { type ServedCloud, serve } from '../wire/server.ts'
import type { ServeArguments } from './serve-arguments.ts'
import { UsageError } from './source-file.ts'

/** Serves until the process is told to end, then lets the requests under way end; answers the exit status. */
export const serveUntilTold = async ({ cloud: options, ...rest }: ServeArguments): Promise<number> => {
  const served = await open(options, rest)
  process.stdout.write(`kms-ebs-sim serves at ${served.url}\n`)
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
  })
  await served.close()
  return 0
}

const open = async (options: ServeArguments['cloud'], rest: Omit<ServeArguments, 'cloud'>): Promise<ServedCloud> => {
  try {
    return await serve({ ...rest, cloud: createCloud(options) })
  } catch (error) {
    if (error instanceof SimulatorError) throw new UsageError(error.message)
    if (error instanceof Error && 'code' in error) throw new UsageError(`${error.message}. Choose another with --port or --host.`)
    throw error
  }
}
