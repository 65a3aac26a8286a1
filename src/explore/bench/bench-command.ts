import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { UsageError } from '../source-file.ts'
import { chartsOf } from './charts.ts'
import { coldStartSuite } from './cold-start-suite.ts'
import { diskSuite } from './disk-suite.ts'
import { kmsSuite } from './kms-suite.ts'
import { lifeCycleSuite } from './life-cycle-suite.ts'
import { memorySuite } from './memory-suite.ts'
import { primitiveSuite } from './primitive-suite.ts'
import { missedTargets, renderReport } from './render-report.ts'
import { type BenchReport, resultName, runSuites } from './report.ts'
import { stagesSuite } from './stages-suite.ts'
import type { Suite } from './suite.ts'
import { worldSizeSuite } from './world-size-suite.ts'

/** The suites that need nothing beside the package. */
const SUITES: readonly Suite[] = [
  primitiveSuite,
  diskSuite,
  kmsSuite,
  stagesSuite,
  worldSizeSuite,
  lifeCycleSuite,
  memorySuite,
  coldStartSuite,
]

/** The command `kms-ebs-sim bench`: prints a report and, where asked, writes it with its charts into a folder. Answers the exit status. */
export const bench = async (words: readonly string[]): Promise<number> => {
  const { quick = false, json = false, help = false, results, only, also = [] } = readFlags(words)
  if (help) {
    process.stdout.write(BENCH_HELP)
    return 0
  }
  const suites = [...SUITES, ...(await suitesOf(also))].filter(({ name }) => only === undefined || name === only)
  if (suites.length === 0)
    throw new UsageError(`There is no suite ${only}. There are: ${SUITES.map(({ name }) => name).join(', ')}.`)
  const report = await runSuites(suites, { isQuick: quick }, (text) => process.stderr.write(`${text}\n`))
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : textOf(report))
  if (results !== undefined) writeResults(results, report)
  return 0
}

/** What `kms-ebs-sim bench` can do. */
export const BENCH_HELP = `kms-ebs-sim bench [--quick] [--json] [--only SUITE] [--results FOLDER] [--also FILE]

  Measures this package on this machine: the primitive, the disk, KMS, the size of the world, life cycle, memory, cold start.
  Every contestant proves first that it comes to the same as the others; then they are timed in turns.

  --quick           one minute in place of ten: fewer sizes and shorter samples
  --json            the report as JSON
  --only SUITE      one suite by its name
  --results FOLDER  writes <cpu>-node<version>.json and the charts there
  --also FILE       a module that exports more \`suites\`; may be given more than once
`

const textOf = (report: BenchReport): string => {
  const missed = missedTargets(report)
  const summary = missed.length === 0 ? 'All targets are met.' : `Targets missed: ${missed.join('; ')}.`
  return `${renderReport(report)}\n${summary}\n`
}

const writeResults = (folder: string, report: BenchReport): void => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${resultName(report.machine)}.json`), `${JSON.stringify(report, null, 2)}\n`)
  for (const [name, svg] of chartsOf(report)) writeFileSync(join(folder, name), svg)
}

const suitesOf = async (files: readonly string[]): Promise<readonly Suite[]> => {
  const modules = files.map((file) => import(pathToFileURL(resolve(file)).href) as Promise<{ readonly suites: readonly Suite[] }>)
  return (await Promise.all(modules)).flatMap(({ suites }) => suites)
}

const readFlags = (words: readonly string[]) => {
  try {
    return parseArgs({
      args: [...words],
      options: {
        quick: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        only: { type: 'string' },
        results: { type: 'string' },
        also: { type: 'string', multiple: true },
      },
    }).values
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${BENCH_HELP}`)
  }
}
