import { describe, expect, it } from 'vitest'
import { kmsCalls, OWNER, rdsWorld, refusal } from '../../../support/cloud/rds-world.ts'

describe('CreateDBCluster', () => {
  it('answers a cluster that is being created, under a name in lower case', () => {
    const { cloud, create, status, arnOf } = rdsWorld()
    expect(create({ DBClusterIdentifier: 'Orders', DatabaseName: 'shop', Tags: [{ Key: 'team', Value: 'blue' }] })).toEqual({
      AllocatedStorage: 1,
      BackupRetentionPeriod: 1,
      DatabaseName: 'shop',
      DBClusterIdentifier: 'orders',
      Status: 'creating',
      LatestRestorableTime: new Date(cloud.clock.now()),
      MultiAZ: false,
      Engine: 'aurora-postgresql',
      EngineVersion: '16.8',
      EngineMode: 'provisioned',
      Port: 5432,
      MasterUsername: 'postgres',
      DBClusterMembers: [],
      StorageEncrypted: false,
      StorageEncryptionType: 'sse-rds',
      DbClusterResourceId: expect.stringMatching(/^cluster-[A-Z2-7]{26}$/),
      DBClusterArn: arnOf('cluster', 'orders'),
      ClusterCreateTime: new Date(cloud.clock.now()),
      CopyTagsToSnapshot: false,
      DeletionProtection: false,
      TagList: [{ Key: 'team', Value: 'blue' }],
    })
    expect(status()).toBe('available')
  })

  it('encrypts under the customer key that it is given, by whatever name', () => {
    const { K, kms, create } = rdsWorld()
    kms.createAlias({ AliasName: 'alias/db', TargetKeyId: K })
    const names = [K, K.split('/')[1], 'alias/db', K.replace(/key\/.*/, 'alias/db')]
    for (const [index, KmsKeyId] of names.entries()) {
      const shown = create({ DBClusterIdentifier: `c${index}`, KmsKeyId })
      expect(shown).toMatchObject({ StorageEncrypted: true, StorageEncryptionType: 'sse-kms', KmsKeyId: K })
    }
  })

  it('encrypts under aws/rds, which is made for it, where no key is named', () => {
    const { kms, create } = rdsWorld()
    const { KmsKeyId } = create({ StorageEncrypted: true })
    const { KeyMetadata } = kms.describeKey({ KeyId: 'alias/aws/rds' })
    expect(KeyMetadata).toMatchObject({
      Arn: KmsKeyId,
      KeyManager: 'AWS',
      Description: 'Default key that protects my RDS database volumes when no other key is defined',
    })
  })

  it('looks the key up and makes the grant as the caller, and the data key as RDS', () => {
    const { cloud, K, create } = rdsWorld()
    create({ KmsKeyId: K })
    expect(kmsCalls(cloud, 'CreateDBCluster')).toEqual(['CALLER DescribeKey', 'CALLER CreateGrant', 'SVC GenerateDataKey'])
    const calls = cloud.journal.entries().at(-1)?.nested ?? []
    expect(calls.map(({ via, invokedBy }) => [via, invokedBy])).toEqual([
      ['rds.us-east-1.amazonaws.com', 'rds.amazonaws.com'],
      ['rds.us-east-1.amazonaws.com', 'rds.amazonaws.com'],
      [undefined, 'rds.amazonaws.com'],
    ])
    expect(new Set([cloud.journal.entries().at(-1)?.requestId, ...calls.map(({ requestId }) => requestId)]).size).toBe(1)
  })

  it.each([
    ['a name that is taken', { DBClusterIdentifier: 'taken' }, 'DBClusterAlreadyExistsFault', 'DB Cluster already exists'],
    ['a name that is none', { DBClusterIdentifier: '1st' }, 'InvalidParameterValue', NOT_AN_IDENTIFIER()],
    ['two hyphens', { DBClusterIdentifier: 'a--b' }, 'InvalidParameterValue', NOT_AN_IDENTIFIER()],
    ['a hyphen at the end', { DBClusterIdentifier: 'a-' }, 'InvalidParameterValue', NOT_AN_IDENTIFIER()],
    [
      'a name of 64 letters',
      { DBClusterIdentifier: 'a'.repeat(64) },
      'InvalidParameterValue',
      'The parameter DBClusterIdentifier is not a valid identifier because it is longer than 63 characters.',
    ],
    [
      'no name',
      { DBClusterIdentifier: undefined },
      'MissingParameter',
      'The request must contain the parameter DBClusterIdentifier',
    ],
    ['an engine that is none', { Engine: 'abacus' }, 'InvalidParameterValue', 'Invalid DB engine'],
    [
      'no user',
      { MasterUsername: undefined },
      'InvalidParameterValue',
      'The parameter MasterUsername must be provided and must not be blank.',
    ],
    [
      'a short password',
      { MasterUserPassword: 'short' },
      'InvalidParameterValue',
      'The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.',
    ],
    [
      'a key for what is not to be encrypted',
      { StorageEncrypted: false, KmsKeyId: 'alias/db' },
      'InvalidParameterCombination',
      'KmsKeyId can only be specified for encrypted storage.',
    ],
    ['a tag of AWS', { Tags: [{ Key: 'aws:x' }] }, 'InvalidParameterValue', 'The tag key aws:x begins with a reserved prefix.'],
    [
      'too long a retention',
      { BackupRetentionPeriod: 36 },
      'ValidationError',
      "1 validation error detected: Value '36' at 'backupRetentionPeriod' failed to satisfy constraint: " +
        'Member must have value less than or equal to 35',
    ],
    [
      'a key that does not exist',
      { KmsKeyId: 'alias/nothing' },
      'KMSKeyNotAccessibleFault',
      "The specified KMS key [alias/nothing] either doesn't exist, isn't enabled, or isn't accessible by the current user.",
    ],
  ])('refuses %s', (_, input, name, message) => {
    const { create } = rdsWorld()
    create({ DBClusterIdentifier: 'taken' })
    expect(refusal(() => create(input))).toEqual({ name, message, status: 400 })
  })

  it('does not tell a missing, a disabled, an asymmetric and a forbidden key apart', () => {
    const { cloud, kms, create } = rdsWorld()
    const disabled = kms.createKey({}).KeyMetadata.Arn
    kms.disableKey({ KeyId: disabled })
    const asymmetric = kms.createKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }).KeyMetadata.Arn
    const forbidden = cloud.session({ as: cloud.account('444455556666').root }).kms.createKey({}).KeyMetadata.Arn
    const missing = disabled.replace(/key\/.*/, 'key/00000000-0000-4000-8000-000000000000')
    for (const KmsKeyId of [missing, disabled, asymmetric, forbidden]) {
      expect(refusal(() => create({ KmsKeyId }))).toEqual({
        name: 'KMSKeyNotAccessibleFault',
        message: `The specified KMS key [${KmsKeyId}] either doesn't exist, isn't enabled, or isn't accessible by the current user.`,
        status: 400,
      })
    }
  })

  it('stops at 40 clusters', () => {
    const { create } = rdsWorld({ rdsEncryptByDefault: false })
    for (let index = 0; index < 40; index++) create({ DBClusterIdentifier: `c${index}` })
    expect(refusal(() => create({ DBClusterIdentifier: 'c40' }))).toMatchObject({
      name: 'DBClusterQuotaExceededFault',
      status: 403,
    })
  })
})

