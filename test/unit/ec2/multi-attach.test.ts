import { describe, expect, it } from 'vitest'
import { ec2Cloud, kmsCalls, refusal, text, textOf } from './fixture.ts'

const stage = () => {
  const made = ec2Cloud()
  const k1 = made.key()
  const volumeId = made.volume({
    VolumeType: 'io2',
    Size: 4,
    Iops: 100,
    MultiAttachEnabled: true,
    Encrypted: true,
    KmsKeyId: k1,
  })
  const [one, other] = [made.instance(), made.instance()] as const
  made.attach(volumeId, one)
  made.attach(volumeId, other, '/dev/sdg')
  const disk = (instanceId: string, device: string) => made.cloud.instance(instanceId).device(device)
  return { ...made, k1, volumeId, one, other, first: disk(one, '/dev/sdf'), second: disk(other, '/dev/sdg') }
}

describe('a volume with Multi-Attach', () => {
  it('is one disk for all its guests, and grows for all of them', () => {
    const { ec2, volumeId, first, second } = stage()
    first.write(0, text('from one'))
    expect(textOf(second.read(0, 8))).toBe('from one')
    second.write(5, text('two'))
    expect(textOf(first.read(0, 8))).toBe('from two')
    ec2.modifyVolume({ VolumeId: volumeId, Size: 5 })
    expect([first.sizeBytes, second.sizeBytes]).toEqual([5 * 2 ** 30, 5 * 2 ** 30])
  })

  it('makes a grant and a Decrypt for each attachment, and retires that grant when it ends', () => {
    const { cloud, ec2, kms, k1, volumeId, one, other } = stage()
    expect(kmsCalls(cloud, 'AttachVolume')).toEqual(['CALLER CreateGrant', 'HOST Decrypt'])
    const grantees = () =>
      kms.listGrants({ KeyId: k1 }).Grants?.map(({ GranteePrincipal }) => GranteePrincipal?.split('/').at(-1))
    expect(new Set(grantees())).toEqual(new Set([one, other]))
    ec2.detachVolume({ VolumeId: volumeId, InstanceId: one })
    expect(grantees()).toEqual([other])
  })

  it('stays with the guests that have it when its key is disabled, and comes to no other', () => {
    const { ec2, kms, k1, volumeId, one, first, second, instance, attach, describedVolume } = stage()
    first.write(0, text('x'))
    kms.disableKey({ KeyId: k1 })
    expect(refusal(() => attach(volumeId, instance())).name).toBe('CustomerKeyHasBeenRevoked')
    ec2.detachVolume({ VolumeId: volumeId, InstanceId: one })
    expect(() => first.read(0, 1)).toThrow()
    expect(textOf(second.read(0, 1))).toBe('x')
    expect(describedVolume(volumeId)?.State).toBe('in-use')
    expect(refusal(() => attach(volumeId, one)).name).toBe('CustomerKeyHasBeenRevoked')
  })

  it('comes into instances of its zone, once into each, of Nitro types, and never as the root', () => {
    const { ec2, volumeId, one, instance, attach } = stage()
    expect(refusal(() => attach(volumeId, one, '/dev/sdh')).name).toBe('VolumeInUse')
    const elsewhere = instance({ Placement: { AvailabilityZone: 'us-east-1b' } })
    expect(refusal(() => attach(volumeId, elsewhere)).name).toBe('InvalidVolume.ZoneMismatch')
    expect(refusal(() => attach(volumeId, instance({ InstanceType: 't2.micro' }))).name).toBe('UnsupportedOperation')
    const rootless = instance()
    ec2.stopInstances({ InstanceIds: [rootless] })
    const [root] = ec2.describeVolumes({ Filters: [{ Name: 'attachment.instance-id', Values: [rootless] }] }).Volumes
    ec2.detachVolume({ VolumeId: root?.VolumeId })
    expect(refusal(() => attach(volumeId, rootless, '/dev/xvda'))).toMatchObject({ name: 'UnsupportedOperation' })
    attach(volumeId, rootless)
  })

  it('is deleted with the last of its instances alone', () => {
    const { ec2, volumeId, one, other, describedVolume } = stage()
    for (const [InstanceId, DeviceName] of [
      [one, '/dev/sdf'],
      [other, '/dev/sdg'],
    ] as const)
      ec2.modifyInstanceAttribute({ InstanceId, BlockDeviceMappings: [{ DeviceName }] })
    ec2.terminateInstances({ InstanceIds: [one] })
    expect(describedVolume(volumeId)?.Attachments).toHaveLength(1)
    ec2.terminateInstances({ InstanceIds: [other] })
    expect(refusal(() => describedVolume(volumeId)).name).toBe('InvalidVolume.NotFound')
  })
})

describe('a disk for throughput', () => {
  it('is no root volume', () => {
    const { ec2, volume, instance, attach } = ec2Cloud()
    const [id, i] = [volume({ VolumeType: 'st1', Size: 125 }), instance()]
    attach(id, i)
    ec2.detachVolume({ VolumeId: id })
    ec2.stopInstances({ InstanceIds: [i] })
    const [root] = ec2.describeVolumes({ Filters: [{ Name: 'attachment.instance-id', Values: [i] }] }).Volumes
    ec2.detachVolume({ VolumeId: root?.VolumeId })
    expect(refusal(() => attach(id, i, '/dev/xvda')).name).toBe('UnsupportedOperation')
  })
})
