import { describe, expect, it } from 'vitest'
import {
  BLOCK,
  blockOf,
  directApi,
  ebsRefusal,
  noSuchSnapshot,
  put,
  sha256,
  validation,
} from '../../../support/cloud/direct-api.ts'
import { denied, deniedText, ebsWorld } from '../../../support/cloud/ebs-world.ts'
import { ebs, latest } from '../../../support/cloud/kms-sequence.ts'
import { resourceDigest } from '../../../support/cloud/resource-digest.ts'
import { sharedSnapshots } from '../../../support/cloud/shared-snapshot.ts'

const world = (options = {}) => {
  const w = ebsWorld(options)
  return { ...w, direct: directApi(w.session) }
}

describe('PutSnapshotBlock', () => {
  it('answers the checksum of what it has received', () => {
    const w = world()
    const block = put(w.direct.start({ KmsKeyArn: w.K1 }), 2047, blockOf(9))
    expect(w.direct.ebs.putSnapshotBlock({ ...block, Progress: 100 })).toEqual({
      Checksum: block.Checksum,
      ChecksumAlgorithm: 'SHA256',
    })
  })

  it('opens the data key for every block, in the caller’s name, under the snapshot’s id; none for an unencrypted snapshot', () => {
    const w = world()
    const id = w.direct.start({ KmsKeyArn: w.K1 })
    w.direct.ebs.putSnapshotBlock(put(id, 0, blockOf(1)))
    const call = latest(w.cloud, 'PutSnapshotBlock')
    expect(call.nested).toMatchObject([
      {
        operation: 'Decrypt',
        input: { EncryptionContext: ebs(id) },
        principal: w.session.principal,
        invokedBy: 'ebs.amazonaws.com',
      },
    ])
    expect(call.input).toMatchObject({ BlockData: { bytes: BLOCK } })
    w.direct.ebs.putSnapshotBlock(put(w.direct.start(), 0, blockOf(1)))
    expect(latest(w.cloud, 'PutSnapshotBlock').nested).toEqual([])
  })

  it('stores ciphertext under the snapshot’s data key, unit by unit, and nobody keeps the plaintext key', () => {
    const w = world()
    const id = w.direct.upload({ 1: blockOf(0xaa) }, { KmsKeyArn: w.K1 })
    const { unitBytes, writtenUnits, unit } = w.cloud.snapshot(id)
    expect([unitBytes, writtenUnits]).toEqual([4096, 128])
    const units = [128, 129, 255].map((index) => unit(index))
    expect(new Set(units.map((each) => each?.nonce.join())).size).toBe(3)
    expect(units.every((each) => each !== undefined && !each.ciphertext.every((byte) => byte === 0xaa))).toBe(true)
    expect(unit(127)).toBeUndefined()
  })

  it.each([{ unitBytes: 512 }, { unitBytes: 65_536 }, { unitBytes: 524_288 }])(
    'works with encryption units of $unitBytes bytes',
    ({ unitBytes }) => {
      const w = world({ unitBytes })
      const id = w.direct.upload({ 0: blockOf(1), 3: blockOf(3) }, { KmsKeyArn: w.K1 })
      expect(w.direct.written(id)).toEqual([0, 3])
      expect(w.direct.digest(id, 3)).toBe(sha256(blockOf(3)))
      expect(w.cloud.snapshot(id).writtenUnits).toBe((2 * BLOCK) / unitBytes)
    },
  )

  it('replaces a block that was written before: it counts once', () => {
    const w = world()
    const id = w.direct.start()
    for (const byte of [1, 2]) w.direct.ebs.putSnapshotBlock(put(id, 0, blockOf(byte)))
    w.direct.ebs.completeSnapshot({ SnapshotId: id, ChangedBlocksCount: 1 })
    expect(w.direct.digest(id, 0)).toBe(sha256(blockOf(2)))
  })

  it('leaves the parent as it was', () => {
    const w = world()
    const parent = w.direct.upload({ 0: blockOf(1), 1: blockOf(1) }, { KmsKeyArn: w.K1 })
    const child = w.direct.upload({ 1: blockOf(2), 2: blockOf(3) }, { ParentSnapshotId: parent, VolumeSize: 2 })
    const bytes = (id: string) => [0, 1, 2].map((index) => w.direct.digest(id, index))
    const [one, two, three] = [1, 2, 3].map((byte) => sha256(blockOf(byte)))
    expect([bytes(parent), bytes(child)]).toEqual([
      [one, one, undefined],
      [one, two, three],
    ])
    w.ec2.deleteSnapshot({ SnapshotId: parent })
    expect(bytes(child)).toEqual([one, two, three])
  })

  it('is no management event: CloudTrail’s history has no record of it, but of the key’s use', () => {
    const w = world()
    const id = w.direct.upload({ 0: blockOf(1) }, { KmsKeyArn: w.K1 })
    w.direct.digest(id, 0)
    w.direct.changed(id, id)
    const names = w.cloud.trail.records({ eventSource: 'ebs.amazonaws.com' }).map(({ eventName }) => eventName)
    expect(names).toEqual(['StartSnapshot', 'CompleteSnapshot'])
    expect(w.cloud.trail.records({ eventName: 'Decrypt' })).toHaveLength(2)
  })
})

