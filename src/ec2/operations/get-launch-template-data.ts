import { defineOperation } from '../../core/operation.ts'
import { shape, text } from '../../core/shape.ts'
import type { World } from '../../core/world.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import { checkInstanceIds, findOwnInstance, instanceAccesses } from '../instance-lookup.ts'
import type { LaunchTemplateData } from '../launch-template-data.ts'
import type { InstanceRecord } from '../records.ts'
import { attachmentsOf } from '../store.ts'
import { tagSet } from '../tags.ts'

/** Input of GetLaunchTemplateData. */
export interface GetLaunchTemplateDataInput {
  InstanceId: string | undefined
  DryRun?: boolean | undefined
}

/** Output of GetLaunchTemplateData. */
export interface GetLaunchTemplateDataOutput {
  LaunchTemplateData: LaunchTemplateData
}

/** Tells what a launch template would have to say to launch an instance like this one. Of volumes the encryption is not told. */
export const GetLaunchTemplateData = defineOperation({
  name: 'GetLaunchTemplateData',
  action: 'ec2:GetLaunchTemplateData',
  doc: 'AWSEC2/latest/APIReference/API_GetLaunchTemplateData.html',
  basis: 'I',
  input: shape<GetLaunchTemplateDataInput>({ InstanceId: text().required(), DryRun: dryRun() }),
  target: ({ input }) => checkInstanceIds([input.InstanceId as string]),
  access: (call) => instanceAccesses(call, [call.input.InstanceId as string]),
  crossAccount: false,
  checks: [],
  prepare: (call) => findOwnInstance(call.world, call, call.input.InstanceId as string),
  commit: ({ world, prepared: instance }): GetLaunchTemplateDataOutput => ({ LaunchTemplateData: dataOf(world, instance) }),
  trail: wrappedTrail('GetLaunchTemplateData', 'read'),
})

const dataOf = (world: World, instance: InstanceRecord): LaunchTemplateData => {
  const tags = tagSet(instance.tags).filter(({ Key }) => !Key.startsWith('aws:'))
  return {
    ImageId: instance.imageId,
    InstanceType: instance.type,
    EbsOptimized: instance.isEbsOptimized,
    BlockDeviceMappings: attachmentsOf(world, instance).map(({ attachment }) => ({
      DeviceName: attachment.device,
      Ebs: { DeleteOnTermination: attachment.deleteOnTermination },
    })),
    Placement: { AvailabilityZone: instance.zone, Tenancy: 'default' },
    DisableApiTermination: instance.isTerminationProtected,
    DisableApiStop: instance.isStopProtected,
    InstanceInitiatedShutdownBehavior: instance.shutdownBehavior,
    ...(tags.length === 0 ? {} : { TagSpecifications: [{ ResourceType: 'instance', Tags: tags }] }),
  }
}
