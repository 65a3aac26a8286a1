import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../../support/cloud/ebs-world.ts'
import { scalingPlace, scalingWorld } from '../../../support/cloud/scaling-world.ts'

describe('DescribeAutoScalingGroups', () => {
  const setUp = () => {
    const world = scalingWorld()
    world.group('red', { Tags: [{ Key: 'team', Value: 'red' }] })
    world.group('blue', { Tags: [{ Key: 'team', Value: 'blue' }, { Key: 'cost' }] })
    const { autoscaling } = world
    const names = (input: Parameters<typeof autoscaling.describeAutoScalingGroups>[0] = {}) =>
      autoscaling.describeAutoScalingGroups(input).AutoScalingGroups.map(({ AutoScalingGroupName }) => AutoScalingGroupName)
    return { ...world, names }
  }

  it('tells the groups by name, page by page', () => {
    const { autoscaling, names } = setUp()
    expect(names()).toEqual(['blue', 'red'])
    const { NextToken } = autoscaling.describeAutoScalingGroups({ MaxRecords: 1 })
    expect(names({ NextToken })).toEqual(['red'])
    expect(refusalOf(() => names({ NextToken: 'x' })).name).toBe('InvalidNextToken')
  })

  it('leaves out names that no group has', () => {
    expect(setUp().names({ AutoScalingGroupNames: ['red', 'green'] })).toEqual(['red'])
  })

  it.each([
    ['tag:team', ['blue', 'green'], ['blue']],
    ['tag-key', ['cost'], ['blue']],
    ['tag-value', ['red'], ['red']],
  ])('filters by %s', (Name, Values, found) => {
    expect(setUp().names({ Filters: [{ Name, Values }] })).toEqual(found)
  })

  it('refuses other filters', () => {
    expect(refusalOf(() => setUp().names({ Filters: [{ Name: 'colour', Values: ['red'] }] }))).toEqual({
      name: 'ValidationError',
      message: "The filter 'colour' is invalid",
      status: 400,
    })
  })

  it('leaves the instances out on request', () => {
    const { autoscaling } = setUp()
    const told = autoscaling.describeAutoScalingGroups({ IncludeInstances: false }).AutoScalingGroups
    expect(told.map(({ Instances }) => Instances)).toEqual([[], []])
  })

  it('tells what the account has in the Region alone', () => {
    const { cloud } = setUp()
    const { autoscaling } = cloud.session({ region: 'eu-central-1' })
    expect(autoscaling.describeAutoScalingGroups().AutoScalingGroups).toEqual([])
    const other = scalingPlace(cloud.session({ as: cloud.account('444455556666').root }))
    expect(other.autoscaling.describeAutoScalingGroups().AutoScalingGroups).toEqual([])
  })
})

describe('DescribeAutoScalingInstances', () => {
  it('tells the instances of all groups, each with its group', () => {
    const { autoscaling, group, instanceIds } = scalingWorld()
    group('one')
    group('two', { DesiredCapacity: 2 })
    const told = autoscaling.describeAutoScalingInstances().AutoScalingInstances
    expect(told.map(({ InstanceId }) => InstanceId)).toEqual([...instanceIds('one'), ...instanceIds('two')].sort())
    const [InstanceId = ''] = instanceIds('one')
    expect(autoscaling.describeAutoScalingInstances({ InstanceIds: [InstanceId, 'i-none'] }).AutoScalingInstances).toEqual([
      expect.objectContaining({ InstanceId, AutoScalingGroupName: 'one', LifecycleState: 'InService', HealthStatus: 'HEALTHY' }),
    ])
    const first = autoscaling.describeAutoScalingInstances({ MaxRecords: 2 })
    const second = autoscaling.describeAutoScalingInstances({ NextToken: first.NextToken })
    expect([...first.AutoScalingInstances, ...second.AutoScalingInstances]).toEqual(told)
  })
})
