import type { TourCall, TourReport } from './tour-report.ts'

/** A tour as a Mermaid sequence diagram, drawn from the calls that were made, so that it cannot lie. */
export const renderMermaid = ({ steps }: TourReport): string => {
  const lines = steps.flatMap(({ title, calls }) => [
    `  Note over Caller,KMS: ${plain(title)}`,
    ...calls.flatMap((call) => arrows(call)),
  ])
  return ['sequenceDiagram', ...PARTICIPANTS.map((name) => `  participant ${name}`), ...lines, ''].join('\n')
}

const PARTICIPANTS = ['Caller', 'EC2', 'Host', 'KMS'] as const

const arrows = (call: TourCall): string[] => {
  const { service, operation, region, encryptionContext, destinationContext, outcome, nested } = call
  const [from, to] = [sender(call), service === 'kms' ? 'KMS' : 'EC2']
  const context = [encryptionContext, destinationContext]
    .flatMap((each) => (each === undefined ? [] : Object.values(each)))
    .join(' to ')
  const text = plain([operation, context, `(${region})`].filter((part) => part !== '').join(' '))
  const answer = outcome === 'ok' ? [] : [`  ${to}--x${from}: ${plain(outcome)}`]
  return [`  ${from}->>${to}: ${text}`, ...nested.flatMap(arrows), ...answer]
}

const sender = ({ caller }: TourCall): (typeof PARTICIPANTS)[number] => {
  if (caller.startsWith('host')) return 'Host'
  return caller === 'the caller' ? 'Caller' : 'EC2'
}

/** Mermaid reads `;` and `#` as its own signs. */
const plain = (text: string) => text.replaceAll(/[;#]/g, ',')
