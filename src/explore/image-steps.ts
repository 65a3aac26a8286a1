import type { Cloud } from '../cloud-api.ts'
import type { SnapshotInspection } from '../ec2/inspection.ts'
import type { Session } from '../session.ts'
import { callsToKms } from './calls-to-kms.ts'
import { protectedResource } from './protected-resource.ts'
import { diskDigest, type SourceFile, writeFile } from './source-file.ts'
import type { TourRecorder } from './tour-recorder.ts'
import type { TourResource } from './tour-report.ts'

/** What the tours about images walk through: one Region, one file, on every disk of an instance. */
export interface ImageStage {
  readonly cloud: Cloud
  readonly recorder: TourRecorder
  readonly session: Session
  readonly file: SourceFile
}

/** A disk of an image: where it is attached, and the snapshot behind it. */
export interface ImageDisk {
  readonly device: string
  readonly snapshotId: string
  /** Absent where the snapshot is not encrypted. */
  readonly keyArn?: string | undefined
}

/** The device of the root disk of every image here. */
export const rootDevice = ({ ec2, baseImageId }: Session): string =>
  ec2.describeImages({ ImageIds: [baseImageId] }).Images[0]?.RootDeviceName ?? ''

/** What a disk is to be encrypted under; without a key it is as its snapshot is. */
export type WantedKeys = readonly { readonly device: string; readonly keyArn: string }[]

/** A step: launches an instance with disks under these keys, and writes the file to every disk. */
export const launchAndWrite = ({ cloud, recorder, session, file }: ImageStage, keys: WantedKeys): string =>
  recorder.step(`Launch an instance and write ${file.name} (${file.bytes} bytes) to each of its disks`, ({ tell, claim }) => {
    const instanceId = launch(session, session.baseImageId, keys)
    for (const { device, volumeId } of disksOf(session, instanceId)) {
      const disk = cloud.instance(instanceId).device(device)
      writeFile(disk, file)
      tell(`${volumeId} at ${device}, ${underText(cloud.volume(volumeId).kmsKeyArn)}`)
      claim(`${volumeId} holds the file`, diskDigest(disk, file.bytes) === file.sha256)
    }
    return instanceId
  })

/** A step: makes an image of a running instance. */
export const takeImage = ({ cloud, recorder, session }: ImageStage, instanceId: string): string =>
  recorder.step(`Make an image of ${instanceId}`, ({ tell, claim }) => {
    const create = () =>
      session.ec2.createImage({ InstanceId: instanceId, Name: `image of ${instanceId}`, NoReboot: true }).ImageId
    const { result: imageId, calls } = callsToKms(cloud, create)
    const snapshots = tellImage(session, tell, imageId)
    const disks = disksOf(session, instanceId)
    claim(
      'it has a snapshot of every disk',
      snapshots.map(({ device }) => device).join() === disks.map(({ device }) => device).join(),
    )
    for (const [index, { device, volumeId }] of disks.entries()) {
      const [volume, snapshot] = [cloud.volume(volumeId), cloud.snapshot(snapshots[index]?.snapshotId ?? '')]
      claim(`${device} is ${underText(snapshot.kmsKeyArn)}, as its volume is`, snapshot.kmsKeyArn === volume.kmsKeyArn)
      if (volume.dataKeyId === undefined) continue
      claim(`${device} has the data key of its volume`, snapshot.dataKeyId === volume.dataKeyId)
      claim(`${device} is still bound to ${volumeId}`, snapshot.contextId === volumeId)
    }
    claim('no call to KMS was needed', calls.length === 0)
    return imageId
  })

/** A step: launches an instance from an image and reads the file from each of its disks. */
export const launchAndRead = ({ cloud, recorder, session, file }: ImageStage, imageId: string): readonly TourResource[] =>
  recorder.step(`Launch an instance from ${imageId} and read the file back`, ({ tell, claim }) => {
    const { result: instanceId, calls } = callsToKms(cloud, () => launch(session, imageId, []))
    const disks = disksOf(session, instanceId)
    const snapshots = imageDisks(session, imageId)
    const encrypted = snapshots.filter(({ keyArn }) => keyArn !== undefined)
    claim(
      `calls of ReEncrypt, one for each encrypted disk: ${encrypted.length}`,
      calls.filter(({ operation }) => operation === 'ReEncrypt').length === encrypted.length,
    )
    claim(`disks, one for each snapshot: ${snapshots.length}`, disks.length === snapshots.length)
    return disks.map(({ device, volumeId }, index) => {
      const [volume, snapshot] = [cloud.volume(volumeId), cloud.snapshot(snapshots[index]?.snapshotId ?? '')]
      const digest = diskDigest(cloud.instance(instanceId).device(device), file.bytes)
      tell(`${volumeId} at ${device}, ${underText(volume.kmsKeyArn)}`)
      claim(`${volumeId} holds the file`, digest === file.sha256)
      claim(`${volumeId} has the key and the data key of its snapshot`, sameKeys(volume, snapshot))
      return protectedResource(cloud, volumeId, session.region, `volume at ${device} from ${imageId}`, digest)
    })
  })

const sameKeys = (one: SnapshotInspection, other: SnapshotInspection): boolean =>
  one.kmsKeyArn === other.kmsKeyArn && one.dataKeyId === other.dataKeyId

/** The disks of an image, the root first. */
export const imageDisks = ({ ec2 }: Session, imageId: string): readonly ImageDisk[] =>
  (ec2.describeImages({ ImageIds: [imageId] }).Images[0]?.BlockDeviceMappings ?? []).map(({ DeviceName, Ebs }) => {
    const snapshotId = Ebs.SnapshotId ?? ''
    const [snapshot] = ec2.describeSnapshots({ SnapshotIds: [snapshotId] }).Snapshots
    return { device: DeviceName, snapshotId, keyArn: snapshot?.KmsKeyId }
  })

/** Tells an image: its state, and the snapshot and key behind each disk. */
export const tellImage = (session: Session, tell: (line: string) => void, imageId: string): readonly ImageDisk[] => {
  const disks = imageDisks(session, imageId)
  tell(`${imageId} is ${session.ec2.describeImages({ ImageIds: [imageId] }).Images[0]?.State}`)
  for (const { device, snapshotId, keyArn } of disks) tell(`  ${device}: ${snapshotId}, ${underText(keyArn)}`)
  return disks
}

/** Which blocks of a snapshot are written. */
export const writtenBlocks = ({ ebs }: Session, SnapshotId: string): string =>
  ebs
    .listSnapshotBlocks({ SnapshotId })
    .Blocks.map(({ BlockIndex }) => BlockIndex)
    .join()

const underText = (keyArn: string | undefined) => (keyArn === undefined ? 'not encrypted' : `under ${keyArn}`)

const launch = ({ ec2 }: Session, ImageId: string, keys: WantedKeys): string => {
  const BlockDeviceMappings = keys.map(({ device, keyArn }) => ({
    DeviceName: device,
    Ebs: { Encrypted: true, KmsKeyId: keyArn, VolumeSize: 8 },
  }))
  return ec2.runInstances({ ImageId, MinCount: 1, MaxCount: 1, BlockDeviceMappings }).Instances[0].InstanceId
}

/** The disks of an instance, in the order in which they were attached. */
const disksOf = ({ ec2 }: Session, InstanceId: string) => {
  const [instance] = ec2.describeInstances({ InstanceIds: [InstanceId] }).Reservations.flatMap(({ Instances }) => Instances)
  return (instance?.BlockDeviceMappings ?? []).map(({ DeviceName, Ebs }) => ({ device: DeviceName, volumeId: Ebs.VolumeId }))
}
