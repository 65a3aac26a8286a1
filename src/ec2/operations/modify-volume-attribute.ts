import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape, structure, text } from '../../core/shape.ts'
import { dryRun } from '../fields.ts'
import type { VolumeRecord } from '../records.ts'
import { NO_ATTRIBUTES } from '../shape-failures.ts'
import { DONE } from '../trail-shapes.ts'
import { readVolume, volumeAccess } from '../volume-lookup.ts'

/** A value that is true or false. */
export interface AttributeBooleanValue {
  Value?: boolean | undefined
}

/** Input of ModifyVolumeAttribute. */
export interface ModifyVolumeAttributeInput {
  VolumeId: string | undefined
  /** Whether EBS may let a volume work again whose data may be inconsistent. */
  AutoEnableIO?: AttributeBooleanValue | undefined
  DryRun?: boolean | undefined
}

/** Output of ModifyVolumeAttribute: nothing. */
export type ModifyVolumeAttributeOutput = Record<never, never>

/** What a real call has found out. */
interface Used {
  readonly volume: VolumeRecord
  readonly isIoAutoEnabled: boolean
}

/** Sets the attribute `autoEnableIO`. The disks of the simulator do not fail by themselves, so it is kept and no more. */
export const ModifyVolumeAttribute = defineOperation({
  name: 'ModifyVolumeAttribute',
  action: 'ec2:ModifyVolumeAttribute',
  doc: 'AWSEC2/latest/APIReference/API_ModifyVolumeAttribute.html',
  basis: 'V:obs',
  input: shape<ModifyVolumeAttributeInput>({
    VolumeId: text(),
    AutoEnableIO: structure<AttributeBooleanValue>({ Value: flag() }),
    DryRun: dryRun(),
  }),
  target: () => succeed(undefined),
  access: (call) => [volumeAccess(call, call.input.VolumeId ?? '')],
  crossAccount: false,
  checks: [],
  keyUse: ({ world, input, account, region }): Outcome<Used, Failure> => {
    const isIoAutoEnabled = input.AutoEnableIO?.Value
    if (isIoAutoEnabled === undefined) return refuse(NO_ATTRIBUTES)
    const volume = readVolume(world, { account, region }, input.VolumeId)
    return volume.ok ? succeed({ volume: volume.value, isIoAutoEnabled }) : volume
  },
  commit: ({ used: { volume, isIoAutoEnabled } }): ModifyVolumeAttributeOutput => {
    volume.isIoAutoEnabled = isIoAutoEnabled
    return {}
  },
  trail: { readOnly: false, responseElements: () => DONE },
})
