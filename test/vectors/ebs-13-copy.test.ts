import { describe, expect, it } from 'vitest'
import {
  ACCOUNT,
  denied,
  deniedText,
  ebsWorld,
  eventEnvelope,
  eventsAbout,
  noSuchVolume,
  oddArnOf,
  REGION_A,
  REGION_B,
  refusalOf,
} from '../support/cloud/ebs-world.ts'
import { ec2KmsCalls, sequenceOf } from '../support/cloud/kms-sequence.ts'

const START = new Date('2026-01-01T00:00:00Z')

/** A snapshot of a volume under K1 with a word in it. */
const snapshotWorld = (...options: Parameters<typeof ebsWorld>) => {
  const w = ebsWorld(...options)
  const VolumeId = w.volumeUnder(w.K1)
  w.write(VolumeId, 4096, 'hello')
  return { ...w, VolumeId, S: w.snapshot(VolumeId) }
}

/** The event of a copy that took no time. */
const copied = (copy: string, source: string, { incremental = 'false', from = REGION_A, to = REGION_A } = {}) =>
  eventEnvelope(
    'EBS Snapshot Notification',
    [oddArnOf('snapshot', copy, to)],
    {
      event: 'copySnapshot',
      result: 'succeeded',
      cause: '',
      'request-id': '',
      startTime: '2026-01-01T00:00:00.000Z',
      endTime: '2026-01-01T00:00:00.000Z',
      snapshot_id: oddArnOf('snapshot', copy, to),
      source: oddArnOf('snapshot', source, from),
      incremental,
      completionDurationStartTime: '2026-01-01T00:00:00.000Z',
      transferType: 'standard',
      metCompletionDuration: 'true',
    },
    { region: to },
  )

const invalidKey = (selector: string, what: 'invalid' | 'disabled' = 'invalid') => ({
  name: 'InvalidParameterValue',
  message: `The specified keyId ${selector} is ${what}`,
  status: 400,
})

describe('CopySnapshot and who may do it', () => {
  it.each([{ alias: false }, { alias: true }])(
    'ebs 13 #20: kms:DescribeKey is needed by CopySnapshot, at once, and not by CreateVolume (by alias: $alias)',
    ({ alias }) => {
      const w = snapshotWorld()
      w.kms.createAlias({ AliasName: 'alias/x', TargetKeyId: w.K2 })
      const KmsKeyId = alias ? 'alias/x' : w.K2
      const caller = denied(w.cloud, ['kms:DescribeKey'])
      expect(w.shownVolume(caller.volume({ Encrypted: true, KmsKeyId }))).toMatchObject({ State: 'available', KmsKeyId: w.K2 })
      expect(refusalOf(() => caller.copy(w.S, { Encrypted: true, KmsKeyId }))).toEqual({
        name: 'AuthFailure',
        message: `Not authorized to use key ${w.K2} `,
        status: 403,
      })
      expect(sequenceOf(w.cloud, 'CopySnapshot')).toEqual([`${w.lines.describeKey(KmsKeyId)} → AccessDeniedException`])
      expect(w.ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots).toHaveLength(1)
      expect(w.cloud.trail.records({ eventName: 'CopySnapshot' })).toEqual([
        expect.objectContaining({ errorCode: 'Client.AuthFailure', errorMessage: `Not authorized to use key ${w.K2} ` }),
      ])
    },
  )

  it('ebs 13 #21: kms:ReEncrypt* is not needed by CopySnapshot, but by CreateVolume under another key', () => {
    const w = snapshotWorld()
    const caller = denied(w.cloud, ['kms:ReEncrypt*'])
    const copy = caller.copy(w.S, { Encrypted: true, KmsKeyId: w.K2 })
    expect(w.shownSnapshot(copy)).toMatchObject({ State: 'completed', Encrypted: true, KmsKeyId: w.K2 })
    const id = caller.volume({ SnapshotId: w.S, Encrypted: true, KmsKeyId: w.K2 })
    expect(refusalOf(() => w.shownVolume(id))).toEqual(noSuchVolume(id))
    expect(eventsAbout(w.cloud, id)[0]?.detail).toMatchObject({
      event: 'createVolume',
      result: 'failed',
      cause: deniedText(caller.arn, 'kms:ReEncryptFrom', w.K1),
    })
    expect(sequenceOf(w.cloud, 'CreateVolume')).toEqual([`${w.lines.reEncrypt(w.VolumeId, w.K2, id)} → AccessDeniedException`])
  })
})

