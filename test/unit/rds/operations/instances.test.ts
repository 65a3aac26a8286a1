import { describe, expect, it } from 'vitest'
import { kmsCalls, lookAtKeys, rdsWorld, refusal } from '../../../support/cloud/rds-world.ts'

const loner = {
  DBInstanceIdentifier: 'alone',
  DBInstanceClass: 'db.m7g.large',
  Engine: 'mysql',
  AllocatedStorage: 20,
  MasterUsername: 'admin',
  MasterUserPassword: 'correct horse',
}

describe('CreateDBInstance in a cluster', () => {
  it('makes members, the first of which writes', () => {
    const { create, member, shown, rds, arnOf } = rdsWorld()
    create()
    expect(member()).toMatchObject({
      DBInstanceIdentifier: 'writer',
      DBInstanceStatus: 'creating',
      DBClusterIdentifier: 'orders',
      EngineVersion: '16.8',
      DbiResourceId: expect.stringMatching(/^db-[A-Z2-7]{26}$/),
      DBInstanceArn: arnOf('db', 'writer'),
      StorageEncryptionType: 'sse-rds',
    })
    member({ DBInstanceIdentifier: 'reader', PromotionTier: 3 })
    expect(shown()?.DBClusterMembers).toEqual([
      { DBInstanceIdentifier: 'writer', IsClusterWriter: true, PromotionTier: 1 },
      { DBInstanceIdentifier: 'reader', IsClusterWriter: false, PromotionTier: 3 },
    ])
    expect(rds.describeDBInstances().DBInstances.map((each) => each.DBInstanceStatus)).toEqual(['available', 'available'])
  })

  it('keeps the volume beneath a member under the key and the grant of the cluster, with both ids in the context (around 3.2)', () => {
    const { cloud, K, create, member, grants } = rdsWorld()
    const { DbClusterResourceId } = create({ KmsKeyId: K })
    expect(member()).toMatchObject({ StorageEncryptionType: 'sse-kms', KmsKeyId: K })
    expect(kmsCalls(cloud, 'CreateDBInstance')).toEqual(['SVC GenerateDataKey'])
    const [generated] = cloud.journal.entries().findLast(({ operation }) => operation === 'CreateDBInstance')?.nested ?? []
    expect(generated?.input).toMatchObject({
      EncryptionContext: { 'aws:rds:dbc-id': DbClusterResourceId, 'aws:ebs:id': expect.stringMatching(/^vol-[0-9a-f]{17}$/) },
    })
    expect(grants(K)).toHaveLength(1)
  })

  it('shows what becomes of the cluster, and ends with DeleteDBInstance', () => {
    const { create, member, stop, start, rds } = rdsWorld()
    create()
    member()
    const status = () => rds.describeDBInstances({ DBInstanceIdentifier: 'writer' }).DBInstances[0]?.DBInstanceStatus
    stop()
    expect(status()).toBe('stopped')
    start()
    expect(status()).toBe('available')
    expect(refusal(() => rds.deleteDBInstance({ DBInstanceIdentifier: 'writer', FinalDBSnapshotIdentifier: 'a' }))).toEqual({
      name: 'InvalidParameterCombination',
      message: 'FinalDBSnapshotIdentifier can not be specified when deleting a cluster instance',
      status: 400,
    })
    expect(rds.deleteDBInstance({ DBInstanceIdentifier: 'writer' }).DBInstance.DBInstanceStatus).toBe('deleting')
    expect(rds.describeDBInstances().DBInstances).toEqual([])
  })

  it.each([
    [
      { MasterUserPassword: 'correct horse' },
      'InvalidParameterCombination',
      'The requested DB Instance will be a member of a DB Cluster. Set master user password for the DB Cluster.',
    ],
    [
      { StorageEncrypted: true },
      'InvalidParameterCombination',
      'The requested DB Instance will be a member of a DB Cluster. Set storage encryption for the DB Cluster.',
    ],
    [
      { Engine: 'mysql' },
      'InvalidParameterCombination',
      "The engine name requested for your DB instance (mysql) doesn't match the engine name of your DB cluster (aurora-postgresql).",
    ],
    [{ DBInstanceClass: 'large' }, 'InvalidParameterValue', 'Invalid DB Instance class: large'],
    [{ DBInstanceIdentifier: 'taken' }, 'DBInstanceAlreadyExistsFault', 'DB instance already exists'],
    [{ DBClusterIdentifier: 'nobody' }, 'DBClusterNotFoundFault', 'DBCluster nobody not found.'],
  ])('refuses %o', (input, name, message) => {
    const { create, member } = rdsWorld()
    create()
    member({ DBInstanceIdentifier: 'taken' })
    expect(refusal(() => member(input))).toMatchObject({ name, message })
  })

  it('refuses a cluster that does not run, and one whose grant is gone', () => {
    const { K, create, member, stop, start, grants, kms } = rdsWorld()
    create({ KmsKeyId: K })
    stop()
    expect(refusal(() => member()).name).toBe('InvalidDBClusterStateFault')
    start()
    kms.revokeGrant({ KeyId: K, GrantId: grants(K)[0]?.GrantId })
    expect(refusal(() => member()).name).toBe('KMSKeyNotAccessibleFault')
  })
})

