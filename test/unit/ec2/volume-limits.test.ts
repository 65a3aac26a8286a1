import { describe, expect, it } from 'vitest'
import type { VolumeType } from '../../../src/ec2/volume-types.ts'
import { ec2Cloud, refusal, ZONE } from './fixture.ts'

/** The table of the specification (9.2), written out once more: `refused` where a type does not take the parameter. */
const LIMITS: Record<
  VolumeType,
  {
    readonly size: readonly [number, number]
    readonly iops: 'refused' | { readonly min: number; readonly max: number; readonly perGiB: number; readonly baseline?: number }
    readonly throughput: 'refused' | { readonly max: number; readonly baseline: number }
    readonly multiAttach: boolean
  }
> = {
  gp2: { size: [1, 16_384], iops: 'refused', throughput: 'refused', multiAttach: false },
  gp3: {
    size: [1, 65_536],
    iops: { min: 100, max: 80_000, perGiB: 500, baseline: 3_000 },
    throughput: { max: 2_000, baseline: 125 },
    multiAttach: false,
  },
  io1: { size: [4, 16_384], iops: { min: 100, max: 64_000, perGiB: 50 }, throughput: 'refused', multiAttach: true },
  io2: { size: [4, 65_536], iops: { min: 100, max: 256_000, perGiB: 1_000 }, throughput: 'refused', multiAttach: true },
  st1: { size: [125, 16_384], iops: 'refused', throughput: 'refused', multiAttach: false },
  sc1: { size: [125, 16_384], iops: 'refused', throughput: 'refused', multiAttach: false },
  standard: { size: [1, 1_024], iops: 'refused', throughput: 'refused', multiAttach: false },
}

const { ec2 } = ec2Cloud()

/** How CreateVolume ends: a dry run knows all limits but Multi-Attach. */
const answer = (VolumeType: VolumeType, parameters: { Size: number; Iops?: number | undefined; Throughput?: number }) =>
  refusal(() => ec2.createVolume({ AvailabilityZone: ZONE, VolumeType, ...parameters, DryRun: true })).name

describe.each(Object.entries(LIMITS) as [VolumeType, (typeof LIMITS)[VolumeType]][])('a volume of type %s', (type, limits) => {
  const [min, max] = limits.size
  const { iops, throughput } = limits
  const needed = iops !== 'refused' && iops.baseline === undefined ? { Iops: iops.min } : {}
  const fits = 'DryRunOperation'
  const wrong = 'InvalidParameterValue'
  const unsupported = 'InvalidParameterCombination'

  it.each([
    [min - 1, min === 1 ? wrong : wrong],
    [min, fits],
    [max, fits],
    [max + 1, wrong],
    [0, wrong],
    [-1, wrong],
  ])('of %i GiB: %s', (Size, expected) => {
    expect(answer(type, { Size, ...needed })).toBe(expected)
  })

  it('keeps the limits of its IOPS', () => {
    const wide = iops === 'refused' ? max : Math.min(max, Math.ceil(iops.max / iops.perGiB))
    const name = (Iops: number | undefined, Size = wide) => answer(type, { Size, Iops })
    if (iops === 'refused') {
      expect([name(100), name(undefined)]).toEqual([unsupported, fits])
      return
    }
    expect([name(iops.min - 1), name(iops.min), name(-1), name(0)]).toEqual([wrong, fits, wrong, wrong])
    expect([name(iops.max, max), name(iops.max + 1, max)]).toEqual([fits, wrong])
    expect([name(iops.perGiB * 10, 10), name(iops.perGiB * 10 + 1, 10)]).toEqual([fits, wrong])
    expect(name(undefined)).toBe(iops.baseline === undefined ? unsupported : fits)
    if (iops.baseline !== undefined)
      expect([name(iops.baseline, min), name(iops.baseline + 1, min), name(iops.baseline - 1, min)]).toEqual([fits, wrong, wrong])
  })

  it('keeps the limits of its throughput', () => {
    const name = (Throughput: number, more: { Iops?: number } = needed, Size = max) => answer(type, { Size, Throughput, ...more })
    if (throughput === 'refused') {
      expect(name(125)).toBe(unsupported)
      return
    }
    expect([name(0), name(throughput.baseline - 1), name(-1)]).toEqual([fits, fits, wrong])
    expect([name(throughput.max, { Iops: 8_000 }), name(throughput.max + 1, { Iops: 80_000 })]).toEqual([fits, wrong])
    expect([name(1_000, { Iops: 4_000 }), name(1_001, { Iops: 4_000 })]).toEqual([fits, wrong])
  })

  it('takes Multi-Attach or not, which a real call alone finds out', () => {
    const input = { AvailabilityZone: ZONE, VolumeType: type, Size: min, MultiAttachEnabled: true, ...needed }
    expect(refusal(() => ec2.createVolume({ ...input, DryRun: true })).name).toBe(fits)
    if (limits.multiAttach) expect(ec2.createVolume(input).MultiAttachEnabled).toBe(true)
    else
      expect(refusal(() => ec2.createVolume(input))).toMatchObject({
        name: unsupported,
        message: `The parameter multi-attach-enabled is not supported for ${type} volumes.`,
      })
  })

  it('keeps the same limits when another volume becomes one', () => {
    const made = ec2Cloud()
    const from = made.volume({ VolumeType: 'gp3', Size: min })
    const modify = (parameters: object) => () => made.ec2.modifyVolume({ VolumeId: from, VolumeType: type, ...parameters })
    expect(refusal(modify({ Size: max + 1, ...needed })).name).toBe(wrong)
    if (iops === 'refused') expect(refusal(modify({ Iops: 100 })).name).toBe(unsupported)
    else expect(refusal(modify({ Iops: iops.max + 1 })).name).toBe(wrong)
    expect(modify(needed)().VolumeModification).toMatchObject({ TargetVolumeType: type, TargetSize: min })
  })
})

