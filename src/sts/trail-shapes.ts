import type { JournalEntry } from '../core/journal.ts'
import { lowerCamel } from '../core/trail.ts'
import { inheritedTags } from './session-tags.ts'

/**
 * AssumeRole's `requestParameters`. The tags that come from the caller's session are told apart from those of the request.
 *
 * Source: IAM User Guide, "Logging IAM and AWS STS API calls with AWS CloudTrail" (example of role chaining with session tags).
 */
export const assumeRoleRequest = ({ input, principal }: JournalEntry): unknown => {
  const inherited = inheritedTags(principal)
  return {
    ...(Object.keys(inherited).length === 0 ? {} : { incomingTransitiveTags: inherited }),
    ...(lowerCamel(input) as object),
  }
}

/**
 * `responseElements` of an operation that issues credentials: without the secret key, and the moment as CloudTrail writes it here,
 * `Jan 2, 2026, 3:04:05 AM`.
 */
export const credentialsResponse = ({ output }: JournalEntry): unknown => {
  const { Credentials, ...rest } = output as RecordedOutput
  const { AccessKeyId, SessionToken, Expiration } = Credentials
  return {
    credentials: { accessKeyId: AccessKeyId, sessionToken: SessionToken, expiration: spelledOut(Expiration) },
    ...(lowerCamel(rest) as object),
  }
}

/** The output as the journal keeps it: moments as texts of whole seconds. */
interface RecordedOutput {
  readonly Credentials: { readonly AccessKeyId: string; readonly SessionToken: string; readonly Expiration: string }
}

const spelledOut = (moment: string): string => {
  const [date = '', time = ''] = moment.slice(0, -1).split('T')
  const [year, month, day] = date.split('-').map(Number)
  const [hour = 0, minutes = '', seconds = ''] = time.split(':').map((part, index) => (index === 0 ? Number(part) : part))
  const clock = `${Number(hour) % 12 === 0 ? 12 : Number(hour) % 12}:${minutes}:${seconds} ${Number(hour) < 12 ? 'AM' : 'PM'}`
  return `${MONTHS[(month ?? 1) - 1]} ${day}, ${year}, ${clock}`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
