import { expect } from 'vitest'
import { type Cloud, type CloudOptions, createCloud, type GuestDevice, type Session } from '../../../src/index.ts'
import { linesIn } from './kms-sequence.ts'

/** The Regions A and B of the specification's vectors. */
export const REGION_A = 'us-east-1'
export const REGION_B = 'us-west-2'
export const ACCOUNT = '111122223333'

/** A cloud as the EBS vectors begin: K1 and K2 are customer keys in A, the caller may do everything, encryption by default is off. */
export const ebsWorld = (options: CloudOptions = {}) => {
  const cloud = createCloud({ seed: 13, region: REGION_A, accountId: ACCOUNT, ...options })
  const a = placeOf(cloud.session({ region: REGION_A }))
  /** What a guest of A does with a volume: it comes into an instance of its own, and leaves it again. */
  const withDisk = <Result>(volumeId: string, use: (disk: GuestDevice) => Result): Result => {
    const instanceId = a.instance()
    a.attach(volumeId, instanceId)
    const result = use(cloud.instance(instanceId).device('/dev/sdf'))
    a.ec2.detachVolume({ VolumeId: volumeId })
    return result
  }
  const b = placeOf(cloud.session({ region: REGION_B }))
  const K1 = a.newKey()
  const K2 = a.newKey()
  return {
    cloud,
    a,
    b,
    K1,
    K2,
    ...a,
    withDisk,
    write: (volumeId: string, offset: number, text: string) =>
      withDisk(volumeId, (disk) => disk.write(offset, new TextEncoder().encode(text))),
    read: (volumeId: string, offset: number, length: number) =>
      withDisk(volumeId, (disk) => new TextDecoder().decode(disk.read(offset, length))),
    volumeEvents: eventsOf(cloud, 'EBS Volume Notification'),
    snapshotEvents: eventsOf(cloud, 'EBS Snapshot Notification'),
  }
}

/** A session with what the vectors do again and again, on ids. */
export const placeOf = (session: Session) => {
  const { kms, ec2, region, baseImageId } = session
  const AvailabilityZone = `${region}a`
  const newKey = (): string => kms.createKey({}).KeyMetadata.Arn
  /** The answer of CreateVolume: 1 GiB, or the snapshot's size. */
  const create = (input: Partial<CreateVolumeInput> = {}) =>
    ec2.createVolume({ AvailabilityZone, ...(input.SnapshotId === undefined ? { Size: 1 } : {}), ...input })
  const volume = (input: Partial<CreateVolumeInput> = {}): string => create(input).VolumeId
  /** A volume under a key. */
  const volumeUnder = (KmsKeyId: string): string => volume({ Encrypted: true, KmsKeyId })
  const snapshot = (VolumeId: string): string => ec2.createSnapshot({ VolumeId }).SnapshotId
  const copy = (SourceSnapshotId: string, input: Partial<CopySnapshotInput> = {}): string =>
    ec2.copySnapshot({ SourceRegion: region, SourceSnapshotId, ...input }).SnapshotId
  const instance = (input: Partial<RunInstancesInput> = {}): string =>
    ec2.runInstances({ ImageId: baseImageId, MinCount: 1, MaxCount: 1, Placement: { AvailabilityZone }, ...input }).Instances[0]
      .InstanceId
  const attach = (VolumeId: string, InstanceId: string, Device = '/dev/sdf') => ec2.attachVolume({ VolumeId, InstanceId, Device })
  const shownVolume = (id: string) => ec2.describeVolumes({ VolumeIds: [id] }).Volumes[0]
  const shownSnapshot = (id: string) => ec2.describeSnapshots({ SnapshotIds: [id] }).Snapshots[0]
  const shownInstance = (id: string) => ec2.describeInstances({ InstanceIds: [id] }).Reservations[0]?.Instances[0]
  const volumesOf = (InstanceId: string) =>
    ec2.describeVolumes({ Filters: [{ Name: 'attachment.instance-id', Values: [InstanceId] }] }).Volumes
  /** The key behind alias/aws/ebs, if it exists. */
  const managedKey = (): string | undefined => {
    const TargetKeyId = kms.listAliases({}).Aliases.find(({ AliasName }) => AliasName === 'alias/aws/ebs')?.TargetKeyId
    return TargetKeyId === undefined ? undefined : `arn:aws:kms:${region}:${session.accountId}:key/${TargetKeyId}`
  }
  /** The grants on a key. */
  const grants = (KeyId: string) => kms.listGrants({ KeyId }).Grants
  return {
    session,
    kms,
    ec2,
    region,
    baseImageId,
    newKey,
    create,
    volume,
    volumeUnder,
    snapshot,
    copy,
    instance,
    attach,
    shownVolume,
    shownSnapshot,
    shownInstance,
    volumesOf,
    managedKey,
    grants,
    lines: linesIn(region, session.accountId),
  }
}

