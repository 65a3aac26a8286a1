import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { stringify } from 'uuid'
import { concat, toHex, uint32, utf8 } from './bytes.ts'

/** Where a random value is used. Each address has a counter of its own, so a call of another kind changes no other bytes. */
export interface RandomAddress {
  /** What the value is for, e.g. `kms/data-key`. */
  readonly purpose: string
  readonly account?: string
  readonly region?: string
}

/** The plain data behind a {@link Random}: part of `save()` and `clone()`. */
export interface RandomState {
  readonly seed: string
  readonly counters: Map<string, number>
}

/** Seeded random values with addresses: every value is HMAC-SHA-256(seed, address ‖ counter), stretched to its length. */
export interface Random {
  /** The next `length` bytes of the address. */
  bytes(address: RandomAddress, length: number): Uint8Array
  /** `length` bytes that belong to the address for ever: no counter moves. */
  fixed(address: RandomAddress, length: number): Uint8Array
  /** The next value of the address's counter: a number from 0. */
  count(address: RandomAddress): number
  /** The same for an address that has been written out by {@link addressText}. */
  countAt(address: string): number
  /**
   * The version-4 UUID that belongs to a number under the address, for ever: no counter moves. Different numbers have different ones. Only
   * the address costs an HMAC, and only once: for ids that are made for every call, and that are no secrets.
   */
  numbered(address: RandomAddress, number: number): string
  /** The next version-4 UUID of the address (RFC 9562). */
  uuid(address: RandomAddress): string
  /** The next `digits` hexadecimal digits of the address. */
  hex(address: RandomAddress, digits: number): string
}

/** The random values of one world. The state is changed in place: counters only go forward. */
export const createRandom = (state: RandomState): Random => {
  const keyed = hmac.create(sha256, sha256(utf8(`kms-ebs-sim/seed/${state.seed}`)))
  const block = (label: Uint8Array, index: number) => keyed.clone().update(label).update(uint32(index)).digest()
  const stretch = (label: Uint8Array, length: number) => {
    const blocks: Uint8Array[] = []
    for (let index = 0; index * 32 < length; index++) blocks.push(block(label, index))
    return concat(...blocks).slice(0, length)
  }
  const next = (address: string) => {
    const counter = state.counters.get(address) ?? 0
    state.counters.set(address, counter + 1)
    return counter
  }
  const bytes = (address: RandomAddress, length: number) => {
    const text = addressText(address)
    return stretch(utf8(`${text}#${next(text)}`), length)
  }
  const roots = new Map<string, Words>()
  const rootOf = (text: string): Words => {
    const known = roots.get(text)
    if (known !== undefined) return known
    const view = new DataView(stretch(utf8(text), 16).buffer)
    const root = [view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12)] as const
    roots.set(text, root)
    return root
  }
  return {
    bytes,
    numbered: (address, number) => numberedUuid(rootOf(addressText(address)), number),
    count: (address) => next(addressText(address)),
    countAt: next,
    fixed: (address, length) => stretch(utf8(addressText(address)), length),
    uuid: (address) => uuidOf(bytes(address, 16)),
    hex: (address, digits) => toHex(bytes(address, (digits + 1) >> 1)).slice(0, digits),
  }
}

type Words = readonly [number, number, number, number]

/** A number stirred into 16 bytes: each word goes into the next, and the first one alone tells the numbers apart. */
const numberedUuid = ([a, b, c, d]: Words, number: number): string => {
  const first = stir(a ^ number)
  const second = stir(b ^ first)
  const third = stir(c ^ second)
  const fourth = stir(d ^ third)
  const [middle, end] = [eightDigits((second & 0xffff0fff) | 0x4000), eightDigits((third & 0x3fffffff) | 0x80000000)]
  return `${eightDigits(first)}-${middle.slice(0, 4)}-${middle.slice(4)}-${end.slice(0, 4)}-${end.slice(4)}${eightDigits(fourth)}`
}

const eightDigits = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')

/** A bijection of 32-bit words in which every bit depends on all others. Source: MurmurHash3, the 32-bit finalizer. */
const stir = (word: number): number => {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return twice ^ (twice >>> 16)
}

/** The version-4 UUID (RFC 9562) made of 16 random bytes. */
export const uuidOf = (random: Uint8Array): string => {
  const bytes = random.slice(0, 16)
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  return stringify(bytes)
}

/** An address as the text by which its counter goes. */
export const addressText = ({ purpose, account = '', region = '' }: RandomAddress): string => `${purpose}/${account}/${region}`
