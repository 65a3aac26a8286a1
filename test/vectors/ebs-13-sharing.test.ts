import { describe, expect, it } from 'vitest'
import {
  ACCOUNT,
  deniedText,
  ebsWorld,
  eventsAbout,
  noSuchVolume,
  oddArnOf,
  placeOf,
  REGION_A,
  REGION_B,
  refusalOf,
} from '../support/cloud/ebs-world.ts'
import { latest, sequenceOf } from '../support/cloud/kms-sequence.ts'
import { GUEST_ACCOUNT, sharedSnapshots } from '../support/cloud/shared-snapshot.ts'

const notPermitted = (message: string) => ({ name: 'OperationNotPermitted', message, status: 400 })

/** A snapshot under a key, of a volume with nothing in it. */
const snapshotUnder = (KmsKeyId?: string) => {
  const w = ebsWorld()
  const key = KmsKeyId === undefined ? {} : { KmsKeyId: w.K1 }
  return { ...w, SnapshotId: w.snapshot(w.volume({ Encrypted: true, ...key })) }
}

/** The records of a KMS operation within the latest EC2 operation of a name. */
const kmsRecords = (cloud: Parameters<typeof latest>[0], within: string, eventName: string) => {
  const { requestId } = latest(cloud, within)
  return cloud.trail.records({ eventName }).filter(({ requestID }) => requestID === requestId)
}

/** What the guest reads from its volume. */
const readAs = (guest: ReturnType<typeof placeOf>, w: ReturnType<typeof sharedSnapshots>, volumeId: string, length: number) => {
  const instanceId = guest.instance()
  guest.attach(volumeId, instanceId)
  return new TextDecoder().decode(w.cloud.instance(instanceId).device('/dev/sdf').read(0, length))
}

describe('who may be given a snapshot', () => {
  it('ebs 13 #34: a snapshot under the AWS managed key cannot be shared', () => {
    const { ec2, shownSnapshot, managedKey, SnapshotId } = snapshotUnder()
    expect(shownSnapshot(SnapshotId)).toMatchObject({ KmsKeyId: managedKey() })
    const share = () => ec2.modifySnapshotAttribute({ SnapshotId, CreateVolumePermission: { Add: [{ UserId: GUEST_ACCOUNT }] } })
    expect(refusalOf(share)).toEqual(notPermitted('Encrypted snapshots with EBS default key cannot be shared'))
    expect(ec2.describeSnapshotAttribute({ SnapshotId, Attribute: 'createVolumePermission' })).toEqual({
      SnapshotId,
      CreateVolumePermissions: [],
    })
  })

  it('ebs 13 #34: nor can one under the AWS managed key that the request has named by its ARN', () => {
    const w = snapshotUnder()
    const id = w.snapshot(w.volumeUnder(w.managedKey() as string))
    const share = () =>
      w.ec2.modifySnapshotAttribute({ SnapshotId: id, CreateVolumePermission: { Add: [{ UserId: GUEST_ACCOUNT }] } })
    expect(refusalOf(share)).toEqual(notPermitted('Encrypted snapshots with EBS default key cannot be shared'))
  })

  it('ebs 13 #35: an encrypted snapshot cannot be public', () => {
    const { ec2, SnapshotId } = snapshotUnder('K1')
    const share = () => ec2.modifySnapshotAttribute({ SnapshotId, CreateVolumePermission: { Add: [{ Group: 'all' }] } })
    expect(refusalOf(share)).toEqual(notPermitted('Encrypted snapshots cannot be shared publicly.'))
  })
})

