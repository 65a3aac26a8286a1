import { describe, expect, it } from 'vitest'
import { GUEST, HERE, kmsCalls, OWNER, rdsPlace, rdsWorld, refusal, THERE } from '../../../support/cloud/rds-world.ts'

/** Another account that may use the key K, and a snapshot under K that is shared with it. */
const sharedWorld = () => {
  const w = rdsWorld()
  w.create({ KmsKeyId: w.K })
  w.write('shared')
  w.snapshot()
  w.share(GUEST)
  const Statement = [`arn:aws:iam::${OWNER}:root`, `arn:aws:iam::${GUEST}:root`].map((AWS) => ({
    Effect: 'Allow',
    Principal: { AWS },
    Action: 'kms:*',
    Resource: '*',
  }))
  w.kms.putKeyPolicy({ KeyId: w.K, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) })
  const role = w.cloud.account(GUEST).createRole('Restorer', {
    policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
  })
  const at = (region: string) => rdsPlace(w.cloud, w.cloud.session({ as: role, region }))
  return { ...w, arn: w.arnOf('cluster-snapshot', 'snap'), guest: at(HERE), guestThere: at(THERE) }
}

describe('CreateDBClusterSnapshot', () => {
  it('answers a snapshot under the key of the cluster, without asking KMS', () => {
    const { cloud, K, create, snapshot, arnOf, rds } = rdsWorld()
    const { DbClusterResourceId } = create({ KmsKeyId: K })
    expect(snapshot('Snap')).toEqual({
      DBClusterSnapshotIdentifier: 'snap',
      DBClusterIdentifier: 'orders',
      DBClusterSnapshotArn: arnOf('cluster-snapshot', 'snap'),
      SnapshotCreateTime: new Date(cloud.clock.now()),
      ClusterCreateTime: new Date(cloud.clock.now()),
      Engine: 'aurora-postgresql',
      EngineVersion: '16.8',
      EngineMode: 'provisioned',
      MasterUsername: 'postgres',
      Port: 5432,
      AllocatedStorage: 1,
      Status: 'creating',
      SnapshotType: 'manual',
      PercentProgress: 0,
      StorageEncrypted: true,
      StorageEncryptionType: 'sse-kms',
      KmsKeyId: K,
      DbClusterResourceId,
      TagList: [],
    })
    expect(kmsCalls(cloud, 'CreateDBClusterSnapshot')).toEqual([])
    expect(rds.describeDBClusterSnapshots().DBClusterSnapshots[0]).toMatchObject({ Status: 'available', PercentProgress: 100 })
  })

  it('takes over tags where the cluster says so', () => {
    const { create, rds } = rdsWorld()
    create({ CopyTagsToSnapshot: true, Tags: [{ Key: 'a', Value: '1' }] })
    const { DBClusterSnapshot } = rds.createDBClusterSnapshot({
      DBClusterSnapshotIdentifier: 'snap',
      DBClusterIdentifier: 'orders',
      Tags: [{ Key: 'b', Value: '2' }],
    })
    expect(DBClusterSnapshot.TagList).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ])
  })

  it('refuses a name that is taken, and a cluster that does not run', () => {
    const { create, snapshot, stop } = rdsWorld()
    create()
    snapshot()
    expect(refusal(() => snapshot())).toEqual({
      name: 'DBClusterSnapshotAlreadyExistsFault',
      message: 'Cannot create the snapshot because a snapshot with the identifier snap already exists.',
      status: 400,
    })
    expect(refusal(() => snapshot('a_b')).name).toBe('InvalidParameterValue')
    expect(refusal(() => snapshot('other', 'nobody')).name).toBe('DBClusterNotFoundFault')
    stop()
    expect(refusal(() => snapshot('other')).name).toBe('InvalidDBClusterStateFault')
  })

  it('stops at 100 snapshots', () => {
    const { create, snapshot } = rdsWorld({ rdsEncryptByDefault: false })
    create()
    for (let index = 0; index < 100; index++) snapshot(`s${index}`)
    expect(refusal(() => snapshot('s100'))).toMatchObject({ name: 'SnapshotQuotaExceededFault', status: 400 })
  })
})

