import type { ConnectionFault } from '../core/faults.ts'
import type { Service } from '../core/operation.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'

/** What the wire needs of the simulator. It is handed in, so the wire stands on `core` alone. */
export interface WireHost {
  readonly services: ReadonlyMap<string, Service>
  /** The Region of requests that name none. */
  readonly region: string
  /** Whether signatures are checked, or only read for the access key, service and Region. */
  readonly signatures: 'verify' | 'ignore'
  /** Epoch milliseconds. */
  now(): number
  /** A request id for an answer behind which there is no call. */
  requestId(): string
  /** What belongs to an access key, where the cloud knows it. */
  secretsOf(accessKeyId: string): Secrets | undefined
  /** What is wrong with the connection over which a call comes, if anything. Counts the call. */
  connectionFault(service: string, operation: string): ConnectionFault | undefined
  /** Runs one operation. Without a known access key the default principal acts. */
  run(call: WireCall): WireAnswer
}

/** What a known access key signs and shows. */
export interface Secrets {
  readonly secretAccessKey: string
  /** Temporary credentials are only good with it. */
  readonly sessionToken?: string
}

/** One call, as it came over the wire. */
export interface WireCall {
  readonly service: string
  readonly operation: string
  readonly input: unknown
  readonly region: string
  readonly accessKeyId: string | undefined
}

/** The answer to a call, with its request id. */
export type WireAnswer = Outcome<unknown, Failure> & { readonly requestId: string }
