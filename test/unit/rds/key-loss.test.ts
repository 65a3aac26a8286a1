import { describe, expect, it } from 'vitest'
import { lookAtKeys, OWNER, rdsWorld, refusal } from '../../support/cloud/rds-world.ts'

type World = ReturnType<typeof rdsWorld>

const running = (options: Parameters<typeof rdsWorld>[0] = {}, input: object = {}) => {
  const w = rdsWorld(options)
  w.create({ KmsKeyId: w.K, ...input })
  w.write('kept')
  return w
}

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
const delegation = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${OWNER}:root` }, Action: 'kms:*', Resource: '*' }
const denyUse = { Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' }

/** The ways in which a cluster loses its key, and how it gets it back, where it does. */
const LOSSES: Record<string, { lose: (w: World) => unknown; giveBack?: (w: World) => unknown }> = {
  'the key is disabled': {
    lose: ({ kms, K }) => kms.disableKey({ KeyId: K }),
    giveBack: ({ kms, K }) => kms.enableKey({ KeyId: K }),
  },
  'the key is to be deleted': {
    lose: ({ kms, K }) => kms.scheduleKeyDeletion({ KeyId: K }),
    giveBack: ({ kms, K }) => {
      kms.cancelKeyDeletion({ KeyId: K })
      kms.enableKey({ KeyId: K })
    },
  },
  'the grant is revoked': {
    lose: ({ kms, K, grants }) => kms.revokeGrant({ KeyId: K, GrantId: grants(K)[0]?.GrantId }),
    giveBack: () => undefined,
  },
  'the key policy denies the use to everybody': {
    lose: ({ kms, K }) => kms.putKeyPolicy({ KeyId: K, Policy: policy(delegation, denyUse) }),
    giveBack: ({ kms, K }) => kms.putKeyPolicy({ KeyId: K, Policy: policy(delegation) }),
  },
}

describe.each(Object.entries(LOSSES))('a running cluster when %s', (_, { lose, giveBack }) => {
  it('works until RDS looks, is then recoverable, and comes back', () => {
    const w = running()
    lose(w)
    expect(w.read(4)).toBe('kept')
    lookAtKeys(w.cloud)
    expect(w.status()).toBe('inaccessible-encryption-credentials-recoverable')
    giveBack?.(w)
    w.start()
    expect(w.status()).toBe('available')
    expect(w.read(4)).toBe('kept')
    lookAtKeys(w.cloud)
    expect(w.status()).toBe('available')
  })

  it('is lost at once where it cannot be stopped (around 3.3)', () => {
    const w = running({}, { EngineMode: 'serverless' })
    lose(w)
    lookAtKeys(w.cloud)
    expect(w.status()).toBe('inaccessible-encryption-credentials')
  })

  it('loses the key in the memory of its host, and one look leaves no more than one refused call behind', () => {
    const w = running()
    lose(w)
    const before = w.cloud.journal.entries().length
    w.cloud.clock.advance({ days: 1 })
    const calls = w.cloud.journal.entries().slice(before)
    expect(calls.map(({ operation, error }) => [operation, error === undefined])).toEqual([['Decrypt', false]])
    expect(() => w.read(4)).toThrow(expect.objectContaining({ code: 'DEVICE_IO' }))
  })
})

describe('what works without the key', () => {
  const CALLS: Record<string, (w: World) => unknown> = {
    DescribeDBClusters: ({ shown }) => shown(),
    StartDBCluster: ({ start }) => start(),
    StopDBCluster: ({ stop }) => stop(),
    CreateDBInstance: ({ member }) => member({ DBInstanceIdentifier: 'second' }),
    DeleteDBInstance: ({ rds }) => rds.deleteDBInstance({ DBInstanceIdentifier: 'writer' }),
    CreateDBClusterSnapshot: ({ snapshot }) => snapshot('second'),
    CopyDBClusterSnapshot: ({ copy }) => copy(),
    ModifyDBClusterSnapshotAttribute: ({ share }) => share('444455556666'),
    RestoreDBClusterFromSnapshot: ({ restore }) => restore(),
    RestoreDBClusterToPointInTime: ({ clone }) => clone(),
    DeleteDBClusterSnapshot: ({ rds }) => rds.deleteDBClusterSnapshot({ DBClusterSnapshotIdentifier: 'snap' }),
    DeleteDBCluster: ({ rds }) => {
      rds.deleteDBInstance({ DBInstanceIdentifier: 'writer' })
      rds.deleteDBCluster({ DBClusterIdentifier: 'orders', SkipFinalSnapshot: true })
    },
  }

  /** The refusal of each operation, or `done`. */
  const sweep = (prepare: (w: World) => void) =>
    Object.fromEntries(
      Object.entries(CALLS).map(([name, call]) => {
        const w = running()
        w.member()
        w.snapshot()
        prepare(w)
        try {
          call(w)
          return [name, 'done']
        } catch (error) {
          return [name, (error as Error).name]
        }
      }),
    )

  const NO_KEY = 'KMSKeyNotAccessibleFault'
  const NO_STATE = 'InvalidDBClusterStateFault'
  const ALWAYS = {
    DescribeDBClusters: 'done',
    DeleteDBInstance: 'done',
    ModifyDBClusterSnapshotAttribute: 'done',
    DeleteDBClusterSnapshot: 'done',
    DeleteDBCluster: 'done',
  }
  const KEYLESS = {
    ...ALWAYS,
    CopyDBClusterSnapshot: NO_KEY,
    RestoreDBClusterFromSnapshot: NO_KEY,
    RestoreDBClusterToPointInTime: NO_KEY,
  }
  const lost = (days: number) => (w: World) => {
    w.kms.disableKey({ KeyId: w.K })
    w.cloud.clock.advance({ minutes: 5, days })
  }

  it('with a disabled key that RDS has not looked at', () => {
    expect(sweep(({ kms, K }) => kms.disableKey({ KeyId: K }))).toEqual({
      ...KEYLESS,
      StartDBCluster: NO_STATE,
      StopDBCluster: 'done',
      CreateDBInstance: NO_KEY,
      CreateDBClusterSnapshot: 'done',
    })
  })

  it('with a recoverable cluster', () => {
    expect(sweep(lost(0))).toEqual({
      ...KEYLESS,
      StartDBCluster: NO_KEY,
      StopDBCluster: NO_STATE,
      CreateDBInstance: NO_STATE,
      CreateDBClusterSnapshot: NO_STATE,
    })
  })

  it('with a cluster that is lost for good', () => {
    expect(sweep(lost(8))).toEqual({
      ...KEYLESS,
      StartDBCluster: NO_STATE,
      StopDBCluster: NO_STATE,
      CreateDBInstance: NO_STATE,
      CreateDBClusterSnapshot: NO_STATE,
    })
  })

  it('with a stopped cluster and a disabled key', () => {
    expect(
      sweep(({ kms, K, stop }) => {
        stop()
        kms.disableKey({ KeyId: K })
      }),
    ).toEqual({
      ...KEYLESS,
      StartDBCluster: NO_KEY,
      StopDBCluster: NO_STATE,
      CreateDBInstance: NO_STATE,
      CreateDBClusterSnapshot: NO_STATE,
    })
  })
})

describe('keys and the clock', () => {
  it('a stopped cluster does not notice, until it starts by itself after seven days (around 3.3)', () => {
    const { cloud, K, kms, stop, status } = running()
    stop()
    kms.disableKey({ KeyId: K })
    cloud.clock.advance({ days: 6 })
    expect(status()).toBe('stopped')
    cloud.clock.advance({ days: 1 })
    expect(status()).toBe('inaccessible-encryption-credentials-recoverable')
    cloud.clock.advance({ days: 7 })
    expect(status()).toBe('inaccessible-encryption-credentials')
  })

  it('a cluster that was recovered in time is not lost at the end of the seven days', () => {
    const { cloud, K, kms, start, status } = running()
    kms.disableKey({ KeyId: K })
    cloud.clock.advance({ days: 6 })
    kms.enableKey({ KeyId: K })
    start()
    cloud.clock.advance({ days: 30 })
    expect(status()).toBe('available')
  })

  it('one key that is disabled takes every cluster under it along, and no other (around 3.2)', () => {
    const { cloud, K, kms, create, status } = running()
    create({ DBClusterIdentifier: 'stock', KmsKeyId: K })
    create({ DBClusterIdentifier: 'owned' })
    create({ DBClusterIdentifier: 'managed', StorageEncrypted: true })
    kms.disableKey({ KeyId: K })
    lookAtKeys(cloud)
    const lost = 'inaccessible-encryption-credentials-recoverable'
    expect(['orders', 'stock', 'owned', 'managed'].map((name) => status(name))).toEqual([lost, lost, 'available', 'available'])
  })

  it('a key that is disabled and enabled between two looks is not missed', () => {
    const { cloud, K, kms, status } = running()
    kms.disableKey({ KeyId: K })
    kms.enableKey({ KeyId: K })
    cloud.clock.advance({ days: 30 })
    expect(status()).toBe('available')
  })

  it('trouble of KMS that passes costs nobody a cluster', () => {
    const { cloud, K, kms, status, grants } = running()
    cloud.faults.on('kms:Decrypt').nth(1).fail('KMSInternalException')
    kms.revokeGrant({ KeyId: K, GrantId: grants(K)[0]?.GrantId })
    lookAtKeys(cloud)
    expect(status()).toBe('available')
    lookAtKeys(cloud)
    expect(status()).toBe('inaccessible-encryption-credentials-recoverable')
  })

  it('how often RDS looks can be chosen; a day of looking leaves no calls behind', () => {
    const { cloud, K, kms, status } = running({ rdsKeyCheck: 1000 })
    const before = cloud.journal.entries().length
    cloud.clock.advance({ days: 1 })
    expect(cloud.journal.entries()).toHaveLength(before)
    kms.disableKey({ KeyId: K })
    cloud.clock.advance({ milliseconds: 999 })
    expect(status()).toBe('available')
    cloud.clock.advance({ milliseconds: 1 })
    expect(status()).toBe('inaccessible-encryption-credentials-recoverable')
  })

  it('nobody looks where nothing is under a KMS key', () => {
    const { cloud, create, rds } = rdsWorld()
    create()
    expect(cloud.clock.nextDue()).toBeUndefined()
    create({ DBClusterIdentifier: 'keyed', StorageEncrypted: true })
    const rotation = cloud.clock.nextDue()
    expect(rotation).toBe(cloud.clock.now() + 300_000)
    rds.deleteDBCluster({ DBClusterIdentifier: 'keyed', SkipFinalSnapshot: true })
    lookAtKeys(cloud)
    expect(cloud.clock.nextDue()).toBeGreaterThan(cloud.clock.now() + 300 * 86_400_000)
  })

  it('the members of a cluster go with it', () => {
    const { cloud, K, kms, member, rds } = running()
    member()
    kms.disableKey({ KeyId: K })
    lookAtKeys(cloud)
    expect(rds.describeDBInstances().DBInstances[0]?.DBInstanceStatus).toBe('inaccessible-encryption-credentials-recoverable')
  })

  it('refuses options that are none', () => {
    expect(() => rdsWorld({ rdsKeyCheck: 0 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }))
    expect(() => rdsWorld({ rdsEncryptByDefault: 'yes' as never })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }))
  })
})

describe('a refused start', () => {
  it('retires the grant that it has made anew', () => {
    const w = running()
    w.kms.revokeGrant({ KeyId: w.K, GrantId: w.grants(w.K)[0]?.GrantId })
    w.kms.putKeyPolicy({ KeyId: w.K, Policy: policy(delegation, denyUse) })
    lookAtKeys(w.cloud)
    expect(refusal(() => w.start()).name).toBe('KMSKeyNotAccessibleFault')
    expect(w.grants(w.K)).toEqual([])
  })
})
