import type { Principal } from '../core/principal.ts'

/** What a condition key stands for in a request: one value, several values (also where there is just one of them), or nothing. */
export type ContextValue = string | readonly string[] | undefined

/**
 * The question that policies answer: may `principal` do `action` on `resource`?
 *
 * Source: IAM User Guide, "Components of a request"; spec/around.md 1.7, 1.9.
 */
export interface AccessRequest {
  readonly principal: Principal
  /** `kms:Decrypt`. For an operation that AWS authorises as two actions, such as ReEncrypt, ask twice. */
  readonly action: string
  /** An ARN, or `*` for an action that has no resource. */
  readonly resource: string
  /** The account that owns the resource, or `undefined` where only the caller's own policies count (kms:CreateKey, all of ec2). */
  readonly resourceAccount: string | undefined
  /** Whether a permission from another account is effective for this action (spec/around.md 1.8). */
  readonly crossAccountCapable: boolean
  /**
   * Whether the resource is there. Where it is not, a caller of the same account is judged by its own policies alone (the service
   * then answers that there is no such thing), and a caller of another account gets the text that it gets for any refusal.
   */
  readonly resourceExists: boolean
  /**
   * The value of a condition key, given in lower case; called only when a statement asks for it. What follows from the principal
   * (`aws:principalarn` and its like) is answered by `iam/context.ts` and never reaches this function. Numbers, booleans and dates
   * are given as texts, binary values in base64; a key that can have several values always as a list.
   */
  readonly context: (lowerCaseKey: string) => ContextValue
  /**
   * Whether a key has its value only because AWS gives a parameter that the request leaves out a default: `Null` counts it as absent,
   * all other operators see the default. Without this function there is no such key.
   */
  readonly isDefault?: (lowerCaseKey: string) => boolean
}

/** The caller's account; AWS services have none. */
export const callerAccount = ({ principal }: AccessRequest): string | undefined =>
  principal.kind === 'service' ? undefined : principal.account

/** Whether an identity of one account asks for a resource of another. */
export const isCrossAccount = (request: AccessRequest): boolean =>
  request.resourceAccount !== undefined &&
  request.principal.kind !== 'service' &&
  request.principal.account !== request.resourceAccount
