import { wholeSeconds } from './moments.ts'

/**
 * `value` as records keep it: every byte string by its length, `{ bytes: n }`, so that plaintext and key material never reach a record;
 * every Date as a text of whole seconds, as CloudTrail writes it. A secret access key is left out altogether.
 */
export const recorded = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return wholeSeconds(value.getTime())
  if (value instanceof Uint8Array) return { bytes: value.length }
  if (Array.isArray(value)) return value.map(recorded)
  const copy: Record<string, unknown> = {}
  for (const name in value) {
    const member: unknown = value[name as keyof typeof value]
    if (name === 'SecretAccessKey') continue
    if (name === '__proto__') Object.defineProperty(copy, name, { value: recorded(member), enumerable: true })
    else copy[name] = typeof member === 'object' ? recorded(member) : member
  }
  return copy
}
