import { defineOperation } from '../../core/operation.ts'
import { PASS, refuse } from '../../core/outcome.ts'
import { oneOf, shape } from '../../core/shape.ts'
import { RESOURCE_TYPES, type ResourceType } from '../../ec2/retention-rules.ts'
import { rbinFailure } from '../errors.ts'
import {
  description,
  identifier,
  type ResourceTag,
  type RetentionPeriod,
  resourceTags,
  retentionPeriod,
  storedTags,
} from '../fields.ts'
import { findNamedRule, ruleAccess } from '../rule-lookup.ts'
import { type Rule, ruleView } from '../rule-view.ts'

/** Input of UpdateRule: what is left out stays as it is. */
export interface UpdateRuleInput {
  Identifier: string | undefined
  RetentionPeriod?: RetentionPeriod | undefined
  Description?: string | undefined
  /** Deprecated: a rule's resource type cannot be changed. */
  ResourceType?: ResourceType | undefined
  ResourceTags?: ResourceTag[] | undefined
  ExcludeResourceTags?: ResourceTag[] | undefined
}

/** Output of UpdateRule. */
export interface UpdateRuleOutput extends Rule {}

/** Changes a retention rule. What is in the Recycle Bin already keeps its time. */
export const UpdateRule = defineOperation({
  name: 'UpdateRule',
  action: 'rbin:UpdateRule',
  doc: 'recyclebin/latest/APIReference/API_UpdateRule.html',
  basis: 'V:doc',
  input: shape<UpdateRuleInput>({
    Identifier: identifier().required(),
    RetentionPeriod: retentionPeriod(),
    Description: description(),
    ResourceType: oneOf(RESOURCE_TYPES),
    ResourceTags: resourceTags(50),
    ExcludeResourceTags: resourceTags(5),
  }),
  target: () => PASS,
  access: (call) => ruleAccess(call),
  crossAccount: false,
  checks: [],
  prepare: (call) => {
    const rule = findNamedRule(call)
    const { ResourceType: type } = call.input
    return rule.ok && type !== undefined && type !== rule.value.resourceType ? refuse(FIXED_TYPE) : rule
  },
  commit: ({ input, prepared: rule }): UpdateRuleOutput => {
    const { RetentionPeriod: period, Description, ResourceTags, ExcludeResourceTags } = input
    if (period?.RetentionPeriodValue !== undefined) rule.retentionDays = period.RetentionPeriodValue
    if (Description !== undefined) rule.description = Description
    if (ResourceTags !== undefined) rule.resourceTags = storedTags(ResourceTags)
    if (ExcludeResourceTags !== undefined) rule.excludeResourceTags = storedTags(ExcludeResourceTags)
    return ruleView(rule)
  },
  trail: { readOnly: false },
})

/** The text is inferred. */
const FIXED_TYPE = rbinFailure('ValidationException', 'The resource type of a retention rule cannot be changed.')
