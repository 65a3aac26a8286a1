import { agree, type Command } from '../command.ts'
import { pick } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'
import { ownerOf } from './people.ts'

export const deleteVolume: Command = {
  name: 'delete volume',
  weight: 1,
  run: (stage, [a]) => {
    const { paper } = stage.now
    const volume = pick(paper.volumes, a)
    if (volume === undefined) return
    const { ec2 } = at(stage, ownerOf(volume), volume.region)
    const outcome = outcomeOf(stage, () => ec2.deleteVolume({ VolumeId: volume.id }))
    agree('deleting a volume', outcome, volume.attachment === undefined ? 'accepted' : 'VolumeInUse')
    if (outcome === 'accepted') paper.volumes.splice(paper.volumes.indexOf(volume), 1)
  },
}
