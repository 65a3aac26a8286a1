import type { AccessRequest } from '../../iam/access-request.ts'
import { evaluate } from '../../iam/evaluate.ts'
import type { PolicyVersion } from '../../iam/policy.ts'
import { type BenchWorld, benchWorld, sessionWith } from './bench-world.ts'
import { sampleBytes } from './primitive-suite.ts'
import type { Contestant, Race } from './race.ts'
import type { Suite } from './suite.ts'

/** The same call in small and in large worlds. */
export const worldSizeSuite: Suite = {
  name: 'The size of the world',
  question: 'Does a call cost more where there is more?',
  races: ({ isQuick }) => [
    () => sizeRace('keys', isQuick ? [1, 10_000] : [1, 1000, 100_000], worldOfKeys),
    () => sizeRace('grants on the key', isQuick ? [1, 5000] : [1, 1000, 50_000], worldOfGrants),
    () => sizeRace('policy statements', isQuick ? [5, 200] : [1, 5, 200, 1000], worldOfStatements),
    () => evaluationRace(),
  ],
}

/** Makes a world of a size and says what is called in it. */
type MakeWorld = (size: number) => () => { readonly Plaintext: Uint8Array }

const sizeRace = (what: string, sizes: readonly number[], make: MakeWorld): Race => {
  const contestants = sizes.map((size): Contestant => {
    const work = make(size)
    return { name: `${size}`, work, proof: () => work().Plaintext }
  })
  const targets = sizes.slice(1).map((size) => ({ contestant: `${size}`, timeAtMost: 1.5 }))
  return { name: `Decrypt by number of ${what}`, contestants, targets }
}

const decryptBy = ({ session: { kms } }: BenchWorld, KeyId: string, by = kms) => {
  const EncryptionContext = { tenant: 'blue' }
  const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext: sampleBytes(32), EncryptionContext })
  return () => by.decrypt({ CiphertextBlob, EncryptionContext })
}

const worldOfKeys: MakeWorld = (size) => {
  const bench = benchWorld()
  const keys = Array.from({ length: size }, () => bench.session.kms.createKey({}).KeyMetadata.KeyId)
  return decryptBy(bench, keys[size >> 1] as string)
}

/** A key with a grant for every volume of a busy account: one grantee, told apart by the encryption context. */
const worldOfGrants: MakeWorld = (size) => {
  const bench = benchWorld()
  const { kms, principal } = bench.session
  const { KeyId } = kms.createKey({}).KeyMetadata
  const GranteePrincipal = principal.kind === 'session' ? principal.roleArn : 'arn:aws:iam::111122223333:root'
  for (let index = 0; index < size; index++) {
    const EncryptionContextSubset = { volume: index === size - 1 ? 'blue' : `vol-${index}` }
    kms.createGrant({ KeyId, GranteePrincipal, Operations: ['Decrypt'], Constraints: { EncryptionContextSubset } })
  }
  // The policy leaves the decision to the grants.
  const root = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Resource: '*' }
  const Statement = [{ ...root, Action: ['kms:Encrypt', 'kms:PutKeyPolicy', 'kms:Create*', 'kms:Describe*'] }]
  kms.putKeyPolicy({ KeyId, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) })
  const EncryptionContext = { volume: 'blue' }
  const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext: sampleBytes(32), EncryptionContext })
  return () => kms.decrypt({ CiphertextBlob, EncryptionContext })
}

/** A caller whose policies have many statements, of which the last one allows the call. */
const worldOfStatements: MakeWorld = (size) => {
  const bench = benchWorld()
  const { KeyId } = bench.session.kms.createKey({}).KeyMetadata
  return decryptBy(bench, KeyId, sessionWith(bench, [identityPolicy(size)]).kms)
}

/** The evaluator by itself: evaluations per second are a thousand million over these nanoseconds. */
const evaluationRace = (): Race => {
  const contestants = [5, 200].map((size): Contestant => {
    const policy: PolicyVersion = { kind: 'identity', name: `of ${size} statements`, text: identityPolicy(size) }
    const question: AccessRequest = { ...QUESTION, principal: benchWorld().session.principal }
    const work = () => evaluate(question, { identity: [policy] }, () => [])
    return { name: `${size} statements`, work, proof: () => `allowed: ${work().allowed}` }
  })
  return { name: 'Policy evaluation', contestants }
}

const identityPolicy = (size: number): string => {
  const Statement = Array.from({ length: size }, (_, index) => ({
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:Encrypt'],
    Resource: `arn:aws:kms:us-east-1:111122223333:key/${index === size - 1 ? '*' : index}`,
    Condition: { StringEquals: { 'kms:EncryptionContext:tenant': ['blue', 'green'] } },
  }))
  return JSON.stringify({ Version: '2012-10-17', Statement })
}

const QUESTION: Omit<AccessRequest, 'principal'> = {
  action: 'kms:Decrypt',
  resource: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  resourceAccount: undefined,
  crossAccountCapable: false,
  resourceExists: true,
  context: (key) => (key === 'kms:encryptioncontext:tenant' ? 'blue' : undefined),
}
