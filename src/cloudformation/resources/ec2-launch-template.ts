import { PASS } from '../../core/outcome.ts'
import { sameJson } from '../json.ts'
import type { ResourceType } from '../resource-type.ts'
import { defined, inTurn } from '../steps.ts'
import { BLOCK_DEVICES, UNSIMULATED_LAUNCH } from './ec2-block-devices.ts'
import { goneWith } from './ec2-tags.ts'

const TAG_SPECIFICATIONS = [{ ResourceType: 'text', Tags: [{ Key: 'text', Value: 'text' }] }] as const

/** AWS::EC2::LaunchTemplate: another `LaunchTemplateData` makes another version. Source: CloudFormation Template Reference. */
export const Ec2LaunchTemplate: ResourceType = {
  name: 'AWS::EC2::LaunchTemplate',
  properties: {
    LaunchTemplateData: {
      kind: {
        BlockDeviceMappings: BLOCK_DEVICES,
        CapacityReservationSpecification: { unsimulated: 'capacity reservations' },
        DisableApiStop: 'flag',
        DisableApiTermination: 'flag',
        EbsOptimized: 'flag',
        ImageId: 'text',
        InstanceInitiatedShutdownBehavior: 'text',
        InstanceMarketOptions: { unsimulated: 'Spot Instances' },
        InstanceRequirements: { unsimulated: 'the choice of instance types by their attributes' },
        InstanceType: 'text',
        MaintenanceOptions: { unsimulated: 'maintenance' },
        NetworkPerformanceOptions: { unsimulated: 'networks' },
        Placement: {
          AvailabilityZone: 'text',
          Tenancy: 'text',
          Affinity: { unsimulated: 'Dedicated Hosts' },
          GroupId: { unsimulated: 'placement groups' },
          GroupName: { unsimulated: 'placement groups' },
          HostId: { unsimulated: 'Dedicated Hosts' },
          HostResourceGroupArn: { unsimulated: 'Dedicated Hosts' },
          PartitionNumber: { unsimulated: 'placement groups' },
          SpreadDomain: { unsimulated: 'placement groups' },
        },
        RamDiskId: { unsimulated: 'paravirtual images' },
        TagSpecifications: TAG_SPECIFICATIONS,
        ...UNSIMULATED_LAUNCH,
      },
      isRequired: true,
      change: 'in place',
    },
    LaunchTemplateName: { kind: 'text', change: 'replacement' },
    TagSpecifications: { kind: TAG_SPECIFICATIONS, change: 'replacement' },
    VersionDescription: { kind: 'text', change: 'in place' },
  },
  attributes: ['DefaultVersionNumber', 'LatestVersionNumber', 'LaunchTemplateId', 'LaunchTemplateName'],
  create: (context, properties) => {
    const { LaunchTemplateName = context.newName(), ...others } = properties
    const made = context.call<Answer>('ec2', 'CreateLaunchTemplate', defined({ LaunchTemplateName, ...others }))
    if (!made.ok) return made
    const template = made.value.LaunchTemplate
    context.made(template.LaunchTemplateId, attributesOf(template, template.LatestVersionNumber))
    return PASS
  },
  update: (context, resource, wanted) => {
    const { physicalId: LaunchTemplateId = '', properties } = resource
    const { LaunchTemplateData, VersionDescription } = wanted
    const isSame =
      sameJson(LaunchTemplateData, properties.LaunchTemplateData) && VersionDescription === properties.VersionDescription
    return inTurn([
      () => {
        if (isSame) return PASS
        const input = defined({ LaunchTemplateId, LaunchTemplateData, VersionDescription })
        const made = context.call<{ LaunchTemplateVersion: { VersionNumber: number } }>(
          'ec2',
          'CreateLaunchTemplateVersion',
          input,
        )
        if (!made.ok) return made
        resource.attributes = {
          ...resource.attributes,
          LatestVersionNumber: String(made.value.LaunchTemplateVersion.VersionNumber),
        }
        return PASS
      },
    ])
  },
  remove: (context, { physicalId = '' }) =>
    goneWith('InvalidLaunchTemplateId.NotFound', context.call('ec2', 'DeleteLaunchTemplate', { LaunchTemplateId: physicalId })),
}

interface Answer {
  readonly LaunchTemplate: Template
}

interface Template {
  readonly LaunchTemplateId: string
  readonly LaunchTemplateName: string
  readonly DefaultVersionNumber: number
  readonly LatestVersionNumber: number
}

const attributesOf = ({ LaunchTemplateId, LaunchTemplateName, DefaultVersionNumber }: Template, latest: number) => ({
  LaunchTemplateId,
  LaunchTemplateName,
  DefaultVersionNumber: String(DefaultVersionNumber),
  LatestVersionNumber: String(latest),
})
