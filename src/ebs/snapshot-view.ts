import { GIB, kmsKeyArnOf, type SnapshotRecord } from '../ec2/records.ts'
import { SNAPSHOT_BLOCK_BYTES } from '../ec2/snapshot-blocks.ts'
import { type Tag, tagSet } from '../ec2/tags.ts'

/** A snapshot as StartSnapshot answers it: the members that apply, and no others. */
export interface StartedSnapshot {
  SnapshotId: string
  OwnerId: string
  Status: 'pending'
  StartTime: Date
  /** GiB. */
  VolumeSize: number
  /** 524288. */
  BlockSize: number
  Description?: string
  ParentSnapshotId?: string
  /** The ARN of the key of an encrypted snapshot. */
  KmsKeyArn?: string
  Tags?: Tag[]
}

/** A snapshot as StartSnapshot answers it. Source: spec/ebs-ec2.md 8.1, recorded. */
export const startedView = (snapshot: SnapshotRecord): StartedSnapshot => {
  const { description, upload, tags } = snapshot
  const key = kmsKeyArnOf(snapshot)
  return {
    SnapshotId: snapshot.id,
    OwnerId: snapshot.account,
    Status: 'pending',
    StartTime: new Date(snapshot.startedAt),
    VolumeSize: snapshot.sizeBytes / GIB,
    BlockSize: SNAPSHOT_BLOCK_BYTES,
    ...(description === '' ? {} : { Description: description }),
    ...(upload?.parentId === undefined ? {} : { ParentSnapshotId: upload.parentId }),
    ...(key === undefined ? {} : { KmsKeyArn: key }),
    ...(tags.size === 0 ? {} : { Tags: tagSet(tags) }),
  }
}
