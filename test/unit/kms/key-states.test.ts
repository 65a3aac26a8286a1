import { describe, expect, it } from 'vitest'
import {
  KEY_STATE_RULES,
  KEY_STATES,
  type KeyOperationName,
  OPERATIONS_WITHOUT_KEY,
  verdictForState,
} from '../../../src/kms/key-states.ts'
import { call, callCase, KEY_CALLS, subjectFor } from '../../support/kms/call-cases.ts'
import { expectRefusal } from '../../support/kms/refusals.ts'
import { COLUMNS, STATE_CELLS } from '../../support/kms/state-table.ts'
import { statusOf } from '../../support/kms/statuses.ts'

const ARN = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'

describe('the table of operations and key states', () => {
  it('has every operation of KMS: 46 on a key and 10 without', () => {
    expect(Object.keys(KEY_STATE_RULES)).toEqual([...new Set(STATE_CELLS.map(({ operation }) => operation))])
    expect(Object.keys(KEY_STATE_RULES)).toHaveLength(46)
    expect(OPERATIONS_WITHOUT_KEY).toHaveLength(10)
  })

  it('has all eight states', () => {
    expect(KEY_STATES).toEqual(COLUMNS)
    expect(STATE_CELLS).toHaveLength(46 * 8)
  })

  it.each(STATE_CELLS)('says of $operation on a key that is $state what the guide says', ({ operation, state, refusal }) => {
    const verdict = verdictForState(operation as KeyOperationName, state, ARN)
    const [code, reason] = refusal ?? []
    expect(verdict.ok ? undefined : { code: verdict.error.code, message: verdict.error.message }).toEqual(
      refusal === undefined ? undefined : { code, message: `${ARN} ${reason}` },
    )
  })
})

describe('every operation that exists', () => {
  const cells = STATE_CELLS.filter(({ operation }) => KEY_CALLS.some((each) => each.operation === operation))

  it('is tried in every state', () => {
    expect(cells).toHaveLength(KEY_CALLS.length * 8)
  })

  it.each(cells)('answers $operation on a key that is $state as the table says', ({ operation, state, refusal }) => {
    const given = subjectFor(operation)
    given.w.record(given.arn).status = statusOf(state)
    const one = callCase(operation)
    const attempt = () => call(given.w.kms(), one, one.input(given, given.keyId))
    if (refusal === undefined) expect(attempt()).toBeTypeOf('object')
    else expectRefusal(given.w, attempt, refusal[0], `${given.arn} ${refusal[1]}`)
  })
})
