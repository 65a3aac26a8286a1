import { agree, type Command } from '../command.ts'
import { livingKeys, pick } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'
import { ownerOf } from './people.ts'

/** Primary keys that have replicas wait for them, which the paper leaves out: such a key is passed over. */
export const scheduleDeletion: Command = {
  name: 'schedule deletion',
  weight: 2,
  run: (stage, [a]) => {
    const { paper } = stage.now
    const key = pick(livingKeys(paper), a)
    if (key === undefined) return
    const [primary, ...replicas] = key.family.members
    if (key === primary && replicas.some(({ state }) => state !== 'gone')) return
    const { kms } = at(stage, ownerOf(key), key.region)
    const outcome = outcomeOf(stage, () => kms.scheduleKeyDeletion({ KeyId: key.arn, PendingWindowInDays: 7 }))
    agree(
      `scheduling the deletion of a key that is ${key.state}`,
      outcome,
      key.state === 'PendingDeletion' ? 'KMSInvalidStateException' : 'accepted',
    )
    if (outcome !== 'accepted') return
    key.state = 'PendingDeletion'
    key.deletedAt = paper.now + 7 * 86_400_000
  },
}
