import type { Session } from '../../../src/index.ts'
import { DEVICES, imageWorld } from './image-world.ts'

/*
 * For every operation of EC2 an input that is accepted, in a world that has what it needs. Whoever adds an operation adds its case.
 */

/** A world with something for every operation. */
export const ec2Stage = () => {
  const w = imageWorld()
  const data = w.volumeUnder(w.K1)
  const [instance, stopped] = [w.instance(), w.instance()]
  w.attach(data, instance)
  w.ec2.stopInstances({ InstanceIds: [stopped] })
  const snapshot = w.snapshot(data)
  const image = w.register(snapshot)
  const free = w.snapshot(data)
  const disabled = w.imageOf(stopped)
  w.ec2.disableImage({ ImageId: disabled })
  const locked = w.snapshot(data)
  const archived = w.snapshot(data)
  w.ec2.modifySnapshotTier({ SnapshotId: archived, StorageTier: 'archive' })
  w.cloud.clock.advance({ days: 4 })
  w.ec2.lockSnapshot({ SnapshotId: locked, LockMode: 'governance', LockDuration: 1 })
  w.session.rbin.createRule({
    ResourceType: 'EBS_SNAPSHOT',
    RetentionPeriod: { RetentionPeriodValue: 7, RetentionPeriodUnit: 'DAYS' },
  })
  const binned = w.snapshot(data)
  w.ec2.deleteSnapshot({ SnapshotId: binned })
  const LaunchTemplateName = 'template'
  const LaunchTemplateData = { InstanceType: 't3.micro' }
  w.ec2.createLaunchTemplate({ LaunchTemplateName, LaunchTemplateData })
  w.ec2.createLaunchTemplateVersion({ LaunchTemplateName, LaunchTemplateData })
  const silent = w.volume()
  w.ec2.modifyVolumeAttribute({ VolumeId: silent, AutoEnableIO: { Value: false } })
  const nobody = w.cloud.session({ as: w.cloud.account('111122223333').createRole('Nobody') })
  return { ...w, data, instance, stopped, snapshot, image, free, disabled, locked, archived, binned, silent, nobody }
}
export type Ec2Stage = ReturnType<typeof ec2Stage>

const template = { LaunchTemplateName: 'template' }
const LaunchTemplateData = { InstanceType: 't3.micro' }
const zones = { AvailabilityZones: ['us-east-1a'] }