describe('the key of a copy', () => {
  it.each([
    { id: 'ebs 13 #22', encrypted: undefined },
    { id: 'ebs 13 #23', encrypted: false },
  ])('$id: a copy does not keep the source’s key but goes under aws/ebs, in full (Encrypted: $encrypted)', ({ encrypted }) => {
    const w = snapshotWorld()
    const C = w.copy(w.S, encrypted === undefined ? {} : { Encrypted: encrypted })
    const D = w.managedKey() as string
    expect(D).toMatch(/^arn:aws:kms:us-east-1:111122223333:key\/[0-9a-f-]{36}$/)
    expect(w.shownSnapshot(C)).toMatchObject({ State: 'completed', Encrypted: true, KmsKeyId: D })
    expect(sequenceOf(w.cloud, 'CopySnapshot')).toEqual([
      w.lines.describeKey('alias/aws/ebs'),
      w.lines.generate('alias/aws/ebs', C),
      w.lines.grantCopy(D, 'Decrypt', C),
      w.lines.grantSource(w.K1, w.VolumeId),
      w.lines.copyDecrypts(w.K1, w.VolumeId),
      w.lines.copyDecrypts(D, C),
      w.lines.retireCopy(D, 'Decrypt', C),
      w.lines.retireCopy(w.K1, 'Decrypt', w.VolumeId),
    ])
    const [source, copy] = [w.cloud.snapshot(w.S), w.cloud.snapshot(C)]
    expect(copy).toMatchObject({ kmsKeyArn: D, contextId: C, writtenUnits: 1 })
    expect(copy.dataKeyId).not.toBe(source.dataKeyId)
    expect(copy.unit(1)?.ciphertext).not.toEqual(source.unit(1)?.ciphertext)
    expect(w.snapshotEvents().at(-1)).toEqual(copied(C, w.S))
    expect(w.read(w.volume({ SnapshotId: C }), 4096, 5)).toBe('hello')
  })

  it('ebs 13 #24: a disabled key is refused at once', () => {
    const w = snapshotWorld()
    w.kms.disableKey({ KeyId: w.K2 })
    expect(refusalOf(() => w.copy(w.S, { Encrypted: true, KmsKeyId: w.K2 }))).toEqual(invalidKey(w.K2, 'disabled'))
    expect(sequenceOf(w.cloud, 'CopySnapshot')).toEqual([w.lines.describeKey(w.K2)])
    expect(w.ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots).toHaveLength(1)
  })

  it('ebs 13 #24: a disabled key is called as the caller has called it', () => {
    const w = snapshotWorld()
    w.kms.createAlias({ AliasName: 'alias/x', TargetKeyId: w.K2 })
    w.kms.disableKey({ KeyId: w.K2 })
    expect(refusalOf(() => w.copy(w.S, { Encrypted: true, KmsKeyId: 'alias/x' }))).toEqual(invalidKey('alias/x', 'disabled'))
  })

  it('a key that is pending deletion is refused at once as invalid', () => {
    const w = snapshotWorld()
    w.kms.scheduleKeyDeletion({ KeyId: w.K2 })
    expect(refusalOf(() => w.copy(w.S, { Encrypted: true, KmsKeyId: w.K2 }))).toEqual(invalidKey(w.K2))
  })

  it('ebs 13 #25: an unknown alias is refused at once, as it was typed', () => {
    const w = snapshotWorld()
    expect(refusalOf(() => w.copy(w.S, { Encrypted: true, KmsKeyId: 'alias/Nobody' }))).toEqual(invalidKey('alias/Nobody'))
    expect(sequenceOf(w.cloud, 'CopySnapshot')).toEqual([`${w.lines.describeKey('alias/Nobody')} → NotFoundException`])
    expect(w.ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots).toHaveLength(1)
  })

  it('ebs 13 #27: a key of the source’s Region is refused at once', () => {
    const w = snapshotWorld()
    const copy = () => w.b.copy(w.S, { SourceRegion: REGION_A, Encrypted: true, KmsKeyId: w.K1 })
    expect(refusalOf(copy)).toEqual(invalidKey(w.K1))
    expect(w.b.ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots).toEqual([])
  })

  it('ebs 13 #28: a multi-Region key means the replica of the destination, and a full copy', () => {
    const w = ebsWorld()
    const { KeyMetadata: primary } = w.kms.createKey({ MultiRegion: true })
    w.kms.replicateKey({ KeyId: primary.KeyId, ReplicaRegion: REGION_B })
    const replica = primary.Arn.replace(REGION_A, REGION_B)
    const VolumeId = w.volumeUnder(primary.Arn)
    w.write(VolumeId, 0, 'hello')
    const S = w.snapshot(VolumeId)
    expect(primary.KeyId).toMatch(/^mrk-[0-9a-f]{32}$/)
    const C = w.b.copy(S, { SourceRegion: REGION_A, Encrypted: true, KmsKeyId: primary.KeyId })
    expect(w.b.shownSnapshot(C)).toMatchObject({ State: 'completed', Encrypted: true, KmsKeyId: replica })
    expect(sequenceOf(w.cloud, 'CopySnapshot')).toEqual([
      w.b.lines.describeKey(primary.KeyId),
      w.b.lines.generate(primary.KeyId, C),
      w.b.lines.grantCopy(replica, 'Decrypt', C),
      w.b.lines.grantSource(primary.Arn, VolumeId),
      w.b.lines.copyDecrypts(primary.Arn, VolumeId),
      w.b.lines.copyDecrypts(replica, C),
      w.b.lines.retireCopy(replica, 'Decrypt', C),
      w.b.lines.retireCopy(primary.Arn, 'Decrypt', VolumeId),
    ])
    const [source, copy] = [w.cloud.snapshot(S), w.cloud.snapshot(C)]
    expect(copy).toMatchObject({ kmsKeyArn: replica, contextId: C })
    expect(copy.dataKeyId).not.toBe(source.dataKeyId)
    expect(copy.unit(0)?.ciphertext).not.toEqual(source.unit(0)?.ciphertext)
    expect(w.snapshotEvents().at(-1)).toEqual(copied(C, S, { from: REGION_A, to: REGION_B }))
    expect([...w.grants(primary.Arn), ...w.b.grants(replica)]).toEqual([])
  })

  it('ebs 13 #29: a multi-Region key without a replica there is refused at once', () => {
    const w = ebsWorld()
    const { KeyMetadata: primary } = w.kms.createKey({ MultiRegion: true })
    const S = w.snapshot(w.volumeUnder(primary.Arn))
    const copy = () => w.b.copy(S, { SourceRegion: REGION_A, Encrypted: true, KmsKeyId: primary.KeyId })
    expect(refusalOf(copy)).toEqual(invalidKey(primary.KeyId))
    expect(w.b.ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots).toEqual([])
  })
})

