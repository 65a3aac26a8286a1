import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { zonesOf } from '../core/regions.ts'
import type { Failure } from '../core/service-error.ts'
import { ec2Failure } from './errors.ts'
import { missingParameter } from './shape-failures.ts'

/** How a request names an Availability Zone. */
export interface ZoneInput {
  readonly AvailabilityZone?: string | undefined
  readonly AvailabilityZoneId?: string | undefined
}

/** The zone that a request names by name or by id, or AWS's refusal. Source: spec/ebs-ec2.md 11.2, recorded. */
export const readZone = (
  region: string,
  { AvailabilityZone: name, AvailabilityZoneId: id }: ZoneInput,
): Outcome<string, Failure> => {
  if (name !== undefined && id !== undefined) return refuse(ec2Failure('InvalidParameterCombination', BOTH))
  if (name === undefined && id === undefined) return refuse(missingParameter('zone'))
  const zone = zonesOf(region).find((each) => each === name || zoneIdOf(each) === id)
  return zone === undefined
    ? refuse(ec2Failure('InvalidZone.NotFound', `The zone '${name ?? id}' does not exist.`))
    : succeed(zone)
}

const BOTH = "AvailabilityZone and AvailabilityZoneId can't be used together. Specify only one of these parameters."

/**
 * The id of an Availability Zone, e.g. `use1-az1` for `us-east-1a`. On AWS the mapping differs from account to account;
 * here letter and number go together (basis I). Source: AWS RAM User Guide, "Availability Zone IDs".
 */
export const zoneIdOf = (zone: string): string => {
  const region = zone.slice(0, -1)
  const [area = '', ...rest] = region.split('-')
  const number = rest.at(-1) ?? ''
  const directions = rest.slice(0, -1).map(shortDirection).join('')
  return `${area}${directions}${number}-az${zone.charCodeAt(zone.length - 1) - 'a'.charCodeAt(0) + 1}`
}

/** `northeast` is `ne`, `central` is `c`, `gov` is `g`. */
const shortDirection = (direction: string): string =>
  (/^(north|south)?(.*)$/.exec(direction) ?? [])
    .slice(1)
    .map((part) => (part ?? '').charAt(0))
    .join('')
