import { type JournalEntry, requestIdOf } from '../../core/journal.ts'
import { defineOperation } from '../../core/operation.ts'
import { type Outcome, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { list, shape, structure, text } from '../../core/shape.ts'
import type { ConditionValues } from '../../iam/common-keys.ts'
import { dryRun } from '../fields.ts'
import { snapshotAccess } from '../snapshot-access.ts'
import { ATTRIBUTE_TYPES } from '../snapshot-attributes.ts'
import { findOwnSnapshot, readSnapshotId } from '../snapshot-lookup.ts'
import {
  type CreateVolumePermission,
  changedSharing,
  checkSharing,
  type PermissionChange,
  readPermissionChange,
} from '../snapshot-sharing.ts'
import { setSharing } from '../snapshot-sharing-change.ts'
import { DONE, present } from '../trail-shapes.ts'

/** Input of ModifySnapshotAttribute: either `CreateVolumePermission`, or `Attribute`, `OperationType` and lists of who is meant. */
export interface ModifySnapshotAttributeInput {
  SnapshotId: string | undefined
  /** `createVolumePermission` is the only one that can be changed. */
  Attribute?: 'createVolumePermission' | 'productCodes' | undefined
  CreateVolumePermission?: CreateVolumePermissionModifications | undefined
  OperationType?: 'add' | 'remove' | undefined
  /** Account ids. */
  UserIds?: string[] | undefined
  /** `all`: the snapshot is public. */
  GroupNames?: string[] | undefined
  DryRun?: boolean | undefined
}

/** Who is to be allowed, or no longer allowed, to make volumes from a snapshot: one of the two. */
export interface CreateVolumePermissionModifications {
  Add?: CreateVolumePermission[] | undefined
  Remove?: CreateVolumePermission[] | undefined
}

/** Output of ModifySnapshotAttribute: nothing. */
export type ModifySnapshotAttributeOutput = Record<never, never>

interface Target {
  readonly id: string
  readonly change: PermissionChange
}

/**
 * Shares a snapshot with accounts or with everybody, or takes that back. Sharing gives no right on a KMS key: that is for the key's policy.
 * What others have made from it stays theirs. Source: spec/ebs-ec2.md 6.3.
 */
export const ModifySnapshotAttribute = defineOperation({
  name: 'ModifySnapshotAttribute',
  action: 'ec2:ModifySnapshotAttribute',
  doc: 'AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html',
  basis: 'V:obs',
  input: shape<ModifySnapshotAttributeInput>({
    SnapshotId: text().required(),
    Attribute: text<'createVolumePermission' | 'productCodes'>(),
    CreateVolumePermission: structure<CreateVolumePermissionModifications>({ Add: permissions(), Remove: permissions() }),
    OperationType: text<'add' | 'remove'>(),
    UserIds: list(text()),
    GroupNames: list(text()),
    DryRun: dryRun(),
  }),
  target: ({ input }): Outcome<Target, Failure> => {
    const id = readSnapshotId(input)
    if (!id.ok) return id
    const change = readPermissionChange(input)
    return change.ok ? succeed({ id: id.value, change: change.value }) : change
  },
  access: (call) => [snapshotAccess(call, call.target.id, changeKeys(call.target.change))],
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, target: { id, change } }) => {
    const snapshot = findOwnSnapshot(world, { account, region }, id)
    return snapshot.ok ? checkSharing(world, snapshot.value, change) : snapshot
  },
  commit: ({ world, entry, target: { change }, prepared: snapshot }): ModifySnapshotAttributeOutput => {
    setSharing(world, snapshot, changedSharing(snapshot, change), requestIdOf(world.random, entry))
    return {}
  },
  trail: { readOnly: false, requestParameters, responseElements: () => DONE },
})

function permissions() {
  return list(structure<CreateVolumePermission>({ UserId: text(), Group: text<'all'>() }))
}

/** `ec2:Add/userId` and so on. Source: Service Authorization Reference, "Amazon EC2". */
const changeKeys = ({ operation, users, groups }: PermissionChange): ConditionValues => ({
  ...(users.length === 0 ? {} : { [`ec2:${operation}/userid`]: [...new Set(users)] }),
  ...(groups.length === 0 ? {} : { [`ec2:${operation}/group`]: [...new Set(groups)] }),
})

/** Source: CloudTrail samples of shared snapshots: the change as sets of items, whichever form the request had. */
function requestParameters({ input }: JournalEntry) {
  const { SnapshotId, ...rest } = input as ModifySnapshotAttributeInput
  const change = readPermissionChange(rest)
  const common = { snapshotId: SnapshotId, attributeType: ATTRIBUTE_TYPES.createVolumePermission }
  if (!change.ok) return present(common)
  const { operation, users, groups } = change.value
  const items = [...users.map((userId) => ({ userId })), ...groups.map((group) => ({ group }))]
  return present({ ...common, createVolumePermission: { [operation]: { items } } })
}
