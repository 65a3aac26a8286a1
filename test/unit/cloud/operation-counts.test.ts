import { expect, it, vi } from 'vitest'
import { type Cloud, createCloud } from '../../../src/index.ts'
import { countingEngine, noCounts, type OperationCounts } from '../../support/cloud/operation-counter.ts'

let counts: OperationCounts
vi.mock('../../../src/crypto/select-engine.ts', () => ({ selectEngine: () => countingEngine(counts) }))
vi.mock(import('../../../src/core/random.ts'), async (importOriginal) => {
  const original = await importOriginal()
  const createRandom: typeof original.createRandom = (state) => {
    const random = original.createRandom(state)
    const counted =
      <Words extends readonly unknown[], Drawn>(draw: (...words: Words) => Drawn) =>
      (...words: Words): Drawn => {
        counts.draws++
        return draw(...words)
      }
    const { bytes, fixed, uuid, hex } = random
    return { ...random, bytes: counted(bytes), fixed: counted(fixed), uuid: counted(uuid), hex: counted(hex) }
  }
  return { ...original, createRandom }
})

/** A cloud in use: a key, a ciphertext, and a disk of 256 written units under that key with a snapshot. */
const usedCloud = () => {
  const cloud = createCloud()
  const { KeyId, Arn } = cloud.kms.createKey({}).KeyMetadata
  const EncryptionContext = { tenant: 'blue' }
  const { CiphertextBlob } = cloud.kms.encrypt({ KeyId, Plaintext: new Uint8Array(32), EncryptionContext })
  const { VolumeId, InstanceId, disk } = cloud.session().attachedDisk({ KmsKeyId: Arn, Size: 1 })
  disk.write(0, new Uint8Array(256 * 4096).fill(1))
  const { SnapshotId } = cloud.ec2.createSnapshot({ VolumeId })
  return { cloud, KeyId, EncryptionContext, CiphertextBlob, VolumeId, InstanceId, disk, SnapshotId }
}

type Used = ReturnType<typeof usedCloud>

const KMS: Record<string, (used: Used) => unknown> = {
  CreateKey: ({ cloud }) => cloud.kms.createKey({}),
  DescribeKey: ({ cloud, KeyId }) => cloud.kms.describeKey({ KeyId }),
  Encrypt: ({ cloud, KeyId }) => cloud.kms.encrypt({ KeyId, Plaintext: new Uint8Array(32) }),
  Decrypt: ({ cloud, CiphertextBlob, EncryptionContext }) => cloud.kms.decrypt({ CiphertextBlob, EncryptionContext }),
  'Decrypt, refused for its context': ({ cloud, CiphertextBlob }) => refusal(() => cloud.kms.decrypt({ CiphertextBlob })),
  'Decrypt, dry run': ({ cloud, CiphertextBlob, EncryptionContext }) =>
    refusal(() => cloud.kms.decrypt({ CiphertextBlob, EncryptionContext, DryRun: true })),
  ReEncrypt: ({ cloud, KeyId, CiphertextBlob, EncryptionContext }) =>
    cloud.kms.reEncrypt({ CiphertextBlob, SourceEncryptionContext: EncryptionContext, DestinationKeyId: KeyId }),
  GenerateDataKey: ({ cloud, KeyId }) => cloud.kms.generateDataKey({ KeyId, KeySpec: 'AES_256' }),
  GenerateDataKeyWithoutPlaintext: ({ cloud, KeyId }) => cloud.kms.generateDataKeyWithoutPlaintext({ KeyId, NumberOfBytes: 64 }),
  CreateGrant: ({ cloud, KeyId }) =>
    cloud.kms.createGrant({ KeyId, GranteePrincipal: 'arn:aws:iam::111122223333:root', Operations: ['Decrypt'] }),
}

