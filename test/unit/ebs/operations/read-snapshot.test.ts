import { describe, expect, it } from 'vitest'
import { BLOCK, blockOf, directApi, ebsRefusal, noSuchSnapshot, sha256, validation } from '../../../support/cloud/direct-api.ts'
import { denied, deniedText, ebsWorld } from '../../../support/cloud/ebs-world.ts'
import { ebs, latest } from '../../../support/cloud/kms-sequence.ts'
import { sharedSnapshots } from '../../../support/cloud/shared-snapshot.ts'

const world = (options = {}) => {
  const w = ebsWorld(options)
  return { ...w, direct: directApi(w.session) }
}

/** A snapshot of 300 written blocks: every second one. */
const sparse = () => {
  const w = world()
  const VolumeId = w.volumeUnder(w.K1)
  w.withDisk(VolumeId, (disk) => {
    for (let block = 0; block < 600; block += 2) disk.write(block * BLOCK + 4096, Uint8Array.of(1))
  })
  return { ...w, VolumeId, id: w.snapshot(VolumeId) }
}

describe('ListSnapshotBlocks', () => {
  it('tells the blocks with something written in them, ascending, with tokens for seven days', () => {
    const w = world()
    const VolumeId = w.volumeUnder(w.K1)
    w.write(VolumeId, 3 * BLOCK - 1, 'xy')
    w.write(VolumeId, 9 * BLOCK, 'z')
    const answer = w.direct.ebs.listSnapshotBlocks({ SnapshotId: w.snapshot(VolumeId) })
    expect(answer).toEqual({
      Blocks: [2, 3, 9].map((BlockIndex) => ({ BlockIndex, BlockToken: expect.stringMatching(/^[A-Za-z0-9+/=]{20,256}$/) })),
      ExpiryTime: new Date('2026-01-08T00:00:00Z'),
      VolumeSize: 1,
      BlockSize: 524288,
    })
    expect(new Set(answer.Blocks.map(({ BlockToken }) => BlockToken)).size).toBe(3)
  })

  it('tells it page by page: at least 100, and the token wins over the index', () => {
    const { direct, id: SnapshotId } = sparse()
    const first = direct.ebs.listSnapshotBlocks({ SnapshotId, MaxResults: 5 })
    expect(first.Blocks.map(({ BlockIndex }) => BlockIndex)).toEqual(Array.from({ length: 100 }, (_, index) => 2 * index))
    const next = { SnapshotId, MaxResults: 150, NextToken: first.NextToken, StartingBlockIndex: 599 }
    const second = direct.ebs.listSnapshotBlocks(next)
    expect(second.Blocks.map(({ BlockIndex }) => BlockIndex)).toEqual(Array.from({ length: 150 }, (_, index) => 200 + 2 * index))
    const third = direct.ebs.listSnapshotBlocks({ SnapshotId, NextToken: second.NextToken })
    expect(third.Blocks).toHaveLength(50)
    expect(third).not.toHaveProperty('NextToken')
    expect(
      direct.ebs.listSnapshotBlocks({ SnapshotId, StartingBlockIndex: 595 }).Blocks.map(({ BlockIndex }) => BlockIndex),
    ).toEqual([596, 598])
  })

  it('takes no page token that is older than an hour, forged, or of another listing', () => {
    const { cloud, direct, id: SnapshotId, VolumeId, snapshot } = sparse()
    const { NextToken = '' } = direct.ebs.listSnapshotBlocks({ SnapshotId, MaxResults: 100 })
    const other = snapshot(VolumeId)
    const refusal = (token: string) => validation(`The pagination token ${token} is invalid.`, 'INVALID_PAGE_TOKEN')
    const forged = `${NextToken.slice(0, 10)}${NextToken[10] === 'A' ? 'B' : 'A'}${NextToken.slice(11)}`
    const list = (NextToken: string, id = SnapshotId) =>
      ebsRefusal(() => direct.ebs.listSnapshotBlocks({ SnapshotId: id, NextToken }))
    expect(list(forged)).toEqual(refusal(forged))
    expect(list('AAAA')).toEqual(refusal('AAAA'))
    expect(list(NextToken, other)).toEqual(refusal(NextToken))
    expect(
      ebsRefusal(() => direct.ebs.listChangedBlocks({ FirstSnapshotId: SnapshotId, SecondSnapshotId: other, NextToken })),
    ).toEqual(refusal(NextToken))
    cloud.clock.advance({ minutes: 59 })
    expect(direct.ebs.listSnapshotBlocks({ SnapshotId, NextToken }).Blocks).toHaveLength(200)
    cloud.clock.advance({ minutes: 1 })
    expect(list(NextToken)).toEqual(refusal(NextToken))
  })

  it('needs no key of its owner', () => {
    const { cloud, kms, K1, direct, id } = sparse()
    kms.disableKey({ KeyId: K1 })
    expect(direct.written(id)).toHaveLength(300)
    expect(latest(cloud, 'ListSnapshotBlocks').nested).toEqual([])
  })

  it('knows no snapshot that is pending, failed, deleted, or of another Region or account', () => {
    const w = world()
    const other = sharedSnapshots()
    const ids = [
      w.direct.start(),
      'snap-01234567',
      directApi(w.b.session).upload({ 0: blockOf(1) }),
      other.SE,
      w.baseImageId.replace('ami', 'snap'),
    ]
    for (const id of ids) expect(ebsRefusal(() => w.direct.written(id))).toEqual(noSuchSnapshot(id))
  })
})

