import type { TourCall, TourReport, TourResource } from './tour-report.ts'

/** A tour as text for a terminal. */
export const renderText = ({ title, seed, file, steps, resources }: TourReport): string => {
  const head = [
    title,
    ...(file === undefined ? [] : [`File ${file.name}: ${file.bytes} bytes, SHA-256 ${file.sha256}`]),
    `Seed ${seed}: the same seed gives every byte and id again.`,
  ]
  const body = steps.flatMap((step, index) => [
    '',
    `${index + 1}. ${step.title}`,
    ...step.lines.map((line) => `   ${line}`),
    ...step.claims.map(({ text, holds }) => `   ${holds ? 'measured:' : 'NOT SO:'} ${text}`),
    ...step.calls.flatMap((call) => callLines(call, '   ')),
  ])
  const end = resources.length === 0 ? [] : ['', 'Who holds what, at the end:', '', ...table(resources)]
  return [...head, ...body, ...end, ''].join('\n')
}

const callLines = (call: TourCall, indent: string): string[] => {
  const { service, operation, region, caller, keyId, encryptionContext, destinationContext, outcome, nested } = call
  const contexts = [encryptionContext, destinationContext].filter((context) => context !== undefined).map(contextText)
  const details = [
    keyId,
    contexts.length === 0 ? undefined : contexts.join(' -> '),
    outcome === 'ok' ? undefined : `REFUSED: ${outcome}`,
  ]
  const line = [
    `${indent}> ${service}:${operation}`,
    `${region}, by ${caller}`,
    ...details.filter((each) => each !== undefined),
  ].join('  ')
  return [line, ...nested.flatMap((inner) => callLines(inner, `${indent}    `))]
}

const contextText = (context: Readonly<Record<string, string>>) =>
  `{${Object.entries(context)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ')}}`

const COLUMNS: readonly (readonly [string, (resource: TourResource) => string])[] = [
  ['resource', ({ resource }) => resource],
  ['Region', ({ region }) => region],
  ['key', ({ keyArn }) => (keyArn === '' ? 'none' : keyArn)],
  ['context aws:ebs:id', ({ contextId }) => contextId],
  ['wrapped key', ({ wrappedKeyFingerprint }) => wrappedKeyFingerprint],
  ['data key', ({ dataKeyLineage }) => dataKeyLineage.slice(0, 8)],
  ['SHA-256 of the content', ({ sha256 }) => sha256],
]

const table = (resources: readonly TourResource[]): string[] => {
  const rows = [COLUMNS.map(([title]) => title), ...resources.map((resource) => COLUMNS.map(([, cell]) => cell(resource)))]
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
