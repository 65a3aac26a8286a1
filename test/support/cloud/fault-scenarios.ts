import { type Cloud, createCloud, type Session } from '../../../src/index.ts'
import { BLOCK, blockOf, put } from './direct-api.ts'
import { launch } from './disks.ts'

/** Something that a cloud is asked for, in a state where it would go through. */
export interface FaultScenario {
  readonly name: string
  /** Makes everything that the act needs. */
  readonly prepare: (cloud: Cloud) => Prepared
  /** The act. It may be tried several times; what it answers says what came of it. */
  readonly act: (cloud: Cloud, prepared: Prepared) => unknown
  /** Whether the act has been successful, as somebody sees who looks at the cloud. */
  readonly isDone: (cloud: Cloud, prepared: Prepared, answer: unknown) => boolean
  /** What AWS leaves to the caller to clear away after a failure. */
  readonly tidy?: (cloud: Cloud) => void
}

/** Names of what a scenario has prepared. */
type Prepared = Readonly<Record<string, string>>

const here = (cloud: Cloud): Session => cloud.session({ region: 'us-east-1' })
const there = (cloud: Cloud): Session => cloud.session({ region: 'eu-west-1' })
const Placement = { AvailabilityZone: 'us-east-1a' }

const prepared = (
  cloud: Cloud,
): Record<string, string> & { key: string; other: string; far: string; volume: string; instance: string } => {
  const { kms, ec2 } = here(cloud)
  const key = kms.createKey({ MultiRegion: true }).KeyMetadata.Arn
  const other = kms.createKey({}).KeyMetadata.Arn
  const far = there(cloud).kms.createKey({}).KeyMetadata.Arn
  const instance = launch(here(cloud))
  const volume = ec2.createVolume({ ...Placement, Size: 1, Encrypted: true, KmsKeyId: key }).VolumeId
  settle(cloud)
  return { key, other, far, volume, instance }
}

const withSnapshot = (cloud: Cloud): Prepared => {
  const made = prepared(cloud)
  const { ec2 } = here(cloud)
  ec2.attachVolume({ VolumeId: made.volume, InstanceId: made.instance, Device: '/dev/sdf' })
  settle(cloud)
  cloud.instance(made.instance).device('/dev/sdf').write(0, new Uint8Array(5_000).fill(7))
  const snapshot = ec2.createSnapshot({ VolumeId: made.volume }).SnapshotId
  settle(cloud)
  return { ...made, snapshot }
}

/** Lets everything that is under way come to its end. */
export const settle = (cloud: Cloud): void => cloud.clock.advance({ minutes: 30 })

const volumeState = (cloud: Cloud, answer: unknown): string | undefined => {
  const { VolumeId } = answer as { VolumeId: string }
  return here(cloud).ec2.describeVolumes({ Filters: [{ Name: 'volume-id', Values: [VolumeId] }] }).Volumes[0]?.State
}

const snapshotState = (session: Session, answer: unknown): string | undefined => {
  const { SnapshotId } = answer as { SnapshotId: string }
  return session.ec2.describeSnapshots({ SnapshotIds: [SnapshotId] }).Snapshots[0]?.State
}

const instanceState = (cloud: Cloud, InstanceId: string): string | undefined =>
  here(cloud).ec2.describeInstances({ InstanceIds: [InstanceId] }).Reservations[0]?.Instances[0]?.State.Name

const launchedState = (cloud: Cloud, answer: unknown): string | undefined => {
  const { Instances } = answer as { Instances: readonly { InstanceId: string }[] }
  return instanceState(cloud, Instances[0]?.InstanceId ?? '')
}

