import { agree, type Command } from '../command.ts'
import { type Instance, isUsable, type Paper, pick } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'
import { ownerOf } from './people.ts'

const DEVICES = [
  '/dev/sdf',
  '/dev/sdg',
  '/dev/sdh',
  '/dev/sdi',
  '/dev/sdj',
  '/dev/sdk',
  '/dev/sdl',
  '/dev/sdm',
  '/dev/sdn',
  '/dev/sdo',
]

/** With a fault now and then: KMS fails, nothing is left of the attempt, and the next one succeeds. */
export const attachVolume: Command = {
  name: 'attach volume',
  weight: 6,
  run: (stage, [a, b, c]) => {
    const { paper, cloud, name } = stage.now
    const volume = pick(
      paper.volumes.filter(({ attachment }) => attachment === undefined),
      a,
    )
    if (volume === undefined) return
    const { account, region, protection } = volume
    const instance = pick(
      paper.instances.filter((each) => each.account === account && each.region === region),
      b,
    )
    const Device = instance && freeDevice(paper, instance)
    if (instance === undefined || Device === undefined) return
    const isFaulty = c % 5 === 0
    if (isFaulty) stage.script.line(`${name}.faults.on('kms:Decrypt').fail('KMSInternalException')`)
    if (isFaulty) cloud.faults.on('kms:Decrypt').fail('KMSInternalException')
    const { ec2 } = at(stage, ownerOf(volume), region)
    const attach = () => ec2.attachVolume({ VolumeId: volume.id, InstanceId: instance.id, Device })
    const isOpened = instance.isRunning && protection !== 'plain'
    const works = !isOpened || (isUsable(protection) && !isFaulty)
    const outcome = outcomeOf(stage, attach)
    if (isFaulty) stage.script.line(`${name}.faults.clear()`)
    cloud.faults.clear()
    agree('attaching a volume', outcome, works ? 'accepted' : 'CustomerKeyHasBeenRevoked')
    if (works) volume.attachment = { instance, device: Device }
  },
}

const freeDevice = ({ volumes }: Paper, instance: Instance): string | undefined => {
  const used = volumes.filter(({ attachment }) => attachment?.instance === instance).map(({ attachment }) => attachment?.device)
  return DEVICES.find((device) => !used.includes(device))
}
