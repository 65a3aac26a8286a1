import { agree, type Command } from '../command.ts'
import { livingKeys, pick } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'
import { ownerOf } from './people.ts'

/** New material: nothing on the paper changes, since every old ciphertext goes on opening. On demand it is allowed 25 times. */
export const rotateKey: Command = {
  name: 'rotate key',
  weight: 2,
  run: (stage, [a, b]) => {
    const key = pick(livingKeys(stage.now.paper), a)
    if (key === undefined || key !== key.family.members[0] || key.state !== 'Enabled') return
    const { kms } = at(stage, ownerOf(key), key.region)
    const before = kms.describeKey({ KeyId: key.arn }).KeyMetadata.CurrentKeyMaterialId
    if (b % 3 === 0) {
      agree(
        'automatic rotation',
        outcomeOf(stage, () => kms.enableKeyRotation({ KeyId: key.arn, RotationPeriodInDays: 90 })),
        'accepted',
      )
      return
    }
    agree(
      'rotation on demand',
      outcomeOf(stage, () => kms.rotateKeyOnDemand({ KeyId: key.arn })),
      'accepted',
    )
    agree('the material is another', kms.describeKey({ KeyId: key.arn }).KeyMetadata.CurrentKeyMaterialId === before, false)
  },
}
