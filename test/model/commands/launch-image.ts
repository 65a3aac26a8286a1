import { agree, type Command } from '../command.ts'
import { isUsable, pick } from '../paper.ts'
import { at } from '../stage.ts'
import { ownerOf } from './people.ts'

/** An instance of an image has its disks, with the bytes of the moment; if a key of one cannot be used, it never runs. */
export const launchImage: Command = {
  name: 'launch image',
  weight: 2,
  run: (stage, [a]) => {
    const { paper } = stage.now
    const image = pick(paper.images, a)
    if (image === undefined || paper.instances.length >= 5 || paper.volumes.length + image.disks.length > 12) return
    const { account, region, disks } = image
    const { ec2 } = at(stage, ownerOf(image), region)
    const Placement = { AvailabilityZone: `${region}a` }
    const [{ InstanceId }] = ec2.runInstances({ ImageId: image.id, MinCount: 1, MaxCount: 1, Placement }).Instances
    const runs = disks.every(({ protection }) => isUsable(protection))
    const shown = ec2.describeInstances({ InstanceIds: [InstanceId] }).Reservations[0]?.Instances[0]
    agree('the state of the launched instance', shown?.State.Name, runs ? 'running' : 'terminated')
    if (!runs) return
    const instance = { id: InstanceId, account, region, isRunning: true }
    paper.instances.push(instance)
    for (const { device, protection, bytes } of disks) {
      const id = shown?.BlockDeviceMappings.find(({ DeviceName }) => DeviceName === device)?.Ebs.VolumeId ?? ''
      const byDefault = paper.encryptedByDefault.has(`${account}/${region}`)
      const under = protection === 'plain' && byDefault ? 'managed' : protection
      paper.volumes.push({ id, account, region, protection: under, bytes: bytes.slice(), attachment: { instance, device } })
    }
  },
}
