import type { Cloud } from '../../cloud-api.ts'
import { toHex } from '../../core/bytes.ts'
import type { SnapshotInspection } from '../../ec2/inspection.ts'
import type { Session } from '../../session.ts'
import { callsToKms } from '../calls-to-kms.ts'
import { customerKey } from '../customer-key.ts'
import { protectedResource } from '../protected-resource.ts'
import { tellRefusal } from '../refusal.ts'
import { diskDigest, type SourceFile, writeFile } from '../source-file.ts'
import type { TourRecorder } from '../tour-recorder.ts'
import type { TourResource } from '../tour-report.ts'
import type { TourScenario } from '../tour-scenario.ts'

/**
 * The cross-Region walkthrough: three encrypted volumes in Tokyo, each under another kind of key; a file written through them; a key that
 * is disabled while its volume is in use; snapshots, copied to Oregon under Oregon's keys; volumes from the copies; the file read back.
 */
export const crossRegion: TourScenario = {
  name: 'cross-region',
  title: 'A file through three encrypted disks in Tokyo, a lost key, and copies in Oregon',
  writesFile: true,
  tell: (cloud, recorder, file) => {
    const tokyo = cloud.session({ region: 'ap-northeast-1' })
    const oregon = cloud.session({ region: 'us-west-2' })
    const keys = prepareKeys(recorder, tokyo, oregon)
    const volumes = createVolumes(recorder, cloud, tokyo)
    const disks = attachAndWrite(recorder, cloud, tokyo, volumes, file)
    loseAndRegainKey(recorder, cloud, tokyo, keys.tokyoKeyArn, disks, file)
    const copies = snapshotAndCopy(recorder, cloud, tokyo, oregon, volumes)
    const restored = restoreInOregon(recorder, cloud, oregon, copies, file)
    return [...tokyoResources(cloud, disks, restored, file.bytes), ...oregonResources(cloud, restored)]
  },
}

/** The volumes are read now; what a snapshot holds was read from the volume that was made of its copy. */
const tokyoResources = (
  cloud: Cloud,
  disks: readonly TourDisk[],
  restored: readonly RestoredCopy[],
  bytes: number,
): readonly TourResource[] => {
  const volumes = disks.map(({ volumeId, under, instanceId, device }) => {
    const digest = diskDigest(cloud.instance(instanceId).device(device), bytes)
    return protectedResource(cloud, volumeId, 'ap-northeast-1', `volume under ${under}`, digest)
  })
  const first = restored.filter(
    ({ snapshotId }, index) => restored.findIndex((other) => other.snapshotId === snapshotId) === index,
  )
  const snapshots = first.map(({ snapshotId, under, digest }) =>
    protectedResource(cloud, snapshotId, 'ap-northeast-1', `snapshot of a volume under ${under}`, digest),
  )
  return [...volumes, ...snapshots]
}

const oregonResources = (cloud: Cloud, restored: readonly RestoredCopy[]): readonly TourResource[] => [
  ...restored.map(({ copyId, copyUnder, digest }) =>
    protectedResource(cloud, copyId, 'us-west-2', `copy under ${copyUnder}`, digest),
  ),
  ...restored.map(({ volumeId, copyUnder, digest }) =>
    protectedResource(cloud, volumeId, 'us-west-2', `volume from the copy under ${copyUnder}`, digest),
  ),
]

