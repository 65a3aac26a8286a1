import { agree, type Command } from '../command.ts'
import { pick } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'
import { ownerOf } from './people.ts'

export const detachVolume: Command = {
  name: 'detach volume',
  weight: 2,
  run: (stage, [a]) => {
    const volume = pick(
      stage.now.paper.volumes.filter(({ attachment }) => attachment !== undefined),
      a,
    )
    if (volume === undefined) return
    const { ec2 } = at(stage, ownerOf(volume), volume.region)
    agree(
      'detaching a volume',
      outcomeOf(stage, () => ec2.detachVolume({ VolumeId: volume.id })),
      'accepted',
    )
    volume.attachment = undefined
  },
}
