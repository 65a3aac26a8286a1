import { describe, expect, it } from 'vitest'
import type { TrailRecord } from '../../src/index.ts'
import { ACCOUNT, denied, deniedText, placeOf, REGION_A, REGION_B } from '../support/cloud/ebs-world.ts'
import { guestOf, imageWorld, policyForBoth } from '../support/cloud/image-world.ts'
import { ebs, latest } from '../support/cloud/kms-sequence.ts'
import { GUEST_ACCOUNT } from '../support/cloud/shared-snapshot.ts'

/*
 * The records of spec/ebs-ec2.md 2.7, whole: what CloudTrail shows of the KMS calls of EC2, to the caller and to the owner of the key.
 */

const UUID = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const MATERIAL = expect.stringMatching(/^[0-9a-f]{64}$/)
const EC2 = 'ec2.us-east-1.amazonaws.com'
const WORKER = 'prod.kms-caller.ebs.us-east-1.amazonaws.com'
const SYMMETRIC = 'SYMMETRIC_DEFAULT'

const stage = () => {
  const w = imageWorld()
  const source = w.volumeUnder(w.K1)
  w.write(source, 0, 'hello')
  const [encrypted, plain] = [w.snapshot(source), w.snapshot(w.volume())]
  /** The records that a request has left, its own first. */
  const recordsOf = (operation: string): TrailRecord[] => {
    const { requestId } = latest(w.cloud, operation)
    return w.cloud.trail.records().filter(({ requestID }) => requestID === requestId)
  }
  return { ...w, source, encrypted, plain, recordsOf }
}
type Stage = ReturnType<typeof stage>

const key = (ARN: string) => ({ accountId: ARN.split(':')[4], type: 'AWS::KMS::Key', ARN })

/** The identity of the default session, as far as it does not depend on the forwarding. */
const forwarded = (invokedBy: string) => expect.objectContaining({ type: 'AssumedRole', accountId: ACCOUNT, invokedBy })
const asService = (invokedBy: string) => ({ type: 'AWSService', invokedBy })
const ec2Call = { userIdentity: forwarded('ec2-frontend-api.amazonaws.com'), source: 'ec2-frontend-api.amazonaws.com' }

/** A whole record. */
const record = (
  w: Stage,
  operation: string,
  eventName: string,
  { userIdentity, source }: { userIdentity: unknown; source: string },
  more: Partial<Record<keyof TrailRecord, unknown>>,
  isForwarded = true,
) => ({
  eventVersion: '1.11',
  userIdentity,
  eventTime: '2026-01-01T00:00:00Z',
  eventSource: 'kms.amazonaws.com',
  eventName,
  awsRegion: REGION_A,
  sourceIPAddress: source,
  userAgent: source,
  requestParameters: null,
  responseElements: null,
  requestID: latest(w.cloud, operation).requestId,
  eventID: UUID,
  readOnly: true,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: ACCOUNT,
  ...(isForwarded ? { sharedEventID: UUID, vpcEndpointId: 'AWS Internal', vpcEndpointAccountId: 'AWS Internal' } : {}),
  eventCategory: 'Management',
  ...more,
})

