import fc from 'fast-check'
import { expect, it } from 'vitest'
import { blockOf } from '../support/cloud/direct-api.ts'
import { refusalOf } from '../support/cloud/ebs-world.ts'
import {
  addCopy,
  addSnapshot,
  addVolume,
  type Choice,
  chosen,
  compare,
  createModel,
  diskOf,
  isAttached,
  isOpen,
  isUsable,
  isVisible,
  type Key,
  launchFrom,
  type Model,
  noBytes,
  openEverything,
  type Place,
  remove,
  SLOTS,
  snapshotOf,
  takeAllAway,
  type Volume,
  volumeKey,
} from '../support/cloud/ec2-model.ts'
import { GUEST_ACCOUNT } from '../support/cloud/shared-snapshot.ts'

/*
 * The whole surface of EC2 and EBS against a small model: volumes, snapshots, copies, images, instances, sharing between two accounts, keys
 * that fail and come back, uploads, and the clock. After every command everything that can be seen is what the model says.
 */

type Command = fc.Command<Model, undefined>

const pick = <Item>(items: readonly Item[], at: number): Item | undefined => items[at % Math.max(1, items.length)]

/** A command: with its arguments it does something to the cloud, and the same to the model. */
const command = <Args>(name: string, args: fc.Arbitrary<Args>, run: (m: Model, args: Args) => void): fc.Arbitrary<Command> =>
  args.map((given) => ({
    check: () => true,
    run: (m) => {
      run(m, given)
      m.steps++
      compare(m)
    },
    toString: () => `${name} ${JSON.stringify(given)}`,
  }))

const at = fc.nat({ max: 2 })
const which = fc.nat({ max: 30 })
const choice: fc.Arbitrary<Choice> = fc.option(fc.nat({ max: 1 }), { nil: undefined })
const value = fc.integer({ min: 1, max: 255 })
const placeAt = (m: Model, index: number): Place => m.places[index] as Place
const isRefused = (call: () => unknown, name: string) => expect(refusalOf(call).name).toBe(name)

const createVolume = command('create volume', fc.record({ at, choice }), (m, args) => {
  const place = placeAt(m, args.at)
  const { key, asked } = chosen(m, place, args.choice)
  const id = place.volume(asked)
  if (isUsable(key)) addVolume(m, { place, id, key, size: 1 })
})

const restore = command('restore', fc.record({ at, which, choice }), (m, args) => {
  const place = placeAt(m, args.at)
  const source = pick(
    m.snapshots.filter((each) => each.isGood && isVisible(m, place, each)),
    args.which,
  )
  if (source === undefined) return
  const { key: named, asked } = chosen(m, place, args.choice)
  const id = place.volume({ SnapshotId: source.id, ...asked })
  const key = volumeKey(m, place, source, named)
  if (isUsable(source.key) && isUsable(key)) addVolume(m, { place, id, key, bytes: [...source.bytes], size: source.size })
})

const write = command('write', fc.record({ which, slot: fc.nat({ max: SLOTS - 1 }), value }), (m, args) => {
  const volume = pick(m.volumes.filter(isOpen), args.which)
  if (volume === undefined) return
  diskOf(m, volume).write(args.slot * 4096, Uint8Array.of(args.value))
  volume.bytes[args.slot] = args.value
})

const attach = command('attach', fc.record({ which, to: which }), (m, args) => {
  const volume = pick(
    m.volumes.filter((each) => !isAttached(each)),
    args.which,
  )
  const instance = pick(
    m.instances.filter((each) => each.place === volume?.place && each.state !== 'terminated'),
    args.to,
  )
  if (volume === undefined || instance === undefined) return
  const taken = m.volumes.flatMap((each) => (each.at?.instance === instance ? each.at.device : []))
  const device = [...'ijklmnop'].map((letter) => `/dev/sd${letter}`).find((name) => !taken.includes(name))
  if (device === undefined) return
  const act = () => volume.place.attach(volume.id, instance.id, device)
  if (instance.state === 'running' && !isUsable(volume.key)) return isRefused(act, 'CustomerKeyHasBeenRevoked')
  act()
  volume.at = { instance, device, isRoot: false, goesToo: false }
})

