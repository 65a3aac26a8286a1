import { restoreCloud } from '../cloud.ts'
import { fromUtf8, utf8 } from '../core/bytes.ts'
import type { Duration } from '../core/clock.ts'
import { SimulatorError } from '../core/simulator-error.ts'
import { SERVICES } from '../services.ts'
import type { WireRequest, WireResponse } from './message.ts'
import type { Surroundings } from './server.ts'

type Path = (surroundings: Surroundings, request: WireRequest) => WireResponse

/**
 * The paths that are the server's own and none of AWS's. Harnesses made for other emulators find their health check and their reset; what
 * looks into the world or replaces it is only there where it was asked for.
 */
const OPEN_PATHS: Readonly<Record<string, Path>> = {
  'GET /_sim/health': () => json(200, { status: 'ok', services: [...SERVICES.keys()] }),
  'GET /_localstack/health': () =>
    json(200, { services: Object.fromEntries([...SERVICES.keys()].map((name) => [name, 'running'])) }),
  'POST /moto-api/reset': (surroundings) => reset(surroundings),
}

const SIMULATOR_PATHS: Readonly<Record<string, Path>> = {
  'POST /_sim/reset': (surroundings) => reset(surroundings),
  'POST /_sim/advance': ({ cloud }, { body }) => {
    cloud().clock.advance(JSON.parse(fromUtf8(body)) as Duration)
    return json(200, { now: new Date(cloud().clock.now()).toISOString() })
  },
  'GET /_sim/save': ({ cloud }) => ({
    status: 200,
    headers: { 'content-type': 'application/octet-stream' },
    body: cloud().save(),
  }),
  'POST /_sim/restore': (surroundings, { body }) => {
    surroundings.replace(restoreCloud(body))
    return json(200, { status: 'ok' })
  },
}

/** The answer to a request for one of the server's own paths; nothing for all others. */
export const answerOwn = (surroundings: Surroundings, request: WireRequest): WireResponse | undefined => {
  const { method, path } = request
  if (!isOwn(path)) return undefined
  const paths = surroundings.simulatorApi ? { ...OPEN_PATHS, ...SIMULATOR_PATHS } : OPEN_PATHS
  const found = Object.hasOwn(paths, `${method} ${path}`) ? paths[`${method} ${path}`] : undefined
  if (found === undefined)
    return json(404, { error: `Expected one of ${Object.keys(paths).join(', ')}, found ${method} ${path}.` })
  try {
    return found(surroundings, request)
  } catch (error) {
    if (!(error instanceof SimulatorError) && !(error instanceof SyntaxError)) throw error
    return json(400, { error: error.message })
  }
}

/** How long a body may be: a saved world is longer than any call. */
export const limitOf = (
  { method, path }: Pick<WireRequest, 'method' | 'path'>,
  { simulatorApi, bodyLimit }: Surroundings,
): number => (simulatorApi && method === 'POST' && path === '/_sim/restore' ? Math.max(bodyLimit, RESTORE_MAX) : bodyLimit)

const isOwn = (path: string) => /^\/(?:_sim|_localstack|moto-api)\//.test(path)

const reset = ({ cloud }: Surroundings): WireResponse => {
  cloud().reset()
  return json(200, { status: 'ok' })
}

const json = (status: number, value: object): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: utf8(JSON.stringify(value)),
})

const RESTORE_MAX = 1 << 30