const prepareKeys = (recorder: TourRecorder, tokyo: Session, oregon: Session) =>
  recorder.step('Prepare the keys: Tokyo (ap-northeast-1) and Oregon (us-west-2)', ({ tell }) => {
    const tokyoKeyArn = customerKey(tokyo, 'alias/Single-region-key')
    const primaryArn = customerKey(tokyo, 'alias/Multi-region-key', true)
    const oregonKeyArn = customerKey(oregon, 'alias/Single-region-key-oregon')
    const replicaArn = tokyo.kms.replicateKey({ KeyId: primaryArn, ReplicaRegion: 'us-west-2' }).ReplicaKeyMetadata.Arn
    oregon.kms.createAlias({ AliasName: 'alias/Multi-region-key-rep-oregon', TargetKeyId: replicaArn })
    tell(`alias/Single-region-key              ${tokyoKeyArn}`)
    tell(`alias/Multi-region-key               ${primaryArn}`)
    tell(`alias/Single-region-key-oregon       ${oregonKeyArn}`)
    tell(`alias/Multi-region-key-rep-oregon    ${replicaArn}`)
    for (const { kms, region } of [tokyo, oregon]) {
      const managed = kms.listAliases({}).Aliases.find(({ AliasName }) => AliasName === 'alias/aws/ebs')
      tell(`alias/aws/ebs in ${region}: ${managed?.TargetKeyId ?? 'no key yet; the first use will make one'}`)
    }
    return { tokyoKeyArn }
  })

interface TourVolume {
  readonly volumeId: string
  readonly under: string
  readonly device: string
}

const createVolumes = (recorder: TourRecorder, cloud: Cloud, { ec2 }: Session): readonly TourVolume[] =>
  recorder.step('Create three encrypted volumes of 8 GiB, each under another kind of key', ({ tell, claim }) =>
    VOLUMES.map(({ under, keyId, device }) => {
      const { VolumeId: volumeId } = ec2.createVolume({
        AvailabilityZone: 'ap-northeast-1a',
        Size: 8,
        Encrypted: true,
        KmsKeyId: keyId,
      })
      const { kmsKeyArn, dataKeyId, wrappedKey, isPlaintextKeyInHostMemory } = cloud.volume(volumeId)
      tell(`${volumeId} under ${under}: ${kmsKeyArn}`)
      tell(`  data key of lineage ${dataKeyId?.slice(0, 8)}; stored with the volume: ${wrappedKey?.length} bytes, wrapped`)
      claim(`no host has the plaintext data key of ${volumeId}`, !isPlaintextKeyInHostMemory)
      return { volumeId, under, device }
    }),
  )

const VOLUMES = [
  { under: 'alias/aws/ebs', keyId: undefined, device: '/dev/sdf' },
  { under: 'alias/Single-region-key', keyId: 'alias/Single-region-key', device: '/dev/sdg' },
  { under: 'alias/Multi-region-key', keyId: 'alias/Multi-region-key', device: '/dev/sdh' },
] as const

interface TourDisk extends TourVolume {
  readonly instanceId: string
}

const attachAndWrite = (
  recorder: TourRecorder,
  cloud: Cloud,
  tokyo: Session,
  volumes: readonly TourVolume[],
  file: SourceFile,
): readonly TourDisk[] => {
  const instanceId = launch(recorder, tokyo, 'ap-northeast-1a')
  return recorder.step(`Attach the volumes and write ${file.name} (${file.bytes} bytes) through each disk`, ({ tell, claim }) =>
    volumes.map((volume) => {
      const { volumeId, device, under } = volume
      tokyo.ec2.attachVolume({ VolumeId: volumeId, InstanceId: instanceId, Device: device })
      const disk = cloud.instance(instanceId).device(device)
      writeFile(disk, file)
      tell(`${volumeId} (${under}) at ${device}`)
      claim(
        `the host has the plaintext data key of ${volumeId}`,
        cloud.volume(volumeId).plaintextKeyHolders.join() === instanceId,
      )
      tell(`  the guest reads      ${toHex(disk.read(0, SHOWN_BYTES))}`)
      tell(
        `  the storage holds    ${toHex(cloud.volume(volumeId).unit(0)?.ciphertext.subarray(0, SHOWN_BYTES) ?? new Uint8Array(0))}`,
      )
      return { ...volume, instanceId }
    }),
  )
}

