import fc from 'fast-check'
import { expect, it } from 'vitest'
import { VOLUME_TYPES, type VolumeType, volumeTypeRules } from '../../src/ec2/volume-types.ts'
import { createCloud, type Session } from '../../src/index.ts'
import { guest, launch } from '../support/cloud/disks.ts'
import { resourceDigest } from '../support/cloud/resource-digest.ts'

const GIB = 2 ** 30

const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined, freq: 1 })

/** Long enough for the modification before it to end, mostly; and for another one to be allowed on the same day, often. */
const wait = fc.constantFrom({ seconds: 0 }, { seconds: 1 }, { seconds: 2 }, { hours: 7 }, { hours: 7 })

const anySize = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(125, 1_024, 1_025, 16_384, 16_385, 65_536, 65_537) },
)

const modification = fc.oneof(
  { weight: 2, arbitrary: fc.record({ Size: anySize, wait }) },
  { weight: 1, arbitrary: fc.record({ VolumeType: fc.constantFrom('gp2' as const, 'gp3' as const), wait }) },
  {
    weight: 2,
    arbitrary: fc.record({
      Size: optional(anySize),
      VolumeType: optional(fc.constantFrom(...(Object.keys(VOLUME_TYPES) as VolumeType[]))),
      Iops: optional(fc.constantFrom(-1, 0, 99, 100, 500, 3_000, 3_001, 16_000, 64_000, 80_001, 256_000)),
      Throughput: optional(fc.constantFrom(-1, 0, 124, 125, 250, 1_000, 2_000, 2_001)),
      MultiAttachEnabled: optional(fc.boolean()),
      wait,
    }),
  },
)

type Volume = ReturnType<Session['ec2']['describeVolumes']>['Volumes'][number]

/** Whether a described volume keeps every limit of its type, read from the table and not from the code that refuses. */
const keepsLimits = ({ VolumeType: type, Size, Iops, Throughput, MultiAttachEnabled }: Volume): boolean => {
  const { sizeGiB, iops, throughput, canMultiAttach } = volumeTypeRules(type)
  const isSized = Size >= sizeGiB.min && Size <= sizeGiB.max
  const isFast =
    iops.kind === 'chosen'
      ? Iops !== undefined &&
        Iops >= (iops.baseline ?? iops.range.min) &&
        Iops <= iops.range.max &&
        (Iops <= iops.perGiBMax * Size || Iops === iops.baseline)
      : Iops === (iops.kind === 'none' ? undefined : Math.min(Math.max(iops.perGiB * Size, iops.range.min), iops.range.max))
  const isThrough =
    throughput === undefined
      ? Throughput === undefined
      : Throughput !== undefined &&
        Throughput >= throughput.baseline &&
        Throughput <= throughput.max &&
        Throughput <= throughput.perIopsMax * (Iops ?? 0)
  return isSized && isFast && isThrough && (canMultiAttach || !MultiAttachEnabled)
}

it('a volume never shrinks, never breaks a limit, is changed by no refused call, and keeps its bytes with zeros behind them', () => {
  fc.assert(
    fc.property(fc.array(modification, { minLength: 1, maxLength: 12 }), fc.boolean(), (modifications, isAttached) => {
      const cloud = createCloud({ seed: 3, latency: 'typical' })
      const session = cloud.session()
      const { ec2, kms } = session
      const instanceId = launch(session)
      const KmsKeyId = kms.createKey({}).KeyMetadata.Arn
      const { VolumeId } = ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1, Encrypted: true, KmsKeyId })
      cloud.clock.advance({ seconds: 3 })
      const disk = { volumeId: VolumeId, instanceId, device: '/dev/sdf' }
      const attach = () => {
        ec2.attachVolume({ VolumeId, InstanceId: instanceId, Device: disk.device })
        cloud.clock.advance({ seconds: 1 })
      }
      attach()
      const written = Uint8Array.from({ length: 5000 }, (_, index) => index)
      guest(cloud, disk).write(GIB - written.length, written)
      if (!isAttached) {
        ec2.detachVolume({ VolumeId })
        cloud.clock.advance({ seconds: 1 })
      }
      const shown = () => ec2.describeVolumes({ VolumeIds: [VolumeId] }).Volumes[0] as Volume
      const starts: number[] = []
      let size = 1
      for (const { wait, ...changes } of modifications) {
        cloud.clock.advance(wait)
        const before = resourceDigest(cloud)
        try {
          ec2.modifyVolume({ VolumeId, ...changes })
          starts.push(cloud.clock.now())
        } catch (error) {
          expect((error as Error).name).toMatch(/^(Invalid|Incorrect|VolumeModificationRate)/)
          expect(resourceDigest(cloud)).toBe(before)
        }
        expect(shown().Size).toBeGreaterThanOrEqual(size)
        size = shown().Size
        expect(keepsLimits(shown())).toBe(true)
      }
      cloud.clock.advance({ seconds: 3 })
      expect(keepsLimits(shown())).toBe(true)
      for (const [index, start] of starts.entries())
        expect(start - (starts[index - 4] ?? -Infinity)).toBeGreaterThanOrEqual(86_400_000)
      if (!isAttached) attach()
      const device = guest(cloud, disk)
      expect(device.sizeBytes).toBe(shown().Size * GIB)
      expect(device.read(GIB - written.length, written.length)).toEqual(written)
      const tail = Math.min(8192, device.sizeBytes - GIB)
      expect(device.read(GIB, tail).every((byte) => byte === 0)).toBe(true)
      expect(device.read(device.sizeBytes - tail, tail).every((byte) => byte === 0)).toBe(true)
    }),
    { numRuns: 60 },
  )
})
