import type { Cloud, JournalCall } from '../cloud-api.ts'

/** Does something and tells the calls to KMS that it led to, in their order, whoever made them: claims about them are measured so. */
export const callsToKms = <Result>(cloud: Cloud, act: () => Result): { result: Result; calls: readonly JournalCall[] } => {
  const last = cloud.journal.entries().at(-1)?.sequence ?? -1
  const result = act()
  const fresh = cloud.journal.entries().filter(({ sequence }) => sequence > last)
  return { result, calls: fresh.flatMap(withNested).filter(({ service }) => service === 'kms') }
}

const withNested = (call: JournalCall): readonly JournalCall[] => [call, ...call.nested.flatMap(withNested)]
