import { describe, expect, it } from 'vitest'
import { denied, refusalOf } from '../support/cloud/ebs-world.ts'
import { DEVICES, imageWorld } from '../support/cloud/image-world.ts'
import { ec2KmsCalls, sequenceOf } from '../support/cloud/kms-sequence.ts'

/** An instance with a root under K1 and two data volumes under K2 and K3, with different bytes in each. */
const threeKeys = () => {
  const w = imageWorld()
  const root = [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true, KmsKeyId: w.K1 } }]
  const InstanceId = w.instance({ BlockDeviceMappings: root })
  w.attach(w.volumeUnder(w.K2), InstanceId, '/dev/sdf')
  w.attach(w.volumeUnder(w.K3), InstanceId, '/dev/sdg')
  const write = (device: string, text: string) =>
    w.cloud.instance(InstanceId).device(device).write(4096, new TextEncoder().encode(text))
  for (const device of THREE) write(device, `bytes of ${device}`)
  return { ...w, InstanceId }
}

const THREE = DEVICES.slice(0, 3)

const bytesOf = (w: Pick<ReturnType<typeof imageWorld>, 'cloud'>, instanceId: string, device: string) =>
  new TextDecoder().decode(w.cloud.instance(instanceId).device(device).read(4096, `bytes of ${device}`.length))

