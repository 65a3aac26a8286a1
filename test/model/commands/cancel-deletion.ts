import { agree, type Command } from '../command.ts'
import { livingKeys, pick } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'
import { ownerOf } from './people.ts'

/** A key that is taken back is disabled. */
export const cancelDeletion: Command = {
  name: 'cancel deletion',
  weight: 1,
  run: (stage, [a]) => {
    const key = pick(livingKeys(stage.now.paper), a)
    if (key === undefined) return
    const { kms } = at(stage, ownerOf(key), key.region)
    const outcome = outcomeOf(stage, () => kms.cancelKeyDeletion({ KeyId: key.arn }))
    agree(
      `taking back a key that is ${key.state}`,
      outcome,
      key.state === 'PendingDeletion' ? 'accepted' : 'KMSInvalidStateException',
    )
    if (outcome !== 'accepted') return
    key.state = 'Disabled'
    delete key.deletedAt
  },
}