describe('CreateDBInstance without a cluster', () => {
  it('makes an instance that is unencrypted unless the request says otherwise', () => {
    const { rds } = rdsWorld()
    expect(rds.createDBInstance(loner).DBInstance).toMatchObject({
      StorageEncryptionType: 'none',
      AllocatedStorage: 20,
      EngineVersion: '8.4.5',
      MasterUsername: 'admin',
    })
  })

  it('binds grant and data key to aws:rds:db-id, and the data key to the volume too (around 3.2)', () => {
    const { cloud, K, rds, grants } = rdsWorld()
    const { DBInstance } = rds.createDBInstance({ ...loner, StorageEncrypted: true, KmsKeyId: K })
    const id = { 'aws:rds:db-id': DBInstance.DbiResourceId }
    expect(grants(K)).toMatchObject([{ Constraints: { EncryptionContextSubset: id } }])
    const calls = cloud.journal.entries().findLast(({ operation }) => operation === 'CreateDBInstance')?.nested
    expect(calls?.at(-1)?.input).toMatchObject({
      EncryptionContext: { ...id, 'aws:ebs:id': expect.stringMatching(/^vol-[0-9a-f]{17}$/) },
    })
    rds.deleteDBInstance({ DBInstanceIdentifier: 'alone', SkipFinalSnapshot: true })
    expect(grants(K)).toEqual([])
  })

  it('loses its key as a cluster does', () => {
    const { cloud, K, rds, kms } = rdsWorld()
    rds.createDBInstance({ ...loner, StorageEncrypted: true, KmsKeyId: K })
    const status = () => rds.describeDBInstances().DBInstances[0]?.DBInstanceStatus
    kms.disableKey({ KeyId: K })
    lookAtKeys(cloud)
    expect(status()).toBe('inaccessible-encryption-credentials-recoverable')
    cloud.clock.advance({ days: 7 })
    expect(status()).toBe('inaccessible-encryption-credentials')
  })

  it.each([
    [{ Engine: 'aurora-mysql' }, 'InvalidParameterCombination'],
    [{ Engine: 'abacus' }, 'InvalidParameterValue'],
    [{ AllocatedStorage: undefined }, 'InvalidParameterValue'],
    [{ KmsKeyId: 'alias/db' }, 'InvalidParameterCombination'],
    [{ MasterUsername: undefined }, 'InvalidParameterValue'],
    [{ StorageEncrypted: true, KmsKeyId: 'alias/nothing' }, 'KMSKeyNotAccessibleFault'],
  ])('refuses %o', (input, name) => {
    const { rds } = rdsWorld()
    expect(refusal(() => rds.createDBInstance({ ...loner, ...input })).name).toBe(name)
    expect(rds.describeDBInstances().DBInstances).toEqual([])
  })

  it('is not deleted in half words, and says so loudly where a snapshot of it is wanted', () => {
    const { rds } = rdsWorld()
    rds.createDBInstance(loner)
    expect(refusal(() => rds.deleteDBInstance({ DBInstanceIdentifier: 'alone' })).message).toBe(
      'FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.',
    )
    expect(() => rds.deleteDBInstance({ DBInstanceIdentifier: 'alone', FinalDBSnapshotIdentifier: 'a' })).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER' }),
    )
  })
})

describe('DescribeDBInstances', () => {
  it('finds by identifier, ARN and filters', () => {
    const { create, member, rds, arnOf } = rdsWorld()
    create()
    const { DbiResourceId } = member()
    rds.createDBInstance(loner)
    const names = (input: object) => rds.describeDBInstances(input).DBInstances.map((each) => each.DBInstanceIdentifier)
    expect(names({})).toEqual(['alone', 'writer'])
    expect(names({ DBInstanceIdentifier: arnOf('db', 'alone') })).toEqual(['alone'])
    expect(names({ Filters: [{ Name: 'db-cluster-id', Values: ['orders'] }] })).toEqual(['writer'])
    expect(names({ Filters: [{ Name: 'dbi-resource-id', Values: [DbiResourceId] }] })).toEqual(['writer'])
    expect(names({ Filters: [{ Name: 'engine', Values: ['mysql'] }] })).toEqual(['alone'])
    expect(names({ Filters: [{ Name: 'db-instance-id', Values: ['alone'] }] })).toEqual(['alone'])
  })
})
