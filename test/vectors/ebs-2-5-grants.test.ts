import { describe, expect, it } from 'vitest'
import { placeOf, REGION_A } from '../support/cloud/ebs-world.ts'
import { DEVICES, guestOf, imageWorld, policyForBoth } from '../support/cloud/image-world.ts'
import { ebs } from '../support/cloud/kms-sequence.ts'
import { GUEST_ACCOUNT } from '../support/cloud/shared-snapshot.ts'

/*
 * The table of spec/ebs-ec2.md 2.5: the grants that stand while something needs them, as ListGrants shows them, and that none is left when
 * nothing does. On the clock, so that the grants of work that is on its way can be seen.
 */

const EC2 = 'ec2.us-east-1.amazonaws.com'
const SERVICE = { GranteePrincipal: EC2, RetiringPrincipal: EC2 }
const serviceGrant = (volume: string) => ({
  ...SERVICE,
  Operations: ['Decrypt'],
  Constraints: { EncryptionContextSubset: ebs(volume) },
})
const hostGrant = (volume: string, instance: string) => ({
  GranteePrincipal: `arn:aws:sts::111122223333:assumed-role/aws:ec2-infrastructure/${instance}`,
  RetiringPrincipal: EC2,
  Operations: ['Decrypt'],
  Constraints: { EncryptionContextSubset: ebs(volume) },
})
const copyGrant = (operation: 'Decrypt' | 'Encrypt', id: string, region = REGION_A) => ({
  GranteePrincipal: `ec2.${region}.amazonaws.com`,
  RetiringPrincipal: `ec2.${region}.amazonaws.com`,
  Operations: [operation],
  Constraints: { EncryptionContextEquals: ebs(id) },
})

const stage = () => {
  const w = imageWorld({ latency: 'typical' })
  const settle = () => void w.cloud.clock.advance({ minutes: 10 })
  const source = w.volumeUnder(w.K1)
  const bare = w.volume()
  settle()
  const [encrypted, plain] = [w.snapshot(source), w.snapshot(bare)]
  settle()
  /** The grants on a key, without what is always there: id, date, issuer and the empty name. */
  const granted = (key: string, place: { kms: typeof w.kms } = w) =>
    (place.kms.listGrants({ KeyId: key }).Grants ?? []).map(
      ({ KeyId, GrantId, CreationDate, IssuingAccount, Name, ...grant }) => {
        expect([KeyId, Name]).toEqual([key, ''])
        expect([GrantId?.length, CreationDate instanceof Date]).toEqual([64, true])
        expect(IssuingAccount).toMatch(/^arn:aws:iam::\d{12}:root$/)
        return grant
      },
    )
  return { ...w, settle, source, bare, encrypted, plain, granted }
}
type Stage = ReturnType<typeof stage>

const root = (KmsKeyId: string, more = {}) => [{ DeviceName: DEVICES[0], Ebs: { Encrypted: true, KmsKeyId, ...more } }]