const detach = command('detach', fc.record({ which }), (m, args) => {
  const volume = pick(
    m.volumes.filter((each) => each.at?.isRoot === false),
    args.which,
  )
  if (volume === undefined) return
  volume.place.ec2.detachVolume({ VolumeId: volume.id })
  volume.at = undefined
})

const deleteVolume = command('delete volume', fc.record({ which }), (m, args) => {
  const volume = pick(m.volumes, args.which)
  if (volume === undefined) return
  const act = () => volume.place.ec2.deleteVolume({ VolumeId: volume.id })
  if (isAttached(volume)) return isRefused(act, 'VolumeInUse')
  act()
  remove(m.volumes, volume)
})

const grow = command('grow', fc.record({ which }), (m, args) => {
  const volume = pick(m.volumes, args.which)
  if (volume === undefined) return
  const now = m.cloud.clock.now()
  const act = () => volume.place.ec2.modifyVolume({ VolumeId: volume.id, Size: volume.size + 1 })
  const recent = volume.modifiedAt.filter((moment) => moment > now - 24 * 3_600_000)
  if (recent.length >= 4) return isRefused(act, 'VolumeModificationRateExceeded')
  act()
  volume.size++
  volume.modifiedAt = [...recent, now]
})

const launch = command('launch', fc.record({ at, which: fc.option(which, { nil: undefined }), choice }), (m, args) => {
  const place = placeAt(m, args.at)
  const seen = m.images.filter((each) => each.isGood && isVisible(m, place, each))
  const { key, asked } = chosen(m, place, args.choice)
  launchFrom(m, place, args.which === undefined ? undefined : pick(seen, args.which), key, asked)
})

const switchInstance = command(
  'instance',
  fc.record({ which, to: fc.constantFrom('stop', 'start', 'reboot', 'terminate') }),
  (m, args) => {
    const instance = pick(
      m.instances.filter(({ state }) => state !== 'terminated'),
      args.which,
    )
    if (instance === undefined) return
    const { ec2 } = instance.place
    const InstanceIds = [instance.id]
    const attached = m.volumes.filter((each) => each.at?.instance === instance)
    if (args.to === 'reboot' && instance.state === 'running') ec2.rebootInstances({ InstanceIds })
    if (args.to === 'stop') {
      ec2.stopInstances({ InstanceIds })
      instance.state = 'stopped'
    }
    if (args.to === 'start') {
      const isRunning = instance.state === 'running' || attached.every(({ key }) => isUsable(key))
      ec2.startInstances({ InstanceIds })
      instance.state = isRunning ? 'running' : 'stopped'
    }
    if (args.to !== 'terminate') return
    ec2.terminateInstances({ InstanceIds })
    instance.state = 'terminated'
    for (const volume of attached) {
      if (volume.at?.goesToo) remove(m.volumes, volume)
      volume.at = undefined
    }
  },
)

const snapshot = command('snapshot', fc.record({ which }), (m, args) => {
  const volume = pick(m.volumes, args.which)
  if (volume !== undefined) snapshotOf(m, volume, volume.place.snapshot(volume.id))
})

const upload = command('upload', fc.record({ at, choice, value }), (m, args) => {
  const place = placeAt(m, args.at)
  const { key } = chosen(m, place, args.choice)
  const act = () => place.direct.upload({ 0: blockOf(args.value) }, key === undefined ? {} : { KmsKeyArn: key.arn })
  if (!isUsable(key)) return isRefused(act, 'ValidationException')
  addSnapshot(m, { place, id: act(), key, bytes: noBytes().fill(args.value), size: 1, isGood: true })
})

