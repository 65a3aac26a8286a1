import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape, text } from '../../core/shape.ts'
import { onNewResource } from '../access.ts'
import { type CopiedStorage, checkCopyQuota, copiedStorage, planCopy } from '../copy-plan.ts'
import { preSignedUrl } from '../fields.ts'
import { readIdentifier, SNAPSHOT_NAME_MAX } from '../identifiers.ts'
import type { SnapshotRecord } from '../records.ts'
import { type DBClusterSnapshot, snapshotView } from '../snapshot-view.ts'
import {
  checkNewSnapshot,
  checkSnapshotAvailable,
  factsOf,
  findUsableSnapshot,
  snapshotArn,
  storeSnapshot,
} from '../snapshots.ts'
import { readTags, type TagInput, tagList } from '../tags.ts'
import { changeTrail } from '../trail-shapes.ts'

/** Input of CopyDBClusterSnapshot, called in the Region of the copy. */
export interface CopyDBClusterSnapshotInput {
  /** An identifier; an ARN for a snapshot of another Region or account. */
  SourceDBClusterSnapshotIdentifier: string | undefined
  TargetDBClusterSnapshotIdentifier: string | undefined
  /** The key of the copy, in the Region of the copy: a must across Regions and accounts where the source is under a KMS key. */
  KmsKeyId?: string | undefined
  /** The SDK adds one where Regions differ; it decides nothing. */
  PreSignedUrl?: string | undefined
  CopyTags?: boolean | undefined
  Tags?: TagInput[] | undefined
}

/** Output of CopyDBClusterSnapshot. */
export interface CopyDBClusterSnapshotOutput {
  DBClusterSnapshot: DBClusterSnapshot
}

interface CopyTarget {
  readonly source: SnapshotRecord
  readonly identifier: string
  readonly tags: ReadonlyMap<string, string>
}

type CopyCall = Call<CopyDBClusterSnapshotInput, CopyTarget, unknown, CopiedStorage>

/** Copies an own snapshot, or one that another account has shared, within a Region or into this one. */
export const CopyDBClusterSnapshot = defineOperation({
  name: 'CopyDBClusterSnapshot',
  action: 'rds:CopyDBClusterSnapshot',
  doc: 'AmazonRDS/latest/APIReference/API_CopyDBClusterSnapshot.html',
  basis: 'V:doc',
  input: shape<CopyDBClusterSnapshotInput>({
    SourceDBClusterSnapshotIdentifier: text().required(),
    TargetDBClusterSnapshotIdentifier: text().required(),
    KmsKeyId: text({ min: 1, max: 2048 }),
    PreSignedUrl: preSignedUrl(),
    CopyTags: flag(),
    Tags: tagList(),
  }),
  target: (call) => readTarget(call),
  access: (call) => {
    const { identifier, tags, source } = call.target
    const copy = { word: 'cluster-snapshot', name: identifier } as const
    return onNewResource(call, tags, copy, { word: 'cluster-snapshot', name: snapshotArn(source), tags: source.tags })
  },
  crossAccount: false,
  checks: [
    ({ target }) => checkSnapshotAvailable(target.source),
    ({ world, account, region, target }) => checkNewSnapshot(world, { account, region, identifier: target.identifier }),
    (call) => checkCopyQuota(call.world, call),
    (call) => planCopy(call, call.target.source, call.input.KmsKeyId),
  ],
  keyUse: (call) => copiedStorage(call, call.target.source, call.input.KmsKeyId),
  commit: (call): CopyDBClusterSnapshotOutput => ({ DBClusterSnapshot: snapshotView(newCopy(call)) }),
  trail: changeTrail('DBClusterSnapshot'),
})

const readTarget = (call: Call<CopyDBClusterSnapshotInput>): Outcome<CopyTarget, Failure> => {
  const { world, input } = call
  const name = input.TargetDBClusterSnapshotIdentifier as string
  const identifier = readIdentifier('TargetDBClusterSnapshotIdentifier', name, SNAPSHOT_NAME_MAX)
  if (!identifier.ok) return identifier
  const tags = readTags(input.Tags)
  if (!tags.ok) return tags
  const source = findUsableSnapshot(world, call, input.SourceDBClusterSnapshotIdentifier as string)
  return source.ok ? succeed({ source: source.value, identifier: identifier.value, tags: tags.value }) : source
}

const newCopy = ({ world, account, region, input, target, used }: CopyCall): SnapshotRecord => {
  const { source, identifier, tags } = target
  const { protection, map } = used
  const copy: SnapshotRecord = {
    ...factsOf(source),
    account,
    region,
    identifier,
    createdAt: world.clock.now(),
    clusterIdentifier: source.clusterIdentifier,
    clusterResourceId: source.clusterResourceId,
    clusterCreatedAt: source.clusterCreatedAt,
    sourceArn: snapshotArn(source),
    status: 'copying',
    protection,
    map,
    sizeBytes: source.sizeBytes,
    sharedWith: new Set(),
    tags: new Map([...(input.CopyTags === true ? source.tags : []), ...tags]),
  }
  storeSnapshot(world, copy)
  return copy
}
