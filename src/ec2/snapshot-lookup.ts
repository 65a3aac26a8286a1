import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { ec2Failure } from './errors.ts'
import { formOfId } from './ids.ts'
import type { SnapshotRecord } from './records.ts'

/** Whether all texts can be snapshot ids: the forms of a whole list are checked before anything is looked up. Source: spec/ebs-ec2.md 11.5. */
export const checkSnapshotIds = (ids: readonly string[]): Outcome<undefined, Failure> => {
  for (const id of ids) {
    const form = formOfId('snap', id)
    if (form === 'malformed') return refuse(ec2Failure('InvalidSnapshotID.Malformed', `Invalid id: "${id}"`))
    if (form === 'wrong prefix') {
      const message = `Value (${id}) for parameter snapshotId is invalid. Expected: 'snap-...'.`
      return refuse(ec2Failure('InvalidParameterValue', message))
    }
  }
  return succeed(undefined)
}

/** The answer where there is no such snapshot, or none that the caller may see. */
export const noSuchSnapshot = (id: string): Failure =>
  ec2Failure('InvalidSnapshot.NotFound', `The snapshot '${id}' does not exist.`)

/** Whether a snapshot has been deleted, though it is still being completed. */
export const isDeleted = ({ status }: SnapshotRecord): boolean => status.state === 'pending' && status.isDeleted === true