const deleteSnapshot = command('delete snapshot', fc.record({ which }), (m, args) => {
  const found = pick(m.snapshots, args.which)
  if (found === undefined) return
  const act = () => found.place.ec2.deleteSnapshot({ SnapshotId: found.id })
  if (m.images.some(({ mappings }) => mappings.some((each) => each.snapshot === found)))
    return isRefused(act, 'InvalidSnapshot.InUse')
  act()
  remove(m.snapshots, found)
})

const copySnapshot = command('copy snapshot', fc.record({ at, which, choice }), (m, args) => {
  const place = placeAt(m, args.at)
  const source = pick(
    m.snapshots.filter((each) => each.isGood && isVisible(m, place, each, false)),
    args.which,
  )
  if (source === undefined) return
  const { key: named, asked } = chosen(m, place, args.choice)
  const act = () => place.copy(source.id, { SourceRegion: source.place.region, ...asked })
  if (!isUsable(named)) return isRefused(act, 'InvalidParameterValue')
  addCopy(m, place, source, named ?? (source.key === undefined ? undefined : m.managed.get(place)), act())
})

const copyAgain = command('copy again', fc.record({ which }), (m, args) => {
  const before = pick(
    m.copies.filter(({ source }) => m.snapshots.includes(source)),
    args.which,
  )
  if (before === undefined || !isVisible(m, before.copy.place, before.source, false)) return
  const { source, copy } = before
  const { place, key } = copy
  const asked = key?.arn === undefined ? {} : { Encrypted: true, KmsKeyId: key.arn }
  const act = () => place.copy(source.id, { SourceRegion: source.place.region, ...asked })
  if (!isUsable(key)) return isRefused(act, 'InvalidParameterValue')
  addCopy(m, place, source, key, act())
})

const createImage = command('create image', fc.record({ which, NoReboot: fc.boolean() }), (m, args) => {
  const instance = pick(
    m.instances.filter(({ state }) => state !== 'terminated'),
    args.which,
  )
  if (instance === undefined) return
  const { place } = instance
  const id = place.imageOf(instance.id, { Name: `image-${m.steps}`, NoReboot: args.NoReboot })
  const shown = place.mappingsOf(id)
  const mappings = shown.map(({ DeviceName, Ebs }) => {
    const volume = m.volumes.find((each) => each.at?.instance === instance && each.at.device === DeviceName) as Volume
    return {
      device: DeviceName as string,
      snapshot: snapshotOf(m, volume, Ebs.SnapshotId as string),
      goesToo: volume.at?.goesToo === true,
    }
  })
  expect(mappings).toHaveLength(m.volumes.filter((each) => each.at?.instance === instance).length)
  m.images.push({ place, id, isGood: true, mappings, isShared: false })
})

const copyImage = command('copy image', fc.record({ at: fc.nat({ max: 1 }), which, choice }), (m, args) => {
  const place = placeAt(m, args.at)
  const image = pick(
    m.images.filter((each) => each.isGood && each.place !== m.guest),
    args.which,
  )
  if (image === undefined) return
  const { key: named, asked } = chosen(m, place, args.choice)
  const Name = `copy-${m.steps}`
  const id = place.copyImage(image.id, { SourceRegion: image.place.region, Name, ...asked })
  const ids = place.snapshotsOf(id)
  const mappings = image.mappings.map(({ device, snapshot: source, goesToo }, index) => {
    const kept = source.place === place ? source.key : source.key && m.managed.get(place)
    return { device, goesToo, snapshot: addCopy(m, place, source, named ?? kept, ids[index] as string) }
  })
  m.images.push({ place, id, isGood: mappings.every((each) => each.snapshot.isGood), mappings, isShared: false })
})

const deregister = command('deregister', fc.record({ which }), (m, args) => {
  const image = pick(m.images, args.which)
  if (image === undefined) return
  image.place.ec2.deregisterImage({ ImageId: image.id })
  remove(m.images, image)
})