/** A session whose role may do everything but these KMS actions. */
export const denied = (cloud: Cloud, actions: readonly string[], Resource = '*', account = ACCOUNT) => {
  const name = `Without-${actions.join('-').replaceAll(/[^A-Za-z-]/g, '')}-${Resource.slice(-6).replace('*', 'any')}`
  const role = cloud.account(account).createRole(name, {
    policies: [
      {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', Action: [...actions], Resource },
        ],
      },
    ],
  })
  const at = (region: string) => placeOf(cloud.session({ as: role, region }))
  return { ...at(REGION_A), arn: `arn:aws:sts::${account}:assumed-role/${name}/kms-ebs-sim`, at }
}

/** AWS's sentence for what the role of {@link denied} may not do. */
export const deniedText = (arn: string, action: string, key: string): string =>
  `User: ${arn} is not authorized to perform: ${action} on resource: ${key} with an explicit deny in an identity-based policy`

/** An event as EventBridge delivers it, at the beginning of the world. */
export const eventEnvelope = (
  detailType: 'EBS Volume Notification' | 'EBS Snapshot Notification',
  resources: readonly string[],
  detail: Readonly<Record<string, unknown>>,
  { region = REGION_A, time = '2026-01-01T00:00:00Z' } = {},
) => ({
  version: '0',
  id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  'detail-type': detailType,
  source: 'aws.ec2',
  account: ACCOUNT,
  time,
  region,
  resources,
  detail,
})

/** `arn:aws:ec2:REGION:ACCOUNT:volume/vol-…` */
export const volumeArnOf = (id: string, region = REGION_A): string => `arn:aws:ec2:${region}:${ACCOUNT}:volume/${id}`

/** The odd spelling of snapshot events: the Region where the account belongs. */
export const oddArnOf = (kind: 'snapshot' | 'volume', id: string, region = REGION_A): string =>
  `arn:aws:ec2::${region}:${kind}/${id}`

/** The events of a volume, without those of others. */
export const eventsAbout = (cloud: Cloud, volumeId: string) =>
  cloud.events.all().filter(({ resources }) => resources.some((arn) => arn.endsWith(`/${volumeId}`)))

/** The two events of a volume that KMS has refused. */
export const refusedVolumeEvents = (volumeId: string, key: string, cause: string, requestId: string | undefined) => [
  eventEnvelope('EBS Volume Notification', [volumeArnOf(volumeId), key], {
    result: 'failed',
    cause,
    event: 'createVolume',
    'request-id': requestId,
  }),
  eventEnvelope('EBS Volume Notification', [volumeArnOf(volumeId)], {
    result: 'deleted',
    cause: '',
    event: 'deleteVolume',
    'request-id': requestId,
  }),
]

const eventsOf = (cloud: Cloud, detailType: string) => () => cloud.events.matching({ 'detail-type': [detailType] })

/** Name, message and HTTP status of the AWS error that a call throws. */
export const refusalOf = (call: () => unknown): { name: string; message: string; status: number | undefined } => {
  try {
    call()
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode: number } }
    return { name, message, status: $metadata?.httpStatusCode }
  }
  throw new Error('Expected the call to be refused, found that it went through.')
}

/** What DescribeVolumes says of a volume that is not there. */
export const noSuchVolume = (id: string) => ({
  name: 'InvalidVolume.NotFound',
  message: `The volume '${id}' does not exist.`,
  status: 400,
})

type CreateVolumeInput = Parameters<Session['ec2']['createVolume']>[0]
type CopySnapshotInput = Parameters<Session['ec2']['copySnapshot']>[0]
type RunInstancesInput = Parameters<Session['ec2']['runInstances']>[0]
