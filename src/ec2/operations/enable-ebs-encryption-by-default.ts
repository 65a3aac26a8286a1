import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import { placeOf } from '../store.ts'

/** Input of EnableEbsEncryptionByDefault. */
export interface EnableEbsEncryptionByDefaultInput {
  DryRun?: boolean | undefined
}

/** Output of EnableEbsEncryptionByDefault. */
export interface EnableEbsEncryptionByDefaultOutput {
  /** `true` */
  EbsEncryptionByDefault: boolean
}

/** Switches encryption by default on: new volumes and snapshot copies of the account in this Region are encrypted. What exists stays as it is. */
export const EnableEbsEncryptionByDefault = defineOperation({
  name: 'EnableEbsEncryptionByDefault',
  action: 'ec2:EnableEbsEncryptionByDefault',
  doc: 'AWSEC2/latest/APIReference/API_EnableEbsEncryptionByDefault.html',
  basis: 'V:doc',
  input: shape<EnableEbsEncryptionByDefaultInput>({ DryRun: dryRun() }),
  target: () => PASS,
  crossAccount: false,
  checks: [],
  commit: (call): EnableEbsEncryptionByDefaultOutput => {
    placeOf(call.world, call).defaults.isEncryptedByDefault = true
    return { EbsEncryptionByDefault: true }
  },
  trail: wrappedTrail('EnableEbsEncryptionByDefault', 'write'),
})
