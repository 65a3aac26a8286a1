import { describe, expect, it } from 'vitest'
import { chartsOf } from '../../../src/explore/bench/charts.ts'
import { diskSuite } from '../../../src/explore/bench/disk-suite.ts'
import { kmsSuite } from '../../../src/explore/bench/kms-suite.ts'
import { lifeCycleSuite } from '../../../src/explore/bench/life-cycle-suite.ts'
import { primitiveSuite } from '../../../src/explore/bench/primitive-suite.ts'
import { type Contestant, quantiles, type RaceResult, runRace, validate } from '../../../src/explore/bench/race.ts'
import { missedTargets, renderReport } from '../../../src/explore/bench/render-report.ts'
import type { BenchReport } from '../../../src/explore/bench/report.ts'
import { STAGES, stagesSuite } from '../../../src/explore/bench/stages-suite.ts'

const PACE = { warmUp: 0, sample: 0, rounds: 5 }

describe('a race', () => {
  const contestant = (name: string, proof: string, calls: string[] = []): Contestant => ({
    name,
    work: () => calls.push(name),
    proof: () => proof,
  })

  it('times nothing where two contestants do not come to the same', async () => {
    const calls: string[] = []
    const contestants = [contestant('one', 'a', calls), contestant('other', 'b', calls)]
    await expect(runRace({ name: 'a race', contestants }, PACE)).rejects.toThrow('other does not agree with one')
    expect(calls).toEqual([])
  })

  it('lets everybody run equally often, in an order that turns', async () => {
    const calls: string[] = []
    const names = ['one', 'two', 'three']
    const contestants = names.map((name) => contestant(name, 'same', calls))
    const result = await runRace({ name: 'a race', contestants }, PACE)
    expect(result.times.map(({ samples }) => samples)).toEqual([5, 5, 5])
    const timed = calls.slice(-15)
    expect(timed.slice(0, 6)).toEqual(['one', 'two', 'three', 'two', 'three', 'one'])
  })

  it('takes quantiles of the samples themselves', () => {
    expect(quantiles([9, 1, 5, 3, 7, 2, 8, 4, 6, 0])).toEqual({ p10: 1, p25: 2, median: 5, p90: 9 })
  })
})

const suites = [primitiveSuite, diskSuite, kmsSuite, stagesSuite, lifeCycleSuite]

describe.each(suites)('the suite "$name"', ({ races }) => {
  it('has contestants that agree, each under a name of its own, and targets for some of them', async () => {
    for (const make of races({ isQuick: true })) {
      const race = make()
      const { contestants, targets = [] } = race
      await validate(race)
      const names = contestants.map((each) => each.name)
      expect(new Set(names).size).toBe(names.length)
      expect(names).toEqual(expect.arrayContaining(targets.map((target) => target.contestant)))
    }
  })
})

describe('a report', () => {
  const times = (values: Readonly<Record<string, number>>): RaceResult['times'] =>
    Object.entries(values).map(([name, value]) => ({
      name,
      p10: value,
      p25: value,
      median: value,
      p90: value,
      ratio: value,
      samples: 1,
    }))
  const raced = (name: string, values: Readonly<Record<string, number>>, bytes = 1): RaceResult => ({
    name,
    clock: 'cpu',
    bytes,
    times: times(values),
    targets: [],
  })
  const stages = Object.fromEntries(STAGES.map((name) => [name, 100]))
  const report: BenchReport = {
    machine: { cpu: 'A <fast> one', cores: 2, memoryGiB: 8, platform: 'linux-x64', node: 'v20.19.0', openssl: '3' },
    extent: 'quick',
    seconds: 1,
    suites: [
      {
        name: 'Everything',
        question: 'How fast?',
        races: [
          raced('AES-256-GCM seal, 512 B', { 'node:crypto': 1000, 'engine noble': 9000 }, 512),
          raced('AES-256-GCM seal, 4096 B', { 'node:crypto': 2000, 'engine noble': 60_000 }, 4096),
          raced('Decrypt by stage', { 'whole call': 1000, ...stages }),
          raced('Decrypt by number of keys', { 1: 1, 100000: 1.1 }),
          {
            ...raced('Decrypt, 32 B, native', { 'KDF + AES-256-GCM': 1, Decrypt: 3 }),
            targets: [{ contestant: 'Decrypt', timeAtMost: 2, found: 3, isMet: false }],
          },
        ],
        figures: [{ name: 'import', value: 12, unit: 'ms', atMost: 100 }],
      },
    ],
  }

  it('names the targets that were missed, and no others', () => {
    expect(missedTargets(report)).toEqual(['Decrypt, 32 B, native'])
  })

  it('begins each line of a contestant with its ratio', () => {
    expect(renderReport(report)).toContain('        3.00 ×  Decrypt                      3.00 ns')
  })

  it('becomes charts that stand by themselves', () => {
    const charts = chartsOf(report)
    expect([...charts.keys()]).toEqual(['throughput.svg', 'decrypt-stages.svg', 'world-size.svg'])
    for (const svg of charts.values()) {
      expect(svg).toContain('A &lt;fast> one')
      expect(svg).not.toMatch(/NaN|undefined|Infinity/)
      expect(svg.match(/<text /g)?.length).toBe(svg.match(/<\/text>/g)?.length)
    }
  })
})
