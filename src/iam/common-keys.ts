import { wholeSeconds } from '../core/moments.ts'

/** Values of condition keys, the keys in lower case. */
export type ConditionValues = Readonly<Record<string, string | readonly string[]>>

/**
 * The condition keys that every signed request has, whatever its service.
 *
 * Source: IAM User Guide, "AWS global condition context keys"; spec/around.md 1.7. There is no network here: every caller is at
 * 127.0.0.1 and speaks TLS.
 */
export const commonKeys = (request: {
  readonly region: string
  /** Epoch milliseconds. */
  readonly time: number
  /** Whether a service makes the call with the credentials of the principal that called it; roles of services are no such principals. */
  readonly isForwarded: boolean
}): ConditionValues => ({
  'aws:currenttime': wholeSeconds(request.time),
  'aws:epochtime': String(Math.floor(request.time / 1000)),
  'aws:requestedregion': request.region,
  'aws:securetransport': 'true',
  'aws:sourceip': '127.0.0.1',
  'aws:useragent': 'kms-ebs-sim',
  'aws:viaawsservice': String(request.isForwarded),
})