const launch = (recorder: TourRecorder, { ec2, baseImageId, region }: Session, zone: string): string =>
  recorder.step(`Launch an instance in ${region}`, ({ tell, claim }) => {
    const { Instances } = ec2.runInstances({
      ImageId: baseImageId,
      MinCount: 1,
      MaxCount: 1,
      Placement: { AvailabilityZone: zone },
    })
    const [{ InstanceId }] = Instances
    tell(`${InstanceId} in ${zone}, from the Region's own image ${baseImageId}`)
    const { Volumes } = ec2.describeVolumes({ Filters: [{ Name: 'attachment.instance-id', Values: [InstanceId] }] })
    claim('its root volume is not encrypted', Volumes.length === 1 && Volumes[0]?.Encrypted === false)
    return InstanceId
  })

/** What happens to a disk in use when its key is disabled, and to the next attachment. */
const loseAndRegainKey = (
  recorder: TourRecorder,
  cloud: Cloud,
  tokyo: Session,
  keyArn: string,
  disks: readonly TourDisk[],
  file: SourceFile,
): void => {
  const { volumeId, instanceId, device } = disks.find(({ under }) => under === 'alias/Single-region-key') as TourDisk
  const attach = () => tokyo.ec2.attachVolume({ VolumeId: volumeId, InstanceId: instanceId, Device: device })

  recorder.step('Disable the key of the second volume while it is attached: reading and writing go on', ({ tell, claim }) => {
    tokyo.kms.disableKey({ KeyId: keyArn })
    const disk = cloud.instance(instanceId).device(device)
    const { result: digest, calls } = callsToKms(cloud, () => {
      disk.write(0, disk.read(0, Math.min(file.bytes, SHOWN_BYTES)))
      return diskDigest(disk, file.bytes)
    })
    tell(`${keyArn} is ${tokyo.kms.describeKey({ KeyId: keyArn }).KeyMetadata.KeyState}`)
    claim('written and read again, the disk holds the file', digest === file.sha256)
    claim('no call to KMS was needed', calls.length === 0)
  })

  recorder.step(
    'Detach it and attach it again: the host has forgotten the key, and KMS refuses to open it',
    ({ tell, claim }) => {
      tokyo.ec2.detachVolume({ VolumeId: volumeId })
      const error = tellRefusal(cloud, tell, attach)
      claim('the attachment is refused', error === 'CustomerKeyHasBeenRevoked')
      const refused = cloud.trail.records({ awsRegion: 'ap-northeast-1', errorCode: 'DisabledException' }).at(-1)
      tell(
        `CloudTrail: ${refused?.eventName} by ${String(refused?.userIdentity.invokedBy)}: ${refused?.errorCode}, ${refused?.errorMessage}`,
      )
      const attachment = cloud.trail.records({ eventName: 'AttachVolume' }).at(-1)
      tell(`CloudTrail: ${attachment?.eventName}: ${attachment?.errorCode}`)
      const [event] = cloud.events.matching({ source: ['aws.ec2'], detail: { event: ['attachVolume'], result: ['failed'] } })
      tell(`EventBridge: ${event?.['detail-type']}: ${JSON.stringify(event?.detail)}`)
    },
  )

  recorder.step('Enable the key and attach the volume: the data is there', ({ tell, claim }) => {
    tokyo.kms.enableKey({ KeyId: keyArn })
    attach()
    const digest = diskDigest(cloud.instance(instanceId).device(device), file.bytes)
    tell(`SHA-256 of the file on the disk: ${digest}`)
    claim('the disk holds the file', digest === file.sha256)
  })
}

interface TourCopy {
  readonly snapshotId: string
  readonly under: string
  readonly copyId: string
  readonly copyUnder: string
}

