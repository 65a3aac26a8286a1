import { expect } from 'vitest'
import type { Session } from '../../../src/index.ts'
import { directApi } from './direct-api.ts'
import { placeOf, refusalOf } from './ebs-world.ts'
import { guestOf, imagesOf, imageWorld, policyForBoth } from './image-world.ts'

/*
 * What a person would write on paper about EC2 and EBS: per volume and snapshot its bytes and its key, per key whether it can be used, which
 * grants stand. Two Regions of one account, and another account that things are shared with.
 */

/** Where the model writes and reads: the first byte of so many units. */
export const SLOTS = 3
const UNIT = 4096

const place = (session: Session) => {
  const made = placeOf(session)
  return { ...made, ...imagesOf(made), direct: directApi(session) }
}
export type Place = ReturnType<typeof place>

export interface Key {
  readonly place: Place
  /** Absent for the AWS managed key, which is there when it is first used. */
  readonly arn: string | undefined
  state: 'Enabled' | 'Disabled' | 'PendingDeletion' | 'Deleted'
  deletionAt: number
}

export interface Instance {
  readonly place: Place
  readonly id: string
  state: 'running' | 'stopped' | 'terminated'
}

export interface Volume {
  readonly place: Place
  readonly id: string
  readonly key: Key | undefined
  readonly bytes: number[]
  readonly hasServiceGrant: boolean
  size: number
  /** Where it is attached. */
  at?: { readonly instance: Instance; readonly device: string; readonly isRoot: boolean; readonly goesToo: boolean } | undefined
  modifiedAt: number[]
}

export interface Snapshot {
  readonly place: Place
  readonly id: string
  readonly key: Key | undefined
  readonly bytes: readonly number[]
  readonly size: number
  readonly isGood: boolean
  isShared: boolean
}

export interface Image {
  readonly place: Place
  readonly id: string
  readonly isGood: boolean
  readonly mappings: readonly { readonly device: string; readonly snapshot: Snapshot; readonly goesToo: boolean }[]
  isShared: boolean
}

/** Which key a request names: none, or one of the place's. */
export type Choice = number | undefined

/** A cloud and the model of it. */
export const createModel = () => {
  const w = imageWorld({ unitBytes: UNIT })
  const [here, elsewhere, guest] = [place(w.session), place(w.b.session), place(guestOf(w, placeOf, w.region).session)] as const
  const customer = (at: Place): Key => {
    const arn = at.newKey()
    const owner = at.session.accountId
    const Policy = owner === here.session.accountId ? policyForBoth(owner) : undefined
    if (Policy !== undefined) at.kms.putKeyPolicy({ KeyId: arn, Policy })
    return { place: at, arn, state: 'Enabled', deletionAt: Number.POSITIVE_INFINITY }
  }
  const managed = (at: Place): Key => ({ place: at, arn: undefined, state: 'Enabled', deletionAt: Number.POSITIVE_INFINITY })
  return {
    cloud: w.cloud,
    places: [here, elsewhere, guest] as const,
    here,
    guest,
    keys: [customer(here), customer(here), customer(elsewhere), customer(guest)],
    managed: new Map([here, elsewhere, guest].map((at) => [at, managed(at)])),
    volumes: [] as Volume[],
    instances: [] as Instance[],
    snapshots: [] as Snapshot[],
    images: [] as Image[],
    /** The commands that have been run. */
    steps: 0,
    /** The good copies of a snapshot in a place, also those that were deleted. */
    copies: [] as { readonly source: Snapshot; readonly copy: Snapshot }[],
  }
}
export type Model = ReturnType<typeof createModel>

export const isUsable = (key: Key | undefined): boolean => key === undefined || key.state === 'Enabled'

const arnOf = (key: Key | undefined): string | undefined => (key === undefined ? undefined : (key.arn ?? key.place.managedKey()))

/** The key of a choice, and how a request names it. */
export const chosen = (m: Model, at: Place, choice: Choice) => {
  const own = m.keys.filter((key) => key.place === at)
  const key = choice === undefined ? undefined : own[choice % own.length]
  return { key, asked: key?.arn === undefined ? {} : { Encrypted: true, KmsKeyId: key.arn } }
}

/** What becomes of a snapshot's encryption in a new volume. Source: spec/ebs-ec2.md 3.1, with encryption by default off. */
export const volumeKey = (m: Model, at: Place, source: Snapshot | undefined, named: Key | undefined): Key | undefined => {
  if (named !== undefined || source?.key === undefined) return named
  return source.place === at ? source.key : m.managed.get(at)
}

/** The source or earlier copy that a copy can build on: it then needs no other key. Source: spec/ebs-ec2.md 6.1. */
export const baseOf = (m: Model, to: Place, source: Snapshot, key: Key | undefined): Snapshot | undefined => {
  if (source.place === to) return source.key === key ? source : undefined
  const before = m.copies.filter((each) => each.source === source && each.copy.place === to).map(({ copy }) => copy)
  const left = before.filter((copy) => m.snapshots.includes(copy))
  return left.at(-1) === before.at(-1) && left.every((copy) => copy.key === key) ? left.at(-1) : undefined
}

