/** A line of a chart: points from left to right. */
export interface Series {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
  /** Drawn with dashes: a limit or a comparison. */
  readonly isDashed?: boolean
}

/** A chart with two logarithmic axes, or with a linear one upwards. */
export interface LineChart {
  readonly title: string
  readonly subtitle: string
  readonly xLabel: string
  readonly yLabel: string
  readonly xTicks: readonly (readonly [value: number, label: string])[]
  readonly yTicks: readonly (readonly [value: number, label: string])[]
  readonly yScale: 'logarithmic' | 'linear'
  readonly series: readonly Series[]
}

/** A chart of bars, each made of parts. */
export interface BarChart {
  readonly title: string
  readonly subtitle: string
  readonly unit: string
  readonly bars: readonly {
    readonly name: string
    readonly parts: readonly { readonly name: string; readonly value: number }[]
  }[]
}

/** The chart as an SVG text that needs nothing beside it. */
export const renderLineChart = (chart: LineChart): string => {
  const { xTicks, yTicks, series, xLabel, yLabel } = chart
  const x = (value: number) =>
    scaled(
      Math.log(value),
      xTicks.map(([tick]) => Math.log(tick)),
      LEFT,
      RIGHT,
    )
  const bend = chart.yScale === 'linear' ? (value: number) => value : Math.log
  const y = (value: number) =>
    scaled(
      bend(value),
      yTicks.map(([tick]) => bend(tick)),
      BOTTOM,
      TOP,
    )
  const grid = yTicks.map(
    ([value, label]) =>
      `<line x1="${LEFT}" x2="${RIGHT}" y1="${y(value)}" y2="${y(value)}" stroke="#e3e6e8"/>` +
      words(LEFT - 8, y(value) + 4, label, 'end'),
  )
  const feet = xTicks.map(([value, label]) => words(x(value), BOTTOM + 18, label, 'middle'))
  const ends = spread(series.map(({ points }) => y(points.at(-1)?.[1] ?? 1)))
  const lines = series.map(({ name, points, isDashed }, index) => {
    const colour = COLOURS[index % COLOURS.length] as string
    const path = points.map(([px, py]) => `${round(x(px))},${round(y(py))}`).join(' ')
    const dashes = isDashed ? ' stroke-dasharray="5 4"' : ''
    const dots = points.map(([px, py]) => `<circle cx="${round(x(px))}" cy="${round(y(py))}" r="3" fill="${colour}"/>`).join('')
    const label = words(RIGHT + 12, (ends[index] as number) + 4, name, 'start', colour)
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"${dashes}/>${dots}${label}`
  })
  const axes = words((LEFT + RIGHT) / 2, HEIGHT - 12, xLabel, 'middle') + words(LEFT - 48, TOP - 14, yLabel, 'start')
  return page(chart, [...grid, ...feet, axes, ...lines].join('\n'))
}

/** The chart as an SVG text that needs nothing beside it. */
export const renderBarChart = (chart: BarChart): string => {
  const longest = Math.max(...chart.bars.map(({ parts }) => total(parts)))
  const scale = (WIDTH - LEFT - 150) / longest
  const names = [...new Set(chart.bars.flatMap(({ parts }) => parts.map(({ name }) => name)))]
  const colourOf = (name: string) => COLOURS[names.indexOf(name) % COLOURS.length] as string
  const bars = chart.bars.map(({ name, parts }, index) => {
    const top = TOP + 10 + index * 84
    let at = LEFT + 60
    const pieces = parts.map((part) => {
      const width = part.value * scale
      const inside = width > 34 ? words(at + width / 2, top + 28, part.value.toFixed(1), 'middle', '#ffffff') : ''
      const piece = `<rect x="${round(at)}" y="${top}" width="${round(Math.max(0.5, width - 1))}" height="46" fill="${colourOf(part.name)}"/>${inside}`
      at += width
      return piece
    })
    const sum = words(at + 8, top + 28, `${total(parts).toFixed(1)} ${chart.unit}`, 'start')
    return words(LEFT + 50, top + 28, name, 'end') + pieces.join('') + sum
  })
  const legend = names.map((name, index) => {
    const [column, row] = [index % 4, Math.floor(index / 4)]
    const [left, top] = [LEFT - 40 + column * 185, HEIGHT - 70 + row * 24]
    return `<rect x="${left}" y="${top}" width="12" height="12" fill="${colourOf(name)}"/>${words(left + 18, top + 11, name, 'start')}`
  })
  return page(chart, [...bars, ...legend].join('\n'))
}

const page = ({ title, subtitle }: { readonly title: string; readonly subtitle: string }, content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" ` +
  `aria-label="${escaped(title)}" font-family="system-ui, 'Segoe UI', Helvetica, Arial, sans-serif" font-size="13">\n` +
  `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>\n` +
  `<text x="24" y="34" font-size="18" font-weight="600" fill="#1c2328">${escaped(title)}</text>\n` +
  `${words(24, 55, subtitle, 'start', '#5b666e')}\n${content}\n</svg>\n`

const words = (x: number, y: number, text: string, anchor: 'start' | 'middle' | 'end', colour = '#3a444b'): string =>
  `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${colour}">${escaped(text)}</text>`

/** Where `value` lies between the two ends of a scale that goes from the first tick to the last. */
const scaled = (value: number, ticks: readonly number[], from: number, to: number): number => {
  const [first, last] = [ticks[0] as number, ticks.at(-1) as number]
  return from + ((value - first) / (last - first)) * (to - from)
}

/** Heights of labels, pushed apart so that none covers another. */
const spread = (heights: readonly number[]): readonly number[] => {
  const order = heights.map((height, index) => ({ height, index })).sort((left, right) => left.height - right.height)
  const places: number[] = []
  let last = Number.NEGATIVE_INFINITY
  for (const { height, index } of order) {
    last = Math.max(height, last + 16)
    places[index] = last
  }
  return places
}

const total = (parts: readonly { readonly value: number }[]): number => parts.reduce((sum, { value }) => sum + value, 0)
const round = (value: number): number => Math.round(value * 10) / 10
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const WIDTH = 820
const HEIGHT = 440
const LEFT = 84
const RIGHT = 600
const TOP = 100
const BOTTOM = 372

/** Told apart by people who see few colours. Source: Okabe and Ito, "Color Universal Design". */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#8a6d00', '#3f8fc4', '#5b666e', '#000000'] as const
