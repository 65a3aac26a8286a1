import { describe, expect, it } from 'vitest'
import { START_OUTCOMES } from '../../../../src/ebs/encryption-choice.ts'
import { restoreCloud } from '../../../../src/index.ts'
import { blockOf, directApi, ebsRefusal, noSuchSnapshot, put, sha256, validation } from '../../../support/cloud/direct-api.ts'
import { denied, deniedText, ebsWorld } from '../../../support/cloud/ebs-world.ts'
import { ebs, latest } from '../../../support/cloud/kms-sequence.ts'
import { resourceDigest } from '../../../support/cloud/resource-digest.ts'

const world = (options = {}) => {
  const w = ebsWorld(options)
  return { ...w, direct: directApi(w.session) }
}

describe('StartSnapshot', () => {
  it('answers the members that apply and no others', () => {
    const w = world()
    const plain = w.direct.ebs.startSnapshot({ VolumeSize: 2 })
    const SnapshotId = expect.stringMatching(/^snap-[0-9a-f]{17}$/)
    const common = { SnapshotId, OwnerId: w.session.accountId, Status: 'pending', StartTime: new Date('2026-01-01') }
    expect(plain).toEqual({ ...common, VolumeSize: 2, BlockSize: 524288 })
    const parent = w.direct.upload({ 0: blockOf(1) }, { KmsKeyArn: w.K1 })
    const said = { VolumeSize: 1, ParentSnapshotId: parent, Description: 'child', Tags: [{ Key: 'a', Value: 'b' }] }
    expect(w.direct.ebs.startSnapshot(said)).toEqual({ ...common, ...said, BlockSize: 524288, KmsKeyArn: w.K1 })
  })

  it('is seen by EC2 as a pending snapshot without a volume', () => {
    const w = world()
    const id = w.direct.start({ Description: 'on its way', Tags: [{ Key: 'a' }] })
    expect(w.shownSnapshot(id)).toMatchObject({
      VolumeId: 'vol-ffffffff',
      State: 'pending',
      Description: 'on its way',
      Encrypted: false,
      Tags: [{ Key: 'a', Value: '' }],
    })
  })

  it('hides the key in CloudTrail', () => {
    const w = world()
    w.direct.start({ KmsKeyArn: w.K1, Tags: [{ Key: 'a', Value: 'b' }] })
    const [record] = w.cloud.trail.records({ eventName: 'StartSnapshot' })
    const kmsKeyArn = 'HIDDEN_DUE_TO_SECURITY_REASONS'
    expect(record?.requestParameters).toEqual({ volumeSize: 1, kmsKeyArn, tags: [{ key: 'a', value: 'b' }] })
    expect(record?.responseElements).toMatchObject({ kmsKeyArn, status: 'pending', startTime: 'Jan 1, 2026 12:00:00 AM' })
    expect(JSON.stringify(record)).not.toContain(w.K1)
  })
})

describe('StartSnapshot: the outcomes table', () => {
  const cases = Object.entries(START_OUTCOMES).flatMap(([row, cells]) =>
    Object.entries(cells).map(([parent, cell]) => ({ row, parent, cell })),
  )

  it.each(cases)('$row, parent $parent: $cell.verdict', ({ row, parent, cell }) => {
    const w = world()
    w.volume()
    const parents = {
      none: undefined,
      plain: parent === 'plain' ? w.direct.upload({ 0: blockOf(1) }) : undefined,
      encrypted: parent === 'encrypted' ? w.direct.upload({ 0: blockOf(1) }, { KmsKeyArn: w.K1 }) : undefined,
    }
    const [byDefault, encrypted, key] = row.split(', ')
    if (byDefault === 'on') w.ec2.enableEbsEncryptionByDefault({})
    const before = resourceDigest(w.cloud)
    const start = () =>
      w.direct.ebs.startSnapshot({
        VolumeSize: 1,
        ParentSnapshotId: parents[parent as keyof typeof parents],
        Encrypted: encrypted === 'omitted' ? undefined : encrypted === 'true',
        KmsKeyArn: key === 'key' ? w.K2 : undefined,
      })
    if (cell.verdict === 'refused') {
      expect(ebsRefusal(start)).toEqual(validation(cell.message ?? '', 'INVALID_PARAMETER_VALUE'))
      expect(resourceDigest(w.cloud)).toBe(before)
      return
    }
    const { KmsKeyArn } = start()
    const expected = { unencrypted: undefined, 'default key': w.managedKey(), 'named key': w.K2, 'key of the parent': w.K1 }
    expect(KmsKeyArn).toBe(expected[cell.verdict])
    if (cell.verdict === 'default key') expect(KmsKeyArn).toMatch(/^arn:aws:kms:/)
  })

  it('takes the default key that the account has set', () => {
    const w = world()
    w.ec2.modifyEbsDefaultKmsKeyId({ KmsKeyId: w.K2 })
    expect(w.direct.ebs.startSnapshot({ VolumeSize: 1, Encrypted: true }).KmsKeyArn).toBe(w.K2)
  })
})