describe('the records of a volume’s keys', () => {
  it('CreateVolume under another key: ReEncrypt, GenerateDataKeyWithoutPlaintext, CreateGrant, Decrypt twice, RetireGrant', () => {
    const w = stage()
    const id = w.volume({ SnapshotId: w.encrypted, Encrypted: true, KmsKeyId: w.K2 })
    const [, reEncrypt, generate, create, old, fresh, retire, ...others] = w.recordsOf('CreateVolume')
    expect(others).toEqual([])
    expect(reEncrypt).toEqual(
      record(w, 'CreateVolume', 'ReEncrypt', ec2Call, {
        requestParameters: {
          destinationKeyId: w.K2,
          sourceEncryptionAlgorithm: SYMMETRIC,
          destinationEncryptionAlgorithm: SYMMETRIC,
          sourceEncryptionContext: ebs(w.source),
          destinationEncryptionContext: ebs(id),
          sourceAAD: expect.any(String),
          destinationAAD: expect.any(String),
        },
        additionalEventData: { sourceKeyMaterialId: MATERIAL, destinationKeyMaterialId: MATERIAL },
        resources: [key(w.K1), key(w.K2)],
      }),
    )
    const { sourceAAD, destinationAAD } = (reEncrypt as TrailRecord).requestParameters as Record<string, string>
    for (const [aad, value] of [
      [sourceAAD, w.source],
      [destinationAAD, id],
    ] as const) {
      const bytes = Buffer.from(aad as string, 'base64')
      const pair = Buffer.concat([Buffer.from([0, 10]), Buffer.from('aws:ebs:id'), Buffer.from([0, 21]), Buffer.from(value)])
      expect(bytes.subarray(0, -32).toString('hex')).toBe(
        Buffer.concat([Buffer.from([0x5d, 0x06, 0x61, 0x00, 0, 1]), pair]).toString('hex'),
      )
    }
    expect(generate).toEqual(
      record(w, 'CreateVolume', 'GenerateDataKeyWithoutPlaintext', ec2Call, {
        requestParameters: { encryptionContext: ebs(id), numberOfBytes: 64, keyId: w.K2 },
        additionalEventData: { keyMaterialId: MATERIAL },
        resources: [key(w.K2)],
      }),
    )
    expect(create).toEqual(
      record(w, 'CreateVolume', 'CreateGrant', ec2Call, {
        readOnly: false,
        requestParameters: {
          keyId: w.K2,
          granteePrincipal: EC2,
          retiringPrincipal: EC2,
          operations: ['Decrypt'],
          constraints: { encryptionContextSubset: ebs(id) },
        },
        responseElements: { grantId: MATERIAL, keyId: w.K2 },
        resources: [key(w.K2)],
      }),
    )
    const service = { userIdentity: asService('ebs.amazonaws.com'), source: 'ebs.amazonaws.com' }
    for (const each of [old, fresh]) {
      expect(each).toEqual(
        record(
          w,
          'CreateVolume',
          'Decrypt',
          service,
          {
            requestParameters: { encryptionContext: ebs(id), encryptionAlgorithm: SYMMETRIC },
            additionalEventData: { keyMaterialId: MATERIAL },
            resources: [key(w.K2)],
          },
          false,
        ),
      )
    }
    const internal = { userIdentity: asService('AWS Internal'), source: 'AWS Internal' }
    const { grantId } = (create as TrailRecord).responseElements as { grantId: string }
    expect(retire).toEqual(
      record(
        w,
        'CreateVolume',
        'RetireGrant',
        internal,
        {
          readOnly: false,
          responseElements: { keyId: w.K2 },
          additionalEventData: { grantId },
          resources: [key(w.K2)],
        },
        false,
      ),
    )
  })

  it('the AWS managed key is recorded as alias/aws/ebs, in both calls that name it', () => {
    const w = stage()
    w.volume({ Encrypted: true })
    const generated = w.cloud.trail.records({ eventName: 'GenerateDataKeyWithoutPlaintext' }).at(-1)
    expect(generated?.requestParameters).toMatchObject({ keyId: 'alias/aws/ebs' })
    expect(generated?.resources).toEqual([key(w.managedKey() as string)])
  })

  it('a call that is denied shows nothing but who, what and why', () => {
    const w = stage()
    const caller = denied(w.cloud, ['kms:CreateGrant'])
    caller.volume({ SnapshotId: w.plain, Encrypted: true, KmsKeyId: w.K1 })
    const last = w.recordsOf('CreateVolume').at(-1)
    expect(last).toEqual(
      record(w, 'CreateVolume', 'CreateGrant', ec2Call, {
        readOnly: false,
        errorCode: 'AccessDenied',
        errorMessage: deniedText(caller.arn, 'kms:CreateGrant', w.K1),
      }),
    )
    expect(w.recordsOf('CreateVolume')[0]).not.toHaveProperty('errorCode')
  })

  it.each([
    ['disabled', 'DisabledException', 'is disabled.'],
    ['pending deletion', 'KMSInvalidStateException', 'is pending deletion.'],
  ])('a call on a key that is %s keeps its parameters and its key', (state, errorCode, text) => {
    const w = stage()
    if (state === 'disabled') w.kms.disableKey({ KeyId: w.K1 })
    else w.kms.scheduleKeyDeletion({ KeyId: w.K1 })
    const id = w.volumeUnder(w.K1)
    expect(w.recordsOf('CreateVolume').at(-1)).toEqual(
      record(w, 'CreateVolume', 'GenerateDataKeyWithoutPlaintext', ec2Call, {
        requestParameters: { encryptionContext: ebs(id), numberOfBytes: 64, keyId: w.K1 },
        errorCode,
        errorMessage: `${w.K1} ${text}`,
        resources: [key(w.K1)],
      }),
    )
  })
})