describe('PutSnapshotBlock: what it refuses, changing nothing', () => {
  const refusals = [
    [
      'data of another length',
      { BlockData: new Uint8Array(8), DataLength: 8 },
      validation('Block data length 8 is not valid, expected 524288', 'INVALID_BLOCK'),
    ],
    ['less data than announced', { BlockData: new Uint8Array(8) }, validation('Failed to read block data', 'INVALID_BLOCK')],
    [
      'a block behind the end',
      { BlockIndex: 2048 },
      validation('Block index 2048 is beyond the volume size extent', 'INVALID_BLOCK'),
    ],
    [
      'another algorithm',
      { ChecksumAlgorithm: 'MD5' as never },
      validation("Unsupported Checksum Algorithm 'MD5', supported algorithms are SHA256", 'INVALID_PARAMETER_VALUE'),
    ],
    [
      'another checksum',
      { Checksum: sha256(blockOf(2)) },
      {
        name: 'InvalidSignatureException',
        message: `The value passed in as x-amz-Checksum does not match the computed checksum. Computed checksum: ${sha256(blockOf(1))} expected checksum: ${sha256(blockOf(2))}`,
        status: 403,
      },
    ],
    [
      'a negative index',
      { BlockIndex: -1 },
      validation(
        "1 validation error detected: Value '-1' at 'blockIndex' failed to satisfy constraint: Member must have value greater than or equal to 0",
        'INVALID_PARAMETER_VALUE',
      ),
    ],
  ] as const

  it.each(refusals)('%s', (_name, input, refusal) => {
    const w = world()
    const id = w.direct.start({ KmsKeyArn: w.K1 })
    const before = resourceDigest(w.cloud)
    expect(ebsRefusal(() => w.direct.ebs.putSnapshotBlock({ ...put(id, 0, blockOf(1)), ...input }))).toEqual(refusal)
    expect(resourceDigest(w.cloud)).toBe(before)
    w.direct.ebs.completeSnapshot({ SnapshotId: id, ChangedBlocksCount: 0 })
    expect(w.direct.written(id)).toEqual([])
  })

  it('a snapshot that is not there, of a volume, a copy, another account’s, or deleted', () => {
    const w = world()
    const ofVolume = w.snapshot(w.volume())
    const deleted = w.direct.start()
    w.ec2.deleteSnapshot({ SnapshotId: deleted })
    const { guest, SE } = sharedSnapshots()
    for (const id of ['snap-01234567', ofVolume, w.copy(ofVolume), deleted]) {
      expect(ebsRefusal(() => w.direct.ebs.putSnapshotBlock(put(id, 0, blockOf(1))))).toEqual(noSuchSnapshot(id))
      expect(ebsRefusal(() => w.direct.ebs.completeSnapshot({ SnapshotId: id, ChangedBlocksCount: 0 }))).toEqual(
        noSuchSnapshot(id),
      )
    }
    expect(ebsRefusal(() => guest.session.ebs.putSnapshotBlock(put(SE, 0, blockOf(1))))).toEqual(noSuchSnapshot(SE))
  })

  it('a snapshot that has been completed, also while it is pending', () => {
    const w = world({ latency: 'typical' })
    const id = w.direct.upload({ 0: blockOf(1) })
    const refusal = validation('Snapshot is already completed', 'INVALID_SNAPSHOT_ID')
    for (const state of ['pending', 'completed']) {
      expect(w.shownSnapshot(id)?.State).toBe(state)
      expect(ebsRefusal(() => w.direct.ebs.putSnapshotBlock(put(id, 0, blockOf(1))))).toEqual(refusal)
      expect(ebsRefusal(() => w.direct.ebs.completeSnapshot({ SnapshotId: id, ChangedBlocksCount: 1 }))).toEqual(refusal)
      w.cloud.clock.advance({ seconds: 10 })
    }
  })

  it('a key that cannot be used: 404 for its state, 403 for permissions', () => {
    const w = world()
    const id = w.direct.start({ KmsKeyArn: w.K1 })
    const write = (by = w.direct) => ebsRefusal(() => by.ebs.putSnapshotBlock(put(id, 0, blockOf(1))))
    const by = denied(w.cloud, ['kms:Decrypt'])
    expect(write(directApi(by.session))).toEqual({
      name: 'AccessDeniedException',
      message: deniedText(by.arn, 'kms:Decrypt', w.K1),
      status: 403,
      Reason: 'DEPENDENCY_ACCESS_DENIED',
    })
    w.kms.disableKey({ KeyId: w.K1 })
    const notFound = {
      name: 'ResourceNotFoundException',
      message: 'KMS key not found.',
      status: 404,
      Reason: 'DEPENDENCY_RESOURCE_NOT_FOUND',
    }
    expect(write()).toEqual(notFound)
    w.kms.scheduleKeyDeletion({ KeyId: w.K1, PendingWindowInDays: 7 })
    expect(write()).toEqual(notFound)
    w.kms.cancelKeyDeletion({ KeyId: w.K1 })
    w.kms.enableKey({ KeyId: w.K1 })
    w.direct.ebs.putSnapshotBlock(put(id, 0, blockOf(1)))
    w.direct.ebs.completeSnapshot({ SnapshotId: id, ChangedBlocksCount: 1 })
    expect(w.shownSnapshot(id)?.State).toBe('completed')
  })

  it('passes on what KMS suffers from', () => {
    const w = world()
    const id = w.direct.start({ KmsKeyArn: w.K1 })
    const write = () => ebsRefusal(() => w.direct.ebs.putSnapshotBlock(put(id, 0, blockOf(1))))
    w.cloud.faults.on('kms:Decrypt').nth(1).fail('ThrottlingException')
    expect(write()).toMatchObject({ name: 'RequestThrottledException', Reason: 'DEPENDENCY_REQUEST_THROTTLED' })
    w.cloud.faults.on('kms:Decrypt').nth(1).fail('KMSInternalException')
    expect(write()).toMatchObject({ name: 'InternalServerException', status: 500 })
    w.cloud.faults.on('ebs:PutSnapshotBlock').nth(1).fail('RequestThrottledException')
    expect(write()).toMatchObject({ name: 'RequestThrottledException', status: 400 })
  })

  it.each([['ebs:PutSnapshotBlock'], ['ebs:CompleteSnapshot']])('a caller without %s', (action) => {
    const w = world()
    const id = w.direct.start()
    const by = denied(w.cloud, [action])
    const calls: Record<string, () => unknown> = {
      'ebs:PutSnapshotBlock': () => by.session.ebs.putSnapshotBlock(put(id, 0, blockOf(1))),
      'ebs:CompleteSnapshot': () => by.session.ebs.completeSnapshot({ SnapshotId: id, ChangedBlocksCount: 0 }),
    }
    const answers = Object.entries(calls).map(([name, call]) => {
      if (name !== action) return 'not asked'
      return ebsRefusal(call)
    })
    expect(answers).toContainEqual({
      name: 'AccessDeniedException',
      message: deniedText(by.arn, action, `arn:aws:ec2:us-east-1::snapshot/${id}`),
      status: 403,
    })
  })
})

