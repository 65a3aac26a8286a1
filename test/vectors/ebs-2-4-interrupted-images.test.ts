import { blockOf, directApi, put } from '../support/cloud/direct-api.ts'
import { placeOf, REGION_A } from '../support/cloud/ebs-world.ts'
import { type Scenario, sweep } from '../support/cloud/fault-sweep.ts'
import { DEVICES, guestOf, imagesOf, imageWorld, policyForBoth } from '../support/cloud/image-world.ts'
import type { Caller } from '../support/cloud/key-troubles.ts'
import { GUEST_ACCOUNT } from '../support/cloud/shared-snapshot.ts'

/*
 * Fault sweep over the rest of spec/ebs-ec2.md 2.4: images, other accounts' snapshots and images, the EBS direct APIs. Every sequence of KMS
 * calls is cut off at every call.
 */

const stage = () => {
  const w = imageWorld()
  const source = w.volumeUnder(w.K1)
  w.write(source, 0, 'hello')
  const encrypted = w.snapshot(source)
  const image = w.register(w.snapshot(w.volume()), encrypted, w.snapshot(w.volumeUnder(w.K2)))
  const Add = [{ UserId: GUEST_ACCOUNT }]
  w.ec2.modifyImageAttribute({ ImageId: image, LaunchPermission: { Add } })
  for (const SnapshotId of w.snapshotsOf(image)) w.ec2.modifySnapshotAttribute({ SnapshotId, CreateVolumePermission: { Add } })
  for (const KeyId of [w.K1, w.K2]) w.kms.putKeyPolicy({ KeyId, Policy: policyForBoth(w.session.accountId) })
  const guest = guestOf(w, placeOf, REGION_A)
  const own = guest.newKey()
  const elsewhere = w.inB.newKey()
  const direct = directApi(w.session)
  const grantsLeft = () =>
    [w.a, w.inB, guest].flatMap(({ kms, grants }) => kms.listKeys({}).Keys.flatMap(({ KeyArn }) => grants(KeyArn)))
  const keysInMemory = () =>
    [w.a, guest].flatMap(({ ec2 }) =>
      ec2.describeVolumes({}).Volumes.filter((each) => w.cloud.volume(each.VolumeId).isPlaintextKeyInHostMemory),
    )
  return { ...w, source, encrypted, image, guest, own, elsewhere, direct, grantsLeft, keysInMemory }
}
type Stage = ReturnType<typeof stage>

const launch = (by: Caller, ImageId: string, KmsKeyId?: string) => {
  const Ebs = { DeleteOnTermination: true, ...(KmsKeyId === undefined ? {} : { Encrypted: true, KmsKeyId }) }
  const BlockDeviceMappings = DEVICES.slice(0, 3).map((DeviceName) => ({ DeviceName, Ebs }))
  const before = by.ec2.describeVolumes({}).Volumes.length
  const id = by.instance({ ImageId, BlockDeviceMappings })
  const instance = by.shownInstance(id)
  by.ec2.terminateInstances({ InstanceIds: [id] })
  const left = by.ec2.describeVolumes({}).Volumes.length - before
  return `${instance?.State.Name} with ${instance?.BlockDeviceMappings.length}, left ${left}`
}

const copy = (by: Caller, image: string, KmsKeyId?: string) => {
  const { copyImage, shownImage, snapshotsOf } = imagesOf(by)
  const input = { SourceRegion: REGION_A, ...(KmsKeyId === undefined ? {} : { Encrypted: true, KmsKeyId }) }
  const id = copyImage(image, input)
  const states = snapshotsOf(id).map((snapshot) => by.shownSnapshot(snapshot)?.State)
  return `${shownImage(id)?.State}, ${states.includes('error') ? 'with an error' : 'complete'}`
}

const volume = (by: Caller, input: object) => {
  const id = by.volume(input)
  return by.ec2.describeVolumes({}).Volumes.some(({ VolumeId }) => VolumeId === id) ? 'available' : 'gone'
}

/** Of the direct APIs: a failure inside KMS is one of EBS. */
const once = (call: () => unknown) => {
  try {
    call()
    return 'done'
  } catch (error) {
    return (error as Error).name
  }
}

const LAUNCH = { operation: 'RunInstances', good: 'running with 3, left 0', bad: 'terminated with 0, left 0' }
const COPY = { operation: 'CopyImage', good: 'available, complete', bad: 'failed, with an error' }
const VOLUME = { operation: 'CreateVolume', good: 'available', bad: 'gone' }
const DIRECT = { good: 'done', bad: 'InternalServerException' }

const SCENARIOS: Record<string, Scenario<Stage>> = {
  'RunInstances, image with two keys': { ...LAUNCH, act: (w) => launch(w.a, w.image) },
  'RunInstances, image under one key': { ...LAUNCH, act: (w) => launch(w.a, w.image, w.K1) },
  'RunInstances, shared image, default key': { ...LAUNCH, act: (w) => launch(w.guest, w.image) },
  'RunInstances, shared image, own key': { ...LAUNCH, act: (w) => launch(w.guest, w.image, w.own) },
  'CopyImage, same keys': { ...COPY, act: (w) => copy(w.a, w.image) },
  'CopyImage, one key': { ...COPY, act: (w) => copy(w.a, w.image, w.K2) },
  'CopyImage, other Region': { ...COPY, act: (w) => copy(w.inB, w.image, w.elsewhere) },
  'CopyImage, shared image': { ...COPY, act: (w) => copy(w.guest, w.image, w.own) },
  'CreateVolume, shared snapshot, default key': { ...VOLUME, act: (w) => volume(w.guest, { SnapshotId: w.encrypted }) },
  'CreateVolume, shared snapshot, own key': {
    ...VOLUME,
    act: (w) => volume(w.guest, { SnapshotId: w.encrypted, Encrypted: true, KmsKeyId: w.own }),
  },
  'CopySnapshot, shared snapshot': {
    operation: 'CopySnapshot',
    good: 'completed',
    bad: 'error',
    badDescribeKey: 'InvalidParameterValue',
    act: (w) => {
      try {
        return `${w.guest.shownSnapshot(w.guest.copy(w.encrypted, { Encrypted: true, KmsKeyId: w.own }))?.State}`
      } catch (error) {
        return (error as Error).name
      }
    },
  },
  StartSnapshot: { ...DIRECT, operation: 'StartSnapshot', act: (w) => once(() => w.direct.start({ KmsKeyArn: w.K1 })) },
  'StartSnapshot, child': {
    ...DIRECT,
    operation: 'StartSnapshot',
    act: (w) => once(() => w.direct.start({ ParentSnapshotId: w.encrypted })),
  },
  PutSnapshotBlock: {
    ...DIRECT,
    operation: 'PutSnapshotBlock',
    act: (w) => {
      const id = w.direct.start({ KmsKeyArn: w.K1 })
      return once(() => w.direct.ebs.putSnapshotBlock(put(id, 0, blockOf(1))))
    },
  },
  GetSnapshotBlock: {
    ...DIRECT,
    operation: 'GetSnapshotBlock',
    act: (w) => {
      const { BlockToken } = w.direct.ebs.listSnapshotBlocks({ SnapshotId: w.encrypted }).Blocks[0] ?? {}
      return once(() => w.direct.ebs.getSnapshotBlock({ SnapshotId: w.encrypted, BlockIndex: 0, BlockToken }))
    },
  },
  'ListSnapshotBlocks of a shared snapshot': {
    ...DIRECT,
    operation: 'ListSnapshotBlocks',
    act: (w) => once(() => directApi(w.guest.session).written(w.encrypted)),
  },
}

sweep(stage, SCENARIOS)
