import { describe, expect, it } from 'vitest'
import { ec2Cloud, makers, REGION, refusal, text, textOf } from '../fixture.ts'

const setUp = (options = {}) => {
  const made = ec2Cloud(options)
  const copy = (SourceSnapshotId: string, input: Partial<Parameters<typeof made.ec2.copySnapshot>[0]> = {}) =>
    made.ec2.copySnapshot({ SourceRegion: REGION, SourceSnapshotId, ...input }).SnapshotId
  return { ...made, copy, oregon: made.cloud.session({ region: 'us-west-2' }) }
}

describe('CopySnapshot: shape', () => {
  const { ec2 } = setUp()
  const right = { SourceRegion: REGION, SourceSnapshotId: 'snap-01234567' }
  const url = (query: string) => `https://ec2.us-east-1.amazonaws.com/?Action=CopySnapshot&${query}`

  it.each([
    [{ ...right, SourceRegion: undefined }, 'MissingParameter', 'The request must contain the parameter SourceRegion'],
    [{ ...right, SourceSnapshotId: undefined }, 'MissingParameter', 'The request must contain the parameter SourceSnapshotId'],
    [{ ...right, SourceRegion: 'mars' }, 'InvalidRegion', 'mars is not a valid region name.'],
    [{ ...right, SourceSnapshotId: 'snap-x' }, 'InvalidParameterValue', 'The specified snapshotId is invalid'],
    [
      { ...right, DestinationRegion: 'us-west-2' },
      'InvalidParameterValue',
      "DestinationRegion 'us-west-2' does not match the current region (us-east-1)",
    ],
    [{ ...right, PresignedUrl: 'ftp://x' }, 'InvalidParameterValue', 'The protocol in PresignedUrl should be http or https'],
    [
      { ...right, PresignedUrl: url('SourceSnapshotId=snap-89abcdef') },
      'InvalidParameterValue',
      "The source snapshot specified in PresignedUrl 'snap-89abcdef' does not match the source snapshot in the request: 'snap-01234567'",
    ],
    [
      { ...right, PresignedUrl: url('SourceSnapshotId=snap-01234567&DestinationRegion=us-west-2') },
      'InvalidParameterValue',
      "The destination region specified in PresignedUrl: 'us-west-2' is incorrect",
    ],
  ])('refuses %o', (input, name, message) => {
    expect(refusal(() => ec2.copySnapshot(input))).toEqual({ name, message, status: 400 })
  })

  it('does not verify the signature of a presigned URL', () => {
    const { copy, snapshot, volume } = setUp()
    copy(snapshot(volume()), { PresignedUrl: url('X-Amz-Signature=0') })
  })
})

describe('CopySnapshot: the key of the copy', () => {
  it('is the default key of the destination for an own encrypted source, also with Encrypted=false', () => {
    const { kms, volume, snapshot, copy, key, describedSnapshot } = setUp()
    const source = snapshot(volume({ Encrypted: true, KmsKeyId: key() }))
    for (const input of [{}, { Encrypted: false }, { Encrypted: true }]) {
      const KmsKeyId = describedSnapshot(copy(source, input))?.KmsKeyId
      expect(KmsKeyId).toBe(kms.describeKey({ KeyId: 'alias/aws/ebs' }).KeyMetadata.Arn)
    }
  })

  it('is none for an unencrypted source, unless encryption is on by default or asked for', () => {
    const { ec2, volume, snapshot, copy, key, describedSnapshot } = setUp()
    const source = snapshot(volume())
    expect(describedSnapshot(copy(source))?.Encrypted).toBe(false)
    const k1 = key()
    expect(describedSnapshot(copy(source, { KmsKeyId: k1 }))).toMatchObject({ Encrypted: true, KmsKeyId: k1 })
    ec2.enableEbsEncryptionByDefault()
    expect(describedSnapshot(copy(source, { Encrypted: false }))?.Encrypted).toBe(true)
  })

  it('must be usable, in this Region, and describable, or the call is refused', () => {
    const { cloud, kms, volume, snapshot, copy, key, oregon } = setUp()
    const source = snapshot(volume())
    const [disabled, pending, elsewhere] = [key(), key(), oregon.kms.createKey({}).KeyMetadata.Arn]
    kms.disableKey({ KeyId: disabled })
    kms.scheduleKeyDeletion({ KeyId: pending })
    const message = (KmsKeyId: string) => refusal(() => copy(source, { Encrypted: true, KmsKeyId })).message
    expect(message(disabled)).toBe(`The specified keyId ${disabled} is disabled`)
    for (const bad of [pending, elsewhere, 'alias/nothing', '00000000-0000-4000-8000-000000000000']) {
      expect(message(bad)).toBe(`The specified keyId ${bad} is invalid`)
    }
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }] } as const
    const as = cloud.account('111122223333').createRole('NoKms', { policies: [policy] })
    const k1 = key()
    kms.createAlias({ AliasName: 'alias/k1', TargetKeyId: k1 })
    for (const KmsKeyId of [k1, 'alias/k1']) {
      const denied = refusal(() =>
        cloud.session({ as }).ec2.copySnapshot({ SourceRegion: REGION, SourceSnapshotId: source, Encrypted: true, KmsKeyId }),
      )
      expect(denied).toEqual({ name: 'AuthFailure', message: `Not authorized to use key ${k1} `, status: 403 })
    }
  })

  it('is the replica of a multi-Region key where that is named, with a new data key', () => {
    const { cloud, kms, volume, snapshot, oregon } = setUp()
    const primary = kms.createKey({ MultiRegion: true }).KeyMetadata
    const source = snapshot(volume({ Encrypted: true, KmsKeyId: primary.Arn }))
    const copyToOregon = () =>
      oregon.ec2.copySnapshot({ SourceRegion: REGION, SourceSnapshotId: source, Encrypted: true, KmsKeyId: primary.KeyId })
        .SnapshotId
    expect(refusal(copyToOregon).message).toBe(`The specified keyId ${primary.KeyId} is invalid`)
    kms.replicateKey({ KeyId: primary.KeyId, ReplicaRegion: 'us-west-2' })
    const copy = cloud.snapshot(copyToOregon())
    expect(copy.kmsKeyArn).toBe(`arn:aws:kms:us-west-2:111122223333:key/${primary.KeyId}`)
    expect(copy.dataKeyId).not.toBe(cloud.snapshot(source).dataKeyId)
    expect(copy.contextId).toBe(copy.id)
  })
})