describe('the grant of EBS for a volume', () => {
  it.each([
    ['an unencrypted snapshot', (w: Stage) => w.plain, 'K1'],
    ['a snapshot under another key', (w: Stage) => w.encrypted, 'K2'],
  ] as const)('from %s stands until the blocks are encrypted', (_, snapshotOf, key) => {
    const w = stage()
    const id = w.volume({ SnapshotId: snapshotOf(w), Encrypted: true, KmsKeyId: w[key] })
    expect(w.granted(w[key])).toEqual([serviceGrant(id)])
    expect(w.granted(key === 'K1' ? w.K2 : w.K1)).toEqual([])
    w.settle()
    expect(w.granted(w[key])).toEqual([])
  })

  it.each([
    ['an empty volume', (w: Stage) => w.volumeUnder(w.K1)],
    ['a volume that shares its snapshot’s data key', (w: Stage) => w.volume({ SnapshotId: w.encrypted })],
  ] as const)('is not made for %s', (_, make) => {
    const w = stage()
    make(w)
    expect(w.granted(w.K1)).toEqual([])
  })

  it('of a launch stands until the volume is deleted, whatever happens to the instance', () => {
    const w = stage()
    const instance = w.instance({ BlockDeviceMappings: root(w.K1, { DeleteOnTermination: false }) })
    w.settle()
    const volume = w.volumesOf(instance)[0]?.VolumeId as string
    const [service, host] = [serviceGrant(volume), hostGrant(volume, instance)]
    expect(w.granted(w.K1)).toEqual([service, host])
    w.ec2.stopInstances({ InstanceIds: [instance] })
    w.settle()
    expect(w.granted(w.K1)).toEqual([service])
    w.ec2.startInstances({ InstanceIds: [instance] })
    w.settle()
    expect(w.granted(w.K1)).toEqual([service, host])
    w.ec2.terminateInstances({ InstanceIds: [instance] })
    w.settle()
    expect(w.granted(w.K1)).toEqual([service])
    const other = w.instance()
    w.settle()
    w.attach(volume, other)
    w.settle()
    expect(w.granted(w.K1)).toEqual([service, hostGrant(volume, other)])
    w.ec2.detachVolume({ VolumeId: volume })
    w.settle()
    w.ec2.deleteVolume({ VolumeId: volume })
    w.settle()
    expect(w.granted(w.K1)).toEqual([])
  })
})

describe('the grant of an instance’s host', () => {
  it('is one for each encrypted volume, and none for others', () => {
    const w = stage()
    const instance = w.instance()
    w.settle()
    w.attach(w.source, instance)
    w.attach(w.bare, instance, '/dev/sdg')
    w.settle()
    expect(w.granted(w.K1)).toEqual([hostGrant(w.source, instance)])
    w.ec2.terminateInstances({ InstanceIds: [instance] })
    w.settle()
    expect(w.granted(w.K1)).toEqual([])
  })

  it('is one for each instance that has the volume, where there are several', () => {
    const w = stage()
    const VolumeType = 'io2'
    const id = w.volume({ Encrypted: true, KmsKeyId: w.K1, MultiAttachEnabled: true, VolumeType, Iops: 100, Size: 4 })
    const [one, two] = [w.instance(), w.instance()]
    w.settle()
    for (const each of [one, two]) w.attach(id, each)
    w.settle()
    expect(w.granted(w.K1)).toEqual([hostGrant(id, one), hostGrant(id, two)])
    w.ec2.detachVolume({ VolumeId: id, InstanceId: one })
    w.settle()
    expect(w.granted(w.K1)).toEqual([hostGrant(id, two)])
    w.ec2.stopInstances({ InstanceIds: [two] })
    w.settle()
    expect(w.granted(w.K1)).toEqual([])
  })
})

