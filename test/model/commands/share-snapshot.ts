import { agree, type Command } from '../command.ts'
import { GUEST, OWNER, pick } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'

/** Sharing gives no right on the key; what is under the AWS managed key cannot be shared at all. */
export const shareSnapshot: Command = {
  name: 'share snapshot',
  weight: 2,
  run: (stage, [a, b]) => {
    const snapshot = pick(
      stage.now.paper.snapshots.filter(({ account }) => account === OWNER),
      a,
    )
    if (snapshot === undefined) return
    const { ec2 } = at(stage, 'admin', snapshot.region)
    const isShared = b % 3 !== 0
    const change = { SnapshotId: snapshot.id, Attribute: 'createVolumePermission' as const, UserIds: [GUEST] }
    const outcome = outcomeOf(stage, () => ec2.modifySnapshotAttribute({ ...change, OperationType: isShared ? 'add' : 'remove' }))
    const isManaged = snapshot.protection === 'managed' && isShared
    agree('sharing a snapshot', outcome, isManaged ? 'OperationNotPermitted' : 'accepted')
    if (outcome === 'accepted') snapshot.isSharedWithGuest = isShared
  },
}
