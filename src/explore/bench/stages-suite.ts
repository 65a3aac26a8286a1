import type { AnyOperation, Call, Service } from '../../core/operation.ts'
import { type BenchWorld, benchWorld, finishedCall } from './bench-world.ts'
import { sampleBytes } from './primitive-suite.ts'
import type { Contestant, Race } from './race.ts'
import type { Suite } from './suite.ts'

/** One Decrypt, gate by gate. */
export const stagesSuite: Suite = {
  name: 'The stages of a Decrypt',
  question: 'Where do the microseconds of a Decrypt go?',
  races: () => [stagesRace],
}

/** The stages in their order; what the whole call takes beyond their sum is the door, the journal and the trail. */
export const STAGES = ['shape', 'resolve', 'authorise', 'checks', 'cryptography', 'commit'] as const

const stagesRace = (): Race => {
  const bench = benchWorld()
  const { kms } = bench.session
  const { KeyMetadata } = kms.createKey({})
  const input = { CiphertextBlob: encrypted(bench, KeyMetadata.KeyId), EncryptionContext: { tenant: 'blue' } }
  const call = finishedCall(bench, 'kms', 'Decrypt', input)
  const { service, operation } = call
  const proof = () => kms.decrypt(input).Plaintext
  const work: Record<(typeof STAGES)[number], () => unknown> = {
    shape: () => operation.input.record((operation.input.read(input) as { readonly value: unknown }).value),
    resolve: () => operation.target(call),
    authorise: () => authorised(service, call),
    checks: () => operation.checks.every((check: AnyOperation['checks'][number]) => check(call).ok),
    cryptography: () => operation.prepare?.(call),
    commit: () => operation.commit(withoutFacts(call)),
  }
  const stages = STAGES.map((name): Contestant => ({ name, work: work[name], proof }))
  return { name: 'Decrypt by stage', contestants: [{ name: 'whole call', work: () => kms.decrypt(input), proof }, ...stages] }
}

const encrypted = ({ session: { kms } }: BenchWorld, KeyId: string): Uint8Array =>
  kms.encrypt({ KeyId, Plaintext: sampleBytes(32), EncryptionContext: { tenant: 'blue' } }).CiphertextBlob

/** A gate adds to the entry of its call: every time it finds the entry as the first time. */
const withoutFacts = (call: Call): Call => {
  delete call.entry.facts
  return call
}

const authorised = (service: Service, call: Call) => {
  delete call.entry.access
  return service.authorise(withoutFacts(call))
}
