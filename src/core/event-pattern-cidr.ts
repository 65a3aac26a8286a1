import { compareBytes } from './bytes.ts'
import type { LeafTest } from './event-pattern-values.ts'
import { type Outcome, refuse, succeed } from './outcome.ts'

/**
 * `10.0.0.0/24` or `2001:db8::/32`: string leaves that are addresses of the block.
 *
 * Like Amazon's engine (event-ruler, CIDR.java) the block begins at the address as written, host bits included, and has at
 * least two addresses.
 */
export const readCidr = (text: string): Outcome<LeafTest, string> => {
  const [address = '', bits = '', ...others] = text.split('/')
  if (bits === '' || others.length > 0) return refuse("Malformed CIDR, one '/' required")
  if (!/^[+-]?\d{1,9}$/.test(bits)) return refuse('Malformed CIDR, mask bits must be an integer')
  const maskBits = Number(bits)
  if (maskBits < 0) return refuse('Malformed CIDR, mask bits must not be negative')
  if (!isIPv4(address) && !isIPv6(address)) return refuse(`Nonstandard IP address: ${address}`)
  const bottom = parseAddress(address)
  if (bottom === undefined) return refuse(`Invalid IP address: ${address}`)
  const addressBits = bottom.length * 8
  if (maskBits >= addressBits) return refuse(`IPv${bottom.length === 4 ? 4 : 6} mask bits must be < ${addressBits}`)
  const top = bottom.map((byte, index) => byte | (0xff >>> Math.min(8, Math.max(0, maskBits - index * 8))))
  return succeed((leaf) => typeof leaf === 'string' && isBetween(bottom, parseAddress(leaf), top))
}

const isBetween = (bottom: Uint8Array, address: Uint8Array | undefined, top: Uint8Array): boolean =>
  address?.length === bottom.length && compareBytes(bottom, address) <= 0 && compareBytes(address, top) <= 0

const isIPv4 = (text: string): boolean => /^\d+\.\d+\.\d+\.\d+$/.test(text)
const isIPv6 = (text: string): boolean => /^[0-9a-fA-F:]+$/.test(text) && text.includes(':')

/** The 4 or 16 bytes of an address literal, or `undefined`. A leading zero is no sign of octal. */
const parseAddress = (text: string): Uint8Array | undefined => {
  if (isIPv4(text)) {
    const octets = text.split('.').map(Number)
    return octets.every((octet) => octet <= 255) ? Uint8Array.from(octets) : undefined
  }
  return isIPv6(text) ? parseIPv6(text) : undefined
}

const parseIPv6 = (text: string): Uint8Array | undefined => {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')))
  const [head = [], tail] = halves
  const groups = [...head, ...(tail ?? [])]
  const missing = 8 - groups.length
  if (halves.length > 2 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined
  const all = [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])].map((group) => Number.parseInt(group, 16))
  return Uint8Array.from(all.flatMap((group) => [group >>> 8, group & 0xff]))
}