describe('DescribeDBClusterSnapshots and DeleteDBClusterSnapshot', () => {
  it('show own snapshots, and shared ones by ARN or where they are asked for', () => {
    const { guest, arn, snapshot, create, rds } = sharedWorld()
    create({ DBClusterIdentifier: 'stock' })
    snapshot('other', 'stock')
    const names = (place: { rds: typeof rds }, input: object = {}) =>
      place.rds
        .describeDBClusterSnapshots(input)
        .DBClusterSnapshots.map((each) => [each.DBClusterSnapshotIdentifier, each.SnapshotType])
    expect(names({ rds })).toEqual([
      ['other', 'manual'],
      ['snap', 'manual'],
    ])
    expect(names({ rds }, { DBClusterIdentifier: 'stock' })).toEqual([['other', 'manual']])
    expect(names({ rds }, { Filters: [{ Name: 'db-cluster-id', Values: ['orders'] }] })).toEqual([['snap', 'manual']])
    expect(names({ rds }, { SnapshotType: 'automated' })).toEqual([])
    expect(names(guest)).toEqual([])
    for (const input of [{ SnapshotType: 'shared' }, { IncludeShared: true }, { DBClusterSnapshotIdentifier: arn }]) {
      expect(names(guest, input)).toEqual([[arn, 'shared']])
    }
    expect(refusal(() => names({ rds }, { SnapshotType: 'odd' })).name).toBe('InvalidParameterValue')
    expect(refusal(() => names(guest, { DBClusterSnapshotIdentifier: 'snap' }))).toEqual({
      name: 'DBClusterSnapshotNotFoundFault',
      message: 'DBClusterSnapshot snap not found.',
      status: 404,
    })
  })

  it('delete an own snapshot, and nobody else’s', () => {
    const { guest, arn, rds } = sharedWorld()
    expect(refusal(() => guest.rds.deleteDBClusterSnapshot({ DBClusterSnapshotIdentifier: arn })).name).toBe(
      'DBClusterSnapshotNotFoundFault',
    )
    rds.deleteDBClusterSnapshot({ DBClusterSnapshotIdentifier: 'snap' })
    expect(rds.describeDBClusterSnapshots().DBClusterSnapshots).toEqual([])
  })

  it('end a copy that is on its way, but wait for a snapshot that is being taken', () => {
    const { cloud, create, snapshot, copy, rds } = rdsWorld({ latency: 'typical' })
    create()
    cloud.clock.advance({ minutes: 1 })
    snapshot()
    expect(refusal(() => rds.deleteDBClusterSnapshot({ DBClusterSnapshotIdentifier: 'snap' })).name).toBe(
      'InvalidDBClusterSnapshotStateFault',
    )
    expect(refusal(() => copy()).name).toBe('InvalidDBClusterSnapshotStateFault')
    cloud.clock.advance({ minutes: 1 })
    expect(copy().Status).toBe('copying')
    rds.deleteDBClusterSnapshot({ DBClusterSnapshotIdentifier: 'copy' })
    cloud.clock.advance({ minutes: 1 })
    expect(rds.describeDBClusterSnapshots().DBClusterSnapshots).toHaveLength(1)
  })
})

describe('ModifyDBClusterSnapshotAttribute', () => {
  it('adds and removes accounts, at most 20, and everybody for an unencrypted one', () => {
    const { create, snapshot, share, rds } = rdsWorld({ rdsEncryptByDefault: false })
    create()
    snapshot()
    share(GUEST, 'all')
    const removed = rds.modifyDBClusterSnapshotAttribute({
      DBClusterSnapshotIdentifier: 'snap',
      AttributeName: 'restore',
      ValuesToRemove: [GUEST],
    })
    expect(removed.DBClusterSnapshotAttributesResult.DBClusterSnapshotAttributes).toEqual([
      { AttributeName: 'restore', AttributeValues: ['all'] },
    ])
    const many = Array.from({ length: 21 }, (_, index) => String(100_000_000_000 + index))
    expect(refusal(() => share(...many))).toMatchObject({ name: 'SharedSnapshotQuotaExceededFault', status: 400 })
    share(...many.slice(1))
    expect(refusal(() => share('me')).name).toBe('InvalidParameterValue')
  })

  it('knows no other attribute', () => {
    const { create, snapshot, rds } = rdsWorld()
    create()
    snapshot()
    const input = { DBClusterSnapshotIdentifier: 'snap', AttributeName: 'delete', ValuesToAdd: [GUEST] }
    expect(refusal(() => rds.modifyDBClusterSnapshotAttribute(input)).name).toBe('InvalidParameterValue')
  })
})