describe('StopDBCluster and StartDBCluster', () => {
  it('stop a cluster and start it again, with what was written', () => {
    const { cloud, K, create, stop, start, status, shown, write, read } = rdsWorld()
    create({ KmsKeyId: K })
    write('kept')
    expect(stop().DBCluster.Status).toBe('stopping')
    expect(status()).toBe('stopped')
    expect(shown()?.AutomaticRestartTime).toEqual(new Date(cloud.clock.now() + 7 * 86_400_000))
    expect(() => read(4)).toThrow(expect.objectContaining({ code: 'DEVICE_IO' }))
    expect(start().DBCluster.Status).toBe('starting')
    expect(kmsCalls(cloud, 'StartDBCluster')).toEqual(['SVC Decrypt'])
    expect(status()).toBe('available')
    expect(shown()).not.toHaveProperty('AutomaticRestartTime')
    expect(read(4)).toBe('kept')
  })

  it('refuse a cluster that is in another state', () => {
    const { create, stop } = rdsWorld()
    create()
    stop()
    expect(refusal(() => stop())).toEqual({
      name: 'InvalidDBClusterStateFault',
      message: 'DbCluster orders is in stopped state but expected it to be one of available.',
      status: 400,
    })
    expect(refusal(() => stop('nobody'))).toEqual({
      name: 'DBClusterNotFoundFault',
      message: 'DBCluster nobody not found.',
      status: 404,
    })
  })

  it('refuse a cluster of Aurora Serverless v1', () => {
    const { create, stop } = rdsWorld()
    create({ EngineMode: 'serverless' })
    expect(refusal(() => stop())).toMatchObject({ name: 'InvalidDBClusterStateFault', status: 400 })
  })

  it('start by themselves after seven days (around 3.3)', () => {
    for (const encryption of [{}, { StorageEncrypted: true }]) {
      const { cloud, create, stop, status, write, read } = rdsWorld()
      create(encryption)
      write('kept')
      stop()
      cloud.clock.advance({ days: 6, hours: 23 })
      expect(status()).toBe('stopped')
      cloud.clock.advance({ hours: 1 })
      expect(status()).toBe('available')
      expect(read(4)).toBe('kept')
    }
  })

  it('leave a cluster alone that was started and stopped again in between', () => {
    const { cloud, create, stop, start, status } = rdsWorld()
    create()
    stop()
    cloud.clock.advance({ days: 5 })
    start()
    stop()
    cloud.clock.advance({ days: 5 })
    expect(status()).toBe('stopped')
  })
})

