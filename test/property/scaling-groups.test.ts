import { test } from '@fast-check/vitest'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { delegation, policy, recipe, scalingRole, scalingWorld } from '../support/cloud/scaling-world.ts'

/** What may happen to a group, its key and its instances. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), to: fc.nat(4) }),
  fc.record({ kind: fc.constant('terminate' as const), which: fc.nat(3), from: fc.constantFrom('inside', 'outside') }),
  fc.record({ kind: fc.constant('policy' as const), isRecipe: fc.boolean() }),
  fc.record({ kind: fc.constant('key' as const), isEnabled: fc.boolean() }),
  fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(1, 5, 60, 4000) }),
  fc.record({ kind: fc.constant('fault' as const), on: fc.constantFrom('kms:CreateGrant', 'kms:Decrypt', 'ec2:RunInstances') }),
)

const play = (latency: 'none' | 'typical', steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[]) => {
  const s = scalingWorld({ latency })
  const { autoscaling, kms, ec2, cloud } = s
  s.group('first', { MinSize: 0 })
  const KeyId = s.key(recipe(scalingRole()))
  const AutoScalingGroupName = s.group('asg1', { KmsKeyId: KeyId, MinSize: 0, MaxSize: 4, DesiredCapacity: 2 })
  for (const each of steps) {
    if (each.kind === 'set') autoscaling.setDesiredCapacity({ AutoScalingGroupName, DesiredCapacity: each.to })
    else if (each.kind === 'policy') {
      kms.putKeyPolicy({ KeyId, Policy: each.isRecipe ? recipe(scalingRole()) : policy(delegation('111122223333')) })
    } else if (each.kind === 'key') each.isEnabled ? kms.enableKey({ KeyId }) : kms.disableKey({ KeyId })
    else if (each.kind === 'wait') cloud.clock.advance({ seconds: each.seconds })
    else if (each.kind === 'fault')
      cloud.faults
        .on(each.on)
        .nth(1)
        .fail(each.on === 'ec2:RunInstances' ? 'InternalError' : 'KMSInternalException')
    else {
      const instance = s.shown().Instances.filter(({ LifecycleState }) => LifecycleState === 'InService')[each.which]
      if (instance === undefined) continue
      const { InstanceId } = instance
      if (each.from === 'outside') ec2.terminateInstances({ InstanceIds: [InstanceId] })
      else autoscaling.terminateInstanceInAutoScalingGroup({ InstanceId, ShouldDecrementDesiredCapacity: false })
    }
    const staying = s.shown().Instances.filter(({ LifecycleState }) => LifecycleState !== 'Terminating')
    expect(staying.length).toBeLessThanOrEqual(4)
  }
  return { ...s, KeyId, AutoScalingGroupName }
}

describe.each(['none', 'typical'] as const)('a group, with latency %s', (latency) => {
  test.prop([fc.array(step, { maxLength: 12 })], { numRuns: 25 })(
    'comes to have what it is to have, once its role may use the key',
    (steps) => {
      const s = play(latency, steps)
      s.kms.enableKey({ KeyId: s.KeyId })
      s.kms.putKeyPolicy({ KeyId: s.KeyId, Policy: recipe(scalingRole()) })
      // Long enough for the longest wait between two tries, and for the faults that nobody has met yet.
      s.cloud.clock.advance({ hours: 8 })
      const { Instances, DesiredCapacity } = s.shown()
      expect(Instances.map(({ LifecycleState }) => LifecycleState)).toEqual(Array(DesiredCapacity).fill('InService'))
      expect(s.kms.listGrants({ KeyId: s.KeyId }).Grants.length).toBe(DesiredCapacity)
    },
  )

  test.prop([fc.array(step, { maxLength: 12 })], { numRuns: 25 })(
    'leaves no grant, no volume and no work behind when it is deleted',
    (steps) => {
      const s = play(latency, steps)
      s.autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName: s.AutoScalingGroupName, ForceDelete: true })
      s.cloud.clock.advance({ hours: 8 })
      expect(s.kms.listGrants({ KeyId: s.KeyId }).Grants).toEqual([])
      expect(s.ec2.describeVolumes({}).Volumes).toEqual([])
      expect(s.cloud.clock.nextDue()).toBeUndefined()
      expect(s.activities().every(({ EndTime }) => EndTime !== undefined)).toBe(true)
    },
  )
})