describe('CopyDBClusterSnapshot', () => {
  it('keeps the key in its Region, and opens the snapshot on the way', () => {
    const { cloud, K, create, snapshot, copy, write, restore, read, grants } = rdsWorld()
    create({ KmsKeyId: K })
    write('kept')
    snapshot()
    expect(copy()).toMatchObject({ KmsKeyId: K, Status: 'copying' })
    expect(kmsCalls(cloud, 'CopyDBClusterSnapshot')).toEqual([
      'CALLER DescribeKey',
      'CALLER CreateGrant',
      'SVC Decrypt',
      'SVC RetireGrant',
    ])
    expect(grants(K)).toHaveLength(1)
    restore({ SnapshotIdentifier: 'copy' })
    expect(read(4, 'restored')).toBe('kept')
  })

  it('changes the key, which encrypts everything anew', () => {
    const { cloud, K, kms, create, snapshot, copy, write, restore, read, grants } = rdsWorld()
    const other = kms.createKey({}).KeyMetadata.Arn
    create({ KmsKeyId: K })
    write('kept')
    snapshot()
    expect(copy({ KmsKeyId: other })).toMatchObject({ KmsKeyId: other })
    expect(kmsCalls(cloud, 'CopyDBClusterSnapshot')).toEqual([
      'CALLER DescribeKey',
      'CALLER DescribeKey',
      'CALLER CreateGrant',
      'SVC Decrypt',
      'SVC RetireGrant',
      'CALLER CreateGrant',
      'SVC GenerateDataKey',
      'SVC RetireGrant',
    ])
    kms.disableKey({ KeyId: K })
    restore({ SnapshotIdentifier: 'copy' })
    expect(read(4, 'restored')).toBe('kept')
    expect([grants(other).length, grants(K).length]).toEqual([1, 1])
  })

  it('goes from the key that AWS owns to a customer key, and over Regions without one', () => {
    const { cloud, K, create, snapshot, copy, write, restore, read } = rdsWorld()
    create()
    write('kept')
    const { DBClusterSnapshotArn } = snapshot()
    expect(copy({ KmsKeyId: K })).toMatchObject({ StorageEncryptionType: 'sse-kms', KmsKeyId: K })
    restore({ SnapshotIdentifier: 'copy' })
    expect(read(4, 'restored')).toBe('kept')
    const there = rdsPlace(cloud, cloud.session({ region: THERE }))
    expect(there.copy({ SourceDBClusterSnapshotIdentifier: DBClusterSnapshotArn })).toMatchObject({
      StorageEncryptionType: 'sse-rds',
    })
    there.restore({ SnapshotIdentifier: 'copy' })
    expect(there.read(4, 'restored')).toBe('kept')
  })

  it('does not encrypt what is unencrypted (around 3.4)', () => {
    const { K, create, snapshot, copy } = rdsWorld({ rdsEncryptByDefault: false })
    create()
    snapshot()
    expect(refusal(() => copy({ KmsKeyId: K })).name).toBe('InvalidParameterCombination')
    expect(copy()).toMatchObject({ StorageEncryptionType: 'none' })
  })

  it('asks for a key where another account shares the snapshot (around 3.4)', () => {
    const { guest, arn } = sharedWorld()
    const input = { SourceDBClusterSnapshotIdentifier: arn }
    expect(refusal(() => guest.copy(input))).toEqual({
      name: 'KMSKeyNotAccessibleFault',
      message: "The specified KMS key [null] either doesn't exist, isn't enabled, or isn't accessible by the current user.",
      status: 400,
    })
    const key = guest.kms.createKey({}).KeyMetadata.Arn
    expect(guest.copy({ ...input, KmsKeyId: key })).toMatchObject({ KmsKeyId: key, SourceDBClusterSnapshotArn: arn })
    guest.restore({ SnapshotIdentifier: 'copy' })
    expect(guest.read(6, 'restored')).toBe('shared')
  })

  it('goes across accounts and Regions in one step (around 3.4)', () => {
    const { guestThere, arn } = sharedWorld()
    const KmsKeyId = guestThere.kms.createKey({}).KeyMetadata.Arn
    guestThere.copy({ SourceDBClusterSnapshotIdentifier: arn, KmsKeyId })
    guestThere.restore({ SnapshotIdentifier: 'copy' })
    expect(guestThere.read(6, 'restored')).toBe('shared')
  })

  it('names the source’s key where that one is the trouble (around 3.5)', () => {
    const { K, kms, guest, arn } = sharedWorld()
    const key = guest.kms.createKey({}).KeyMetadata.Arn
    kms.putKeyPolicy({ KeyId: K, Policy: JSON.stringify(ownerOnly) })
    expect(refusal(() => guest.copy({ SourceDBClusterSnapshotIdentifier: arn, KmsKeyId: key }))).toEqual({
      name: 'KMSKeyNotAccessibleFault',
      message: `The source snapshot KMS key [${K}] does not exist, is not enabled or you do not have permissions to access it.`,
      status: 400,
    })
    expect(guest.grants(key)).toEqual([])
  })

  it('runs five at a time', () => {
    const { cloud, create, snapshot, copy } = rdsWorld({ latency: 'typical' })
    create()
    cloud.clock.advance({ minutes: 1 })
    snapshot()
    cloud.clock.advance({ minutes: 1 })
    for (let index = 0; index < 5; index++) copy({ TargetDBClusterSnapshotIdentifier: `c${index}` })
    expect(refusal(() => copy()).name).toBe('SnapshotQuotaExceededFault')
    cloud.clock.advance({ minutes: 1 })
    copy()
  })

  it('copies tags where it is told to', () => {
    const { create, rds, copy } = rdsWorld()
    create()
    const Tags = [{ Key: 'a', Value: '1' }]
    rds.createDBClusterSnapshot({ DBClusterSnapshotIdentifier: 'snap', DBClusterIdentifier: 'orders', Tags })
    expect(copy().TagList).toEqual([])
    expect(copy({ TargetDBClusterSnapshotIdentifier: 'c2', CopyTags: true, PreSignedUrl: 'https://x' }).TagList).toEqual(Tags)
  })
})

