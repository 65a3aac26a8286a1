import { parseAccountId } from './core/identifiers.ts'
import { checkMembers } from './core/known-members.ts'
import { knownRegion } from './core/regions.ts'
import type { Settings } from './core/settings.ts'
import { SimulatorError } from './core/simulator-error.ts'
import type { KeyAlgorithm } from './crypto/key-pairs/key-algorithm.ts'
import { REQUEST_QUOTAS, type RequestQuotaName } from './kms/request-quotas.ts'

/** What `createCloud` may be told. Everything is optional. */
export interface CloudOptions {
  /** The root of all randomness: the same seed and the same calls give the same ids, keys and bytes. Default `0`. */
  readonly seed?: number | string | undefined
  /** Where the clock starts. Default 2026-01-01T00:00:00Z. */
  readonly startTime?: Date | number | string | undefined
  /** `manual` (default): time moves by `cloud.clock.advance` alone. `system`: the machine's time. */
  readonly clock?: 'manual' | 'system' | undefined
  /** `none` (default): states such as `creating` are settled when the call has returned. `typical`: on the clock, seconds later. */
  readonly latency?: 'none' | 'typical' | undefined
  /** The default account: twelve digits. Default `111122223333`. */
  readonly accountId?: string | undefined
  /** The Region of `cloud.kms` and `cloud.ec2`. Default `us-east-1`. */
  readonly region?: string | undefined
  /** `auto` (default): the platform's cryptography where there is one, else noble's. Their bytes are the same. */
  readonly engine?: 'auto' | 'native' | 'noble' | undefined
  /** Bytes of an encryption unit of a volume: a power of two from 512 to 524288. Default 4096. */
  readonly unitBytes?: number | undefined
  /** Calls that the journal keeps. Default 10,000. */
  readonly journalCapacity?: number | undefined
  /** Records that CloudTrail keeps. Default 10,000. */
  readonly trailCapacity?: number | undefined
  /** Events that the event bus keeps. Default 10,000. */
  readonly eventCapacity?: number | undefined
  /** Milliseconds until a new grant works without its token. Default 0. */
  readonly grantPropagation?: number | undefined
  /** A parameter that is not simulated: a loud `error` (default), or left out and noted in the journal. */
  readonly unsupported?: 'error' | 'warn' | undefined
  /** `off`: every caller may do everything. Default `enforce`. */
  readonly authorization?: 'enforce' | 'off' | undefined
  /** `on`: AWS's limits on how often something may be done to one resource hold, e.g. a snapshot of a volume every 15 s. Default `off`. */
  readonly rateLimits?: 'off' | 'on' | undefined
  /**
   * `true` (default): a DB cluster about which nothing is said is encrypted under a key that AWS owns, as it is since 18 February 2026.
   * `false`: it is unencrypted, as before.
   */
  readonly rdsEncryptByDefault?: boolean | undefined
  /** Milliseconds between two looks that RDS takes at the keys of the databases that run: how soon it finds one lost. Default 300,000. */
  readonly rdsKeyCheck?: number | undefined
  /** `seeded` (default): every RSA key pair is made, in up to seconds. `fixed`: taken from a pool that everybody has; for fast tests. */
  readonly rsaKeys?: 'seeded' | 'fixed' | undefined
  /**
   * `off` (default): KMS may be called as often as one likes. `aws`: calls beyond AWS's request quotas are a ThrottlingException, on
   * the world's clock. An object adjusts some of them: requests a second by name, e.g. `{ CreateKey: 1 }`.
   */
  readonly requestQuotas?: 'off' | 'aws' | Readonly<Partial<Record<RequestQuotaName, number>>> | undefined
  /** `ignore` (default): signatures over the wire only say who calls. `verify`: they must be there, right, and of the clock's time. */
  readonly signatures?: 'ignore' | 'verify' | undefined
  /** What the platform does not bring: `ellipticCurves` (Ed25519ph; browsers) and `postQuantum`. They go before the platform's own. */
  readonly algorithms?: readonly KeyAlgorithm[] | undefined
}

/** Complete options: what the user gave, and the defaults for the rest. Throws `SimulatorError` (`INVALID_OPTION`). */
export const readOptions = (options: CloudOptions): Settings => {
  checkMembers('options', options, KNOWN)
  return {
    region: readRegion(options.region),
    seed: readSeed(options.seed),
    accountId: readAccount(options.accountId),
    startTime: readTime(options.startTime, options.clock),
    clock: choice('clock', options.clock, ['manual', 'system']),
    latency: choice('latency', options.latency, ['none', 'typical']),
    engine: choice('engine', options.engine, ['auto', 'native', 'noble']),
    unitBytes: readUnitBytes(options.unitBytes),
    journalCapacity: count('journalCapacity', options.journalCapacity, 10_000),
    trailCapacity: count('trailCapacity', options.trailCapacity, 10_000),
    eventCapacity: count('eventCapacity', options.eventCapacity, 10_000),
    grantPropagationMilliseconds: count('grantPropagation', options.grantPropagation, 0),
    unsupported: choice('unsupported', options.unsupported, ['error', 'warn']),
    authorization: choice('authorization', options.authorization, ['enforce', 'off']),
    rateLimits: choice('rateLimits', options.rateLimits, ['off', 'on']),
    rdsEncryptByDefault: trueOrFalse('rdsEncryptByDefault', options.rdsEncryptByDefault, true),
    rdsKeyCheckMilliseconds: readKeyCheck(options.rdsKeyCheck),
    rsaKeys: choice('rsaKeys', options.rsaKeys, ['seeded', 'fixed']),
    requestQuotas: readRequestQuotas(options.requestQuotas),
    signatures: choice('signatures', options.signatures, ['ignore', 'verify']),
  }
}

