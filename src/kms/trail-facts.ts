import type { JournalEntry } from '../core/journal.ts'
import type { Call } from '../core/operation.ts'
import { lowerCamel, type TrailFacts, type TrailResource } from '../core/trail.ts'

/** The key in CloudTrail's `resources`. */
export const keyResource = ({ arn, account }: { readonly arn: string; readonly account: string }): TrailResource => ({
  accountId: account,
  type: 'AWS::KMS::Key',
  ARN: arn,
})

/** Leaves something for the CloudTrail record of a call. */
export const note = ({ entry }: Pick<Call, 'entry'>, facts: TrailFacts): void => {
  const noted: Record<string, unknown> = entry.facts ?? {}
  for (const name in facts) noted[name] = facts[name as keyof TrailFacts]
  entry.facts = noted
}

/** Key metadata as CloudTrail writes it: lower camel case, and `aWSAccountId`. */
export const recordedMetadata = (name: string, metadata: unknown): Record<string, unknown> => ({ [name]: lowerCamel(metadata) })

/** `{ keyId: ARN }`: what management calls answer in CloudTrail since 2022. */
export const keyIdElement = ({ facts }: JournalEntry): unknown => {
  const [resource] = (facts as TrailFacts | undefined)?.resources ?? []
  return resource === undefined ? null : { keyId: resource.ARN }
}

/**
 * Those of the named members that a request has, as CloudTrail writes them, and `dryRun` where it was asked for. Plaintext, ciphertext
 * and grant tokens are never among the names. Source: spec/kms.md 11.1, 11.2.
 */
export const sentMembers = (input: unknown, ...names: readonly string[]): Record<string, unknown> => {
  const members = input as Readonly<Record<string, unknown>>
  const sent = names.filter((name) => members[name] !== undefined)
  const parameters = Object.fromEntries(sent.map((name) => [name.charAt(0).toLowerCase() + name.slice(1), members[name]]))
  return members.DryRun === true ? { ...parameters, dryRun: true } : parameters
}
