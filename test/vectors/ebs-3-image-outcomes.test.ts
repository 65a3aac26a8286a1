import { describe, expect, it } from 'vitest'
import { placeOf, REGION_A, REGION_B, refusalOf } from '../support/cloud/ebs-world.ts'
import { guestOf, imagesOf, imageWorld, policyForBoth } from '../support/cloud/image-world.ts'
import { GUEST_ACCOUNT } from '../support/cloud/shared-snapshot.ts'

/*
 * Every cell of the table of spec/ebs-ec2.md 3.3, and of 3.1 for launches from images of one's own and of others, by the operations
 * themselves: the tables below are the specification's, written anew. The snapshot's key is K1, the named key K2.
 */

/** `plain`: not encrypted. `A`, `B`: the two errors. */
type Outcome = 'plain' | 'default' | 'named' | 'snapshot' | 'A' | 'B'
type Source = 'own plain' | 'own encrypted' | 'shared plain' | 'shared encrypted'
const SOURCES: readonly Source[] = ['own plain', 'own encrypted', 'shared plain', 'shared encrypted']

/** Encryption by default, Encrypted, KmsKeyId; then an outcome for each of {@link SOURCES}. */
type Row = readonly ['off' | 'on', 'omitted' | 'true' | 'false', 'omitted' | 'given', ...Outcome[]]

/** Spec 3.3 within a Region; the specification leaves `false` with a key open, which is refused as the documentation says. */
const COPY_HERE: readonly Row[] = [
  ['off', 'omitted', 'omitted', 'plain', 'snapshot', 'plain', 'default'],
  ['off', 'true', 'omitted', 'default', 'snapshot', 'default', 'default'],
  ['off', 'true', 'given', 'named', 'named', 'named', 'named'],
  ['on', 'true', 'given', 'named', 'named', 'named', 'named'],
  ['on', 'omitted', 'omitted', 'default', 'snapshot', 'default', 'default'],
  ['on', 'true', 'omitted', 'default', 'snapshot', 'default', 'default'],
  ['off', 'omitted', 'given', 'B', 'B', 'B', 'B'],
  ['on', 'omitted', 'given', 'B', 'B', 'B', 'B'],
  ['off', 'false', 'omitted', 'plain', 'snapshot', 'plain', 'default'],
  ['on', 'false', 'omitted', 'default', 'snapshot', 'default', 'default'],
  ['off', 'false', 'given', 'B', 'B', 'B', 'B'],
  ['on', 'false', 'given', 'B', 'B', 'B', 'B'],
]

/** Spec 3.3 to another Region, where the snapshot's key cannot be. */
const COPY_ELSEWHERE: readonly Row[] = COPY_HERE.map(
  ([byDefault, encrypted, key, ...outcomes]): Row => [
    byDefault,
    encrypted,
    key,
    ...outcomes.map((outcome): Outcome => (outcome === 'snapshot' ? 'default' : outcome)),
  ],
)

/** Spec 3.1 for a volume that comes from an image. */
const LAUNCH: readonly Row[] = [
  ['off', 'omitted', 'omitted', 'plain', 'snapshot', 'plain', 'default'],
  ['off', 'true', 'omitted', 'default', 'snapshot', 'default', 'default'],
  ['off', 'true', 'given', 'named', 'named', 'named', 'named'],
  ['off', 'false', 'omitted', 'plain', 'A', 'plain', 'A'],
  ['off', 'omitted', 'given', 'B', 'B', 'B', 'B'],
  ['off', 'false', 'given', 'B', 'B', 'B', 'B'],
  ['on', 'omitted', 'omitted', 'default', 'snapshot', 'default', 'default'],
  ['on', 'true', 'omitted', 'default', 'snapshot', 'default', 'default'],
  ['on', 'true', 'given', 'named', 'named', 'named', 'named'],
  ['on', 'false', 'omitted', 'default', 'A', 'default', 'A'],
  ['on', 'omitted', 'given', 'B', 'B', 'B', 'B'],
  ['on', 'false', 'given', 'B', 'B', 'B', 'B'],
]

const cells = (table: readonly Row[]) =>
  table.flatMap(([byDefault, encrypted, key, ...outcomes]) =>
    SOURCES.flatMap((source, column) =>
      (['aws/ebs', 'custom'] as const).map((defaultKey) => ({
        source,
        byDefault,
        encrypted,
        key,
        defaultKey,
        outcome: outcomes[column] as Outcome,
      })),
    ),
  )
type Cell = ReturnType<typeof cells>[number]

