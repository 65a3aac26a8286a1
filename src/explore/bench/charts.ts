import type { RaceResult } from './race.ts'
import type { BenchReport } from './report.ts'
import { STAGES } from './stages-suite.ts'
import { type LineChart, renderBarChart, renderLineChart, type Series } from './svg-chart.ts'

/** The charts of a report by file name: those whose figures it has. */
export const chartsOf = (report: BenchReport): ReadonlyMap<string, string> => {
  const charts = new Map<string, string>()
  const { cpu, node } = report.machine
  const subtitle = `${cpu}, Node ${node}; one core`
  const throughput = throughputSeries(report)
  if (throughput.length > 0) charts.set('throughput.svg', renderLineChart({ ...THROUGHPUT, subtitle, series: throughput }))
  const stages = stagesChart(report, subtitle)
  if (stages !== undefined) charts.set('decrypt-stages.svg', stages)
  const sizes = sizeSeries(report)
  if (sizes.length > 0) charts.set('world-size.svg', renderLineChart({ ...WORLD_SIZE, subtitle, series: sizes }))
  return charts
}

const racesOf = ({ suites }: BenchReport): readonly RaceResult[] => suites.flatMap(({ races }) => races)

const timeOf = (race: RaceResult | undefined, name: string): number | undefined =>
  race?.times.find((each) => each.name === name)?.p25

const sizeText = (bytes: number) =>
  bytes < 1024 ? `${bytes} B` : bytes < 2 ** 20 ? `${bytes / 1024} KiB` : `${bytes / 2 ** 20} MiB`

const THROUGHPUT: Omit<LineChart, 'subtitle' | 'series'> = {
  title: 'AES-256-GCM by message or unit size',
  xLabel: 'bytes of a message, or of a unit of the disk',
  yLabel: 'MB/s',
  xTicks: [512, 4096, 32_768, 262_144, 1_048_576].map((bytes) => [bytes, sizeText(bytes)]),
  yTicks: [1, 10, 100, 1000, 10_000].map((speed) => [speed, String(speed)]),
  yScale: 'logarithmic',
}

const throughputSeries = (report: BenchReport): readonly Series[] => {
  const races = racesOf(report)
  const ofEngine = (name: string, contestant: string, isDashed: boolean): Series => ({
    name,
    isDashed,
    points: races.flatMap((race) => point(race, /^AES-256-GCM seal, (\d+) B$/, contestant)),
  })
  const ofDisk = (name: string, engine: string): Series => ({
    name,
    points: races
      .flatMap((race) => point(race, new RegExp(`^write (\\d+) B, sequential, units of \\1 B, ${engine}$`), 'disk'))
      .sort(([left], [right]) => left - right),
  })
  return [
    ofEngine('node:crypto', 'node:crypto', true),
    ofDisk('disk, native engine', 'native'),
    ofEngine('WebCrypto', 'WebCrypto', true),
    ofEngine('noble', 'engine noble', true),
    ofDisk('disk, noble engine', 'noble'),
  ].filter(({ points }) => points.length > 1)
}

const point = (race: RaceResult, pattern: RegExp, contestant: string): readonly (readonly [number, number])[] => {
  const found = pattern.exec(race.name)
  const time = timeOf(race, contestant)
  return found === null || time === undefined || race.bytes === undefined ? [] : [[Number(found[1]), (race.bytes / time) * 1000]]
}

const stagesChart = (report: BenchReport, subtitle: string): string | undefined => {
  const races = racesOf(report)
  const race = races.find(({ name }) => name === 'Decrypt by stage')
  const whole = timeOf(race, 'whole call')
  if (race === undefined || whole === undefined) return undefined
  const stages = STAGES.map((name) => ({ name: name as string, value: (timeOf(race, name) ?? 0) / 1000 }))
  const rest = whole / 1000 - stages.reduce((sum, { value }) => sum + value, 0)
  const raw = timeOf(
    races.find(({ name }) => name === 'Decrypt, 32 B, native'),
    'KDF + AES-256-GCM',
  )
  const bars = [{ name: 'Decrypt', parts: [...stages, { name: 'door, clock, journal', value: Math.max(0, rest) }] }]
  if (raw !== undefined) bars.push({ name: 'node:crypto', parts: [{ name: 'cryptography', value: raw / 1000 }] })
  return renderBarChart({ title: 'Where the microseconds of a KMS Decrypt go', subtitle, unit: 'µs', bars })
}

const WORLD_SIZE: Omit<LineChart, 'subtitle' | 'series'> = {
  title: 'The cost of a call against the size of the world',
  xLabel: 'how many there are',
  yLabel: 'time beside the smallest world',
  xTicks: [1, 10, 100, 1000, 10_000, 100_000, 1_000_000].map((size) => [size, String(size).replace(/(?=(\d{3})+$)(?!^)/g, ',')]),
  yTicks: [0, 0.5, 1, 1.5, 2].map((ratio) => [ratio, `${ratio} ×`]),
  yScale: 'linear',
}

const sizeSeries = (report: BenchReport): readonly Series[] => {
  const races = racesOf(report).flatMap((race) => {
    const found = /^(Decrypt|CreateSnapshot) by number of (.+)$/.exec(race.name)
    if (found === null) return []
    const points = race.times.map(({ name, ratio }) => [Number.parseInt(name, 10), ratio] as const)
    return [{ name: `${found[2]}`, points }]
  })
  return races
}
