import { arch, cpus, platform, totalmem } from 'node:os'
import { type Pace, runRace } from './race.ts'
import type { Extent, Suite, SuiteResult } from './suite.ts'

/** The machine and the versions that figures belong to. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly platform: string
  readonly node: string
  readonly openssl: string
}

/** Everything that one run has found. */
export interface BenchReport {
  readonly machine: Machine
  readonly extent: 'quick' | 'full'
  readonly seconds: number
  readonly suites: readonly SuiteResult[]
}

/** Runs suites one after another and says what is going on. */
export const runSuites = async (suites: readonly Suite[], extent: Extent, say: (text: string) => void): Promise<BenchReport> => {
  const started = process.hrtime.bigint()
  const results: SuiteResult[] = []
  for (const suite of suites) {
    say(suite.name)
    const races = []
    for (const make of suite.races(extent)) {
      const race = make()
      say(`  ${race.name}`)
      races.push(await runRace(race, extent.isQuick ? QUICK : FULL))
    }
    const figures = (await suite.figures?.(extent)) ?? []
    results.push({ name: suite.name, question: suite.question, races, figures })
  }
  const seconds = Number((process.hrtime.bigint() - started) / 1_000_000n) / 1000
  return { machine: thisMachine(), extent: extent.isQuick ? 'quick' : 'full', seconds, suites: results }
}

/** The name under which results of a machine are kept: `<cpu>-node<version>`. */
export const resultName = ({ cpu, node }: Machine): string =>
  `${cpu
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}-node${node.replace(/^v/, '')}`

const QUICK: Pace = { warmUp: 50, sample: 0.7, rounds: 31 }
const FULL: Pace = { warmUp: 200, sample: 2, rounds: 81 }

const thisMachine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  platform: `${platform()}-${arch()}`,
  node: process.version,
  openssl: process.versions.openssl,
})
