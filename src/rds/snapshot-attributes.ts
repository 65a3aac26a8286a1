import type { SnapshotRecord } from './records.ts'

/** The attributes of a snapshot as RDS shows them. */
export interface DBClusterSnapshotAttributesResult {
  DBClusterSnapshotIdentifier: string
  /** One: `restore`, the accounts that may copy and restore the snapshot. */
  DBClusterSnapshotAttributes: DBClusterSnapshotAttribute[]
}

/** An attribute of a snapshot. */
export interface DBClusterSnapshotAttribute {
  AttributeName: string
  AttributeValues: string[]
}

/** The attributes of a snapshot. */
export const attributesView = ({ identifier, sharedWith }: SnapshotRecord): DBClusterSnapshotAttributesResult => ({
  DBClusterSnapshotIdentifier: identifier,
  DBClusterSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: [...sharedWith] }],
})
