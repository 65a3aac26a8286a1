import { describe, expect, it, vi } from 'vitest'
import { encodeArchive } from '../../src/core/archive.ts'
import { toHex } from '../../src/core/bytes.ts'
import { createCloud } from '../../src/index.ts'
import { directApi, put, sha256 } from '../support/cloud/direct-api.ts'
import { attachedDisk, guest, launch } from '../support/cloud/disks.ts'
import { type EngineSpy, spyOnEngine } from '../support/cloud/engine-spy.ts'
import { storedState } from '../support/cloud/resource-digest.ts'

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

const marked = (text: string) => new TextEncoder().encode(text.padEnd(4096, '.'))
const holds = (haystack: Uint8Array, needle: Uint8Array) => Buffer.from(haystack).includes(Buffer.from(needle))

describe('nothing at rest is plaintext', () => {
  it('neither a block, nor a data key, nor a block key, nor a backing key is in anything stored, whatever happened', () => {
    spy = spyOnEngine()
    const cloud = createCloud()
    const session = cloud.session()
    const { KeyMetadata } = session.kms.createKey({})
    const instanceId = launch(session)
    const disk = attachedDisk(session, instanceId, '/dev/sdf', KeyMetadata.Arn)
    guest(cloud, disk).write(0, marked('first secret'))
    guest(cloud, disk).write(4096 * 3 + 100, marked('second secret'))
    const { SnapshotId } = session.ec2.createSnapshot({ VolumeId: disk.volumeId })
    const { SnapshotId: copy } = cloud
      .session({ region: 'us-west-2' })
      .ec2.copySnapshot({ SourceRegion: 'us-east-1', SourceSnapshotId: SnapshotId })
    cloud.session({ region: 'us-west-2' }).ec2.createVolume({ AvailabilityZone: 'us-west-2a', SnapshotId: copy })
    session.ec2.stopInstances({ InstanceIds: [instanceId] })
    session.ec2.startInstances({ InstanceIds: [instanceId] })

    const uploaded = directApi(session)
    const block = Buffer.concat(Array.from({ length: 128 }, () => marked('third secret')))
    const parent = uploaded.upload({ 0: block }, { KmsKeyArn: KeyMetadata.Arn })
    const onItsWay = uploaded.start({ ParentSnapshotId: parent })
    session.ebs.putSnapshotBlock(put(onItsWay, 1, block))
    expect(uploaded.digest(parent, 0)).toBe(sha256(block))

    const stored = encodeArchive(storedState(cloud))
    const file = cloud.save()
    const secrets = ['first secret', 'second secret', 'third secret'].map((text) => marked(text).subarray(0, 16))
    expect(guest(cloud, disk).read(0, 12)).toEqual(new TextEncoder().encode('first secret'))
    expect(dataKeys.filter((key) => key.length === 64).length).toBeGreaterThan(0)
    expect(spy.keys.size).toBeGreaterThan(3)
    for (const secret of [...secrets, ...dataKeys]) {
      expect(holds(stored, secret), toHex(secret)).toBe(false)
      expect(holds(file, secret), toHex(secret)).toBe(false)
    }
    for (const key of spy.keys) expect(holds(stored, Buffer.from(key, 'hex'))).toBe(false)
  })

  it('an unencrypted volume is stored as it is: the search can find what there is to find', () => {
    spy = spyOnEngine()
    const cloud = createCloud()
    const disk = attachedDisk(cloud.session(), launch(cloud.session()), '/dev/sdf')
    guest(cloud, disk).write(0, marked('no secret'))
    expect(holds(encodeArchive(storedState(cloud)), marked('no secret').subarray(0, 16))).toBe(true)
  })

  it('no record of a call contains key material or plaintext', () => {
    spy = spyOnEngine()
    const cloud = createCloud()
    const { KeyMetadata } = cloud.kms.createKey({})
    const { Plaintext, CiphertextBlob } = cloud.kms.generateDataKey({ KeyId: KeyMetadata.KeyId, KeySpec: 'AES_256' })
    cloud.kms.encrypt({ KeyId: KeyMetadata.KeyId, Plaintext })
    cloud.kms.decrypt({ CiphertextBlob })
    const bytes = encodeArchive(cloud.journal.entries())
    const records = JSON.stringify([cloud.trail.records(), cloud.journal.entries()])
    expect(holds(bytes, Plaintext)).toBe(false)
    expect(records).not.toContain(toHex(Plaintext))
    expect(records).not.toContain(Buffer.from(Plaintext).toString('base64'))
    expect(records).toContain('"bytes":32')
  })
})

describe('the plaintext key lives in host memory', () => {
  it('while the volume is attached to a running instance, and no longer', () => {
    spy = spyOnEngine()
    const cloud = createCloud()
    const session = cloud.session()
    const { KeyMetadata } = session.kms.createKey({})
    const { VolumeId } = session.ec2.createVolume({
      AvailabilityZone: 'us-east-1a',
      Size: 1,
      Encrypted: true,
      KmsKeyId: KeyMetadata.Arn,
    })
    const inMemory = () => cloud.volume(VolumeId).isPlaintextKeyInHostMemory
    const instanceId = launch(session)
    const seen = [inMemory()]
    session.ec2.attachVolume({ VolumeId, InstanceId: instanceId, Device: '/dev/sdf' })
    seen.push(inMemory())
    session.ec2.stopInstances({ InstanceIds: [instanceId] })
    seen.push(inMemory())
    session.ec2.startInstances({ InstanceIds: [instanceId] })
    seen.push(inMemory())
    session.ec2.detachVolume({ VolumeId })
    seen.push(inMemory())
    expect(seen).toEqual([false, true, false, true, false])
  })
})
