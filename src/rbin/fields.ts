import { type Field, integer, list, oneOf, structure, text } from '../core/shape.ts'
import type { ResourceTag as StoredTag } from '../ec2/retention-rules.ts'

/** For how long a deleted resource is kept. */
export interface RetentionPeriod {
  /** Days, 1 to 3650. */
  RetentionPeriodValue: number | undefined
  RetentionPeriodUnit: 'DAYS' | undefined
}

/** A tag by which a rule knows resources. */
export interface ResourceTag {
  ResourceTagKey: string | undefined
  /** Without it, any value. */
  ResourceTagValue?: string | undefined
}

/** A tag of a rule. */
export interface RuleTag {
  Key: string | undefined
  Value: string | undefined
}

/** `Identifier`: eleven letters and digits. */
export const identifier = (): Field<string> => text({ pattern: /^[0-9a-zA-Z]{11}$/ })

/** `Description`: up to 255 characters. */
export const description = (): Field<string> => text({ pattern: /^[\S ]{0,255}$/ })

/** `RetentionPeriod`. */
export const retentionPeriod = (): Field<RetentionPeriod> =>
  structure<RetentionPeriod>({
    RetentionPeriodValue: integer({ min: 1, max: 3650 }).required(),
    RetentionPeriodUnit: oneOf(['DAYS']).required(),
  })

/** Tags of resources; how many there may be differs. */
export const resourceTags = (max: number): Field<ResourceTag[]> =>
  list(
    structure<ResourceTag>({
      ResourceTagKey: text({ min: 1, max: 127 }).required(),
      ResourceTagValue: text({ min: 0, max: 256 }),
    }),
    { max },
  )

/** `Tags`: those of the rule itself, up to 200. */
export const ruleTags = (): Field<RuleTag[]> =>
  list(structure<RuleTag>({ Key: text({ min: 1, max: 128 }).required(), Value: text({ max: 256 }).required() }), { max: 200 })

/** Tags of resources as a rule keeps them. */
export const storedTags = (tags: readonly ResourceTag[] = []): readonly StoredTag[] =>
  tags.map(({ ResourceTagKey, ResourceTagValue }) => ({
    key: ResourceTagKey ?? '',
    ...(ResourceTagValue === undefined ? {} : { value: ResourceTagValue }),
  }))
