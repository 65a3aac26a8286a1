import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape, text, unsupported } from '../../core/shape.ts'
import { SimulatorError } from '../../core/simulator-error.ts'
import { onResources } from '../access.ts'
import { invalidCombination, rdsFailure } from '../errors.ts'
import { type DBInstance, instanceView } from '../instance-view.ts'
import { retireGrantOf } from '../lifecycle.ts'
import { findOwnInstance } from '../new-instance.ts'
import type { InstanceRecord } from '../records.ts'
import { schedule, taskOf } from '../schedule.ts'
import { changeTrail } from '../trail-shapes.ts'

/** Input of DeleteDBInstance. */
export interface DeleteDBInstanceInput {
  DBInstanceIdentifier: string | undefined
  /** A must for an instance that is no member of a cluster: snapshots of instances are not simulated. */
  SkipFinalSnapshot?: boolean | undefined
  FinalDBSnapshotIdentifier?: string | undefined
  DeleteAutomatedBackups?: boolean | undefined
}

/** Output of DeleteDBInstance. */
export interface DeleteDBInstanceOutput {
  DBInstance: DBInstance
}

type DeleteCall = Call<DeleteDBInstanceInput, InstanceRecord>

/** Deletes an instance. The storage of a cluster stays when its members go. */
export const DeleteDBInstance = defineOperation({
  name: 'DeleteDBInstance',
  action: 'rds:DeleteDBInstance',
  doc: 'AmazonRDS/latest/APIReference/API_DeleteDBInstance.html',
  basis: 'V:doc',
  input: shape<DeleteDBInstanceInput>({
    DBInstanceIdentifier: text().required(),
    SkipFinalSnapshot: flag(),
    FinalDBSnapshotIdentifier: text(),
    DeleteAutomatedBackups: unsupported('automated backups'),
  }),
  target: (call) => findOwnInstance(call.world, call, call.input.DBInstanceIdentifier as string),
  access: (call) => onResources(call, { word: 'db', name: call.target.identifier, tags: call.target.tags }),
  crossAccount: false,
  checks: [
    ({ target: { identifier, status } }) =>
      status === 'creating' || status === 'deleting' ? refuse(beingChanged(identifier, status)) : PASS,
    (call) => checkFinalSnapshot(call),
  ],
  keyUse: ({ world, target, entry }) => {
    retireGrantOf(world, target, entry)
    return succeed(undefined)
  },
  commit: ({ world, target }): DeleteDBInstanceOutput => {
    target.status = 'deleting'
    target.transition++
    schedule(world, 'rds/instance-deleted', taskOf(target))
    return { DBInstance: instanceView(world, target) }
  },
  trail: changeTrail('DBInstance'),
})

/** The sentences as recorded in public issues. */
const checkFinalSnapshot = ({ input, target }: DeleteCall): Outcome<undefined, Failure> => {
  const { SkipFinalSnapshot = false, FinalDBSnapshotIdentifier: name } = input
  if (target.clusterIdentifier !== undefined) {
    const message = 'FinalDBSnapshotIdentifier can not be specified when deleting a cluster instance'
    return name === undefined ? PASS : refuse(invalidCombination(message))
  }
  if (name !== undefined) {
    throw new SimulatorError(
      'UNSUPPORTED_PARAMETER',
      'Expected parameters of rds:DeleteDBInstance that are simulated, found FinalDBSnapshotIdentifier (snapshots of instances). ' +
        'Set SkipFinalSnapshot.',
    )
  }
  if (SkipFinalSnapshot) return PASS
  return refuse(invalidCombination('FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.'))
}

const beingChanged = (identifier: string, status: string) =>
  rdsFailure('InvalidDBInstanceStateFault', `Instance ${identifier} is currently ${status}.`)
