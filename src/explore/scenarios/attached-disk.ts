import type { AttachedDisk } from '../../attached-disk.ts'
import type { Cloud } from '../../cloud-api.ts'
import type { Session } from '../../session.ts'
import { callsToKms } from '../calls-to-kms.ts'
import { customerKey } from '../customer-key.ts'
import { protectedResource } from '../protected-resource.ts'
import { tellRefusal } from '../refusal.ts'
import { diskDigest, type SourceFile, writeFile } from '../source-file.ts'
import type { TourRecorder } from '../tour-recorder.ts'
import type { TourResource } from '../tour-report.ts'
import type { TourScenario } from '../tour-scenario.ts'

/** What an attached disk does without its KMS key: the key is disabled, comes back, and is then deleted while the disk is in use. */
export const attachedDisk: TourScenario = {
  name: 'attached-disk',
  title: 'An attached disk whose key is disabled, and then deleted: what goes on, what fails, what is lost',
  writesFile: true,
  tell: (cloud, recorder, file) => {
    const stage = prepare({ cloud, recorder, file, session: cloud.session() })
    goOnWithoutKey(stage)
    refuseNewUses(stage)
    failToStart(stage)
    refuseAttachment(stage)
    regainKey(stage)
    deleteKey(stage)
    return loseForGood(stage, rescue(stage))
  },
}

interface Setting {
  readonly cloud: Cloud
  readonly recorder: TourRecorder
  readonly file: SourceFile
  readonly session: Session
}

interface Stage extends Setting {
  readonly keyArn: string
  readonly disk: AttachedDisk
  readonly other: AttachedDisk
  readonly snapshotId: string
}

const prepare = (setting: Setting): Stage => {
  const { cloud, recorder, file, session } = setting
  return recorder.step(`Attach two disks under one key, and write ${file.name} through the first`, ({ tell, claim }) => {
    const keyArn = customerKey(session, 'alias/disks')
    const [disk, other] = [session.attachedDisk({ KmsKeyId: keyArn }), session.attachedDisk({ KmsKeyId: keyArn })] as const
    writeFile(disk.disk, file)
    const { SnapshotId: snapshotId } = session.ec2.createSnapshot({ VolumeId: disk.VolumeId })
    for (const { VolumeId, InstanceId } of [disk, other]) {
      const { plaintextKeyHolders } = cloud.volume(VolumeId)
      tell(
        `${VolumeId} under ${keyArn}; its plaintext data key is in the memory of the host of ${plaintextKeyHolders.join(', ')}`,
      )
      claim(`no host but that of ${InstanceId} has the key of ${VolumeId}`, plaintextKeyHolders.join() === InstanceId)
    }
    return { ...setting, keyArn, disk, other, snapshotId }
  })
}

const goOnWithoutKey = ({ cloud, recorder, file, session: { kms, ec2 }, keyArn, disk }: Stage): void =>
  recorder.step('Disable the key: whatever needs no call to KMS goes on', ({ tell, claim }) => {
    kms.disableKey({ KeyId: keyArn })
    tell(`${keyArn} is ${kms.describeKey({ KeyId: keyArn }).KeyMetadata.KeyState}`)
    const without = (what: string, act: () => unknown) => {
      const { calls } = callsToKms(cloud, act)
      claim(`${what}, without a call to KMS`, calls.length === 0 && diskDigest(disk.disk, file.bytes) === file.sha256)
    }
    without('written and read again, the disk holds the file', () => writeFile(disk.disk, file))
    without('a snapshot is taken', () => ec2.createSnapshot({ VolumeId: disk.VolumeId }))
    without('the volume is made larger', () => ec2.modifyVolume({ VolumeId: disk.VolumeId, Size: 9 }))
    without('the instance is rebooted', () => ec2.rebootInstances({ InstanceIds: [disk.InstanceId] }))
  })

const refuseNewUses = ({ cloud, recorder, session: { ec2, ebs, region }, snapshotId }: Stage): void =>
  recorder.step('Use the snapshot: whatever needs the key fails, at once or a moment later', ({ tell, claim }) => {
    const { VolumeId, State } = ec2.createVolume({ SnapshotId: snapshotId, AvailabilityZone: `${region}a` })
    tell(`CreateVolume answered ${VolumeId}, ${State}; then:`)
    const gone = tellRefusal(cloud, tell, () => ec2.describeVolumes({ VolumeIds: [VolumeId] }))
    const [event] = cloud.events.matching({ detail: { event: ['createVolume'], result: ['failed'] } })
    tell(`EventBridge: ${event?.['detail-type']}: ${JSON.stringify(event?.detail)}`)
    claim('the new volume is gone', gone === 'InvalidVolume.NotFound')

    const { SnapshotId } = ec2.copySnapshot({ SourceRegion: region, SourceSnapshotId: snapshotId, KmsKeyId: 'alias/aws/ebs' })
    const copy = ec2.describeSnapshots({ SnapshotIds: [SnapshotId] }).Snapshots[0]
    tell(`CopySnapshot answered ${SnapshotId}; it is in state ${copy?.State}: ${copy?.StateMessage}`)
    claim('the copy has failed', copy?.State === 'error')

    const { Blocks } = ebs.listSnapshotBlocks({ SnapshotId: snapshotId })
    const { BlockIndex, BlockToken } = Blocks[0] ?? {}
    const read = () => ebs.getSnapshotBlock({ SnapshotId: snapshotId, BlockIndex, BlockToken })
    claim('the blocks are listed, and none can be read', tellRefusal(cloud, tell, read) !== 'none')
  })

