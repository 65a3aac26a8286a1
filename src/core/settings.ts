/** The complete settings of a world: `options.ts` makes them from what the user gives, so no other code asks "is it set?". */
export interface Settings {
  readonly seed: string
  readonly accountId: string
  /** The Region of sessions that name none. */
  readonly region: string
  /** Epoch milliseconds. */
  readonly startTime: number
  readonly clock: 'manual' | 'system'
  /** Whether states such as `creating` and `pending` are settled at once or on the clock. */
  readonly latency: 'none' | 'typical'
  readonly engine: 'auto' | 'native' | 'noble'
  /** Bytes of an encryption unit of an EBS volume. */
  readonly unitBytes: number
  /** Calls that the journal keeps. */
  readonly journalCapacity: number
  /** Records that CloudTrail keeps. */
  readonly trailCapacity: number
  /** Events that the event bus keeps. */
  readonly eventCapacity: number
  /** Milliseconds until a new grant works without its token. */
  readonly grantPropagationMilliseconds: number
  readonly unsupported: 'error' | 'warn'
  readonly authorization: 'enforce' | 'off'
  /** Whether AWS's limits on how often something may be done to one resource hold. */
  readonly rateLimits: 'off' | 'on'
  /** Whether a DB cluster about which nothing is said is encrypted, under a key that AWS owns. */
  readonly rdsEncryptByDefault: boolean
  /** Milliseconds between two looks that RDS takes at the keys of the databases that run. */
  readonly rdsKeyCheckMilliseconds: number
  /** Whether RSA keys are made or taken from a published pool. */
  readonly rsaKeys: 'seeded' | 'fixed'
  /** `off`, or AWS's request quotas but for the ones adjusted here: requests a second by name of the quota. */
  readonly requestQuotas: 'off' | Readonly<Record<string, number>>
  /** Whether requests over the wire must be signed, and rightly. */
  readonly signatures: 'ignore' | 'verify'
}
