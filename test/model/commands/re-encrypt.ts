import { agree, type Command } from '../command.ts'
import { accountOf, livingKeys, mayUse, pick, stateRefusal } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'
import { CONTEXTS } from './contexts.ts'

export const reEncrypt: Command = {
  name: 're-encrypt',
  weight: 2,
  run: (stage, [a, b, c, d]) => {
    const { paper } = stage.now
    const source = pick(paper.ciphertexts, a)
    const to = pick(livingKeys(paper), b)
    const from = source?.family.members.find((key) => key.region === to?.region && key.state !== 'gone')
    if (source === undefined || to === undefined || from === undefined) return
    const who = d % 2 === 0 ? 'admin' : 'guest'
    const context = pick(CONTEXTS, c) ?? {}
    const { kms } = at(stage, who, to.region)
    let blob = new Uint8Array(0)
    const outcome = outcomeOf(stage, () => {
      const { CiphertextBlob } = kms.reEncrypt({
        CiphertextBlob: source.blob,
        SourceEncryptionContext: source.context,
        DestinationKeyId: to.arn,
        DestinationEncryptionContext: context,
      })
      blob = CiphertextBlob.slice()
    })
    const isAllowed = [from, to].every((key) => mayUse(paper, who, key, key === to ? 'Encrypt' : 'Decrypt'))
    const refusals = [from, to].map(stateRefusal).filter((refusal) => refusal !== undefined)
    if (!isAllowed) agree(`${accountOf(who)} re-encrypts`, outcome, 'AccessDeniedException')
    else if (refusals.length > 0) agree('a key that cannot be used', refusals.includes(outcome), true)
    else {
      agree('re-encrypting', outcome, 'accepted')
      paper.ciphertexts.push({ blob, plaintext: source.plaintext, family: to.family, region: to.region, context })
    }
  },
}
