import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { removeRule } from '../../ec2/retention-rules.ts'
import { identifier } from '../fields.ts'
import { findNamedRule, ruleAccess } from '../rule-lookup.ts'

/** Input of DeleteRule. */
export interface DeleteRuleInput {
  Identifier: string | undefined
}

/** Output of DeleteRule: nothing. */
export type DeleteRuleOutput = Record<never, never>

/** Takes a retention rule away. What is in the Recycle Bin because of it stays for its time. */
export const DeleteRule = defineOperation({
  name: 'DeleteRule',
  action: 'rbin:DeleteRule',
  doc: 'recyclebin/latest/APIReference/API_DeleteRule.html',
  basis: 'V:doc',
  input: shape<DeleteRuleInput>({ Identifier: identifier().required() }),
  target: () => PASS,
  access: (call) => ruleAccess(call),
  crossAccount: false,
  checks: [],
  prepare: (call) => findNamedRule(call),
  commit: ({ world, prepared: rule }): DeleteRuleOutput => {
    removeRule(world, rule)
    return {}
  },
  trail: { readOnly: false },
})
