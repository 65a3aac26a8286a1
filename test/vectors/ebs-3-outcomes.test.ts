import { describe, expect, it } from 'vitest'
import { ebsWorld, type placeOf, REGION_A, REGION_B, refusalOf } from '../support/cloud/ebs-world.ts'
import { GUEST_ACCOUNT, sharedSnapshots } from '../support/cloud/shared-snapshot.ts'

/*
 * Every cell of the tables of spec/ebs-ec2.md 3.1 and 3.2, by the operations themselves: the tables below are the specification's, written
 * anew. The snapshot's key is K1, the named key K2, the default key `aws/ebs` or one that the account has set.
 */

/** `plain`: not encrypted. `A`, `B`: the two errors. */
type Outcome = 'plain' | 'default' | 'named' | 'snapshot' | 'A' | 'B'
type Source = 'none' | 'own plain' | 'own encrypted' | 'shared plain' | 'shared encrypted'
const SOURCES: readonly Source[] = ['none', 'own plain', 'own encrypted', 'shared plain', 'shared encrypted']

interface Row {
  readonly byDefault: boolean
  readonly encrypted: boolean | undefined
  readonly isKeyNamed: boolean
}

const row = (byDefault: 'off' | 'on', encrypted: 'omitted' | 'true' | 'false', key: 'omitted' | 'given'): Row => ({
  byDefault: byDefault === 'on',
  encrypted: encrypted === 'omitted' ? undefined : encrypted === 'true',
  isKeyNamed: key === 'given',
})

/** Spec 3.1, row by row; columns as in {@link SOURCES}. */
const VOLUMES: readonly (readonly [Row, ...Outcome[]])[] = [
  [row('off', 'omitted', 'omitted'), 'plain', 'plain', 'snapshot', 'plain', 'default'],
  [row('off', 'true', 'omitted'), 'default', 'default', 'snapshot', 'default', 'default'],
  [row('off', 'true', 'given'), 'named', 'named', 'named', 'named', 'named'],
  [row('off', 'false', 'omitted'), 'plain', 'plain', 'A', 'plain', 'A'],
  [row('off', 'omitted', 'given'), 'B', 'B', 'B', 'B', 'B'],
  [row('off', 'false', 'given'), 'B', 'B', 'B', 'B', 'B'],
  [row('on', 'omitted', 'omitted'), 'default', 'default', 'snapshot', 'default', 'default'],
  [row('on', 'true', 'omitted'), 'default', 'default', 'snapshot', 'default', 'default'],
  [row('on', 'true', 'given'), 'named', 'named', 'named', 'named', 'named'],
  [row('on', 'false', 'omitted'), 'default', 'default', 'A', 'default', 'A'],
  [row('on', 'omitted', 'given'), 'B', 'B', 'B', 'B', 'B'],
  [row('on', 'false', 'given'), 'B', 'B', 'B', 'B', 'B'],
]

/** Spec 3.2, with the specification's choice for a key without Encrypted; columns as in {@link SOURCES}, without the first. */
const COPIES: readonly (readonly [Row, ...Outcome[]])[] = [
  [row('off', 'omitted', 'omitted'), 'plain', 'default', 'plain', 'default'],
  [row('off', 'false', 'omitted'), 'plain', 'default', 'plain', 'default'],
  [row('off', 'true', 'omitted'), 'default', 'default', 'default', 'default'],
  [row('off', 'true', 'given'), 'named', 'named', 'named', 'named'],
  [row('on', 'omitted', 'omitted'), 'default', 'default', 'default', 'default'],
  [row('on', 'true', 'omitted'), 'default', 'default', 'default', 'default'],
  [row('on', 'false', 'omitted'), 'default', 'default', 'default', 'default'],
  [row('on', 'true', 'given'), 'named', 'named', 'named', 'named'],
  [row('off', 'omitted', 'given'), 'named', 'named', 'named', 'named'],
  [row('off', 'false', 'given'), 'named', 'named', 'named', 'named'],
  [row('on', 'omitted', 'given'), 'named', 'named', 'named', 'named'],
  [row('on', 'false', 'given'), 'named', 'named', 'named', 'named'],
]

type DefaultKey = 'aws/ebs' | 'custom'

const cells = (table: typeof VOLUMES, sources: readonly Source[]) =>
  table.flatMap(([{ byDefault, encrypted, isKeyNamed }, ...outcomes]) =>
    sources.flatMap((source, column) =>
      (['aws/ebs', 'custom'] as const).map((defaultKey: DefaultKey) => {
        const outcome = outcomes[column] as Outcome
        return { source, byDefault, encrypted, isKeyNamed, defaultKey, outcome }
      }),
    ),
  )
type Cell = ReturnType<typeof cells>[number]

const TITLE = '$source: by default $byDefault, Encrypted $encrypted, key named $isKeyNamed, default $defaultKey: $outcome'

type Place = ReturnType<typeof placeOf>

/** Where a cell is tried: a Region of the caller, the source for it, and the keys. */
const stage = ({ source, byDefault, defaultKey }: Cell, destination = REGION_A) => {
  const { place, SnapshotId, K1 } = sourceOf(source, destination)
  const [K2, K3] = [place.newKey(), place.newKey()]
  if (byDefault) place.ec2.enableEbsEncryptionByDefault({})
  if (defaultKey === 'custom') place.ec2.modifyEbsDefaultKmsKeyId({ KmsKeyId: K3 })
  const keyOf = (outcome: Outcome): string | undefined =>
    ({ default: defaultKey === 'custom' ? K3 : place.managedKey(), named: K2, snapshot: K1, plain: undefined, A: '', B: '' })[
      outcome
    ]
  return { place, SnapshotId, K2, keyOf }
}

