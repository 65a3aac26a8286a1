import { type Field, integer, list, structure, text } from '../core/shape.ts'

/** `RoleArn` and other ARNs: 20 to 2048 characters. */
export const arn = (): Field<string> => text({ min: 20, max: 2048 })

/** `RoleSessionName`: 2 to 64 characters. */
export const sessionName = (): Field<string> => wholly('[\\w+=,.@-]*', { min: 2, max: 64 })

/** `ExternalId`: 2 to 1224 characters. */
export const externalId = (): Field<string> => wholly('[\\w+=,.@:\\/-]*', { min: 2, max: 1224 })

/** `DurationSeconds`: 900 to 43,200. What the role allows is another question. */
export const durationSeconds = (): Field<number> => integer({ min: 900, max: 43_200 })

/** `DurationSeconds` of the sessions that users make: 900 to 129,600. */
export const userSessionSeconds = (): Field<number> => integer({ min: 900, max: 129_600 })

/** `Name` of a federated user: 2 to 32 characters. */
export const federatedUserName = (): Field<string> => wholly('[\\w+=,.@-]*', { min: 2, max: 32 })

/** A session policy: 1 to 2048 characters. */
export const sessionPolicy = (): Field<string> => text({ min: 1, max: 2048 })

/** At most 10 managed policies. */
export const policyArns = (): Field<PolicyDescriptor[]> => list(structure<PolicyDescriptor>({ arn: arn() }), { max: 10 })

/** At most 50 session tags. */
export const sessionTags = (): Field<SessionTag[]> =>
  list(
    structure<SessionTag>({
      Key: wholly(TAG_CHARACTERS.replace('*', '+'), { min: 1, max: 128 }).required(),
      Value: wholly(TAG_CHARACTERS, { min: 0, max: 256 }).required(),
    }),
    { max: 50 },
  )

/** At most 50 keys of session tags. */
export const tagKeys = (): Field<string[]> => list(wholly(TAG_CHARACTERS.replace('*', '+'), { min: 1, max: 128 }), { max: 50 })

/** A managed policy by its ARN. */
export interface PolicyDescriptor {
  arn?: string | undefined
}

/** A session tag. */
export interface SessionTag {
  /** 1 to 128 characters; keys compare without regard to case. */
  Key: string | undefined
  /** 0 to 256 characters. */
  Value: string | undefined
}

/** STS's patterns are about the whole text, and its error messages print them without anchors. */
const wholly = (pattern: string, bounds: { readonly min: number; readonly max: number }): Field<string> => {
  const whole = new RegExp(`^${pattern}$`, 'u')
  const bounded = text(bounds)
  const make = (isRequired: boolean): Field<string> => ({
    isRequired,
    wire: 'text',
    read: (value, path, member, failures) => {
      const read = bounded.read(value, path, member, failures)
      if (typeof read === 'string' && !whole.test(read)) {
        failures.push({ path, member, shown: read, constraint: { kind: 'pattern', pattern } })
      }
      return read
    },
    required: () => make(true),
  })
  return make(false)
}

const TAG_CHARACTERS = '[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@]*'
