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
  /** The services on the way that `aws:CalledVia` lists. */
  readonly calledVia?: readonly string[] | undefined
}): ConditionValues => ({
  'aws:currenttime': wholeSeconds(request.time),
  'aws:epochtime': String(Math.floor(request.time / 1000)),
  'aws:requestedregion': request.region,
  'aws:securetransport': 'true',
  'aws:sourceip': '127.0.0.1',
  'aws:useragent': 'kms-ebs-sim',
  'aws:viaawsservice': String(request.isForwarded || request.calledVia !== undefined),
  ...calledViaKeys(request.calledVia),
})

/** `aws:CalledVia` and its first and last member: there where one of the services that the key lists has made the call. */
export const calledViaKeys = (services: readonly string[] | undefined): ConditionValues =>
  services === undefined
    ? {}
    : {
        'aws:calledvia': services,
        'aws:calledviafirst': services[0] ?? '',
        'aws:calledvialast': services.at(-1) ?? '',
      }
