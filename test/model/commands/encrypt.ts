import { agree, type Command } from '../command.ts'
import { livingKeys, mayUse, PEOPLE, pick, stateRefusal } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'
import { CONTEXTS } from './contexts.ts'

export const encrypt: Command = {
  name: 'encrypt',
  weight: 4,
  run: (stage, [a, b, c, d]) => {
    const { paper } = stage.now
    const key = pick(livingKeys(paper), a)
    const who = pick(PEOPLE, b) ?? 'admin'
    const context = pick(CONTEXTS, c) ?? {}
    if (key === undefined) return
    const plaintext = new Uint8Array(1 + (d % 100)).fill(d)
    const { kms } = at(stage, who, key.region)
    let blob = new Uint8Array(0)
    const outcome = outcomeOf(stage, () => {
      blob = kms.encrypt({ KeyId: key.arn, Plaintext: plaintext, EncryptionContext: context }).CiphertextBlob.slice()
    })
    const expected = mayUse(paper, who, key, 'Encrypt', context) ? (stateRefusal(key) ?? 'accepted') : 'AccessDeniedException'
    agree(`${who} encrypts under a key that is ${key.state} and ${key.policy}`, outcome, expected)
    if (outcome === 'accepted') paper.ciphertexts.push({ blob, plaintext, family: key.family, region: key.region, context })
  },
}