describe('StartSnapshot: what it refuses', () => {
  const shape = (text: string) => validation(`1 validation error detected: ${text}`, 'INVALID_PARAMETER_VALUE')

  it('an input that does not fit', () => {
    const w = world()
    const refused = (input: object) => ebsRefusal(() => w.direct.start(input))
    expect(refused({ VolumeSize: undefined })).toEqual(
      shape("Value null at 'volumeSize' failed to satisfy constraint: Member must not be null"),
    )
    expect(refused({ Timeout: 9 })).toEqual(
      shape("Value '9' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 10"),
    )
    expect(refused({ Timeout: 4321 }).name).toBe('ValidationException')
    expect(refused({ VolumeSize: 65_537 })).toMatchObject({ name: 'ValidationException', Reason: 'INVALID_VOLUME_SIZE' })
    expect(refused({ KmsKeyArn: 'alias/aws/ebs' })).toEqual(
      shape(
        "Value at 'kmsKeyArn' failed to satisfy constraint: Member must satisfy regular expression pattern: ^arn:aws[a-z-]*:kms:.*:[0-9]{12}:key\\/.*$",
      ),
    )
    expect(refused({ ParentSnapshotId: 'vol-1' }).Reason).toBe('INVALID_PARAMETER_VALUE')
  })

  it('a parent that is not there, not complete, or larger', () => {
    const w = world()
    const refused = (input: object) => ebsRefusal(() => w.direct.start(input))
    expect(refused({ ParentSnapshotId: 'snap-01234567' })).toEqual(noSuchSnapshot('snap-01234567'))
    const pending = w.direct.start()
    expect(refused({ ParentSnapshotId: pending })).toEqual(
      validation(`Source snapshot (${pending}) is not complete.`, 'INVALID_SNAPSHOT_ID'),
    )
    const large = w.direct.upload({ 0: blockOf(1) }, { VolumeSize: 2 })
    expect(refused({ ParentSnapshotId: large })).toEqual(
      validation('Volume size cannot be smaller than the source snapshot.', 'INVALID_VOLUME_SIZE'),
    )
  })

  it.each([
    ['no key', [{ Value: 'b' }]],
    ['a key of AWS’s own', [{ Key: 'aws:a' }]],
    ['a key twice', [{ Key: 'a' }, { Key: 'a' }]],
  ])('tags with %s', (_name, Tags) => {
    expect(ebsRefusal(() => world().direct.start({ Tags }))).toMatchObject({ name: 'ValidationException', Reason: 'INVALID_TAG' })
  })

  it('the 101st snapshot that is on its way in an account and Region', () => {
    const w = world()
    const ids = Array.from({ length: 100 }, () => w.direct.start())
    expect(ebsRefusal(() => w.direct.start())).toMatchObject({ name: 'ConcurrentLimitExceededException', status: 400 })
    expect(directApi(w.b.session).start()).toMatch(/^snap-/)
    w.direct.ebs.completeSnapshot({ SnapshotId: ids[0], ChangedBlocksCount: 0 })
    expect(w.direct.start()).toMatch(/^snap-/)
  })
})