describe('CopySnapshot: behaviour', () => {
  it('makes a snapshot of its own: no volume, no tags, no description of the source', () => {
    const { cloud, ec2, volume, copy, describedSnapshot, oregon } = setUp({ latency: 'typical' })
    const id = volume()
    cloud.clock.advance({ seconds: 1 })
    const TagSpecifications = [{ ResourceType: 'snapshot' as const, Tags: [{ Key: 'a', Value: 'b' }] }]
    const source = ec2.createSnapshot({ VolumeId: id, Description: 'source', TagSpecifications }).SnapshotId
    cloud.clock.advance({ seconds: 2 })
    const answer = oregon.ec2.copySnapshot({ SourceRegion: REGION, SourceSnapshotId: source })
    expect(Object.keys(answer)).toEqual(['SnapshotId'])
    const described = makers(oregon).describedSnapshot(answer.SnapshotId)
    expect(described).toMatchObject({
      State: 'pending',
      Progress: '0%',
      VolumeId: 'vol-ffffffff',
      Description: '',
      VolumeSize: 1,
    })
    expect(described).not.toHaveProperty('Tags')
    cloud.clock.advance({ seconds: 3 })
    expect(makers(oregon).describedSnapshot(answer.SnapshotId)).toMatchObject({
      State: 'completed',
      Progress: '100%',
      FullSnapshotSizeInBytes: 0,
    })
    expect(ec2.copySnapshot({ SourceRegion: REGION, SourceSnapshotId: source, TagSpecifications }).Tags).toEqual([
      { Key: 'a', Value: 'b' },
    ])
    expect(describedSnapshot(copy(source))?.State).toBe('pending')
  })

  it('carries the bytes through every kind of copy', () => {
    const { cloud, ec2, volume, instance, attach, snapshot, copy, key, oregon } = setUp()
    const [k1, k2, i] = [key(), key(), instance()]
    for (const [index, encryption] of [{}, { Encrypted: true, KmsKeyId: k1 }].entries()) {
      const id = volume(encryption)
      attach(id, i)
      cloud
        .instance(i)
        .device('/dev/sdf')
        .write(4_090, text(`payload ${index}`))
      const source = snapshot(id)
      const here = [
        copy(source),
        copy(source, { Encrypted: true, KmsKeyId: k1 }),
        copy(source, { Encrypted: true, KmsKeyId: k2 }),
      ]
      for (const SnapshotId of [...here, copy(here[2] ?? '')]) {
        const restored = volume({ SnapshotId })
        attach(restored, i, '/dev/sdg')
        expect(textOf(cloud.instance(i).device('/dev/sdg').read(4_090, 9))).toBe(`payload ${index}`)
        ec2.detachVolume({ VolumeId: restored })
      }
      const there = makers(oregon)
      const SnapshotId = oregon.ec2.copySnapshot({ SourceRegion: REGION, SourceSnapshotId: source }).SnapshotId
      const [j, restored] = [there.instance(), there.volume({ SnapshotId })]
      there.attach(restored, j)
      expect(textOf(cloud.instance(j).device('/dev/sdf').read(4_090, 9))).toBe(`payload ${index}`)
      ec2.detachVolume({ VolumeId: id })
    }
  })

  it('is incremental in the same Region under the same key, and elsewhere from the second copy on', () => {
    const { cloud, volume, snapshot, copy, key, oregon } = setUp()
    const [k1, k2] = [key(), key()]
    const source = snapshot(volume({ Encrypted: true, KmsKeyId: k1 }))
    const incremental = () => cloud.events.all().at(-1)?.detail['incremental']
    copy(source, { Encrypted: true, KmsKeyId: k1 })
    expect(incremental()).toBe('true')
    copy(source, { Encrypted: true, KmsKeyId: k2 })
    expect(incremental()).toBe('false')
    copy(source, { Encrypted: true, KmsKeyId: k2 })
    expect(incremental()).toBe('false')
    const toOregon = (KmsKeyId?: string) =>
      oregon.ec2.copySnapshot({ SourceRegion: REGION, SourceSnapshotId: source, Encrypted: true, KmsKeyId }).SnapshotId
    const first = toOregon()
    expect(incremental()).toBe('false')
    const second = toOregon()
    expect(incremental()).toBe('true')
    expect(cloud.snapshot(second).dataKeyId).toBe(cloud.snapshot(first).dataKeyId)
    expect(cloud.snapshot(second).wrappedKey).not.toEqual(cloud.snapshot(first).wrappedKey)
    oregon.ec2.deleteSnapshot({ SnapshotId: second })
    toOregon()
    expect(incremental()).toBe('false')
    toOregon(oregon.kms.createKey({}).KeyMetadata.Arn)
    expect(incremental()).toBe('false')
  })

  it('ends in error where the source is not there, not complete, or its key cannot be used', () => {
    const { cloud, kms, volume, snapshot, copy, key, describedSnapshot } = setUp()
    const k1 = key()
    const source = snapshot(volume({ Encrypted: true, KmsKeyId: k1 }))
    kms.disableKey({ KeyId: k1 })
    const states = [copy(source), copy('snap-0123456789abcdef0')].map(describedSnapshot)
    expect(states.map((each) => [each?.State, each?.Progress, each?.StateMessage])).toEqual([
      ['error', '0%', 'Given key ID is not accessible'],
      ['error', '0%', 'Source snapshot is not found'],
    ])
    expect(states[0]).toMatchObject({ Encrypted: true })
    expect(states[0]).not.toHaveProperty('CompletionTime')
    expect(cloud.events.all().at(-1)?.detail).toMatchObject({
      event: 'copySnapshot',
      result: 'failed',
      cause: 'Source snapshot is not found',
    })
    const late = setUp({ latency: 'typical' })
    const id = late.volume()
    late.cloud.clock.advance({ seconds: 1 })
    const copied = late.copy(late.snapshot(id))
    late.cloud.clock.advance({ seconds: 3 })
    expect(late.describedSnapshot(copied)?.StateMessage).toBe('Source snapshot is not complete')
  })

  it('takes 20 copies to a Region at a time', () => {
    const { copy } = setUp({ latency: 'typical' })
    for (let n = 0; n < 20; n++) copy('snap-01234567')
    expect(refusal(() => copy('snap-01234567')).name).toBe('ResourceLimitExceeded')
  })

  it('tells the whole story in its event', () => {
    const { cloud, volume, snapshot, oregon } = setUp()
    const source = snapshot(volume())
    const { SnapshotId } = oregon.ec2.copySnapshot({ SourceRegion: REGION, SourceSnapshotId: source })
    const moment = '2026-01-01T00:00:00.000Z'
    const arn = `arn:aws:ec2::us-west-2:snapshot/${SnapshotId}`
    expect(cloud.events.all().at(-1)).toMatchObject({
      'detail-type': 'EBS Snapshot Notification',
      source: 'aws.ec2',
      region: 'us-west-2',
      resources: [arn],
      detail: {
        event: 'copySnapshot',
        result: 'succeeded',
        cause: '',
        'request-id': '',
        startTime: moment,
        endTime: moment,
        snapshot_id: arn,
        source: `arn:aws:ec2::us-east-1:snapshot/${source}`,
        incremental: 'false',
        completionDurationStartTime: moment,
        transferType: 'standard',
        metCompletionDuration: 'true',
      },
    })
  })

  it('records the key as masterEncryptionKeyId in CloudTrail', () => {
    const { cloud, volume, snapshot, copy, key } = setUp()
    const [k1, source] = [key(), snapshot(volume())]
    copy(source, { Encrypted: true, KmsKeyId: k1 })
    expect(cloud.trail.records({ eventName: 'CopySnapshot' })[0]?.requestParameters).toEqual({
      sourceRegion: REGION,
      sourceSnapshotId: source,
      encrypted: true,
      masterEncryptionKeyId: k1,
    })
  })
})
