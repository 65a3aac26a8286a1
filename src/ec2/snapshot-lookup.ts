import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import { ec2Failure } from './errors.ts'
import { formOfId } from './ids.ts'
import type { SnapshotRecord } from './records.ts'
import { findPlace } from './store.ts'

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

/** The id of a request about one snapshot, if it can be one. */
export const readSnapshotId = ({ SnapshotId }: { readonly SnapshotId?: string | undefined }): Outcome<string, Failure> => {
  const id = SnapshotId ?? ''
  const form = checkSnapshotIds([id])
  return form.ok ? succeed(id) : form
}

/** The account's snapshot of that id in a Region, or AWS's refusal: somebody else's is as good as none. */
export const findOwnSnapshot = (world: World, place: Place, id: string): Outcome<SnapshotRecord, Failure> => {
  const snapshot = findPlace(world, place)?.snapshots.get(id)
  return snapshot === undefined || isDeleted(snapshot) ? refuse(noSuchSnapshot(id)) : succeed(snapshot)
}

/** The account's snapshots of those ids in a Region, each once, or all of them; or AWS's refusal. */
export const findOwnSnapshots = (
  world: World,
  place: Place,
  ids: readonly string[] = [],
): Outcome<readonly SnapshotRecord[], Failure> => {
  if (ids.length === 0) {
    return succeed([...(findPlace(world, place)?.snapshots.values() ?? [])].filter((each) => !isDeleted(each)))
  }
  const found: SnapshotRecord[] = []
  for (const id of new Set(ids)) {
    const snapshot = findOwnSnapshot(world, place, id)
    if (!snapshot.ok) return snapshot
    found.push(snapshot.value)
  }
  return succeed(found)
}

/** The answer where there is no such snapshot, or none that the caller may see. */
export const noSuchSnapshot = (id: string): Failure =>
  ec2Failure('InvalidSnapshot.NotFound', `The snapshot '${id}' does not exist.`)

/** Whether a snapshot has been deleted, though it is still being completed. */
export const isDeleted = ({ status }: SnapshotRecord): boolean => status.state === 'pending' && status.isDeleted === true
