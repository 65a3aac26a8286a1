import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { ec2Failure } from './errors.ts'

/** Where a snapshot is kept: in its Region, or in the Local Zone of its volume. */
export type SnapshotLocation = 'local' | 'regional'

/** Whether a volume in an Availability Zone can have snapshots there. Code and text are inferred. */
export const checkSnapshotLocation = (location: string | undefined): Outcome<undefined, Failure> => {
  if (location === undefined || location === 'regional') return succeed(undefined)
  const message =
    location === 'local'
      ? 'Local snapshots can be created of volumes in Local Zones only.'
      : `Value (${location}) for parameter location is invalid.`
  return refuse(ec2Failure('InvalidParameterValue', message))
}