const snapshotAndCopy = (
  recorder: TourRecorder,
  cloud: Cloud,
  tokyo: Session,
  oregon: Session,
  volumes: readonly TourVolume[],
): readonly TourCopy[] => {
  const snapshots = recorder.step(
    'Take a snapshot of each volume: no call to KMS, the wrapped data key goes along',
    ({ tell, claim }) =>
      volumes.map(({ volumeId, under }) => {
        const create = () => tokyo.ec2.createSnapshot({ VolumeId: volumeId }).SnapshotId
        const { result: snapshotId, calls } = callsToKms(cloud, create)
        const [volume, snapshot] = [cloud.volume(volumeId), cloud.snapshot(snapshotId)]
        tell(`${snapshotId} of ${volumeId}: ${sameOrNew(snapshot, volume)} data key, context ${snapshot.contextId}`)
        claim(`${snapshotId} took no call to KMS`, calls.length === 0)
        claim(`${snapshotId} has the data key of its volume`, snapshot.dataKeyId === volume.dataKeyId)
        return { snapshotId, under }
      }),
  )
  const source = (under: string) => snapshots.find((snapshot) => snapshot.under === under)?.snapshotId as string
  return recorder.step('Copy the snapshots to Oregon, each under a key of Oregon', ({ tell, claim }) =>
    COPIES.map(({ under, copyUnder, keyId }) => {
      const snapshotId = source(under)
      const request = { SourceRegion: tokyo.region, SourceSnapshotId: snapshotId, Encrypted: true, KmsKeyId: keyId }
      const { SnapshotId: copyId } = oregon.ec2.copySnapshot(request)
      const [from, to] = [cloud.snapshot(snapshotId), cloud.snapshot(copyId)]
      tell(`${snapshotId} (${under}) -> ${copyId} (${copyUnder}): ${sameOrNew(to, from)} data key, context ${to.contextId}`)
      claim(`${copyId} has a data key of its own, under a key of its Region`, isCopiedTo(to, from, oregon.region))
      return { snapshotId, under, copyId, copyUnder }
    }),
  )
}

const isCopiedTo = (copy: SnapshotInspection, source: SnapshotInspection, region: string): boolean =>
  copy.dataKeyId !== source.dataKeyId && copy.kmsKeyArn?.split(':')[3] === region && copy.contextId === copy.id

const COPIES = [
  { under: 'alias/aws/ebs', copyUnder: 'alias/aws/ebs', keyId: undefined },
  { under: 'alias/Single-region-key', copyUnder: 'alias/Single-region-key-oregon', keyId: 'alias/Single-region-key-oregon' },
  { under: 'alias/Multi-region-key', copyUnder: 'alias/Multi-region-key-rep-oregon', keyId: 'alias/Multi-region-key-rep-oregon' },
  {
    under: 'alias/Single-region-key',
    copyUnder: 'alias/Multi-region-key-rep-oregon',
    keyId: 'alias/Multi-region-key-rep-oregon',
  },
] as const

const sameOrNew = (one: { readonly dataKeyId?: string | undefined }, other: { readonly dataKeyId?: string | undefined }) =>
  one.dataKeyId === other.dataKeyId ? 'same' : 'new'

interface RestoredCopy extends TourCopy {
  readonly volumeId: string
  readonly digest: string
}

const restoreInOregon = (
  recorder: TourRecorder,
  cloud: Cloud,
  oregon: Session,
  copies: readonly TourCopy[],
  file: SourceFile,
): readonly RestoredCopy[] => {
  const instanceId = launch(recorder, oregon, 'us-west-2a')
  return recorder.step('Make volumes from the copies, attach them in Oregon and read the file back', ({ tell, claim }) =>
    copies.map((copy, index) => {
      const { copyId } = copy
      const { VolumeId: volumeId } = oregon.ec2.createVolume({ AvailabilityZone: 'us-west-2a', SnapshotId: copyId })
      const device = `/dev/sd${'fghi'.charAt(index)}`
      oregon.ec2.attachVolume({ VolumeId: volumeId, InstanceId: instanceId, Device: device })
      const digest = diskDigest(cloud.instance(instanceId).device(device), file.bytes)
      const kept = sameOrNew(cloud.volume(volumeId), cloud.snapshot(copyId))
      tell(`${volumeId} from ${copyId}: ${kept} data key, SHA-256 ${digest.slice(0, 16)}…`)
      claim(`${volumeId} holds the file`, digest === file.sha256)
      return { ...copy, volumeId, digest }
    }),
  )
}

const SHOWN_BYTES = 24
