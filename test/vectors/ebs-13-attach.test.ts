import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  ACCOUNT,
  denied,
  deniedText,
  ebsWorld,
  eventEnvelope,
  eventsAbout,
  noSuchVolume,
  refusalOf,
  volumeArnOf,
} from '../support/cloud/ebs-world.ts'
import { ec2KmsCalls, latest, sequenceOf } from '../support/cloud/kms-sequence.ts'

const MIB = 1024 * 1024

/** A volume under K1, attached to a running instance; and 1 MiB of bytes of which no two units are equal. */
const attachedWorld = () => {
  const w = ebsWorld()
  const VolumeId = w.volumeUnder(w.K1)
  const InstanceId = w.instance()
  w.attach(VolumeId, InstanceId)
  const bytes = Uint8Array.from({ length: MIB }, (_, at) => (at * 31 + (at >> 12)) & 0xff)
  const disk = () => w.cloud.instance(InstanceId).device('/dev/sdf')
  return { ...w, VolumeId, InstanceId, bytes, disk }
}

/** Stands for many bytes: equal if and only if they are. */
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** AWS's answer to an attachment whose key cannot be had. */
const revoked = (volumeId: string) => ({
  name: 'CustomerKeyHasBeenRevoked',
  message: `Volume ${volumeId} cannot be attached. The encrypted volume was unable to access the KMS key.`,
  status: 400,
})

const attachFailed = (volumeId: string, key: string, cause: string) =>
  eventEnvelope('EBS Volume Notification', [volumeArnOf(volumeId), key], {
    event: 'attachVolume',
    result: 'failed',
    cause,
    'request-id': '',
  })

const KEY_REFUSED = {
  Code: 'Client.InvalidKMSKey.InvalidState',
  Message: 'Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state',
}