describe('a source that is not there', () => {
  it('ebs 13 #26: is found out after the answer', () => {
    const w = ebsWorld({ latency: 'typical' })
    const nobodys = 'snap-0a1b2c3d4e5f60718'
    const C = w.copy(nobodys)
    expect(w.shownSnapshot(C)?.State).toBe('pending')
    w.cloud.clock.advance({ seconds: 3 })
    expect(w.shownSnapshot(C)).toMatchObject({ State: 'error', StateMessage: 'Source snapshot is not found', Progress: '0%' })
    expect(w.shownSnapshot(C)).not.toHaveProperty('CompletionTime')
    expect(w.shownSnapshot(C)).not.toHaveProperty('FullSnapshotSizeInBytes')
    expect(w.snapshotEvents()).toEqual([
      expect.objectContaining({
        resources: [oddArnOf('snapshot', C)],
        detail: expect.objectContaining({
          event: 'copySnapshot',
          result: 'failed',
          cause: 'Source snapshot is not found',
          'request-id': '',
          snapshot_id: oddArnOf('snapshot', C),
          source: oddArnOf('snapshot', nobodys),
        }),
      }),
    ])
    expect(ec2KmsCalls(w.cloud)).toEqual([])
    expect(refusalOf(() => w.volume({ SnapshotId: C }))).toMatchObject({ name: 'IncorrectState' })
  })
})

