import { defineOperation } from '../../core/operation.ts'
import { PASS, succeed } from '../../core/outcome.ts'
import { shape, text } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import { defaultKeyArn } from '../key-use.ts'
import { placeOf } from '../store.ts'

/** Input of ModifyEbsDefaultKmsKeyId. */
export interface ModifyEbsDefaultKmsKeyIdInput {
  /** Key id, alias, key ARN or alias ARN. */
  KmsKeyId: string | undefined
  DryRun?: boolean | undefined
}

/** Output of ModifyEbsDefaultKmsKeyId. */
export interface ModifyEbsDefaultKmsKeyIdOutput {
  /** The ARN of the key. */
  KmsKeyId: string
}

/**
 * Sets the default key of the account in this Region. An alias is resolved now. AWS checks the key later: one that does not exist is
 * accepted, and encrypting under the default then fails (spec/ebs-ec2.md 3.5).
 */
export const ModifyEbsDefaultKmsKeyId = defineOperation({
  name: 'ModifyEbsDefaultKmsKeyId',
  action: 'ec2:ModifyEbsDefaultKmsKeyId',
  doc: 'AWSEC2/latest/APIReference/API_ModifyEbsDefaultKmsKeyId.html',
  basis: 'V:doc',
  input: shape<ModifyEbsDefaultKmsKeyIdInput>({ KmsKeyId: text().required(), DryRun: dryRun() }),
  target: () => PASS,
  crossAccount: false,
  checks: [],
  keyUse: (call) => succeed(defaultKeyArn(call, call.input.KmsKeyId as string)),
  commit: (call): ModifyEbsDefaultKmsKeyIdOutput => {
    placeOf(call.world, call).defaults.keyArn = call.used
    return { KmsKeyId: call.used }
  },
  trail: wrappedTrail('ModifyEbsDefaultKmsKeyId', 'write'),
})
