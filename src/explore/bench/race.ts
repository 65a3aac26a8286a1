import { equalBytes } from '../../core/bytes.ts'

/** One way of doing a piece of work, beside others. */
export interface Contestant {
  readonly name: string
  /** Does the work once. */
  readonly work: () => unknown
  /** Where one call of `work` does it several times over, e.g. in a pool. */
  readonly times?: number
  /** Whether other threads do the work: then the race is timed by the clock on the wall. */
  readonly usesThreads?: boolean
  /** Puts back what a sample has used up. Not timed. */
  readonly tidy?: () => void
  /** What the work comes to. All contestants of a race must agree on it before any of them is timed. */
  readonly proof: () => Proof | Promise<Proof>
}

/** Bytes or a text that say what some work came to. */
export type Proof = Uint8Array | string

/** Contestants that do the same work, timed in turns. */
export interface Race {
  readonly name: string
  /** Bytes that the work moves, where throughput is what matters. */
  readonly bytes?: number
  /** The one that the others are measured by comes first. */
  readonly contestants: readonly Contestant[]
  readonly targets?: readonly Target[]
}

/** What a contestant is to reach beside the first: at least this share of its speed, or at most this multiple of its time. */
export type Target =
  | { readonly contestant: string; readonly speedAtLeast: number }
  | { readonly contestant: string; readonly timeAtMost: number }

/** How one contestant did: nanoseconds for the work once, over all samples. */
export interface Time {
  readonly name: string
  readonly p10: number
  readonly p25: number
  readonly median: number
  readonly p90: number
  /** Its lower quartile over that of the first contestant. */
  readonly ratio: number
  readonly samples: number
}

/** How a race went. */
export interface RaceResult {
  readonly name: string
  readonly clock: RaceClock
  readonly bytes?: number
  readonly times: readonly Time[]
  readonly targets: readonly (Target & { readonly found: number; readonly isMet: boolean })[]
}

/**
 * What a race is timed with: `cpu`, the processor time of the process (what else runs on the machine does not count, our own garbage
 * collector's threads do), or `wall` where a contestant waits for other threads.
 */
export type RaceClock = 'cpu' | 'wall'

/** How long to measure. */
export interface Pace {
  /** Milliseconds that every contestant runs before it is timed. */
  readonly warmUp: number
  /** Milliseconds of one sample, at least. */
  readonly sample: number
  /** Samples of every contestant. */
  readonly rounds: number
}

/**
 * Times a race. First everybody proves what the work comes to; then all warm up; then they are timed in rounds, each for a sample, in an
 * order that turns with the rounds, so that what slows the machine down for a while slows everybody. Ratios are those of the lower
 * quartiles: other work on the machine only ever adds time, so the faster samples say more about the contestants.
 */
export const runRace = async (race: Race, pace: Pace): Promise<RaceResult> => {
  await validate(race)
  const runners = []
  for (const contestant of race.contestants) runners.push(await warmedUp(contestant, pace))
  const clock = race.contestants.some(({ usesThreads }) => usesThreads) ? 'wall' : 'cpu'
  for (let round = 0; round < pace.rounds; round++) {
    for (let turn = 0; turn < runners.length; turn++) {
      const runner = runners[(turn + round) % runners.length] as Runner
      runner.samples.push((await sampleOf(runner.contestant, runner.batch, clock)).each)
    }
  }
  const first = quantiles(runners[0]?.samples ?? []).p25
  const times = runners.map(({ contestant: { name }, samples }): Time => {
    const found = quantiles(samples)
    return { name, ...found, ratio: found.p25 / first, samples: samples.length }
  })
  const { name, bytes } = race
  return { name, clock, ...(bytes === undefined ? {} : { bytes }), times, targets: judged(race.targets ?? [], times) }
}

/** The median, both deciles and the lower quartile. */
export const quantiles = (values: readonly number[]): Pick<Time, 'p10' | 'p25' | 'median' | 'p90'> => {
  const sorted = values.toSorted((left, right) => left - right)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  return { p10: at(0.1), p25: at(0.25), median: at(0.5), p90: at(0.9) }
}

interface Runner {
  readonly contestant: Contestant
  /** Calls of a sample. */
  readonly batch: number
  readonly samples: number[]
}

/** Throws where two contestants do not come to the same. */
export const validate = async ({ name, contestants }: Race): Promise<void> => {
  let agreed: Proof | undefined
  for (const contestant of contestants) {
    const proof = await contestant.proof()
    agreed ??= proof
    if (!isSame(proof, agreed)) {
      throw new Error(`${name}: ${contestant.name} does not agree with ${contestants[0]?.name}; nothing is timed.`)
    }
    contestant.tidy?.()
  }
}

const isSame = (left: Proof, right: Proof): boolean =>
  typeof left === 'string' || typeof right === 'string' ? left === right : equalBytes(left, right)

/** Doubles the batch until it fills a sample, and goes on until the warm-up is over. */
const warmedUp = async (contestant: Contestant, { warmUp, sample }: Pace): Promise<Runner> => {
  let batch = 1
  let spent = 0
  for (;;) {
    const { took } = await sampleOf(contestant, batch, 'wall')
    spent += took
    if (took < sample * NANOSECONDS) batch *= 2
    else if (spent >= warmUp * NANOSECONDS) return { contestant, batch, samples: [] }
  }
}

interface Sample {
  /** Nanoseconds of the batch, and of the work once. */
  readonly took: number
  readonly each: number
}

/** Times a batch. What the work returns is kept, so that no compiler can leave the work out. */
const sampleOf = async ({ work, times = 1, tidy }: Contestant, batch: number, clock: RaceClock): Promise<Sample> => {
  const started = NOW[clock]()
  const first = work()
  if (first instanceof Promise) {
    await first
    for (let index = 1; index < batch; index++) await work()
  } else {
    for (let index = 1; index < batch; index++) kept = work()
  }
  const took = NOW[clock]() - started
  tidy?.()
  return { took, each: took / batch / times }
}

/** Nanoseconds since some moment. */
const NOW: Readonly<Record<RaceClock, () => number>> = {
  cpu: () => {
    const { user, system } = process.cpuUsage()
    return (user + system) * 1000
  },
  wall: () => Number(process.hrtime.bigint()),
}

/** The last result of all. */
export let kept: unknown

const judged = (targets: readonly Target[], times: readonly Time[]): RaceResult['targets'] =>
  targets.map((target) => {
    const ratio = times.find(({ name }) => name === target.contestant)?.ratio ?? Number.NaN
    const found = 'speedAtLeast' in target ? 1 / ratio : ratio
    return { ...target, found, isMet: 'speedAtLeast' in target ? found >= target.speedAtLeast : found <= target.timeAtMost }
  })

const NANOSECONDS = 1e6
