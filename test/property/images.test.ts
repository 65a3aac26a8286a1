import { test } from '@fast-check/vitest'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { REGION_A } from '../support/cloud/ebs-world.ts'
import { DEVICES, imageWorld } from '../support/cloud/image-world.ts'

/** A volume of an instance: under no key, under the default key or under one of two; and what is written to it, block by block. */
const disk = fc.record({
  key: fc.constantFrom('plain', 'default', 'K1', 'K2'),
  writes: fc.array(fc.tuple(fc.nat({ max: 300 }), fc.uint8Array({ minLength: 1, maxLength: 5000 })), { maxLength: 4 }),
})

/** What happens to an image before it is launched. */
const step = fc.constantFrom('copy', 'copy under K2', 'copy to B', 'launch and image')

const AREA = 301 * 4096 + 5000

const imagedWorld = () => {
  const w = imageWorld()
  const places = { A: w, B: w.inB }
  const encryption = (key: string) => {
    if (key === 'plain') return {}
    return { Encrypted: true, ...(key === 'default' ? {} : { KmsKeyId: key === 'K1' ? w.K1 : w.K2 }) }
  }
  return { w, places, encryption }
}

describe('An image', () => {
  test.prop([fc.array(disk, { minLength: 1, maxLength: 3 }), fc.array(step, { maxLength: 3 })], { numRuns: 25 })(
    'of any instance restores the same bytes, however it is copied, and leaves no grants behind',
    (disks, steps) => {
      const { w, places, encryption } = imagedWorld()
      const BlockDeviceMappings = disks.map(({ key }, at) => ({
        DeviceName: DEVICES[at],
        Ebs: { ...(at === 0 ? {} : { VolumeSize: 2 }), ...encryption(key) },
      }))
      const instances: [keyof typeof places, string][] = [['A', w.instance({ BlockDeviceMappings })]]
      const [[, origin]] = instances as [[string, string]]
      const device = (instanceId: string, at: number) => w.cloud.instance(instanceId).device(DEVICES[at] as string)
      for (const [at, { writes }] of disks.entries()) {
        for (const [block, bytes] of writes) device(origin, at).write(block * 4096, bytes)
      }
      const bytes = disks.map((_, at) => device(origin, at).read(0, AREA))
      let place: keyof typeof places = 'A'
      let image = w.imageOf(origin)
      for (const [at, each] of steps.entries()) {
        const Name = `step-${at}`
        if (each === 'launch and image') {
          const launched = places[place].instance({ ImageId: image })
          instances.push([place, launched])
          image = places[place].imageOf(launched, { Name })
        } else {
          const SourceRegion = place === 'A' ? REGION_A : w.inB.region
          const isUnderK2 = each === 'copy under K2' && place === 'A'
          const target: keyof typeof places = each === 'copy to B' ? 'B' : place
          const key = isUnderK2 ? { Encrypted: true, KmsKeyId: w.K2 } : {}
          image = places[target].copyImage(image, { SourceRegion, Name, ...key })
          place = target
        }
        expect(places[place].shownImage(image)?.State).toBe('available')
      }
      for (const [at] of disks.entries()) device(origin, at).write(0, new Uint8Array([1, 2, 3]))
      const last = places[place].instance({ ImageId: image })
      instances.push([place, last])
      for (const [at] of disks.entries()) {
        const restored = device(last, at).read(0, AREA)
        expect(Buffer.compare(Buffer.from(restored), Buffer.from(bytes[at] as Uint8Array))).toBe(0)
      }
      for (const [at, InstanceId] of instances) places[at].ec2.terminateInstances({ InstanceIds: [InstanceId] })
      for (const { kms } of [w, w.inB]) {
        for (const { KeyId } of kms.listKeys({}).Keys) expect(kms.listGrants({ KeyId }).Grants).toEqual([])
      }
    },
  )
})
