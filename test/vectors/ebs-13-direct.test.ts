import { describe, expect, it } from 'vitest'
import {
  BLOCK,
  blockOf,
  directApi,
  ebsRefusal,
  linear,
  noSuchSnapshot,
  put,
  sha256,
  validation,
} from '../support/cloud/direct-api.ts'
import { ebsWorld, eventEnvelope, oddArnOf } from '../support/cloud/ebs-world.ts'
import { ebs, latest } from '../support/cloud/kms-sequence.ts'
import { sharedSnapshots } from '../support/cloud/shared-snapshot.ts'

const world = (options = {}) => {
  const w = ebsWorld(options)
  return { ...w, direct: directApi(w.session) }
}

describe('blocks', () => {
  it.each([
    { name: 'unencrypted', encrypted: false },
    { name: 'encrypted', encrypted: true },
  ])('ebs 13 #58: a block of zeros that was written is listed and counted, one never written is not ($name)', ({ encrypted }) => {
    const w = world()
    const id = w.direct.upload({ 5: blockOf(0) }, encrypted ? { KmsKeyArn: w.K1 } : {})
    expect(w.direct.written(id)).toEqual([5])
    expect(w.direct.digest(id, 5)).toBe(sha256(blockOf(0)))
    expect(w.shownSnapshot(id)).toMatchObject({ State: 'completed', FullSnapshotSizeInBytes: BLOCK, Encrypted: encrypted })
    const restored = w.volume({ SnapshotId: id })
    expect(w.withDisk(restored, (disk) => sha256(disk.read(5 * BLOCK, 2 * BLOCK)))).toBe(sha256(new Uint8Array(2 * BLOCK)))
  })

  it.each([
    { name: 'unencrypted', copied: 'unencrypted' },
    { name: 'unencrypted', copied: 'under K2' },
    { name: 'under K1', copied: 'under K1' },
    { name: 'under K1', copied: 'under K2' },
  ])('ebs 13 #59: a snapshot ($name) and its copy ($copied) do not differ, and the answer is the empty list alone', (each) => {
    const w = world()
    const source = w.direct.upload({ 1: blockOf(1), 9: blockOf(9) }, each.name === 'under K1' ? { KmsKeyArn: w.K1 } : {})
    const KmsKeyId = { 'under K1': w.K1, 'under K2': w.K2, unencrypted: undefined }[each.copied]
    const copy = w.copy(source, KmsKeyId === undefined ? {} : { Encrypted: true, KmsKeyId })
    const difference = w.direct.ebs.listChangedBlocks({ FirstSnapshotId: source, SecondSnapshotId: copy })
    expect(difference).toEqual({ ChangedBlocks: [] })
    expect(w.direct.digest(copy, 9)).toBe(sha256(blockOf(9)))
  })

  it.each([{ KmsKeyArn: undefined }, { KmsKeyArn: 'K1' }])(
    'ebs 13 #60: the same bytes written again in a child are a change ($KmsKeyArn)',
    ({ KmsKeyArn }) => {
      const w = world()
      const parent = w.direct.upload({ 1: blockOf(1), 2: blockOf(2) }, KmsKeyArn === undefined ? {} : { KmsKeyArn: w.K1 })
      const child = w.direct.upload({ 2: blockOf(2) }, { ParentSnapshotId: parent })
      expect(w.direct.written(child)).toEqual([1, 2])
      expect(w.direct.changed(parent, child)).toEqual([2])
    },
  )
})

