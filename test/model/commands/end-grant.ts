import { agree, type Command } from '../command.ts'
import { pick } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'

/** Revoked or retired: either way it is gone. */
export const endGrant: Command = {
  name: 'end grant',
  weight: 1,
  run: (stage, [a, b]) => {
    const { paper } = stage.now
    const grant = pick(paper.grants, a)
    if (grant === undefined) return
    const { kms } = at(stage, 'admin', grant.key.region)
    const named = { KeyId: grant.key.arn, GrantId: grant.id }
    agree(
      'ending a grant',
      outcomeOf(stage, () => (b % 2 === 0 ? kms.revokeGrant(named) : kms.retireGrant(named))),
      'accepted',
    )
    paper.grants.splice(paper.grants.indexOf(grant), 1)
  },
}