describe('DeleteDBCluster', () => {
  it('deletes a cluster and retires its grant', () => {
    const { cloud, K, create, rds, grants } = rdsWorld()
    create({ KmsKeyId: K })
    const deleted = rds.deleteDBCluster({ DBClusterIdentifier: 'orders', SkipFinalSnapshot: true })
    expect(deleted.DBCluster.Status).toBe('deleting')
    expect(kmsCalls(cloud, 'DeleteDBCluster')).toEqual(['SVC RetireGrant'])
    expect(grants(K)).toEqual([])
    expect(rds.describeDBClusters().DBClusters).toEqual([])
    expect(() => cloud.cluster('orders')).toThrow(expect.objectContaining({ code: 'UNKNOWN_RESOURCE' }))
  })

  it('takes a last snapshot, from which the content comes back', () => {
    const { K, create, rds, write, restore, read } = rdsWorld()
    create({ KmsKeyId: K })
    write('last')
    rds.deleteDBCluster({ DBClusterIdentifier: 'orders', FinalDBSnapshotIdentifier: 'snap' })
    restore()
    expect(read(4, 'restored')).toBe('last')
  })

  it('refuses half a decision about the last snapshot', () => {
    const { create, rds } = rdsWorld()
    create()
    const remove = (input: object) => refusal(() => rds.deleteDBCluster({ DBClusterIdentifier: 'orders', ...input }))
    expect(remove({})).toEqual({
      name: 'InvalidParameterCombination',
      message: 'FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.',
      status: 400,
    })
    expect(remove({ SkipFinalSnapshot: true, FinalDBSnapshotIdentifier: 'snap' })).toMatchObject({
      name: 'InvalidParameterCombination',
    })
    expect(remove({ FinalDBSnapshotIdentifier: '-' })).toMatchObject({ name: 'InvalidParameterValue' })
  })

  it('refuses a cluster with members, and a snapshot of one that does not run', () => {
    const { create, member, stop, rds } = rdsWorld()
    create()
    member()
    expect(refusal(() => rds.deleteDBCluster({ DBClusterIdentifier: 'orders', SkipFinalSnapshot: true }))).toEqual({
      name: 'InvalidDBClusterStateFault',
      message: 'Cluster cannot be deleted, it still contains DB instances in non-deleting state.',
      status: 400,
    })
    rds.deleteDBInstance({ DBInstanceIdentifier: 'writer' })
    stop()
    expect(
      refusal(() => rds.deleteDBCluster({ DBClusterIdentifier: 'orders', FinalDBSnapshotIdentifier: 'snap' })),
    ).toMatchObject({ name: 'InvalidDBClusterStateFault' })
    rds.deleteDBCluster({ DBClusterIdentifier: 'orders', SkipFinalSnapshot: true })
    expect(rds.describeDBClusters().DBClusters).toEqual([])
  })

  it('lets a new cluster have the name, under another resource id, undisturbed by what was due for the old one', () => {
    const { cloud, create, rds, stop, status } = rdsWorld()
    const old = create()
    stop()
    rds.deleteDBCluster({ DBClusterIdentifier: 'orders', SkipFinalSnapshot: true })
    const { DbClusterResourceId } = create()
    expect(DbClusterResourceId).not.toBe(old.DbClusterResourceId)
    stop()
    cloud.clock.advance({ days: 6 })
    expect(status()).toBe('stopped')
  })
})

