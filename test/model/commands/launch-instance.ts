import type { Command } from '../command.ts'
import { accountOf, pick, REGIONS } from '../paper.ts'
import { at } from '../stage.ts'

export const launchInstance: Command = {
  name: 'launch instance',
  weight: 3,
  run: (stage, [a, b]) => {
    const { paper } = stage.now
    if (paper.instances.length >= 5) return
    const who = a % 4 === 3 ? 'guest' : 'admin'
    const region = pick(REGIONS, b) ?? REGIONS[0]
    const { ec2, baseImageId } = at(stage, who, region)
    const Placement = { AvailabilityZone: `${region}a` }
    const [{ InstanceId }] = ec2.runInstances({ ImageId: baseImageId, MinCount: 1, MaxCount: 1, Placement }).Instances
    paper.instances.push({ id: InstanceId, account: accountOf(who), region, isRunning: true })
  },
}
