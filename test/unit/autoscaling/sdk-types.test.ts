import type * as sdk from '@aws-sdk/client-auto-scaling'
import { AutoScalingServiceException as SdkBase, ResourceInUseFault as SdkInUse } from '@aws-sdk/client-auto-scaling'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { SCALING_ERROR_CODES } from '../../../src/autoscaling/errors.ts'
import type { AutoScalingApi } from '../../../src/index.ts'
import { scalingWorld } from '../../support/cloud/scaling-world.ts'

/** The SDK's input and output of every method. The compiler rejects a missing one. */
interface SdkTypes extends Record<keyof AutoScalingApi, { input: object; output: object }> {
  createAutoScalingGroup: { input: sdk.CreateAutoScalingGroupCommandInput; output: sdk.CreateAutoScalingGroupCommandOutput }
  createLaunchConfiguration: {
    input: sdk.CreateLaunchConfigurationCommandInput
    output: sdk.CreateLaunchConfigurationCommandOutput
  }
  deleteAutoScalingGroup: { input: sdk.DeleteAutoScalingGroupCommandInput; output: sdk.DeleteAutoScalingGroupCommandOutput }
  deleteLaunchConfiguration: {
    input: sdk.DeleteLaunchConfigurationCommandInput
    output: sdk.DeleteLaunchConfigurationCommandOutput
  }
  describeAutoScalingGroups: {
    input: sdk.DescribeAutoScalingGroupsCommandInput
    output: sdk.DescribeAutoScalingGroupsCommandOutput
  }
  describeAutoScalingInstances: {
    input: sdk.DescribeAutoScalingInstancesCommandInput
    output: sdk.DescribeAutoScalingInstancesCommandOutput
  }
  describeLaunchConfigurations: {
    input: sdk.DescribeLaunchConfigurationsCommandInput
    output: sdk.DescribeLaunchConfigurationsCommandOutput
  }
  describeScalingActivities: {
    input: sdk.DescribeScalingActivitiesCommandInput
    output: sdk.DescribeScalingActivitiesCommandOutput
  }
  resumeProcesses: { input: sdk.ResumeProcessesCommandInput; output: sdk.ResumeProcessesCommandOutput }
  setDesiredCapacity: { input: sdk.SetDesiredCapacityCommandInput; output: sdk.SetDesiredCapacityCommandOutput }
  suspendProcesses: { input: sdk.SuspendProcessesCommandInput; output: sdk.SuspendProcessesCommandOutput }
  terminateInstanceInAutoScalingGroup: {
    input: sdk.TerminateInstanceInAutoScalingGroupCommandInput
    output: sdk.TerminateInstanceInAutoScalingGroupCommandOutput
  }
  updateAutoScalingGroup: { input: sdk.UpdateAutoScalingGroupCommandInput; output: sdk.UpdateAutoScalingGroupCommandOutput }
}

type Ours<Method extends keyof AutoScalingApi> = {
  input: Parameters<AutoScalingApi[Method]>[0]
  output: ReturnType<AutoScalingApi[Method]>
}

/** The methods of which something that we accept or answer does not fit the SDK's type, or something of the SDK's does not fit ours. */
type Misfits = {
  [Method in keyof AutoScalingApi]: [
    NonNullable<Ours<Method>['input']> extends SdkTypes[Method]['input'] ? true : 'our input is not the SDK’s',
    SdkTypes[Method]['input'] extends NonNullable<Ours<Method>['input']> ? true : 'the SDK’s input is not ours',
    Ours<Method>['output'] extends Omit<SdkTypes[Method]['output'], '$metadata'> ? true : 'our output is not the SDK’s',
  ]
}
type Fits = { [Method in keyof AutoScalingApi]: [true, true, true] }

const thrownBy = (call: () => unknown): unknown => {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('Expected the call to be refused, found that it went through.')
}

describe('the types of Auto Scaling', () => {
  it('are those of the AWS SDK, operation by operation', () => {
    expectTypeOf<Misfits>().toEqualTypeOf<Fits>()
  })

  it('say what is always there', () => {
    const { autoscaling, group } = scalingWorld()
    group()
    const [told] = autoscaling.describeAutoScalingGroups().AutoScalingGroups
    expectTypeOf(told?.AutoScalingGroupARN).toEqualTypeOf<string | undefined>()
    expect(told?.Instances.length).toBe(1)
  })
})

describe('the errors of Auto Scaling', () => {
  it('are accepted by the SDK’s own instanceof', () => {
    const { autoscaling, group } = scalingWorld()
    const AutoScalingGroupName = group()
    const inUse = thrownBy(() => autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName }))
    expect(inUse).toBeInstanceOf(SdkInUse)
    expect(inUse).toBeInstanceOf(SdkBase)
    const validation = thrownBy(() => autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName: 'other' }))
    expect(validation).toBeInstanceOf(SdkBase)
    expect(validation).not.toBeInstanceOf(SdkInUse)
    expect(validation).toMatchObject({ name: 'ValidationError', $fault: 'client', $metadata: { httpStatusCode: 400 } })
  })

  it('bear names that the SDK’s model has', async () => {
    const module: Record<string, unknown> = await import('@aws-sdk/client-auto-scaling')
    const named = SCALING_ERROR_CODES.filter((code) => /Fault$|Failure$|^InvalidNextToken$/.test(code))
    expect(named.filter((code) => code !== 'InternalFailure' && typeof module[code] !== 'function')).toEqual([])
  })
})
