import { agree, type Command } from '../command.ts'
import { type Key, livingKeys, pick, REGIONS } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'
import { ownerOf } from './people.ts'

export const replicateKey: Command = {
  name: 'replicate key',
  weight: 1,
  run: (stage, [a]) => {
    const { paper } = stage.now
    const primaries = livingKeys(paper).filter(({ family, ...key }) => family.isMultiRegion && family.members[0]?.arn === key.arn)
    const primary = pick(primaries, a)
    if (primary === undefined) return
    const region = REGIONS.find((each) => each !== primary.region) ?? REGIONS[1]
    const { kms } = at(stage, ownerOf(primary), primary.region)
    const exists = primary.family.members.some((member) => member.region === region && member.state !== 'gone')
    const expected = exists
      ? 'AlreadyExistsException'
      : primary.state === 'Enabled'
        ? 'accepted'
        : primary.state === 'Disabled'
          ? 'DisabledException'
          : 'KMSInvalidStateException'
    let arn = ''
    const outcome = outcomeOf(stage, () => {
      arn = kms.replicateKey({ KeyId: primary.arn, ReplicaRegion: region }).ReplicaKeyMetadata.Arn
    })
    if (exists && primary.state !== 'Enabled') return
    agree(`the replica of a key that is ${primary.state}`, outcome, expected)
    if (outcome !== 'accepted') return
    const { keyId, account, family } = primary
    // A replica that comes back after its deletion is the key that it was: same ARN, same material.
    const former = family.members.find((member) => member.arn === arn)
    const replica: Key = former ?? { arn, keyId, account, region, family, state: 'Enabled', policy: 'plain' }
    Object.assign(replica, { state: 'Enabled', policy: 'plain', deletedAt: undefined })
    if (former === undefined) family.members.push(replica)
    if (!paper.keys.includes(replica)) paper.keys.push(replica)
  },
}
