import { type ClientCredentials, credentialsOf, ownerOf, secretsOf } from './access-keys.ts'
import type { ActingPrincipal } from './account.ts'
import type { Duration } from './core/clock.ts'
import { connectionFaultFor } from './core/faults.ts'
import { requestIdOf } from './core/journal.ts'
import type { Service } from './core/operation.ts'
import type { Failure } from './core/service-error.ts'
import type { Answer, World } from './core/world.ts'
import { SERVICES } from './services.ts'
import type { WireAnswer, WireHost } from './wire/host.ts'
import { type SdkRequestHandler, sdkHandler } from './wire/sdk-handler.ts'
import { type SdkPlugin, sdkPlugin } from './wire/sdk-plugin.ts'

/** What a client of the AWS SDK for JavaScript v3 is made with to speak to this cloud: no port, no network. */
export interface ClientConfig {
  readonly region: string
  readonly credentials: ClientCredentials
  readonly requestHandler: SdkRequestHandler
}

/** How the doors for clients behave. */
export interface DoorOptions {
  /**
   * Every call whose name begins with `Describe`, `Get` or `List` first moves the manual clock on by this span. So the waiters of the
   * AWS SDK come to an end with `latency: 'typical'`.
   */
  readonly pollAdvances?: Duration | undefined
}

/** Who acts where a request names no access key that the world knows, and where. */
export interface DefaultCaller {
  readonly principal: ActingPrincipal
  readonly region: string
}

/** What the wire needs of a world. `worldNow` gives the world of the moment: a cloud that is reset has another one. */
export const wireHost = (worldNow: () => World, caller: () => DefaultCaller, { pollAdvances }: DoorOptions = {}): WireHost => ({
  services: SERVICES,
  get region() {
    return caller().region
  },
  get signatures() {
    return worldNow().settings.signatures
  },
  now: () => worldNow().clock.now(),
  requestId: () => worldNow().random.uuid({ purpose: 'wire/request-id' }),
  secretsOf: (accessKeyId) => secretsOf(worldNow(), accessKeyId),
  connectionFault: (service, operation) => connectionFaultFor(worldNow().faults, `${service}:${operation}`),
  run: ({ service, operation, input, region, accessKeyId }) => {
    const world = worldNow()
    if (pollAdvances !== undefined && /^(?:Describe|Get|List)/.test(operation)) world.clock.advance(pollAdvances)
    const known = accessKeyId === undefined ? undefined : ownerOf(world, accessKeyId)
    const principal = known ?? caller().principal
    return withRequestId(world, SERVICES.get(service), world.run({ principal, region, service, operation, input }))
  },
})

const onTheWire = (service: Service | undefined, error: Failure): Failure => {
  const code = service?.wireCode?.(error)
  return code === undefined ? error : { ...error, code }
}

/** The request id is derived when it is asked for: a call that nobody asks for it pays nothing. */
const withRequestId = (world: World, service: Service | undefined, answer: Answer): WireAnswer => ({
  ...(answer.ok ? { ok: true, value: answer.value } : { ok: false, error: onTheWire(service, answer.error) }),
  get requestId() {
    return requestIdOf(world.random, answer.entry)
  },
})

/** The host behind a cloud's `fetch`: for the HTTP server, which has its own requests. */
export const hostOf = (cloud: object): WireHost | undefined => HOSTS.get(cloud)

/** Notes the host behind a cloud's `fetch`. */
export const keepHost = <Cloud extends object>(cloud: Cloud, host: WireHost): Cloud => {
  HOSTS.set(cloud, host)
  return cloud
}

const HOSTS = new WeakMap<object, WireHost>()

/** The configuration of SDK clients for a caller. */
export const clientConfig = (worldNow: () => World, caller: () => DefaultCaller, options: DoorOptions): ClientConfig => {
  const { principal, region } = caller()
  return {
    region,
    credentials: credentialsOf(worldNow(), principal),
    requestHandler: sdkHandler(wireHost(worldNow, caller, options)),
  }
}

/** The plugin for SDK clients of a caller. */
export const clientPlugin = (worldNow: () => World, caller: () => DefaultCaller, options: DoorOptions): SdkPlugin =>
  sdkPlugin(wireHost(worldNow, caller, options))
