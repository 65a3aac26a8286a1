import { type Cloud, type Identity, SimulatorError } from '../../../src/index.ts'
import { serve } from '../../../src/wire/server.ts'
import { SDK_CLIENTS } from '../wire/sdk-clients.ts'
import type { Told } from './calls.ts'

/** Who calls what where. */
export interface DoorCall {
  readonly service: string
  readonly operation: string
  readonly input: object
  readonly as: Identity
  readonly region: string
}

/** A way into a cloud. */
export interface Door {
  call(call: DoorCall): Promise<Told>
  close(): Promise<void>
}

type Methods = Readonly<Record<string, (input: object) => object>>

/** Every way into a cloud. */
export const DOORS: Readonly<Record<string, (cloud: Cloud) => Promise<Door>>> = {
  'direct call': async (cloud) => ({
    call: ({ service, operation, input, as, region }) =>
      told(async () => {
        const { [service]: methods = {} } = cloud.session({ as, region }) as unknown as Record<string, Methods>
        return methods[operation.charAt(0).toLowerCase() + operation.slice(1)]?.(input)
      }),
    close: async () => {},
  }),
  'SDK handler': async (cloud) => throughClient(({ as, region }) => cloud.clientConfig({ as, region })),
  'SDK plugin': async (cloud) =>
    throughClient(
      ({ as, region }) => ({ region, credentials: cloud.credentials(as), requestHandler: NO_NETWORK }),
      (client, { as, region }) => client.middlewareStack.use(cloud.sdkPlugin({ as, region })),
    ),
  fetch: async (cloud) =>
    throughClient(({ as, region }) => ({ region, credentials: cloud.credentials(as), requestHandler: fetchHandler(cloud) })),
  HTTP: async (cloud) => {
    const served = await serve({ port: 0, cloud })
    const door = throughClient(({ as, region }) => ({ region, credentials: cloud.credentials(as), endpoint: served.url }))
    return { ...door, close: () => served.close() }
  },
}

interface Client {
  readonly middlewareStack: { use(plugin: unknown): void }
  send(command: unknown): Promise<object>
  destroy(): void
}

const throughClient = (
  configOf: (call: DoorCall) => object,
  prepare: (client: Client, call: DoorCall) => void = () => {},
): Door => {
  const clients = new Map<unknown, Map<string, Client>>()
  const clientFor = (call: DoorCall): Client => {
    const known = clients.get(call.as) ?? new Map<string, Client>()
    clients.set(call.as, known)
    const name = `${call.service}/${call.region}`
    const client = known.get(name) ?? make(classOf(call.service, 'Client'), { ...configOf(call), maxAttempts: 1 })
    if (!known.has(name)) prepare(client, call)
    known.set(name, client)
    return client
  }
  const make = (Made: new (config: object) => unknown, config: object) => new Made(config) as Client
  return {
    call: (call) => told(() => clientFor(call).send(new (commandClass(call))(call.input))),
    close: async () => {
      for (const known of clients.values()) for (const client of known.values()) client.destroy()
    },
  }
}

type Class = new (argument: object) => unknown

const commandClass = ({ service, operation }: DoorCall): Class => {
  const Command = SDK_CLIENTS[service]?.module[`${operation}Command`]
  if (typeof Command !== 'function') throw new Error(`Expected a command ${operation} in the client of ${service}.`)
  return Command as Class
}

/** The SDK's client class of a service: the one class whose name is the service's and `Client`. */
const classOf = (service: string, ending: string): Class => {
  const module = SDK_CLIENTS[service]?.module ?? {}
  const name = Object.keys(module).find((each) => each.toLowerCase() === `${service}${ending}`.toLowerCase())
  return module[name ?? ''] as Class
}

const told = async (call: () => Promise<object | undefined>): Promise<Told> => {
  try {
    const { $metadata: _, ...output } = (await call()) as Record<string, unknown>
    return { output: (await plain(output)) as Record<string, unknown> }
  } catch (error) {
    if (error instanceof SimulatorError || !(error instanceof Error) || !('$metadata' in error)) throw error
    const { httpStatusCode: status } = error.$metadata as { httpStatusCode: number }
    const reason = 'Reason' in error && error.Reason !== undefined ? { reason: String(error.Reason) } : {}
    return { error: { name: error.name, message: error.message, status, ...reason } }
  }
}

/** Without members that are `undefined`; streams as their bytes. */
const plain = async (value: unknown): Promise<unknown> => {
  if (value instanceof Uint8Array) return Uint8Array.from(value)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if ('transformToByteArray' in value) return plain(await (value.transformToByteArray as () => Promise<Uint8Array>)())
  if (Array.isArray(value)) return Promise.all(value.map(plain))
  const members = Object.entries(value).filter(([, each]) => each !== undefined)
  return Object.fromEntries(await Promise.all(members.map(async ([name, each]) => [name, await plain(each)])))
}

const NO_NETWORK = {
  handle: () => Promise.reject(new Error('Expected the plugin to answer above the network.')),
}

const fetchHandler = (cloud: Cloud) => ({
  handle: async (request: SentRequest) => {
    const { protocol, hostname, path, query = {}, method, headers, body } = request
    const search = new URLSearchParams(query).toString()
    const url = `${protocol}//${hostname}${path}${search === '' ? '' : `?${search}`}`
    const answer = await cloud.fetch(new Request(url, { method, headers, ...(method === 'GET' ? {} : { body }) }))
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const isStream = answer.headers.get('content-type') === 'application/octet-stream'
    return {
      response: {
        statusCode: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: isStream ? new Blob([bytes]).stream() : bytes,
      },
    }
  },
})

interface SentRequest {
  readonly protocol: string
  readonly hostname: string
  readonly path: string
  readonly query?: Record<string, string>
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: string | Uint8Array<ArrayBuffer>
}
