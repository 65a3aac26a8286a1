import { agree, type Command } from '../command.ts'
import { isUsable, pick } from '../paper.ts'
import { at } from '../stage.ts'
import { ownerOf } from './people.ts'

/** An instance starts only if KMS opens every disk of it: else it stays stopped. */
export const stopOrStart: Command = {
  name: 'stop or start',
  weight: 2,
  run: (stage, [a]) => {
    const { paper } = stage.now
    const instance = pick(paper.instances, a)
    if (instance === undefined) return
    const { ec2 } = at(stage, ownerOf(instance), instance.region)
    const InstanceIds = [instance.id]
    if (instance.isRunning) {
      ec2.stopInstances({ InstanceIds })
      instance.isRunning = false
      return
    }
    ec2.startInstances({ InstanceIds })
    instance.isRunning = paper.volumes.every(
      ({ attachment, protection }) => attachment?.instance !== instance || isUsable(protection),
    )
    const shown = ec2.describeInstances({ InstanceIds }).Reservations[0]?.Instances[0]
    agree('the state of the instance', shown?.State.Name, instance.isRunning ? 'running' : 'stopped')
  },
}