describe('CompleteSnapshot', () => {
  it.each([
    [{ ChecksumAlgorithm: 'SHA256', ChecksumAggregationMethod: 'LINEAR' }, 'checksum'],
    [{ Checksum: 'AAAA', ChecksumAggregationMethod: 'LINEAR' }, 'checksum algorithm'],
    [{ Checksum: 'AAAA', ChecksumAlgorithm: 'SHA256' }, 'checksum aggregation method'],
  ] as const)('refuses half a checksum: %j', (input, missing) => {
    const w = world()
    const SnapshotId = w.direct.start()
    expect(ebsRefusal(() => w.direct.ebs.completeSnapshot({ SnapshotId, ChangedBlocksCount: 0, ...input }))).toEqual(
      validation(`Invalid parameter combination. Snapshot ${missing} is missing.`, 'INVALID_PARAMETER_VALUE'),
    )
  })

  it('completes a snapshot without any block', () => {
    const w = world()
    const id = w.direct.upload({}, { KmsKeyArn: w.K1 })
    expect(w.shownSnapshot(id)).toMatchObject({ State: 'completed', FullSnapshotSizeInBytes: 0 })
    expect(w.direct.ebs.listSnapshotBlocks({ SnapshotId: id }).Blocks).toEqual([])
  })

  it('lets a snapshot go that was deleted on its way', () => {
    const w = world({ latency: 'typical' })
    const id = w.direct.upload({ 0: blockOf(1) })
    w.ec2.deleteSnapshot({ SnapshotId: id })
    w.cloud.clock.advance({ seconds: 10 })
    expect(ebsRefusal(() => w.shownSnapshot(id)).name).toBe('InvalidSnapshot.NotFound')
  })

  it('needs no key', () => {
    const w = world()
    const id = w.direct.start({ KmsKeyArn: w.K1 })
    w.direct.ebs.putSnapshotBlock(put(id, 0, blockOf(1)))
    w.kms.disableKey({ KeyId: w.K1 })
    w.direct.ebs.completeSnapshot({ SnapshotId: id, ChangedBlocksCount: 1 })
    expect(w.shownSnapshot(id)?.State).toBe('completed')
  })
})