const DISKS: Record<string, (used: Used) => unknown> = {
  'write of a unit': ({ disk }) => disk.write(4096, new Uint8Array(4096)),
  'write of 100 bytes within a unit': ({ disk }) => disk.write(5000, new Uint8Array(100)),
  'write of 1 MiB': ({ disk }) => disk.write(0, new Uint8Array(2 ** 20)),
  'write of 1 MiB that begins within a unit': ({ disk }) => disk.write(100, new Uint8Array(2 ** 20)),
  'read of a unit': ({ disk }) => disk.read(4096, 4096),
  'read of 100 bytes across two units': ({ disk }) => disk.read(8150, 100),
  'read of 1 MiB': ({ disk }) => disk.read(0, 2 ** 20),
  'read of what was never written': ({ disk }) => disk.read(2 ** 29, 2 ** 20),
  'discard of 256 units': ({ disk }) => disk.discard(0, 2 ** 20),
}

const LIVES: Record<string, (used: Used) => unknown> = {
  'a fresh cloud': () => createCloud(),
  'CreateVolume under a key': ({ cloud, KeyId }) =>
    cloud.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1, Encrypted: true, KmsKeyId: KeyId }),
  'CreateSnapshot of 256 units': ({ cloud, VolumeId }) => cloud.ec2.createSnapshot({ VolumeId }),
  'CreateVolume from the snapshot': ({ cloud, SnapshotId }) =>
    cloud.ec2.createVolume({ AvailabilityZone: 'us-east-1a', SnapshotId }),
  'CopySnapshot of 256 units under another key': ({ cloud, SnapshotId }) =>
    cloud.ec2.copySnapshot({
      SourceRegion: 'us-east-1',
      SourceSnapshotId: SnapshotId,
      Encrypted: true,
      KmsKeyId: cloud.kms.createKey({}).KeyMetadata.KeyId,
    }),
  'DetachVolume, AttachVolume': ({ cloud, VolumeId, InstanceId }) => {
    cloud.ec2.detachVolume({ VolumeId })
    cloud.ec2.attachVolume({ VolumeId, InstanceId, Device: '/dev/sdg' })
  },
  clone: ({ cloud }) => cloud.clone(),
  save: ({ cloud }) => cloud.save(),
  'reading the journal': ({ cloud }) => cloud.journal.entries(),
}

it('asks as often of the primitives as the table says: AES, HMAC, seeded values, requests', async () => {
  const rows = Object.entries({ ...KMS, ...DISKS, ...LIVES }).map(([name, act]) => countedRow(name, act))
  await expect(`${[HEAD, ...rows].join('\n')}\n`).toMatchFileSnapshot('./operation-counts.txt')
})

it('asks nothing more of the primitives in a world of a thousand keys', () => {
  const costOf = (keys: number): string => {
    counts = noCounts()
    const used = usedCloud()
    for (let made = 0; made < keys; made++) used.cloud.kms.createKey({})
    return countedRow('Decrypt', KMS.Decrypt as (used: Used) => unknown, used)
  }
  expect(costOf(1000)).toBe(costOf(1))
})

const countedRow = (name: string, act: (used: Used) => unknown, given?: Used): string => {
  counts ??= noCounts()
  const used = given ?? usedCloud()
  const before = requestsOf(used.cloud)
  Object.assign(counts, noCounts())
  act(used)
  const { seals, opens, aesBytes, hashes, hashedBytes, draws } = counts
  const { entries, nested } = requestsOf(used.cloud)
  const columns = [seals, opens, aesBytes, hashes, hashedBytes, draws, entries - before.entries, nested - before.nested]
  return rowOf(name, columns.map(String))
}

/** Journal entries, and those of them that are nested in others. */
const requestsOf = (cloud: Cloud) => {
  const roots = cloud.journal.entries()
  const nested = roots.reduce((sum, { nested: inner }) => sum + inner.length, 0)
  return { entries: roots.length + nested, nested }
}

const refusal = (call: () => unknown) => expect(call).toThrow()

const rowOf = (name: string, columns: readonly string[]): string =>
  `${name.padEnd(46)}${columns.map((column) => column.padStart(12)).join('')}`

const HEAD = rowOf('', ['seals', 'opens', 'AES bytes', 'HMACs', 'HMAC bytes', 'draws', 'requests', 'nested'])
