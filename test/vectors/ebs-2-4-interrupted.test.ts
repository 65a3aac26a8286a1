import { ebsWorld, REGION_A, refusalOf } from '../support/cloud/ebs-world.ts'
import { type Scenario, sweep } from '../support/cloud/fault-sweep.ts'

/*
 * Fault sweep over spec/ebs-ec2.md 2.4: every sequence of KMS calls is cut off at every call. The operation must end as AWS ends it, no
 * grant and no plaintext key may be left, and the same request must succeed afterwards.
 */

const stage = () => {
  const w = ebsWorld()
  const source = w.volumeUnder(w.K1)
  w.write(source, 0, 'hello')
  const encrypted = w.snapshot(source)
  const plain = w.snapshot(w.volume())
  const kept = w.instance()
  w.attach(w.volumeUnder(w.K1), kept, '/dev/sdf')
  w.attach(w.volumeUnder(w.K2), kept, '/dev/sdg')
  w.ec2.stopInstances({ InstanceIds: [kept] })
  const K3 = w.b.newKey()
  const grantsLeft = () => [...w.grants(w.K1), ...w.grants(w.K2), ...w.b.grants(K3)]
  const keysInMemory = () =>
    w.ec2.describeVolumes({}).Volumes.filter((each) => w.cloud.volume(each.VolumeId).isPlaintextKeyInHostMemory)
  return { ...w, source, encrypted, plain, kept, K3, grantsLeft, keysInMemory }
}
type Stage = ReturnType<typeof stage>

const isGone = (w: Stage, id: string) => refusalOf(() => w.shownVolume(id)).name === 'InvalidVolume.NotFound'

const volumeFate = (w: Stage, id: string) =>
  w.ec2.describeVolumes({}).Volumes.some(({ VolumeId }) => VolumeId === id)
    ? `${w.shownVolume(id)?.State}`
    : `gone: ${isGone(w, id)}`

const mapping = (DeviceName: string, Ebs: object) => ({ DeviceName, Ebs: { DeleteOnTermination: true, ...Ebs } })

const launch = (w: Stage) => {
  const id = w.instance({
    BlockDeviceMappings: [
      mapping('/dev/xvda', { Encrypted: true, KmsKeyId: w.K1 }),
      mapping('/dev/sdf', { SnapshotId: w.encrypted }),
      mapping('/dev/sdg', { SnapshotId: w.encrypted, Encrypted: true, KmsKeyId: w.K2 }),
    ],
  })
  const instance = w.shownInstance(id)
  w.ec2.terminateInstances({ InstanceIds: [id] })
  return `${instance?.State.Name} ${instance?.StateReason?.Code} with ${instance?.BlockDeviceMappings.length}`
}

const start = (w: Stage) => {
  w.ec2.startInstances({ InstanceIds: [w.kept] })
  const instance = w.shownInstance(w.kept)
  w.ec2.stopInstances({ InstanceIds: [w.kept] })
  return `${instance?.State.Name} ${instance?.StateReason?.Code}`
}

const attach = (w: Stage) => {
  const id = w.instance()
  try {
    w.attach(w.source, id)
    w.ec2.detachVolume({ VolumeId: w.source })
    return 'attached'
  } catch (error) {
    return (error as Error).name
  }
}

const copyFate = (to: Stage['a'], source: string, KmsKeyId: string) => {
  try {
    const shown = to.shownSnapshot(to.copy(source, { SourceRegion: REGION_A, Encrypted: true, KmsKeyId }))
    return `${shown?.State}: ${shown?.StateMessage}`
  } catch (error) {
    return (error as Error).name
  }
}

const VOLUME = { operation: 'CreateVolume', good: 'available', bad: 'gone: true' }
const COPY = {
  operation: 'CopySnapshot',
  good: 'completed: undefined',
  bad: 'error: Given key ID is not accessible',
  badDescribeKey: 'InvalidParameterValue',
}

const SCENARIOS: Record<string, Scenario<Stage>> = {
  'CreateVolume, empty': { ...VOLUME, act: (w) => volumeFate(w, w.volumeUnder(w.K1)) },
  'CreateVolume, newly encrypted': {
    ...VOLUME,
    act: (w) => volumeFate(w, w.volume({ SnapshotId: w.plain, Encrypted: true, KmsKeyId: w.K1 })),
  },
  'CreateVolume, same key': { ...VOLUME, act: (w) => volumeFate(w, w.volume({ SnapshotId: w.encrypted })) },
  'CreateVolume, other key': {
    ...VOLUME,
    act: (w) => volumeFate(w, w.volume({ SnapshotId: w.encrypted, Encrypted: true, KmsKeyId: w.K2 })),
  },
  'CopySnapshot, newly encrypted': { ...COPY, act: (w) => copyFate(w.a, w.plain, w.K1) },
  'CopySnapshot, same key': { ...COPY, act: (w) => copyFate(w.a, w.encrypted, w.K1) },
  'CopySnapshot, other key': { ...COPY, act: (w) => copyFate(w.a, w.encrypted, w.K2) },
  'CopySnapshot, other Region': { ...COPY, act: (w) => copyFate(w.b, w.encrypted, w.K3) },
  AttachVolume: { operation: 'AttachVolume', act: attach, good: 'attached', bad: 'CustomerKeyHasBeenRevoked' },
  'RunInstances, three volumes': {
    operation: 'RunInstances',
    act: launch,
    good: 'running undefined with 3',
    bad: 'terminated Client.InvalidKMSKey.InvalidState with 0',
  },
  'StartInstances, two volumes': {
    operation: 'StartInstances',
    act: start,
    good: 'running undefined',
    bad: 'stopped Client.InvalidKMSKey.InvalidState',
  },
}

sweep(stage, SCENARIOS)
