import { describe, expect, it } from 'vitest'
import { denied, ebsWorld, noSuchVolume, refusalOf } from '../support/cloud/ebs-world.ts'
import { ec2KmsCalls } from '../support/cloud/kms-sequence.ts'

/*
 * The order in which CreateVolume finds mistakes (spec/ebs-ec2.md 11.1, recorded): zone, size, type and tag syntax; IAM; the dry run; what
 * only a real call finds; KMS, after the answer. One request has all of them; they are mended one after another.
 */

const answerOf = (call: () => unknown) => {
  const { name, message } = refusalOf(call)
  return `${name}: ${message}`
}

describe('CreateVolume with every mistake at once', () => {
  it('answers them in AWS’s order, and asks KMS last', () => {
    const w = ebsWorld()
    w.kms.disableKey({ KeyId: w.K1 })
    const may = denied(w.cloud, ['s3:*'])
    const mayNot = denied(w.cloud, ['ec2:CreateVolume'])
    const late = { ClientToken: 'x'.repeat(65), Encrypted: true, KmsKeyId: w.K1 }
    const AvailabilityZone = 'us-east-1a'
    const create = (by: typeof may, input: object) => () => by.ec2.createVolume({ AvailabilityZone, ...late, ...input })
    const TagSpecifications = [{ ResourceType: 'volume' as const, Tags: [{ Key: 'aws:x', Value: '1' }] }]

    for (const DryRun of [true, false]) {
      expect(answerOf(create(mayNot, { DryRun, AvailabilityZone: undefined, Size: 0 }))).toBe(
        'MissingParameter: The request must contain the parameter zone',
      )
      expect(answerOf(create(mayNot, { DryRun, AvailabilityZone: 'us-east-1z', Size: 1 }))).toBe(
        "InvalidZone.NotFound: The zone 'us-east-1z' does not exist.",
      )
      expect(answerOf(create(mayNot, { DryRun }))).toBe('MissingParameter: The request must contain the parameter size/snapshot')
      expect(answerOf(create(mayNot, { DryRun, Size: -1 }))).toBe(
        'InvalidParameterValue: Value (-1) for parameter size is invalid. Value must be a positive integer.',
      )
      expect(answerOf(create(mayNot, { DryRun, Size: 1, VolumeType: 'gp9' }))).toBe(
        "UnknownVolumeType: Unsupported volume type 'gp9' for volume creation. ",
      )
      expect(refusalOf(create(mayNot, { DryRun, Size: 1, TagSpecifications })).name).toBe('InvalidParameterValue')
      expect(refusalOf(create(mayNot, { DryRun, Size: 1, MultiAttachEnabled: true })).name).toBe('UnauthorizedOperation')
    }
    expect(answerOf(create(may, { DryRun: true, Size: 1, MultiAttachEnabled: true }))).toBe(
      'DryRunOperation: Request would have succeeded, but DryRun flag is set.',
    )
    expect(answerOf(create(may, { Size: 1, MultiAttachEnabled: true }))).toBe(
      'InvalidParameterCombination: The parameter multi-attach-enabled is not supported for gp2 volumes.',
    )
    expect(answerOf(create(may, { Size: 1 }))).toBe(
      'InvalidParameterValue: Client token must be less than or equal to 64 characters.',
    )
    expect(ec2KmsCalls(w.cloud)).toEqual([])
    const { VolumeId } = may.create({ Encrypted: true, KmsKeyId: w.K1 })
    expect(refusalOf(() => w.shownVolume(VolumeId))).toEqual(noSuchVolume(VolumeId))
    expect(ec2KmsCalls(w.cloud)).toHaveLength(1)
  })
})
