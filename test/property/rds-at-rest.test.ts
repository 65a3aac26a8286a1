import { describe, expect, it, vi } from 'vitest'
import { encodeArchive } from '../../src/core/archive.ts'
import { toHex } from '../../src/core/bytes.ts'
import { restoreCloud } from '../../src/index.ts'
import { type EngineSpy, spyOnEngine } from '../support/cloud/engine-spy.ts'
import { rdsPlace, rdsWorld, refusal } from '../support/cloud/rds-world.ts'
import { resourceDigest, storedState } from '../support/cloud/resource-digest.ts'

let spy: EngineSpy
const dataKeys: Uint8Array[] = []
vi.mock('../../src/crypto/select-engine.ts', () => ({ selectEngine: () => spy.engine }))
vi.mock('../../src/crypto/kdf.ts', async (original) => {
  const kdf = await original<typeof import('../../src/crypto/kdf.ts')>()
  return {
    ...kdf,
    hkdfSha256: (engine: never, input: { material: Uint8Array; salt: Uint8Array; info: Uint8Array; lengthBytes: number }) => {
      dataKeys.push(input.material.slice())
      return kdf.hkdfSha256(engine, input)
    },
  }
})

const holds = (haystack: Uint8Array, needle: Uint8Array) => Buffer.from(haystack).includes(Buffer.from(needle))
const SECRET = 'a secret of sixteen'

/** Clusters under each kind of key, with something written, a snapshot, a copy and a restore of each. */
const busyWorld = () => {
  const w = rdsWorld()
  const there = rdsPlace(w.cloud, w.cloud.session({ region: 'eu-west-1' }))
  const afar = there.kms.createKey({}).KeyMetadata.Arn
  for (const [name, input] of Object.entries({ owned: {}, keyed: { KmsKeyId: w.K }, managed: { StorageEncrypted: true } })) {
    w.create({ DBClusterIdentifier: name, ...input })
    w.write(SECRET, name)
    const { DBClusterSnapshotArn } = w.snapshot(`${name}-snap`, name)
    w.copy({
      SourceDBClusterSnapshotIdentifier: `${name}-snap`,
      TargetDBClusterSnapshotIdentifier: `${name}-copy`,
      KmsKeyId: w.K,
    })
    w.restore({ DBClusterIdentifier: `${name}-back`, SnapshotIdentifier: `${name}-snap` })
    there.copy({
      SourceDBClusterSnapshotIdentifier: DBClusterSnapshotArn,
      TargetDBClusterSnapshotIdentifier: `${name}-afar`,
      KmsKeyId: afar,
    })
    there.restore({ DBClusterIdentifier: `${name}-afar`, SnapshotIdentifier: `${name}-afar` })
    w.write(`${SECRET} later`, `${name}-back`)
    there.read(3, `${name}-afar`)
  }
  return w
}

describe('databases at rest', () => {
  it('hold neither a byte of what was written nor a plaintext key, whatever protects them', () => {
    spy = spyOnEngine()
    dataKeys.length = 0
    const { cloud, read } = busyWorld()
    const stored = encodeArchive(storedState(cloud))
    const file = cloud.save()
    expect(read(SECRET.length, 'owned')).toBe(SECRET)
    expect(dataKeys.filter((key) => key.length === 64).length).toBeGreaterThan(5)
    for (const secret of [new TextEncoder().encode(SECRET), ...dataKeys]) {
      expect(holds(stored, secret), toHex(secret)).toBe(false)
      expect(holds(file, secret), toHex(secret)).toBe(false)
    }
    for (const key of spy.keys) expect(holds(stored, Buffer.from(key, 'hex'))).toBe(false)
  })

  it('hold it where nothing protects them: the search can find what there is to find', () => {
    spy = spyOnEngine()
    const { cloud, create, write } = rdsWorld({ rdsEncryptByDefault: false })
    create()
    write(SECRET)
    expect(holds(encodeArchive(storedState(cloud)), new TextEncoder().encode(SECRET))).toBe(true)
  })

  it('never seal two units under one key and nonce, clones included', () => {
    spy = spyOnEngine()
    const { cloud, arnOf } = busyWorld()
    const copy = cloud.clone()
    rdsPlace(copy, copy.session()).restore({ SnapshotIdentifier: 'owned-snap' })
    for (const world of [cloud, copy]) {
      for (const name of ['owned', 'keyed', 'managed', 'keyed-back']) {
        world.cluster(arnOf('cluster', name)).storage().write(0, new Uint8Array(9000).fill(7))
      }
    }
    expect(new Set(spy.seals).size).toBe(spy.seals.length)
    expect(spy.seals.length).toBeGreaterThan(20)
  })
})

describe('a running database that is saved, restored or cloned', () => {
  it('goes on, also where its key is disabled, and the copies are independent', () => {
    spy = spyOnEngine()
    const { cloud, K, create, write, kms, read } = rdsWorld()
    create({ KmsKeyId: K })
    create({ DBClusterIdentifier: 'owned' })
    write('before')
    write('before', 'owned')
    const saved = restoreCloud(cloud.save())
    const copy = cloud.clone()
    for (const world of [saved, copy]) {
      const place = rdsPlace(world, world.session())
      place.kms.disableKey({ KeyId: K })
      expect([place.read(6), place.read(6, 'owned')]).toEqual(['before', 'before'])
      place.write('inside')
      world.clock.advance({ minutes: 5 })
      expect([place.status(), place.status('owned')]).toEqual(['inaccessible-encryption-credentials-recoverable', 'available'])
    }
    expect(read(6)).toBe('before')
    expect(kms.describeKey({ KeyId: K }).KeyMetadata.KeyState).toBe('Enabled')
  })

  it('loses its handles with reset and disposal', () => {
    spy = spyOnEngine()
    const { cloud, create } = rdsWorld()
    create()
    const storage = cloud.cluster('orders').storage()
    cloud.reset()
    expect(() => storage.read(0, 1)).toThrow(expect.objectContaining({ code: 'DEVICE_IO' }))
    expect(() => cloud.cluster('orders')).toThrow(expect.objectContaining({ code: 'UNKNOWN_RESOURCE' }))
  })
})

describe('a refused call of RDS', () => {
  it('leaves nothing behind', () => {
    spy = spyOnEngine()
    const w = busyWorld()
    const dead = w.kms.createKey({}).KeyMetadata.Arn
    w.kms.disableKey({ KeyId: dead })
    w.kms.createKey({ Description: 'so that every counter of ids has moved' })
    const calls = [
      () => w.create({ KmsKeyId: dead }),
      () => w.create({ DBClusterIdentifier: 'keyed' }),
      () => w.copy({ SourceDBClusterSnapshotIdentifier: 'keyed-snap', KmsKeyId: dead }),
      () => w.restore({ SnapshotIdentifier: 'keyed-snap', KmsKeyId: dead }),
      () => w.clone({ SourceDBClusterIdentifier: 'keyed', KmsKeyId: dead }),
      () => w.member({ DBClusterIdentifier: 'keyed', Engine: 'mysql' }),
      () => w.rds.deleteDBCluster({ DBClusterIdentifier: 'keyed' }),
      () => w.start('keyed'),
      () => w.snapshot('keyed-snap', 'keyed'),
    ]
    for (const call of calls) {
      const before = resourceDigest(w.cloud)
      refusal(call)
      expect(resourceDigest(w.cloud), String(call)).toBe(before)
    }
  })
})
