import { describe, expect, it } from 'vitest'
import { denied, placeOf, REGION_A, refusalOf } from '../../../support/cloud/ebs-world.ts'
import { guestOf, imageWorld, policyForBoth } from '../../../support/cloud/image-world.ts'
import { sequenceOf } from '../../../support/cloud/kms-sequence.ts'
import { GUEST_ACCOUNT } from '../../../support/cloud/shared-snapshot.ts'

/** An image of a volume under K1. */
const encryptedImage = (options = {}) => {
  const w = imageWorld(options)
  const source = w.volumeUnder(w.K1)
  w.cloud.clock.advance({ seconds: 1 })
  const SnapshotId = w.snapshot(source)
  w.cloud.clock.advance({ seconds: 2 })
  return { ...w, source, SnapshotId, image: w.register(SnapshotId) }
}

describe('CopyImage', () => {
  it('makes the KMS calls of CopySnapshot for every snapshot, under the new snapshot’s id as context', () => {
    const w = encryptedImage()
    const same = w.copyImage(w.image)
    const [kept] = w.snapshotsOf(same) as [string]
    expect(sequenceOf(w.cloud, 'CopyImage')).toEqual([
      w.lines.describeKey(w.K1),
      w.lines.grantSource(w.K1, w.source),
      w.lines.grantCopy(w.K1, 'Encrypt', kept),
      w.lines.copyDecrypts(w.K1, w.source),
      w.lines.copyEncrypts(w.K1, kept),
      w.lines.retireCopy(w.K1, 'Decrypt', w.source),
      w.lines.retireCopy(w.K1, 'Encrypt', kept),
    ])
    const other = w.copyImage(w.image, { Encrypted: true, KmsKeyId: w.K2 })
    const [moved] = w.snapshotsOf(other) as [string]
    expect(sequenceOf(w.cloud, 'CopyImage')).toEqual([
      w.lines.describeKey(w.K2),
      w.lines.generate(w.K2, moved),
      w.lines.grantCopy(w.K2, 'Decrypt', moved),
      w.lines.grantSource(w.K1, w.source),
      w.lines.copyDecrypts(w.K1, w.source),
      w.lines.copyDecrypts(w.K2, moved),
      w.lines.retireCopy(w.K2, 'Decrypt', moved),
      w.lines.retireCopy(w.K1, 'Decrypt', w.source),
    ])
    expect([w.grants(w.K1), w.grants(w.K2)]).toEqual([[], []])
  })

  it('makes no KMS call for unencrypted snapshots', () => {
    const w = imageWorld()
    w.copyImage(w.register(w.snapshot(w.volume())))
    expect(sequenceOf(w.cloud, 'CopyImage')).toEqual([])
  })

  it('is pending until the snapshots are copied', () => {
    const w = encryptedImage({ latency: 'typical' })
    const copy = w.copyImage(w.image)
    expect(w.shownImage(copy)?.State).toBe('pending')
    w.cloud.clock.advance({ seconds: 3 })
    expect(w.shownImage(copy)?.State).toBe('available')
    const [event] = w.cloud.events.matching({ 'detail-type': ['EC2 AMI State Change'], detail: { ImageId: [copy] } })
    expect(event?.detail).toMatchObject({ State: 'available', ErrorMessage: '' })
  })

  it('copies two images of one snapshot at a time, one behind the other', () => {
    const w = encryptedImage({ latency: 'typical' })
    const copies = [w.copyImage(w.image, { Name: 'one' }), w.copyImage(w.image, { Name: 'two' })]
    w.cloud.clock.advance({ seconds: 3 })
    expect(copies.map((id) => w.shownImage(id)?.State)).toEqual(['available', 'pending'])
    w.cloud.clock.advance({ seconds: 3 })
    expect(copies.map((id) => w.shownImage(id)?.State)).toEqual(['available', 'available'])
    expect(copies.map((id) => w.keysOf(id))).toEqual([[w.K1], [w.K1]])
    expect(w.grants(w.K1)).toEqual([])
  })

  it('copies a snapshot that stands behind two devices once', () => {
    const w = encryptedImage()
    const twice = w.register(w.SnapshotId, w.SnapshotId)
    const copied = w.snapshotsOf(w.copyImage(twice))
    expect(copied).toHaveLength(2)
    expect(new Set(copied).size).toBe(1)
    expect(copied[0]).not.toBe(w.SnapshotId)
  })

  it('copies to another Region, under its default key, and the copy depends on nothing', () => {
    const w = encryptedImage()
    w.write(w.source, 0, 'written later')
    const copy = w.inB.copyImage(w.image, { SourceRegion: REGION_A })
    w.ec2.deregisterImage({ ImageId: w.image, DeleteAssociatedSnapshots: true })
    w.kms.disableKey({ KeyId: w.K1 })
    expect(w.inB.shownImage(copy)).toMatchObject({ State: 'available', SourceImageId: w.image, SourceImageRegion: REGION_A })
    expect(w.inB.keysOf(copy)).toEqual([w.inB.managedKey()])
    expect(w.inB.shownInstance(w.inB.instance({ ImageId: copy }))?.State.Name).toBe('running')
  })

  it('says where the snapshots come from, and takes tags over only where it is told to', () => {
    const w = encryptedImage()
    w.ec2.createTags({ Resources: [w.image], Tags: [{ Key: 'a', Value: '1' }] })
    const plain = w.copyImage(w.image)
    expect(w.shownImage(plain)).not.toHaveProperty('Tags')
    expect(w.shownSnapshot(w.snapshotsOf(plain)[0] as string)?.Description).toBe(
      `Copied for DestinationAmi ${plain} from SourceAmi ${w.image} for SourceSnapshot ${w.SnapshotId}.`,
    )
    const TagSpecifications = [
      { ResourceType: 'image' as const, Tags: [{ Key: 'b', Value: '2' }] },
      { ResourceType: 'snapshot' as const, Tags: [{ Key: 'c', Value: '3' }] },
    ]
    const tagged = w.copyImage(w.image, { CopyImageTags: true, TagSpecifications })
    expect(w.shownImage(tagged)?.Tags).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ])
    expect(w.shownSnapshot(w.snapshotsOf(tagged)[0] as string)?.Tags).toEqual([{ Key: 'c', Value: '3' }])
  })

  it('copies nothing more under a client token', () => {
    const w = encryptedImage()
    const request = { Name: 'once', ClientToken: 'T' }
    expect(w.copyImage(w.image, request)).toBe(w.copyImage(w.image, request))
    expect(refusalOf(() => w.copyImage(w.image, { ...request, Description: 'x' })).name).toBe('IdempotentParameterMismatch')
  })

  it.each([
    [{ SourceRegion: 'us-east-9' }, 'InvalidRegion', 'us-east-9 is not a valid region name.'],
    [{ SourceImageId: 'ami-1' }, 'InvalidAMIID.Malformed', 'Invalid id: "ami-1"'],
    [{ SourceImageId: 'ami-01234567' }, 'InvalidAMIID.NotFound', "The image id '[ami-01234567]' does not exist"],
    [{ SourceRegion: 'us-west-2' }, 'InvalidAMIID.NotFound', expect.stringMatching(/^The image id '\[ami-/)],
    [{ Name: 'registered-0' }, 'InvalidAMIName.Duplicate', expect.stringMatching(/^AMI name registered-0 is already in use/)],
    [{ Name: 'x' }, 'InvalidAMIName.Malformed', expect.stringMatching(/^AMI names/)],
  ])('refuses %o', (input, name, message) => {
    const w = encryptedImage()
    expect(refusalOf(() => w.copyImage(w.image, input))).toEqual({ name, message, status: 400 })
  })

  it.each([
    ['kms:DescribeKey', 'Given key ID is not accessible. You must have DescribeKey permissions on the default CMK'],
    ['kms:CreateGrant', 'Given key ID is not accessible'],
    ['kms:GenerateDataKeyWithoutPlaintext', 'Given key ID is not accessible'],
  ])('fails later where the caller may not %s', (action, message) => {
    const w = encryptedImage()
    const caller = denied(w.cloud, [action])
    const request = { Name: 'copied', SourceImageId: w.image, SourceRegion: REGION_A, Encrypted: true, KmsKeyId: w.K2 }
    const { ImageId } = caller.ec2.copyImage(request)
    expect(w.shownImage(ImageId)).toMatchObject({
      State: 'failed',
      StateReason: { Message: `AMI snapshot copy failed with error: ${message}` },
    })
    expect([w.grants(w.K1), w.grants(w.K2)]).toEqual([[], []])
    w.ec2.deregisterImage({ ImageId, DeleteAssociatedSnapshots: true })
    expect(w.copyImage(w.image, { Name: 'copied' })).toMatch(/^ami-/)
  })

  it('needs neither kms:Decrypt nor kms:ReEncrypt', () => {
    const w = encryptedImage()
    const caller = denied(w.cloud, ['kms:Decrypt', 'kms:ReEncrypt*'])
    const request = { Name: 'copied', SourceImageId: w.image, SourceRegion: REGION_A, Encrypted: true, KmsKeyId: w.K2 }
    expect(w.shownImage(caller.ec2.copyImage(request).ImageId)?.State).toBe('available')
  })
})