describe('DescribeDBClusters', () => {
  it('finds by identifier in any case, by ARN, and by filters, and nothing of other accounts', () => {
    const { cloud, create, rds, arnOf } = rdsWorld()
    const { DbClusterResourceId } = create()
    create({ DBClusterIdentifier: 'stock', Engine: 'aurora-mysql' })
    const names = (input: object) => rds.describeDBClusters(input).DBClusters.map((each) => each.DBClusterIdentifier)
    expect(names({})).toEqual(['orders', 'stock'])
    expect(names({ DBClusterIdentifier: 'ORDERS' })).toEqual(['orders'])
    expect(names({ DBClusterIdentifier: arnOf('cluster', 'stock') })).toEqual(['stock'])
    expect(names({ Filters: [{ Name: 'engine', Values: ['aurora-mysql'] }] })).toEqual(['stock'])
    expect(names({ Filters: [{ Name: 'db-cluster-resource-id', Values: [DbClusterResourceId] }] })).toEqual(['orders'])
    expect(names({ Filters: [{ Name: 'db-cluster-id', Values: ['orders', arnOf('cluster', 'stock')] }] })).toEqual([
      'orders',
      'stock',
    ])
    expect(refusal(() => names({ Filters: [{ Name: 'colour', Values: ['red'] }] })).message).toBe(
      'Unrecognized filter name: colour',
    )
    const stranger = cloud.session({ as: cloud.account('444455556666').root }).rds
    expect(stranger.describeDBClusters().DBClusters).toEqual([])
    expect(refusal(() => stranger.describeDBClusters({ DBClusterIdentifier: arnOf('cluster', 'orders') })).name).toBe(
      'DBClusterNotFoundFault',
    )
  })

  it('tells page by page, and refuses sizes and markers that are none', () => {
    const { create, rds } = rdsWorld({ rdsEncryptByDefault: false })
    for (let index = 10; index < 35; index++) create({ DBClusterIdentifier: `c${index}` })
    const first = rds.describeDBClusters({ MaxRecords: 20 })
    const second = rds.describeDBClusters({ MaxRecords: 20, Marker: first.Marker })
    expect([first.DBClusters.length, second.DBClusters.length, second.Marker]).toEqual([20, 5, undefined])
    expect(refusal(() => rds.describeDBClusters({ MaxRecords: 19 }))).toEqual({
      name: 'InvalidParameterValue',
      message: 'Invalid value 19 for MaxRecords. Must be between 20 and 100',
      status: 400,
    })
    expect(refusal(() => rds.describeDBClusters({ Marker: 'x' })).name).toBe('InvalidParameterValue')
    expect(refusal(() => rds.describeDBInstances({ Marker: first.Marker })).name).toBe('InvalidParameterValue')
  })
})

