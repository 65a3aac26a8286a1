import { agree, type Command } from '../command.ts'
import { type Ciphertext, type Key, mayUse, type Paper, PEOPLE, pick, REGIONS, stateRefusal, type Who } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'
import { CONTEXTS, isSameContext } from './contexts.ts'

type Context = Readonly<Record<string, string>>

/** In whichever Region the family has a key; the context is the right one three times out of four. */
export const decrypt: Command = {
  name: 'decrypt',
  weight: 6,
  run: (stage, [a, b, c, d]) => {
    const { paper } = stage.now
    const ciphertext = pick(paper.ciphertexts, a)
    const who = pick(PEOPLE, b) ?? 'admin'
    const region = pick(REGIONS, c) ?? REGIONS[0]
    if (ciphertext === undefined) return
    const context = d % 4 === 0 ? (pick(CONTEXTS, d >> 2) ?? {}) : ciphertext.context
    const { kms } = at(stage, who, region)
    let plaintext: Uint8Array | undefined
    const outcome = outcomeOf(stage, () => {
      plaintext = kms.decrypt({ CiphertextBlob: ciphertext.blob, EncryptionContext: context }).Plaintext
    })
    const key = ciphertext.family.members.find((member) => member.region === region && member.state !== 'gone')
    agree(
      `${who} decrypts with a key that is ${key?.state} and ${key?.policy}`,
      outcome,
      expected(paper, { who, ciphertext, key, context }),
    )
    if (outcome === 'accepted') agree('the plaintext', plaintext, ciphertext.plaintext)
  },
}

const expected = (paper: Paper, asked: { who: Who; ciphertext: Ciphertext; key: Key | undefined; context: Context }): string => {
  const { who, ciphertext, key, context } = asked
  // A ciphertext of a key that is no longer there is refused like one that the caller may not use.
  if (key === undefined || !mayUse(paper, who, key, 'Decrypt', context)) return 'AccessDeniedException'
  return stateRefusal(key) ?? (isSameContext(context, ciphertext.context) ? 'accepted' : 'InvalidCiphertextException')
}