describe('what sharing gives and what it does not', () => {
  it('ebs 13 #36: it gives the snapshot and no right on its key', () => {
    const w = sharedSnapshots({ isKeyShared: false })
    expect(w.cloud.events.matching({ detail: { event: ['shareSnapshot'] } })).toEqual(
      [w.SE, w.SP].map((id) => ({
        version: '0',
        id: expect.any(String),
        'detail-type': 'EBS Snapshot Notification',
        source: 'aws.ec2',
        account: GUEST_ACCOUNT,
        time: '2026-01-01T00:00:00Z',
        region: REGION_A,
        resources: [oddArnOf('snapshot', id)],
        detail: {
          event: 'shareSnapshot',
          result: 'succeeded',
          cause: '',
          'request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
          snapshot_id: oddArnOf('snapshot', id),
          source: ACCOUNT,
        },
      })),
    )
    expect(w.guest.shownSnapshot(w.SE)).toMatchObject({ Encrypted: true, KmsKeyId: w.K1, OwnerId: ACCOUNT })
    const id = w.guest.volume({ SnapshotId: w.SE })
    expect(refusalOf(() => w.guest.shownVolume(id))).toEqual(noSuchVolume(id))
    const [failed, deleted] = eventsAbout(w.cloud, id)
    expect(failed).toMatchObject({ account: GUEST_ACCOUNT, detail: { event: 'createVolume', result: 'failed' } })
    expect(failed?.detail.cause).toMatch(
      /is not authorized to perform: kms:ReEncryptFrom on the resource associated with this ciphertext because/,
    )
    expect(deleted).toMatchObject({ detail: { event: 'deleteVolume', result: 'deleted' } })
  })

  it('ebs 13 #37: with the key as well, a volume is under the recipient’s default key, with a data key of its own', () => {
    const w = sharedSnapshots()
    const created = w.guest.create({ SnapshotId: w.SE })
    const D = w.guest.managedKey() as string
    expect(created).toMatchObject({ State: 'creating', Encrypted: true })
    expect(created).not.toHaveProperty('KmsKeyId')
    expect(D).toContain(`:${GUEST_ACCOUNT}:key/`)
    expect(w.guest.shownVolume(created.VolumeId)).toMatchObject({ State: 'available', KmsKeyId: D })
    expect(w.cloud.volume(created.VolumeId).dataKeyId).not.toBe(w.cloud.snapshot(w.SE).dataKeyId)
    expect(readAs(w.guest, w, created.VolumeId, 6)).toBe('secret')
  })

  it('ebs 13 #38: even under the owner’s own key there is a new data key, and no short way', () => {
    const w = sharedSnapshots()
    const id = w.guest.volume({ SnapshotId: w.SE, Encrypted: true, KmsKeyId: w.K1 })
    expect(sequenceOf(w.cloud, 'CreateVolume').map((line) => line.split(' ').slice(0, 4).join(' '))).toEqual([
      `CALLER in ${REGION_A} ReEncrypt`,
      `CALLER in ${REGION_A} GenerateDataKeyWithoutPlaintext`,
      `CALLER in ${REGION_A} CreateGrant`,
      `SVC in ${REGION_A} Decrypt`,
      `SVC in ${REGION_A} Decrypt`,
      `SVC/internal in ${REGION_A} RetireGrant`,
    ])
    expect(w.guest.shownVolume(id)).toMatchObject({ KmsKeyId: w.K1 })
    expect(w.cloud.volume(id).dataKeyId).not.toBe(w.cloud.snapshot(w.SE).dataKeyId)
  })

  it('ebs 13 #39: what the recipient has made stays when the owner takes share and key away', () => {
    const w = sharedSnapshots()
    const [volume, copy] = [w.guest.volume({ SnapshotId: w.SE }), w.guest.copy(w.SE)]
    w.share(w.SE, 'remove')
    w.owner.kms.disableKey({ KeyId: w.K1 })
    expect(readAs(w.guest, w, volume, 6)).toBe('secret')
    expect(readAs(w.guest, w, w.guest.volume({ SnapshotId: copy }), 6)).toBe('secret')
    expect(refusalOf(() => w.guest.create({ SnapshotId: w.SE }))).toMatchObject({ name: 'InvalidSnapshot.NotFound' })
    expect(w.guest.shownSnapshot(w.guest.copy(w.SE))).toMatchObject({
      State: 'error',
      StateMessage: 'Source snapshot is not found',
    })
    expect(refusalOf(() => w.guest.shownSnapshot(w.SE))).toMatchObject({ name: 'InvalidSnapshot.NotFound' })
  })

  it('ebs 13 #40: it is no parent for the EBS direct APIs', () => {
    const w = sharedSnapshots()
    const before = w.guest.ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots
    const start = () => w.guest.session.ebs.startSnapshot({ VolumeSize: 1, ParentSnapshotId: w.SP })
    expect(refusalOf(start)).toMatchObject({ status: expect.toSatisfy((status) => status >= 400 && status < 500) })
    expect(w.guest.ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots).toEqual(before)
  })

  it('ebs 13 #85: the ReEncrypt of a default key names alias/aws/ebs, and both accounts have it under one sharedEventID', () => {
    const w = sharedSnapshots()
    w.guest.volume({ SnapshotId: w.SE })
    const D = w.guest.managedKey() as string
    const [own, owners, ...others] = kmsRecords(w.cloud, 'CreateVolume', 'ReEncrypt')
    expect(others).toEqual([])
    expect(own).toMatchObject({
      recipientAccountId: GUEST_ACCOUNT,
      requestParameters: { destinationKeyId: 'alias/aws/ebs' },
      resources: [
        { ARN: w.K1, accountId: ACCOUNT },
        { ARN: D, accountId: GUEST_ACCOUNT },
      ],
    })
    expect(owners).toMatchObject({
      recipientAccountId: ACCOUNT,
      userIdentity: { type: 'AWSAccount', accountId: GUEST_ACCOUNT },
      sharedEventID: own?.sharedEventID,
    })
  })
})

