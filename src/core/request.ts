import type { JournalEntry } from './journal.ts'
import type { Principal } from './principal.ts'

/** One call, from whichever door it comes. */
export interface Request {
  readonly principal: Principal
  readonly region: string
  /** The service by its signing name, e.g. `kms`. */
  readonly service: string
  /** AWS's operation name, e.g. `Decrypt`. */
  readonly operation: string
  readonly input: unknown
  /** Set by the inside of the simulator alone: no public type and no wire request can express it. */
  readonly origin?: Origin
}

/** On whose behalf a service makes a call. */
export interface Origin {
  /**
   * The call inside which this one is made, or that asked for the due work which makes it; they share the request id. Without it, a
   * service calls of its own accord.
   */
  readonly parent?: JournalEntry
  /** `kms:ViaService`: set when a service forwards a principal's request (forward access session). */
  readonly via?: string
  /**
   * `aws:CalledVia`: the services that forward the principal's request, of those that the key lists. It goes on to the calls that are
   * made inside this one for the same principal.
   */
  readonly calledVia?: readonly string[]
  /** CloudTrail's `invokedBy`, e.g. `ec2-frontend-api.amazonaws.com`. */
  readonly invokedBy: string
  /** CloudTrail shows no sign of the forwarding but `invokedBy`: neither `sharedEventID` nor `vpcEndpointId`. */
  readonly isUnmarked?: true
}
