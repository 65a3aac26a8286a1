import { parseArgs } from 'node:util'
import { UsageError } from './source-file.ts'

/** What `kms-ebs-sim tour` was asked for. */
export interface TourArguments {
  readonly file: string | undefined
  readonly seed: string
  readonly output: 'text' | 'json' | 'mermaid'
}

/** Reads the words behind `kms-ebs-sim`. Throws {@link UsageError} for whatever it does not know. */
export const readArguments = (words: readonly string[]): TourArguments | 'help' => {
  const [command, ...rest] = words
  if (command === undefined || command === 'help' || command === '--help' || command === '-h') return 'help'
  if (command !== 'tour') throw new UsageError(`There is no command ${command}.\n\n${HELP}`)
  const { json, mermaid, file, seed = '7', help } = readFlags(rest)
  if (help === true) return 'help'
  if (json === true && mermaid === true) throw new UsageError('Choose one of --json and --mermaid.')
  if (!/^-?\d{1,15}$/.test(seed))
    throw new UsageError(`--seed takes a whole number of up to 15 digits, got ${JSON.stringify(seed)}.`)
  return { file, seed, output: json === true ? 'json' : mermaid === true ? 'mermaid' : 'text' }
}

/** What the command can do. */
export const HELP = `kms-ebs-sim tour [--file PATH] [--seed N] [--json | --mermaid]

  Walks a file of yours through three encrypted volumes in Tokyo, their snapshots, copies of them in Oregon and back,
  and shows every call to AWS KMS on the way.

  --file PATH   the file to write through the disks, up to 256 MiB (default: the README of this package)
  --seed N      the root of all randomness (default: 7); the same seed gives every byte and id again
  --json        the same as JSON
  --mermaid     the same as a Mermaid sequence diagram

kms-ebs-sim bench [--quick]

  Measures this package on this machine; kms-ebs-sim bench --help says more.
`

const readFlags = (words: readonly string[]) => {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        file: { type: 'string' },
        seed: { type: 'string' },
        json: { type: 'boolean' },
        mermaid: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    return values
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${HELP}`)
  }
}
