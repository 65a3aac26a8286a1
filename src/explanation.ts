import { type JournalEntry, journalEntries, requestIdOf } from './core/journal.ts'
import { SimulatorError } from './core/simulator-error.ts'
import type { World } from './core/world.ts'
import { refusalOf } from './door.ts'
import { type RefusalRecord, refusalsIn } from './iam/access-record.ts'
import { type Explanation, explain } from './iam/explain.ts'
import { renderExplanation } from './iam/render-explanation.ts'
import { wrapped } from './iam/terminal-text.ts'

/** Why a call was refused: plain data, and a text that a person can read in a terminal. */
export interface CallExplanation {
  /** `service:Operation`. */
  readonly call: string
  readonly requestId: string
  /** The gate that stopped the call: `fault`, `credentials`, `shape`, `resolve`, `throttle`, `authorise`, `check`, `dry run` or `key use`. */
  readonly gate: string
  readonly error: { readonly name: string; readonly message?: string }
  /** The permissions that were missing: every policy, statement and grant that was looked at. */
  readonly decisions: readonly Explanation[]
  /** The refused calls inside this one, e.g. EC2's to KMS. */
  readonly nested: readonly CallExplanation[]
  readonly text: string
}

/**
 * Explains an error of a direct call, or of an AWS SDK client by its `$metadata.requestId`.
 * Throws `SimulatorError`: `INVALID_OPTION` for anything else, `JOURNAL_EVICTED` where the journal has let the call go.
 */
export const explainError = (world: World, error: unknown): CallExplanation => {
  const entries = journalEntries(world.journal)
  const entry = findEntry(world, entries, error)
  return explainEntry(world, entries, entry)
}

const findEntry = (world: World, entries: readonly JournalEntry[], error: unknown): JournalEntry => {
  if (typeof error !== 'object' || error === null) throw noAwsError(error)
  const refused = refusalOf(error)
  if (refused !== undefined) {
    if (refused.journal !== world.journal) throw noAwsError(error)
    return refused.entry
  }
  const { $metadata: metadata } = error as { $metadata?: { requestId?: unknown } }
  if (typeof metadata?.requestId !== 'string') throw noAwsError(error)
  const found = entries.findLast((entry) => entry.parent === undefined && requestIdOf(world.random, entry) === metadata.requestId)
  if (found === undefined) throw evicted(metadata.requestId)
  return found
}

const explainEntry = (world: World, entries: readonly JournalEntry[], entry: JournalEntry): CallExplanation => {
  const inside = entries.filter((each) => each.parent === entry.sequence)
  const nested = inside.filter((each) => each.error !== undefined).map((each) => explainEntry(world, entries, each))
  const decisions = refusalsIn(entry).map(explainRefusal)
  const { error } = entry
  const explanation = {
    call: `${entry.service}:${entry.operation}`,
    requestId: requestIdOf(world.random, entry),
    gate: entry.stoppedAt ?? 'none',
    error: { name: error?.code ?? 'none', ...(error?.message === undefined ? {} : { message: error.message }) },
    decisions,
    nested,
  }
  return { ...explanation, text: textOf(explanation, inside.length) }
}

/** Runs the evaluator again, over the policies and the context of that moment, this time with everything written down. */
const explainRefusal = ({ request, policies, context, defaults = [], grants }: RefusalRecord): Explanation =>
  explain(
    {
      ...request,
      context: (key) => (Object.hasOwn(context, key) ? context[key] : undefined),
      isDefault: (key) => defaults.includes(key),
    },
    policies,
    grants,
  ).explanation

const textOf = ({ call, gate, error, decisions, nested }: Omit<CallExplanation, 'text'>, callsInside: number): string => {
  const isHollow = gate === 'key use' && nested.length === 0
  const why = isHollow && callsInside > 0 ? 'what a call inside it was told ended it' : GATE_TEXTS[gate]
  const head = `${call} was refused at the gate "${gate}": ${why ?? 'the operation ended there'}`
  const said = wrapped(error.message === undefined ? error.name : `${error.name}: ${error.message}`, '  ', '    ')
  const inside = nested.flatMap(({ text }) => text.split('\n').map((line) => `  ${line}`))
  const isEvicted = isHollow && callsInside === 0
  const evictedCalls = isEvicted ? ['  The calls inside it have left the journal: raise journalCapacity to see them.'] : []
  const decided = decisions.flatMap((decision) => renderExplanation(decision).split('\n'))
  return [...wrapped(head, '', '  '), ...said, ...decided, ...inside, ...evictedCalls].join('\n')
}

/** What it means that a gate stopped a call. */
const GATE_TEXTS: Readonly<Record<string, string>> = {
  fault: 'a fault of cloud.faults was set for it',
  credentials: 'its credentials have expired',
  shape: 'its input is not valid, whatever it is about',
  resolve: 'what it names cannot be meant',
  throttle: 'too many requests came in too short a time',
  authorise: 'policies and grants do not allow it',
  check: 'policies allow it, but its parameters or the resource as it is now do not',
  'dry run': 'it would have gone through',
  'key use': 'a call inside it was refused',
}

const noAwsError = (found: unknown) =>
  new SimulatorError(
    'INVALID_OPTION',
    `Expected an AWS error of this cloud, found ${String(found)}. Give the error that a call has thrown, or one of an AWS SDK client.`,
  )

const evicted = (requestId: string) =>
  new SimulatorError(
    'JOURNAL_EVICTED',
    `Expected a call in the journal, found none with the request id ${requestId}. Explain sooner, or raise journalCapacity.`,
  )