describe('Images with several keys', () => {
  it('ebs 13 #47: CopyImage without parameters keeps a plain root plain and the data under its key, unlike CopySnapshot', () => {
    const w = imageWorld()
    const data = w.volumeUnder(w.K1)
    w.write(data, 0, 'data')
    const source = w.register(w.snapshot(w.volume()), w.snapshot(data))
    const copy = w.copyImage(source)
    expect(w.keysOf(copy)).toEqual(['plain', w.K1])
    expect(w.mappingsOf(copy).map(({ Ebs }) => Ebs.Encrypted)).toEqual([false, true])
    expect(w.snapshotsOf(copy)).not.toEqual(expect.arrayContaining(w.snapshotsOf(source)))
    expect(w.shownSnapshot(w.copy(w.snapshotsOf(source)[1] as string))?.KmsKeyId).toBe(w.managedKey())
  })

  it('ebs 13 #48: CopyImage under K2 puts every snapshot of an image with three keys under K2', () => {
    const w = threeKeys()
    const copy = w.copyImage(w.imageOf(w.InstanceId), { Encrypted: true, KmsKeyId: w.K2 })
    expect(w.keysOf(copy)).toEqual([w.K2, w.K2, w.K2])
    const launched = w.instance({ ImageId: copy })
    expect(THREE.map((device) => bytesOf(w, launched, device))).toEqual(THREE.map((device) => `bytes of ${device}`))
  })

  it('ebs 13 #49: CreateImage makes a snapshot under each volume’s key and context, without any KMS call', () => {
    const w = threeKeys()
    const before = ec2KmsCalls(w.cloud).length
    const image = w.imageOf(w.InstanceId)
    expect(ec2KmsCalls(w.cloud)).toHaveLength(before)
    expect(w.keysOf(image)).toEqual([w.K1, w.K2, w.K3])
    const volumes = w.shownInstance(w.InstanceId)?.BlockDeviceMappings.map(({ Ebs }) => Ebs.VolumeId) as string[]
    expect(w.snapshotsOf(image).map((id) => w.shownSnapshot(id)?.VolumeId)).toEqual(volumes)
    const launched = w.instance({ ImageId: image })
    expect(sequenceOf(w.cloud, 'RunInstances').filter((line) => line.includes('ReEncrypt'))).toEqual(
      w
        .shownInstance(launched)
        ?.BlockDeviceMappings.map(({ Ebs }, at) =>
          w.lines.reEncrypt(volumes[at] as string, [w.K1, w.K2, w.K3][at] as string, Ebs.VolumeId),
        ),
    )
  })

  it('ebs 13 #50: a launch from it makes three ReEncrypts, three grants for the host, and the host decrypts three times', () => {
    const w = threeKeys()
    const volumes = w.shownInstance(w.InstanceId)?.BlockDeviceMappings.map(({ Ebs }) => Ebs.VolumeId) as string[]
    const launched = w.instance({ ImageId: w.imageOf(w.InstanceId) })
    const made = w.shownInstance(launched)?.BlockDeviceMappings.map(({ Ebs }) => Ebs.VolumeId) as string[]
    expect(sequenceOf(w.cloud, 'RunInstances')).toEqual(
      [w.K1, w.K2, w.K3].flatMap((key, at) => [
        w.lines.reEncrypt(volumes[at] as string, key, made[at] as string),
        w.lines.grantHost(key, made[at] as string, launched),
        w.lines.hostDecrypts(key, made[at] as string, launched),
      ]),
    )
    expect(w.volumeKeysOf(launched)).toEqual({ '/dev/xvda': w.K1, '/dev/sdf': w.K2, '/dev/sdg': w.K3 })
    expect(THREE.map((device) => bytesOf(w, launched, device))).toEqual(THREE.map((device) => `bytes of ${device}`))
  })

  it('ebs 13 #51: a snapshot cannot be deleted while an image stands on it', () => {
    const w = imageWorld()
    const SnapshotId = w.snapshot(w.volumeUnder(w.K1))
    const ImageId = w.register(SnapshotId)
    expect(refusalOf(() => w.ec2.deleteSnapshot({ SnapshotId }))).toEqual({
      name: 'InvalidSnapshot.InUse',
      message: `The snapshot ${SnapshotId} is currently in use by ${ImageId}`,
      status: 400,
    })
    w.ec2.deregisterImage({ ImageId })
    w.ec2.deleteSnapshot({ SnapshotId })
    expect(refusalOf(() => w.shownSnapshot(SnapshotId)).name).toBe('InvalidSnapshot.NotFound')
  })

  it.each([true, false])('ebs 13 #52: RegisterImage may not say Encrypted %s of a snapshot, even if it is right', (Encrypted) => {
    const w = imageWorld()
    const SnapshotId = w.snapshot(Encrypted ? w.volumeUnder(w.K1) : w.volume())
    const BlockDeviceMappings = [{ DeviceName: '/dev/sda1', Ebs: { SnapshotId, Encrypted } }]
    expect(refusalOf(() => w.ec2.registerImage({ Name: 'mine', BlockDeviceMappings }))).toEqual({
      name: 'InvalidParameter',
      message:
        'Parameter encrypted is invalid. You cannot specify the encrypted flag if specifying a snapshot id in a block device mapping.',
      status: 400,
    })
    expect(w.ec2.describeImages({ Owners: ['self'] }).Images).toEqual([])
  })

  it('ebs 13 #79: DescribeImages tells that a volume is encrypted, and not under which key', () => {
    const w = imageWorld()
    const SnapshotId = w.snapshot(w.volumeUnder(w.K1))
    expect(w.mappingsOf(w.register(SnapshotId))).toEqual([
      {
        DeviceName: '/dev/xvda',
        Ebs: { DeleteOnTermination: true, SnapshotId, VolumeSize: 1, VolumeType: 'gp2', Encrypted: true },
      },
    ])
  })

  it('ebs 13 #81: an image with a snapshot under aws/ebs cannot be shared, in other words than the snapshot itself', () => {
    const w = imageWorld()
    const SnapshotId = w.snapshot(w.volume({ Encrypted: true }))
    const ImageId = w.register(w.snapshot(w.volume()), SnapshotId)
    const share = () => w.ec2.modifyImageAttribute({ ImageId, LaunchPermission: { Add: [{ UserId: '444455556666' }] } })
    expect(refusalOf(share)).toEqual({
      name: 'InvalidParameter',
      message: "Snapshots encrypted with the AWS Managed CMK can't be shared. Specify another snapshot.",
      status: 400,
    })
    const shareSnapshot = () =>
      w.ec2.modifySnapshotAttribute({ SnapshotId, CreateVolumePermission: { Add: [{ UserId: '444455556666' }] } })
    expect(refusalOf(shareSnapshot).name).toBe('OperationNotPermitted')
    expect(w.ec2.describeImageAttribute({ ImageId, Attribute: 'launchPermission' }).LaunchPermissions).toEqual([])
  })

  it('ebs 13 #18: a caller without kms:Decrypt launches from an encrypted image: the host decrypts', () => {
    const w = imageWorld()
    const source = w.volumeUnder(w.K1)
    w.write(source, 4096, 'bytes of /dev/xvda')
    const ImageId = w.register(w.snapshot(source))
    const caller = denied(w.cloud, ['kms:Decrypt'])
    const InstanceId = caller.instance({ ImageId })
    expect(w.shownInstance(InstanceId)?.State.Name).toBe('running')
    expect(bytesOf(w, InstanceId, '/dev/xvda')).toBe('bytes of /dev/xvda')
    const [VolumeId] = w.volumesOf(InstanceId).map((volume) => volume.VolumeId) as [string]
    expect(sequenceOf(w.cloud, 'RunInstances')).toEqual([
      w.lines.reEncrypt(source, w.K1, VolumeId),
      w.lines.grantHost(w.K1, VolumeId, InstanceId),
      w.lines.hostDecrypts(w.K1, VolumeId, InstanceId),
    ])
  })
})

