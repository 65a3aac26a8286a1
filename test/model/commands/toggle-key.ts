import { agree, type Command } from '../command.ts'
import { livingKeys, pick } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'
import { ownerOf } from './people.ts'

export const toggleKey: Command = {
  name: 'toggle key',
  weight: 3,
  run: (stage, [a, b]) => {
    const key = pick(livingKeys(stage.now.paper), a)
    if (key === undefined) return
    const { kms } = at(stage, ownerOf(key), key.region)
    const isOn = b % 2 === 0
    const outcome = outcomeOf(stage, () => (isOn ? kms.enableKey({ KeyId: key.arn }) : kms.disableKey({ KeyId: key.arn })))
    agree(
      `${isOn ? 'enabling' : 'disabling'} a key that is ${key.state}`,
      outcome,
      key.state === 'PendingDeletion' ? 'KMSInvalidStateException' : 'accepted',
    )
    if (outcome === 'accepted') key.state = isOn ? 'Enabled' : 'Disabled'
    agree('the state of the key', kms.describeKey({ KeyId: key.arn }).KeyMetadata.KeyState, key.state)
  },
}
