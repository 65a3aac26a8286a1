import { agree, type Command } from '../command.ts'
import { livingKeys, mayUse, PEOPLE, pick, stateRefusal } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'
import { CONTEXTS } from './contexts.ts'

export const generateDataKey: Command = {
  name: 'generate data key',
  weight: 2,
  run: (stage, [a, b, c]) => {
    const { paper } = stage.now
    const key = pick(livingKeys(paper), a)
    const who = pick(PEOPLE, b) ?? 'admin'
    const context = pick(CONTEXTS, c) ?? {}
    if (key === undefined) return
    const { kms } = at(stage, who, key.region)
    const outcome = outcomeOf(stage, () => {
      const { CiphertextBlob, Plaintext } = kms.generateDataKey({
        KeyId: key.arn,
        KeySpec: 'AES_256',
        EncryptionContext: context,
      })
      const { family, region } = key
      paper.ciphertexts.push({ blob: CiphertextBlob.slice(), plaintext: Plaintext.slice(), family, region, context })
    })
    const isAllowed = mayUse(paper, who, key, 'GenerateDataKey', context)
    agree(`${who} generates a data key`, outcome, isAllowed ? (stateRefusal(key) ?? 'accepted') : 'AccessDeniedException')
  },
}