const failToStart = ({ recorder, session: { ec2 }, other: { InstanceId } }: Stage): void =>
  recorder.step('Stop the second instance and start it: the host has forgotten the key', ({ tell, claim }) => {
    ec2.stopInstances({ InstanceIds: [InstanceId] })
    const { StartingInstances } = ec2.startInstances({ InstanceIds: [InstanceId] })
    const instance = ec2.describeInstances({ InstanceIds: [InstanceId] }).Reservations[0]?.Instances[0]
    tell(`StartInstances answered ${StartingInstances[0]?.CurrentState.Name}; ${InstanceId} is ${instance?.State.Name} again`)
    tell(`StateReason ${instance?.StateReason?.Code}: ${instance?.StateReason?.Message}`)
    claim('the instance has not started', instance?.State.Name === 'stopped')
  })

const refuseAttachment = ({ cloud, recorder, session: { ec2 }, disk: { VolumeId, InstanceId, Device } }: Stage): void =>
  recorder.step('Detach the first disk and attach it again: the point of no return', ({ tell, claim }) => {
    const { calls } = callsToKms(cloud, () => ec2.detachVolume({ VolumeId }))
    claim(
      'the detachment asks nobody for the key',
      calls.every(({ operation }) => operation === 'RetireGrant'),
    )
    claim('the plaintext data key is in nobody’s memory', !cloud.volume(VolumeId).isPlaintextKeyInHostMemory)
    const error = tellRefusal(cloud, tell, () => ec2.attachVolume({ VolumeId, InstanceId, Device }))
    claim('the attachment is refused', error === 'CustomerKeyHasBeenRevoked')
    const [event] = cloud.events.matching({ detail: { event: ['attachVolume'], result: ['failed'] } })
    tell(`EventBridge: ${event?.['detail-type']}: ${JSON.stringify(event?.detail)}`)
  })

const regainKey = ({ cloud, recorder, file, session: { kms, ec2 }, keyArn, disk, other }: Stage): void =>
  recorder.step('Enable the key: everything works again, and nothing has to be repaired', ({ claim }) => {
    const { VolumeId, InstanceId, Device } = disk
    kms.enableKey({ KeyId: keyArn })
    ec2.attachVolume({ VolumeId, InstanceId, Device })
    claim('the disk holds the file', digestOn(cloud, disk, file) === file.sha256)
    ec2.startInstances({ InstanceIds: [other.InstanceId] })
    claim('the second instance runs, with its disk', cloud.instance(other.InstanceId).devices.includes(other.Device))
  })

const deleteKey = ({ cloud, recorder, file, session: { kms }, keyArn, disk }: Stage): void =>
  recorder.step('Delete the key while the disk is attached: it still serves its guest', ({ tell, claim }) => {
    const { DeletionDate } = kms.scheduleKeyDeletion({ KeyId: keyArn, PendingWindowInDays: 7 })
    tell(`${keyArn} is to be deleted at ${DeletionDate?.toISOString()}`)
    cloud.clock.advance({ days: 8 })
    const error = tellRefusal(cloud, tell, () => kms.describeKey({ KeyId: keyArn }))
    claim('the key is gone', error === 'NotFoundException')
    claim('the disk holds the file', digestOn(cloud, disk, file) === file.sha256)
  })

const rescue = ({ cloud, recorder, file, session, disk }: Stage): AttachedDisk =>
  recorder.step('Copy the file inside the guest to a disk under another key, while there is time', ({ claim }) => {
    const KmsKeyId = customerKey(session, 'alias/rescue')
    const rescued = session.attachedDisk({ KmsKeyId, InstanceId: disk.InstanceId, Device: '/dev/sdg' })
    const source = cloud.instance(disk.InstanceId).device(disk.Device)
    for (let at = 0; at < file.bytes; at += COPIED_BYTES)
      rescued.disk.write(at, source.read(at, Math.min(COPIED_BYTES, file.bytes - at)))
    claim('the other disk holds the file', digestOn(cloud, rescued, file) === file.sha256)
    return rescued
  })

const loseForGood = (
  { cloud, recorder, file, session, disk, snapshotId }: Stage,
  rescued: AttachedDisk,
): readonly TourResource[] =>
  recorder.step('Detach the disk: what was on it is lost for good', ({ tell, claim }) => {
    const { VolumeId, InstanceId, Device } = disk
    session.ec2.detachVolume({ VolumeId })
    const error = tellRefusal(cloud, tell, () => session.ec2.attachVolume({ VolumeId, InstanceId, Device }))
    claim('the attachment is refused', error === 'CustomerKeyHasBeenRevoked')
    const shown = (id: string, made: string, sha256: string) => protectedResource(cloud, id, session.region, made, sha256)
    return [
      shown(VolumeId, 'volume under the deleted key', ''),
      shown(snapshotId, 'snapshot under the deleted key', ''),
      shown(rescued.VolumeId, 'volume under the other key', digestOn(cloud, rescued, file)),
    ]
  })

const digestOn = (cloud: Cloud, { InstanceId, Device }: AttachedDisk, file: SourceFile): string =>
  diskDigest(cloud.instance(InstanceId).device(Device), file.bytes)

const COPIED_BYTES = 1024 * 1024
