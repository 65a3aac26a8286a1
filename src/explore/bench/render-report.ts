import type { RaceResult, Time } from './race.ts'
import type { BenchReport } from './report.ts'
import type { Figure } from './suite.ts'

/** A report for a terminal: ratios first, times behind them. */
export const renderReport = ({ machine, extent, seconds, suites }: BenchReport): string => {
  const { cpu, cores, memoryGiB, platform, node, openssl } = machine
  const head = [
    `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${platform}; Node ${node}, OpenSSL ${openssl}; ${extent}, ${Math.round(seconds)} s`,
    'Ratios are times beside the first of each group: less is faster. Behind them the time of the lower quartile [p10 … p90].',
  ]
  const parts = suites.map(({ name, question, races, figures }) =>
    ['', `${name}: ${question}`, ...races.flatMap(raceLines), ...figures.map(figureLine)].join('\n'),
  )
  return `${[...head, ...parts].join('\n')}\n`
}

/** Everything with a target that was not met, for a summary. */
export const missedTargets = ({ suites }: BenchReport): readonly string[] =>
  suites.flatMap(({ races, figures }) => [
    ...races.flatMap(({ name, targets }) => targets.filter(({ isMet }) => !isMet).map(() => name)),
    ...figures.filter(({ value, atMost }) => atMost !== undefined && value > atMost).map(({ name }) => name),
  ])

const raceLines = ({ name, clock, bytes, times, targets }: RaceResult): readonly string[] => [
  `  ${name}${clock === 'wall' ? ' (wall clock)' : ''}`,
  ...times.map((time) => {
    const target = targets.find(({ contestant }) => contestant === time.name)
    const wanted =
      target === undefined
        ? ''
        : `  ${target.isMet ? 'met' : 'MISSED'}: ${'speedAtLeast' in target ? `speed ≥ ${target.speedAtLeast}, found` : `time ≤ ${target.timeAtMost} ×, found`} ${target.found.toFixed(2)}`
    return `    ${time.ratio.toFixed(2).padStart(8)} ×  ${time.name.padEnd(28)} ${timeText(time, bytes)}${wanted}`
  }),
]

const timeText = ({ p25, p10, p90 }: Time, bytes: number | undefined): string => {
  const speed = bytes === undefined ? '' : `  ${Math.round(bytes / (p25 / 1000))} MB/s`
  return `${duration(p25)} [${duration(p10)} … ${duration(p90)}]${speed}`
}

/** Nanoseconds in a unit that leaves three digits. */
export const duration = (nanoseconds: number): string => {
  if (nanoseconds < 1e3) return `${nanoseconds.toPrecision(3)} ns`
  if (nanoseconds < 1e6) return `${(nanoseconds / 1e3).toPrecision(3)} µs`
  return nanoseconds < 1e9 ? `${(nanoseconds / 1e6).toPrecision(3)} ms` : `${(nanoseconds / 1e9).toPrecision(3)} s`
}

const figureLine = ({ name, value, unit, atMost }: Figure): string => {
  const shown = value >= 1000 ? String(Math.round(value)) : value.toPrecision(4)
  const wanted = atMost === undefined ? '' : `  ${value <= atMost ? 'met' : 'MISSED'}: ≤ ${atMost}`
  return `    ${shown.padStart(10)} ${unit.padEnd(6)} ${name}${wanted}`
}
