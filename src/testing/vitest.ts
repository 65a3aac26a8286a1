/**
 * For tests with vitest: a fixture `cloud`, new for every test, and the matchers about AWS.
 *
 * @example
 * ```ts
 * import { expect, test } from 'kms-ebs-sim/vitest'
 *
 * test.override('cloudOptions', { region: 'eu-central-1' })
 *
 * test('encrypts the volume under the key of the team', ({ cloud }) => {
 *   const { KeyMetadata: key } = cloud.kms.createKey({})
 *   const volume = cloud.ec2.createVolume({ AvailabilityZone: 'eu-central-1a', Size: 8, Encrypted: true, KmsKeyId: key.KeyId })
 *   expect(volume).toBeEncryptedUnder(key)
 * })
 * ```
 */
import { expect, type TestAPI, test as withoutCloud } from 'vitest'
import { createCloud } from '../cloud.ts'
import type { Cloud } from '../cloud-api.ts'
import type { CloudOptions } from '../options.ts'
import { journalText } from './journal-text.ts'
import { type AwsMatchers, matchers } from './matchers.ts'

declare module 'vitest' {
  interface Matchers<T> extends AwsMatchers {}
}

/** What a test is given beside what vitest gives it. */
export interface CloudFixtures {
  /** How the clouds are made; `test.override('cloudOptions', { … })` changes it for a file or a `describe`. */
  cloudOptions: CloudOptions
  /** A simulated AWS of this test's own, disposed of behind it. When the test fails, its seed and its last calls are printed. */
  cloud: Cloud
}

/** vitest's `test` with the fixtures of {@link CloudFixtures}; those that a test does not name cost nothing. */
export const test: TestAPI<CloudFixtures> = withoutCloud.extend<CloudFixtures>({
  // The empty pattern is vitest's way to say that a fixture needs no other.
  // biome-ignore lint/correctness/noEmptyPattern: see above
  cloudOptions: async ({}, use) => use({}),
  cloud: async ({ cloudOptions, task }, use) => {
    using cloud = createCloud(cloudOptions)
    await use(cloud)
    if (task.result?.state === 'fail') console.error(reportOf(cloud, cloudOptions))
  },
})

/** The same, under vitest's other name. */
export const it: TestAPI<CloudFixtures> = test

expect.extend(matchers)

export { afterAll, afterEach, beforeAll, beforeEach, describe, expect, vi } from 'vitest'

const reportOf = (cloud: Cloud, { seed = 0 }: CloudOptions): string => {
  const calls = journalText(cloud)
  return [`seed ${JSON.stringify(seed)}; ${calls === '' ? 'no calls' : 'the last calls:'}`, calls].join('\n').trimEnd()
}