describe('the records of a copy', () => {
  it('the worker of the source’s Region makes the grant on the source’s key, and EBS decrypts, encrypts and retires there', () => {
    const w = stage()
    const copy = w.copy(w.encrypted, { Encrypted: true, KmsKeyId: w.K1 })
    const [, describe, source, own, decrypt, encrypt, ...retired] = w.recordsOf('CopySnapshot')
    expect(describe).toEqual(
      record(w, 'CopySnapshot', 'DescribeKey', ec2Call, { requestParameters: { keyId: w.K1 }, resources: [key(w.K1)] }),
    )
    const grant = (operation: string, id: string) => ({
      readOnly: false,
      requestParameters: {
        keyId: w.K1,
        granteePrincipal: EC2,
        retiringPrincipal: EC2,
        operations: [operation],
        constraints: { encryptionContextEquals: ebs(id) },
      },
      responseElements: { grantId: MATERIAL, keyId: w.K1 },
      resources: [key(w.K1)],
    })
    const worker = { userIdentity: forwarded(WORKER), source: WORKER }
    expect(source).toEqual(record(w, 'CopySnapshot', 'CreateGrant', worker, grant('Decrypt', w.source)))
    expect(own).toEqual(record(w, 'CopySnapshot', 'CreateGrant', ec2Call, grant('Encrypt', copy)))
    const service = { userIdentity: asService(WORKER), source: WORKER }
    const enciphered = {
      requestParameters: { encryptionContext: ebs(copy), encryptionAlgorithm: SYMMETRIC, keyId: w.K1 },
      resources: [key(w.K1)],
    }
    const used = (id: string) => ({
      requestParameters: { encryptionContext: ebs(id), encryptionAlgorithm: SYMMETRIC },
      additionalEventData: { keyMaterialId: MATERIAL },
      resources: [key(w.K1)],
    })
    expect(decrypt).toEqual(record(w, 'CopySnapshot', 'Decrypt', service, used(w.source), false))
    expect(encrypt).toEqual(record(w, 'CopySnapshot', 'Encrypt', service, enciphered, false))
    expect(retired.map(({ userIdentity }) => userIdentity)).toEqual([asService(WORKER), asService(WORKER)])
    expect(retired.map(({ eventName, requestParameters }) => [eventName, requestParameters])).toEqual([
      ['RetireGrant', null],
      ['RetireGrant', null],
    ])
  })

  it('from another Region stands in that Region where it used the source’s key', () => {
    const w = stage()
    const own = w.b.newKey()
    w.b.copy(w.encrypted, { SourceRegion: REGION_A, Encrypted: true, KmsKeyId: own })
    const told = w
      .recordsOf('CopySnapshot')
      .slice(1)
      .map(({ eventName, awsRegion, resources }) => [eventName, awsRegion, resources?.[0]?.ARN])
    expect(told).toEqual([
      ['DescribeKey', REGION_B, own],
      ['GenerateDataKeyWithoutPlaintext', REGION_B, own],
      ['CreateGrant', REGION_B, own],
      ['CreateGrant', REGION_A, w.K1],
      ['Decrypt', REGION_A, w.K1],
      ['Decrypt', REGION_B, own],
      ['RetireGrant', REGION_B, own],
      ['RetireGrant', REGION_A, w.K1],
    ])
  })
})

