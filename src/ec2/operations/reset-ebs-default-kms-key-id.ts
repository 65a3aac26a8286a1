import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import { MANAGED_KEY_ALIAS } from '../key-use.ts'
import { placeOf } from '../store.ts'

/** Input of ResetEbsDefaultKmsKeyId. */
export interface ResetEbsDefaultKmsKeyIdInput {
  DryRun?: boolean | undefined
}

/** Output of ResetEbsDefaultKmsKeyId. */
export interface ResetEbsDefaultKmsKeyIdOutput {
  /** The ARN of the AWS managed key where EC2 has used it, else `alias/aws/ebs` (inferred). */
  KmsKeyId: string
}

/** Makes the AWS managed key `alias/aws/ebs` the default key of the account in this Region again. */
export const ResetEbsDefaultKmsKeyId = defineOperation({
  name: 'ResetEbsDefaultKmsKeyId',
  action: 'ec2:ResetEbsDefaultKmsKeyId',
  doc: 'AWSEC2/latest/APIReference/API_ResetEbsDefaultKmsKeyId.html',
  basis: 'I',
  input: shape<ResetEbsDefaultKmsKeyIdInput>({ DryRun: dryRun() }),
  target: () => PASS,
  crossAccount: false,
  checks: [],
  commit: (call): ResetEbsDefaultKmsKeyIdOutput => {
    const { defaults } = placeOf(call.world, call)
    delete defaults.keyArn
    return { KmsKeyId: defaults.managedKeyArn ?? MANAGED_KEY_ALIAS }
  },
  trail: wrappedTrail('ResetEbsDefaultKmsKeyId', 'write'),
})
