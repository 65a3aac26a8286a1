import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCloud } from '../../src/index.ts'

const CLOUDS = 3
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)

const clouds = () =>
  Array.from({ length: CLOUDS }, (_, seed) => {
    const cloud = createCloud({ seed })
    const { KeyId } = cloud.kms.createKey({}).KeyMetadata
    const client = new KMSClient({ ...cloud.clientConfig(), maxAttempts: 1 })
    return { cloud, KeyId, client, name: `cloud-${seed}` }
  })

/** A call that is sent while others are on their way: to which cloud, what, and whether its sender gives up half-way. */
const call = fc.record({
  cloud: fc.nat({ max: CLOUDS - 1 }),
  kind: fc.constantFrom('encrypt', 'decrypt', 'generate', 'list', 'decrypt elsewhere'),
  isAborted: fc.constantFrom(false, false, true),
  tick: fc.nat({ max: 3 }),
})

describe('calls of SDK clients that are on their way together', () => {
  it('in several clouds, some aborted half-way, each get their own answer, and none leaves anything in another cloud', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 2, maxLength: 25 }), fc.scheduler(), async (calls, scheduler) => {
        const all = clouds()
        const sealed = await Promise.all(
          all.map(({ client, KeyId, name }) =>
            client.send(new EncryptCommand({ KeyId, Plaintext: new TextEncoder().encode(name) })),
          ),
        )
        const digests = all.map(({ cloud }) => cloud.journal.entries().length)
        const outcomes = calls.map(async ({ cloud: at, kind, isAborted, tick }, number) => {
          const { client, KeyId, name } = all[at] as (typeof all)[number]
          const elsewhere = sealed[(at + 1) % CLOUDS]?.CiphertextBlob
          const controller = new AbortController()
          const options = { abortSignal: controller.signal }
          await scheduler.schedule(Promise.resolve(), `call ${number}`)
          const sent = {
            encrypt: async () =>
              (await client.send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array(8) }), options)).KeyId?.includes(KeyId),
            decrypt: async () =>
              text((await client.send(new DecryptCommand({ CiphertextBlob: sealed[at]?.CiphertextBlob }), options)).Plaintext) ===
              name,
            generate: async () =>
              (await client.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }), options)).Plaintext?.length === 32,
            list: async () => (await client.send(new ListKeysCommand({}), options)).Keys?.every((key) => key.KeyId === KeyId),
            'decrypt elsewhere': async () =>
              client.send(new DecryptCommand({ CiphertextBlob: elsewhere }), options).then(
                () => false,
                (error) => ['InvalidCiphertextException', 'AbortError'].includes(error.name),
              ),
          }[kind]()
          for (let turn = 0; turn < tick; turn++) await Promise.resolve()
          if (isAborted) controller.abort()
          return sent.catch((error) => error.name === 'AbortError' && isAborted)
        })
        await scheduler.waitFor(Promise.all(outcomes))
        expect(await Promise.all(outcomes)).toEqual(calls.map(() => true))
        for (const [index, { cloud }] of all.entries()) {
          const own = calls.filter((each) => each.cloud === index).length
          const made = cloud.journal.entries().length - (digests[index] ?? 0)
          expect(made).toBeLessThanOrEqual(own)
          expect(made).toBeGreaterThanOrEqual(calls.filter((each) => each.cloud === index && !each.isAborted).length)
        }
      }),
      { numRuns: 25 },
    )
  })
})
