import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import { placeOf } from '../store.ts'

/** Input of DisableEbsEncryptionByDefault. */
export interface DisableEbsEncryptionByDefaultInput {
  DryRun?: boolean | undefined
}

/** Output of DisableEbsEncryptionByDefault. */
export interface DisableEbsEncryptionByDefaultOutput {
  /** `false` */
  EbsEncryptionByDefault: boolean
}

/** Switches encryption by default off for the account in this Region. What exists stays as it is. */
export const DisableEbsEncryptionByDefault = defineOperation({
  name: 'DisableEbsEncryptionByDefault',
  action: 'ec2:DisableEbsEncryptionByDefault',
  doc: 'AWSEC2/latest/APIReference/API_DisableEbsEncryptionByDefault.html',
  basis: 'V:doc',
  input: shape<DisableEbsEncryptionByDefaultInput>({ DryRun: dryRun() }),
  target: () => PASS,
  crossAccount: false,
  checks: [],
  commit: (call): DisableEbsEncryptionByDefaultOutput => {
    placeOf(call.world, call).defaults.isEncryptedByDefault = false
    return { EbsEncryptionByDefault: false }
  },
  trail: wrappedTrail('DisableEbsEncryptionByDefault', 'write'),
})