describe('the lineage of copies', () => {
  it('ebs 13 #30: a snapshot stays bound to its volume when the volume is deleted', () => {
    const w = snapshotWorld()
    w.ec2.deleteVolume({ VolumeId: w.VolumeId })
    expect(refusalOf(() => w.shownVolume(w.VolumeId))).toEqual(noSuchVolume(w.VolumeId))
    const id = w.volume({ SnapshotId: w.S })
    expect(sequenceOf(w.cloud, 'CreateVolume')).toEqual([w.lines.reEncrypt(w.VolumeId, w.K1, id)])
    expect(w.cloud.snapshot(w.S).contextId).toBe(w.VolumeId)
    expect(w.read(id, 4096, 5)).toBe('hello')
  })

  it('ebs 13 #31: a copy is bound to its own id', () => {
    const w = snapshotWorld()
    const C = w.copy(w.S, { Encrypted: true, KmsKeyId: w.K2 })
    const id = w.volume({ SnapshotId: C })
    expect(sequenceOf(w.cloud, 'CreateVolume')).toEqual([w.lines.reEncrypt(C, w.K2, id)])
    const CC = w.copy(C, { Encrypted: true, KmsKeyId: w.K1 })
    expect(sequenceOf(w.cloud, 'CopySnapshot')).toContain(w.lines.copyDecrypts(w.K2, C))
    expect(w.cloud.snapshot(CC).contextId).toBe(CC)
    expect(w.read(id, 4096, 5)).toBe('hello')
  })

  it('ebs 13 #32: a second copy in another Region builds on the first and shares its data key', () => {
    const w = snapshotWorld()
    const KmsKeyId = w.b.newKey()
    const input = { SourceRegion: REGION_A, Encrypted: true, KmsKeyId }
    const first = w.b.copy(w.S, input)
    expect(w.snapshotEvents().at(-1)).toEqual(copied(first, w.S, { to: REGION_B }))
    const second = w.b.copy(w.S, input)
    expect(w.snapshotEvents().at(-1)).toEqual(copied(second, w.S, { to: REGION_B, incremental: 'true' }))
    expect(sequenceOf(w.cloud, 'CopySnapshot')).toEqual([
      w.b.lines.describeKey(KmsKeyId),
      w.b.lines.grantSource(KmsKeyId, first),
      w.b.lines.grantCopy(KmsKeyId, 'Encrypt', second),
      w.b.lines.copyDecrypts(KmsKeyId, first),
      w.b.lines.copyEncrypts(KmsKeyId, second),
      w.b.lines.retireCopy(KmsKeyId, 'Decrypt', first),
      w.b.lines.retireCopy(KmsKeyId, 'Encrypt', second),
    ])
    const [one, two] = [w.cloud.snapshot(first), w.cloud.snapshot(second)]
    expect(two).toMatchObject({ contextId: second, dataKeyId: one.dataKeyId })
    expect(two.wrappedKey).not.toEqual(one.wrappedKey)
    expect(two.unit(1)).toEqual(one.unit(1))
    expect(one.dataKeyId).not.toBe(w.cloud.snapshot(w.S).dataKeyId)
    expect(w.b.grants(KmsKeyId)).toEqual([])
  })

  it('ebs 13 #32: in the same Region under the same key every copy builds on the source', () => {
    const w = snapshotWorld()
    const [first, second] = [1, 2].map(() => w.copy(w.S, { Encrypted: true, KmsKeyId: w.K1 })) as [string, string]
    for (const C of [first, second]) {
      expect(w.snapshotEvents()).toContainEqual(copied(C, w.S, { incremental: 'true' }))
      expect(w.cloud.snapshot(C)).toMatchObject({ contextId: C, dataKeyId: w.cloud.snapshot(w.S).dataKeyId })
    }
    expect(sequenceOf(w.cloud, 'CopySnapshot').slice(1, 5)).toEqual([
      w.lines.grantSource(w.K1, w.VolumeId),
      w.lines.grantCopy(w.K1, 'Encrypt', second),
      w.lines.copyDecrypts(w.K1, w.VolumeId),
      w.lines.copyEncrypts(w.K1, second),
    ])
  })

  it('ebs 13 #32: without the earlier copy, or under another key, a second copy is full', () => {
    const w = snapshotWorld()
    const KmsKeyId = w.b.newKey()
    const input = { SourceRegion: REGION_A, Encrypted: true }
    const first = w.b.copy(w.S, { ...input, KmsKeyId })
    const other = w.b.copy(w.S, { ...input, KmsKeyId: w.b.newKey() })
    expect(w.snapshotEvents().at(-1)).toEqual(copied(other, w.S, { to: REGION_B }))
    for (const SnapshotId of [first, other]) w.b.ec2.deleteSnapshot({ SnapshotId })
    const third = w.b.copy(w.S, { ...input, KmsKeyId })
    expect(w.snapshotEvents().at(-1)).toEqual(copied(third, w.S, { to: REGION_B }))
  })

  it('ebs 13 #32: without the latest copy a further copy is full, though an earlier one is there', () => {
    const w = snapshotWorld()
    const input = { SourceRegion: REGION_A, Encrypted: true, KmsKeyId: w.b.newKey() }
    const [first, second] = [w.b.copy(w.S, input), w.b.copy(w.S, input)]
    w.b.ec2.deleteSnapshot({ SnapshotId: second })
    const third = w.b.copy(w.S, input)
    expect(w.snapshotEvents().at(-1)).toEqual(copied(third, w.S, { to: REGION_B }))
    expect(w.cloud.snapshot(third).dataKeyId).not.toBe(w.cloud.snapshot(first).dataKeyId)
  })

  it('ebs 13 #33: a copy is of no volume, and has neither tags nor description of its source', () => {
    const w = snapshotWorld()
    const S = w.ec2.createSnapshot({
      VolumeId: w.VolumeId,
      Description: 'the source',
      TagSpecifications: [{ ResourceType: 'snapshot', Tags: [{ Key: 'of', Value: 'source' }] }],
    }).SnapshotId
    const answer = w.ec2.copySnapshot({ SourceRegion: REGION_A, SourceSnapshotId: S, Encrypted: true, KmsKeyId: w.K2 })
    expect(answer).toEqual({ SnapshotId: answer.SnapshotId })
    expect(w.shownSnapshot(answer.SnapshotId)).toEqual({
      SnapshotId: answer.SnapshotId,
      VolumeId: 'vol-ffffffff',
      VolumeSize: 1,
      OwnerId: ACCOUNT,
      Description: '',
      State: 'completed',
      Progress: '100%',
      StartTime: START,
      CompletionTime: START,
      Encrypted: true,
      KmsKeyId: w.K2,
      FullSnapshotSizeInBytes: 524288,
      StorageTier: 'standard',
      TransferType: 'standard',
    })
  })
})

