import { partOf } from './tour-caller.ts'
import type { TourCall, TourReport } from './tour-report.ts'

/** A tour as a Mermaid sequence diagram, drawn from the calls that were made, so that it cannot lie. */
export const renderMermaid = ({ steps }: TourReport): string => {
  const arrows = steps.map(({ calls }) => calls.flatMap(arrowsOf))
  const seen = new Set(arrows.flat().flatMap(({ from, to }) => [from, to]))
  const parts = PARTS.filter((part) => seen.has(part))
  const across = [...new Set([parts[0], parts.at(-1)])].join(',')
  const lines = steps.flatMap(({ title }, index) => [
    `  Note over ${across}: ${plain(title)}`,
    ...(arrows[index] ?? []).map(({ from, sign, to, text }) => `  ${from}${sign}${to}: ${plain(text)}`),
  ])
  return ['sequenceDiagram', ...parts.map((part) => `  participant ${part}`), ...lines, ''].join('\n')
}

/** From left to right. */
const PARTS: readonly string[] = ['Caller', 'CloudFormation', 'AutoScaling', 'RDS', 'STS', 'EC2', 'Host', 'KMS']

interface Arrow {
  readonly from: string
  readonly sign: '->>' | '--x'
  readonly to: string
  readonly text: string
}

const arrowsOf = (call: TourCall): readonly Arrow[] => {
  const { service, operation, region, from, encryptionContext, destinationContext, outcome, nested } = call
  const to = partOf(service)
  const context = [encryptionContext, destinationContext]
    .flatMap((each) => (each === undefined ? [] : Object.values(each)))
    .join(' to ')
  const text = [operation, context, `(${region})`].filter((part) => part !== '').join(' ')
  const refusal: Arrow[] = outcome === 'ok' ? [] : [{ from: to, sign: '--x', to: from, text: outcome }]
  return [{ from, sign: '->>', to, text }, ...nested.flatMap(arrowsOf), ...refusal]
}

/** Mermaid reads `;` and `#` as its own signs. */
const plain = (text: string) => text.replaceAll(/[;#]/g, ',')
