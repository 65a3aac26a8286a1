import { agree, type Command } from '../command.ts'
import { type GrantedOperation, livingKeys, OWNER, pick, stateRefusal } from '../paper.ts'
import { at, outcomeOf } from '../stage.ts'
import { CONTEXTS } from './contexts.ts'

const OPERATIONS: readonly (readonly GrantedOperation[])[] = [
  ['Decrypt'],
  ['Encrypt', 'Decrypt'],
  ['GenerateDataKey'],
  ['Encrypt'],
]

/** The administrator lets role App use a key. */
export const createGrant: Command = {
  name: 'create grant',
  weight: 2,
  run: (stage, [a, b, c]) => {
    const { paper } = stage.now
    const key = pick(
      livingKeys(paper).filter(({ account }) => account === OWNER),
      a,
    )
    if (key === undefined) return
    const operations = pick(OPERATIONS, b) ?? []
    const subset = c % 2 === 0 ? undefined : (pick(CONTEXTS.slice(1), c >> 1) ?? {})
    const { kms } = at(stage, 'admin', key.region)
    let id = ''
    const outcome = outcomeOf(stage, () => {
      id = kms.createGrant({
        KeyId: key.arn,
        GranteePrincipal: `arn:aws:iam::${OWNER}:role/App`,
        Operations: [...operations],
        ...(subset === undefined ? {} : { Constraints: { EncryptionContextSubset: { ...subset } } }),
      }).GrantId
    })
    agree(`a grant on a key that is ${key.state}`, outcome, stateRefusal(key) ?? 'accepted')
    // The same grant asked for again is the same grant.
    if (outcome === 'accepted' && !paper.grants.some((grant) => grant.id === id))
      paper.grants.push({ id, key, operations, subset })
  },
}
