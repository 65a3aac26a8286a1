import type { Who } from '../paper.ts'
import { at, type Stage } from '../stage.ts'

/** Whether a volume is there: one that KMS has refused is gone without a word. */
export const isVolume = (stage: Stage, who: Who, region: string, id: string): boolean =>
  at(stage, who, region).ec2.describeVolumes({ Filters: [{ Name: 'volume-id', Values: [id] }] }).Volumes.length > 0

/** The state of a snapshot. */
export const snapshotState = (stage: Stage, who: Who, region: string, id: string): string | undefined =>
  at(stage, who, region).ec2.describeSnapshots({ SnapshotIds: [id] }).Snapshots[0]?.State
