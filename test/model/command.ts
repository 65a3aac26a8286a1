import { expect } from 'vitest'
import type { Stage } from './stage.ts'

/** The numbers of one step: each command takes what it needs and reads it as it likes. */
export type Numbers = readonly [number, number, number, number]

/** One kind of thing that can happen in a story. */
export interface Command {
  readonly name: string
  /** How often it happens beside the others. */
  readonly weight: number
  /**
   * Does it to the cloud and on the paper, and compares what the cloud says with what the paper says. Where the paper has nothing that
   * it could be done to, nothing happens.
   */
  run(stage: Stage, numbers: Numbers): void
}

/** Compares an answer of the cloud with what stands on the paper; `what` says what was asked. */
export const agree = (what: string, found: unknown, expected: unknown): void => expect(found, what).toEqual(expected)
