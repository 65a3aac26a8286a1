import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text } from '../../core/shape.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { formOfId } from '../ids.ts'
import type { VolumeRecord } from '../records.ts'
import { schedule } from '../schedule.ts'
import { DONE } from '../trail-shapes.ts'
import { findOwnVolume, volumeAccess } from '../volume-lookup.ts'

/** Input of DeleteVolume. */
export interface DeleteVolumeInput {
  VolumeId: string | undefined
  DryRun?: boolean | undefined
}

/** Output of DeleteVolume: nothing. */
export type DeleteVolumeOutput = Record<never, never>

/**
 * Deletes a volume that no instance uses. It is `deleting`, then gone; a service grant that it still has is retired (2.4, row 24).
 * Its snapshots stay.
 */
export const DeleteVolume = defineOperation({
  name: 'DeleteVolume',
  action: 'ec2:DeleteVolume',
  doc: 'AWSEC2/latest/APIReference/API_DeleteVolume.html',
  basis: 'V:obs',
  input: shape<DeleteVolumeInput>({ VolumeId: text().required(), DryRun: dryRun() }),
  target: ({ input }) => checkForm(input.VolumeId as string),
  access: (call) => [volumeAccess(call, call.target)],
  crossAccount: false,
  checks: [],
  prepare: (call) => {
    const volume = findOwnVolume(call.world, call, call.target)
    return volume.ok ? deletable(volume.value) : volume
  },
  commit: ({ world, entry, prepared: volume }): DeleteVolumeOutput => {
    volume.state = 'deleting'
    schedule(world, 'deleteVolume', 'ec2/volume-deleted', { volumeId: volume.id, request: entry })
    return {}
  },
  trail: { readOnly: false, responseElements: () => DONE },
})

/** Source: spec/ebs-ec2.md 11.3. */
const checkForm = (id: string): Outcome<string, Failure> =>
  formOfId('vol', id) === 'right'
    ? succeed(id)
    : refuse(ec2Failure('InvalidParameterValue', `The volume ID '${id}' is malformed`))

/** Source: spec/ebs-ec2.md 11.3. A volume can be deleted before it is there (recorded). */
const deletable = (volume: VolumeRecord): Outcome<VolumeRecord, Failure> => {
  switch (volume.state) {
    case 'creating':
    case 'available':
      return succeed(volume)
    case 'in-use': {
      const instances = volume.attachments.map(({ instanceId }) => instanceId).join(', ')
      return refuse(ec2Failure('VolumeInUse', `Volume ${volume.id} is currently attached to ${instances}`))
    }
    case 'deleting':
      return refuse(ec2Failure('InvalidVolume.NotFound', `The volume '${volume.id}' does not exist.`))
    default:
      return volume.state satisfies never
  }
}