const KNOWN: readonly (keyof CloudOptions)[] = [
  'seed',
  'startTime',
  'clock',
  'latency',
  'accountId',
  'region',
  'engine',
  'unitBytes',
  'journalCapacity',
  'trailCapacity',
  'eventCapacity',
  'grantPropagation',
  'unsupported',
  'authorization',
  'rateLimits',
  'rdsEncryptByDefault',
  'rdsKeyCheck',
  'rsaKeys',
  'requestQuotas',
  'signatures',
  'algorithms',
]

const readSeed = (seed: CloudOptions['seed']): string => {
  if (seed === undefined) return '0'
  if (typeof seed !== 'number' && typeof seed !== 'string')
    throw invalid('seed', 'a whole number or a text', seed, 'Leave it out for 0.')
  if (typeof seed === 'number' && !Number.isSafeInteger(seed))
    throw invalid('seed', 'a whole number or a text', seed, 'Round it.')
  return String(seed)
}

const readAccount = (accountId: string | undefined): string => {
  if (accountId === undefined) return '111122223333'
  return parseAccountId(accountId) ?? thrown(invalid('accountId', 'twelve digits', accountId, "Quote it: '012345678901'."))
}

const readRegion = (region: string | undefined): string => {
  if (region === undefined) return 'us-east-1'
  return knownRegion(region) ?? thrown(invalid('region', 'an AWS Region', region, "Use a code such as 'eu-central-1'."))
}

const readTime = (time: CloudOptions['startTime'], clock: CloudOptions['clock']): number => {
  if (time === undefined) return clock === 'system' ? 0 : DEFAULT_START
  const moment = new Date(time).getTime()
  return time !== null && Number.isFinite(moment)
    ? moment
    : thrown(invalid('startTime', 'a Date, epoch milliseconds or an ISO 8601 text', time, "Use '2026-01-01T00:00:00Z'."))
}

const readUnitBytes = (unitBytes: number | undefined): number => {
  if (unitBytes === undefined) return 4096
  const isPowerOfTwo = Number.isInteger(unitBytes) && Number.isInteger(Math.log2(unitBytes))
  if (isPowerOfTwo && unitBytes >= 512 && unitBytes <= 524_288) return unitBytes
  throw invalid('unitBytes', 'a power of two from 512 to 524288', unitBytes, 'AWS disks have 512-byte sectors; 4096 is usual.')
}

const readRequestQuotas = (quotas: CloudOptions['requestQuotas']): Settings['requestQuotas'] => {
  if (quotas === undefined || quotas === 'off') return 'off'
  if (quotas === 'aws') return {}
  if (typeof quotas !== 'object' || quotas === null) {
    throw invalid('requestQuotas', "'off', 'aws' or an object", quotas, "Leave it out for 'off'.")
  }
  checkMembers('requestQuotas', quotas, Object.keys(REQUEST_QUOTAS))
  for (const [name, rate] of Object.entries(quotas)) {
    if (!(Number.isFinite(rate) && rate > 0))
      throw invalid(`requestQuotas: ${name}`, 'requests a second, more than 0', rate, "Leave it out for AWS's.")
  }
  return { ...quotas }
}

const readKeyCheck = (milliseconds: number | undefined): number => {
  const read = count('rdsKeyCheck', milliseconds, 300_000)
  return read > 0 ? read : thrown(invalid('rdsKeyCheck', 'at least 1 millisecond', milliseconds, 'Leave it out for 300000.'))
}

const trueOrFalse = (name: string, value: boolean | undefined, fallback: boolean): boolean => {
  if (value === undefined || typeof value === 'boolean') return value ?? fallback
  throw invalid(name, 'true or false', value, `Leave it out for ${fallback}.`)
}

const count = (name: string, value: number | undefined, fallback: number): number => {
  if (value === undefined) return fallback
  if (Number.isInteger(value) && value >= 0) return value
  throw invalid(name, 'a whole number of at least 0', value, `Leave it out for ${fallback}.`)
}

const choice = <const Choices extends readonly [string, ...string[]]>(
  name: string,
  value: string | undefined,
  choices: Choices,
): Choices[number] => {
  if (value === undefined) return choices[0]
  if (choices.includes(value)) return value
  throw invalid(name, choices.map((each) => `'${each}'`).join(' or '), value, `Leave it out for '${choices[0]}'.`)
}

const invalid = (name: string, expected: string, found: unknown, next: string) =>
  new SimulatorError(
    'INVALID_OPTION',
    `"${name}" expected ${expected}, got ${typeof found === 'bigint' ? found : JSON.stringify(found)}. ${next}`,
  )

const thrown = (error: SimulatorError): never => {
  throw error
}

/** 2026-01-01T00:00:00Z */
const DEFAULT_START = 1_767_225_600_000
