import { beforeEach, describe, expect, it, vi } from 'vitest'
import { encodeArchive } from '../../src/core/archive.ts'
import type { Outcome } from '../../src/core/outcome.ts'
import { openDisks } from '../model/paper.ts'
import type { Branch, Stage } from '../model/stage.ts'
import { checkStories, play, type Step } from '../model/stories.ts'
import { type EngineSpy, repeated, spyOnEngine } from '../support/cloud/engine-spy.ts'
import { freeEverything } from '../support/cloud/free-everything.ts'
import { storedState } from '../support/cloud/resource-digest.ts'

/*
 * Where keys and plaintext may be, in whatever story: the platform's engine and every data key that EC2 receives from KMS are watched.
 */

let spy: EngineSpy = spyOnEngine()
/** Every plaintext data key that KMS has handed to EC2, with a copy of what it was. */
let received: { readonly buffer: Uint8Array; readonly key: Uint8Array }[] = []

vi.mock('../../src/crypto/select-engine.ts', () => ({ selectEngine: () => spy.engine }))
vi.mock('../../src/ec2/kms-call.ts', async (original) => {
  const actual = await original<typeof import('../../src/ec2/kms-call.ts')>()
  return {
    ...actual,
    askKms: (...args: Parameters<typeof actual.askKms>) => {
      const answer = actual.askKms(...args) as Outcome<{ Plaintext?: Uint8Array }, never>
      const buffer = answer.ok ? answer.value.Plaintext : undefined
      if (buffer !== undefined) received.push({ buffer, key: buffer.slice() })
      return answer
    },
  }
})

beforeEach(() => {
  spy = spyOnEngine()
  received = []
})

const played = (steps: readonly Step[]): Stage => {
  spy = spyOnEngine()
  received = []
  return play(steps)
}

const holds = (haystack: Buffer, needle: Uint8Array) =>
  haystack.includes(Buffer.from(needle.buffer, needle.byteOffset, needle.length))
const isWiped = (bytes: Uint8Array) => bytes.every((byte) => byte === 0)

describe('in whatever story', () => {
  it('nothing at rest is plaintext: no data key, no block key, no backing key, and no block of an encrypted disk', () => {
    checkStories(
      (steps) => {
        const stage = played([...steps, ...MARKED])
        for (const { cloud, paper } of stage.branches) {
          const stored = Buffer.from(encodeArchive(storedState(cloud)))
          const file = Buffer.from(cloud.save())
          for (const { key } of received) {
            expect(holds(stored, key)).toBe(false)
            expect(holds(file, key)).toBe(false)
          }
          for (const key of spy.keys) expect(holds(stored, Buffer.from(key, 'hex'))).toBe(false)
          // A run of one byte is a mark where it lies on encrypted disks alone.
          const open = paper.volumes.concat(paper.snapshots as never).filter(({ protection }) => protection === 'plain')
          const isMarkPlain = open.some(({ bytes }) => holds(Buffer.from(bytes), MARK))
          if (!isMarkPlain) expect(holds(stored, MARK)).toBe(false)
        }
        expect(received.length).toBeGreaterThan(0)
      },
      { runs: 60, length: 30 },
    )
  })

  it('no key seals two messages with one nonce, in any world of the family', () => {
    checkStories(
      (steps) => {
        const stage = played(steps)
        for (const branch of stage.branches) useEverything(branch)
        expect(spy.seals.length).toBeGreaterThan(0)
        expect(repeated(spy.seals)).toEqual([])
      },
      { runs: 150, length: 50 },
    )
  })

  it('a plaintext data key is in the memory of a host while a disk under it is in a running instance, and overwritten elsewhere', () => {
    checkStories(
      (steps) => {
        const stage = played(steps)
        const mounted = stage.branches.flatMap(mountedDisks)
        const left = received.filter(({ buffer }) => !isWiped(buffer))
        expect(left.length).toBeLessThanOrEqual(mounted.length)
        for (const branch of stage.branches) freeEverything(branch)
        expect(received.filter(({ buffer }) => !isWiped(buffer))).toEqual([])
      },
      { runs: 60, length: 40 },
    )
  })

  it('no record contains key material or plaintext, in any encoding', () => {
    checkStories(
      (steps) => {
        const { branches } = played([...steps, { do: 'generate data key', with: [0, 0, 0, 0] }])
        for (const { cloud, paper } of branches) {
          const records = JSON.stringify([cloud.trail.records(), cloud.journal.entries(), cloud.events.all()])
          const bytes = Buffer.from(encodeArchive([cloud.journal.entries(), cloud.events.all()]))
          const secrets = [...received.map(({ key }) => key), ...paper.ciphertexts.map(({ plaintext }) => plaintext)]
          for (const secret of secrets) {
            const buffer = Buffer.from(secret)
            if (buffer.length < 16) continue
            expect(holds(bytes, buffer)).toBe(false)
            for (const encoding of ['hex', 'base64', 'base64url'] as const)
              expect(records).not.toContain(buffer.toString(encoding))
            expect(records).not.toContain(buffer.join(','))
          }
        }
      },
      { runs: 40, length: 30 },
    )
  })
})

/** The encrypted disks in running instances: root disks too, which the paper leaves out. */
const mountedDisks = ({ cloud }: Branch) =>
  ['111122223333', '444455556666'].flatMap((account) =>
    ['us-east-1', 'eu-west-1'].flatMap((region) => {
      const { ec2 } = cloud.session({ as: cloud.account(account).role('Chief'), region })
      const running = ec2
        .describeInstances({ Filters: [{ Name: 'instance-state-name', Values: ['running'] }] })
        .Reservations.flatMap(({ Instances }) => Instances.map(({ InstanceId }) => InstanceId))
      return ec2
        .describeVolumes({ Filters: [{ Name: 'encrypted', Values: ['true'] }] })
        .Volumes.filter(({ Attachments }) => Attachments.some(({ InstanceId }) => running.includes(InstanceId)))
    }),
  )

/** Every world encrypts under every key and writes to every open disk: what they have in common would show here. */
const useEverything = ({ cloud, paper }: Branch): void => {
  for (const { account, region, arn, state } of paper.keys) {
    if (state !== 'Enabled') continue
    const { kms } = cloud.session({ as: cloud.account(account).role('Chief'), region })
    for (const byte of [1, 2]) kms.encrypt({ KeyId: arn, Plaintext: Uint8Array.of(byte) })
  }
  for (const { attachment } of openDisks(paper)) {
    cloud.instance(attachment.instance.id).device(attachment.device).write(0, new Uint8Array(1024))
  }
}

/** Writes a mark to the first open disk, which is encrypted in most stories. */
const MARKED: readonly Step[] = [{ do: 'write disk', with: [0, 0, 699, 0xa7] }]
const MARK = new Uint8Array(48).fill(0xa7)
