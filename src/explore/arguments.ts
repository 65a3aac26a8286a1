import { parseArgs } from 'node:util'
import { SCENARIOS } from './scenarios.ts'
import { UsageError } from './source-file.ts'
import type { TourScenario } from './tour-scenario.ts'

/** What `kms-ebs-sim tour` was asked for. */
export interface TourArguments {
  readonly scenario: TourScenario
  readonly file: string | undefined
  readonly seed: string
  readonly output: 'text' | 'json' | 'mermaid'
}

/** Reads the words behind `kms-ebs-sim`. Throws {@link UsageError} for whatever it does not know. */
export const readArguments = (words: readonly string[]): TourArguments | 'help' | 'list' => {
  const [command, ...rest] = words
  if (command === undefined || command === 'help' || command === '--help' || command === '-h') return 'help'
  if (command !== 'tour') throw new UsageError(`There is no command ${command}.\n\n${HELP}`)
  const { values, positionals } = readFlags(rest)
  const { json, mermaid, file, seed = '7', list, help } = values
  if (help === true) return 'help'
  const scenario = scenarioOf(positionals)
  if (json === true && mermaid === true) throw new UsageError('Choose one of --json and --mermaid.')
  if (!/^-?\d{1,15}$/.test(seed))
    throw new UsageError(`--seed takes a whole number of up to 15 digits, got ${JSON.stringify(seed)}.`)
  if (list === true) return 'list'
  if (file !== undefined && !scenario.writesFile)
    throw new UsageError(`The tour ${scenario.name} writes no file; leave out --file.`)
  return { scenario, file, seed, output: json === true ? 'json' : mermaid === true ? 'mermaid' : 'text' }
}

const scenarioOf = ([name, ...more]: readonly string[]): TourScenario => {
  if (more.length > 0) throw new UsageError(`One tour at a time, got ${[name, ...more].join(', ')}.`)
  if (name === undefined) return SCENARIOS[0]
  const found = SCENARIOS.find((scenario) => scenario.name === name)
  if (found === undefined) throw new UsageError(`There is no tour ${name}. There are:\n\n${LIST}`)
  return found
}

const WIDTH = Math.max(...SCENARIOS.map(({ name }) => name.length))

/** The tours, one a line; the first is the default. */
export const LIST: string = SCENARIOS.map(({ name, title }) => `${name.padEnd(WIDTH)}  ${title}\n`).join('')

/** What the command can do. */
export const HELP = `kms-ebs-sim tour [NAME] [--file PATH] [--seed N] [--json | --mermaid]
kms-ebs-sim tour --list

  Tells a story in a cloud of its own, and shows every call to AWS KMS on the way. Without a name: three encrypted volumes in
  Tokyo, their snapshots, and copies of them in Oregon. What it claims is measured; exit status 1 where a claim does not hold.

  --list        the names of the tours
  --file PATH   the file to write through the disks, up to 256 MiB (default: the README of this package); not every tour has disks
  --seed N      the root of all randomness (default: 7); the same seed gives every byte and id again
  --json        the same as JSON
  --mermaid     the same as a Mermaid sequence diagram

kms-ebs-sim bench [--quick]

  Measures this package on this machine; kms-ebs-sim bench --help says more.
`

const readFlags = (words: readonly string[]) => {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        file: { type: 'string' },
        seed: { type: 'string' },
        json: { type: 'boolean' },
        mermaid: { type: 'boolean' },
        list: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${HELP}`)
  }
}