/** Whether somebody in a place may use a snapshot for volumes and copies. */
export const isVisible = (m: Model, at: Place, { place: owner, isShared }: Snapshot | Image, sameRegion = true): boolean => {
  if (owner === at) return true
  if (at === m.guest) return owner === m.here && isShared
  return !sameRegion && owner !== m.guest
}

export const isAttached = ({ at }: Volume): boolean => at !== undefined
export const isOpen = ({ at }: Volume): boolean => at?.instance.state === 'running'
export const diskOf = (m: Model, { at }: Volume) => m.cloud.instance(at?.instance.id as string).device(at?.device as string)

const bytesOf = (m: Model, volume: Volume): number[] => {
  const disk = diskOf(m, volume)
  return volume.bytes.map((_, slot) => disk.read(slot * UNIT, 1)[0] as number)
}

/** Nothing written. */
export const noBytes = () => new Array<number>(SLOTS).fill(0)
/** The public image begins with a `k`. */
export const imageBytes = () => [0x6b, ...noBytes().slice(1)]

/** A volume comes into the model. */
export const addVolume = (m: Model, volume: Pick<Volume, 'place' | 'id' | 'key' | 'size'> & Partial<Volume>): Volume => {
  const added = { bytes: noBytes(), hasServiceGrant: false, modifiedAt: [], ...volume }
  m.volumes.push(added)
  return added
}
/** Something is gone. */
export const remove = <Item>(items: Item[], item: Item) => void items.splice(items.indexOf(item), 1)

/** A snapshot comes into the model. */
export const addSnapshot = (m: Model, snapshot: Omit<Snapshot, 'isShared'>): Snapshot => {
  const added = { ...snapshot, isShared: false }
  m.snapshots.push(added)
  return added
}
/** A snapshot of a volume as it is. */
export const snapshotOf = (m: Model, { place, key, bytes, size }: Volume, id: string) =>
  addSnapshot(m, { place, id, key, bytes: [...bytes], size, isGood: true })

/** A copy as it comes out: good where it needs no key that does not work. */
export const addCopy = (m: Model, place: Place, source: Snapshot, key: Key | undefined, id: string): Snapshot => {
  const isGood = isUsable(key) && (key === undefined || baseOf(m, place, source, key) !== undefined || isUsable(source.key))
  const copy = addSnapshot(m, { place, id, key, bytes: source.bytes, size: source.size, isGood })
  if (!isGood) return copy
  if (key !== undefined) {
    const lineage = (each: Snapshot) => String(m.cloud.snapshot(each.id).dataKeyId)
    const relatives = m.snapshots.filter((each) => each !== copy && each.isGood && each.key && lineage(each) === lineage(copy))
    const base = baseOf(m, place, source, key)
    if (base === undefined) expect(relatives).toEqual([])
    else expect(relatives).toContain(base)
  }
  m.copies.push({ source, copy })
  return copy
}

/** Launches an instance from an image, or from the public one: it runs where every key of a volume and of its snapshot can be used. */
export const launchFrom = (m: Model, place: Place, image: Image | undefined, named: Key | undefined, asked: object) => {
  const mappings = image?.mappings ?? [{ device: '/dev/xvda', snapshot: undefined, goesToo: true }]
  const BlockDeviceMappings = mappings.map(({ device }) => ({ DeviceName: device, Ebs: asked }))
  const id = place.instance({ ...(image === undefined ? {} : { ImageId: image.id }), BlockDeviceMappings })
  const instance: Instance = { place, id, state: 'running' }
  m.instances.push(instance)
  const keys = mappings.map(({ snapshot }) => volumeKey(m, place, snapshot, named))
  if (![...keys, ...mappings.map(({ snapshot }) => snapshot?.key)].every(isUsable)) {
    instance.state = 'terminated'
    return
  }
  const shown = place.volumesOf(id)
  for (const [index, { device, snapshot, goesToo }] of mappings.entries()) {
    const key = keys[index]
    const volumeId = shown.find(({ Attachments }) => Attachments?.[0]?.Device === device)?.VolumeId as string
    addVolume(m, {
      place,
      id: volumeId,
      key,
      size: snapshot?.size ?? 8,
      bytes: [...(snapshot?.bytes ?? imageBytes())],
      hasServiceGrant: key !== undefined && (snapshot?.key !== key || snapshot?.place !== place),
      at: { instance, device, isRoot: index === 0, goesToo },
    })
  }
}