describe('the order in which CreateVolume looks at a request', () => {
  const { cloud } = ec2Cloud()
  const nobody = cloud.session({ as: cloud.account('111122223333').createRole('Nobody') })
  const admin = cloud.session()
  const everythingWrong = {
    AvailabilityZone: 'x',
    VolumeType: 'bad' as 'gp3',
    Iops: 99,
    SnapshotId: 'x',
    VolumeInitializationRate: 99,
    TagSpecifications: [{ ResourceType: 'volume' as const, Tags: [{ Key: 'aws:x', Value: '' }] }],
    MultiAttachEnabled: true,
    ClientToken: 'x'.repeat(65),
  }
  /** What is put right, one after the other, and what is found next. */
  const STEPS: readonly (readonly [object, string])[] = [
    [{}, 'InvalidZone.NotFound'],
    [{ AvailabilityZone: ZONE, SnapshotId: undefined }, 'MissingParameter'],
    [{ SnapshotId: 'x', Size: -1 }, 'InvalidParameterValue'],
    [{ Size: 1 }, 'UnknownVolumeType'],
    [{ VolumeType: 'gp3' }, 'InvalidParameterValue'],
    [{ Iops: 3000 }, 'InvalidParameterValue'],
    [{ SnapshotId: undefined }, 'InvalidParameterValue'],
    [{ VolumeInitializationRate: 100 }, 'InvalidParameterCombination'],
    [{ VolumeInitializationRate: undefined }, 'InvalidParameterValue'],
    [{ TagSpecifications: undefined }, 'UnauthorizedOperation'],
  ]

  it('is zone, size, type, performance, snapshot, rate, tags, and then permissions', () => {
    let input: Parameters<typeof nobody.ec2.createVolume>[0] = everythingWrong
    for (const [right, name] of STEPS) {
      input = { ...input, ...right } as typeof input
      expect(refusal(() => nobody.ec2.createVolume(input)).name).toBe(name)
    }
    expect(refusal(() => admin.ec2.createVolume({ ...input, DryRun: true })).name).toBe('DryRunOperation')
    expect(refusal(() => admin.ec2.createVolume(input)).name).toBe('InvalidParameterCombination')
    expect(refusal(() => admin.ec2.createVolume({ ...input, MultiAttachEnabled: false })).message).toBe(
      'Client token must be less than or equal to 64 characters.',
    )
  })

  it('refuses a rate outside 100 to 300 MiB/s in AWS’s words', () => {
    const { ec2, volume, snapshot } = ec2Cloud()
    const SnapshotId = snapshot(volume())
    for (const VolumeInitializationRate of [0, 99, 301])
      expect(
        refusal(() => ec2.createVolume({ AvailabilityZone: ZONE, SnapshotId, VolumeInitializationRate, DryRun: true })),
      ).toEqual({
        name: 'InvalidParameterValue',
        message: 'The value specified for VolumeInitializationRate is not in the allowed range.',
        status: 400,
      })
  })

  it('does not pass over what is not simulated', () => {
    expect(() => admin.ec2.createVolume({ AvailabilityZone: ZONE, Size: 1, OutpostArn: 'x' })).toThrow(/Outposts/)
    expect(() => admin.ec2.createVolume({ AvailabilityZone: ZONE, Size: 1, Operator: {} })).toThrow(/reserved/)
  })
})
