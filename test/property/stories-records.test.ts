import { describe, expect, it } from 'vitest'
import type { Cloud, JournalCall, TrailRecord } from '../../src/index.ts'
import { checkStories, play } from '../model/stories.ts'
import { resourceDigest } from '../support/cloud/resource-digest.ts'

const flat = (calls: readonly JournalCall[]): JournalCall[] => calls.flatMap((call) => [call, ...flat(call.nested)])

/** The calls to KMS that EC2 has made. */
const ec2Calls = (cloud: Cloud): JournalCall[] =>
  flat(cloud.journal.entries()).filter(({ service, invokedBy }) => service === 'kms' && invokedBy !== undefined)

type Parameters = Readonly<Record<string, unknown>>

/** What a call and its record have in common: the request, the operation and every encryption context. */
const keyOfCall = ({ requestId, operation, input }: JournalCall): string => {
  const { EncryptionContext, SourceEncryptionContext, DestinationEncryptionContext } = (input ?? {}) as Parameters
  return JSON.stringify([requestId, operation, EncryptionContext, SourceEncryptionContext, DestinationEncryptionContext])
}
const keyOfRecord = ({ requestID, eventName, requestParameters }: TrailRecord): string => {
  const { encryptionContext, sourceEncryptionContext, destinationEncryptionContext } = (requestParameters ?? {}) as Parameters
  return JSON.stringify([requestID, eventName, encryptionContext, sourceEncryptionContext, destinationEncryptionContext])
}

const CRYPTOGRAPHIC = new Set(['Decrypt', 'Encrypt', 'GenerateDataKeyWithoutPlaintext', 'ReEncrypt'])

describe('in whatever story', () => {
  it('every call that EC2 makes to KMS is in CloudTrail, under the request id of its cause and with its encryption context', () => {
    checkStories(
      (steps) => {
        for (const { cloud } of play(steps).branches) {
          const causes = cloud.journal.entries().filter(({ service }) => service === 'ec2')
          for (const cause of causes) {
            for (const { requestId } of flat(cause.nested)) expect(requestId).toBe(cause.requestId)
          }
          const records = cloud.trail.records({ eventSource: 'kms.amazonaws.com' })
          const found = new Map<string, number>()
          for (const record of records) found.set(keyOfRecord(record), (found.get(keyOfRecord(record)) ?? 0) + 1)
          const calls = ec2Calls(cloud)
          expect(calls.length).toBeGreaterThan(0)
          const missing = calls.filter((call) => {
            // A call that the authorise gate stopped shows nothing of its parameters.
            if (call.stoppedAt === 'authorise')
              return !records.some(({ requestID, eventName }) => requestID === call.requestId && eventName === call.operation)
            const left = found.get(keyOfCall(call)) ?? 0
            found.set(keyOfCall(call), left - 1)
            return left === 0
          })
          expect(missing.map(keyOfCall)).toEqual([])
        }
      },
      { runs: 60, length: 40 },
    )
  })

  it('every cryptographic call of EC2 names its disk in the encryption context, and nothing else', () => {
    checkStories(
      (steps) => {
        for (const { cloud } of play(steps).branches) {
          for (const { operation, input } of ec2Calls(cloud)) {
            // A fault on purpose stops a call before anybody has read it.
            if (!CRYPTOGRAPHIC.has(operation) || input === undefined) continue
            const { EncryptionContext, SourceEncryptionContext, DestinationEncryptionContext } = input as Parameters
            const contexts =
              operation === 'ReEncrypt' ? [SourceEncryptionContext, DestinationEncryptionContext] : [EncryptionContext]
            for (const context of contexts) {
              expect(context).toEqual({ 'aws:ebs:id': expect.stringMatching(/^(?:vol|snap)-[0-9a-f]{17}$/) })
            }
          }
        }
      },
      { runs: 40, length: 40 },
    )
  })

  it('a refused call changes nothing', () => {
    let refusals = 0
    checkStories(
      (steps) => {
        play(steps, {
          begin: (stage) => {
            stage.onRefusal = (attempt) => {
              const { cloud } = stage.now
              const before = resourceDigest(cloud)
              const entries = () => cloud.journal.entries().length
              const calls = entries()
              attempt()
              const refused = cloud.journal.entries().at(-1)
              if (entries() === calls || refused?.error === undefined) return
              refusals++
              expect(resourceDigest(cloud), `${refused.operation} was refused with ${refused.error.code}`).toBe(before)
            }
          },
        })
      },
      { runs: 40, length: 40 },
    )
    expect(refusals).toBeGreaterThan(20)
  })

  it('time only moves forward: in the journal, in CloudTrail and among the events', () => {
    checkStories(
      (steps) => {
        for (const { cloud } of play(steps).branches) {
          const times = [
            flat(cloud.journal.entries())
              .sort((left, right) => left.sequence - right.sequence)
              .map(({ time }) => time),
            cloud.trail.records().map(({ eventTime }) => Date.parse(eventTime)),
            cloud.events.all().map(({ time }) => Date.parse(time)),
          ]
          for (const each of times) expect(each.every((time, at) => time >= (each[at - 1] ?? 0))).toBe(true)
        }
      },
      { runs: 60, length: 40 },
    )
  })
})