describe('an attached volume and its key', () => {
  it('ebs 13 #12: a key pending deletion makes AttachVolume fail at once, with an event that names volume and key', () => {
    const w = ebsWorld()
    const VolumeId = w.volumeUnder(w.K1)
    const InstanceId = w.instance()
    w.kms.scheduleKeyDeletion({ KeyId: w.K1 })
    expect(refusalOf(() => w.attach(VolumeId, InstanceId))).toEqual(revoked(VolumeId))
    expect(w.shownVolume(VolumeId)).toMatchObject({ State: 'available', Attachments: [] })
    expect(eventsAbout(w.cloud, VolumeId).slice(1)).toEqual([attachFailed(VolumeId, w.K1, `${w.K1} is pending deletion.`)])
    expect(w.cloud.volume(VolumeId).isPlaintextKeyInHostMemory).toBe(false)
    expect(sequenceOf(w.cloud, 'AttachVolume')).toEqual([
      `${w.lines.grantHost(w.K1, VolumeId, InstanceId)} → KMSInvalidStateException`,
    ])
    expect(w.cloud.trail.records({ eventName: 'AttachVolume' })).toEqual([
      expect.objectContaining({
        errorCode: 'Client.CustomerKeyHasBeenRevoked',
        errorMessage: revoked(VolumeId).message,
        responseElements: null,
      }),
    ])
  })

  it('ebs 13 #13: a disk goes on working after its key is disabled', () => {
    const w = attachedWorld()
    w.disk().write(0, w.bytes.subarray(0, 4096))
    w.kms.disableKey({ KeyId: w.K1 })
    const calls = ec2KmsCalls(w.cloud).length
    w.disk().write(0, w.bytes)
    expect(digest(w.disk().read(0, MIB))).toBe(digest(w.bytes))
    expect(ec2KmsCalls(w.cloud)).toHaveLength(calls)
    expect(w.cloud.volume(w.VolumeId)).toMatchObject({ isPlaintextKeyInHostMemory: true, writtenUnits: MIB / 4096 })
  })

  it('ebs 13 #14: once detached it cannot come back before the key is enabled, and then with all its data', () => {
    const w = attachedWorld()
    w.disk().write(0, w.bytes)
    w.kms.disableKey({ KeyId: w.K1 })
    w.ec2.detachVolume({ VolumeId: w.VolumeId })
    expect(w.cloud.volume(w.VolumeId).isPlaintextKeyInHostMemory).toBe(false)
    expect(refusalOf(() => w.attach(w.VolumeId, w.InstanceId))).toEqual(revoked(w.VolumeId))
    expect(eventsAbout(w.cloud, w.VolumeId).slice(1)).toEqual([attachFailed(w.VolumeId, w.K1, `${w.K1} is disabled.`)])
    w.kms.enableKey({ KeyId: w.K1 })
    w.attach(w.VolumeId, w.InstanceId)
    expect(digest(w.disk().read(0, MIB))).toBe(digest(w.bytes))
  })

  it('ebs 13 #15: a stopped instance does not start under a disabled key; the call itself is answered', () => {
    const world = ebsWorld({ latency: 'typical' })
    const w = { ...world, VolumeId: world.volumeUnder(world.K1), InstanceId: world.instance() }
    w.cloud.clock.advance({ seconds: 10 })
    w.attach(w.VolumeId, w.InstanceId)
    w.cloud.clock.advance({ seconds: 10 })
    w.kms.disableKey({ KeyId: w.K1 })
    w.ec2.stopInstances({ InstanceIds: [w.InstanceId] })
    w.cloud.clock.advance({ seconds: 10 })
    expect(w.shownInstance(w.InstanceId)?.State.Name).toBe('stopped')
    expect(w.cloud.volume(w.VolumeId).isPlaintextKeyInHostMemory).toBe(false)
    expect(w.ec2.startInstances({ InstanceIds: [w.InstanceId] })).toEqual({
      StartingInstances: [
        { InstanceId: w.InstanceId, CurrentState: { Code: 0, Name: 'pending' }, PreviousState: { Code: 80, Name: 'stopped' } },
      ],
    })
    expect(w.shownInstance(w.InstanceId)?.State).toEqual({ Code: 0, Name: 'pending' })
    w.cloud.clock.advance({ seconds: 10 })
    expect(w.shownInstance(w.InstanceId)).toMatchObject({ State: { Code: 80, Name: 'stopped' }, StateReason: KEY_REFUSED })
    expect(eventsAbout(w.cloud, w.InstanceId).map(({ detail }) => detail.state)).toEqual([
      'pending',
      'running',
      'stopping',
      'stopped',
      'pending',
      'stopped',
    ])
    expect(sequenceOf(w.cloud, 'StartInstances')).toEqual([
      `${w.lines.grantHost(w.K1, w.VolumeId, w.InstanceId)} → DisabledException`,
    ])
    w.kms.enableKey({ KeyId: w.K1 })
    w.ec2.startInstances({ InstanceIds: [w.InstanceId] })
    w.cloud.clock.advance({ seconds: 10 })
    expect(w.shownInstance(w.InstanceId)?.State.Name).toBe('running')
  })

  it('ebs 13 #16: a reboot keeps the host’s key', () => {
    const w = attachedWorld()
    w.disk().write(0, w.bytes)
    w.kms.disableKey({ KeyId: w.K1 })
    const records = w.cloud.trail.records({ eventSource: 'kms.amazonaws.com' })
    w.ec2.rebootInstances({ InstanceIds: [w.InstanceId] })
    expect(w.shownInstance(w.InstanceId)?.State.Name).toBe('running')
    w.disk().write(MIB, Uint8Array.of(1, 2, 3))
    expect(digest(w.disk().read(0, MIB))).toBe(digest(w.bytes))
    expect(w.disk().read(MIB, 3)).toEqual(Uint8Array.of(1, 2, 3))
    expect(sequenceOf(w.cloud, 'RebootInstances')).toEqual([])
    expect(w.cloud.trail.records({ eventSource: 'kms.amazonaws.com' })).toEqual(records)
  })

  it('ebs 13 #17: when the key is gone and the disk detached, the data is lost; what describes it is not', () => {
    const w = attachedWorld()
    w.disk().write(0, w.bytes)
    const SnapshotId = w.snapshot(w.VolumeId)
    w.kms.scheduleKeyDeletion({ KeyId: w.K1, PendingWindowInDays: 7 })
    w.cloud.clock.advance({ days: 8 })
    expect(refusalOf(() => w.kms.describeKey({ KeyId: w.K1 })).name).toBe('NotFoundException')
    expect(digest(w.disk().read(0, MIB))).toBe(digest(w.bytes))
    w.ec2.detachVolume({ VolumeId: w.VolumeId })

    expect(refusalOf(() => w.attach(w.VolumeId, w.InstanceId))).toEqual(revoked(w.VolumeId))
    expect(eventsAbout(w.cloud, w.VolumeId).at(-1)).toMatchObject({
      resources: [volumeArnOf(w.VolumeId), w.K1],
      detail: { event: 'attachVolume', result: 'failed', cause: `Key '${w.K1}' does not exist` },
    })
    for (const input of [{}, { Encrypted: true, KmsKeyId: w.K2 }]) {
      const id = w.volume({ SnapshotId, ...input })
      expect(refusalOf(() => w.shownVolume(id))).toEqual(noSuchVolume(id))
    }
    const copy = w.copy(SnapshotId, { Encrypted: true, KmsKeyId: w.K2 })
    expect(w.shownSnapshot(copy)).toMatchObject({ State: 'error', StateMessage: 'Given key ID is not accessible' })

    expect(w.shownVolume(w.VolumeId)).toMatchObject({ State: 'available', Encrypted: true, KmsKeyId: w.K1 })
    expect(w.shownSnapshot(SnapshotId)).toMatchObject({ State: 'completed', Encrypted: true, KmsKeyId: w.K1 })
    w.ec2.deleteVolume({ VolumeId: w.VolumeId })
    w.ec2.deleteSnapshot({ SnapshotId })
    expect(refusalOf(() => w.shownVolume(w.VolumeId))).toEqual(noSuchVolume(w.VolumeId))
    expect(refusalOf(() => w.shownSnapshot(SnapshotId)).name).toBe('InvalidSnapshot.NotFound')
  })

  it('ebs 13 #55: a volume of another zone is refused before anybody asks KMS', () => {
    const w = ebsWorld()
    const VolumeId = w.volume({ AvailabilityZone: 'us-east-1b', Encrypted: true, KmsKeyId: w.K1 })
    const InstanceId = w.instance()
    const records = w.cloud.trail.records({ eventSource: 'kms.amazonaws.com' })
    expect(refusalOf(() => w.attach(VolumeId, InstanceId))).toEqual({
      name: 'InvalidVolume.ZoneMismatch',
      message: `The volume '${VolumeId}' is not in the same availability zone as instance '${InstanceId}'`,
      status: 400,
    })
    expect(sequenceOf(w.cloud, 'AttachVolume')).toEqual([])
    expect(w.cloud.trail.records({ eventSource: 'kms.amazonaws.com' })).toEqual(records)
    expect(eventsAbout(w.cloud, VolumeId)).toHaveLength(1)
  })

  it('ebs 13 #74: neither a successful attachment nor a detachment sends an EBS event', () => {
    const w = attachedWorld()
    const before = w.volumeEvents().length
    w.ec2.detachVolume({ VolumeId: w.VolumeId })
    w.attach(w.VolumeId, w.InstanceId)
    w.ec2.detachVolume({ VolumeId: w.VolumeId, Force: true })
    expect(w.volumeEvents()).toHaveLength(before)
    expect(eventsAbout(w.cloud, w.VolumeId).map(({ detail }) => detail.event)).toEqual(['createVolume'])
    expect(w.shownVolume(w.VolumeId)?.State).toBe('available')
  })
})

