import { fromUtf8 } from '../core/bytes.ts'
import type { ConnectionFault } from '../core/faults.ts'
import { throwIfAborted } from './abort.ts'
import type { OpenOperation } from './answer.ts'
import { bytesOfBody, streamOf } from './body.ts'
import { DroppedConnection, slowly } from './connection.ts'
import type { WireAnswer, WireHost } from './host.ts'
import type { StructureSchema } from './shape-table.ts'

/**
 * A plugin for the middleware stack of an AWS SDK v3 client: it answers above serialisation and signing, without a byte of wire.
 * Typed by structure, so that no SDK package is needed at run time.
 *
 * Refusals do go over the wire, into the client's own retries and its own deserialiser: what comes out is of the client's own classes,
 * with every release of the SDK.
 */
export interface SdkPlugin {
  applyToStack(stack: SdkMiddlewareStack): void
}

/** What the plugin needs of a client's middleware stack. */
export interface SdkMiddlewareStack {
  add(middleware: unknown, options: object): void
  addRelativeTo(middleware: unknown, options: object): void
}

type Handler = (args: Arguments) => Promise<object>

interface Arguments {
  readonly input: object
  /** How the next attempt is answered: set where a refusal goes into the client's retries. */
  readonly attempt?: () => Promise<object>
}

interface Context {
  readonly clientName?: string
  readonly commandName?: string
  readonly __smithy_context?: { readonly abortSignal?: unknown }
}

/** The plugin over a host. */
export const sdkPlugin = (host: WireHost): SdkPlugin => {
  /** Where the client's retries begin, for each resolved stack. */
  const retries = new WeakMap<object, Handler>()
  const enter = (next: Handler, context: Context): Handler => {
    retries.set(context, next)
    return next
  }
  const reply =
    (next: Handler): Handler =>
    (args) =>
      args.attempt?.() ?? next(args)
  const open = operationCache(host)
  const respond = (next: Handler, context: Context): Handler => {
    const [service, operation] = namesOf(context)
    return async (args) => {
      const known = open(service, operation)
      // A promise that need not be awaited costs nothing.
      const opened = known instanceof Promise ? await known : known
      const input = opened.inputStream === undefined ? args.input : await withoutStream(args.input, opened.inputStream)
      const signal = context.__smithy_context?.abortSignal
      // Whoever sends and aborts at once must be in time.
      if (signal !== undefined) await Promise.resolve()
      throwIfAborted(signal)
      const run = () => host.run({ service, operation, input, region: host.region, accessKeyId: undefined })
      const fault = host.connectionFault(service, operation)
      const first = fault === undefined ? run() : undefined
      if (first?.ok) return { response: {}, output: outputOf(first, opened) }
      const made = { fault, answer: first }
      const again = () => ({ fault: host.connectionFault(service, operation), answer: undefined })
      return (retries.get(context) ?? next)({ ...args, attempt: attempts({ opened, run, signal, made, again }) })
    }
  }
  return {
    applyToStack: (stack) => {
      stack.add(respond, { name: 'kmsEbsSimRespond', step: 'initialize', priority: 'low', override: true })
      stack.add(reply, { name: 'kmsEbsSimReply', step: 'deserialize', priority: 'low', override: true })
      stack.addRelativeTo(enter, {
        name: 'kmsEbsSimEnter',
        relation: 'before',
        toMiddleware: 'retryMiddleware',
        override: true,
      })
    },
  }
}

/** `KMSClient` and `DecryptCommand` → `kms` and `Decrypt`. */
const namesOf = ({ clientName = '', commandName = '' }: Context): readonly [string, string] => [
  clientName.replace(/Client$/, '').toLowerCase(),
  commandName.replace(/Command$/, ''),
]

/** An operation that has been opened once, with its members that are streams. */
interface CachedOperation extends OpenOperation {
  readonly inputStream: string | undefined
  readonly outputStream: string | undefined
}

/** Opens an operation: the first time with a promise, from then on at once. */
const operationCache = (host: WireHost) => {
  const cache = new Map<string, CachedOperation>()
  const load = async (service: string, operation: string): Promise<CachedOperation> => {
    const { operationOf } = await import('./answer.ts')
    const opened = await operationOf(host, service, operation)
    const { input, output } = opened.schemas
    const cached = { ...opened, inputStream: streamMember(input), outputStream: streamMember(output) }
    cache.set(`${service}/${operation}`, cached)
    return cached
  }
  return (service: string, operation: string) => cache.get(`${service}/${operation}`) ?? load(service, operation)
}

/** How far an attempt has come: what is wrong with its connection, and its answer where there is one already. */
interface Attempt {
  readonly fault: ConnectionFault | undefined
  readonly answer: WireAnswer | undefined
}

interface Attempts {
  readonly opened: CachedOperation
  readonly signal: unknown
  /** The first attempt, which has been begun above the client's retries. */
  readonly made: Attempt
  run(): WireAnswer
  /** Begins a further attempt. */
  again(): Attempt
}

/** Every attempt but the first is a call of its own. */
const attempts = ({ opened, signal, made, run, again }: Attempts) => {
  let begun: Attempt | undefined = made
  return async () => {
    const { fault, answer } = begun ?? again()
    begun = undefined
    if (fault?.kind === 'drop') throw new DroppedConnection()
    const { status, headers, body, isStream } = opened.write(answer ?? run())
    await slowly(fault?.milliseconds, signal)
    return { response: { statusCode: status, headers, body: isStream ? streamOf(body) : body } }
  }
}

const outputOf = (answer: WireAnswer & { readonly ok: true }, { schemas, outputStream }: CachedOperation): object => {
  const $metadata = {
    httpStatusCode: schemas.status,
    // Made when somebody looks: most never do.
    get requestId() {
      return answer.requestId
    },
    attempts: 1,
    totalRetryDelay: 0,
  }
  const value = answer.value as Record<string, unknown>
  if (outputStream === undefined) return { ...value, $metadata }
  return { ...value, [outputStream]: sdkStream(value[outputStream] as Uint8Array), $metadata }
}

const withoutStream = async (input: object, stream: string): Promise<object> => ({
  ...input,
  [stream]: await bytesOfBody(input[stream as keyof typeof input]),
})

const streamMember = (schema: StructureSchema | undefined): string | undefined =>
  [...(schema?.members.values() ?? [])].find((member) => member.schema.kind === 'stream')?.name

/** A stream with the methods that the SDK gives to streams of bytes. */
const sdkStream = (bytes: Uint8Array): ReadableStream<Uint8Array> =>
  Object.assign(streamOf(bytes), {
    transformToByteArray: async () => bytes.slice(),
    transformToString: async () => fromUtf8(bytes),
    transformToWebStream: () => streamOf(bytes),
  })