/** The lives that a disk and a key have: every way in which EC2 and EBS come to call KMS. */
export const FAULT_SCENARIOS: readonly FaultScenario[] = [
  {
    name: 'an empty encrypted volume',
    prepare: prepared,
    act: (cloud, { key }) => here(cloud).ec2.createVolume({ ...Placement, Size: 1, Encrypted: true, KmsKeyId: key }),
    isDone: (cloud, _, answer) => volumeState(cloud, answer) === 'available',
  },
  {
    name: 'a volume from a snapshot under its key',
    prepare: withSnapshot,
    act: (cloud, { snapshot }) => here(cloud).ec2.createVolume({ ...Placement, SnapshotId: snapshot }),
    isDone: (cloud, _, answer) => volumeState(cloud, answer) === 'available',
  },
  {
    name: 'a volume from a snapshot under another key',
    prepare: withSnapshot,
    act: (cloud, { snapshot, other }) =>
      here(cloud).ec2.createVolume({ ...Placement, SnapshotId: snapshot, Encrypted: true, KmsKeyId: other }),
    isDone: (cloud, _, answer) => volumeState(cloud, answer) === 'available',
  },
  {
    name: 'attaching a volume',
    prepare: prepared,
    act: (cloud, { volume, instance }) =>
      here(cloud).ec2.attachVolume({ VolumeId: volume, InstanceId: instance, Device: '/dev/sdf' }),
    isDone: (cloud, { volume }) => cloud.volume(volume ?? '').isPlaintextKeyInHostMemory,
  },
  {
    name: 'a copy of a snapshot under its key',
    prepare: withSnapshot,
    act: (cloud, { snapshot, key }) =>
      here(cloud).ec2.copySnapshot({ SourceRegion: 'us-east-1', SourceSnapshotId: snapshot, Encrypted: true, KmsKeyId: key }),
    isDone: (cloud, _, answer) => snapshotState(here(cloud), answer) === 'completed',
  },
  {
    name: 'a copy of a snapshot to another Region',
    prepare: withSnapshot,
    act: (cloud, { snapshot, far }) =>
      there(cloud).ec2.copySnapshot({ SourceRegion: 'us-east-1', SourceSnapshotId: snapshot, Encrypted: true, KmsKeyId: far }),
    isDone: (cloud, _, answer) => snapshotState(there(cloud), answer) === 'completed',
  },
  {
    name: 'launching an instance with two encrypted disks',
    prepare: withSnapshot,
    act: (cloud, { snapshot, key, other }) => {
      const { ec2, baseImageId } = here(cloud)
      const BlockDeviceMappings = [
        { DeviceName: '/dev/sdf', Ebs: { VolumeSize: 1, Encrypted: true, KmsKeyId: key } },
        { DeviceName: '/dev/sdg', Ebs: { SnapshotId: snapshot, Encrypted: true, KmsKeyId: other } },
      ]
      return ec2.runInstances({ ImageId: baseImageId, MinCount: 1, MaxCount: 1, Placement, BlockDeviceMappings })
    },
    isDone: (cloud, _, answer) => launchedState(cloud, answer) === 'running',
  },
  {
    name: 'starting a stopped instance',
    prepare: (cloud) => {
      const made = withSnapshot(cloud)
      here(cloud).ec2.stopInstances({ InstanceIds: [made['instance'] ?? ''] })
      settle(cloud)
      return made
    },
    act: (cloud, { instance }) => here(cloud).ec2.startInstances({ InstanceIds: [instance ?? ''] }),
    isDone: (cloud, { instance }) => instanceState(cloud, instance ?? '') === 'running',
  },
  {
    name: 'launching an image of an instance',
    prepare: (cloud) => {
      const made = withSnapshot(cloud)
      const image = here(cloud).ec2.createImage({ InstanceId: made['instance'], Name: 'image' }).ImageId
      settle(cloud)
      return { ...made, image }
    },
    act: (cloud, { image }) => here(cloud).ec2.runInstances({ ImageId: image, MinCount: 1, MaxCount: 1, Placement }),
    isDone: (cloud, _, answer) => launchedState(cloud, answer) === 'running',
  },
  {
    name: 'a copy of an image under one key',
    prepare: (cloud) => {
      const made = withSnapshot(cloud)
      const image = here(cloud).ec2.createImage({ InstanceId: made['instance'], Name: 'image' }).ImageId
      settle(cloud)
      return { ...made, image }
    },
    act: (cloud, { image, other }) => {
      const Name = `copy ${cloud.journal.entries().length}`
      return here(cloud).ec2.copyImage({
        Name,
        SourceImageId: image,
        SourceRegion: 'us-east-1',
        Encrypted: true,
        KmsKeyId: other,
      })
    },
    isDone: (cloud, _, answer) => {
      const { ImageId } = answer as { ImageId: string }
      return here(cloud).ec2.describeImages({ ImageIds: [ImageId] }).Images[0]?.State === 'available'
    },
    // The snapshots of a failed image stay until somebody deregisters it.
    tidy: (cloud) => {
      const { ec2 } = here(cloud)
      for (const { ImageId, State, BlockDeviceMappings } of ec2.describeImages({ Owners: ['self'] }).Images) {
        if (State !== 'failed') continue
        ec2.deregisterImage({ ImageId })
        for (const { Ebs } of BlockDeviceMappings ?? []) if (Ebs?.SnapshotId) ec2.deleteSnapshot({ SnapshotId: Ebs.SnapshotId })
      }
    },
  },
  {
    name: 'a snapshot uploaded by the direct API',
    prepare: prepared,
    act: (cloud, { key }) => {
      const { ebs } = here(cloud)
      const { SnapshotId } = ebs.startSnapshot({ VolumeSize: 1, KmsKeyArn: key, Timeout: 60 })
      ebs.putSnapshotBlock(put(SnapshotId, 0, blockOf(3)))
      ebs.completeSnapshot({ SnapshotId, ChangedBlocksCount: 1 })
      return { SnapshotId }
    },
    isDone: (cloud, _, answer) => snapshotState(here(cloud), answer) === 'completed',
    // What has been uploaded so far may still be completed.
    tidy: (cloud) => {
      const { ec2 } = here(cloud)
      const { Snapshots } = ec2.describeSnapshots({ OwnerIds: ['self'] })
      for (const { SnapshotId, State } of Snapshots) if (State === 'pending') ec2.deleteSnapshot({ SnapshotId })
    },
  },
  {
    name: 'a block read by the direct API',
    prepare: withSnapshot,
    act: (cloud, { snapshot }) => {
      const { ebs } = here(cloud)
      const [block] = ebs.listSnapshotBlocks({ SnapshotId: snapshot }).Blocks
      return ebs.getSnapshotBlock({ SnapshotId: snapshot, BlockIndex: block?.BlockIndex, BlockToken: block?.BlockToken })
    },
    isDone: (_, __, answer) => (answer as { BlockData: Uint8Array }).BlockData.length === BLOCK,
  },
  {
    name: 'a replica of a key',
    prepare: prepared,
    act: (cloud, { key }) => here(cloud).kms.replicateKey({ KeyId: key, ReplicaRegion: 'eu-west-1' }),
    isDone: (cloud, { key }) =>
      there(cloud).kms.describeKey({ KeyId: (key ?? '').split('/')[1] }).KeyMetadata.KeyState === 'Enabled',
  },
  {
    name: 'a grant, used by its token',
    prepare: prepared,
    act: (cloud, { key }) => {
      const { kms } = here(cloud)
      const Operations = ['Encrypt' as const]
      const { GrantToken } = kms.createGrant({ KeyId: key, GranteePrincipal: 'arn:aws:iam::111122223333:role/Admin', Operations })
      return kms.encrypt({ KeyId: key, Plaintext: Uint8Array.of(1), GrantTokens: [GrantToken] })
    },
    isDone: (_, __, answer) => (answer as { CiphertextBlob: Uint8Array }).CiphertextBlob.length > 0,
    // The grant was made by a call of its own.
    tidy: (cloud) => {
      const { kms } = here(cloud)
      for (const { KeyId } of kms.listKeys({}).Keys) {
        for (const { GrantId } of kms.listGrants({ KeyId }).Grants) kms.revokeGrant({ KeyId, GrantId })
      }
    },
  },
  {
    name: 'a rotation on demand',
    prepare: prepared,
    act: (cloud, { key }) => here(cloud).kms.rotateKeyOnDemand({ KeyId: key }),
    isDone: (cloud, { key }) => here(cloud).kms.listKeyRotations({ KeyId: key }).Rotations.length > 0,
  },
]

/** A cloud in which a scenario is prepared; what is under way takes its time where `latency` is typical. */
export const stageOf = (scenario: FaultScenario, latency: 'none' | 'typical' = 'none') => {
  const cloud = createCloud({ seed: 12, unitBytes: 512, latency })
  return { cloud, prepared: scenario.prepare(cloud) }
}
