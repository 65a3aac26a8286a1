import { describe, expect, it } from 'vitest'
import type { Session } from '../../src/index.ts'
import { blockOf, directApi, put } from '../support/cloud/direct-api.ts'
import { placeOf, REGION_A, REGION_B } from '../support/cloud/ebs-world.ts'
import { DEVICES, guestOf, imageWorld, policyForBoth } from '../support/cloud/image-world.ts'
import { sequenceOf } from '../support/cloud/kms-sequence.ts'
import { GUEST_ACCOUNT } from '../support/cloud/shared-snapshot.ts'

/*
 * The rest of the table of spec/ebs-ec2.md 2.4: images, changes of volumes, the EBS direct APIs, and other accounts' snapshots and images. In
 * the second world a new grant needs five minutes to spread: there everything hangs on the grant tokens.
 */
describe.each([{ grantPropagation: 0 }, { grantPropagation: 300_000 }])(
  'KMS calls of EC2 and EBS (grants spread in $grantPropagation ms)',
  (options) => {
    const newWorld = () => {
      const w = imageWorld(options)
      const source = w.volumeUnder(w.K1)
      w.write(source, 0, 'hello')
      const encrypted = w.snapshot(source)
      const grantsOf = (...places: { kms: Session['kms']; grants: (key: string) => unknown[] }[]) =>
        places.flatMap(({ kms, grants }) => kms.listKeys({}).Keys.flatMap(({ KeyArn }) => grants(KeyArn)))
      const calls = (operation: string) => sequenceOf(w.cloud, operation)
      return { ...w, source, encrypted, plain: w.snapshot(w.volume()), calls, grantsOf, direct: directApi(w.session) }
    }
    type World = ReturnType<typeof newWorld>

    /** The snapshot and an image of it, shared with another account, which may use K1. */
    const shared = (w: World, region = REGION_A) => {
      const image = w.register(w.encrypted)
      const Add = [{ UserId: GUEST_ACCOUNT }]
      w.ec2.modifySnapshotAttribute({ SnapshotId: w.encrypted, CreateVolumePermission: { Add } })
      w.ec2.modifyImageAttribute({ ImageId: image, LaunchPermission: { Add } })
      w.kms.putKeyPolicy({ KeyId: w.K1, Policy: policyForBoth(w.session.accountId) })
      const guest = guestOf(w, placeOf, region)
      return { image, guest, own: guest.newKey(), direct: directApi(guest.session) }
    }

    it.each(['own key', 'default key'])(
      'row 13: RunInstances from a shared image under the %s: row 5, then the host’s calls',
      (what) => {
        const w = newWorld()
        const { image, guest, own } = shared(w)
        const Ebs = what === 'own key' ? { Encrypted: true, KmsKeyId: own } : {}
        const instance = guest.instance({ ImageId: image, BlockDeviceMappings: [{ DeviceName: DEVICES[0], Ebs }] })
        const root = guest.volumesOf(instance)[0]?.VolumeId as string
        const key = what === 'own key' ? own : (guest.managedKey() as string)
        const selector = what === 'own key' ? own : 'alias/aws/ebs'
        expect(w.calls('RunInstances')).toEqual([
          guest.lines.reEncrypt(w.source, selector, root),
          guest.lines.generate(selector, root),
          guest.lines.grantService(key, root),
          guest.lines.serviceDecrypts(key, root),
          guest.lines.serviceDecrypts(key, root),
          guest.lines.grantHost(key, root, instance),
          guest.lines.hostDecrypts(key, root, instance),
        ])
        expect(w.cloud.volume(root).dataKeyId).not.toBe(w.cloud.snapshot(w.encrypted).dataKeyId)
        guest.ec2.terminateInstances({ InstanceIds: [instance] })
        expect(w.calls('TerminateInstances')).toEqual([
          guest.lines.retireHost(key, root, instance),
          guest.lines.retireService(key, root),
        ])
        expect(w.grantsOf(w.a, guest)).toEqual([])
      },
    )

    it('rows 12 and 13: RunInstances from an own image with three keys, one of them changed: volume by volume', () => {
      const w = newWorld()
      const [v2, v3] = [w.volumeUnder(w.K2), w.volumeUnder(w.K3)]
      const image = w.register(w.encrypted, w.snapshot(v2), w.snapshot(v3))
      const BlockDeviceMappings = [{ DeviceName: DEVICES[2], Ebs: { Encrypted: true, KmsKeyId: w.K1 } }]
      const instance = w.instance({ ImageId: image, BlockDeviceMappings })
      const at = (device: string) =>
        w.volumesOf(instance).find(({ Attachments }) => Attachments?.[0]?.Device === device)?.VolumeId as string
      const [d1, d2, d3] = [at(DEVICES[0]), at(DEVICES[1]), at(DEVICES[2])]
      expect(w.calls('RunInstances')).toEqual([
        w.lines.reEncrypt(w.source, w.K1, d1),
        w.lines.grantHost(w.K1, d1, instance),
        w.lines.hostDecrypts(w.K1, d1, instance),
        w.lines.reEncrypt(v2, w.K2, d2),
        w.lines.grantHost(w.K2, d2, instance),
        w.lines.hostDecrypts(w.K2, d2, instance),
        w.lines.reEncrypt(v3, w.K1, d3),
        w.lines.generate(w.K1, d3),
        w.lines.grantService(w.K1, d3),
        w.lines.serviceDecrypts(w.K1, d3),
        w.lines.serviceDecrypts(w.K1, d3),
        w.lines.grantHost(w.K1, d3, instance),
        w.lines.hostDecrypts(w.K1, d3, instance),
      ])
      w.ec2.terminateInstances({ InstanceIds: [instance] })
      expect(w.grantsOf(w.a)).toEqual([])
    })

    it.each([REGION_A, REGION_B])('rows 18 and 19: CopySnapshot of a shared snapshot to %s, first and again', (region) => {
      const w = newWorld()
      const { guest, own: key } = shared(w, region)
      const request = { SourceRegion: REGION_A, Encrypted: true, KmsKeyId: key }
      const first = guest.copy(w.encrypted, request)
      expect(w.calls('CopySnapshot')).toEqual([
        guest.lines.describeKey(key),
        guest.lines.generate(key, first),
        guest.lines.grantCopy(key, 'Decrypt', first),
        guest.lines.grantSource(w.K1, w.source),
        guest.lines.copyDecrypts(w.K1, w.source),
        guest.lines.copyDecrypts(key, first),
        guest.lines.retireCopy(key, 'Decrypt', first),
        guest.lines.retireCopy(w.K1, 'Decrypt', w.source),
      ])
      const again = guest.copy(w.encrypted, request)
      expect(w.calls('CopySnapshot')).toEqual([
        guest.lines.describeKey(key),
        guest.lines.grantSource(key, first),
        guest.lines.grantCopy(key, 'Encrypt', again),
        guest.lines.copyDecrypts(key, first),
        guest.lines.copyEncrypts(key, again),
        guest.lines.retireCopy(key, 'Decrypt', first),
        guest.lines.retireCopy(key, 'Encrypt', again),
      ])
      expect(w.cloud.snapshot(again).dataKeyId).toBe(w.cloud.snapshot(first).dataKeyId)
      expect(w.cloud.snapshot(first).dataKeyId).not.toBe(w.cloud.snapshot(w.encrypted).dataKeyId)
      expect(w.grantsOf(w.a, guest)).toEqual([])
    })

    it.each([true, false])('row 21: CreateImage of three volumes (NoReboot %s): none', (NoReboot) => {
      const w = newWorld()
      const instance = w.instance({ BlockDeviceMappings: [{ DeviceName: DEVICES[0], Ebs: { Encrypted: true, KmsKeyId: w.K1 } }] })
      w.attach(w.volumeUnder(w.K2), instance)
      w.attach(w.volume(), instance, '/dev/sdg')
      const held = w.grantsOf(w.a)
      const image = w.imageOf(instance, { NoReboot })
      expect(w.calls('CreateImage')).toEqual([])
      expect(w.keysOf(image)).toEqual([w.K1, w.K2, 'plain'])
      expect(w.grantsOf(w.a)).toEqual(held)
    })

    it('row 22: CopyImage under one key: row 18 for each snapshot, under the new snapshot’s id', () => {
      const w = newWorld()
      const image = w.register(w.plain, w.encrypted)
      const key = w.inB.newKey()
      const copy = w.inB.copyImage(image, { SourceRegion: REGION_A, Encrypted: true, KmsKeyId: key })
      const [root, data] = w.inB.snapshotsOf(copy) as [string, string]
      const { lines } = w.inB
      expect(w.calls('CopyImage')).toEqual([
        lines.describeKey(key),
        lines.generate(key, root),
        lines.grantCopy(key, 'Decrypt', root),
        lines.copyDecrypts(key, root),
        lines.describeKey(key),
        lines.generate(key, data),
        lines.grantCopy(key, 'Decrypt', data),
        lines.grantSource(w.K1, w.source),
        lines.copyDecrypts(w.K1, w.source),
        lines.copyDecrypts(key, data),
        lines.retireCopy(key, 'Decrypt', root),
        lines.retireCopy(key, 'Decrypt', data),
        lines.retireCopy(w.K1, 'Decrypt', w.source),
      ])
      expect(w.grantsOf(w.a, w.b)).toEqual([])
    })

    it('row 22: CopyImage of a shared image: the snapshot under the owner’s key goes under the recipient’s', () => {
      const w = newWorld()
      const { image, guest } = shared(w)
      const copy = guest.copyImage(image)
      const [snapshot] = guest.snapshotsOf(copy) as [string]
      const key = guest.managedKey() as string
      const { lines } = guest
      expect(w.calls('CopyImage')).toEqual([
        lines.describeKey('alias/aws/ebs'),
        lines.generate('alias/aws/ebs', snapshot),
        lines.grantCopy(key, 'Decrypt', snapshot),
        lines.grantSource(w.K1, w.source),
        lines.copyDecrypts(w.K1, w.source),
        lines.copyDecrypts(key, snapshot),
        lines.retireCopy(key, 'Decrypt', snapshot),
        lines.retireCopy(w.K1, 'Decrypt', w.source),
      ])
      expect(w.grantsOf(w.a, guest)).toEqual([])
    })

    it('row 23: RegisterImage, DeregisterImage and everything that describes: none', () => {
      const w = newWorld()
      const instance = w.instance({ BlockDeviceMappings: [{ DeviceName: DEVICES[0], Ebs: { Encrypted: true, KmsKeyId: w.K1 } }] })
      const image = w.register(w.encrypted)
      const SnapshotId = w.encrypted
      w.ec2.describeImages({ Owners: ['self'] })
      w.ec2.describeImageAttribute({ ImageId: image, Attribute: 'launchPermission' })
      w.ec2.describeVolumes({})
      w.ec2.describeVolumeStatus({})
      w.ec2.describeVolumeAttribute({ VolumeId: w.source, Attribute: 'autoEnableIO' })
      w.ec2.describeVolumesModifications({})
      w.ec2.describeSnapshots({ OwnerIds: ['self'] })
      w.ec2.describeSnapshotAttribute({ SnapshotId, Attribute: 'createVolumePermission' })
      w.ec2.describeSnapshotTierStatus({})
      w.ec2.describeInstances({})
      w.ec2.describeInstanceStatus({})
      w.ec2.describeTags({})
      w.ec2.deregisterImage({ ImageId: image })
      const reads = w.cloud.journal
        .entries()
        .filter(({ service, operation }) => service === 'ec2' && /^(Describe|RegisterImage|DeregisterImage)/.test(operation))
      expect(new Set(reads.map(({ operation }) => operation)).size).toBe(14)
      expect(reads.flatMap(({ nested }) => nested)).toEqual([])
      expect(w.shownInstance(instance)?.State.Name).toBe('running')
    })

    it('row 26: ModifyVolume: none, until it has come to its end', () => {
      const w = newWorld()
      const instance = w.instance()
      w.attach(w.source, instance)
      w.ec2.modifyVolume({ VolumeId: w.source, Size: 4, VolumeType: 'gp3' })
      w.cloud.clock.advance({ days: 1 })
      expect(w.calls('ModifyVolume')).toEqual([])
      expect(w.grantsOf(w.a)).toHaveLength(1)
    })

    it('a snapshot’s life without its blocks: none', () => {
      const w = newWorld()
      const SnapshotId = w.encrypted
      const [instance, other] = [w.instance(), w.volumeUnder(w.K2)]
      w.attach(other, instance)
      w.ec2.createSnapshots({ InstanceSpecification: { InstanceId: instance } })
      w.ec2.modifySnapshotAttribute({ SnapshotId, CreateVolumePermission: { Add: [{ UserId: GUEST_ACCOUNT }] } })
      w.ec2.resetSnapshotAttribute({ SnapshotId, Attribute: 'createVolumePermission' })
      w.ec2.lockSnapshot({ SnapshotId, LockMode: 'governance', LockDuration: 1 })
      w.ec2.unlockSnapshot({ SnapshotId })
      w.ec2.modifySnapshotTier({ SnapshotId, StorageTier: 'archive' })
      w.cloud.clock.advance({ days: 4 })
      w.ec2.restoreSnapshotTier({ SnapshotId, PermanentRestore: true })
      w.cloud.clock.advance({ days: 4 })
      w.ec2.deleteSnapshot({ SnapshotId })
      const about = /Snapshot(s|Attribute|Tier)?$/
      const calls = w.cloud.journal.entries().filter(({ service, operation }) => service === 'ec2' && about.test(operation))
      expect(calls.length).toBeGreaterThan(8)
      expect(calls.flatMap(({ nested }) => nested)).toEqual([])
    })

    it.each(['K1', 'aws/ebs'])('row 27: StartSnapshot under %s: GenerateDataKey with plaintext, and no grant', (what) => {
      const w = newWorld()
      const id = w.direct.start(what === 'K1' ? { KmsKeyArn: w.K1 } : { Encrypted: true })
      expect(w.calls('StartSnapshot')).toEqual([w.lines.directGenerate(what === 'K1' ? w.K1 : 'alias/aws/ebs', id)])
      expect(w.grantsOf(w.a)).toEqual([])
    })

    it('row 27: StartSnapshot with an encrypted parent: ReEncrypt from the parent’s context; unencrypted: none', () => {
      const w = newWorld()
      const child = w.direct.start({ ParentSnapshotId: w.encrypted })
      expect(w.calls('StartSnapshot')).toEqual([w.lines.directReEncrypt(w.source, w.K1, child)])
      const grandparent = w.direct.upload({}, { KmsKeyArn: w.K2 })
      const next = w.direct.start({ ParentSnapshotId: grandparent })
      expect(w.calls('StartSnapshot')).toEqual([w.lines.directReEncrypt(grandparent, w.K2, next)])
      w.direct.start({ ParentSnapshotId: w.plain })
      expect(w.calls('StartSnapshot')).toEqual([])
    })

    it('row 28: PutSnapshotBlock and GetSnapshotBlock: Decrypt under the snapshot’s context; lists and CompleteSnapshot: none', () => {
      const w = newWorld()
      const { ebs } = w.direct
      const id = w.direct.start({ KmsKeyArn: w.K1 })
      ebs.putSnapshotBlock(put(id, 0, blockOf(1)))
      expect(w.calls('PutSnapshotBlock')).toEqual([w.lines.directDecrypt(w.K1, id)])
      ebs.completeSnapshot({ SnapshotId: id, ChangedBlocksCount: 1 })
      expect(w.calls('CompleteSnapshot')).toEqual([])
      for (const [SnapshotId, context] of [
        [id, id],
        [w.encrypted, w.source],
      ] as const) {
        const { BlockToken } = ebs.listSnapshotBlocks({ SnapshotId }).Blocks[0] ?? {}
        expect(w.calls('ListSnapshotBlocks')).toEqual([])
        ebs.getSnapshotBlock({ SnapshotId, BlockIndex: 0, BlockToken })
        expect(w.calls('GetSnapshotBlock')).toEqual([w.lines.directDecrypt(w.K1, context)])
      }
      ebs.listChangedBlocks({ FirstSnapshotId: w.encrypted, SecondSnapshotId: w.encrypted })
      expect(w.calls('ListChangedBlocks')).toEqual([])
    })

    it('row 28: another account’s listings need Decrypt as well', () => {
      const w = newWorld()
      const { guest, direct } = shared(w)
      expect(direct.written(w.encrypted)).toEqual([0])
      expect(w.calls('ListSnapshotBlocks')).toEqual([guest.lines.directDecrypt(w.K1, w.source)])
      expect(direct.digest(w.encrypted, 0)).toBe(w.direct.digest(w.encrypted, 0))
      expect(w.grantsOf(w.a, guest)).toEqual([])
    })
  },
)
