import { describe, expect, it } from 'vitest'
import type { Cloud } from '../../../src/index.ts'
import { latest } from './kms-sequence.ts'

/** A request that calls KMS, and how it ends. */
export interface Scenario<World> {
  readonly operation: string
  /** Does it, and tells how it ended. */
  readonly act: (w: World) => string
  readonly good: string
  /** How it ends when KMS fails. */
  readonly bad: string
  /** Where a failed DescribeKey is answered at once instead. */
  readonly badDescribeKey?: string
}

/** What a world tells of itself in a sweep. */
export interface Swept {
  readonly cloud: Cloud
  /** The grants that stand on any key. */
  readonly grantsLeft: () => readonly unknown[]
  /** The volumes whose plaintext key is in a host's memory. */
  readonly keysInMemory: () => readonly unknown[]
}

const leftovers = (w: Swept) => [...w.grantsLeft(), ...w.keysInMemory()]

const FAULT = ['KMSInternalException', 'An internal error occurred.'] as const

/** Cuts every sequence of KMS calls off at every call: it ends as AWS ends it, nothing is left, and the same request then succeeds. */
export const sweep = <World extends Swept>(stage: () => World, scenarios: Readonly<Record<string, Scenario<World>>>): void => {
  describe.each(Object.entries(scenarios))(
    '%s, with one KMS call failing',
    (_, { operation, act, good, bad, badDescribeKey }) => {
      /** What the operation calls when all goes well, by name, without the retirements at its end. */
      const calls = () => {
        const w = stage()
        expect(act(w)).toBe(good)
        expect(leftovers(w)).toEqual([])
        return latest(w.cloud, operation)
          .nested.map((call) => call.operation)
          .filter((name) => name !== 'RetireGrant')
      }

      it('ends as AWS ends it, leaves nothing behind and can be tried again', () => {
        const names = calls()
        expect(names.length).toBeGreaterThan(0)
        for (const name of new Set(names)) {
          const count = names.filter((each) => each === name).length
          for (let n = 1; n <= count; n++) {
            const w = stage()
            const cut = `${name} #${n}`
            w.cloud.faults
              .on(`kms:${name}`)
              .nth(n)
              .fail(...FAULT)
            expect(`${cut}: ${act(w)}`).toBe(`${cut}: ${name === 'DescribeKey' ? (badDescribeKey ?? bad) : bad}`)
            expect(leftovers(w), cut).toEqual([])
            expect(`${cut}: ${act(w)}`).toBe(`${cut}: ${good}`)
            expect(leftovers(w), cut).toEqual([])
          }
        }
      })

      it('goes on when a grant cannot be retired', () => {
        const w = stage()
        w.cloud.faults
          .on('kms:RetireGrant')
          .always()
          .fail(...FAULT)
        expect(act(w)).toBe(good)
      })
    },
  )
}
