import type { DueTask } from './clock.ts'
import type { CloudEvent } from './event-bus.ts'
import type { JournalEntry } from './journal.ts'
import type { Outcome } from './outcome.ts'
import type { Request } from './request.ts'
import type { Failure, ResponseMetadata } from './service-error.ts'
import type { Shape, ShapeFailure } from './shape.ts'
import type { World } from './world.ts'

/**
 * How sure a rule is, as in the specification: verified against AWS's model, documentation or recordings; seen in an emulator; inferred.
 */
export type Basis = 'V:model' | 'V:doc' | 'V:snap' | 'V:obs' | 'E' | 'I'

/** One call on its way through the gates. Each gate fills in what the later ones need. */
export interface Call<Input = unknown, Target = unknown, Prepared = unknown, Used = unknown> {
  readonly world: World
  readonly service: Service
  readonly operation: Operation
  readonly request: Request
  readonly entry: JournalEntry
  /** The account in which the call is made. */
  readonly account: string
  readonly region: string
  /** Epoch milliseconds. */
  readonly time: number
  /** The clean copy that the shape gate made. */
  readonly input: Input
  /** What the resolve gate found. */
  readonly target: Target
  /** What the operation's `prepare` worked out. */
  readonly prepared: Prepared
  /** What the operation's `keyUse` brought back. */
  readonly used: Used
}

/** A rule of an operation that may stop the call. */
export type Check<Input, Target> = (call: Call<Input, Target>) => Outcome<unknown, Failure>

/**
 * One API action: what may be sent, whom it concerns, who may call it, what can stop it, what it does.
 *
 * The functions run in the order of the members. All but `keyUse` and `commit` are pure; `commit` cannot fail.
 */
export interface Operation<Input = unknown, Target = unknown, Prepared = unknown, Used = unknown, Output = unknown> {
  /** AWS's name of the operation. */
  readonly name: string
  /** The IAM action, where it is one. `access` names them where there are several. */
  readonly action: string
  /** The path of the AWS documentation page. */
  readonly doc: string
  readonly basis: Basis
  readonly input: Shape<Input>
  /** Finds the resources that the call names; a failure here is AWS's answer to a name that cannot be right. */
  target(call: Call<Input>): Outcome<Target, Failure>
  /** What the caller must be allowed to do; without it, `action` on `target`. */
  access?(call: Call<Input, Target>): readonly unknown[]
  /** Whether permissions given across accounts are effective for this operation. */
  readonly crossAccount: boolean
  /** In AWS's order for this operation. */
  readonly checks: readonly Check<Input, Target>[]
  /** Work whose failure is an answer of AWS and which changes nothing, e.g. opening a ciphertext. Runs before the dry run. */
  prepare?(call: Call<Input, Target>): Outcome<Prepared, Failure>
  /** The calls that this operation makes of its own, each a complete nested request; undoes them itself where a later one fails. */
  keyUse?(call: Call<Input, Target, Prepared>): Outcome<Used, Failure>
  /** Changes the operation's own state and answers. Cannot fail. */
  commit(call: Call<Input, Target, Prepared, Used>): Output
  readonly trail: TrailRules
}

/** How CloudTrail records an operation. */
export interface TrailRules {
  readonly readOnly: boolean
  /** It reads or writes data: the event history has no record of it. */
  readonly isDataEvent?: true
  /** From the recorded input; without it, the input's members in lower camel case. */
  readonly requestParameters?: (entry: JournalEntry) => unknown
  /** From the recorded output; without it, `null`. */
  readonly responseElements?: (entry: JournalEntry) => unknown
}

/** An operation whose types are set aside, so that different ones fit into one list. */
// biome-ignore lint/suspicious/noExplicitAny: the one place where the five type parameters are forgotten; the pipeline only passes values through
export type AnyOperation = Operation<any, any, any, any, any>

/** Gives an operation its types: what `target` finds is what `checks` get, and so on down to `commit`. */
export const defineOperation = <Input, Target, Prepared, Used, Output>(
  operation: Operation<Input, Target, Prepared, Used, Output>,
): Operation<Input, Target, Prepared, Used, Output> => operation

/** One AWS service: its operations and the ways in which its answers differ from other services'. */
export interface Service {
  /** The signing name, e.g. `kms`. */
  readonly name: string
  /** CloudTrail's `eventSource`, e.g. `kms.amazonaws.com`. */
  readonly eventSource: string
  readonly operations: ReadonlyMap<string, AnyOperation>
  /** The throttle gate of this service, where it counts calls. */
  throttle?(call: Call): Outcome<unknown, Failure>
  /** The authorise gate of this service. */
  authorise(call: Call): Outcome<unknown, Failure>
  /** AWS's answer to an input that does not fit its shape. */
  shapeFailure(failures: readonly ShapeFailure[]): Failure
  /** The answer to a dry run that would have succeeded. */
  readonly dryRun: Failure
  /** The answer to a call with credentials that have expired. */
  readonly expiredCredentials: Failure
  /** The failure of this name, for faults; nothing where the service has none. */
  failure(code: string, message?: string): Failure | undefined
  /** The names of all errors that the service can answer with. */
  readonly errorCodes: readonly string[]
  /** The exception that a failure becomes at the direct door. */
  toException(failure: Failure, metadata: ResponseMetadata): Error
  /** CloudTrail's `errorCode` of a failure. */
  trailErrorCode(failure: Failure): string
  /** The code of a failure over the wire, for services whose exceptions have names of their own. */
  wireCode?(failure: Failure): string
  /** Lets go of what the service keeps open in a world that ends: devices, and the keys in them. */
  close?(world: World): void
  /** Hears of what another service has put on the event bus: may ask for due work, and does nothing else. */
  hears?(world: World, event: CloudEvent): void
  /** The work of this service that can come due, by name. */
  readonly tasks: Readonly<Record<string, (world: World, task: DueTask) => void>>
}

/** A map of operations by name; a name given twice is a mistake found when the module loads. */
export const operationMap = (operations: readonly AnyOperation[]): ReadonlyMap<string, AnyOperation> => {
  const map = new Map(operations.map((operation) => [operation.name, operation]))
  if (map.size !== operations.length)
    throw new Error('Expected every operation once, found a name twice in the list of operations.')
  return map
}