describe('records across accounts', () => {
  const shared = () => {
    const w = stage()
    const image = w.register(w.encrypted)
    const Add = [{ UserId: GUEST_ACCOUNT }]
    w.ec2.modifySnapshotAttribute({ SnapshotId: w.encrypted, CreateVolumePermission: { Add } })
    w.ec2.modifyImageAttribute({ ImageId: image, LaunchPermission: { Add } })
    w.kms.putKeyPolicy({ KeyId: w.K1, Policy: policyForBoth(ACCOUNT) })
    const guest = guestOf(w, placeOf, REGION_A)
    return { ...w, image, guest, own: guest.newKey() }
  }

  it.each([
    [
      'CreateVolume',
      (w: ReturnType<typeof shared>) => w.guest.volume({ SnapshotId: w.encrypted, Encrypted: true, KmsKeyId: w.own }),
    ],
    ['RunInstances', (w: ReturnType<typeof shared>) => w.guest.instance({ ImageId: w.image })],
    ['CopySnapshot', (w: ReturnType<typeof shared>) => w.guest.copy(w.encrypted, { Encrypted: true, KmsKeyId: w.own })],
    ['CopyImage', (w: ReturnType<typeof shared>) => w.guest.copyImage(w.image, { Encrypted: true, KmsKeyId: w.own })],
  ] as const)('%s: every use of the owner’s key stands in both trails under one sharedEventID', (operation, act) => {
    const w = shared()
    act(w)
    const all = w.recordsOf(operation).filter(({ eventSource }) => eventSource === 'kms.amazonaws.com')
    const [owners, own] = [ACCOUNT, GUEST_ACCOUNT].map((id) => all.filter(({ recipientAccountId }) => recipientAccountId === id))
    const names = { CreateVolume: ['ReEncrypt'], RunInstances: ['ReEncrypt'] }[operation as string]
    expect(owners?.map(({ eventName }) => eventName)).toEqual(names ?? ['CreateGrant', 'Decrypt', 'RetireGrant'])
    for (const copy of owners ?? []) {
      const pair = own?.filter(({ sharedEventID }) => sharedEventID === copy.sharedEventID)
      expect(pair).toHaveLength(1)
      expect(copy.sharedEventID).toEqual(UUID)
      expect(copy.eventID).not.toBe(pair?.[0]?.eventID)
      expect(copy).toEqual({ ...pair?.[0], eventID: UUID, recipientAccountId: ACCOUNT, userIdentity: copy.userIdentity })
    }
    const [first] = owners ?? []
    expect(first?.userIdentity).toEqual({
      type: 'AWSAccount',
      principalId: expect.stringMatching(/^AROA[A-Z0-9]+:kms-ebs-sim$/),
      accountId: GUEST_ACCOUNT,
      invokedBy: operation.startsWith('Copy') ? WORKER : 'ec2-frontend-api.amazonaws.com',
    })
    expect(
      own?.filter(({ resources }) => resources?.every(({ accountId }) => accountId === GUEST_ACCOUNT)).length,
    ).toBeGreaterThan(1)
  })

  it('the owner is told of the volume and the copy, and sees nothing of the recipient’s own key', () => {
    const w = shared()
    w.guest.volume({ SnapshotId: w.encrypted, Encrypted: true, KmsKeyId: w.own })
    w.guest.copy(w.encrypted, { Encrypted: true, KmsKeyId: w.own })
    const seen = w.cloud.trail.records().filter(({ recipientAccountId }) => recipientAccountId === ACCOUNT)
    expect(seen.map(({ eventName }) => eventName)).toEqual(
      expect.arrayContaining(['SharedSnapshotVolumeCreated', 'SharedSnapshotCopyInitiated']),
    )
    const withKeys = seen.filter(({ eventName, resources }) =>
      eventName === 'ReEncrypt' ? false : resources?.some(({ ARN }) => ARN === w.own),
    )
    expect(withKeys).toEqual([])
  })
})

describe('the records of EC2 itself', () => {
  it('CreateVolume says its parameters as strings and the volume as it was made', () => {
    const w = stage()
    const { VolumeId } = w.create({ Size: 10, VolumeType: 'gp2', Encrypted: true })
    const [own] = w.recordsOf('CreateVolume')
    expect(own).toMatchObject({
      eventSource: 'ec2.amazonaws.com',
      requestParameters: { size: '10', zone: 'us-east-1a', volumeType: 'gp2', encrypted: true },
      responseElements: {
        volumeId: VolumeId,
        size: '10',
        zone: 'us-east-1a',
        status: 'creating',
        createTime: Date.UTC(2026, 0, 1),
        volumeType: 'gp2',
        encrypted: true,
      },
      readOnly: false,
    })
  })

  it('an error has the prefix Client.', () => {
    const w = stage()
    const instance = w.instance()
    w.kms.disableKey({ KeyId: w.K1 })
    expect(() => w.attach(w.source, instance)).toThrow('cannot be attached')
    expect(w.recordsOf('AttachVolume')[0]).toMatchObject({
      errorCode: 'Client.CustomerKeyHasBeenRevoked',
      errorMessage: `Volume ${w.source} cannot be attached. The encrypted volume was unable to access the KMS key.`,
      responseElements: null,
    })
  })
})
