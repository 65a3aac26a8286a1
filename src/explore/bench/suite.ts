import type { Race, RaceResult } from './race.ts'

/** What a suite is asked for. */
export interface Extent {
  /** A minute for everything, in place of ten. */
  readonly isQuick: boolean
}

/** A figure that is no time: bytes, or a measured share. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: 'bytes' | 'ms' | 'µs' | 'MB/s' | 'ratio' | 'per second'
  /** What it is to be at most. */
  readonly atMost?: number
}

/** One part of the benchmark. Worlds are made when a race is asked for, and let go behind it. */
export interface Suite {
  readonly name: string
  /** What the suite asks, in a sentence. */
  readonly question: string
  /** The races, each made when its turn comes. */
  races(extent: Extent): readonly (() => Race)[]
  /** What is not a race. */
  figures?(extent: Extent): Promise<readonly Figure[]> | readonly Figure[]
}

/** What a suite has found. */
export interface SuiteResult {
  readonly name: string
  readonly question: string
  readonly races: readonly RaceResult[]
  readonly figures: readonly Figure[]
}