const TITLE = '$source: by default $byDefault, Encrypted $encrypted, key $key, default $defaultKey: $outcome'

/** An image of one volume with bytes, own or shared, and the place of the caller with its settings. */
const stage = ({ source, byDefault, defaultKey }: Cell, destination: string) => {
  const w = imageWorld()
  const isShared = source.startsWith('shared')
  const volume = source.endsWith('encrypted') ? w.volumeUnder(w.K1) : w.volume()
  w.write(volume, 0, 'bytes')
  const image = w.register(w.snapshot(volume))
  if (isShared) {
    w.kms.putKeyPolicy({ KeyId: w.K1, Policy: policyForBoth(w.session.accountId) })
    const Add = [{ UserId: GUEST_ACCOUNT }]
    w.ec2.modifyImageAttribute({ ImageId: image, LaunchPermission: { Add } })
    const SnapshotId = w.snapshotsOf(image)[0]
    w.ec2.modifySnapshotAttribute({ SnapshotId, CreateVolumePermission: { Add } })
  }
  const own = destination === REGION_A ? w.a : w.b
  const place = isShared ? guestOf(w, placeOf, destination) : { ...own, ...imagesOf(own) }
  const [K2, K3] = [place.newKey(), place.newKey()]
  if (byDefault === 'on') place.ec2.enableEbsEncryptionByDefault({})
  if (defaultKey === 'custom') place.ec2.modifyEbsDefaultKmsKeyId({ KmsKeyId: K3 })
  const keyOf = (outcome: Outcome): string | undefined => {
    const defaultArn = defaultKey === 'custom' ? K3 : place.managedKey()
    return { default: defaultArn, named: K2, snapshot: w.K1, plain: 'plain', A: '', B: '' }[outcome]
  }
  const firstBytes = (instanceId: string) => new TextDecoder().decode(w.cloud.instance(instanceId).device('/dev/xvda').read(0, 5))
  return { place, image, K2, keyOf, firstBytes }
}

const asked = ({ encrypted, key }: Cell, KmsKeyId: string) => ({
  ...(encrypted === 'omitted' ? {} : { Encrypted: encrypted === 'true' }),
  ...(key === 'given' ? { KmsKeyId } : {}),
})

const ERROR_A = {
  name: 'InvalidParameterCombination',
  message: 'EncryptedVolume parameter [false] is inconsistent with snapshot encryption state [true]',
  status: 400,
}
const ERROR_B = {
  name: 'InvalidParameterDependency',
  message: 'The parameter KmsKeyId requires the parameter Encrypted to be set.',
  status: 400,
}

describe.each([
  [REGION_A, COPY_HERE],
  [REGION_B, COPY_ELSEWHERE],
] as const)('CopyImage to %s', (destination, table) => {
  it.each(cells(table))(TITLE, (cell) => {
    const { place, image, K2, keyOf, firstBytes } = stage(cell, destination)
    const copy = () => place.copyImage(image, { SourceRegion: REGION_A, ...asked(cell, K2) })
    if (cell.outcome === 'B') {
      expect(refusalOf(copy)).toEqual(ERROR_B)
      expect(place.ec2.describeImages({ Owners: ['self'], Filters: [{ Name: 'name', Values: ['copy*'] }] }).Images).toEqual([])
      return
    }
    const id = copy()
    expect(place.shownImage(id)).toMatchObject({
      State: 'available',
      OwnerId: place.session.accountId,
      SourceImageId: image,
      SourceImageRegion: REGION_A,
    })
    expect(place.keysOf(id)).toEqual([keyOf(cell.outcome)])
    expect(place.mappingsOf(id).map(({ Ebs }) => Ebs.Encrypted)).toEqual([cell.outcome !== 'plain'])
    expect(place.shownSnapshot(place.snapshotsOf(id)[0] as string)).toMatchObject({ VolumeId: 'vol-ffffffff' })
    expect(firstBytes(place.instance({ ImageId: id }))).toBe('bytes')
  })
})

describe('RunInstances from an image, own and shared', () => {
  it.each(cells(LAUNCH))(TITLE, (cell) => {
    const { place, image, K2, keyOf, firstBytes } = stage(cell, REGION_A)
    const BlockDeviceMappings = [{ DeviceName: '/dev/xvda', Ebs: asked(cell, K2) }]
    const launch = () => place.instance({ ImageId: image, BlockDeviceMappings })
    if (cell.outcome === 'A' || cell.outcome === 'B') {
      expect(refusalOf(launch)).toEqual(cell.outcome === 'A' ? ERROR_A : ERROR_B)
      expect(place.ec2.describeInstances({ Filters: [{ Name: 'image-id', Values: [image] }] }).Reservations).toEqual([])
      return
    }
    const id = launch()
    expect(place.shownInstance(id)?.State.Name).toBe('running')
    expect(place.volumeKeysOf(id)).toEqual({ '/dev/xvda': keyOf(cell.outcome) })
    expect(firstBytes(id)).toBe('bytes')
  })
})

