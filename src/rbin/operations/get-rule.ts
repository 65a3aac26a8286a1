import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { identifier } from '../fields.ts'
import { findNamedRule, ruleAccess } from '../rule-lookup.ts'
import { type Rule, ruleView } from '../rule-view.ts'

/** Input of GetRule. */
export interface GetRuleInput {
  Identifier: string | undefined
}

/** Output of GetRule. */
export interface GetRuleOutput extends Rule {}

/** Tells a retention rule. */
export const GetRule = defineOperation({
  name: 'GetRule',
  action: 'rbin:GetRule',
  doc: 'recyclebin/latest/APIReference/API_GetRule.html',
  basis: 'V:doc',
  input: shape<GetRuleInput>({ Identifier: identifier().required() }),
  target: () => PASS,
  access: (call) => ruleAccess(call),
  crossAccount: false,
  checks: [],
  prepare: (call) => findNamedRule(call),
  commit: ({ prepared: rule }): GetRuleOutput => ruleView(rule),
  trail: { readOnly: true },
})
