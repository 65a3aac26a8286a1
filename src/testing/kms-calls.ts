import type { Cloud, JournalCall } from '../cloud-api.ts'
import { checkMembers } from '../core/known-members.ts'
import { lowerFirst } from '../core/lower-first.ts'
import { SERVICES } from '../services.ts'
import { callLine } from './journal-text.ts'
import { isSimilar, shown } from './similar.ts'
import { misused, type Verdict } from './verdict.ts'

/** An operation of KMS, e.g. `Decrypt`. */
export type KmsOperation = Capitalize<keyof Cloud['kms'] & string>

/** What is wanted of a call to KMS. Everything is optional. */
export interface WantedKmsCall {
  /** Members of the input, among others; byte strings stand in the journal as `{ bytes: length }`. */
  readonly input?: object | undefined
  /** The service that made the call for somebody, e.g. `ec2.us-east-1.amazonaws.com`; a text or a regular expression. */
  readonly via?: string | RegExp | undefined
  readonly region?: string | undefined
  /** The name of the error with which it was refused; `null`: it was not refused. Default: either. */
  readonly error?: string | null | undefined
  /** How often exactly. Default: at least once. */
  readonly times?: number | undefined
}

const MEMBERS = ['input', 'via', 'region', 'error', 'times'] as const satisfies readonly (keyof WantedKmsCall)[]

/** Whether somebody in a cloud has called an operation of KMS: the test's own calls, and those that EC2 and EBS made inside others. */
export const toHaveCalledKms = (cloud: unknown, operation: KmsOperation, wanted: WantedKmsCall = {}): Verdict => {
  checkMembers('the call wanted of KMS', wanted, MEMBERS)
  if (SERVICES.get('kms')?.operations.has(operation) !== true)
    misused('an operation of KMS', operation, `Did you mean one like "Decrypt"? ${nearest(operation)}`)
  const made = kmsCallsOf(cloud)
  const found = made.filter((call) => isWanted(call, operation, wanted))
  const pass = wanted.times === undefined ? found.length > 0 : found.length === wanted.times
  return { pass, message: () => textOf(pass, operation, wanted, made, found) }
}

const nearest = (operation: unknown): string => {
  const names = [...(SERVICES.get('kms')?.operations.keys() ?? [])]
  return `There are: ${names.filter((name) => lowerFirst(name).startsWith(lowerFirst(String(operation)).slice(0, 3))).join(', ') || names.join(', ')}.`
}

const kmsCallsOf = (cloud: unknown): readonly JournalCall[] => {
  if (typeof cloud !== 'object' || cloud === null || !('journal' in cloud))
    return misused('a cloud', cloud, 'Write expect(cloud).toHaveCalledKms(…).')
  const flat = (call: JournalCall): readonly JournalCall[] => [call, ...call.nested.flatMap(flat)]
  return (cloud as Cloud).journal
    .entries()
    .flatMap(flat)
    .filter(({ service }) => service === 'kms')
}

const isWanted = (call: JournalCall, operation: string, { input = {}, via, region, error }: WantedKmsCall): boolean =>
  call.operation === operation &&
  isSimilar(call.input, input) &&
  (via === undefined || isSimilar(call.via, via)) &&
  (region === undefined || call.region === region) &&
  (error === undefined || (call.error?.code ?? null) === error)

const textOf = (
  pass: boolean,
  operation: string,
  { times, ...wanted }: WantedKmsCall,
  made: readonly JournalCall[],
  found: readonly JournalCall[],
): string => {
  const asked = Object.keys(wanted).length === 0 ? '' : ` with ${shown(wanted)}`
  const often = times === undefined ? '' : `, ${times} times`
  const head = `Expected ${pass ? 'no ' : 'a '}call kms:${operation}${asked}${often}; found ${found.length === 0 ? 'none' : found.length}.`
  const inputs = found.length > 0 ? found : made.filter((call) => call.operation === operation)
  if (inputs.length > 0) return [head, `Calls of kms:${operation}:`, ...inputs.flatMap(withInput)].join('\n')
  return made.length === 0
    ? `${head} Nobody has called KMS.`
    : [head, 'KMS was called with:', ...made.map((call) => `  ${callLine(call)}`)].join('\n')
}

const withInput = (call: JournalCall): readonly string[] => [`  ${callLine(call)}`, `    ${shown(call.input)}`]
