import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text } from '../../core/shape.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { DONE } from '../trail-shapes.ts'
import { readVolume, volumeAccess } from '../volume-lookup.ts'

/** Input of EnableVolumeIO. */
export interface EnableVolumeIOInput {
  VolumeId: string | undefined
  DryRun?: boolean | undefined
}

/** Output of EnableVolumeIO: nothing. */
export type EnableVolumeIOOutput = Record<never, never>

/**
 * Lets a volume work again that EBS has stopped because its data may be inconsistent. EBS stops none here, so the call is refused as AWS
 * refuses it for a volume that works. A dry run looks at permissions alone (recorded).
 */
export const EnableVolumeIO = defineOperation({
  name: 'EnableVolumeIO',
  action: 'ec2:EnableVolumeIO',
  doc: 'AWSEC2/latest/APIReference/API_EnableVolumeIO.html',
  basis: 'V:obs',
  input: shape<EnableVolumeIOInput>({ VolumeId: text(), DryRun: dryRun() }),
  target: () => succeed(undefined),
  access: (call) => [volumeAccess(call, call.input.VolumeId ?? '')],
  crossAccount: false,
  checks: [],
  keyUse: ({ world, input, account, region }): Outcome<undefined, Failure> => {
    const volume = readVolume(world, { account, region }, input.VolumeId)
    if (!volume.ok) return volume
    return refuse(ec2Failure('IncorrectState', `Volume ${volume.value.id} already has IO enabled`))
  },
  commit: (): EnableVolumeIOOutput => ({}),
  trail: { readOnly: false, responseElements: () => DONE },
})
