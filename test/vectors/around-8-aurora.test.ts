import { describe, expect, it } from 'vitest'
import { HERE, lookAtKeys, OWNER, rdsPlace, rdsWorld, refusal, THERE } from '../support/cloud/rds-world.ts'

describe('Aurora and its keys', () => {
  it('encrypts a cluster about which nothing is said under a key that AWS owns, without a trace in KMS (around 8.3 #52)', () => {
    const { cloud, create, shown, write, read } = rdsWorld()
    cloud.clock.advance({ seconds: 1 })
    const before = cloud.trail.records({ eventSource: 'kms.amazonaws.com' }).length
    create()
    write('secret')
    // The model: for a key that AWS owns StorageEncrypted is false, and StorageEncryptionType tells how the data is protected.
    expect(shown()).toMatchObject({ StorageEncryptionType: 'sse-rds', StorageEncrypted: false })
    expect(shown()).not.toHaveProperty('KmsKeyId')
    expect(cloud.trail.records({ eventSource: 'kms.amazonaws.com' })).toHaveLength(before)
    expect(cloud.journal.entries().at(-1)?.nested).toEqual([])
    expect(read(6)).toBe('secret')
  })

  it('leaves such a cluster unencrypted before February 2026 (around 8.3 #52, around 3.1)', () => {
    const { create, shown, write, read } = rdsWorld({ rdsEncryptByDefault: false })
    create()
    write('open')
    expect(shown()).toMatchObject({ StorageEncryptionType: 'none', StorageEncrypted: false })
    expect(read(4)).toBe('open')
  })

  it('goes on when the creator loses every right to the key (around 8.3 #53)', () => {
    const { cloud, K } = rdsWorld()
    const creator = cloud.account(OWNER).createRole('Creator', { policies: [allow('kms:*', 'rds:*')] })
    const place = rdsPlace(cloud, cloud.session({ as: creator }))
    place.create({ KmsKeyId: K })
    cloud.account(OWNER).deleteRole('Creator')
    const admin = rdsPlace(cloud, cloud.session())
    admin.kms.putKeyPolicy({ KeyId: K, Policy: JSON.stringify(onlyAdministration) })
    lookAtKeys(cloud)
    expect(admin.status()).toBe('available')
    admin.write('still here')
    admin.stop()
    admin.start()
    expect(admin.read(10)).toBe('still here')
  })

  it('becomes inaccessible, but recoverable, when the key is disabled, and comes back with the key (around 8.3 #54)', () => {
    const { cloud, K, kms, create, status, start, write, read } = rdsWorld()
    create({ KmsKeyId: K })
    write('kept')
    kms.disableKey({ KeyId: K })
    expect(status()).toBe('available')
    lookAtKeys(cloud)
    expect(status()).toBe('inaccessible-encryption-credentials-recoverable')
    expect(() => read(4)).toThrow(expect.objectContaining({ code: 'DEVICE_IO' }))
    expect(refusal(() => start())).toEqual({
      name: 'KMSKeyNotAccessibleFault',
      message: `The specified KMS key [${K}] either doesn't exist, isn't enabled, or isn't accessible by the current user.`,
      status: 400,
    })
    kms.enableKey({ KeyId: K })
    start()
    expect(status()).toBe('available')
    expect(read(4)).toBe('kept')
  })

  it('comes back by way of starting, configuring-enhanced-monitoring and backing-up (around 3.3, around 8.3 #54)', () => {
    const { cloud, K, kms, create, status, start } = rdsWorld({ latency: 'typical' })
    create({ KmsKeyId: K })
    expect(status()).toBe('creating')
    cloud.clock.advance({ minutes: 1 })
    expect(status()).toBe('available')
    kms.disableKey({ KeyId: K })
    lookAtKeys(cloud)
    kms.enableKey({ KeyId: K })
    start()
    const seen = [status()]
    for (let minute = 0; minute < 3; minute++) {
      cloud.clock.advance({ minutes: 1 })
      seen.push(status())
    }
    expect(seen).toEqual(['starting', 'configuring-enhanced-monitoring', 'backing-up', 'available'])
  })

  it('is lost for good after seven days; only a snapshot brings the content back, with the key (around 8.3 #55)', () => {
    const { cloud, K, kms, create, snapshot, status, start, write, restore, read } = rdsWorld()
    create({ KmsKeyId: K })
    write('kept')
    snapshot()
    kms.disableKey({ KeyId: K })
    lookAtKeys(cloud)
    cloud.clock.advance({ days: 6, hours: 23 })
    expect(status()).toBe('inaccessible-encryption-credentials-recoverable')
    cloud.clock.advance({ hours: 1 })
    expect(status()).toBe('inaccessible-encryption-credentials')
    expect(refusal(() => restore()).name).toBe('KMSKeyNotAccessibleFault')
    kms.enableKey({ KeyId: K })
    expect(refusal(() => start())).toEqual({
      name: 'InvalidDBClusterStateFault',
      message:
        'DbCluster orders is in inaccessible-encryption-credentials state but expected it to be one of ' +
        'stopped,inaccessible-encryption-credentials-recoverable.',
      status: 400,
    })
    restore()
    expect(status('restored')).toBe('available')
    expect(read(4, 'restored')).toBe('kept')
  })

  it('refuses to start a cluster that runs (around 8.3 #56)', () => {
    const { create, start } = rdsWorld()
    create()
    expect(refusal(() => start())).toEqual({
      name: 'InvalidDBClusterStateFault',
      message:
        'DbCluster orders is in available state but expected it to be one of stopped,inaccessible-encryption-credentials-recoverable.',
      status: 400,
    })
  })

  it('shares no snapshot under aws/rds, and no encrypted one with everybody (around 8.3 #57)', () => {
    const managed = rdsWorld()
    managed.create({ StorageEncrypted: true })
    managed.snapshot()
    expect(refusal(() => managed.share('444455556666'))).toMatchObject({
      name: 'InvalidDBClusterSnapshotStateFault',
      status: 400,
    })
    const { K, create, snapshot, share, rds } = rdsWorld()
    create({ KmsKeyId: K })
    snapshot()
    expect(refusal(() => share('all'))).toMatchObject({ name: 'InvalidDBClusterSnapshotStateFault', status: 400 })
    share('444455556666')
    const { DBClusterSnapshotAttributesResult: shared } = rds.describeDBClusterSnapshotAttributes({
      DBClusterSnapshotIdentifier: 'snap',
    })
    expect(shared.DBClusterSnapshotAttributes).toEqual([{ AttributeName: 'restore', AttributeValues: ['444455556666'] }])
  })

  it('copies an encrypted snapshot to another Region only under a key of that Region (around 8.3 #58)', () => {
    const { cloud, K, create, snapshot, write } = rdsWorld()
    create({ KmsKeyId: K })
    write('afar')
    const { DBClusterSnapshotArn } = snapshot()
    const there = rdsPlace(cloud, cloud.session({ region: THERE }))
    const copy = (KmsKeyId?: string) => there.copy({ SourceDBClusterSnapshotIdentifier: DBClusterSnapshotArn, KmsKeyId })
    expect(refusal(() => copy())).toEqual({
      name: 'InvalidParameterValue',
      message: 'Must specify new KMS key for cross region encrypted snapshot copy.',
      status: 400,
    })
    const key = there.kms.createKey({}).KeyMetadata.Arn
    expect(copy(key)).toMatchObject({ KmsKeyId: key, SourceDBClusterSnapshotArn: DBClusterSnapshotArn })
    there.restore({ SnapshotIdentifier: 'copy' })
    expect(there.read(4, 'restored')).toBe('afar')
  })

  it('binds its grant to aws:rds:dbc-id, the resource id of the cluster and not its name (around 8.3 #59)', () => {
    const { K, create, grants } = rdsWorld()
    const { DbClusterResourceId } = create({ KmsKeyId: K })
    expect(DbClusterResourceId).toMatch(/^cluster-[A-Z0-9]{26}$/)
    expect(grants(K)).toMatchObject([
      {
        GranteePrincipal: `rds.${HERE}.amazonaws.com`,
        RetiringPrincipal: `rds.${HERE}.amazonaws.com`,
        Constraints: { EncryptionContextSubset: { 'aws:rds:dbc-id': DbClusterResourceId } },
      },
    ])
  })
})

const allow = (...Action: string[]) =>
  ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }) as const

/** A key policy by which nobody may use the key: only the grant is left. */
const onlyAdministration = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${OWNER}:root` },
      Action: ['kms:Put*', 'kms:Describe*', 'kms:List*', 'kms:Get*', 'kms:Enable*', 'kms:Disable*'],
      Resource: '*',
    },
  ],
}
