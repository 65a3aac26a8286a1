import { sweep } from '../support/cloud/fault-sweep.ts'
import { rdsPlace, rdsWorld, THERE } from '../support/cloud/rds-world.ts'
import { memoryState, resourceDigest } from '../support/cloud/resource-digest.ts'

/*
 * Fault sweep over spec/around.md 3.2: every sequence of KMS calls that RDS makes is cut off at every call. The operation is refused and has
 * changed nothing, no grant and no plaintext key is left, and the same request succeeds afterwards.
 */

/** Storage without a KMS key, a cluster and a snapshot under K, and one whose grant somebody has revoked. */
const stage = () => {
  const w = rdsWorld()
  const there = rdsPlace(w.cloud, w.cloud.session({ region: THERE }))
  const [K2, K3] = [w.kms, there.kms].map((kms) => kms.createKey({}).KeyMetadata.Arn) as [string, string]
  w.create({ DBClusterIdentifier: 'plain' })
  w.snapshot('plain-snap', 'plain')
  w.create({ KmsKeyId: w.K })
  w.write('hello')
  w.snapshot()
  w.create({ DBClusterIdentifier: 'revoked', KmsKeyId: w.K })
  const [, revoked] = w.grants(w.K)
  w.stop('revoked')
  w.kms.revokeGrant({ KeyId: w.K, GrantId: revoked?.GrantId })
  const kept = w.grants(w.K).map(({ GrantId }) => GrantId)
  const grantsLeft = () =>
    [...w.grants(w.K), ...w.grants(K2), ...there.grants(K3)].filter(({ GrantId }) => !kept.includes(GrantId))
  const mounted = () => [...(memoryState(w.cloud).get('rds/hosts') as Map<string, unknown>).keys()]
  const before = mounted()
  return { ...w, there, K2, K3, grantsLeft, keysInMemory: () => mounted().filter((each) => !before.includes(each)) }
}
type Stage = ReturnType<typeof stage>

/** Does it and takes it back; or tells why it was refused, and whether that has changed anything. */
const tried = (w: Stage, act: () => string, undo: () => void): string => {
  // KMS keeps when a key was last used, by calls of a refused operation too; the grants are looked at by the sweep.
  const digest = resourceDigest(w.cloud, ['kms'])
  const outcome = { told: '' }
  try {
    outcome.told = act()
  } catch (error) {
    const changed = resourceDigest(w.cloud, ['kms']) === digest ? '' : ', and something has changed'
    return `${(error as Error).name}${changed}`
  }
  undo()
  return outcome.told
}

const cluster = (w: Stage, make: () => { readonly DBClusterIdentifier: string }) => {
  const made = { name: '' }
  return tried(
    w,
    () => {
      made.name = make().DBClusterIdentifier
      return `${w.status(made.name)}`
    },
    () => w.rds.deleteDBCluster({ DBClusterIdentifier: made.name, SkipFinalSnapshot: true }),
  )
}

const instance = (w: Stage, input: Parameters<Stage['member']>[0], deletion: object = {}) =>
  tried(
    w,
    () => `${w.member(input).DBInstanceStatus}`,
    () => w.rds.deleteDBInstance({ DBInstanceIdentifier: 'writer', ...deletion }),
  )

const started = (w: Stage, DBClusterIdentifier: string, undo: () => void) => {
  return tried(
    w,
    () => {
      w.start(DBClusterIdentifier)
      return `${w.status(DBClusterIdentifier)}`
    },
    undo,
  )
}

const copied = (w: Stage, at: Pick<Stage, 'copy' | 'rds'>, input: Parameters<Stage['copy']>[0]) =>
  tried(
    w,
    () => `${at.copy(input).DBClusterSnapshotIdentifier}`,
    () => at.rds.deleteDBClusterSnapshot({ DBClusterSnapshotIdentifier: 'copy' }),
  )

const LONER = {
  Engine: 'postgres',
  AllocatedStorage: 20,
  DBClusterIdentifier: undefined,
  MasterUsername: 'postgres',
  MasterUserPassword: 'correct horse',
}
const ENDS = { good: 'available', bad: 'InternalFailure' } as const

sweep(stage, {
  CreateDBCluster: {
    ...ENDS,
    operation: 'CreateDBCluster',
    act: (w) => cluster(w, () => w.create({ DBClusterIdentifier: 'made', KmsKeyId: w.K })),
  },
  'CreateDBInstance, a member': { ...ENDS, good: 'creating', operation: 'CreateDBInstance', act: (w) => instance(w, {}) },
  'CreateDBInstance, one of its own': {
    ...ENDS,
    good: 'creating',
    operation: 'CreateDBInstance',
    act: (w) => instance(w, { ...LONER, StorageEncrypted: true, KmsKeyId: w.K }, { SkipFinalSnapshot: true }),
  },
  'CopyDBClusterSnapshot, same key': {
    ...ENDS,
    good: 'copy',
    operation: 'CopyDBClusterSnapshot',
    act: (w) => copied(w, w, { KmsKeyId: w.K }),
  },
  'CopyDBClusterSnapshot, other key': {
    ...ENDS,
    good: 'copy',
    operation: 'CopyDBClusterSnapshot',
    act: (w) => copied(w, w, { KmsKeyId: w.K2 }),
  },
  'CopyDBClusterSnapshot, other Region': {
    ...ENDS,
    good: 'copy',
    operation: 'CopyDBClusterSnapshot',
    act: (w) => copied(w, w.there, { SourceDBClusterSnapshotIdentifier: w.arnOf('cluster-snapshot', 'snap'), KmsKeyId: w.K3 }),
  },
  'RestoreDBClusterFromSnapshot, same key': {
    ...ENDS,
    operation: 'RestoreDBClusterFromSnapshot',
    act: (w) => cluster(w, () => w.restore()),
  },
  'RestoreDBClusterFromSnapshot, other key': {
    ...ENDS,
    operation: 'RestoreDBClusterFromSnapshot',
    act: (w) => cluster(w, () => w.restore({ KmsKeyId: w.K2 })),
  },
  'RestoreDBClusterFromSnapshot, from storage without a KMS key': {
    ...ENDS,
    operation: 'RestoreDBClusterFromSnapshot',
    act: (w) => cluster(w, () => w.restore({ SnapshotIdentifier: 'plain-snap', KmsKeyId: w.K })),
  },
  RestoreDBClusterToPointInTime: { ...ENDS, operation: 'RestoreDBClusterToPointInTime', act: (w) => cluster(w, () => w.clone()) },
  'RestoreDBClusterToPointInTime, other key': {
    ...ENDS,
    operation: 'RestoreDBClusterToPointInTime',
    act: (w) => cluster(w, () => w.clone({ KmsKeyId: w.K2 })),
  },
  StartDBCluster: {
    ...ENDS,
    operation: 'StartDBCluster',
    act: (w) => {
      if (w.status() === 'available') w.stop()
      return started(w, 'orders', () => undefined)
    },
  },
  'StartDBCluster, whose grant was revoked': {
    ...ENDS,
    operation: 'StartDBCluster',
    act: (w) =>
      started(w, 'revoked', () => {
        w.stop('revoked')
        for (const { GrantId } of w.grantsLeft()) w.kms.revokeGrant({ KeyId: w.K, GrantId })
      }),
  },
})
