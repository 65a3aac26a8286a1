import type { Command } from '../command.ts'
import { pick } from '../paper.ts'
import { at } from '../stage.ts'
import { ownerOf } from './people.ts'

/** Needs no key: the snapshot has the volume's ciphertext. */
export const createSnapshot: Command = {
  name: 'create snapshot',
  weight: 4,
  run: (stage, [a]) => {
    const { paper } = stage.now
    const volume = pick(paper.volumes, a)
    if (volume === undefined || paper.snapshots.length >= 12) return
    const { account, region, protection } = volume
    const { SnapshotId: id } = at(stage, ownerOf(volume), region).ec2.createSnapshot({ VolumeId: volume.id })
    const bytes = volume.bytes.slice()
    paper.snapshots.push({ id, account, region, protection, bytes, isSharedWithGuest: false, isOfImage: false })
  },
}