/** For each operation an input that is accepted. */
export const EC2_INPUTS: Record<string, (w: Ec2Stage) => object> = {
  AttachVolume: (w) => ({ VolumeId: w.silent, InstanceId: w.instance, Device: '/dev/sdg' }),
  CopyImage: (w) => ({ SourceImageId: w.image, SourceRegion: 'us-east-1', Name: 'copy' }),
  CopySnapshot: (w) => ({ SourceSnapshotId: w.snapshot, SourceRegion: 'us-east-1' }),
  CreateImage: (w) => ({ InstanceId: w.instance, Name: 'new' }),
  CreateLaunchTemplate: () => ({ LaunchTemplateName: 'other', LaunchTemplateData }),
  CreateLaunchTemplateVersion: () => ({ ...template, LaunchTemplateData }),
  CreateSnapshot: (w) => ({ VolumeId: w.data }),
  CreateSnapshots: (w) => ({ InstanceSpecification: { InstanceId: w.instance } }),
  CreateTags: (w) => ({ Resources: [w.data], Tags: [{ Key: 'a', Value: 'b' }] }),
  CreateVolume: () => ({ AvailabilityZone: 'us-east-1a', Size: 1, Encrypted: true }),
  DeleteLaunchTemplate: () => template,
  DeleteLaunchTemplateVersions: () => ({ ...template, Versions: ['2'] }),
  DeleteSnapshot: (w) => ({ SnapshotId: w.free }),
  DeleteTags: (w) => ({ Resources: [w.data] }),
  DeleteVolume: (w) => ({ VolumeId: w.silent }),
  DeregisterImage: (w) => ({ ImageId: w.image }),
  DescribeAvailabilityZones: () => ({}),
  DescribeFastSnapshotRestores: () => ({}),
  DescribeImageAttribute: (w) => ({ ImageId: w.image, Attribute: 'description' }),
  DescribeImages: () => ({}),
  DescribeInstanceAttribute: (w) => ({ InstanceId: w.instance, Attribute: 'instanceType' }),
  DescribeInstanceStatus: () => ({}),
  DescribeInstanceTypes: () => ({}),
  DescribeInstances: () => ({}),
  DescribeLaunchTemplateVersions: () => template,
  DescribeLaunchTemplates: () => ({}),
  DescribeLockedSnapshots: () => ({}),
  DescribeRegions: () => ({}),
  DescribeSnapshotAttribute: (w) => ({ SnapshotId: w.snapshot, Attribute: 'createVolumePermission' }),
  DescribeSnapshotTierStatus: () => ({}),
  DescribeSnapshots: () => ({}),
  DescribeTags: () => ({}),
  DescribeVolumeAttribute: (w) => ({ VolumeId: w.data, Attribute: 'autoEnableIO' }),
  DescribeVolumeStatus: () => ({}),
  DescribeVolumes: () => ({}),
  DescribeVolumesModifications: () => ({}),
  DetachVolume: (w) => ({ VolumeId: w.data }),
  DisableEbsEncryptionByDefault: () => ({}),
  DisableFastSnapshotRestores: (w) => ({ ...zones, SourceSnapshotIds: [w.snapshot] }),
  DisableImage: (w) => ({ ImageId: w.image }),
  DisableImageBlockPublicAccess: () => ({}),
  DisableImageDeprecation: (w) => ({ ImageId: w.image }),
  DisableSnapshotBlockPublicAccess: () => ({}),
  EnableEbsEncryptionByDefault: () => ({}),
  EnableFastSnapshotRestores: (w) => ({ ...zones, SourceSnapshotIds: [w.snapshot] }),
  EnableImage: (w) => ({ ImageId: w.disabled }),
  EnableImageBlockPublicAccess: () => ({ ImageBlockPublicAccessState: 'block-new-sharing' }),
  EnableImageDeprecation: (w) => ({ ImageId: w.image, DeprecateAt: new Date('2027-01-01T00:00:00Z') }),
  EnableSnapshotBlockPublicAccess: () => ({ State: 'block-all-sharing' }),
  EnableVolumeIO: (w) => ({ VolumeId: w.silent }),
  GetEbsDefaultKmsKeyId: () => ({}),
  GetEbsEncryptionByDefault: () => ({}),
  GetImageBlockPublicAccessState: () => ({}),
  GetLaunchTemplateData: (w) => ({ InstanceId: w.instance }),
  GetSnapshotBlockPublicAccessState: () => ({}),
  ListSnapshotsInRecycleBin: () => ({}),
  LockSnapshot: (w) => ({ SnapshotId: w.snapshot, LockMode: 'governance', LockDuration: 1 }),
  ModifyEbsDefaultKmsKeyId: (w) => ({ KmsKeyId: w.K2 }),
  ModifyImageAttribute: (w) => ({ ImageId: w.image, Description: { Value: 'other' } }),
  ModifyInstanceAttribute: (w) => ({ InstanceId: w.stopped, InstanceType: { Value: 't3.large' } }),
  ModifyLaunchTemplate: () => ({ ...template, DefaultVersion: '2' }),
  ModifySnapshotAttribute: (w) => ({
    SnapshotId: w.snapshot,
    CreateVolumePermission: { Add: [{ UserId: '444455556666' }] },
  }),
  ModifySnapshotTier: (w) => ({ SnapshotId: w.free, StorageTier: 'archive' }),
  ModifyVolume: (w) => ({ VolumeId: w.data, Size: 2 }),
  ModifyVolumeAttribute: (w) => ({ VolumeId: w.data, AutoEnableIO: { Value: true } }),
  RebootInstances: (w) => ({ InstanceIds: [w.instance] }),
  RegisterImage: (w) => ({
    Name: 'registered',
    RootDeviceName: DEVICES[0],
    BlockDeviceMappings: [{ DeviceName: DEVICES[0], Ebs: { SnapshotId: w.snapshot } }],
  }),
  ResetEbsDefaultKmsKeyId: () => ({}),
  ResetImageAttribute: (w) => ({ ImageId: w.image, Attribute: 'launchPermission' }),
  ResetSnapshotAttribute: (w) => ({ SnapshotId: w.snapshot, Attribute: 'createVolumePermission' }),
  RestoreSnapshotFromRecycleBin: (w) => ({ SnapshotId: w.binned }),
  RestoreSnapshotTier: (w) => ({ SnapshotId: w.archived, PermanentRestore: true }),
  RunInstances: (w) => ({ ImageId: w.image, MinCount: 1, MaxCount: 1 }),
  StartInstances: (w) => ({ InstanceIds: [w.stopped] }),
  StopInstances: (w) => ({ InstanceIds: [w.instance] }),
  TerminateInstances: (w) => ({ InstanceIds: [w.instance] }),
  UnlockSnapshot: (w) => ({ SnapshotId: w.locked }),
}

/** The input of an operation. */
export const inputOf = (w: Ec2Stage, name: string): object => {
  const input = EC2_INPUTS[name]
  if (input === undefined) throw new Error(`Expected an input for ${name}, found none.`)
  return input(w)
}

/** Calls an operation by its AWS name. */
export const callEc2 = ({ ec2 }: Session, name: string, input: object): unknown => {
  const method = `${name.charAt(0).toLowerCase()}${name.slice(1)}`
  return (ec2 as unknown as Record<string, (input: object) => unknown>)[method]?.(input)
}
