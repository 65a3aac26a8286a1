import { releaseBlockMap } from '../../blocks/block-map.ts'
import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { shape, text } from '../../core/shape.ts'
import { blocksOf } from '../../ec2/store.ts'
import { onResources } from '../access.ts'
import { type DBClusterSnapshot, snapshotView } from '../snapshot-view.ts'
import { checkSnapshotAvailable, findOwnSnapshot } from '../snapshots.ts'
import { placeOf } from '../store.ts'
import { changeTrail } from '../trail-shapes.ts'

/** Input of DeleteDBClusterSnapshot. */
export interface DeleteDBClusterSnapshotInput {
  DBClusterSnapshotIdentifier: string | undefined
}

/** Output of DeleteDBClusterSnapshot. */
export interface DeleteDBClusterSnapshotOutput {
  /** As it was. */
  DBClusterSnapshot: DBClusterSnapshot
}

/** Deletes a snapshot; for one that is being copied, this ends the copying. */
export const DeleteDBClusterSnapshot = defineOperation({
  name: 'DeleteDBClusterSnapshot',
  action: 'rds:DeleteDBClusterSnapshot',
  doc: 'AmazonRDS/latest/APIReference/API_DeleteDBClusterSnapshot.html',
  basis: 'V:doc',
  input: shape<DeleteDBClusterSnapshotInput>({ DBClusterSnapshotIdentifier: text().required() }),
  target: (call) => findOwnSnapshot(call.world, call, call.input.DBClusterSnapshotIdentifier as string),
  access: (call) => onResources(call, { word: 'cluster-snapshot', name: call.target.identifier, tags: call.target.tags }),
  crossAccount: false,
  checks: [({ target }) => (target.status === 'copying' ? PASS : checkSnapshotAvailable(target))],
  commit: ({ world, target }): DeleteDBClusterSnapshotOutput => {
    const shown = snapshotView(target)
    releaseBlockMap(blocksOf(world), target.map)
    placeOf(world, target).snapshots.delete(target.identifier)
    return { DBClusterSnapshot: shown }
  },
  trail: changeTrail('DBClusterSnapshot'),
})
