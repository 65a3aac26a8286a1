import type { Call } from '../core/operation.ts'
import type { ConditionValues } from '../iam/common-keys.ts'
import { type Ec2Access, resourceTagKeys } from './access.ts'
import { snapshotArn, volumeArn } from './arns.ts'
import { GIB, type SnapshotRecord } from './records.ts'
import { tagsSeenBy } from './snapshot-tags.ts'
import { findSnapshot } from './snapshots.ts'

/**
 * The condition keys of a snapshot for one account's request.
 *
 * Source: Service Authorization Reference, "Amazon EC2", resource type snapshot.
 */
export const snapshotKeys = (snapshot: SnapshotRecord | undefined, account: string): ConditionValues => {
  if (snapshot === undefined) return {}
  const { id, account: owner, region, volumeId, sizeBytes, startedAt, protection, ownerAlias } = snapshot
  return {
    ...resourceTagKeys(tagsSeenBy(snapshot, account)),
    'ec2:encrypted': String(protection.kind !== 'none'),
    'ec2:owner': ownerAlias ?? owner,
    'ec2:parentvolume': volumeArn({ account: owner, region }, volumeId),
    'ec2:snapshotid': id,
    'ec2:snapshottime': new Date(startedAt).toISOString(),
    'ec2:volumesize': String(sizeBytes / GIB),
  }
}

/** The permission of an operation on one snapshot of the Region; `keys` are those of the request itself. */
export const snapshotAccess = (call: Call, id: string, keys: ConditionValues = {}): Ec2Access => {
  const { world, account, region, operation } = call
  return {
    action: operation.action,
    resource: snapshotArn(region, id),
    keys: { ...snapshotKeys(findSnapshot(world, region, id), account), ...keys },
  }
}
