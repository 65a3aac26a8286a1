#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { createCloud } from '../cloud.ts'
import { HELP, readArguments, type TourArguments } from './arguments.ts'
import { crossRegionTour } from './cross-region-tour.ts'
import { renderMermaid } from './render-mermaid.ts'
import { renderText } from './render-text.ts'
import { openSourceFile, UsageError } from './source-file.ts'
import type { TourReport } from './tour-report.ts'

/** The command `kms-ebs-sim`: exit status 0, or 1 with one clear message on standard error. */
const main = async (words: readonly string[]): Promise<number> => {
  try {
    if (words[0] === 'bench') return await measure(words.slice(1))
    const wanted = readArguments(words)
    if (wanted !== 'help') return tour(wanted)
    process.stdout.write(HELP)
    return 0
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

/** Tells the tour; status 1 where a content that was read back is not the file. */
const tour = ({ file, seed, output }: TourArguments): number => {
  const source = openSourceFile(file ?? README)
  using cloud = createCloud({ seed: Number(seed) })
  const report = crossRegionTour(cloud, seed, source)
  process.stdout.write(render[output](report))
  return report.isIntact ? 0 : 1
}

const render: Record<TourArguments['output'], (report: TourReport) => string> = {
  text: renderText,
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  mermaid: renderMermaid,
}

const README = fileURLToPath(new URL('../../README.md', import.meta.url))

process.exitCode = await main(process.argv.slice(2))
