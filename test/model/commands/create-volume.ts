import { agree, type Command } from '../command.ts'
import { accountOf, pick, REGIONS, WINDOW } from '../paper.ts'
import { at } from '../stage.ts'
import { isWithinReach, volumeProtection, wishedKey, wishFor } from './new-protection.ts'
import { isVolume } from './seen.ts'

export const createVolume: Command = {
  name: 'create volume',
  weight: 4,
  run: (stage, [a, b, c]) => {
    const { paper } = stage.now
    if (paper.volumes.length >= 12) return
    const who = a % 4 === 3 ? 'guest' : 'admin'
    const region = pick(REGIONS, b) ?? REGIONS[0]
    const key = wishedKey(paper, who, region, c)
    const { ec2 } = at(stage, who, region)
    const { VolumeId } = ec2.createVolume({ AvailabilityZone: `${region}a`, Size: 1, ...wishFor(key) })
    const protection = volumeProtection(paper, who, region, key)
    const isMade = isWithinReach(paper, who, protection)
    agree('the volume is there', isVolume(stage, who, region, VolumeId), isMade)
    const made = {
      id: VolumeId,
      account: accountOf(who),
      region,
      protection,
      bytes: new Uint8Array(WINDOW),
      attachment: undefined,
    }
    if (isMade) paper.volumes.push(made)
  },
}