/** The five scenarios of spec/ebs-ec2.md 7. */
describe('What becomes of an image’s encryption', () => {
  it('scenario 1: an unencrypted root and encrypted data are copied as they are, and both images can be launched', () => {
    const w = imageWorld()
    const [root, data] = [w.volume({ Size: 8 }), w.volumeUnder(w.K1)]
    w.write(root, 4096, 'bytes of /dev/xvda')
    w.write(data, 4096, 'bytes of /dev/sdf')
    const source = w.register(w.snapshot(root), w.snapshot(data))
    const copy = w.copyImage(source)
    for (const ImageId of [source, copy]) {
      const launched = w.instance({ ImageId })
      expect(w.volumeKeysOf(launched)).toEqual({ '/dev/xvda': 'plain', '/dev/sdf': w.K1 })
      expect(['/dev/xvda', '/dev/sdf'].map((device) => bytesOf(w, launched, device))).toEqual([
        'bytes of /dev/xvda',
        'bytes of /dev/sdf',
      ])
    }
    expect(new Set([...w.snapshotsOf(source), ...w.snapshotsOf(copy)]).size).toBe(4)
  })

  it('scenario 2: an encrypted root is copied encrypted', () => {
    const w = imageWorld()
    const source = w.register(w.snapshot(w.volumeUnder(w.K1)))
    const copy = w.copyImage(source)
    expect(w.keysOf(copy)).toEqual([w.K1])
    expect(w.snapshotsOf(copy)).not.toEqual(w.snapshotsOf(source))
  })

  it('scenario 3: an unencrypted root is copied under a named key with the same bytes, and the source stays as it was', () => {
    const w = imageWorld()
    const root = w.volume()
    w.write(root, 4096, 'bytes of /dev/xvda')
    const source = w.register(w.snapshot(root))
    const copy = w.copyImage(source, { Encrypted: true, KmsKeyId: w.K1 })
    expect([w.keysOf(source), w.keysOf(copy)]).toEqual([['plain'], [w.K1]])
    expect(bytesOf(w, w.instance({ ImageId: copy }), '/dev/xvda')).toBe('bytes of /dev/xvda')
  })

  it('scenario 4: an image of a running instance has its root’s snapshot under the root’s key', () => {
    const w = imageWorld()
    const BlockDeviceMappings = [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true, KmsKeyId: w.K1 } }]
    const InstanceId = w.instance({ BlockDeviceMappings })
    expect(w.keysOf(w.imageOf(InstanceId, { NoReboot: true }))).toEqual([w.K1])
    expect(w.shownInstance(InstanceId)?.State.Name).toBe('running')
  })

  it('scenario 5: three keys come together by attaching volumes, and become one by copying the image', () => {
    const w = imageWorld()
    const K4 = w.newKey()
    const base = w.register(w.snapshot(w.volumeUnder(w.K1)))
    const InstanceId = w.instance({ ImageId: base })
    w.attach(w.volumeUnder(w.K2), InstanceId, '/dev/sdf')
    w.attach(w.volumeUnder(w.K3), InstanceId, '/dev/sdg')
    const image = w.imageOf(InstanceId)
    expect(w.keysOf(image)).toEqual([w.K1, w.K2, w.K3])
    const launched = w.instance({ ImageId: image })
    expect(w.volumeKeysOf(launched)).toEqual({ '/dev/xvda': w.K1, '/dev/sdf': w.K2, '/dev/sdg': w.K3 })
    expect(sequenceOf(w.cloud, 'RunInstances').filter((line) => line.includes(' ReEncrypt '))).toHaveLength(3)
    expect(w.keysOf(w.copyImage(image, { Encrypted: true, KmsKeyId: K4 }))).toEqual([K4, K4, K4])
  })
})
