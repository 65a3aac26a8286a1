import type { Command } from '../command.ts'
import { pick } from '../paper.ts'
import { at } from '../stage.ts'
import { ownerOf } from './people.ts'

/** Data volumes outlive their instance. */
export const terminateInstance: Command = {
  name: 'terminate instance',
  weight: 1,
  run: (stage, [a]) => {
    const { paper } = stage.now
    const instance = pick(paper.instances, a)
    if (instance === undefined) return
    at(stage, ownerOf(instance), instance.region).ec2.terminateInstances({ InstanceIds: [instance.id] })
    paper.instances.splice(paper.instances.indexOf(instance), 1)
    for (const volume of paper.volumes) if (volume.attachment?.instance === instance) volume.attachment = undefined
  },
}
