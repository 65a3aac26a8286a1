import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { RunInstancesInput } from '../ec2/operations/run-instances.ts'
import { scalingFailure } from './errors.ts'
import { badTemplate } from './group-settings.ts'
import type { LaunchSource } from './records.ts'

/**
 * Whether the caller could launch from a launch template: a dry run of RunInstances in the caller's name. It asks EC2 alone, never KMS, so
 * a group is made whatever has become of its key.
 *
 * Source: EC2 Auto Scaling User Guide, "Launch template support"; sentences from public logs. That a dry run does it is inferred from them.
 */
export const checkLaunch = (
  { world, request, entry, region }: Pick<Call, 'world' | 'request' | 'entry' | 'region'>,
  source: LaunchSource | undefined,
  zone: string | undefined,
): Outcome<undefined, Failure> => {
  if (source?.kind !== 'template') return PASS
  const input: RunInstancesInput = {
    LaunchTemplate: { LaunchTemplateId: source.id, Version: source.version },
    MinCount: 1,
    MaxCount: 1,
    ...(zone === undefined ? {} : { Placement: { AvailabilityZone: zone } }),
    DryRun: true,
  }
  const answer = world.run({
    principal: request.principal,
    region,
    service: 'ec2',
    operation: 'RunInstances',
    input,
    origin: { parent: entry, via: 'autoscaling.amazonaws.com', invokedBy: 'autoscaling.amazonaws.com', isUnmarked: true },
  })
  if (answer.ok || answer.error.code === 'DryRunOperation') return PASS
  return refuse(answer.error.code === 'UnauthorizedOperation' ? notAuthorized(source.id) : troubleOfEc2(answer.error))
}

const notAuthorized = (id: string): Failure =>
  scalingFailure('AccessDenied', `You are not authorized to use launch template: ${id}`)

/** A fault of EC2 says nothing about the template. */
const troubleOfEc2 = (failure: Failure): Failure =>
  failure.fault === 'server' ? scalingFailure('InternalFailure', failure.message) : badTemplate(failure)
