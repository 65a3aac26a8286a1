import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import type { KmsApi } from '../../src/kms/api.ts'
import type { GrantOperation } from '../../src/kms/grant-operations.ts'
import { GRANTED_CALLS, GRANTED_OPERATIONS, goesThrough } from '../support/kms/granted-calls.ts'
import { ADMIN, kmsWorld } from '../support/kms/kms-world.ts'

/** What a person would write down of a grant. */
interface Paper {
  readonly operations: readonly GrantOperation[]
  readonly kind: 'none' | 'Equals' | 'Subset'
  readonly pairs: Readonly<Record<string, string>>
}

const KEYS = ['a', 'b', 'C'] as const

const pairs = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom('1', '2'), { maxKeys: 3, noNullPrototype: true })
const paper: fc.Arbitrary<Paper> = fc.record({
  operations: fc.uniqueArray(fc.constantFrom(...GRANTED_OPERATIONS), { minLength: 1 }),
  kind: fc.constantFrom('none', 'Equals', 'Subset'),
  pairs,
})
/** A context as somebody else may write it: the keys of pairs in any case. */
const context = fc
  .tuple(pairs, fc.boolean())
  .map(([given, isUpper]) =>
    Object.fromEntries(Object.entries(given).map(([key, value]) => [isUpper ? key.toUpperCase() : key, value])),
  )

const constraintsOf = ({ kind, pairs: wanted }: Paper) =>
  kind === 'none' ? undefined : { [`EncryptionContext${kind}`]: { ...wanted } }

/** The rule of the guide, in words: same pairs, or at least these; the key of a pair in any case. DescribeKey has no context. */
const allows = (
  { operations, kind, pairs: wanted }: Paper,
  operation: GrantOperation,
  given: Readonly<Record<string, string>>,
) => {
  if (!operations.includes(operation)) return false
  if (operation === 'DescribeKey' || kind === 'none') return true
  const lower = (each: Readonly<Record<string, string>>) =>
    new Map(Object.entries(each).map(([key, value]) => [key.toLowerCase(), value]))
  const [asked, needed] = [lower(given), lower(wanted)]
  const hasAll = [...needed].every(([key, value]) => asked.get(key) === value)
  return hasAll && (kind === 'Subset' || asked.size === needed.size)
}

describe('grants', () => {
  it.prop([
    fc.array(paper, { maxLength: 4 }),
    fc.array(fc.tuple(fc.constantFrom(...GRANTED_OPERATIONS), context), { minLength: 1, maxLength: 6 }),
  ])('allow what one of them allows, and never more', (papers, calls) => {
    const w = kmsWorld()
    const { KeyId } = w.kms().createKey().KeyMetadata
    const role = w.account().createRole('App')
    for (const each of papers) {
      w.kms().createGrant({
        KeyId,
        GranteePrincipal: role.arn,
        Operations: [...each.operations],
        Constraints: constraintsOf(each),
      })
    }
    const app = w.kms(role)
    for (const [operation, given] of calls) {
      const expected = papers.some((each) => allows(each, operation, given))
      expect({ operation, given, went: goesThrough(() => GRANTED_CALLS[operation](app, KeyId, given, w)) }).toEqual({
        operation,
        given,
        went: expected,
      })
    }
  })

  it.prop([paper, paper, fc.constantFrom(...GRANTED_OPERATIONS), context])(
    'handed on allow nothing that the parent did not',
    (parent, child, operation, given) => {
      const w = kmsWorld()
      const { KeyId } = w.kms().createKey().KeyMetadata
      const [middle, end] = [w.account().createRole('Middle'), w.account().createRole('End')]
      const make = (by: KmsApi, GranteePrincipal: string, each: Paper, more: readonly GrantOperation[]) =>
        by.createGrant({ KeyId, GranteePrincipal, Operations: [...each.operations, ...more], Constraints: constraintsOf(each) })
      make(w.kms(), middle.arn, parent, ['CreateGrant'])
      const isMade = goesThrough(() => make(w.kms(middle), end.arn, child, []))
      const isAllowed = goesThrough(() => GRANTED_CALLS[operation](w.kms(end), KeyId, given, w))
      expect(isAllowed).toBe(isMade && allows(child, operation, given))
      if (isAllowed) expect(allows(parent, operation, given)).toBe(true)
    },
  )

  it.prop([fc.array(paper, { minLength: 1, maxLength: 6 }), fc.array(fc.nat(), { maxLength: 6 })])(
    'leave nothing behind when they are retired, in whatever order',
    (papers, order) => {
      const w = kmsWorld()
      const { KeyId } = w.kms().createKey().KeyMetadata
      const role = w.account().createRole('App')
      const ids = papers.map(
        (each) =>
          w.kms().createGrant({
            KeyId,
            GranteePrincipal: role.arn,
            RetiringPrincipal: ADMIN,
            Operations: [...each.operations],
            Constraints: constraintsOf(each),
          }).GrantId,
      )
      const left = new Map(ids.map((id, index) => [id, papers[index] as Paper]))
      for (const turn of order) {
        const GrantId = [...left.keys()][turn % Math.max(left.size, 1)]
        if (GrantId === undefined) break
        w.kms().retireGrant({ KeyId, GrantId })
        left.delete(GrantId)
        const calls = GRANTED_OPERATIONS.map((operation) => [
          operation,
          goesThrough(() => GRANTED_CALLS[operation](w.kms(role), KeyId, { a: '1' }, w)),
        ])
        const expected = GRANTED_OPERATIONS.map((operation) => [
          operation,
          [...left.values()].some((each) => allows(each, operation, { a: '1' })),
        ])
        expect(calls).toEqual(expected)
      }
      expect(
        w
          .kms()
          .listGrants({ KeyId })
          .Grants.map(({ GrantId }) => GrantId),
      ).toEqual([...left.keys()])
    },
  )
})
