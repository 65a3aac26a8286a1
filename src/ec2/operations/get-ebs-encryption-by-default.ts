import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import { defaultsOf } from '../store.ts'

/** Input of GetEbsEncryptionByDefault. */
export interface GetEbsEncryptionByDefaultInput {
  DryRun?: boolean | undefined
}

/** Output of GetEbsEncryptionByDefault. */
export interface GetEbsEncryptionByDefaultOutput {
  /** Whether it is on. */
  EbsEncryptionByDefault: boolean
}

/** Tells whether encryption by default is on for the account in this Region. It is off until somebody switches it on. */
export const GetEbsEncryptionByDefault = defineOperation({
  name: 'GetEbsEncryptionByDefault',
  action: 'ec2:GetEbsEncryptionByDefault',
  doc: 'AWSEC2/latest/APIReference/API_GetEbsEncryptionByDefault.html',
  basis: 'V:obs',
  input: shape<GetEbsEncryptionByDefaultInput>({ DryRun: dryRun() }),
  target: () => PASS,
  crossAccount: false,
  checks: [],
  commit: (call): GetEbsEncryptionByDefaultOutput => ({
    EbsEncryptionByDefault: defaultsOf(call.world, call).isEncryptedByDefault,
  }),
  trail: wrappedTrail('GetEbsEncryptionByDefault', 'read'),
})
