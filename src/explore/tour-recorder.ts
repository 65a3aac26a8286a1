import type { Cloud, JournalCall } from '../cloud-api.ts'
import type { Principal } from '../core/principal.ts'
import type { TourCall, TourStep } from './tour-report.ts'

/** Watches a cloud while a tour walks through it: what each step says, and which calls it caused. */
export interface TourRecorder {
  /** Does a step. `tell` adds a line to it. */
  step<Result>(title: string, act: (tell: (line: string) => void) => Result): Result
  steps(): readonly TourStep[]
}

/** A recorder that reads the journal of `cloud`. */
export const createRecorder = (cloud: Cloud): TourRecorder => {
  const steps: TourStep[] = []
  let seen = -1
  return {
    step: (title, act) => {
      const lines: string[] = []
      const result = act((line) => lines.push(line))
      const fresh = cloud.journal.entries().filter(({ sequence }) => sequence > seen)
      seen = Math.max(seen, ...fresh.map(lastSequence))
      steps.push({ title, lines, calls: fresh.map(toTourCall).filter(concernsKeys) })
      return result
    },
    steps: () => steps,
  }
}

const lastSequence = ({ sequence, nested }: JournalCall): number => Math.max(sequence, ...nested.map(lastSequence))

/** Reading calls that cause nothing would only hide the others. */
const concernsKeys = ({ operation, nested }: TourCall) => nested.length > 0 || !/^(Describe|Get|List)/.test(operation)

const toTourCall = ({ service, operation, region, principal, via, input, error, nested }: JournalCall): TourCall => {
  const { KeyId, DestinationKeyId, EncryptionContext, SourceEncryptionContext, DestinationEncryptionContext, Constraints } =
    (input ?? {}) as Record<string, never>
  const context = EncryptionContext ?? SourceEncryptionContext ?? grantContext(Constraints)
  return {
    service,
    operation,
    region,
    caller: callerOf(principal, via),
    ...(KeyId === undefined && DestinationKeyId === undefined ? {} : { keyId: KeyId ?? DestinationKeyId }),
    ...(context === undefined ? {} : { encryptionContext: context }),
    ...(DestinationEncryptionContext === undefined ? {} : { destinationContext: DestinationEncryptionContext }),
    outcome: error?.code ?? 'ok',
    nested: nested.map(toTourCall),
  }
}

const grantContext = (constraints: Record<string, Record<string, string>> | undefined) =>
  constraints?.EncryptionContextSubset ?? constraints?.EncryptionContextEquals

const callerOf = (principal: Principal, via: string | undefined): string => {
  if (principal.kind === 'service') return `EBS (${principal.name})`
  if (principal.kind === 'session' && principal.hostOf !== undefined) return `host of ${principal.sessionName}`
  return via === undefined ? 'the caller' : 'EC2 for the caller'
}