describe('StartSnapshot: client tokens', () => {
  it('answer the same snapshot again, and refuse other parameters', () => {
    const w = world()
    const input = { VolumeSize: 1, ClientToken: 'once', KmsKeyArn: w.K1, Description: 'd' }
    const first = w.direct.ebs.startSnapshot(input)
    const calls = w.cloud.journal.entries().length
    expect(w.direct.ebs.startSnapshot(input)).toEqual(first)
    expect(w.cloud.journal.entries().slice(calls)).toMatchObject([{ nested: [] }])
    expect(ebsRefusal(() => w.direct.ebs.startSnapshot({ ...input, VolumeSize: 2 }))).toEqual({
      name: 'ConflictException',
      message: 'Current request does not match request stored with this token.',
      status: 409,
    })
    expect(w.direct.ebs.startSnapshot({ VolumeSize: 1 }).SnapshotId).not.toBe(first.SnapshotId)
  })
})

describe('StartSnapshot: keys and permissions', () => {
  it.each([
    ['kms:GenerateDataKey', false],
    ['kms:Decrypt', true],
    ['kms:CreateGrant', true],
    ['kms:DescribeKey', true],
    ['kms:GenerateDataKeyWithoutPlaintext', true],
  ])('without %s an encrypted snapshot can be begun: %s', (action, isAllowed) => {
    const w = world()
    const by = denied(w.cloud, [action], w.K1)
    const start = () => directApi(by.session).start({ KmsKeyArn: w.K1 })
    if (isAllowed) expect(start()).toMatch(/^snap-/)
    else {
      expect(ebsRefusal(start)).toEqual({
        name: 'AccessDeniedException',
        message: deniedText(by.arn, action, w.K1),
        status: 403,
        Reason: 'DEPENDENCY_ACCESS_DENIED',
      })
    }
  })

  it.each([['kms:ReEncryptFrom'], ['kms:ReEncryptTo']])(
    'a child of an encrypted parent needs %s, and no GenerateDataKey',
    (action) => {
      const w = world()
      const ParentSnapshotId = w.direct.upload({ 0: blockOf(1) }, { KmsKeyArn: w.K1 })
      const child = directApi(denied(w.cloud, ['kms:GenerateDataKey']).session).start({ ParentSnapshotId })
      expect(latest(w.cloud, 'StartSnapshot').nested).toMatchObject([
        {
          operation: 'ReEncrypt',
          input: {
            SourceEncryptionContext: ebs(ParentSnapshotId),
            DestinationEncryptionContext: ebs(child),
            DestinationKeyId: w.K1,
          },
        },
      ])
      const by = denied(w.cloud, [action], w.K1)
      expect(ebsRefusal(() => directApi(by.session).start({ ParentSnapshotId }))).toMatchObject({
        name: 'AccessDeniedException',
        Reason: 'DEPENDENCY_ACCESS_DENIED',
      })
    },
  )

  it('shares the data key with its parent, bound to its own id', () => {
    const w = world()
    const parent = w.direct.upload({ 0: blockOf(1) }, { KmsKeyArn: w.K1 })
    const child = w.direct.start({ ParentSnapshotId: parent })
    const [p, c] = [w.cloud.snapshot(parent), w.cloud.snapshot(child)]
    expect(c.dataKeyId).toBe(p.dataKeyId)
    expect(c.wrappedKey).not.toEqual(p.wrappedKey)
    expect([p.contextId, c.contextId]).toEqual([parent, child])
  })

  it.each([
    [
      'disabled',
      (w: ReturnType<typeof world>) => w.kms.disableKey({ KeyId: w.K1 }),
      (w: ReturnType<typeof world>) => `${w.K1} is disabled.`,
    ],
    [
      'pending deletion',
      (w: ReturnType<typeof world>) => w.kms.scheduleKeyDeletion({ KeyId: w.K1 }),
      (w: ReturnType<typeof world>) => `${w.K1} is pending deletion.`,
    ],
  ] as const)('a named key that is %s is the request’s mistake; a parent’s is not found', (_state, spoil, message) => {
    const w = world()
    const ParentSnapshotId = w.direct.upload({ 0: blockOf(1) }, { KmsKeyArn: w.K1 })
    spoil(w)
    const before = resourceDigest(w.cloud)
    expect(ebsRefusal(() => w.direct.start({ KmsKeyArn: w.K1 }))).toEqual(validation(message(w), 'INVALID_CUSTOMER_KEY'))
    expect(ebsRefusal(() => w.direct.start({ ParentSnapshotId }))).toEqual({
      name: 'ResourceNotFoundException',
      message: 'KMS key not found.',
      status: 404,
      Reason: 'DEPENDENCY_RESOURCE_NOT_FOUND',
    })
    expect(resourceDigest(w.cloud)).toBe(before)
  })

  it('a key that is nowhere, of another Region, or asymmetric is the request’s mistake', () => {
    const w = world()
    const rsa = w.kms.createKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }).KeyMetadata.Arn
    for (const KmsKeyArn of [w.K1.replace(/[0-9a-f]{12}$/, '000000000000'), w.b.newKey(), rsa]) {
      expect(
        ebsRefusal(() => w.direct.start({ KmsKeyArn })),
        KmsKeyArn,
      ).toMatchObject({ Reason: 'INVALID_CUSTOMER_KEY' })
    }
  })

  it('needs ebs:StartSnapshot, and ec2:CreateTags for tags', () => {
    const w = world()
    const startless = denied(w.cloud, ['ebs:StartSnapshot'])
    expect(ebsRefusal(() => directApi(startless.session).start())).toEqual({
      name: 'AccessDeniedException',
      message: deniedText(startless.arn, 'ebs:StartSnapshot', 'arn:aws:ec2:us-east-1::snapshot/*'),
      status: 403,
    })
    const tagless = directApi(denied(w.cloud, ['ec2:CreateTags']).session)
    expect(ebsRefusal(() => tagless.start({ Tags: [{ Key: 'a' }] })).name).toBe('AccessDeniedException')
    expect(tagless.start()).toMatch(/^snap-/)
  })
})

