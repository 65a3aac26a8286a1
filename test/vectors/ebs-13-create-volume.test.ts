import { describe, expect, it } from 'vitest'
import {
  ACCOUNT,
  ebsWorld,
  eventEnvelope,
  eventsAbout,
  noSuchVolume,
  refusalOf,
  refusedVolumeEvents,
  volumeArnOf,
} from '../support/cloud/ebs-world.ts'
import { ebs, ec2KmsCalls, latest, sequenceOf } from '../support/cloud/kms-sequence.ts'

const NOBODYS_KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/00000000-0000-4000-8000-000000000000`

describe('CreateVolume, the traps', () => {
  it('ebs 13 #1: an encrypted volume without a key goes under aws/ebs, which comes into being then', () => {
    const w = ebsWorld()
    expect(w.managedKey()).toBeUndefined()
    const answer = w.create({ Encrypted: true })
    const id = answer.VolumeId
    expect(answer).toEqual({
      VolumeId: id,
      Size: 1,
      SnapshotId: '',
      AvailabilityZone: 'us-east-1a',
      AvailabilityZoneId: expect.stringMatching(/^use1-az\d$/),
      State: 'creating',
      VolumeType: 'gp2',
      Iops: 100,
      MultiAttachEnabled: false,
      Encrypted: true,
      CreateTime: new Date('2026-01-01T00:00:00Z'),
      Tags: [],
    })
    const D = w.managedKey() as string
    expect(w.shownVolume(id)).toMatchObject({ State: 'available', Encrypted: true, KmsKeyId: D })
    expect(w.kms.describeKey({ KeyId: D }).KeyMetadata).toMatchObject({ KeyManager: 'AWS', KeyState: 'Enabled' })
    expect(sequenceOf(w.cloud, 'CreateVolume')).toEqual([w.lines.generate('alias/aws/ebs', id)])
    expect(w.cloud.trail.records({ eventName: 'GenerateDataKeyWithoutPlaintext' })).toEqual([
      expect.objectContaining({
        requestParameters: { keyId: 'alias/aws/ebs', numberOfBytes: 64, encryptionContext: ebs(id) },
        resources: [{ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: D }],
        requestID: latest(w.cloud, 'CreateVolume').requestId,
        additionalEventData: { keyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/) },
        responseElements: null,
        readOnly: true,
      }),
    ])
    expect(w.cloud.volume(id)).toMatchObject({ kmsKeyArn: D, contextId: id, isPlaintextKeyInHostMemory: false })
  })

  it('ebs 13 #2: a key without Encrypted is refused in brackets, and KMS hears nothing of it', () => {
    const w = ebsWorld()
    expect(refusalOf(() => w.volume({ KmsKeyId: w.K1 }))).toEqual({
      name: 'InvalidParameterDependency',
      message: 'The parameter [KmsKeyId] requires the parameter Encrypted to be set.',
      status: 400,
    })
    expect(w.ec2.describeVolumes({}).Volumes).toEqual([])
    expect(ec2KmsCalls(w.cloud)).toEqual([])
    expect(w.cloud.events.all()).toEqual([])
  })

  it('ebs 13 #3: a key named by its alias is shown by its ARN', () => {
    const w = ebsWorld()
    w.kms.createAlias({ AliasName: 'alias/x', TargetKeyId: w.K1 })
    const answer = w.create({ Encrypted: true, KmsKeyId: 'alias/x' })
    expect(answer.KmsKeyId).toBe('alias/x')
    expect(w.shownVolume(answer.VolumeId)?.KmsKeyId).toBe(w.K1)
    expect(sequenceOf(w.cloud, 'CreateVolume')).toEqual([w.lines.generate('alias/x', answer.VolumeId)])
  })

  it('ebs 13 #4: the key is bound at creation, wherever the alias points later', () => {
    const w = ebsWorld()
    w.kms.createAlias({ AliasName: 'alias/x', TargetKeyId: w.K1 })
    const id = w.create({ Encrypted: true, KmsKeyId: 'alias/x' }).VolumeId
    w.kms.updateAlias({ AliasName: 'alias/x', TargetKeyId: w.K2 })
    w.write(id, 0, 'hello')
    expect(w.shownVolume(id)?.KmsKeyId).toBe(w.K1)
    expect(w.cloud.volume(id).kmsKeyArn).toBe(w.K1)
    const decrypts = w.cloud.trail.records({ eventName: 'Decrypt' })
    expect(decrypts.flatMap(({ resources = [] }) => resources.map(({ ARN }) => ARN))).toEqual([w.K1])
  })

  it('ebs 13 #5: an encrypted snapshot does not become an unencrypted volume', () => {
    const w = ebsWorld()
    const SnapshotId = w.snapshot(w.volumeUnder(w.K1))
    const before = ec2KmsCalls(w.cloud).length
    expect(refusalOf(() => w.volume({ SnapshotId, Encrypted: false }))).toEqual({
      name: 'InvalidParameterCombination',
      message: 'EncryptedVolume parameter [false] is inconsistent with snapshot encryption state [true]',
      status: 400,
    })
    expect(w.ec2.describeVolumes({}).Volumes).toHaveLength(1)
    expect(ec2KmsCalls(w.cloud)).toHaveLength(before)
  })

  it('ebs 13 #6: from an own encrypted snapshot one ReEncrypt is all, and the data key is the same', () => {
    const w = ebsWorld()
    const source = w.volumeUnder(w.K1)
    w.write(source, 0, 'hello')
    const SnapshotId = w.snapshot(source)
    const answer = w.create({ SnapshotId })
    const id = answer.VolumeId
    expect(answer).toMatchObject({ Encrypted: true, KmsKeyId: w.K1, SnapshotId, State: 'creating' })
    expect(w.shownVolume(id)).toMatchObject({ Encrypted: true, KmsKeyId: w.K1 })
    expect(sequenceOf(w.cloud, 'CreateVolume')).toEqual([w.lines.reEncrypt(source, w.K1, id)])
    const [old, made] = [w.cloud.snapshot(SnapshotId), w.cloud.volume(id)]
    expect(made).toMatchObject({ kmsKeyArn: w.K1, contextId: id, dataKeyId: old.dataKeyId })
    expect(made.wrappedKey).not.toEqual(old.wrappedKey)
    expect(made.unit(0)).toEqual(old.unit(0))
    expect(w.read(id, 0, 5)).toBe('hello')
  })

  it('ebs 13 #7: neither Encrypted=true nor another default key takes a volume away from its snapshot’s key', () => {
    const w = ebsWorld()
    const source = w.volumeUnder(w.K1)
    const SnapshotId = w.snapshot(source)
    w.ec2.modifyEbsDefaultKmsKeyId({ KmsKeyId: w.K2 })
    const answer = w.create({ SnapshotId, Encrypted: true })
    expect(answer.KmsKeyId).toBe(w.K1)
    expect(w.shownVolume(answer.VolumeId)?.KmsKeyId).toBe(w.K1)
    expect(sequenceOf(w.cloud, 'CreateVolume')).toEqual([w.lines.reEncrypt(source, w.K1, answer.VolumeId)])
    expect(w.cloud.volume(answer.VolumeId).dataKeyId).toBe(w.cloud.volume(source).dataKeyId)
  })

  it('ebs 13 #8: under another key there is a new data key, other ciphertext and the same plaintext', () => {
    const w = ebsWorld()
    const source = w.volumeUnder(w.K1)
    w.write(source, 8192, 'hello')
    const SnapshotId = w.snapshot(source)
    const answer = w.create({ SnapshotId, Encrypted: true, KmsKeyId: w.K2 })
    const id = answer.VolumeId
    expect(answer.KmsKeyId).toBe(w.K2)
    expect(sequenceOf(w.cloud, 'CreateVolume')).toEqual([
      w.lines.reEncrypt(source, w.K2, id),
      w.lines.generate(w.K2, id),
      w.lines.grantService(w.K2, id),
      w.lines.serviceDecrypts(w.K2, id),
      w.lines.serviceDecrypts(w.K2, id),
      w.lines.retireService(w.K2, id),
    ])
    const [old, made] = [w.cloud.snapshot(SnapshotId), w.cloud.volume(id)]
    expect(made).toMatchObject({ kmsKeyArn: w.K2, contextId: id, writtenUnits: 1 })
    expect(made.dataKeyId).not.toBe(old.dataKeyId)
    expect(made.unit(2)?.ciphertext).not.toEqual(old.unit(2)?.ciphertext)
    expect(w.read(id, 8192, 5)).toBe('hello')
    expect([...w.grants(w.K1), ...w.grants(w.K2)]).toEqual([])
  })

  it('ebs 13 #9: a snapshot of a volume under a disabled key needs no KMS call', () => {
    const w = ebsWorld()
    const VolumeId = w.volumeUnder(w.K1)
    w.kms.disableKey({ KeyId: w.K1 })
    const records = w.cloud.trail.records({ eventSource: 'kms.amazonaws.com' }).length
    const answer = w.ec2.createSnapshot({ VolumeId })
    expect(answer).toEqual({
      SnapshotId: answer.SnapshotId,
      VolumeId,
      VolumeSize: 1,
      OwnerId: ACCOUNT,
      Description: '',
      State: 'pending',
      StartTime: new Date('2026-01-01T00:00:00Z'),
      Encrypted: true,
      Progress: '',
      Tags: [],
    })
    expect(sequenceOf(w.cloud, 'CreateSnapshot')).toEqual([])
    expect(w.cloud.trail.records({ eventSource: 'kms.amazonaws.com' })).toHaveLength(records)
    expect(w.shownSnapshot(answer.SnapshotId)).toMatchObject({ State: 'completed', Encrypted: true, KmsKeyId: w.K1 })
    expect(w.cloud.snapshot(answer.SnapshotId).wrappedKey).toEqual(w.cloud.volume(VolumeId).wrappedKey)
  })

  it('ebs 13 #10: a volume from it is answered, and then vanishes with two events of one request', () => {
    const w = ebsWorld({ latency: 'typical' })
    const source = w.volumeUnder(w.K1)
    w.cloud.clock.advance({ seconds: 10 })
    w.kms.disableKey({ KeyId: w.K1 })
    const SnapshotId = w.snapshot(source)
    w.cloud.clock.advance({ seconds: 10 })
    const answer = w.create({ SnapshotId })
    expect(answer).toMatchObject({ State: 'creating', Encrypted: true, KmsKeyId: w.K1 })
    expect(w.shownVolume(answer.VolumeId)?.State).toBe('creating')
    w.cloud.clock.advance({ seconds: 1 })
    expect(refusalOf(() => w.shownVolume(answer.VolumeId))).toEqual(noSuchVolume(answer.VolumeId))
    const requestId = latest(w.cloud, 'CreateVolume').requestId
    const events = refusedVolumeEvents(answer.VolumeId, w.K1, `${w.K1} is disabled.`, requestId)
    expect(eventsAbout(w.cloud, answer.VolumeId)).toEqual(events.map((event) => ({ ...event, time: '2026-01-01T00:00:21Z' })))
    expect(sequenceOf(w.cloud, 'CreateVolume')).toEqual([
      `${w.lines.reEncrypt(source, w.K1, answer.VolumeId)} → DisabledException`,
    ])
  })

  it('ebs 13 #11: a key that does not exist is echoed, and the volume vanishes', () => {
    const w = ebsWorld()
    const answer = w.create({ Encrypted: true, KmsKeyId: NOBODYS_KEY })
    expect(answer).toMatchObject({ State: 'creating', Encrypted: true, KmsKeyId: NOBODYS_KEY })
    expect(refusalOf(() => w.shownVolume(answer.VolumeId))).toEqual(noSuchVolume(answer.VolumeId))
    const { requestId } = latest(w.cloud, 'CreateVolume')
    expect(eventsAbout(w.cloud, answer.VolumeId)).toEqual(
      refusedVolumeEvents(answer.VolumeId, NOBODYS_KEY, `Key '${NOBODYS_KEY}' does not exist`, requestId),
    )
  })

  it('ebs 13 #68: a dry run does not look at the key', () => {
    const w = ebsWorld()
    w.kms.disableKey({ KeyId: w.K1 })
    expect(refusalOf(() => w.volume({ Encrypted: true, KmsKeyId: w.K1, DryRun: true }))).toEqual({
      name: 'DryRunOperation',
      message: 'Request would have succeeded, but DryRun flag is set.',
      status: 412,
    })
    expect(ec2KmsCalls(w.cloud)).toEqual([])
    expect(w.ec2.describeVolumes({}).Volumes).toEqual([])
  })

  it('ebs 13 #75: the client token of a volume that has vanished is spent', () => {
    const w = ebsWorld()
    w.kms.disableKey({ KeyId: w.K1 })
    const input = { Encrypted: true, KmsKeyId: w.K1, ClientToken: 'once' }
    w.create(input)
    const calls = ec2KmsCalls(w.cloud).length
    expect(refusalOf(() => w.create(input))).toMatchObject({
      name: 'IdempotentParameterMismatch',
      message:
        'The client token you have provided is associated with a resource that is already deleted. Please use a different client token.',
      status: 400,
    })
    expect(ec2KmsCalls(w.cloud)).toHaveLength(calls)
    w.kms.enableKey({ KeyId: w.K1 })
    expect(w.shownVolume(w.volume({ ...input, ClientToken: 'twice' }))?.State).toBe('available')
  })

  it.each([{ encrypted: true }, { encrypted: false }])(
    'ebs 13 #83: the initialization of a volume from a snapshot is told under a request id of its own (encrypted: $encrypted)',
    ({ encrypted }) => {
      const w = ebsWorld({ latency: 'typical' })
      const source = encrypted ? w.volumeUnder(w.K1) : w.volume()
      w.cloud.clock.advance({ seconds: 10 })
      const SnapshotId = w.snapshot(source)
      w.cloud.clock.advance({ seconds: 10 })
      const id = w.volume({ SnapshotId })
      w.cloud.clock.advance({ seconds: 61 })
      const { requestId } = latest(w.cloud, 'CreateVolume')
      const [created, initialized, ...others] = eventsAbout(w.cloud, id)
      const arn = volumeArnOf(id)
      const available = { result: 'available', cause: '', event: 'createVolume', 'request-id': requestId }
      expect(created).toEqual(eventEnvelope('EBS Volume Notification', [arn], available, { time: '2026-01-01T00:00:21Z' }))
      expect(initialized).toEqual({
        ...eventEnvelope('EBS Volume Notification', [arn], {
          event: 'initializeVolume',
          result: 'succeeded',
          cause: '',
          'request-id': expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
          completionTime: '2026-01-01T00:00:21Z',
        }),
        time: '2026-01-01T00:01:21Z',
      })
      expect(initialized?.detail['request-id']).not.toBe(requestId)
      expect(others).toEqual([])
      expect(eventsAbout(w.cloud, source).map(({ detail }) => detail.event)).toEqual(['createVolume'])
    },
  )
})

describe('CreateVolume under a key that cannot be used, in CloudTrail', () => {
  const forwarded = (w: ReturnType<typeof ebsWorld>, eventName: string) => {
    const { requestId, principal } = latest(w.cloud, 'CreateVolume')
    if (principal.kind !== 'session') throw new Error('Expected a session.')
    return {
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        principalId: `${principal.roleId}:${principal.sessionName}`,
        arn: principal.arn,
        accountId: ACCOUNT,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: principal.roleId,
            arn: principal.roleArn,
            accountId: ACCOUNT,
            userName: principal.roleName,
          },
          attributes: { creationDate: '2026-01-01T00:00:00Z', mfaAuthenticated: 'false' },
        },
        invokedBy: 'ec2-frontend-api.amazonaws.com',
      },
      eventTime: '2026-01-01T00:00:00Z',
      eventSource: 'kms.amazonaws.com',
      eventName,
      awsRegion: 'us-east-1',
      sourceIPAddress: 'ec2-frontend-api.amazonaws.com',
      userAgent: 'ec2-frontend-api.amazonaws.com',
      responseElements: null,
      requestID: requestId,
      eventID: expect.any(String),
      readOnly: true,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: ACCOUNT,
      sharedEventID: expect.any(String),
      vpcEndpointId: 'AWS Internal',
      vpcEndpointAccountId: 'AWS Internal',
      eventCategory: 'Management',
    }
  }
  const key = (ARN: string) => ({ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN })

  it('ebs 13 #84: of a plain source, GenerateDataKeyWithoutPlaintext with what was asked and for which key', () => {
    const w = ebsWorld()
    const SnapshotId = w.snapshot(w.volume())
    w.kms.disableKey({ KeyId: w.K1 })
    const id = w.volume({ SnapshotId, Encrypted: true, KmsKeyId: w.K1 })
    expect(w.cloud.trail.records({ eventName: 'GenerateDataKeyWithoutPlaintext' })).toEqual([
      {
        ...forwarded(w, 'GenerateDataKeyWithoutPlaintext'),
        errorCode: 'DisabledException',
        errorMessage: `${w.K1} is disabled.`,
        requestParameters: { keyId: w.K1, numberOfBytes: 64, encryptionContext: ebs(id) },
        resources: [key(w.K1)],
      },
    ])
    const [created] = w.cloud.trail.records({ eventName: 'CreateVolume' }).slice(-1)
    expect(created).not.toHaveProperty('errorCode')
    expect(created?.responseElements).toMatchObject({ volumeId: id, status: 'creating', encrypted: true })
  })

  it('ebs 13 #84: of an encrypted source, ReEncrypt with both contexts and both keys', () => {
    const w = ebsWorld()
    const source = w.volumeUnder(w.K1)
    const SnapshotId = w.snapshot(source)
    w.kms.disableKey({ KeyId: w.K1 })
    const id = w.volume({ SnapshotId })
    expect(w.cloud.trail.records({ eventName: 'ReEncrypt' })).toEqual([
      {
        ...forwarded(w, 'ReEncrypt'),
        errorCode: 'DisabledException',
        errorMessage: `${w.K1} is disabled.`,
        requestParameters: expect.objectContaining({
          destinationKeyId: w.K1,
          sourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
          destinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
          sourceEncryptionContext: ebs(source),
          destinationEncryptionContext: ebs(id),
        }),
        resources: [key(w.K1), key(w.K1)],
      },
    ])
  })

  it('ebs 13 #84: a key that does not exist is the cause without a full stop', () => {
    const w = ebsWorld()
    const id = w.volume({ Encrypted: true, KmsKeyId: NOBODYS_KEY })
    expect(eventsAbout(w.cloud, id)[0]?.detail.cause).toBe(`Key '${NOBODYS_KEY}' does not exist`)
    const [record] = w.cloud.trail.records({ eventName: 'GenerateDataKeyWithoutPlaintext' })
    expect(record).toMatchObject({
      errorCode: 'NotFoundException',
      errorMessage: `Key '${NOBODYS_KEY}' does not exist`,
      requestID: latest(w.cloud, 'CreateVolume').requestId,
    })
  })
})
