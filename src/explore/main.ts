#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { createCloud } from '../cloud.ts'
import { HELP, LIST, readArguments, type TourArguments } from './arguments.ts'
import { renderMermaid } from './render-mermaid.ts'
import { renderText } from './render-text.ts'
import { readServeArguments, SERVE_HELP } from './serve-arguments.ts'
import { serveUntilTold } from './serve-command.ts'
import { openSourceFile, UsageError } from './source-file.ts'
import type { TourReport } from './tour-report.ts'
import { tellTour } from './tour-scenario.ts'

/** The command `kms-ebs-sim`: exit status 0, or 1 with one clear message on standard error. */
const main = async ([command, ...words]: readonly string[]): Promise<number> => {
  try {
    if (command === 'bench') return await measure(words)
    if (command === 'serve') {
      const wanted = readServeArguments(words)
      return wanted === 'help' ? print(SERVE_HELP) : await serveUntilTold(wanted)
    }
    const wanted = readArguments(command === undefined ? [] : [command, ...words])
    if (wanted === 'help') return print(`${HELP}\n${SERVE_HELP}`)
    return wanted === 'list' ? print(LIST) : tour(wanted)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`kms-ebs-sim: ${error.message}\n`)
    return 1
  }
}

/** Loaded for those alone who measure. */
const measure = async (words: readonly string[]): Promise<number> => {
  const { bench } = await import('./bench/bench-command.ts')
  return bench(words)
}

const print = (text: string): number => {
  process.stdout.write(text)
  return 0
}

/** Tells a tour; status 1 where a claim of it is not borne out. */
const tour = ({ scenario, file, seed, output }: TourArguments): number => {
  const source = openSourceFile(file ?? README)
  using cloud = createCloud({ seed: Number(seed) })
  const report = tellTour(scenario, cloud, seed, source)
  process.stdout.write(render[output](report))
  return report.holds ? 0 : 1
}

const render: Record<TourArguments['output'], (report: TourReport) => string> = {
  text: renderText,
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  mermaid: renderMermaid,
}

const README = fileURLToPath(new URL('../../README.md', import.meta.url))

process.exitCode = await main(process.argv.slice(2))
