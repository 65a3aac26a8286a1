import type { Cloud, JournalCall } from '../cloud-api.ts'
import { tourCaller } from './tour-caller.ts'
import type { TourCall, TourClaim, TourStep } from './tour-report.ts'

/** Watches a cloud while a tour walks through it: what each step says, and which calls it caused. */
export interface TourRecorder {
  /** Does a step. */
  step<Result>(title: string, act: (say: StepSayer) => Result): Result
  steps(): readonly TourStep[]
}

/** What a step says while it is done. */
export interface StepSayer {
  /** Adds a line: what was seen. */
  tell(line: string): void
  /** Adds a claim, and whether what was measured bears it out. */
  claim(text: string, holds: boolean): void
}

/** A recorder that reads the journal of `cloud`. */
export const createRecorder = (cloud: Cloud): TourRecorder => {
  const steps: TourStep[] = []
  const { accountId } = cloud.session()
  let seen = -1
  return {
    step: (title, act) => {
      const lines: string[] = []
      const claims: TourClaim[] = []
      const result = act({ tell: (line) => lines.push(line), claim: (text, holds) => claims.push({ text, holds }) })
      const fresh = cloud.journal.entries().filter(({ sequence }) => sequence > seen)
      seen = Math.max(seen, ...fresh.map(lastSequence))
      steps.push({ title, lines, claims, calls: fresh.map((call) => toTourCall(call, accountId)).filter(concernsKeys) })
      return result
    },
    steps: () => steps,
  }
}

const lastSequence = ({ sequence, nested }: JournalCall): number => Math.max(sequence, ...nested.map(lastSequence))

/** Reading calls that cause nothing would only hide the others, unless they are refused. */
const concernsKeys = ({ operation, outcome, nested }: TourCall) =>
  nested.length > 0 || outcome !== 'ok' || !/^(Describe|Get|List)/.test(operation)

const toTourCall = (call: JournalCall, home: string): TourCall => {
  const { service, operation, region, input, error, nested } = call
  const { KeyId, DestinationKeyId, EncryptionContext, SourceEncryptionContext, DestinationEncryptionContext, Constraints } =
    (input ?? {}) as Record<string, never>
  const context = EncryptionContext ?? SourceEncryptionContext ?? grantContext(Constraints)
  return {
    service,
    operation,
    region,
    ...tourCaller(call, home),
    ...(KeyId === undefined && DestinationKeyId === undefined ? {} : { keyId: KeyId ?? DestinationKeyId }),
    ...(context === undefined ? {} : { encryptionContext: context }),
    ...(DestinationEncryptionContext === undefined ? {} : { destinationContext: DestinationEncryptionContext }),
    outcome: error?.code ?? 'ok',
    nested: nested.map((inner) => toTourCall(inner, home)),
  }
}

const grantContext = (constraints: Record<string, Record<string, string>> | undefined) =>
  constraints?.EncryptionContextSubset ?? constraints?.EncryptionContextEquals
