/**
 * The answer of a decision: a value, or the failure that stops the call.
 *
 * Nothing inside the simulator throws for an AWS error; a gate returns an `Outcome` and only the front door throws.
 */
export type Outcome<Value, Failed> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failed }

/** A decision that went well. */
export const succeed = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({ ok: true, value })

/** A decision that stops the call. */
export const refuse = <Failed>(error: Failed): { readonly ok: false; readonly error: Failed } => ({ ok: false, error })

/** The outcome of a check that has nothing to say beyond "go on". */
export const PASS = succeed(undefined)
