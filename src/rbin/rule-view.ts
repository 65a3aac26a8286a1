import type { ResourceType, RuleRecord, ResourceTag as StoredTag } from '../ec2/retention-rules.ts'

/** A retention rule as CreateRule, GetRule and UpdateRule tell it. */
export interface Rule {
  /** Eleven letters and digits. */
  Identifier: string
  RuleArn: string
  ResourceType: ResourceType
  RetentionPeriod: { RetentionPeriodValue: number; RetentionPeriodUnit: 'DAYS' }
  Description: string
  /** Of a tag-level rule; empty for a Region-level one. */
  ResourceTags: ShownResourceTag[]
  ExcludeResourceTags: ShownResourceTag[]
  /** Rules work at once. */
  Status: 'available'
}

/** A tag by which a rule knows resources. */
export interface ShownResourceTag {
  ResourceTagKey: string
  ResourceTagValue?: string
}

/** A retention rule as ListRules tells it. */
export type RuleSummary = Pick<Rule, 'Identifier' | 'RuleArn' | 'Description' | 'RetentionPeriod'>

/** A retention rule as an answer holds it. */
export const ruleView = (rule: RuleRecord): Rule => ({
  ...ruleSummary(rule),
  ResourceType: rule.resourceType,
  ResourceTags: shownTags(rule.resourceTags),
  ExcludeResourceTags: shownTags(rule.excludeResourceTags),
  Status: 'available',
})

/** A retention rule in a list. */
export const ruleSummary = ({ identifier, arn, description = '', retentionDays }: RuleRecord): RuleSummary => ({
  Identifier: identifier,
  RuleArn: arn,
  Description: description,
  RetentionPeriod: { RetentionPeriodValue: retentionDays, RetentionPeriodUnit: 'DAYS' },
})

const shownTags = (tags: readonly StoredTag[]): ShownResourceTag[] =>
  tags.map(({ key, value }) => ({ ResourceTagKey: key, ...(value === undefined ? {} : { ResourceTagValue: value }) }))
