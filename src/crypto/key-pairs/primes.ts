import { chacha20 } from '@noble/ciphers/chacha.js'
import { commonDivisor, power, toInteger } from './integers.ts'

/** The exponent of every RSA public key that is made here: F4, as AWS's. */
export const PUBLIC_EXPONENT = 65_537n

/** Bytes that {@link primePair} is drawn from. */
export const PRIME_SEED_BYTES = 32

/** The two primes of a modulus, p being the larger one. */
export interface PrimePair {
  readonly p: bigint
  readonly q: bigint
}

/**
 * The primes of a modulus of `bits` bits that a 32-byte seed stands for: the same for ever, on every platform.
 *
 * Candidates are half as long as the modulus, have the top two bits set (so the product has all its bits) and the lowest; they
 * are taken from a keystream under the seed until they are prime, p - 1 and q - 1 are prime to e, and |p - q| > 2^(bits/2 - 100).
 *
 * Source: FIPS 186-5, A.1.3 (probable primes); the stream in place of its random bit generator is ours.
 */
export const primePair = (bits: number, seed: Uint8Array, isProbablePrime: (candidate: bigint) => boolean): PrimePair => {
  const candidates = candidatesFrom(seed, bits / 16)
  const next = (fits: (candidate: bigint) => boolean): bigint => {
    for (;;) {
      const candidate = candidates()
      if (fits(candidate) && !hasSmallFactor(candidate) && isPrimeToExponent(candidate) && isProbablePrime(candidate)) {
        return candidate
      }
    }
  }
  const first = next(() => true)
  const gap = 1n << BigInt(bits / 2 - 100)
  const second = next((candidate) => (candidate > first ? candidate - first : first - candidate) > gap)
  return first > second ? { p: first, q: second } : { p: second, q: first }
}

/** Whether p - 1 has no divisor in common with e, without which e has no inverse. */
export const isPrimeToExponent = (prime: bigint): boolean => commonDivisor(prime - 1n, PUBLIC_EXPONENT) === 1n

/**
 * The primality test of platforms that have none: Miller and Rabin's, with the first twelve primes as bases.
 *
 * The bases are fixed, which is enough for numbers drawn at random (FIPS 186-5, table B.1 asks for five rounds at 1024 bits) and
 * not for numbers that an opponent has built.
 */
export const isProbablePrime = (candidate: bigint): boolean => {
  if (candidate < 4n) return candidate > 1n
  if (candidate % 2n === 0n) return false
  return WITNESSES.every((witness) => candidate === witness || passesRound(candidate, witness))
}

/** One round of Miller and Rabin: base^odd is 1, or one of its squares is -1. Source: FIPS 186-5, B.3.1. */
const passesRound = (candidate: bigint, base: bigint): boolean => {
  const minusOne = candidate - 1n
  let odd = minusOne
  let squarings = 0
  for (; (odd & 1n) === 0n; odd >>= 1n) squarings++
  let value = power(base, odd, candidate)
  if (value === 1n || value === minusOne) return true
  for (let round = 1; round < squarings; round++) {
    value = (value * value) % candidate
    if (value === minusOne) return true
  }
  return false
}

/** Odd numbers of `length` bytes with the top two bits set, one after another: number i is encrypted under nonce i. */
const candidatesFrom = (seed: Uint8Array, length: number): (() => bigint) => {
  const nonce = new Uint8Array(12)
  const counter = new DataView(nonce.buffer)
  const zeros = new Uint8Array(length)
  let index = 0
  return () => {
    counter.setUint32(0, index++)
    const bytes = chacha20(seed, nonce, zeros)
    bytes[0] = (bytes[0] as number) | 0xc0
    bytes[length - 1] = (bytes[length - 1] as number) | 1
    return toInteger(bytes)
  }
}

/** Division by small primes, which spares the costly test for four of five candidates. */
const hasSmallFactor = (candidate: bigint): boolean =>
  SIEVE.some(({ product, primes }) => {
    const rest = Number(candidate % product)
    return primes.some((prime) => rest % prime === 0)
  })

/** The odd primes below 1000, in groups whose product is a safe integer: one long division serves a group. */
const SIEVE = (() => {
  const groups: { product: bigint; primes: number[] }[] = []
  for (let prime = 3; prime < 1000; prime += 2) {
    if (groups.some(({ primes }) => primes.some((factor) => prime % factor === 0))) continue
    const group = groups.at(-1)
    if (group && group.product * BigInt(prime) <= Number.MAX_SAFE_INTEGER) {
      group.product *= BigInt(prime)
      group.primes.push(prime)
    } else {
      groups.push({ product: BigInt(prime), primes: [prime] })
    }
  }
  return groups
})()

const WITNESSES = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n]