const change = (isShared: boolean) => (isShared ? { Add: [{ UserId: GUEST_ACCOUNT }] } : { Remove: [{ UserId: GUEST_ACCOUNT }] })
const isManaged = (m: Model, key: Key | undefined) => key !== undefined && key === m.managed.get(key.place)

const share = command('share', fc.record({ which, isShared: fc.boolean() }), (m, args) => {
  const found = pick(
    m.snapshots.filter((each) => each.place === m.here && each.isGood),
    args.which,
  )
  if (found === undefined) return
  const CreateVolumePermission = change(args.isShared)
  const act = () => m.here.ec2.modifySnapshotAttribute({ SnapshotId: found.id, CreateVolumePermission })
  if (args.isShared && isManaged(m, found.key)) return isRefused(act, 'OperationNotPermitted')
  act()
  found.isShared = args.isShared
})

const shareImage = command('share image', fc.record({ which, isShared: fc.boolean() }), (m, args) => {
  const image = pick(
    m.images.filter((each) => each.place === m.here && each.isGood),
    args.which,
  )
  if (image === undefined) return
  const act = () => m.here.ec2.modifyImageAttribute({ ImageId: image.id, LaunchPermission: change(args.isShared) })
  if (args.isShared && image.mappings.some((each) => isManaged(m, each.snapshot.key))) return isRefused(act, 'InvalidParameter')
  act()
  image.isShared = args.isShared
})

const DAY = 86_400_000

const turnKey = command(
  'key',
  fc.record({ which: fc.nat({ max: 3 }), to: fc.constantFrom('enable', 'disable', 'enable', 'delete', 'cancel') }),
  (m, args) => {
    const key = m.keys[args.which] as Key
    const { kms } = key.place
    const KeyId = key.arn
    if (args.to === 'enable' && key.state === 'Disabled') {
      kms.enableKey({ KeyId })
      key.state = 'Enabled'
    } else if (args.to === 'disable' && key.state === 'Enabled') {
      kms.disableKey({ KeyId })
      key.state = 'Disabled'
    } else if (args.to === 'delete' && (key.state === 'Enabled' || key.state === 'Disabled')) {
      kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
      key.state = 'PendingDeletion'
      key.deletionAt = m.cloud.clock.now() + 7 * DAY
    } else if (args.to === 'cancel' && key.state === 'PendingDeletion') {
      kms.cancelKeyDeletion({ KeyId })
      key.state = 'Disabled'
    }
  },
)

const wait = command('wait', fc.record({ hours: fc.constantFrom(1, 25, 100) }), (m, { hours }) => {
  m.cloud.clock.advance({ hours })
  const now = m.cloud.clock.now()
  for (const key of m.keys) if (key.state === 'PendingDeletion' && key.deletionAt + DAY < now) key.state = 'Deleted'
})

const COMMANDS = [
  createVolume,
  restore,
  restore,
  write,
  write,
  write,
  attach,
  attach,
  detach,
  deleteVolume,
  grow,
  launch,
  launch,
  switchInstance,
  switchInstance,
  snapshot,
  snapshot,
  upload,
  deleteSnapshot,
  copySnapshot,
  copySnapshot,
  copyAgain,
  createImage,
  copyImage,
  deregister,
  share,
  shareImage,
  turnKey,
  turnKey,
  wait,
]

it('any life of volumes, snapshots, images, instances and keys in two accounts and two Regions goes as the model says', () => {
  fc.assert(
    fc.property(fc.commands(COMMANDS, { maxCommands: 40, size: 'max' }), (commands) => {
      const model = createModel()
      fc.modelRun(() => ({ model, real: undefined }), commands)
      openEverything(model)
      takeAllAway(model)
    }),
    { seed: 7, numRuns: 300 },
  )
}, 240_000)
