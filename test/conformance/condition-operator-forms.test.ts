import { describe, expect, it } from 'vitest'
import { CONDITION_OPERATORS } from '../../src/iam/condition-operators.ts'
import { kmsWorld } from '../support/kms/kms-world.ts'
import { errorOf } from '../support/kms/refusals.ts'
import tables from './condition-operator-forms.json' with { type: 'json' }

/*
 * Every operator in every form, decided by real calls: `kms:EncryptionContext:x` is a key with one value, `kms:EncryptionContextKeys`
 * one with several. What a form means for values that satisfy the operator and values that do not is said once, in `forms`.
 */

interface OperatorCase {
  readonly operator: string
  readonly wanted: string
  /** A value for which the operator holds, and one for which it does not. */
  readonly yes: string
  readonly no: string
}

/** What the request brings: one value, none, or several of them. */
type Brought = 'yes' | 'no' | 'absent' | '[yes]' | '[yes,no]' | '[no]' | '[absent]'

const OPERATORS: readonly OperatorCase[] = tables.operators
const FORMS = tables.forms as readonly { form: string; only?: 'positive' | 'negated'; answers: Record<Brought, boolean> }[]

const isNegated = (operator: string) => operator.includes('Not')

const world = () => {
  const w = kmsWorld()
  const { KeyId } = w.kms().createKey().KeyMetadata
  const user = w.account().createUser('conditional')
  const kms = w.kms(user)
  const holds = (written: string, wanted: string, EncryptionContext: Record<string, string> | undefined, isList: boolean) => {
    const key = isList ? 'kms:EncryptionContextKeys' : 'kms:EncryptionContext:x'
    const statement = { Effect: 'Allow', Action: 'kms:Encrypt', Resource: '*', Condition: { [written]: { [key]: wanted } } }
    user.putPolicy('p', { Version: '2012-10-17', Statement: [statement] })
    const encrypt = () => kms.encrypt({ KeyId, Plaintext: Uint8Array.of(1), EncryptionContext })
    try {
      encrypt()
      return true
    } catch {
      expect(errorOf(encrypt).name).toBe('AccessDeniedException')
      return false
    }
  }
  const answer = (written: string, { wanted, yes, no }: Omit<OperatorCase, 'operator'>, brought: Brought): boolean => {
    const contexts: Record<Brought, Record<string, string> | undefined> = {
      yes: { x: yes },
      no: { x: no },
      absent: undefined,
      '[yes]': { [yes]: '' },
      '[yes,no]': { [yes]: '', [no]: '' },
      '[no]': { [no]: '' },
      '[absent]': undefined,
    }
    return holds(written, wanted, contexts[brought], brought.startsWith('['))
  }
  return { answer, holds }
}

describe('the operator', () => {
  const w = world()

  it.each(OPERATORS.map((each) => [each.operator, each] as const))('%s means in every form what the form says', (_, each) => {
    const forms = FORMS.filter(({ only }) => only === undefined || (only === 'negated') === isNegated(each.operator))
    expect(forms).toHaveLength(6)
    for (const { form, answers } of forms) {
      const written = form.replace('*', each.operator)
      const found = Object.keys(answers).map((brought) => [brought, w.answer(written, each, brought as Brought)])
      expect([written, Object.fromEntries(found)]).toEqual([written, answers])
    }
  })

  it.each(tables.null)('Null $wanted looks at presence alone', ({ wanted, answers }) => {
    const found = Object.keys(answers).map((brought) => [
      brought,
      w.answer('Null', { wanted, yes: 'a', no: 'b' }, brought as Brought),
    ])
    expect(Object.fromEntries(found)).toEqual(answers)
  })

  it('counts an empty encryption context as none', () => {
    expect(w.holds('Null', 'true', {}, true)).toBe(true)
    expect(w.holds('ForAllValues:StringEquals', 'a', {}, true)).toBe(true)
    expect(w.holds('ForAnyValue:StringEquals', 'a', {}, true)).toBe(false)
  })
})

it('every operator has a case', () => {
  expect([...OPERATORS.map(({ operator }) => operator), 'Null']).toEqual(Object.keys(CONDITION_OPERATORS))
})
