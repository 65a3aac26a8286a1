import { afterEach, describe, expect, it, vi } from 'vitest'
import { createCloud, restoreCloud } from '../../../src/index.ts'

const AvailabilityZone = 'us-east-1a'
const volumes = { 'detail-type': ['EBS Volume Notification'] }

/** A cloud with something that notes which events it hears of. */
const listening = (pattern: object = volumes, options = {}) => {
  const cloud = createCloud({ region: 'us-east-1', ...options })
  const heard: string[] = []
  const stop = cloud.events.on(pattern, ({ detail }) => heard.push(`${detail.event} ${detail.result}`))
  return { cloud, heard, stop, make: () => cloud.ec2.createVolume({ AvailabilityZone, Size: 1 }).VolumeId }
}

describe('cloud.events.on', () => {
  afterEach(() => vi.restoreAllMocks())

  it('hears of the events that its pattern matches, from then on, until it stops', () => {
    const { cloud, heard, stop, make } = listening({ detail: { event: ['createVolume'] } })
    const id = make()
    expect(heard).toEqual(['createVolume available'])
    cloud.ec2.deleteVolume({ VolumeId: id })
    expect(heard).toHaveLength(1)
    stop()
    make()
    stop()
    expect(heard).toHaveLength(1)
    expect(cloud.events.matching(volumes)).toHaveLength(3)
  })

  it('refuses a pattern that is none, as matching does', () => {
    const { events } = createCloud()
    for (const ask of [() => events.on({ source: [] }, () => undefined), () => events.matching({ source: [] })]) {
      expect(ask).toThrow(
        expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringMatching(/InvalidEventPattern/) }),
      )
    }
  })

  it('is called when the call stands in the journal, before the call answers', () => {
    const { cloud } = listening()
    let seen: unknown
    cloud.events.on(volumes, () => {
      seen = cloud.journal.entries().at(-1)?.output
    })
    const answer = cloud.ec2.createVolume({ AvailabilityZone, Size: 1 })
    expect(seen).toMatchObject({ VolumeId: answer.VolumeId })
  })

  it('is called at the time of each piece of due work, so that what it does is done then', () => {
    const { cloud, make } = listening(volumes, { latency: 'typical', startTime: '2026-01-01T00:00:00Z' })
    const times: string[] = []
    cloud.events.on({ detail: { event: ['createVolume'] } }, () => {
      times.push(new Date(cloud.clock.now()).toISOString().slice(11, 19))
      if (times.length < 3) make()
    })
    make()
    expect(times).toEqual([])
    cloud.clock.advance({ minutes: 1 })
    expect(times).toEqual(['00:00:01', '00:00:02', '00:00:03'])
    expect(new Date(cloud.clock.now()).toISOString()).toBe('2026-01-01T00:01:00.000Z')
  })

  it('may call the cloud: what its calls send is told behind what was sent before, to everybody', () => {
    const { cloud, heard, make } = listening()
    const order: string[] = []
    cloud.events.on({ detail: { event: ['createVolume'] } }, ({ resources }) => {
      order.push('first hears')
      cloud.ec2.deleteVolume({ VolumeId: resources[0]?.split('/')[1] })
      order.push('first has deleted')
    })
    cloud.events.on(volumes, ({ detail }) => order.push(`second hears ${detail.event}`))
    make()
    expect(order).toEqual(['first hears', 'first has deleted', 'second hears createVolume', 'second hears deleteVolume'])
    expect(heard).toEqual(['createVolume available', 'deleteVolume deleted'])
  })

  it('may move the clock further than the move that woke it', () => {
    const { cloud, make } = listening(volumes, { latency: 'typical' })
    const begun = cloud.clock.now()
    cloud.events.on(volumes, () => cloud.clock.advance({ hours: 1 }))
    make()
    cloud.clock.advance({ seconds: 5 })
    expect(cloud.clock.now() - begun).toBe(3_601_000)
  })

  it('may stop others, and what it begins hears only of what comes later', () => {
    const { heard, make, stop } = listening()
    const late: unknown[] = []
    const other = createCloud({ region: 'us-east-1' })
    let stopSecond: () => void = () => undefined
    const second: unknown[] = []
    other.events.on(volumes, () => {
      stopSecond()
      other.events.on(volumes, (event) => late.push(event))
    })
    stopSecond = other.events.on(volumes, (event) => second.push(event))
    other.ec2.createVolume({ AvailabilityZone, Size: 1 })
    expect([second, late]).toEqual([[], []])
    stop()
    make()
    expect(heard).toEqual([])
  })

  it('fails no call by an error: it becomes an unhandled rejection, and the others hear of the event', async () => {
    const { cloud, heard, stop, make } = listening()
    stop()
    const reject = vi.spyOn(Promise, 'reject').mockImplementation((() => Promise.resolve()) as never)
    const error = new Error('of a handler')
    cloud.events.on(volumes, () => {
      throw error
    })
    cloud.events.on(volumes, () => heard.push('the other'))
    expect(make()).toMatch(/^vol-/)
    expect(heard).toEqual(['the other'])
    expect(reject.mock.calls).toEqual([[error]])
  })

  it('gets a copy of its own', () => {
    const { cloud, make } = listening()
    cloud.events.on(volumes, (event) => {
      ;(event.detail as { event: string }).event = 'changed'
    })
    const seen: unknown[] = []
    cloud.events.on(volumes, ({ detail }) => seen.push(detail.event))
    make()
    expect(seen).toEqual(['createVolume'])
    expect(cloud.events.matching(volumes)[0]?.detail.event).toBe('createVolume')
  })

  it('takes handlers that answer their own events for ever for a loop', () => {
    const { cloud, make } = listening(volumes, { journalCapacity: 10, trailCapacity: 10, eventCapacity: 10 })
    cloud.events.on({ detail: { event: ['createVolume'] } }, ({ resources }) => {
      make()
      cloud.ec2.deleteVolume({ VolumeId: resources[0]?.split('/')[1] })
    })
    expect(make).toThrow(expect.objectContaining({ code: 'EVENT_LOOP' }))
  })

  it('stays with the cloud after reset, and goes neither into a clone nor into a file', () => {
    const { cloud, heard, make } = listening()
    for (const other of [cloud.clone(), restoreCloud(cloud.save(), { region: 'us-east-1' })]) {
      other.ec2.createVolume({ AvailabilityZone, Size: 1 })
    }
    expect(heard).toEqual([])
    cloud.reset()
    make()
    expect(heard).toEqual(['createVolume available'])
  })

  it('hears of the events of KMS, at their time', () => {
    const { cloud } = listening()
    const heard: unknown[] = []
    cloud.events.on({ source: ['aws.kms'] }, (event) => heard.push([event['detail-type'], event.time, event.detail]))
    const { KeyId } = cloud.kms.createKey({}).KeyMetadata
    cloud.kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    expect(heard).toEqual([])
    cloud.clock.advance({ days: 30 })
    expect(heard).toEqual([['KMS CMK Deletion', expect.stringMatching(/^2026-01-08T/), { 'key-id': KeyId }]])
  })
})
