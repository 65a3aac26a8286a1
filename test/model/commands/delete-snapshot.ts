import { agree, type Command } from '../command.ts'
import { pick } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'
import { ownerOf } from './people.ts'

export const deleteSnapshot: Command = {
  name: 'delete snapshot',
  weight: 2,
  run: (stage, [a]) => {
    const { paper } = stage.now
    const snapshot = pick(paper.snapshots, a)
    if (snapshot === undefined) return
    const { ec2 } = at(stage, ownerOf(snapshot), snapshot.region)
    const outcome = outcomeOf(stage, () => ec2.deleteSnapshot({ SnapshotId: snapshot.id }))
    agree('deleting a snapshot', outcome, snapshot.isOfImage ? 'InvalidSnapshot.InUse' : 'accepted')
    if (outcome === 'accepted') paper.snapshots.splice(paper.snapshots.indexOf(snapshot), 1)
  },
}