describe('ListChangedBlocks', () => {
  it('tells both tokens of a block that both have, and one of a block that one has', () => {
    const w = world()
    const VolumeId = w.volumeUnder(w.K1)
    for (const block of [1, 2, 3]) w.write(VolumeId, block * BLOCK, 'old')
    const FirstSnapshotId = w.snapshot(VolumeId)
    w.withDisk(VolumeId, (disk) => {
      disk.write(2 * BLOCK, Uint8Array.of(7))
      disk.discard(3 * BLOCK, BLOCK)
      disk.write(4 * BLOCK, Uint8Array.of(8))
    })
    const SecondSnapshotId = w.snapshot(VolumeId)
    const answer = w.direct.ebs.listChangedBlocks({ FirstSnapshotId, SecondSnapshotId })
    const token = expect.stringMatching(/^[A-Za-z0-9+/=]+$/)
    expect(answer).toEqual({
      ChangedBlocks: [
        { BlockIndex: 2, FirstBlockToken: token, SecondBlockToken: token },
        { BlockIndex: 3, FirstBlockToken: token },
        { BlockIndex: 4, SecondBlockToken: token },
      ],
      ExpiryTime: new Date('2026-01-08T00:00:00Z'),
      VolumeSize: 1,
      BlockSize: 524288,
    })
    const [block] = answer.ChangedBlocks
    const read = (SnapshotId: string, BlockToken = '') =>
      w.direct.ebs.getSnapshotBlock({ SnapshotId, BlockIndex: 2, BlockToken }).BlockData[0]
    expect(read(FirstSnapshotId, block?.FirstBlockToken)).toBe('o'.charCodeAt(0))
    expect(read(SecondSnapshotId, block?.SecondBlockToken)).toBe(7)
    expect(ebsRefusal(() => read(SecondSnapshotId, block?.FirstBlockToken)).Reason).toBe('INVALID_BLOCK_TOKEN')
  })

  it('goes by writes: the same bytes written by a guest are a change, and a copy under another key is none', () => {
    const w = world()
    const VolumeId = w.volumeUnder(w.K1)
    w.write(VolumeId, 0, 'same')
    const first = w.snapshot(VolumeId)
    w.write(VolumeId, 0, 'same')
    w.write(VolumeId, 5 * BLOCK, 'new')
    const second = w.snapshot(VolumeId)
    expect(w.direct.changed(first, second)).toEqual([0, 5])
    const under = (SnapshotId: string, KmsKeyId: string) => w.copy(SnapshotId, { Encrypted: true, KmsKeyId })
    expect(w.direct.changed(first, under(second, w.K2))).toEqual([0, 5])
    expect(w.direct.changed(under(first, w.K2), under(second, w.K2))).toEqual([0, 5])
    expect(w.direct.changed(second, under(second, w.K2))).toEqual([])
  })

  it('is paged like the full listing', () => {
    const { direct, id: FirstSnapshotId, VolumeId, snapshot, withDisk } = sparse()
    withDisk(VolumeId, (disk) => {
      for (let block = 1; block < 400; block += 2) disk.write(block * BLOCK, Uint8Array.of(2))
    })
    const SecondSnapshotId = snapshot(VolumeId)
    const input = { FirstSnapshotId, SecondSnapshotId, MaxResults: 120 }
    const first = direct.ebs.listChangedBlocks(input)
    const second = direct.ebs.listChangedBlocks({ ...input, NextToken: first.NextToken })
    expect([...first.ChangedBlocks, ...second.ChangedBlocks].map(({ BlockIndex }) => BlockIndex)).toEqual(
      Array.from({ length: 200 }, (_, index) => 2 * index + 1),
    )
    expect(second).not.toHaveProperty('NextToken')
  })

  it('refuses snapshots that are not related, and a first one that is missing', () => {
    const w = world()
    const [one, two] = [w.snapshot(w.volumeUnder(w.K1)), w.snapshot(w.volumeUnder(w.K1))]
    const list = (FirstSnapshotId: string | undefined) =>
      ebsRefusal(() => w.direct.ebs.listChangedBlocks({ FirstSnapshotId, SecondSnapshotId: two }))
    expect(list(one)).toEqual(validation('The snapshots are not related.', 'UNRELATED_SNAPSHOTS'))
    for (const missing of ['', undefined]) {
      expect(list(missing)).toEqual(validation('First snapshot should not be empty or null', 'INVALID_SNAPSHOT_ID'))
    }
    expect(list('snap-01234567')).toEqual(noSuchSnapshot('snap-01234567'))
  })

  it('knows the lineage of volumes, their snapshots, volumes from these, and their copies', () => {
    const w = world()
    const VolumeId = w.volumeUnder(w.K1)
    w.write(VolumeId, 0, 'a')
    const first = w.snapshot(VolumeId)
    const restored = w.volume({ SnapshotId: first, Encrypted: true, KmsKeyId: w.K2 })
    w.write(restored, BLOCK, 'b')
    expect(w.direct.changed(first, w.snapshot(restored))).toEqual([1])
  })
})

