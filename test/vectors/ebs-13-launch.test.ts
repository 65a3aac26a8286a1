import { describe, expect, it } from 'vitest'
import { ebsWorld, eventsAbout, noSuchVolume, refusalOf } from '../support/cloud/ebs-world.ts'
import { ec2KmsCalls } from '../support/cloud/kms-sequence.ts'

describe('RunInstances, the traps', () => {
  it.each(['/dev/xvda', '/dev/sdf'])(
    'ebs 13 #53: a key without Encrypted is refused without brackets, unlike CreateVolume’s (%s)',
    (DeviceName) => {
      const w = ebsWorld()
      const BlockDeviceMappings = [{ DeviceName, Ebs: { VolumeSize: 8, KmsKeyId: w.K1 } }]
      expect(refusalOf(() => w.instance({ BlockDeviceMappings }))).toEqual({
        name: 'InvalidParameterDependency',
        message: 'The parameter KmsKeyId requires the parameter Encrypted to be set.',
        status: 400,
      })
      expect(w.ec2.describeInstances({}).Reservations).toEqual([])
      expect(ec2KmsCalls(w.cloud)).toEqual([])
    },
  )

  it('ebs 13 #54: a root smaller than its snapshot is refused', () => {
    const w = ebsWorld()
    const [image] = w.ec2.describeImages({ ImageIds: [w.baseImageId] }).Images
    const root = image?.BlockDeviceMappings[0]?.Ebs
    expect(root?.VolumeSize).toBe(8)
    expect(refusalOf(() => w.instance({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 7 } }] }))).toEqual({
      name: 'InvalidBlockDeviceMapping',
      message: `Volume of size 7GB is smaller than snapshot '${root?.SnapshotId}', expect size >= 8GB`,
      status: 400,
    })
  })

  it('ebs 13 #54: so is a data volume smaller than its snapshot', () => {
    const w = ebsWorld()
    const SnapshotId = w.snapshot(w.volume({ Size: 5, Encrypted: true, KmsKeyId: w.K1 }))
    const calls = ec2KmsCalls(w.cloud).length
    const launch = (VolumeSize: number) =>
      w.instance({ BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { SnapshotId, VolumeSize } }] })
    expect(refusalOf(() => launch(4))).toEqual({
      name: 'InvalidBlockDeviceMapping',
      message: `Volume of size 4GB is smaller than snapshot '${SnapshotId}', expect size >= 5GB`,
      status: 400,
    })
    expect(ec2KmsCalls(w.cloud)).toHaveLength(calls)
    expect(w.ec2.describeInstances({}).Reservations).toEqual([])
    expect(w.volumesOf(launch(5)).map(({ Size }) => Size)).toContain(5)
  })

  it('ebs 13 #82: a further volume that does not say otherwise goes with its instance, as the root does', () => {
    const w = ebsWorld()
    const encrypted = { VolumeSize: 1, Encrypted: true, KmsKeyId: w.K1 }
    const InstanceId = w.instance({
      BlockDeviceMappings: [
        { DeviceName: '/dev/sdf', Ebs: encrypted },
        { DeviceName: '/dev/sdg', Ebs: { ...encrypted, DeleteOnTermination: false } },
      ],
    })
    const mapped = w.shownInstance(InstanceId)?.BlockDeviceMappings ?? []
    expect(mapped.map(({ DeviceName, Ebs }) => [DeviceName, Ebs?.DeleteOnTermination])).toEqual([
      ['/dev/xvda', true],
      ['/dev/sdf', true],
      ['/dev/sdg', false],
    ])
    const [root, data, kept] = mapped.map(({ Ebs }) => Ebs?.VolumeId as string) as [string, string, string]
    w.ec2.terminateInstances({ InstanceIds: [InstanceId] })
    for (const id of [root, data]) {
      expect(refusalOf(() => w.shownVolume(id))).toEqual(noSuchVolume(id))
      expect(eventsAbout(w.cloud, id).map(({ detail }) => detail.event)).toContain('deleteVolume')
    }
    expect(w.shownVolume(kept)).toMatchObject({ State: 'available', Attachments: [] })
    expect(w.grants(w.K1)).toEqual([])
  })
})
