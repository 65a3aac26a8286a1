import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import { findPlace, placeOf } from './store.ts'

/** What a rule can be about. Source: Recycle Bin API Reference, `ResourceType`. */
export const RESOURCE_TYPES = ['EBS_SNAPSHOT', 'EC2_IMAGE', 'EBS_VOLUME'] as const

/** What a rule can be about. */
export type ResourceType = (typeof RESOURCE_TYPES)[number]

/** A tag by which a rule knows resources; without a value, any value. */
export interface ResourceTag {
  readonly key: string
  readonly value?: string
}

/** A retention rule of the Recycle Bin, as stored: the service `rbin` keeps them, DeleteSnapshot goes by them. */
export interface RuleRecord extends Place {
  readonly identifier: string
  readonly arn: string
  readonly resourceType: ResourceType
  description: string | undefined
  retentionDays: number
  /** Of a tag-level rule: it keeps resources with one of these. Empty for a Region-level rule, which keeps them all. */
  resourceTags: readonly ResourceTag[]
  /** Of a Region-level rule: resources with one of these are not kept. */
  excludeResourceTags: readonly ResourceTag[]
  readonly tags: readonly { readonly Key: string; readonly Value: string }[]
}

/** The rules of an account in a Region, in the order in which they were made. */
export const rulesOf = (world: World, place: Place): readonly RuleRecord[] => [
  ...(findPlace(world, place)?.retentionRules.values() ?? []),
]

/** The rule of that identifier. */
export const findRule = (world: World, place: Place, identifier: string): RuleRecord | undefined =>
  findPlace(world, place)?.retentionRules.get(identifier)

/** Stores a new rule. */
export const storeRule = (world: World, rule: RuleRecord): void => {
  placeOf(world, rule).retentionRules.set(rule.identifier, rule)
}

/** Takes a rule away. What it has kept stays for its time. */
export const removeRule = (world: World, rule: RuleRecord): void => {
  placeOf(world, rule).retentionRules.delete(rule.identifier)
}

/**
 * For how many days a resource that is deleted now is kept, if a rule says so: tag-level rules go before Region-level ones, and of
 * several the longest period holds. Source: EBS User Guide, "Recycle Bin retention rules".
 */
export const retentionDaysOf = (
  world: World,
  place: Place,
  resourceType: ResourceType,
  tags: ReadonlyMap<string, string>,
): number | undefined => {
  const rules = rulesOf(world, place).filter((rule) => rule.resourceType === resourceType)
  const hasOneOf = (wanted: readonly ResourceTag[]) =>
    wanted.some(({ key, value }) => tags.has(key) && (value === undefined || tags.get(key) === value))
  const byTag = rules.filter(({ resourceTags }) => hasOneOf(resourceTags))
  const ofRegion = rules.filter((rule) => rule.resourceTags.length === 0 && !hasOneOf(rule.excludeResourceTags))
  const matching = byTag.length > 0 ? byTag : ofRegion
  return matching.length === 0 ? undefined : Math.max(...matching.map(({ retentionDays }) => retentionDays))
}