describe('GetSnapshotBlock', () => {
  it('reads what a guest has written, with its checksum; the rest of the block as zeros', () => {
    const w = world()
    const VolumeId = w.volumeUnder(w.K1)
    w.write(VolumeId, BLOCK + 8192, 'hello')
    const SnapshotId = w.snapshot(VolumeId)
    const [block] = w.direct.ebs.listSnapshotBlocks({ SnapshotId }).Blocks
    const answer = w.direct.ebs.getSnapshotBlock({ SnapshotId, BlockIndex: 1, BlockToken: block?.BlockToken })
    const expected = new Uint8Array(BLOCK)
    expected.set(new TextEncoder().encode('hello'), 8192)
    expect({ ...answer, BlockData: sha256(answer.BlockData) }).toEqual({
      DataLength: BLOCK,
      BlockData: sha256(expected),
      Checksum: sha256(expected),
      ChecksumAlgorithm: 'SHA256',
    })
    expect(latest(w.cloud, 'GetSnapshotBlock').nested).toMatchObject([
      { operation: 'Decrypt', input: { EncryptionContext: ebs(VolumeId) }, invokedBy: 'ebs.amazonaws.com' },
    ])
  })

  it('is what a volume made from an upload reads, and the other way round, under the same key and another', () => {
    const w = world()
    const id = w.direct.upload({ 0: blockOf(1), 2047: blockOf(2) }, { KmsKeyArn: w.K1 })
    for (const KmsKeyId of [w.K1, w.K2]) {
      const restored = w.volume({ SnapshotId: id, Encrypted: true, KmsKeyId })
      expect(w.withDisk(restored, (disk) => sha256(disk.read(2047 * BLOCK, BLOCK)))).toBe(sha256(blockOf(2)))
      w.withDisk(restored, (disk) => disk.write(BLOCK, blockOf(3)))
      const again = w.snapshot(restored)
      expect([0, 1, 2047].map((index) => w.direct.digest(again, index))).toEqual([1, 3, 2].map((byte) => sha256(blockOf(byte))))
      const child = w.direct.upload({ 1: blockOf(4) }, { ParentSnapshotId: again })
      expect([1, 2047].map((index) => w.direct.digest(child, index))).toEqual([4, 2].map((byte) => sha256(blockOf(byte))))
    }
  })

  it('takes no block token that is older than seven days, forged, or of another block', () => {
    const w = world()
    const SnapshotId = w.direct.upload({ 0: blockOf(1), 1: blockOf(2) }, { KmsKeyArn: w.K1 })
    const other = w.direct.upload({ 0: blockOf(1) })
    const [zero, one] = w.direct.ebs.listSnapshotBlocks({ SnapshotId }).Blocks
    const get = (BlockToken = '', id = SnapshotId) =>
      ebsRefusal(() => w.direct.ebs.getSnapshotBlock({ SnapshotId: id, BlockIndex: 0, BlockToken }))
    const refusal = (token = '') => validation(`The block token ${token} is invalid.`, 'INVALID_BLOCK_TOKEN')
    for (const token of [one?.BlockToken, 'AAAA', `${zero?.BlockToken?.slice(0, -4)}AAAA`])
      expect(get(token)).toEqual(refusal(token))
    expect(get(zero?.BlockToken, other)).toEqual(refusal(zero?.BlockToken))
    w.cloud.clock.advance({ days: 6, hours: 23 })
    expect(w.direct.ebs.getSnapshotBlock({ SnapshotId, BlockIndex: 0, BlockToken: zero?.BlockToken }).DataLength).toBe(BLOCK)
    w.cloud.clock.advance({ hours: 1 })
    expect(get(zero?.BlockToken)).toEqual(refusal(zero?.BlockToken))
  })

  it('answers a damaged block with an error of AWS’s own', () => {
    const w = world()
    const id = w.direct.upload({ 0: blockOf(1) }, { KmsKeyArn: w.K1 })
    w.cloud.snapshot(id).corruptUnit(5)
    expect(ebsRefusal(() => w.direct.digest(id, 0))).toMatchObject({ name: 'InternalServerException', status: 500 })
  })

  it.each([
    ['kms:Decrypt', 'AccessDeniedException', 'DEPENDENCY_ACCESS_DENIED'],
    ['ebs:GetSnapshotBlock', 'AccessDeniedException', undefined],
    ['kms:CreateGrant', undefined, undefined],
    ['kms:ReEncrypt*', undefined, undefined],
    ['kms:DescribeKey', undefined, undefined],
  ])('needs kms:Decrypt and ebs:GetSnapshotBlock: without %s', (action, name, Reason) => {
    const w = world()
    const SnapshotId = w.direct.upload({ 0: blockOf(1) }, { KmsKeyArn: w.K1 })
    const [block] = w.direct.ebs.listSnapshotBlocks({ SnapshotId }).Blocks
    const by = denied(w.cloud, [action])
    const get = () => by.session.ebs.getSnapshotBlock({ SnapshotId, BlockIndex: 0, BlockToken: block?.BlockToken })
    if (name === undefined) expect(get().DataLength).toBe(BLOCK)
    else {
      const resource = action.startsWith('kms') ? w.K1 : `arn:aws:ec2:us-east-1::snapshot/${SnapshotId}`
      expect(ebsRefusal(get)).toEqual({
        name,
        message: deniedText(by.arn, action, resource),
        status: 403,
        ...(Reason === undefined ? {} : { Reason }),
      })
    }
  })

  it.each([['ebs:ListSnapshotBlocks'], ['ebs:ListChangedBlocks']])('the listings need %s', (action) => {
    const w = world()
    const id = w.direct.upload({ 0: blockOf(1) })
    const direct = directApi(denied(w.cloud, [action]).session)
    const list = action === 'ebs:ListSnapshotBlocks' ? () => direct.written(id) : () => direct.changed(id, id)
    expect(ebsRefusal(list)).toMatchObject({ name: 'AccessDeniedException', status: 403 })
  })

  it('explains its refusals', () => {
    const w = world()
    const id = w.direct.upload({ 0: blockOf(1) })
    const by = denied(w.cloud, ['ebs:ListSnapshotBlocks'])
    try {
      directApi(by.session).written(id)
    } catch (error) {
      expect(w.cloud.explain(error)).toMatchObject({ call: 'ebs:ListSnapshotBlocks', gate: 'authorise' })
    }
    expect.hasAssertions()
  })
})