const sourceOf = (source: Source, region: string): { place: Place; SnapshotId: string | undefined; K1: string } => {
  if (source === 'shared encrypted' || source === 'shared plain') {
    const w = sharedSnapshots()
    const guest = w.guestIn(region)
    expect(guest.session.accountId).toBe(GUEST_ACCOUNT)
    return { place: guest, SnapshotId: source === 'shared encrypted' ? w.SE : w.SP, K1: w.K1 }
  }
  const w = ebsWorld()
  const place = region === REGION_A ? w.a : w.b
  if (source === 'none') return { place, SnapshotId: undefined, K1: w.K1 }
  return { place, SnapshotId: w.snapshot(source === 'own plain' ? w.volume() : w.volumeUnder(w.K1)), K1: w.K1 }
}

const asked = ({ encrypted, isKeyNamed }: Cell, KmsKeyId: string) => ({
  ...(encrypted === undefined ? {} : { Encrypted: encrypted }),
  ...(isKeyNamed ? { KmsKeyId } : {}),
})

/** What is shown of an outcome that is no error. */
const shown = (key: string | undefined) => (key === undefined ? { Encrypted: false } : { Encrypted: true, KmsKeyId: key })

const encryptionOf = ({ Encrypted, KmsKeyId }: { Encrypted: boolean; KmsKeyId?: string }) => ({
  Encrypted,
  ...(KmsKeyId === undefined ? {} : { KmsKeyId }),
})

const ERROR_A = {
  name: 'InvalidParameterCombination',
  message: 'EncryptedVolume parameter [false] is inconsistent with snapshot encryption state [true]',
  status: 400,
}
const errorB = (parameter: string) => ({
  name: 'InvalidParameterDependency',
  message: `The parameter ${parameter} requires the parameter Encrypted to be set.`,
  status: 400,
})

describe('CreateVolume', () => {
  it.each(cells(VOLUMES, SOURCES))(TITLE, (cell) => {
    const { place, SnapshotId, K2, keyOf } = stage(cell)
    const create = () => place.volume({ ...(SnapshotId === undefined ? {} : { SnapshotId }), ...asked(cell, K2) })
    const { outcome } = cell
    if (outcome === 'A' || outcome === 'B') {
      expect(refusalOf(create)).toEqual(outcome === 'A' ? ERROR_A : errorB('[KmsKeyId]'))
      return
    }
    const volume = place.shownVolume(create())
    expect(volume?.State).toBe('available')
    expect(volume && encryptionOf(volume)).toEqual(shown(keyOf(outcome)))
  })
})

describe('RunInstances, a data volume', () => {
  it.each(cells(VOLUMES, SOURCES))(TITLE, (cell) => {
    const { place, SnapshotId, K2, keyOf } = stage(cell)
    const Ebs = { ...(SnapshotId === undefined ? { VolumeSize: 1 } : { SnapshotId }), ...asked(cell, K2) }
    const launch = () => place.instance({ BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs }] })
    const { outcome } = cell
    if (outcome === 'A' || outcome === 'B') {
      expect(refusalOf(launch)).toEqual(outcome === 'A' ? ERROR_A : errorB('KmsKeyId'))
      return
    }
    const InstanceId = launch()
    expect(place.shownInstance(InstanceId)?.State.Name).toBe('running')
    const volume = place.volumesOf(InstanceId).find(({ Attachments }) => Attachments?.[0]?.Device === '/dev/sdf')
    expect(volume && encryptionOf(volume)).toEqual(shown(keyOf(outcome)))
  })
})

describe('RunInstances, the root of the unencrypted public image', () => {
  const roots = cells(VOLUMES, SOURCES).filter(({ source }) => source === 'shared plain')

  it.each(roots)(TITLE, (cell) => {
    const { place, K2, keyOf } = stage({ ...cell, source: 'none' })
    const launch = () => place.instance({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: asked(cell, K2) }] })
    const { outcome } = cell
    if (outcome === 'A' || outcome === 'B') {
      expect(refusalOf(launch)).toEqual(errorB('KmsKeyId'))
      return
    }
    const InstanceId = launch()
    expect(place.shownInstance(InstanceId)?.State.Name).toBe('running')
    expect(place.volumesOf(InstanceId).map(encryptionOf)).toEqual([shown(keyOf(outcome))])
  })
})

describe.each([REGION_A, REGION_B])('CopySnapshot to %s', (destination) => {
  it.each(cells(COPIES, SOURCES.slice(1)))(TITLE, (cell) => {
    const { place, SnapshotId, K2, keyOf } = stage(cell, destination)
    const copy = place.copy(SnapshotId as string, { SourceRegion: REGION_A, ...asked(cell, K2) })
    const snapshot = place.shownSnapshot(copy)
    expect(snapshot).toMatchObject({ State: 'completed', VolumeId: 'vol-ffffffff', OwnerId: place.session.accountId })
    expect(snapshot && encryptionOf(snapshot)).toEqual(shown(keyOf(cell.outcome)))
  })
})