describe('the recipient’s other ways to use a shared encrypted snapshot', () => {
  it('RunInstances takes it in a mapping: a new data key under the recipient’s key, which its host opens', () => {
    const w = sharedSnapshots()
    const id = w.guest.instance({ BlockDeviceMappings: [{ DeviceName: '/dev/sdg', Ebs: { SnapshotId: w.SE } }] })
    expect(w.guest.shownInstance(id)?.State.Name).toBe('running')
    const volume = w.guest.volumesOf(id).find(({ SnapshotId }) => SnapshotId === w.SE)
    expect(volume).toMatchObject({ Encrypted: true, KmsKeyId: w.guest.managedKey() })
    expect(new TextDecoder().decode(w.cloud.instance(id).device('/dev/sdg').read(0, 6))).toBe('secret')
  })

  it('RunInstances ends in terminated where the key’s policy does not let the recipient in', () => {
    const w = sharedSnapshots({ isKeyShared: false })
    const id = w.guest.instance({ BlockDeviceMappings: [{ DeviceName: '/dev/sdg', Ebs: { SnapshotId: w.SE } }] })
    expect(w.guest.shownInstance(id)).toMatchObject({
      State: { Name: 'terminated' },
      StateReason: { Code: 'Client.InvalidKMSKey.InvalidState' },
    })
  })

  it('CopySnapshot makes the grant on the owner’s key in the source Region, and both accounts have its record', () => {
    const w = sharedSnapshots()
    const there = w.guestIn(REGION_B)
    const C = there.copy(w.SE, { SourceRegion: REGION_A })
    const D = there.managedKey() as string
    const { lines } = there
    expect(sequenceOf(w.cloud, 'CopySnapshot')).toEqual([
      lines.describeKey('alias/aws/ebs'),
      lines.generate('alias/aws/ebs', C),
      lines.grantCopy(D, 'Decrypt', C),
      lines.grantSource(w.K1, w.encrypted),
      lines.copyDecrypts(w.K1, w.encrypted),
      lines.copyDecrypts(D, C),
      lines.retireCopy(D, 'Decrypt', C),
      lines.retireCopy(w.K1, 'Decrypt', w.encrypted),
    ])
    const grants = kmsRecords(w.cloud, 'CopySnapshot', 'CreateGrant').filter(({ awsRegion }) => awsRegion === REGION_A)
    expect(grants.map(({ recipientAccountId }) => recipientAccountId)).toEqual([GUEST_ACCOUNT, ACCOUNT])
    expect(new Set(grants.map(({ sharedEventID }) => sharedEventID)).size).toBe(1)
    expect(there.shownSnapshot(C)).toMatchObject({ State: 'completed', OwnerId: GUEST_ACCOUNT, KmsKeyId: D })
    expect([...w.owner.grants(w.K1), ...there.grants(D)]).toEqual([])
  })

  it('CopySnapshot fails later where the key’s policy does not let the recipient in', () => {
    const w = sharedSnapshots({ isKeyShared: false })
    expect(w.guest.shownSnapshot(w.guest.copy(w.SE))).toMatchObject({
      State: 'error',
      StateMessage: 'Given key ID is not accessible',
    })
  })

  it('needs the recipient’s own permission on the owner’s key as well as the key’s policy', () => {
    const w = sharedSnapshots()
    const role = w.cloud.account(GUEST_ACCOUNT).createRole('Ec2Only', {
      policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }] }],
    })
    const guest = placeOf(w.cloud.session({ as: role, region: REGION_A }))
    const id = guest.volume({ SnapshotId: w.SE })
    const arn = `arn:aws:sts::${GUEST_ACCOUNT}:assumed-role/Ec2Only/kms-ebs-sim`
    expect(eventsAbout(w.cloud, id)[0]?.detail.cause).toContain(deniedText(arn, 'kms:ReEncryptFrom', '').split(' on ')[0])
  })

  it('tells the owner in CloudTrail that a volume and a copy were made', () => {
    const w = sharedSnapshots()
    w.guest.volume({ SnapshotId: w.SE })
    w.guest.copy(w.SE)
    w.owner.volume({ SnapshotId: w.SE })
    const told = ['SharedSnapshotVolumeCreated', 'SharedSnapshotCopyInitiated'].flatMap((eventName) =>
      w.cloud.trail.records({ eventName }),
    )
    expect(told.map(({ eventName, recipientAccountId, eventType }) => [eventName, recipientAccountId, eventType])).toEqual([
      ['SharedSnapshotVolumeCreated', ACCOUNT, 'AwsServiceEvent'],
      ['SharedSnapshotCopyInitiated', ACCOUNT, 'AwsServiceEvent'],
    ])
  })

  it('a copy is the recipient’s: it is not shared with anybody, and cannot be where it landed under aws/ebs', () => {
    const w = sharedSnapshots()
    const C = w.guest.copy(w.SE)
    expect(w.guest.ec2.describeSnapshotAttribute({ SnapshotId: C, Attribute: 'createVolumePermission' })).toEqual({
      SnapshotId: C,
      CreateVolumePermissions: [],
    })
    const share = (SnapshotId: string) => () =>
      w.guest.ec2.modifySnapshotAttribute({ SnapshotId, CreateVolumePermission: { Add: [{ UserId: ACCOUNT }] } })
    expect(refusalOf(share(C))).toEqual(notPermitted('Encrypted snapshots with EBS default key cannot be shared'))
    expect(refusalOf(share(w.SE))).toMatchObject({ name: 'InvalidSnapshot.NotFound' })
  })
})

describe('how often a snapshot of a volume can be taken', () => {
  it('ebs 13 #80: twice within 15 seconds is too often where rate limits are on', () => {
    const w = ebsWorld({ rateLimits: 'on' })
    const [one, other] = [w.volume(), w.volume()]
    w.snapshot(one)
    w.cloud.clock.advance({ seconds: 1 })
    expect(refusalOf(() => w.snapshot(one))).toEqual({
      name: 'SnapshotCreationPerVolumeRateExceeded',
      message:
        'The maximum per volume CreateSnapshot request rate has been exceeded. ' +
        'Use an increasing or variable sleep interval between requests.',
      status: 400,
    })
    w.snapshot(other)
    w.cloud.clock.advance({ seconds: 14 })
    w.snapshot(one)
  })

  it('ebs 13 #80: nobody counts where they are off, as they are by default', () => {
    const w = ebsWorld()
    const id = w.volume()
    w.snapshot(id)
    w.cloud.clock.advance({ seconds: 1 })
    expect(w.shownSnapshot(w.snapshot(id))).toMatchObject({ State: 'completed' })
  })
})
