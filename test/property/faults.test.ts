import { describe, expect, it } from 'vitest'
import { type Cloud, createCloud, type JournalCall, restoreCloud } from '../../src/index.ts'
import { FAULT_SCENARIOS, type FaultScenario, settle, stageOf } from '../support/cloud/fault-scenarios.ts'

/*
 * For every scenario and every N: the N-th call to KMS fails. Nothing half-made may be left behind, and the next try succeeds.
 */

const flat = (calls: readonly JournalCall[]): JournalCall[] => calls.flatMap((call) => [call, ...flat(call.nested)])

/** The calls to KMS that an act leads to, in order, due work included. */
const kmsCalls = (scenario: FaultScenario, latency: 'none' | 'typical'): string[] => {
  const { cloud, prepared } = stageOf(scenario, latency)
  const before = flat(cloud.journal.entries()).length
  scenario.act(cloud, prepared)
  settle(cloud)
  return flat(cloud.journal.entries())
    .sort((left, right) => left.sequence - right.sequence)
    .slice(before)
    .flatMap(({ service, operation, invokedBy }) => (service === 'kms' && invokedBy !== 'kms.amazonaws.com' ? operation : []))
}

/** What must be as it was after a failure: grants, volumes that are there, keys in hosts' memory, what runs. */
const leftovers = (cloud: Cloud) =>
  ['us-east-1', 'eu-west-1'].map((region) => {
    const { kms, ec2 } = cloud.session({ region })
    const volumes = ec2.describeVolumes({}).Volumes
    return {
      grants: kms.listKeys({}).Keys.flatMap(({ KeyId }) => kms.listGrants({ KeyId }).Grants.map(({ GrantId }) => GrantId)),
      volumes: volumes.map(({ VolumeId, State }) => [VolumeId, State, cloud.volume(VolumeId).plaintextKeyHolders]),
      instances: ec2
        .describeInstances({})
        .Reservations.flatMap(({ Instances }) => Instances.map(({ InstanceId, State }) => [InstanceId, State.Name]))
        .filter(([, state]) => state !== 'terminated'),
      snapshots: ec2
        .describeSnapshots({ OwnerIds: ['self'] })
        .Snapshots.flatMap(({ SnapshotId, State }) => (State === 'error' ? [] : [[SnapshotId, State]])),
    }
  })

const attempt = (scenario: FaultScenario, cloud: Cloud, prepared: never): boolean => {
  let answer: unknown
  try {
    answer = scenario.act(cloud, prepared)
  } catch {
    settle(cloud)
    return false
  }
  settle(cloud)
  return scenario.isDone(cloud, prepared, answer)
}

const cases = FAULT_SCENARIOS.flatMap((scenario) =>
  (['none', 'typical'] as const).flatMap((latency) =>
    kmsCalls(scenario, latency).map((operation, at, calls) => ({
      scenario,
      latency,
      name: scenario.name,
      n: at + 1,
      operation,
      nth: calls.slice(0, at + 1).filter((each) => each === operation).length,
    })),
  ),
)

describe('where the N-th call to KMS fails, nothing half-made is left, and a second try succeeds', () => {
  it('there are many such calls', () => {
    expect(cases.length).toBeGreaterThan(80)
  })

  it.each(cases)('$name, latency $latency: call $n, $operation', ({ scenario, latency, operation, nth }) => {
    const { cloud, prepared } = stageOf(scenario, latency)
    const before = leftovers(cloud)
    cloud.faults.on(`kms:${operation}`).nth(nth).fail('KMSInternalException')
    const isDone = attempt(scenario, cloud, prepared as never)
    // A grant that cannot be retired is no reason to take back what has been made.
    if (operation === 'RetireGrant') expect(isDone).toBe(true)
    else {
      expect(isDone).toBe(false)
      scenario.tidy?.(cloud)
      expect(leftovers(cloud)).toEqual(before)
    }
    cloud.faults.clear()
    expect(attempt(scenario, cloud, prepared as never) || isDone).toBe(true)
  })
})

describe('where a cloud is saved at any moment of a scenario', () => {
  it.each(FAULT_SCENARIOS)('$name: the copy comes to the same end', (scenario) => {
    const { cloud, prepared } = stageOf(scenario, 'typical')
    const answer = scenario.act(cloud, prepared)
    for (let due = cloud.clock.nextDue(); due !== undefined && due < cloud.clock.now() + 1_800_000; due = cloud.clock.nextDue()) {
      const copy = restoreCloud(cloud.save())
      settle(copy)
      expect(scenario.isDone(copy, prepared, answer)).toBe(true)
      cloud.clock.advanceTo(due)
    }
    settle(cloud)
    expect(scenario.isDone(cloud, prepared, answer)).toBe(true)
    expect(createCloud().clock.nextDue()).toBeUndefined()
  })
})
