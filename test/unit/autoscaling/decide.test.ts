import { test } from '@fast-check/vitest'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../../../src/autoscaling/decide.ts'
import type { GroupInstance, GroupRecord } from '../../../src/autoscaling/records.ts'

const ZONES = ['a', 'b', 'c']

const instance = (id: number, zone: string, lifecycle: GroupInstance['lifecycle'] = 'InService') =>
  ({ id: `i-${id}`, zone, lifecycle }) as GroupInstance

const group = (desiredCapacity: number, instances: readonly GroupInstance[], more: Partial<GroupRecord> = {}) =>
  ({
    desiredCapacity,
    zones: ZONES,
    instances: new Map(instances.map((each) => [each.id, each])),
    suspended: new Map(),
    isDeleting: false,
    ...more,
  }) as GroupRecord

/** The zones of what stays after a decision has been carried out. */
const zonesAfter = (record: GroupRecord): string[] => {
  const { launches, leaving } = decide(record, 0)
  const staying = [...record.instances.values()].filter((each) => each.lifecycle !== 'Terminating' && !leaving.includes(each))
  return [...staying.map(({ zone }) => zone), ...launches]
}

const spread = (zones: readonly string[]): number => {
  const counts = ZONES.map((zone) => zones.filter((each) => each === zone).length)
  return Math.max(...counts) - Math.min(...counts)
}

describe('the decision of a group', () => {
  const someInstances = fc
    .array(fc.record({ zone: fc.constantFrom(...ZONES), lifecycle: fc.constantFrom('Pending', 'InService', 'Terminating') }), {
      maxLength: 12,
    })
    .map((all) => all.map(({ zone, lifecycle }, index) => instance(index, zone, lifecycle)))

  test.prop([someInstances, fc.nat(15)])(
    'leads to as many instances as there are to be, from wherever the group stands',
    (instances, desired) => {
      expect(zonesAfter(group(desired, instances)).length).toBe(desired)
    },
  )

  test.prop([fc.nat(12), fc.nat(12)])('leaves a balanced group balanced', (from, to) => {
    const instances = zonesAfter(group(from, [])).map((zone, index) => instance(index, zone))
    expect(spread(zonesAfter(group(to, instances)))).toBeLessThanOrEqual(1)
  })

  test.prop([someInstances, fc.nat(15)])('never launches and terminates at once', (instances, desired) => {
    const { launches, leaving } = decide(group(desired, instances), 0)
    expect(launches.length === 0 || leaving.length === 0).toBe(true)
  })

  it('waits for the next try, and for suspended processes', () => {
    const failures = { count: 1, since: 0, retryAt: 10 }
    expect(decide(group(1, [], { failures }), 9).launches).toEqual([])
    expect(decide(group(1, [], { failures }), 10).launches).toEqual(['a'])
    expect(decide(group(1, [], { suspended: new Map([['Launch', 'x']]) }), 0).launches).toEqual([])
    const suspended: GroupRecord['suspended'] = new Map([['Terminate', 'x']])
    expect(decide(group(0, [instance(1, 'a')], { suspended }), 0).leaving).toEqual([])
    expect(decide(group(0, [instance(1, 'a')], { suspended, isDeleting: true }), 0).leaving.length).toBe(1)
  })
})
