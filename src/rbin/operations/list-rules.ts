import { compareCodeUnits } from '../../core/bytes.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse } from '../../core/outcome.ts'
import { pageByToken, type TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { integer, oneOf, shape, text, unsupported } from '../../core/shape.ts'
import {
  RESOURCE_TYPES,
  type ResourceType,
  type RuleRecord,
  rulesOf,
  type ResourceTag as StoredTag,
} from '../../ec2/retention-rules.ts'
import { rbinFailure } from '../errors.ts'
import { type ResourceTag, resourceTags, storedTags } from '../fields.ts'
import { ruleArn } from '../rule-lookup.ts'
import { type RuleSummary, ruleSummary } from '../rule-view.ts'

/** Input of ListRules. */
export interface ListRulesInput {
  ResourceType: ResourceType | undefined
  /** Rules with all of these. */
  ResourceTags?: ResourceTag[] | undefined
  /** Rules with all of these. */
  ExcludeResourceTags?: ResourceTag[] | undefined
  /** 1 to 1000. */
  MaxResults?: number | undefined
  NextToken?: string | undefined
  LockState?: string | undefined
}

/** Output of ListRules. */
export interface ListRulesOutput {
  Rules: RuleSummary[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** Tells the retention rules of the account in the Region for one type of resource. */
export const ListRules = defineOperation({
  name: 'ListRules',
  action: 'rbin:ListRules',
  doc: 'recyclebin/latest/APIReference/API_ListRules.html',
  basis: 'V:doc',
  input: shape<ListRulesInput>({
    ResourceType: oneOf(RESOURCE_TYPES).required(),
    ResourceTags: resourceTags(50),
    ExcludeResourceTags: resourceTags(5),
    MaxResults: integer({ min: 1, max: 1000 }),
    NextToken: text(),
    LockState: unsupported('locked retention rules'),
  }),
  target: () => PASS,
  access: (call) => [
    {
      action: call.operation.action,
      resource: ruleArn(call, '*'),
      keys: { 'rbin:request/resourcetype': call.input.ResourceType ?? '' },
    },
  ],
  crossAccount: false,
  checks: [],
  prepare: (call) => find(call),
  commit: ({ prepared: { items, NextToken } }): ListRulesOutput => ({
    Rules: items.map(ruleSummary),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true },
})

const find = (call: Call<ListRulesInput>): Outcome<TokenPage<RuleRecord>, Failure> => {
  const { ResourceType: type, ResourceTags, ExcludeResourceTags, ...page } = call.input
  const items = rulesOf(call.world, call)
    .filter(({ resourceType }) => resourceType === type)
    .filter((rule) => hasAll(rule.resourceTags, ResourceTags) && hasAll(rule.excludeResourceTags, ExcludeResourceTags))
    .sort((left, right) => compareCodeUnits(left.identifier, right.identifier))
  const scope = `rbin/ListRules/${call.account}/${call.region}`
  const told = pageByToken({ items, keyOf: ({ identifier }) => identifier, scope }, page)
  return told.ok ? told : refuse(rbinFailure('ValidationException', 'The NextToken is not valid.'))
}

const hasAll = (tags: readonly StoredTag[], wanted: readonly ResourceTag[] | undefined): boolean =>
  storedTags(wanted).every(({ key, value }) => tags.some((tag) => tag.key === key && tag.value === value))