describe('CloudTrail', () => {
  it('records the cluster and hides the password; a refusal has the code of the wire', () => {
    const { cloud, K, create, rds } = rdsWorld()
    create({ KmsKeyId: K })
    expect(cloud.trail.records({ eventName: 'CreateDBCluster' })).toMatchObject([
      {
        eventSource: 'rds.amazonaws.com',
        requestParameters: { dBClusterIdentifier: 'orders', masterUserPassword: '****', kmsKeyId: K },
        responseElements: { dBClusterIdentifier: 'orders', kmsKeyId: K, status: 'creating' },
        readOnly: false,
      },
    ])
    expect(JSON.stringify(cloud.trail.records())).not.toContain('correct horse')
    refusal(() => rds.describeDBInstances({ DBInstanceIdentifier: 'nobody' }))
    expect(cloud.trail.records({ eventName: 'DescribeDBInstances' })).toMatchObject([{ errorCode: 'DBInstanceNotFound' }])
    expect(cloud.trail.records({ eventName: 'GenerateDataKey' })).toMatchObject([
      { userIdentity: { type: 'AWSService', invokedBy: 'rds.amazonaws.com' }, resources: [{ ARN: K }] },
    ])
    expect(cloud.trail.records({ eventName: 'CreateGrant' })).toMatchObject([
      { userIdentity: { invokedBy: 'rds.amazonaws.com' }, sourceIPAddress: 'rds.amazonaws.com', userAgent: 'rds.amazonaws.com' },
    ])
  })
})

describe('the permissions of RDS itself', () => {
  it('are asked on the ARNs of what a call names; tags on creation need another one', () => {
    const { cloud } = rdsWorld()
    const role = cloud.account(OWNER).createRole('Maker', {
      policies: [
        {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'rds:CreateDBCluster',
              Resource: `arn:aws:rds:*:${OWNER}:cluster:team-*`,
            },
          ],
        },
      ],
    })
    const { rds } = cloud.session({ as: role })
    const input = { Engine: 'aurora-mysql', MasterUsername: 'admin', MasterUserPassword: 'correct horse' }
    rds.createDBCluster({ DBClusterIdentifier: 'team-a', ...input })
    expect(refusal(() => rds.createDBCluster({ DBClusterIdentifier: 'other', ...input }))).toEqual({
      name: 'AccessDenied',
      message:
        `User: arn:aws:sts::${OWNER}:assumed-role/Maker/kms-ebs-sim is not authorized to perform: rds:CreateDBCluster on resource: ` +
        `arn:aws:rds:us-east-1:${OWNER}:cluster:other because no identity-based policy allows the rds:CreateDBCluster action`,
      status: 403,
    })
    const tagged = () => rds.createDBCluster({ DBClusterIdentifier: 'team-b', ...input, Tags: [{ Key: 'a', Value: 'b' }] })
    expect(refusal(tagged).message).toContain('rds:AddTagsToResource')
  })
})

function NOT_AN_IDENTIFIER() {
  return (
    'The parameter DBClusterIdentifier is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII ' +
    'letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.'
  )
}

describe('StopDBCluster', () => {
  it('answers that it is stopping, and a cluster that is stopped cannot be stopped again', () => {
    const { create, rds, status } = rdsWorld()
    create()
    expect(rds.stopDBCluster({ DBClusterIdentifier: 'orders' }).DBCluster).toMatchObject({ Status: 'stopping' })
    expect(status()).toBe('stopped')
    expect(refusal(() => rds.stopDBCluster({ DBClusterIdentifier: 'orders' }))).toMatchObject({
      name: 'InvalidDBClusterStateFault',
      message: 'DbCluster orders is in stopped state but expected it to be one of available.',
    })
  })
})
