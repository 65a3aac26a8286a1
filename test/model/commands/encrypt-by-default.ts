import type { Command } from '../command.ts'
import { accountOf, pick, REGIONS } from '../paper.ts'
import { at } from '../stage.ts'

export const encryptByDefault: Command = {
  name: 'encrypt by default',
  weight: 1,
  run: (stage, [a, b, c]) => {
    const who = a % 4 === 3 ? 'guest' : 'admin'
    const region = pick(REGIONS, b) ?? REGIONS[0]
    const place = `${accountOf(who)}/${region}`
    const { ec2 } = at(stage, who, region)
    if (c % 2 === 0) {
      ec2.enableEbsEncryptionByDefault({})
      stage.now.paper.encryptedByDefault.add(place)
    } else {
      ec2.disableEbsEncryptionByDefault({})
      stage.now.paper.encryptedByDefault.delete(place)
    }
  },
}