describe('a shared snapshot', () => {
  it('can be listed and read by who may open its key, also with the owner’s token', () => {
    const { cloud, guest, owner, SE, SP, encrypted } = sharedSnapshots()
    const [theirs, ours] = [directApi(guest.session), directApi(owner.session)]
    expect(theirs.written(SE)).toEqual([0])
    expect(latest(cloud, 'ListSnapshotBlocks').nested).toMatchObject([
      { operation: 'Decrypt', input: { EncryptionContext: ebs(encrypted) }, account: '444455556666' },
    ])
    expect(theirs.digest(SE, 0)).toBe(ours.digest(SE, 0))
    expect(theirs.written(SP)).toEqual([0])
    expect(latest(cloud, 'ListSnapshotBlocks').nested).toEqual([])
    const [block] = ours.ebs.listSnapshotBlocks({ SnapshotId: SE }).Blocks
    const read = () => theirs.ebs.getSnapshotBlock({ SnapshotId: SE, BlockIndex: 0, BlockToken: block?.BlockToken })
    expect(new TextDecoder().decode(read().BlockData.subarray(0, 6))).toBe('secret')
    owner.kms.disableKey({ KeyId: owner.shownSnapshot(SE)?.KmsKeyId as string })
    expect(ebsRefusal(read).Reason).toBe('DEPENDENCY_RESOURCE_NOT_FOUND')
    expect(ebsRefusal(() => theirs.written(SE)).Reason).toBe('DEPENDENCY_RESOURCE_NOT_FOUND')
    expect(ours.written(SE)).toEqual([0])
  })
})