describe('An image of another account', () => {
  const shared = () => {
    const w = encryptedImage()
    w.kms.putKeyPolicy({ KeyId: w.K1, Policy: policyForBoth(w.session.accountId) })
    const guest = guestOf(w, placeOf, REGION_A)
    const Add = [{ UserId: GUEST_ACCOUNT }]
    const shareImage = () => w.ec2.modifyImageAttribute({ ImageId: w.image, LaunchPermission: { Add } })
    const shareSnapshot = () => w.ec2.modifySnapshotAttribute({ SnapshotId: w.SnapshotId, CreateVolumePermission: { Add } })
    return { ...w, guest, shareImage, shareSnapshot }
  }

  it('is neither told nor launched nor copied before it is shared', () => {
    const w = shared()
    const { guest, image } = w
    expect(guest.ec2.describeImages({ ExecutableUsers: ['self'] }).Images).toEqual([])
    expect(refusalOf(() => guest.shownImage(image)).name).toBe('InvalidAMIID.NotFound')
    expect(refusalOf(() => guest.instance({ ImageId: image }))).toEqual({
      name: 'AuthFailure',
      message: `Not authorized for images: [${image}]`,
      status: 400,
    })
    expect(refusalOf(() => guest.copyImage(image))).toEqual({
      name: 'AuthFailure',
      message: `Not authorized for image ${image}`,
      status: 400,
    })
  })

  it('can be launched when it is shared, its snapshots implicitly; the volumes are under the launcher’s key', () => {
    const w = shared()
    w.shareImage()
    const id = w.guest.instance({ ImageId: w.image })
    expect(w.guest.shownInstance(id)?.State.Name).toBe('running')
    expect(w.guest.volumeKeysOf(id)).toEqual({ '/dev/xvda': w.guest.managedKey() })
    expect(refusalOf(() => w.guest.volume({ SnapshotId: w.SnapshotId })).name).toBe('InvalidSnapshot.NotFound')
    expect(w.guest.ec2.describeImages({ ExecutableUsers: ['self'] }).Images.map(({ ImageId }) => ImageId)).toEqual([w.image])
    expect(w.guest.ec2.describeImages({ Owners: [w.session.accountId] }).Images).toHaveLength(1)
    expect(w.guest.ec2.describeImages({ Owners: ['self'] }).Images).toEqual([])
  })

  it('is terminated at launch where the key’s policy does not let the launcher in', () => {
    const w = encryptedImage()
    const guest = guestOf(w, placeOf, REGION_A)
    w.ec2.modifyImageAttribute({ ImageId: w.image, LaunchPermission: { Add: [{ UserId: GUEST_ACCOUNT }] } })
    const id = guest.instance({ ImageId: w.image })
    expect(guest.shownInstance(id)).toMatchObject({
      State: { Name: 'terminated' },
      StateReason: { Code: 'Client.InvalidKMSKey.InvalidState' },
    })
    expect(guest.ec2.describeVolumes({}).Volumes).toEqual([])
  })

  it('can be copied only if its snapshots are shared too', () => {
    const w = shared()
    w.shareImage()
    expect(refusalOf(() => w.guest.copyImage(w.image))).toEqual({
      name: 'InvalidRequest',
      message: 'You do not have permission to access the storage of this ami',
      status: 400,
    })
    w.shareSnapshot()
    const copy = w.guest.copyImage(w.image)
    expect(w.guest.keysOf(copy)).toEqual([w.guest.managedKey()])
    expect(w.guest.shownImage(copy)).toMatchObject({ OwnerId: GUEST_ACCOUNT, Public: false })
  })

  it('serves no more when it is no longer shared; what was made from it goes on', () => {
    const w = shared()
    w.shareImage()
    const id = w.guest.instance({ ImageId: w.image })
    w.ec2.resetImageAttribute({ ImageId: w.image, Attribute: 'launchPermission' })
    w.kms.disableKey({ KeyId: w.K1 })
    expect(refusalOf(() => w.guest.instance({ ImageId: w.image })).name).toBe('AuthFailure')
    w.guest.ec2.stopInstances({ InstanceIds: [id] })
    w.guest.ec2.startInstances({ InstanceIds: [id] })
    expect(w.guest.shownInstance(id)?.State.Name).toBe('running')
  })

  it('shows nothing of its attributes to others, and cannot be changed by them', () => {
    const w = shared()
    w.shareImage()
    const ImageId = w.image
    const { ec2 } = w.guest
    for (const call of [
      () => ec2.describeImageAttribute({ ImageId, Attribute: 'launchPermission' }),
      () => ec2.modifyImageAttribute({ ImageId, Description: { Value: 'x' } }),
      () => ec2.deregisterImage({ ImageId }),
      () => ec2.disableImage({ ImageId }),
    ]) {
      expect(refusalOf(call)).toEqual({ name: 'AuthFailure', message: `Not authorized for image ${ImageId}`, status: 400 })
    }
  })
})
