import type { Command } from '../command.ts'
import { pick } from '../paper.ts'
import { at } from '../stage.ts'
import { ownerOf } from './people.ts'

/** An image of an instance with all its disks. */
export const createImage: Command = {
  name: 'create image',
  weight: 1,
  run: (stage, [a]) => {
    const { paper } = stage.now
    const instance = pick(paper.instances, a)
    if (instance === undefined || paper.images.length >= 3) return
    const { account, region } = instance
    const { ec2 } = at(stage, ownerOf(instance), region)
    const { ImageId } = ec2.createImage({
      InstanceId: instance.id,
      Name: `image-${++paper.imagesMade}`,
    })
    const disks = paper.volumes.flatMap(({ attachment, protection, bytes }) =>
      attachment?.instance === instance ? [{ device: attachment.device, protection, bytes: bytes.slice() }] : [],
    )
    paper.images.push({ id: ImageId, account, region, disks })
  },
}