describe('the grants of a copy stand until it ends', () => {
  it('with a new data key: Decrypt on both keys', () => {
    const w = stage()
    const copy = w.copy(w.encrypted, { Encrypted: true, KmsKeyId: w.K2 })
    expect([w.granted(w.K1), w.granted(w.K2)]).toEqual([[copyGrant('Decrypt', w.source)], [copyGrant('Decrypt', copy)]])
    w.settle()
    expect([w.granted(w.K1), w.granted(w.K2)]).toEqual([[], []])
  })

  it('with the same data key: Decrypt and Encrypt', () => {
    const w = stage()
    const copy = w.copy(w.encrypted, { Encrypted: true, KmsKeyId: w.K1 })
    expect(w.granted(w.K1)).toEqual([copyGrant('Decrypt', w.source), copyGrant('Encrypt', copy)])
    w.settle()
    expect(w.granted(w.K1)).toEqual([])
  })

  it('to another Region: each in its key’s Region', () => {
    const w = stage()
    const key = w.b.newKey()
    const copy = w.b.copy(w.encrypted, { SourceRegion: REGION_A, Encrypted: true, KmsKeyId: key })
    expect(w.granted(w.K1)).toEqual([copyGrant('Decrypt', w.source)])
    expect(w.granted(key, w.b)).toEqual([copyGrant('Decrypt', copy, 'us-west-2')])
    w.settle()
    expect([w.granted(w.K1), w.granted(key, w.b)]).toEqual([[], []])
  })

  it('of an image: those of every snapshot', () => {
    const w = stage()
    const copy = w.copyImage(w.register(w.plain, w.encrypted), { Encrypted: true, KmsKeyId: w.K2 })
    const [first, second] = w.snapshotsOf(copy) as [string, string]
    expect(w.granted(w.K2)).toEqual([copyGrant('Decrypt', first), copyGrant('Decrypt', second)])
    expect(w.granted(w.K1)).toEqual([copyGrant('Decrypt', w.source)])
    w.settle()
    expect([w.granted(w.K1), w.granted(w.K2)]).toEqual([[], []])
  })

  it('of another account’s snapshot: on the owner’s key in the recipient’s name, and the owner sees it', () => {
    const w = stage()
    w.ec2.modifySnapshotAttribute({ SnapshotId: w.encrypted, CreateVolumePermission: { Add: [{ UserId: GUEST_ACCOUNT }] } })
    w.kms.putKeyPolicy({ KeyId: w.K1, Policy: policyForBoth(w.session.accountId) })
    const guest = guestOf(w, placeOf, REGION_A)
    const own = guest.newKey()
    const copy = guest.copy(w.encrypted, { Encrypted: true, KmsKeyId: own })
    expect(w.granted(w.K1)).toEqual([copyGrant('Decrypt', w.source)])
    expect(w.grants(w.K1)?.[0]?.IssuingAccount).toBe(`arn:aws:iam::${GUEST_ACCOUNT}:root`)
    expect(w.granted(own, guest)).toEqual([copyGrant('Decrypt', copy)])
    w.settle()
    expect([w.granted(w.K1), w.granted(own, guest)]).toEqual([[], []])
  })
})

describe('grants of work that is broken off', () => {
  it.each([
    [
      'a volume is deleted while its blocks are encrypted',
      (w: Stage) => w.volume({ SnapshotId: w.plain, Encrypted: true, KmsKeyId: w.K1 }),
    ],
    ['a copy is deleted while it is pending', (w: Stage) => w.copy(w.encrypted, { Encrypted: true, KmsKeyId: w.K1 })],
  ])('are gone in the end where %s', (_, begin) => {
    const w = stage()
    const id = begin(w)
    const remove = () => (id.startsWith('vol') ? w.ec2.deleteVolume({ VolumeId: id }) : w.ec2.deleteSnapshot({ SnapshotId: id }))
    try {
      remove()
    } catch (error) {
      expect((error as Error).name).toBe('IncorrectState')
      w.settle()
      remove()
    }
    w.settle()
    expect(w.granted(w.K1)).toEqual([])
  })

  it.each(['source', 'destination'])('are gone where the %s key is disabled while the copy runs', (which) => {
    const w = stage()
    const copy = w.copy(w.encrypted, { Encrypted: true, KmsKeyId: w.K2 })
    w.kms.disableKey({ KeyId: which === 'source' ? w.K1 : w.K2 })
    w.settle()
    expect(w.shownSnapshot(copy)?.State).toBe('completed')
    expect([w.granted(w.K1), w.granted(w.K2)]).toEqual([[], []])
  })

  it('are gone where an instance is terminated while it starts', () => {
    const w = stage()
    const instance = w.instance({ BlockDeviceMappings: root(w.K1) })
    w.ec2.terminateInstances({ InstanceIds: [instance] })
    w.settle()
    expect(w.granted(w.K1)).toEqual([])
    expect(w.volumesOf(instance)).toEqual([])
  })
})
