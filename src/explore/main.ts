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
const main = (words: readonly string[]): number => {
  try {
    const wanted = readArguments(words)
    process.stdout.write(wanted === 'help' ? HELP : tour(wanted))
    return 0
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`kms-ebs-sim: ${error.message}\n`)
    return 1
  }
}

const tour = ({ file, seed, output }: TourArguments): string => {
  const source = openSourceFile(file ?? README)
  using cloud = createCloud({ seed: Number(seed) })
  return render[output](crossRegionTour(cloud, seed, source))
}

const render: Record<TourArguments['output'], (report: TourReport) => string> = {
  text: renderText,
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  mermaid: renderMermaid,
}

const README = fileURLToPath(new URL('../../README.md', import.meta.url))

process.exitCode = main(process.argv.slice(2))
