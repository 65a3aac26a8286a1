import { agree, type Command } from '../command.ts'
import { accountOf, type Family, pick, REGIONS } from '../paper.ts'
import { at } from '../stage.ts'

export const createKey: Command = {
  name: 'create key',
  weight: 3,
  run: (stage, [a, b, c]) => {
    const { paper } = stage.now
    if (paper.keys.length >= 12) return
    const who = a % 4 === 3 ? 'guest' : 'admin'
    const region = pick(REGIONS, b) ?? REGIONS[0]
    const isMultiRegion = c % 3 === 2
    const { KeyMetadata } = at(stage, who, region).kms.createKey(isMultiRegion ? { MultiRegion: true } : {})
    agree('the state of a new key', KeyMetadata.KeyState, 'Enabled')
    const family: Family = { isMultiRegion, members: [], rotationsOnDemand: 0 }
    const [arn, keyId, account] = [KeyMetadata.Arn, KeyMetadata.KeyId, accountOf(who)]
    const key = { arn, keyId, account, region, family, state: 'Enabled', policy: 'plain' } as const
    family.members.push({ ...key })
    paper.keys.push(...family.members)
  },
}
