import { recordServiceEvent } from '../core/trail.ts'
import type { World } from '../core/world.ts'
import { snapshotArn } from './arns.ts'
import type { SnapshotRecord } from './records.ts'

/**
 * CloudTrail tells the owner of a snapshot that another account has used it. Who it was is in the details (their form is inferred).
 * Source: EBS User Guide, "Determine the use of shared snapshots"; spec/ebs-ec2.md 2.7.
 */
export const recordSharedUse = (
  world: World,
  eventName: 'SharedSnapshotCopyInitiated' | 'SharedSnapshotVolumeCreated',
  { id, account: owner, region, ownerAlias }: SnapshotRecord,
  user: string,
): void => {
  if (user === owner || ownerAlias !== undefined) return
  recordServiceEvent(world, {
    account: owner,
    region,
    eventSource: 'ec2.amazonaws.com',
    eventName,
    resources: [{ accountId: owner, type: 'AWS::EC2::Snapshot', ARN: snapshotArn(region, id) }],
    serviceEventDetails: { snapshotId: id, accountId: user },
    eventType: 'AwsServiceEvent',
  })
}