describe('a caller who may not make grants', () => {
  it('ebs 13 #19: cannot attach, and the event says which permission is missing', () => {
    const w = ebsWorld()
    const VolumeId = w.volumeUnder(w.K1)
    const InstanceId = w.instance()
    const caller = denied(w.cloud, ['kms:CreateGrant'])
    expect(refusalOf(() => caller.attach(VolumeId, InstanceId))).toEqual(revoked(VolumeId))
    expect(w.shownVolume(VolumeId)?.State).toBe('available')
    const cause = deniedText(caller.arn, 'kms:CreateGrant', w.K1)
    expect(eventsAbout(w.cloud, VolumeId).slice(1)).toEqual([attachFailed(VolumeId, w.K1, cause)])
    expect(w.cloud.trail.records({ eventName: 'CreateGrant' })).toEqual([
      expect.objectContaining({ errorCode: 'AccessDenied', errorMessage: cause, requestParameters: null }),
    ])
    expect(w.cloud.trail.records({ eventName: 'CreateGrant' })[0]).not.toHaveProperty('resources')
  })

  it('ebs 13 #19: launches an instance that is terminated', () => {
    const w = ebsWorld({ latency: 'typical' })
    const caller = denied(w.cloud, ['kms:CreateGrant'])
    const BlockDeviceMappings = [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true, KmsKeyId: w.K1 } }]
    const id = caller.instance({ BlockDeviceMappings })
    expect(w.shownInstance(id)).toMatchObject({
      State: { Code: 0, Name: 'pending' },
      StateReason: { Code: 'pending', Message: 'pending' },
    })
    const [VolumeId] = w.volumesOf(id).map((volume) => volume.VolumeId)
    w.cloud.clock.advance({ seconds: 2 })
    expect(w.shownInstance(id)?.State).toEqual({ Code: 32, Name: 'shutting-down' })
    w.cloud.clock.advance({ seconds: 2 })
    expect(w.shownInstance(id)).toMatchObject({
      State: { Code: 48, Name: 'terminated' },
      StateReason: KEY_REFUSED,
      StateTransitionReason: 'Client.InternalError',
      BlockDeviceMappings: [],
    })
    expect(w.ec2.describeVolumes({}).Volumes).toEqual([])
    expect(w.grants(w.K1)).toEqual([])
    expect(eventsAbout(w.cloud, id).map(({ detail }) => detail.state)).toEqual(['pending', 'shutting-down', 'terminated'])
    expect(sequenceOf(w.cloud, 'RunInstances')).toEqual([
      w.lines.generate(w.K1, VolumeId as string),
      `${w.lines.grantService(w.K1, VolumeId as string)} → AccessDeniedException`,
    ])
  })

  it('ebs 13 #19: starts an instance that is stopped again', () => {
    const w = ebsWorld()
    const VolumeId = w.volumeUnder(w.K1)
    const InstanceId = w.instance()
    w.attach(VolumeId, InstanceId)
    w.ec2.stopInstances({ InstanceIds: [InstanceId] })
    const caller = denied(w.cloud, ['kms:CreateGrant'])
    const { StartingInstances } = caller.ec2.startInstances({ InstanceIds: [InstanceId] })
    expect(StartingInstances[0]?.CurrentState.Name).toBe('pending')
    expect(w.shownInstance(InstanceId)).toMatchObject({
      State: { Code: 80, Name: 'stopped' },
      StateReason: { Code: 'Client.InternalError', Message: 'Client.InternalError: Client error on launch' },
    })
    expect(w.grants(w.K1)).toEqual([])
    w.ec2.startInstances({ InstanceIds: [InstanceId] })
    expect(w.shownInstance(InstanceId)?.State.Name).toBe('running')
  })
})

