import { agree, type Command } from '../command.ts'
import { accountOf, pick, REGIONS } from '../paper.ts'
import { at } from '../stage.ts'
import { isWithinReach, visibleSnapshots, volumeProtection, wishedKey, wishFor } from './new-protection.ts'
import { isVolume } from './seen.ts'

/** A volume from a snapshot, own or shared, under its key or another one. */
export const restoreSnapshot: Command = {
  name: 'restore snapshot',
  weight: 4,
  run: (stage, [a, b, c, d]) => {
    const { paper } = stage.now
    const who = a % 4 === 3 ? 'guest' : 'admin'
    const region = pick(REGIONS, b) ?? REGIONS[0]
    const source = pick(visibleSnapshots(paper, who, region), c)
    if (source === undefined || paper.volumes.length >= 12) return
    const key = wishedKey(paper, who, region, d)
    const { ec2 } = at(stage, who, region)
    const { VolumeId } = ec2.createVolume({ AvailabilityZone: `${region}a`, SnapshotId: source.id, ...wishFor(key) })
    const protection = volumeProtection(paper, who, region, key, source)
    const isMade = [source.protection, protection].every((each) => isWithinReach(paper, who, each))
    agree('the restored volume is there', isVolume(stage, who, region, VolumeId), isMade)
    const made = { id: VolumeId, account: accountOf(who), region, protection, bytes: source.bytes.slice(), attachment: undefined }
    if (isMade) paper.volumes.push(made)
  },
}