describe('RestoreDBClusterFromSnapshot', () => {
  it('keeps key and data key within an account: nothing is encrypted anew, and each cluster writes for itself', () => {
    const { cloud, K, create, snapshot, write, restore, read, grants } = rdsWorld()
    create({ KmsKeyId: K })
    write('first')
    snapshot()
    write('later')
    const { DbClusterResourceId } = restore()
    expect(kmsCalls(cloud, 'RestoreDBClusterFromSnapshot')).toEqual([
      'CALLER DescribeKey',
      'CALLER DescribeKey',
      'CALLER CreateGrant',
      'SVC Decrypt',
      'SVC RetireGrant',
      'CALLER CreateGrant',
      'SVC Encrypt',
    ])
    expect([read(5, 'orders'), read(5, 'restored')]).toEqual(['later', 'first'])
    write('third', 'restored')
    expect([read(5, 'orders'), read(5, 'restored')]).toEqual(['later', 'third'])
    expect(grants(K).at(-1)?.Constraints).toEqual({ EncryptionContextSubset: { 'aws:rds:dbc-id': DbClusterResourceId } })
  })

  it('changes the key, and encrypts what was unencrypted (around 3.1, 3.4)', () => {
    const { K, create, snapshot, write, restore, read } = rdsWorld({ rdsEncryptByDefault: false })
    create()
    write('plain')
    snapshot()
    expect(restore()).toMatchObject({ StorageEncryptionType: 'none' })
    expect(restore({ DBClusterIdentifier: 'keyed', KmsKeyId: K })).toMatchObject({
      StorageEncryptionType: 'sse-kms',
      KmsKeyId: K,
    })
    expect([read(5, 'restored'), read(5, 'keyed')]).toEqual(['plain', 'plain'])
  })

  it('uses the source account’s key for a shared snapshot without a key of its own; what matters later is the key (around 3.4)', () => {
    const { cloud, K, kms, guest, arn } = sharedWorld()
    expect(guest.restore({ SnapshotIdentifier: arn })).toMatchObject({ KmsKeyId: K })
    expect(guest.read(6, 'restored')).toBe('shared')
    kms.putKeyPolicy({ KeyId: K, Policy: JSON.stringify(ownerOnly) })
    cloud.clock.advance({ minutes: 5 })
    expect(guest.status('restored')).toBe('available')
    kms.disableKey({ KeyId: K })
    cloud.clock.advance({ minutes: 5 })
    expect(guest.status('restored')).toBe('inaccessible-encryption-credentials-recoverable')
  })

  it('shares what is under the key that AWS owns', () => {
    const { cloud, create, snapshot, write, share, arnOf } = rdsWorld()
    create()
    write('owned')
    snapshot()
    share(GUEST)
    const guest = rdsPlace(cloud, cloud.session({ as: cloud.account(GUEST).root }))
    expect(guest.restore({ SnapshotIdentifier: arnOf('cluster-snapshot', 'snap') })).toMatchObject({
      StorageEncryptionType: 'sse-rds',
    })
    expect(guest.read(5, 'restored')).toBe('owned')
  })

  it('refuses what it cannot restore', () => {
    const { cloud, create, snapshot, restore, arnOf } = rdsWorld()
    create()
    snapshot()
    expect(refusal(() => restore({ Engine: 'aurora-mysql' })).name).toBe('InvalidRestoreFault')
    expect(refusal(() => restore({ DBClusterIdentifier: 'orders' })).name).toBe('DBClusterAlreadyExistsFault')
    expect(refusal(() => restore({ SnapshotIdentifier: 'nothing' })).name).toBe('DBClusterSnapshotNotFoundFault')
    const there = rdsPlace(cloud, cloud.session({ region: THERE }))
    const SnapshotIdentifier = arnOf('cluster-snapshot', 'snap')
    expect(refusal(() => there.restore({ SnapshotIdentifier })).name).toBe('DBClusterSnapshotNotFoundFault')
  })
})