/** Everything that EC2, KMS and the hosts show is what the model says. */
export const compare = (m: Model): void => {
  for (const at of m.places) {
    const own = <Item extends { readonly place: Place }>(items: readonly Item[]) => items.filter((item) => item.place === at)
    const byId = (lines: readonly (readonly unknown[])[]) => lines.map((line) => line.join(' ')).toSorted()
    expect(
      byId(
        at.ec2
          .describeVolumes({})
          .Volumes.map((v) => [v.VolumeId, v.State, v.Size, v.KmsKeyId ?? 'plain', v.Attachments?.[0]?.Device]),
      ),
    ).toEqual(
      byId(
        own(m.volumes).map((v) => [v.id, isAttached(v) ? 'in-use' : 'available', v.size, arnOf(v.key) ?? 'plain', v.at?.device]),
      ),
    )
    expect(
      byId(at.ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots.map((s) => [s.SnapshotId, s.State, s.KmsKeyId ?? 'plain'])),
    ).toEqual(byId(own(m.snapshots).map((s) => [s.id, s.isGood ? 'completed' : 'error', arnOf(s.key) ?? 'plain'])))
    expect(byId(at.ec2.describeImages({ Owners: ['self'] }).Images.map((i) => [i.ImageId, i.State]))).toEqual(
      byId(own(m.images).map((i) => [i.id, i.isGood ? 'available' : 'failed'])),
    )
    const alive = at.ec2
      .describeInstances({})
      .Reservations.flatMap(({ Instances }) => Instances)
      .filter(({ State }) => State.Name !== 'terminated')
    expect(byId(alive.map(({ InstanceId, State }) => [InstanceId, State.Name]))).toEqual(
      byId(own(m.instances).flatMap((i) => (i.state === 'terminated' ? [] : [[i.id, i.state]]))),
    )
  }
  compareGrants(m)
  for (const volume of m.volumes) {
    expect(m.cloud.volume(volume.id).isPlaintextKeyInHostMemory).toBe(volume.key !== undefined && isOpen(volume))
    if (isOpen(volume)) expect(bytesOf(m, volume)).toEqual(volume.bytes)
  }
}

const compareGrants = (m: Model): void => {
  for (const key of [...m.keys, ...m.managed.values()]) {
    const arn = arnOf(key)
    if (arn === undefined || key.state === 'Deleted') continue
    const wanted = m.volumes
      .filter((volume) => volume.key === key)
      .flatMap((volume) => [
        ...(volume.hasServiceGrant ? [`ec2.${volume.place.region}.amazonaws.com ${volume.id}`] : []),
        ...(isOpen(volume) ? [`${volume.at?.instance.id} ${volume.id}`] : []),
      ])
    const found = (key.place.grants(arn) ?? []).map(({ GranteePrincipal, Constraints }) => {
      const [context] = Object.values(Constraints?.EncryptionContextSubset ?? {})
      return `${GranteePrincipal?.split('/').at(-1)} ${context}`
    })
    expect(found.toSorted()).toEqual(wanted.toSorted())
  }
}

/** At the end everything that can still be opened holds its bytes, and nothing else can be opened. */
export const openEverything = (m: Model): void => {
  const scratch = new Map(m.places.map((at) => [at, at.instance()]))
  for (const volume of m.volumes.filter((each) => !isAttached(each))) {
    const InstanceId = scratch.get(volume.place) as string
    if (!isUsable(volume.key)) {
      expect(refusalOf(() => volume.place.attach(volume.id, InstanceId)).name).toBe('CustomerKeyHasBeenRevoked')
      continue
    }
    volume.place.attach(volume.id, InstanceId)
    const disk = m.cloud.instance(InstanceId).device('/dev/sdf')
    expect(volume.bytes.map((_, slot) => disk.read(slot * UNIT, 1)[0])).toEqual(volume.bytes)
    volume.place.ec2.detachVolume({ VolumeId: volume.id })
  }
  for (const { place: at, id, key, bytes } of m.snapshots.filter(({ isGood }) => isGood)) {
    const { ebs } = at.session
    const first = ebs.listSnapshotBlocks({ SnapshotId: id }).Blocks[0]
    if (first === undefined) {
      expect(bytes.every((byte) => byte === 0)).toBe(true)
      continue
    }
    const read = () => ebs.getSnapshotBlock({ SnapshotId: id, ...first }).BlockData
    if (isUsable(key)) {
      const block = read()
      expect(bytes.map((_, slot) => block[slot * UNIT])).toEqual(bytes)
    } else expect(refusalOf(read).message).toBe('KMS key not found.')
  }
}

/** When all is taken away, no grant is left on any key. */
export const takeAllAway = (m: Model): void => {
  for (const { place: at, id, state } of m.instances) if (state !== 'terminated') at.ec2.terminateInstances({ InstanceIds: [id] })
  for (const at of m.places)
    for (const { VolumeId } of at.ec2.describeVolumes({ Filters: [AVAILABLE] }).Volumes) at.ec2.deleteVolume({ VolumeId })
  for (const key of [...m.keys, ...m.managed.values()]) {
    const arn = arnOf(key)
    if (arn !== undefined && key.state !== 'Deleted') expect(key.place.grants(arn)).toEqual([])
  }
  const roots = m.cloud.journal.entries()
  for (const { service, requestId, nested } of roots) {
    if (service !== 'kms') for (const call of nested) expect([call.service, call.requestId]).toEqual(['kms', requestId])
  }
}

const AVAILABLE = { Name: 'status', Values: ['available'] }
