import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import { defaultKeySelector } from '../key-use.ts'

/** Input of GetEbsDefaultKmsKeyId. */
export interface GetEbsDefaultKmsKeyIdInput {
  DryRun?: boolean | undefined
}

/** Output of GetEbsDefaultKmsKeyId. */
export interface GetEbsDefaultKmsKeyIdOutput {
  /** `alias/aws/ebs`, or the ARN of the key that was set. */
  KmsKeyId: string
}

/**
 * Tells the default key of the account in this Region. It is the literal `alias/aws/ebs` until somebody sets another, also when the AWS
 * managed key exists (spec/ebs-ec2.md 3.5, recorded; the documentation says an ARN).
 */
export const GetEbsDefaultKmsKeyId = defineOperation({
  name: 'GetEbsDefaultKmsKeyId',
  action: 'ec2:GetEbsDefaultKmsKeyId',
  doc: 'AWSEC2/latest/APIReference/API_GetEbsDefaultKmsKeyId.html',
  basis: 'V:obs',
  input: shape<GetEbsDefaultKmsKeyIdInput>({ DryRun: dryRun() }),
  target: () => PASS,
  crossAccount: false,
  checks: [],
  commit: (call): GetEbsDefaultKmsKeyIdOutput => ({ KmsKeyId: defaultKeySelector(call) }),
  trail: wrappedTrail('GetEbsDefaultKmsKeyId', 'read'),
})