describe('RestoreDBClusterToPointInTime', () => {
  it('makes a cluster with what another one holds now', () => {
    const { K, create, write, clone, read } = rdsWorld()
    create({ KmsKeyId: K, DatabaseName: 'shop' })
    write('now')
    expect(clone()).toMatchObject({ KmsKeyId: K, DatabaseName: 'shop' })
    write('new')
    expect([read(3), read(3, 'restored')]).toEqual(['new', 'now'])
  })

  it('brings back what a cluster held that is lost for good, once the key can be used again (around 3.3)', () => {
    const { cloud, K, kms, create, write, clone, read, status } = rdsWorld()
    create({ KmsKeyId: K })
    write('kept')
    kms.disableKey({ KeyId: K })
    cloud.clock.advance({ days: 8 })
    expect(status()).toBe('inaccessible-encryption-credentials')
    expect(refusal(() => clone()).name).toBe('KMSKeyNotAccessibleFault')
    kms.enableKey({ KeyId: K })
    clone()
    expect(read(4, 'restored')).toBe('kept')
  })

  it('leaves what was unencrypted so, before February 2026 (around 3.1)', () => {
    const { create, clone } = rdsWorld({ rdsEncryptByDefault: false })
    create()
    expect(clone()).toMatchObject({ StorageEncryptionType: 'none' })
    expect(clone({ DBClusterIdentifier: 'cow', RestoreType: 'copy-on-write' })).toMatchObject({ StorageEncryptionType: 'none' })
  })

  it('wants to know the time, which is now', () => {
    const { create, clone } = rdsWorld()
    create()
    expect(refusal(() => clone({ UseLatestRestorableTime: undefined })).name).toBe('InvalidParameterCombination')
    expect(() => clone({ RestoreToTime: new Date(0) })).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER' }))
  })
})

const ownerOnly = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${OWNER}:root` }, Action: 'kms:*', Resource: '*' }],
}
