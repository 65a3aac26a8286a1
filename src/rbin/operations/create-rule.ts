import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { oneOf, shape, unsupported } from '../../core/shape.ts'
import type { Ec2Access } from '../../ec2/access.ts'
import { RESOURCE_TYPES, type ResourceType, type RuleRecord, rulesOf, storeRule } from '../../ec2/retention-rules.ts'
import { rbinFailure } from '../errors.ts'
import {
  description,
  type ResourceTag,
  type RetentionPeriod,
  type RuleTag,
  resourceTags,
  retentionPeriod,
  ruleTags,
  storedTags,
} from '../fields.ts'
import { ruleArn } from '../rule-lookup.ts'
import { type Rule, ruleView } from '../rule-view.ts'

/** Input of CreateRule. */
export interface CreateRuleInput {
  /** What is kept when it is deleted. The simulator keeps snapshots. */
  ResourceType: ResourceType | undefined
  RetentionPeriod: RetentionPeriod | undefined
  Description?: string | undefined
  /** Makes it a tag-level rule: resources with one of these are kept. Up to 50. */
  ResourceTags?: ResourceTag[] | undefined
  /** Of a Region-level rule: resources with one of these are not kept. Up to 5. */
  ExcludeResourceTags?: ResourceTag[] | undefined
  /** Of the rule itself. */
  Tags?: RuleTag[] | undefined
  LockConfiguration?: object | undefined
}

/** Output of CreateRule. */
export interface CreateRuleOutput extends Rule {
  Tags: { Key: string; Value: string }[]
}

/** Makes a retention rule: what it is about goes into the Recycle Bin when it is deleted from now on. */
export const CreateRule = defineOperation({
  name: 'CreateRule',
  action: 'rbin:CreateRule',
  doc: 'recyclebin/latest/APIReference/API_CreateRule.html',
  basis: 'V:doc',
  input: shape<CreateRuleInput>({
    ResourceType: oneOf(RESOURCE_TYPES).required(),
    RetentionPeriod: retentionPeriod().required(),
    Description: description(),
    ResourceTags: resourceTags(50),
    ExcludeResourceTags: resourceTags(5),
    Tags: ruleTags(),
    LockConfiguration: unsupported('locked retention rules'),
  }),
  target: ({ input }) => checkLevel(input),
  access: (call) => accesses(call),
  crossAccount: false,
  checks: [],
  prepare: (call) => checkQuota(call),
  commit: (call): CreateRuleOutput => {
    const { world, account, region, input } = call
    const identifier = newIdentifier(call)
    const rule: RuleRecord = {
      account,
      region,
      identifier,
      arn: ruleArn(call, identifier),
      resourceType: input.ResourceType as ResourceType,
      description: input.Description,
      retentionDays: input.RetentionPeriod?.RetentionPeriodValue as number,
      resourceTags: storedTags(input.ResourceTags),
      excludeResourceTags: storedTags(input.ExcludeResourceTags),
      tags: (input.Tags ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value })),
    }
    storeRule(world, rule)
    return { ...ruleView(rule), Tags: rule.tags.map((tag) => ({ ...tag })) }
  },
  trail: { readOnly: false },
})

/** Source: Recycle Bin API Reference, CreateRule; the text is inferred. */
function checkLevel({ ResourceTags = [], ExcludeResourceTags = [] }: CreateRuleInput): Outcome<unknown, Failure> {
  return ResourceTags.length > 0 && ExcludeResourceTags.length > 0
    ? refuse(rbinFailure('ValidationException', 'ExcludeResourceTags can be specified for Region-level retention rules only.'))
    : PASS
}

const accesses = (call: Call<CreateRuleInput>): readonly Ec2Access[] => {
  const { ResourceType: type = '', Tags = [] } = call.input
  const tags = Tags.map(({ Key = '', Value = '' }) => [`aws:requesttag/${Key.toLowerCase()}`, Value])
  const keys = { ...Object.fromEntries(tags), 'rbin:request/resourcetype': type }
  return [{ action: call.operation.action, resource: ruleArn(call, '*'), keys }]
}

/** Source: EBS User Guide, "Recycle Bin quotas": 250 rules in a Region; the text is inferred. */
const checkQuota = (call: Call<CreateRuleInput>): Outcome<undefined, Failure> =>
  rulesOf(call.world, call).length < RULES_MAX
    ? succeed(undefined)
    : refuse(rbinFailure('ServiceQuotaExceededException', `The limit is ${RULES_MAX} retention rules in a Region.`))

const newIdentifier = ({ world, account, region }: Call<CreateRuleInput>): string =>
  Array.from(world.random.bytes({ purpose: 'rbin/rule', account, region }, 11), (byte) => LETTERS[byte % LETTERS.length]).join('')

const RULES_MAX = 250
const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
