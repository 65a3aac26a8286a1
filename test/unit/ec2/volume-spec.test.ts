import { describe, expect, it } from 'vitest'
import { checkPositiveSize, readVolumeType, volumeSpec } from '../../../src/ec2/volume-spec.ts'
import { VOLUME_TYPES, type VolumeType } from '../../../src/ec2/volume-types.ts'

const message = (outcome: ReturnType<typeof volumeSpec>) => (outcome.ok ? 'fits' : outcome.error.message)

describe('volumeSpec', () => {
  it('computes 3 IOPS for every GiB of gp2, at least 100 and at most 16000', () => {
    const iops = [1, 100, 16_384].map((sizeGiB) => volumeSpec({ type: 'gp2', sizeGiB }))
    expect(iops).toEqual(
      [100, 300, 16_000].map((value, index) => ({
        ok: true,
        value: { type: 'gp2', sizeGiB: [1, 100, 16_384][index], iops: value },
      })),
    )
  })

  it('gives gp3 3000 IOPS and 125 MiB/s where nothing is asked', () => {
    expect(volumeSpec({ type: 'gp3', sizeGiB: 1 })).toEqual({
      ok: true,
      value: { type: 'gp3', sizeGiB: 1, iops: 3000, throughput: 125 },
    })
  })

  it('makes 3000 IOPS and 125 MiB/s of less that is asked of gp3', () => {
    const baseline = { ok: true, value: { type: 'gp3', sizeGiB: 1, iops: 3000, throughput: 125 } }
    expect(volumeSpec({ type: 'gp3', sizeGiB: 1, iops: 100, throughput: 124 })).toEqual(baseline)
    expect(volumeSpec({ type: 'gp3', sizeGiB: 1, iops: 500, throughput: 0 })).toEqual(baseline)
    expect(message(volumeSpec({ type: 'gp3', sizeGiB: 1, iops: 100, throughput: 750 }))).toBe('fits')
  })

  it('gives st1, sc1 and standard neither IOPS nor throughput', () => {
    for (const type of ['st1', 'sc1', 'standard'] as const)
      expect(volumeSpec({ type, sizeGiB: 125 })).toEqual({ ok: true, value: { type, sizeGiB: 125 } })
  })

  it.each([
    [{ type: 'gp2', sizeGiB: 16_385 }, 'Volume of 16385GiB is too large for volume type gp2; maximum is 16384GiB'],
    [
      { type: 'st1', sizeGiB: 1 },
      'The volume size is invalid for st1 volumes: 1 GiB. st1 volumes must be at least 125 GiB in size. Please specify a volume size above the minimum limit.',
    ],
    [{ type: 'io1', sizeGiB: 4 }, 'The parameter iops must be specified for io1 volumes.'],
    [{ type: 'gp2', sizeGiB: 1, iops: 100 }, 'The parameter iops is not supported for gp2 volumes.'],
    [{ type: 'gp2', sizeGiB: 1, throughput: 125 }, 'The throughput parameter is not supported for gp2 volumes.'],
    [{ type: 'gp3', sizeGiB: 1, iops: 99 }, 'Volume iops of 99 is too low; minimum is 100.'],
    [{ type: 'gp3', sizeGiB: 1, iops: 501 }, 'Iops to volume size ratio of 501.000000 is too high; maximum is 500'],
    [{ type: 'gp3', sizeGiB: 1, iops: -1 }, 'Value (-1) for parameter iops is invalid. Value must be a positive integer.'],
    [
      { type: 'gp3', sizeGiB: 1, throughput: -1 },
      'Value (-1) for parameter throughput is invalid. Value must be a positive integer.',
    ],
    [{ type: 'io1', sizeGiB: 4, iops: 99 }, 'Volume iops of 99 is too low; minimum is 100.'],
    [{ type: 'io2', sizeGiB: 400, iops: 256_001 }, 'Volume iops of 256001 is too high; maximum is 256000.'],
    [{ type: 'io1', sizeGiB: 4, iops: 201 }, 'Iops to volume size ratio of 50.250000 is too high; maximum is 50'],
    [{ type: 'gp3', sizeGiB: 4, iops: 3_001 }, 'Iops to volume size ratio of 750.250000 is too high; maximum is 500'],
    [{ type: 'gp3', sizeGiB: 100, throughput: 2_001 }, 'Volume throughput of 2001 is too high; maximum is 2000.'],
    [
      { type: 'gp3', sizeGiB: 100, throughput: 751 },
      'Throughput (MiBps) to iops ratio of 0.250333 is too high; maximum is 0.250000 MiBps per iops',
    ],
  ] as const)('refuses %o in AWS’s words', (request, expected) => {
    expect(message(volumeSpec(request))).toBe(expected)
  })

  it('accepts every type at both ends of its size', () => {
    for (const [type, { sizeGiB }] of Object.entries(VOLUME_TYPES) as [VolumeType, (typeof VOLUME_TYPES)[VolumeType]][]) {
      const iops = type === 'io1' || type === 'io2' ? 100 : undefined
      for (const size of [sizeGiB.min, sizeGiB.max]) expect(message(volumeSpec({ type, sizeGiB: size, iops }))).toBe('fits')
    }
  })
})

describe('readVolumeType', () => {
  it('takes a type in any case, and no type for gp2', () => {
    expect(['GP3', 'Io2', '', undefined].map((text) => readVolumeType(text))).toEqual(
      ['gp3', 'io2', 'gp2', 'gp2'].map((value) => ({ ok: true, value })),
    )
  })

  it('names an unknown type, with the blank behind the sentence that AWS has', () => {
    const outcome = readVolumeType('gp9')
    expect(outcome.ok ? '' : outcome.error).toMatchObject({
      code: 'UnknownVolumeType',
      message: "Unsupported volume type 'gp9' for volume creation. ",
    })
  })
})

describe('checkPositiveSize', () => {
  it('refuses a size that is not positive', () => {
    const outcome = checkPositiveSize(-1)
    expect(outcome.ok ? '' : outcome.error.message).toBe(
      'Value (-1) for parameter size is invalid. Value must be a positive integer.',
    )
  })
})