describe('the grants of an instance', () => {
  /** An instance with an encrypted root from the unencrypted image, and an encrypted data volume that was attached. */
  const launched = () => {
    const w = ebsWorld()
    const InstanceId = w.instance({
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true, KmsKeyId: w.K1 } }],
    })
    const root = w.volumesOf(InstanceId)[0]?.VolumeId as string
    return { ...w, InstanceId, root }
  }

  it('ebs 13 #66: termination retires both grants of an encrypted root', () => {
    const w = launched()
    expect(w.grants(w.K1)).toHaveLength(2)
    w.ec2.terminateInstances({ InstanceIds: [w.InstanceId] })
    expect(sequenceOf(w.cloud, 'TerminateInstances')).toEqual([
      w.lines.retireHost(w.K1, w.root, w.InstanceId),
      w.lines.retireService(w.K1, w.root),
    ])
    expect(w.grants(w.K1)).toEqual([])
    expect(refusalOf(() => w.shownVolume(w.root))).toEqual(noSuchVolume(w.root))
    const { requestId } = latest(w.cloud, 'TerminateInstances')
    expect(w.cloud.trail.records({ eventName: 'RetireGrant' })).toHaveLength(2)
    for (const record of w.cloud.trail.records({ eventName: 'RetireGrant' })) {
      expect(record).toMatchObject({
        userIdentity: { type: 'AWSService', invokedBy: 'AWS Internal' },
        requestParameters: null,
        responseElements: { keyId: w.K1 },
        additionalEventData: { grantId: expect.stringMatching(/^[0-9a-f]{64}$/) },
        requestID: requestId,
        readOnly: false,
      })
    }
  })

  it('ebs 13 #67: a stop retires one grant per encrypted volume; the service grant of a launched one remains', () => {
    const w = launched()
    const data = w.volumeUnder(w.K2)
    w.attach(data, w.InstanceId)
    w.attach(w.volume(), w.InstanceId, '/dev/sdg')
    w.ec2.stopInstances({ InstanceIds: [w.InstanceId] })
    expect(sequenceOf(w.cloud, 'StopInstances')).toEqual([
      w.lines.retireHost(w.K1, w.root, w.InstanceId),
      w.lines.retireHost(w.K2, data, w.InstanceId),
    ])
    expect(w.grants(w.K2)).toEqual([])
    expect(w.grants(w.K1)).toEqual([
      expect.objectContaining({
        GranteePrincipal: 'ec2.us-east-1.amazonaws.com',
        RetiringPrincipal: 'ec2.us-east-1.amazonaws.com',
        Operations: ['Decrypt'],
        Constraints: { EncryptionContextSubset: { 'aws:ebs:id': w.root } },
        IssuingAccount: `arn:aws:iam::${ACCOUNT}:root`,
      }),
    ])
  })
})