describe('StartSnapshot and encryption', () => {
  it('ebs 13 #61: a key without encryption is refused', () => {
    const w = world()
    expect(ebsRefusal(() => w.direct.start({ Encrypted: false, KmsKeyArn: w.K1 }))).toEqual(
      validation('Encrypt cannot be false when KmsKeyArn is specified', 'INVALID_PARAMETER_VALUE'),
    )
    expect(w.kms.listGrants({ KeyId: w.K1 }).Grants).toEqual([])
  })

  it('ebs 13 #62: a key alone asks for encryption under it, unlike with CreateVolume', () => {
    const w = world()
    expect(w.direct.ebs.startSnapshot({ VolumeSize: 1, KmsKeyArn: w.K1 }).KmsKeyArn).toBe(w.K1)
    const id = w.direct.upload({ 0: blockOf(1) }, { KmsKeyArn: w.K1 })
    expect(w.shownSnapshot(id)).toMatchObject({ Encrypted: true, KmsKeyId: w.K1 })
  })

  it('ebs 13 #63: an encrypted parent and Encrypted=true are refused', () => {
    const w = world()
    const parent = w.direct.upload({ 0: blockOf(1) }, { KmsKeyArn: w.K1 })
    expect(ebsRefusal(() => w.direct.start({ ParentSnapshotId: parent, Encrypted: true }))).toEqual(
      validation('ParentSnapshotId and Encrypt cannot be specified together', 'INVALID_PARAMETER_VALUE'),
    )
  })

  it('ebs 13 #64: the data key comes from GenerateDataKey under the snapshot’s id, and the event names the snapshot as its own source', () => {
    const w = world()
    const id = w.direct.upload({ 0: blockOf(1) }, { KmsKeyArn: w.K1 })
    const start = latest(w.cloud, 'StartSnapshot')
    expect(start.nested).toMatchObject([
      {
        operation: 'GenerateDataKey',
        input: { KeyId: w.K1, NumberOfBytes: 64, EncryptionContext: ebs(id) },
        principal: w.session.principal,
        via: 'ec2.us-east-1.amazonaws.com',
        invokedBy: 'ebs.amazonaws.com',
        requestId: start.requestId,
      },
    ])
    const arn = oddArnOf('snapshot', id)
    const detail = { event: 'createSnapshot', result: 'succeeded', cause: '', 'request-id': '' }
    const [startTime, endTime] = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z']
    expect(w.snapshotEvents()).toEqual([
      eventEnvelope('EBS Snapshot Notification', [arn], { ...detail, startTime, endTime, snapshot_id: arn, source: arn }),
    ])
    const record = w.cloud.trail.records({ eventName: 'GenerateDataKey' })[0]
    expect(record?.userIdentity).toMatchObject({ invokedBy: 'ebs.amazonaws.com' })
    expect(record).not.toHaveProperty('sharedEventID')
    expect(record).not.toHaveProperty('vpcEndpointId')
  })

  it('ebs 13 #40: a shared snapshot cannot be a parent', () => {
    const { guest, SE, SP } = sharedSnapshots()
    const direct = directApi(guest.session)
    expect(ebsRefusal(() => direct.start({ ParentSnapshotId: SE }))).toEqual(noSuchSnapshot(SE))
    expect(ebsRefusal(() => direct.start({ ParentSnapshotId: SP }))).toEqual(noSuchSnapshot(SP))
  })
})

describe('CompleteSnapshot', () => {
  it('ebs 13 #65: a wrong count is accepted, and shows later as an error of the snapshot', () => {
    const w = world({ latency: 'typical' })
    const SnapshotId = w.direct.start()
    w.direct.ebs.putSnapshotBlock(put(SnapshotId, 3, blockOf(3)))
    expect(w.direct.ebs.completeSnapshot({ SnapshotId, ChangedBlocksCount: 2 })).toEqual({ Status: 'pending' })
    expect(w.shownSnapshot(SnapshotId)?.State).toBe('pending')
    w.cloud.clock.advance({ seconds: 10 })
    expect(w.shownSnapshot(SnapshotId)).toMatchObject({
      State: 'error',
      StateMessage: 'Changed blocks count mismatch for snapshot',
      Progress: '0%',
    })
    expect(w.snapshotEvents()).toMatchObject([{ detail: { event: 'createSnapshot', result: 'failed' } }])
    expect(ebsRefusal(() => w.direct.written(SnapshotId))).toEqual(noSuchSnapshot(SnapshotId))
  })

  it('takes the checksum of all checksums in ascending order of their indexes, and finds a wrong one', () => {
    const w = world()
    const end = (SnapshotId: string, Checksum: string) => {
      for (const index of [7, 2]) w.direct.ebs.putSnapshotBlock(put(SnapshotId, index, blockOf(index)))
      const aggregate = { ChecksumAlgorithm: 'SHA256', ChecksumAggregationMethod: 'LINEAR' } as const
      w.direct.ebs.completeSnapshot({ SnapshotId, ChangedBlocksCount: 2, Checksum, ...aggregate })
      return w.shownSnapshot(SnapshotId)
    }
    expect(end(w.direct.start(), linear([blockOf(2), blockOf(7)]))?.State).toBe('completed')
    expect(end(w.direct.start(), linear([blockOf(7), blockOf(2)]))).toMatchObject({
      State: 'error',
      StateMessage: 'Checksum mismatch for snapshot',
    })
  })
})