describe('an upload', () => {
  it('fails when nothing is written until its timeout, on the clock', () => {
    const w = world()
    const id = w.direct.start({ Timeout: 10 })
    w.cloud.clock.advance({ minutes: 9 })
    w.direct.ebs.putSnapshotBlock(put(id, 0, blockOf(1)))
    w.cloud.clock.advance({ minutes: 9 })
    expect(w.shownSnapshot(id)?.State).toBe('pending')
    w.cloud.clock.advance({ minutes: 1 })
    expect(w.shownSnapshot(id)?.State).toBe('error')
    expect(w.snapshotEvents().at(-1)).toMatchObject({ time: '2026-01-01T00:19:00Z', detail: { result: 'failed' } })
    expect(w.cloud.snapshot(id).writtenUnits).toBe(0)
    expect(ebsRefusal(() => w.direct.ebs.putSnapshotBlock(put(id, 0, blockOf(1)))).name).toBe('ValidationException')
  })

  it('has an hour where it names no time', () => {
    const w = world()
    const id = w.direct.start()
    w.cloud.clock.advance({ minutes: 59 })
    expect(w.shownSnapshot(id)?.State).toBe('pending')
    w.cloud.clock.advance({ minutes: 1 })
    expect(w.shownSnapshot(id)?.State).toBe('error')
  })

  it('goes on in a clone and in a restored cloud, under other block keys', () => {
    const w = world()
    const id = w.direct.start({ KmsKeyArn: w.K1 })
    w.direct.ebs.putSnapshotBlock(put(id, 0, blockOf(1)))
    const others = [w.cloud.clone(), restoreCloud(w.cloud.save(), { region: 'us-east-1' })]
    const worlds = [w.direct, ...others.map((cloud) => directApi(cloud.session()))]
    for (const [byte, api] of worlds.entries()) {
      api.ebs.putSnapshotBlock(put(id, 1, blockOf(byte)))
      api.ebs.completeSnapshot({ SnapshotId: id, ChangedBlocksCount: 2 })
      expect([api.digest(id, 0), api.digest(id, 1)]).toEqual([sha256(blockOf(1)), sha256(blockOf(byte))])
    }
  })
})
