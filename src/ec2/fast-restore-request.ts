import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { type Field, list, text } from '../core/shape.ts'
import type { Ec2Access } from './access.ts'
import { ec2Failure } from './errors.ts'
import { dryRun } from './fields.ts'
import { missingParameter } from './shape-failures.ts'
import { snapshotAccess } from './snapshot-access.ts'
import { checkSnapshotIds } from './snapshot-lookup.ts'
import { readZone } from './zones.ts'

/** Input of EnableFastSnapshotRestores and DisableFastSnapshotRestores. */
export interface FastRestoresInput {
  /** E.g. `us-east-1a`. These or their ids. */
  AvailabilityZones?: string[] | undefined
  /** E.g. `use1-az1`. */
  AvailabilityZoneIds?: string[] | undefined
  /** Own snapshots, or shared ones. */
  SourceSnapshotIds: string[] | undefined
  DryRun?: boolean | undefined
}

/** The fields of {@link FastRestoresInput}. */
export const fastRestoresFields = (): {
  readonly [Name in keyof FastRestoresInput]-?: Field<NonNullable<FastRestoresInput[Name]>>
} => ({
  AvailabilityZones: list(text()),
  AvailabilityZoneIds: list(text()),
  SourceSnapshotIds: list(text()).required(),
  DryRun: dryRun(),
})

/** Snapshots and zones: every pair is meant. */
export interface FastRestorePairs {
  readonly snapshotIds: readonly string[]
  readonly zones: readonly string[]
}

/** The pairs that a request means, or AWS's refusal. */
export const readPairs = (region: string, input: FastRestoresInput): Outcome<FastRestorePairs, Failure> => {
  const { AvailabilityZones: names = [], AvailabilityZoneIds: ids = [] } = input
  const snapshotIds = [...new Set(input.SourceSnapshotIds)]
  if (snapshotIds.length === 0) return refuse(missingParameter('SourceSnapshotId'))
  if (names.length > 0 && ids.length > 0) return refuse(ec2Failure('InvalidParameterCombination', BOTH))
  const zones: string[] = []
  for (const each of [
    ...names.map((AvailabilityZone) => ({ AvailabilityZone })),
    ...ids.map((AvailabilityZoneId) => ({ AvailabilityZoneId })),
  ]) {
    const zone = readZone(region, each)
    if (!zone.ok) return zone
    zones.push(zone.value)
  }
  if (zones.length === 0) return refuse(missingParameter('AvailabilityZone'))
  const form = checkSnapshotIds(snapshotIds)
  return form.ok ? succeed({ snapshotIds, zones: [...new Set(zones)] }) : form
}

/** The permission on every snapshot that a request names. */
export const pairAccesses = (call: Call, { snapshotIds, zones }: FastRestorePairs): readonly Ec2Access[] =>
  snapshotIds.map((id) => snapshotAccess(call, id, { 'ec2:availabilityzone': zones }))

const BOTH = "AvailabilityZones and AvailabilityZoneIds can't be used together. Specify only one of these parameters."
