import { parseArgs } from 'node:util'
import type { CloudOptions } from '../options.ts'
import { UsageError } from './source-file.ts'

/** What `kms-ebs-sim serve` was asked for. */
export interface ServeArguments {
  readonly port: number
  readonly host: string
  readonly simulatorApi: boolean
  readonly cloud: CloudOptions
}

/** Reads the words behind `kms-ebs-sim serve`. Throws {@link UsageError} for whatever it does not know. */
export const readServeArguments = (words: readonly string[]): ServeArguments | 'help' => {
  const {
    help,
    port = '4566',
    host = '127.0.0.1',
    'sim-api': simulatorApi = false,
    seed,
    account,
    region,
    ...named
  } = readFlags(words)
  if (help === true) return 'help'
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError(`--port takes a number from 0 to 65535, got ${JSON.stringify(port)}.`)
  }
  const clock = choice('clock', named.clock, ['system', 'manual'] as const)
  const latency = choice('latency', named.latency, ['none', 'typical'] as const)
  const signatures = choice('signatures', named.signatures, ['ignore', 'verify'] as const)
  const cloud = { seed: seed ?? '0', clock, latency, signatures, ...(account === undefined ? {} : { accountId: account }) }
  return { port: Number(port), host, simulatorApi, cloud: region === undefined ? cloud : { ...cloud, region } }
}

/** What `serve` can do. */
export const SERVE_HELP = `kms-ebs-sim serve [--port N] [--host ADDRESS] [--account ID] [--region NAME] [--seed TEXT] [--sim-api]
                 [--clock system|manual] [--latency none|typical] [--signatures ignore|verify]

  Serves a simulated AWS on one port for all services: aws --endpoint-url http://127.0.0.1:4566 kms list-keys

  --port N        default: 4566; 0 takes a free one
  --host ADDRESS  default: 127.0.0.1, which nobody outside this machine reaches
  --account ID    the account of requests with foreign access keys (default: 111122223333)
  --region NAME   the Region of requests that name none (default: us-east-1)
  --seed TEXT     the root of all randomness (default: 0)
  --sim-api       offers /_sim/reset, /_sim/advance, /_sim/save and /_sim/restore
  --clock         default: system; manual: time moves by /_sim/advance alone
  --latency       default: none; typical: states such as creating take seconds
  --signatures    default: ignore; verify: requests must be signed with access keys of this world
`

const choice = <const Choices extends readonly [string, ...string[]]>(
  name: string,
  value: string | undefined,
  choices: Choices,
): Choices[number] => {
  if (value === undefined) return choices[0]
  if (choices.includes(value)) return value
  throw new UsageError(`--${name} takes ${choices.join(' or ')}, got ${JSON.stringify(value)}.`)
}

const readFlags = (words: readonly string[]) => {
  const text = { type: 'string' } as const
  const named = { port: text, host: text, account: text, region: text, seed: text, clock: text, latency: text, signatures: text }
  try {
    return parseArgs({
      args: [...words],
      options: { ...named, 'sim-api': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    }).values
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${SERVE_HELP}`)
  }
}