/** Spec 3.6: the key selectors that CopyImage and RunInstances take, and find out about only after their answer. */
const SELECTORS: Record<string, (w: ReturnType<typeof imageWorld>) => string> = {
  'an unknown key': () => '12345678-1234-1234-1234-123456789012',
  'an unknown alias': () => 'alias/nobody',
  'a disabled key': (w) => {
    w.kms.disableKey({ KeyId: w.K2 })
    return w.K2
  },
  'a key that is pending deletion': (w) => {
    w.kms.scheduleKeyDeletion({ KeyId: w.K2 })
    return w.K2
  },
  'a key that waits for its material': (w) => w.kms.createKey({ Origin: 'EXTERNAL' }).KeyMetadata.Arn,
  'an asymmetric key': (w) => w.kms.createKey({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' }).KeyMetadata.Arn,
  'an HMAC key': (w) => w.kms.createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }).KeyMetadata.Arn,
  'the ARN of a key of another Region': (w) => w.b.newKey(),
  'a key of another account that lets nobody in': (w) => guestOf(w, placeOf, REGION_A).newKey(),
}

describe('CopyImage with a key that cannot be used', () => {
  it.each(Object.entries(SELECTORS))('%s: it answers, then image and snapshot have failed', (_, select) => {
    const w = imageWorld()
    const source = w.register(w.snapshot(w.volumeUnder(w.K1)))
    const KmsKeyId = select(w)
    const id = w.copyImage(source, { Encrypted: true, KmsKeyId })
    const message = w.shownSnapshot(w.snapshotsOf(id)[0] as string)?.StateMessage as string
    expect(message).toMatch(/^Given key ID is not accessible/)
    expect(w.shownImage(id)).toMatchObject({
      State: 'failed',
      StateReason: { Code: 'Client.InternalError', Message: `AMI snapshot copy failed with error: ${message}` },
    })
    expect(w.shownSnapshot(w.snapshotsOf(id)[0] as string)).toMatchObject({ State: 'error', Progress: '0%', Encrypted: true })
    expect(refusalOf(() => w.instance({ ImageId: id })).name).toBe('InvalidAMIID.Unavailable')
    const [event] = w.cloud.events.matching({ 'detail-type': ['EC2 AMI State Change'], detail: { State: ['failed'] } })
    expect(event?.detail).toMatchObject({
      ImageId: id,
      ErrorMessage: `AMI snapshot copy failed with error: ${message}`,
    })
    expect(w.grants(w.K1)).toEqual([])
  })
})

describe('RunInstances with a key that cannot be used', () => {
  const launches: [string, string, (w: ReturnType<typeof imageWorld>) => string][] = Object.entries(SELECTORS).flatMap(
    ([name, select]) =>
      ['an empty volume', 'a plain snapshot', 'an encrypted snapshot'].map(
        (source) => [name, source, select] as [string, string, typeof select],
      ),
  )

  it.each(launches)('%s, for %s: it answers, then the instance is terminated and nothing is left', (_, source, select) => {
    const w = imageWorld()
    const sources: Record<string, () => object> = {
      'an empty volume': () => ({ VolumeSize: 1 }),
      'a plain snapshot': () => ({ SnapshotId: w.snapshot(w.volume()) }),
      'an encrypted snapshot': () => ({ SnapshotId: w.snapshot(w.volumeUnder(w.K1)) }),
    }
    const Ebs = { ...sources[source]?.(), Encrypted: true, KmsKeyId: select(w) }
    const before = w.ec2.describeVolumes({}).Volumes.length
    const id = w.instance({ BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs }] })
    expect(w.shownInstance(id)).toMatchObject({
      State: { Name: 'terminated' },
      StateReason: {
        Code: 'Client.InvalidKMSKey.InvalidState',
        Message: 'Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state',
      },
      StateTransitionReason: 'Client.InternalError',
      BlockDeviceMappings: [],
    })
    expect(w.ec2.describeVolumes({}).Volumes).toHaveLength(before)
    expect(w.grants(w.K1)).toEqual([])
  })
})