describe('who may read a snapshot', () => {
  /** Another account that may do everything that its own policies say, and a snapshot of the first account, unencrypted. */
  const two = () => {
    const w = world()
    const id = w.direct.upload({ 0: blockOf(1) })
    const stranger = directApi(denied(w.cloud, ['s3:*'], '*', '444455556666').session)
    const share = (change: object) =>
      w.ec2.modifySnapshotAttribute({ SnapshotId: id, Attribute: 'createVolumePermission', ...change })
    return { ...w, id, stranger, share }
  }

  it('follows the sharing at every single read: nobody, then the recipient, then nobody', () => {
    const { direct, id: SnapshotId, stranger, share } = two()
    expect(ebsRefusal(() => stranger.written(SnapshotId))).toEqual(noSuchSnapshot(SnapshotId))
    share({ OperationType: 'add', UserIds: ['444455556666'] })
    const [block] = stranger.ebs.listSnapshotBlocks({ SnapshotId }).Blocks
    const read = () => stranger.ebs.getSnapshotBlock({ SnapshotId, BlockIndex: 0, BlockToken: block?.BlockToken })
    expect(sha256(read().BlockData)).toBe(direct.digest(SnapshotId, 0))
    share({ OperationType: 'remove', UserIds: ['444455556666'] })
    expect(ebsRefusal(read)).toEqual(noSuchSnapshot(SnapshotId))
  })

  it('a public snapshot is its owner’s alone, even where it is shared with somebody as well', () => {
    const { ec2, direct, id, stranger, share } = two()
    ec2.disableSnapshotBlockPublicAccess({})
    share({ OperationType: 'add', UserIds: ['444455556666'] })
    share({ OperationType: 'add', GroupNames: ['all'] })
    expect(ebsRefusal(() => stranger.written(id))).toEqual(noSuchSnapshot(id))
    expect(direct.written(id)).toEqual([0])
  })

  it('an archived snapshot is nobody’s until it is restored', () => {
    const { ec2, cloud, direct, id } = two()
    ec2.modifySnapshotTier({ SnapshotId: id, StorageTier: 'archive' })
    cloud.clock.advance({ days: 4 })
    expect(ebsRefusal(() => direct.written(id))).toEqual(noSuchSnapshot(id))
    ec2.restoreSnapshotTier({ SnapshotId: id, PermanentRestore: true })
    cloud.clock.advance({ days: 4 })
    expect(direct.written(id)).toEqual([0])
  })
})
