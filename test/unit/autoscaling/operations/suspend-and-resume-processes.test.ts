import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../../support/cloud/ebs-world.ts'
import { scalingWorld } from '../../../support/cloud/scaling-world.ts'

const AutoScalingGroupName = 'asg1'

describe('SuspendProcesses and ResumeProcesses', () => {
  const setUp = (...ScalingProcesses: string[]) => {
    const world = scalingWorld()
    world.group('asg1', { MinSize: 0, DesiredCapacity: 1 })
    world.autoscaling.suspendProcesses({ AutoScalingGroupName, ScalingProcesses })
    const set = (DesiredCapacity: number) => world.autoscaling.setDesiredCapacity({ AutoScalingGroupName, DesiredCapacity })
    const resume = () => world.autoscaling.resumeProcesses({ AutoScalingGroupName })
    return { ...world, set, resume }
  }

  it('name all processes where the request names none', () => {
    const { shown, resume } = setUp()
    expect(shown().SuspendedProcesses.length).toBe(9)
    expect(shown().SuspendedProcesses[0]).toEqual({
      ProcessName: 'Launch',
      SuspensionReason: 'User suspended at 2026-01-01T00:00:00Z',
    })
    resume()
    expect(shown().SuspendedProcesses).toEqual([])
  })

  it('launch nothing while Launch is suspended', () => {
    const { set, resume, instanceIds } = setUp('Launch')
    set(3)
    expect(instanceIds().length).toBe(1)
    resume()
    expect(instanceIds().length).toBe(3)
  })

  it('terminate nothing while Terminate is suspended', () => {
    const { set, resume, instanceIds } = setUp('Terminate')
    set(0)
    expect(instanceIds().length).toBe(1)
    resume()
    expect(instanceIds()).toEqual([])
  })

  it.each([
    ['HealthCheck', 'Healthy'],
    ['ReplaceUnhealthy', 'Unhealthy'],
  ])('replace no instance while %s is suspended, which stays %s', (process, health) => {
    const { ec2, resume, instanceIds, shown } = setUp(process)
    const before = instanceIds()
    ec2.terminateInstances({ InstanceIds: before })
    expect(shown().Instances.map(({ HealthStatus }) => HealthStatus)).toEqual([health])
    resume()
    expect(instanceIds().length).toBe(1)
    expect(instanceIds()).not.toEqual(before)
  })

  it('know the names of processes', () => {
    const { autoscaling } = setUp('Launch')
    const wrong = () => autoscaling.suspendProcesses({ AutoScalingGroupName, ScalingProcesses: ['Sleep'] })
    expect(refusalOf(wrong).message).toMatch(/Member must satisfy enum value set: \[Launch, Terminate, /)
  })
})
