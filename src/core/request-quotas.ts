import type { Call } from './operation.ts'
import { defineStored } from './world.ts'

/** What one call takes from a request quota of its caller's account. */
export interface QuotaUse {
  /** The quota by name, e.g. `CreateKey`: calls under one name share it. */
  readonly quota: string
  /** Quotas are kept Region by Region. */
  readonly region: string
  readonly perSecond: number
  /** Requests that the call counts as. */
  readonly requests: number
}

/**
 * Takes from the quotas of a call what it needs, or takes nothing and is false. A quota is a bucket that holds the requests of one
 * second and is refilled evenly on the world's clock; less than one a second is one at a time.
 *
 * Source: AWS KMS Developer Guide, "Request quotas" (per second, account and Region; shared quotas); spec/kms.md 8.4.
 */
export const takeFromQuotas = ({ world, account, service, time }: Call, uses: readonly QuotaUse[]): boolean => {
  const buckets = bucketsOf(world)
  const filled = uses.map(({ quota, region, perSecond, requests }) => {
    const place = `${service.name}/${account}/${region}/${quota}`
    const size = Math.max(perSecond, 1)
    const last = buckets.get(place) ?? { level: size, at: time }
    const level = Math.min(size, last.level + ((time - last.at) * perSecond) / 1000)
    return { place, level: level - Math.min(requests, size) }
  })
  if (filled.some(({ level }) => level < -ROUNDING)) return false
  for (const { place, level } of filled) buckets.set(place, { level, at: time })
  return true
}

/** What is left of a quota, and when: plain data. */
interface Bucket {
  readonly level: number
  /** Epoch milliseconds. */
  readonly at: number
}

const bucketsOf = defineStored('core/request-quotas', () => new Map<string, Bucket>())

/** Sums of fractions of requests may miss a whole one by this much. */
const ROUNDING = 1e-6
