import { describe, expect, it } from 'vitest'
import type { Cloud } from '../../src/index.ts'
import { callNames } from '../support/cloud/call-names.ts'
import { memoryState, resourceDigest } from '../support/cloud/resource-digest.ts'
import { recipe, scalingRole, scalingWorld } from '../support/cloud/scaling-world.ts'

/*
 * Fault sweep over spec/around.md 2.3: every call that a launch or a termination of Auto Scaling takes, to STS, EC2 and KMS, fails once. The
 * group ends with what it is to have, and nothing is left when it is gone.
 */

const FAULTS: Readonly<Record<string, string>> = { sts: 'ServiceUnavailable', ec2: 'InternalError', kms: 'KMSInternalException' }

const stage = () => {
  const s = scalingWorld()
  // The first group makes the role that the key policy names.
  s.group('first', { MinSize: 0 })
  const KeyId = s.key(recipe(scalingRole()))
  const held = () => ({
    grants: s.kms.listGrants({ KeyId }).Grants.length,
    volumes: s.ec2.describeVolumes().Volumes.length,
    keysInMemory: (memoryState(s.cloud).get('ec2/hosts') as Map<number, { dataKey?: unknown }> | undefined)?.size ?? 0,
    instances: s.ec2
      .describeInstances()
      .Reservations.flatMap(({ Instances }) => Instances)
      .filter(({ State }) => State.Name !== 'terminated').length,
  })
  return { ...s, KeyId, held }
}

/** A refused call has changed nothing, and goes well when it is made again. */
const triedTwice = <Answer>(cloud: Cloud, call: () => Answer): Answer => {
  const before = resourceDigest(cloud)
  try {
    return call()
  } catch {
    expect(resourceDigest(cloud)).toBe(before)
    return call()
  }
}

/** A group of two comes, loses one, and goes; in between there is time for another try. */
const live = (s: ReturnType<typeof stage>) => {
  const LaunchTemplate = { LaunchTemplateId: s.template('of-asg1', s.KeyId) }
  const make = () => s.group('asg1', { LaunchTemplate, DesiredCapacity: 2 })
  const AutoScalingGroupName = triedTwice(s.cloud, make)
  const wait = () => s.cloud.clock.advance({ hours: 1 })
  const states = () => s.shown().Instances.map(({ LifecycleState }) => LifecycleState)
  wait()
  const grown = { states: states(), ...s.held() }
  s.autoscaling.setDesiredCapacity({ AutoScalingGroupName, DesiredCapacity: 1 })
  wait()
  const shrunk = { states: states(), ...s.held() }
  s.autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName, ForceDelete: true })
  wait()
  const groups = s.autoscaling.describeAutoScalingGroups({}).AutoScalingGroups.map((each) => each.AutoScalingGroupName)
  return { grown, shrunk, gone: { groups, ...s.held() } }
}

/** The calls of a life without faults that nobody outside has made, each as often as it is made. */
const calls = () => {
  const s = stage()
  const before = callNames(s.cloud.journal.entries()).length
  const good = live(s)
  const made = callNames(s.cloud.journal.entries()).slice(before)
  const own = ['AssumeRole', 'RunInstances', 'TerminateInstances']
  const counted = made.filter((name) => name.startsWith('kms:') || own.some((each) => name.endsWith(`:${each}`)))
  return { good, counted: counted.filter((name) => !/:(?:ListGrants|RetireGrant)$/.test(name)) }
}

describe('a group, with one of its calls failing', () => {
  const { good, counted } = calls()

  it('has what it is to have when no call fails', () => {
    const [some, none] = [
      { grants: 2, volumes: 4, instances: 2 },
      { grants: 0, volumes: 0, instances: 0, keysInMemory: 0 },
    ]
    expect(good).toMatchObject({ grown: { states: ['InService', 'InService'], ...some }, shrunk: { states: ['InService'] } })
    expect(good.gone).toEqual({ groups: ['first'], ...none })
    expect(new Set(counted)).toContain('kms:CreateGrant')
  })

  it.each([...new Set(counted)])('comes to the same though %s has failed, whichever it was', (name) => {
    const times = counted.filter((each) => each === name).length
    for (let nth = 1; nth <= times; nth++) {
      const s = stage()
      s.cloud.faults
        .on(name)
        .nth(nth)
        .fail(FAULTS[name.split(':')[0] as string] as string, 'An internal error occurred.')
      expect({ nth, ...live(s) }).toEqual({ nth, ...good })
    }
  })
})
