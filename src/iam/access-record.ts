import type { JournalEntry } from '../core/journal.ts'
import type { AccessRequest } from './access-request.ts'
import type { ApplicablePolicies, Verdict } from './evaluate.ts'
import type { GrantConsidered } from './explain.ts'

/** A refusal, as the journal keeps it: everything that running the evaluator again and explaining takes. */
export interface RefusalRecord {
  readonly request: Omit<AccessRequest, 'context' | 'isDefault'>
  readonly policies: ApplicablePolicies
  readonly verdict: Verdict
  /** The condition keys of the request, in lower case. */
  readonly context: Readonly<Record<string, string | readonly string[]>>
  /** Those of them that are there by default alone ({@link AccessRequest.isDefault}). */
  readonly defaults?: readonly string[]
  /** The grants that were looked at. */
  readonly grants: readonly GrantConsidered[]
}

/** Keeps what allowed a call: the verdict alone, for that is the hot path. */
export const keepVerdict = (entry: JournalEntry, verdict: Verdict): void => {
  entry.access = entry.access === undefined ? [verdict] : [...entry.access, verdict]
}

/** Keeps a refusal, with what explains it. */
export const keepRefusal = (
  entry: JournalEntry,
  { request: question, ...rest }: RefusalRecord & { readonly request: AccessRequest },
): void => {
  const { context: _, isDefault: __, ...request } = question
  const record: RefusalRecord = { request, ...rest }
  entry.access = [...(entry.access ?? []), record]
}

/** The refusals that a call met with. */
export const refusalsIn = ({ access = [] }: JournalEntry): readonly RefusalRecord[] => access.filter(isRefusal)

const isRefusal = (record: unknown): record is RefusalRecord =>
  typeof record === 'object' && record !== null && 'policies' in record
