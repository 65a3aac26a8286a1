import type { Principal } from './principal.ts'
import type { Random } from './random.ts'
import { createRing, pushRing, type Ring, ringItems } from './ring.ts'
import type { Failure } from './service-error.ts'

/**
 * One call, as plain data. Byte strings are recorded by their length alone, so no record contains key material.
 *
 * Read by: `cloud.journal` (tests, tours), `cloud.trail` (CloudTrail), `cloud.explain`.
 */
export interface JournalEntry {
  /** Position among all calls of the world. */
  readonly sequence: number
  /** The sequence of the call inside which this one was made, e.g. EC2's call to KMS. */
  readonly parent: number | undefined
  /** `service/operation/account/region#n`, unique: what the event id is derived from. */
  readonly address: string
  /** The address of the outermost call: all calls of one request share the request id that is derived from it. */
  readonly requestAddress: string
  /** Epoch milliseconds. */
  readonly time: number
  readonly principal: Principal
  /** The account in which the call is made. */
  readonly account: string
  readonly region: string
  readonly service: string
  readonly operation: string
  /** `kms:ViaService` of a call that a service makes, e.g. `ec2.us-east-1.amazonaws.com`. */
  readonly via: string | undefined
  /**
   * `via` of all calls that have led to this one with the same principal's credentials, the outermost first, its own last. A call that a
   * service makes of its own begins anew. Read by the condition keys `aws:CalledVia…`.
   */
  readonly viaChain?: readonly string[] | undefined
  /** CloudTrail's `invokedBy` of a call that a service makes. */
  readonly invokedBy: string | undefined
  /** See `Origin.isUnmarked`. */
  readonly isUnmarked?: true
  /** The input's known members; bytes as `{ bytes: n }`. */
  input: unknown
  /** The gate that stopped the call. */
  stoppedAt?: string
  error?: Failure
  /** The gate at which the simulator itself gave up, e.g. over a parameter that is not simulated: no answer of AWS. */
  abandonedAt?: string
  /** The output; bytes as `{ bytes: n }`. */
  output?: unknown
  /** What the operation says about the call beyond input and output, for CloudTrail: resources, key material id, grant id. */
  facts?: Readonly<Record<string, unknown>>
  /** What the authorise gate decided and from what: enough for `cloud.explain` to run the evaluator again. */
  access?: readonly unknown[]
  /** Parameters that were left out because the world only warns about them (`unsupported: 'warn'`). */
  ignored?: readonly string[]
}

/** The plain data behind the journal. */
export interface JournalState {
  sequence: number
  readonly ring: Ring<JournalEntry>
}

/** A journal in which nothing stands yet. */
export const createJournalState = (capacity: number): JournalState => ({ sequence: 0, ring: createRing(capacity) })

/** The position of the next entry among all calls of the world. */
export const nextSequence = (state: JournalState): number => state.sequence++

/** Opens the entry of a call; its sequence is the {@link nextSequence}. */
export const openEntry = (state: JournalState, entry: JournalEntry): JournalEntry => {
  pushRing(state.ring, entry)
  return entry
}

/** The request id of a call: a UUID that is derived when it is asked for, so that a call that nobody looks at pays nothing. */
export const requestIdOf = (random: Random, { requestAddress }: Pick<JournalEntry, 'requestAddress'>): string => {
  const at = requestAddress.lastIndexOf('#')
  return random.numbered({ purpose: `request/${requestAddress.slice(0, at)}` }, Number(requestAddress.slice(at + 1)))
}

/** The entries that the journal still holds, oldest first. */
export const journalEntries = (state: JournalState): readonly JournalEntry[] => ringItems(state.ring)
