import { PASS, refuse, succeed } from '../../core/outcome.ts'
import { isList } from '../json.ts'
import type { Properties } from '../records.ts'
import type { ResourceContext, ResourceType } from '../resource-type.ts'
import { defined, inTurn } from '../steps.ts'

/**
 * AWS::AutoScaling::AutoScalingGroup. CloudFormation waits until the group has the instances that it wants; a failed scaling activity ends
 * the waiting.
 *
 * Source: CloudFormation Template Reference; the sentence from public issues.
 */
export const AutoScalingGroup: ResourceType = {
  name: 'AWS::AutoScaling::AutoScalingGroup',
  properties: {
    AutoScalingGroupName: { kind: 'text', change: 'replacement' },
    AvailabilityZoneDistribution: { unsimulated: 'the distribution over zones' },
    AvailabilityZones: { kind: ['text'], change: 'in place' },
    CapacityRebalance: { unsimulated: 'Spot Instances' },
    Context: { unsimulated: 'reserved by AWS' },
    Cooldown: { kind: 'number', change: 'in place' },
    DefaultInstanceWarmup: { unsimulated: 'warm-up of instances' },
    DesiredCapacity: { kind: 'number', change: 'in place' },
    DesiredCapacityType: { unsimulated: 'the choice of instance types by their attributes' },
    HealthCheckGracePeriod: { kind: 'number', change: 'in place' },
    HealthCheckType: { kind: 'text', change: 'in place' },
    InstanceId: { unsimulated: 'groups made from an instance' },
    InstanceMaintenancePolicy: { unsimulated: 'maintenance' },
    LaunchConfigurationName: { kind: 'text', change: 'in place' },
    LaunchTemplate: { kind: { LaunchTemplateId: 'text', LaunchTemplateName: 'text', Version: 'text' }, change: 'in place' },
    LifecycleHookSpecificationList: { unsimulated: 'lifecycle hooks' },
    LoadBalancerNames: { unsimulated: 'load balancers' },
    MaxInstanceLifetime: { unsimulated: 'the lifetime of instances' },
    MaxSize: { kind: 'number', isRequired: true, change: 'in place' },
    MetricsCollection: { unsimulated: 'CloudWatch' },
    MinSize: { kind: 'number', isRequired: true, change: 'in place' },
    MixedInstancesPolicy: { unsimulated: 'mixed instances' },
    NewInstancesProtectedFromScaleIn: { kind: 'flag', change: 'in place' },
    NotificationConfigurations: { unsimulated: 'notifications' },
    PlacementGroup: { unsimulated: 'placement groups' },
    ServiceLinkedRoleARN: { kind: 'text', change: 'in place' },
    Tags: { kind: [{ Key: 'text', Value: 'text', PropagateAtLaunch: 'flag' }], change: 'replacement' },
    TargetGroupARNs: { unsimulated: 'load balancers' },
    TerminationPolicies: { kind: ['text'], change: 'in place' },
    TrafficSources: { unsimulated: 'load balancers' },
    VPCZoneIdentifier: { kind: ['text'], change: 'in place' },
  },
  attributes: ['AutoScalingGroupARN'],
  create: (context, properties) => {
    const { AutoScalingGroupName = context.newName() } = properties
    const made = context.call('autoscaling', 'CreateAutoScalingGroup', {
      ...groupInput(properties),
      ...defined({ Tags: properties.Tags }),
      AutoScalingGroupName,
    })
    if (!made.ok) return made
    const found = describe(context, String(AutoScalingGroupName))
    context.made(String(AutoScalingGroupName), { AutoScalingGroupARN: (found.ok && found.value?.AutoScalingGroupARN) || '' })
    return PASS
  },
  isMade: (context, { physicalId = '' }) => {
    const found = describe(context, physicalId)
    if (!found.ok || found.value === undefined) return found.ok ? succeed('done') : found
    const { DesiredCapacity, Instances } = found.value
    const inService = Instances.filter(({ LifecycleState }) => LifecycleState === 'InService').length
    if (inService >= DesiredCapacity) return succeed('done')
    const trouble = failedActivity(context, physicalId)
    return trouble === undefined ? succeed('wait') : refuse(notStabilized(trouble))
  },
  update: (context, { physicalId: AutoScalingGroupName = '' }, wanted) =>
    context.call('autoscaling', 'UpdateAutoScalingGroup', { ...groupInput(wanted), AutoScalingGroupName }),
  remove: (context, { physicalId: AutoScalingGroupName = '' }) => {
    const found = describe(context, AutoScalingGroupName)
    if (found.ok && found.value === undefined) return PASS
    return inTurn([() => context.call('autoscaling', 'DeleteAutoScalingGroup', { AutoScalingGroupName, ForceDelete: true })])
  },
  isRemoved: (context, { physicalId = '' }) => {
    const found = describe(context, physicalId)
    return found.ok ? succeed(found.value === undefined ? 'done' : 'wait') : found
  },
}

interface Group {
  readonly AutoScalingGroupARN: string
  readonly DesiredCapacity: number
  readonly Instances: readonly { readonly LifecycleState: string }[]
}

const groupInput = (properties: Properties): object => {
  const { Tags: _tags, VPCZoneIdentifier, Cooldown, ...others } = properties
  return defined({
    ...others,
    DefaultCooldown: Cooldown,
    VPCZoneIdentifier: isList(VPCZoneIdentifier) ? VPCZoneIdentifier.join(',') : undefined,
  })
}

const describe = (context: ResourceContext, name: string) => {
  const found = context.call<{ AutoScalingGroups: Group[] }>('autoscaling', 'DescribeAutoScalingGroups', {
    AutoScalingGroupNames: [name],
  })
  return found.ok ? succeed(found.value.AutoScalingGroups[0]) : found
}

/** What the last scaling activity says, where it has failed. */
const failedActivity = (context: ResourceContext, AutoScalingGroupName: string): string | undefined => {
  const found = context.call<{ Activities: { StatusCode: string; StatusMessage?: string; Description?: string }[] }>(
    'autoscaling',
    'DescribeScalingActivities',
    { AutoScalingGroupName },
  )
  const last = found.ok ? found.value.Activities[0] : undefined
  if (last?.StatusCode !== 'Failed' && last?.StatusCode !== 'Cancelled') return undefined
  return last.StatusMessage ?? last.Description ?? last.StatusCode
}

const notStabilized = (activity: string) => ({
  code: 'NotStabilized',
  message: `Group did not stabilize. Last scaling activity: ${activity}`,
  status: 400,
  fault: 'client' as const,
})