describe('old parameters of CopySnapshot', () => {
  it('ebs 13 #77: DestinationRegion must be the Region of the endpoint', () => {
    const w = snapshotWorld()
    expect(refusalOf(() => w.copy(w.S, { DestinationRegion: REGION_B }))).toEqual({
      name: 'InvalidParameterValue',
      message: `DestinationRegion '${REGION_B}' does not match the current region (${REGION_A})`,
      status: 400,
    })
    expect(w.shownSnapshot(w.copy(w.S, { DestinationRegion: REGION_A }))?.State).toBe('completed')
  })

  const presigned = (snapshotId: string, more: Readonly<Record<string, string>>) => {
    const url = new URL(`https://ec2.${REGION_A}.amazonaws.com/`)
    const query = {
      Action: 'CopySnapshot',
      Version: '2016-11-15',
      SourceRegion: REGION_A,
      SourceSnapshotId: snapshotId,
      DestinationRegion: REGION_B,
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Expires': '3600',
      ...more,
    }
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return url.href
  }

  it.each([{ signature: '0'.repeat(64) }, { signature: undefined }])(
    'ebs 13 #78: nobody checks the signature of a PresignedUrl ($signature)',
    ({ signature }) => {
      const w = snapshotWorld()
      const PresignedUrl = presigned(w.S, signature === undefined ? {} : { 'X-Amz-Signature': signature })
      const C = w.b.copy(w.S, { SourceRegion: REGION_A, PresignedUrl })
      expect(w.b.shownSnapshot(C)).toMatchObject({ State: 'completed', Encrypted: true })
    },
  )

  it('ebs 13 #78: but what a PresignedUrl says must be what the request says', () => {
    const w = snapshotWorld()
    const refused = (PresignedUrl: string) => refusalOf(() => w.b.copy(w.S, { SourceRegion: REGION_A, PresignedUrl }))
    const invalid = (message: string) => ({ name: 'InvalidParameterValue', message, status: 400 })
    expect(refused('ftp://example.com/')).toEqual(invalid('The protocol in PresignedUrl should be http or https'))
    expect(refused(presigned('snap-00000000000000001', {}))).toEqual(
      invalid(
        `The source snapshot specified in PresignedUrl 'snap-00000000000000001' does not match the source snapshot in the request: '${w.S}'`,
      ),
    )
    expect(refused(presigned(w.S, { DestinationRegion: REGION_A }))).toEqual(
      invalid(`The destination region specified in PresignedUrl: '${REGION_A}' is incorrect`),
    )
  })
})
