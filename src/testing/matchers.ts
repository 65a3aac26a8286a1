/**
 * Matchers about AWS for `expect.extend` of vitest and jest, and {@link assertThat} for every other runner. Nothing here needs a runner.
 *
 * @example
 * ```ts
 * import { createCloud } from 'kms-ebs-sim'
 * import { assertThat } from 'kms-ebs-sim/matchers'
 *
 * const cloud = createCloud()
 * const { KeyMetadata: key } = cloud.kms.createKey({})
 * const { VolumeId } = cloud.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1, Encrypted: true, KmsKeyId: key.Arn })
 * assertThat(cloud.volume(VolumeId)).toBeEncryptedUnder(key)
 * assertThat(cloud).toHaveCalledKms('GenerateDataKeyWithoutPlaintext', { via: 'ec2.us-east-1.amazonaws.com' })
 * assertThat(() => cloud.ec2.deleteVolume({ VolumeId: 'vol-0123456789abcdef0' })).toThrowAws('InvalidVolume.NotFound')
 * ```
 */
import { toRejectWithAws, toThrowAws } from './aws-errors.ts'
import { toHaveBeenDeniedBy } from './denied-by.ts'
import { type NamedKey, toBeEncryptedUnder } from './encrypted-under.ts'
import { type KmsOperation, toHaveCalledKms, type WantedKmsCall } from './kms-calls.ts'
import type { Verdict } from './verdict.ts'

export { journalText } from './journal-text.ts'
export type { KmsOperation, NamedKey, Verdict, WantedKmsCall }

/** The matchers as they stand behind `expect(…)`. `Result` is what an assertion returns: `void` in vitest and jest. */
export interface AwsMatchers<Result = void> {
  /** Of a cloud: somebody has called this operation of KMS, the test or a service inside another call. */
  toHaveCalledKms(operation: KmsOperation, wanted?: WantedKmsCall): Result
  /** Of `cloud.volume(id)`, `cloud.snapshot(id)`, a volume or snapshot of EC2, or an answer of KMS: it is encrypted under this key. */
  toBeEncryptedUnder(key: NamedKey): Result
  /** Of a function: it throws AWS's error of this name. `message` is a part of its message, or a regular expression. */
  toThrowAws(name: string, message?: string | RegExp): Result
  /** Of a promise, or a function that returns one: it rejects with AWS's error of this name. To be awaited. */
  toRejectWithAws(name: string, message?: string | RegExp): Promise<Result>
  /** Of `cloud.explain(error)` or `cloud.simulate(…)`: denied by this step, kind of policy, policy or `Sid`. */
  toHaveBeenDeniedBy(by: string): Result
}

/** The matchers for `expect.extend(matchers)`. */
export const matchers = { toHaveCalledKms, toBeEncryptedUnder, toThrowAws, toRejectWithAws, toHaveBeenDeniedBy } as const

/** The matchers without a runner's `expect`: what is not as it should be is thrown as an `Error`. */
export const assertThat = (received: unknown): AwsMatchers & { readonly not: AwsMatchers } => ({
  ...assertions(received, true),
  not: assertions(received, false),
})

const assertions = (received: unknown, wanted: boolean): AwsMatchers => ({
  toHaveCalledKms: (...args) => settle(toHaveCalledKms(received, ...args), wanted),
  toBeEncryptedUnder: (key) => settle(toBeEncryptedUnder(received, key), wanted),
  toThrowAws: (...args) => settle(toThrowAws(received, ...args), wanted),
  toRejectWithAws: async (...args) => settle(await toRejectWithAws(received, ...args), wanted),
  toHaveBeenDeniedBy: (by) => settle(toHaveBeenDeniedBy(received, by), wanted),
})

const settle = ({ pass, message }: Verdict, wanted: boolean): void => {
  if (pass !== wanted) throw Object.assign(new Error(message()), { name: 'AssertionError' })
}
