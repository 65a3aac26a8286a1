import { expect, it } from 'vitest'
import { ebsWorld, eventEnvelope, eventsAbout, volumeArnOf } from '../support/cloud/ebs-world.ts'

it('ebs 13 #73: a volume that grows tells optimizing and completed under the id of the request, and never modifying', () => {
  const w = ebsWorld({ latency: 'typical' })
  const id = w.volumeUnder(w.K1)
  w.cloud.clock.advance({ seconds: 1 })
  const before = eventsAbout(w.cloud, id).length
  w.ec2.modifyVolume({ VolumeId: id, Size: 2 })
  const told = () => eventsAbout(w.cloud, id).slice(before)
  expect(told()).toEqual([])
  w.cloud.clock.advance({ seconds: 2 })
  const requestId = w.cloud.trail.records({ eventName: 'ModifyVolume' })[0]?.requestID
  const event = (result: string, time: string) =>
    eventEnvelope(
      'EBS Volume Notification',
      [volumeArnOf(id)],
      { event: 'modifyVolume', result, cause: '', 'request-id': requestId },
      { time },
    )
  expect(told()).toEqual([event('optimizing', '2026-01-01T00:00:02Z'), event('completed', '2026-01-01T00:00:03Z')])
  expect(w.cloud.trail.records({ eventSource: 'kms.amazonaws.com' }).some(({ requestID }) => requestID === requestId)).toBe(false)
})
