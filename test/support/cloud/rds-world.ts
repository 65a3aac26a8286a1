import { type Cloud, type CloudOptions, createCloud, type Session } from '../../../src/index.ts'

/** The Regions and accounts of the Aurora tests. */
export const HERE = 'us-east-1'
export const THERE = 'eu-west-1'
export const OWNER = '111122223333'
export const GUEST = '444455556666'

/** A cloud with a customer key K, and what the tests of RDS do again and again. */
export const rdsWorld = (options: CloudOptions = {}) => {
  const cloud = createCloud({ seed: 8, region: HERE, accountId: OWNER, ...options })
  const session = cloud.session()
  return { cloud, K: session.kms.createKey({}).KeyMetadata.Arn, ...rdsPlace(cloud, session) }
}

/** A session with what the tests do again and again, on identifiers. */
export const rdsPlace = (cloud: Cloud, session: Session) => {
  const { rds, kms, region, accountId } = session
  const login = { MasterUsername: 'postgres', MasterUserPassword: 'correct horse' }
  const arnOf = (word: string, name: string) => `arn:aws:rds:${region}:${accountId}:${word}:${name}`
  const create = (input: Partial<Parameters<typeof rds.createDBCluster>[0]> = {}) =>
    rds.createDBCluster({ DBClusterIdentifier: 'orders', Engine: 'aurora-postgresql', ...login, ...input }).DBCluster
  const shown = (DBClusterIdentifier = 'orders') => rds.describeDBClusters({ DBClusterIdentifier }).DBClusters[0]
  const status = (name = 'orders') => shown(name)?.Status
  const snapshot = (DBClusterSnapshotIdentifier = 'snap', DBClusterIdentifier = 'orders') =>
    rds.createDBClusterSnapshot({ DBClusterSnapshotIdentifier, DBClusterIdentifier }).DBClusterSnapshot
  const restore = (input: Partial<Parameters<typeof rds.restoreDBClusterFromSnapshot>[0]> = {}) =>
    rds.restoreDBClusterFromSnapshot({
      DBClusterIdentifier: 'restored',
      SnapshotIdentifier: 'snap',
      Engine: 'aurora-postgresql',
      ...input,
    }).DBCluster
  const clone = (input: Partial<Parameters<typeof rds.restoreDBClusterToPointInTime>[0]> = {}) =>
    rds.restoreDBClusterToPointInTime({
      DBClusterIdentifier: 'restored',
      SourceDBClusterIdentifier: 'orders',
      UseLatestRestorableTime: true,
      ...input,
    }).DBCluster
  const copy = (input: Partial<Parameters<typeof rds.copyDBClusterSnapshot>[0]> = {}) =>
    rds.copyDBClusterSnapshot({
      SourceDBClusterSnapshotIdentifier: 'snap',
      TargetDBClusterSnapshotIdentifier: 'copy',
      ...input,
    }).DBClusterSnapshot
  const share = (...ValuesToAdd: string[]) =>
    rds.modifyDBClusterSnapshotAttribute({ DBClusterSnapshotIdentifier: 'snap', AttributeName: 'restore', ValuesToAdd })
  const start = (DBClusterIdentifier = 'orders') => rds.startDBCluster({ DBClusterIdentifier })
  const stop = (DBClusterIdentifier = 'orders') => rds.stopDBCluster({ DBClusterIdentifier })
  const member = (input: Partial<Parameters<typeof rds.createDBInstance>[0]> = {}) =>
    rds.createDBInstance({
      DBInstanceIdentifier: 'writer',
      DBInstanceClass: 'db.r6g.large',
      Engine: 'aurora-postgresql',
      DBClusterIdentifier: 'orders',
      ...input,
    }).DBInstance
  const write = (text: string, name = 'orders') =>
    cloud.cluster(arnOf('cluster', name)).storage().write(5000, new TextEncoder().encode(text))
  const read = (length: number, name = 'orders') =>
    new TextDecoder().decode(cloud.cluster(arnOf('cluster', name)).storage().read(5000, length))
  const grants = (KeyId: string) => kms.listGrants({ KeyId }).Grants
  const places = { create, shown, status, snapshot, restore, clone, copy, share, start, stop, member, write, read, grants }
  return { session, rds, kms, region, accountId, login, arnOf, ...places }
}

/** One look of RDS at its keys. */
export const lookAtKeys = (cloud: Cloud): void => cloud.clock.advance({ minutes: 5 })

/** AWS's error of a call that is refused: name, message and status. */
export const refusal = (call: () => unknown) => {
  try {
    call()
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode: number } }
    return { name, message, status: $metadata?.httpStatusCode ?? 0 }
  }
  throw new Error('The call was not refused.')
}

/** The calls that RDS made to KMS within the latest call of an operation, or by itself: who, what, and the outcome where it is a refusal. */
export const kmsCalls = (cloud: Cloud, operation: string): string[] => {
  const found = cloud.journal.entries().findLast((call) => call.operation === operation)
  return (found?.nested ?? []).map((call) => {
    const who = call.principal.kind === 'service' ? 'SVC' : 'CALLER'
    return `${who} ${call.operation}${call.error === undefined ? '' : ` (${call.error.code})`}`
  })
}
