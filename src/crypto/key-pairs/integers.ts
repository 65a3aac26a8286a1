import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { broken } from '../../core/simulator-error.ts'

/** The unsigned big-endian integer that bytes stand for. Source: RFC 8017, OS2IP. */
export const toInteger = (bytes: Uint8Array): bigint => (bytes.length === 0 ? 0n : BigInt(`0x${bytesToHex(bytes)}`))

/** The `length` big-endian bytes of an integer that fits into them. Source: RFC 8017, I2OSP. */
export const fromInteger = (value: bigint, length: number): Uint8Array => {
  const digits = value.toString(16)
  if (value < 0n || digits.length > 2 * length) broken(`An integer does not fit into ${length} bytes`)
  return hexToBytes(digits.padStart(2 * length, '0'))
}

/** Number of bits without leading zeros. */
export const bitLength = (value: bigint): number => (value === 0n ? 0 : value.toString(2).length)

/** The residue from 0 to `modulus` - 1. (`%` takes the sign of the value.) */
export const residue = (value: bigint, modulus: bigint): bigint => {
  const rest = value % modulus
  return rest < 0n ? rest + modulus : rest
}

/** The inverse of `value`, or `undefined` where it has a common divisor with `modulus`. */
export const inverse = (value: bigint, modulus: bigint): bigint | undefined => {
  let [last, rest] = [modulus, residue(value, modulus)]
  let [lastFactor, factor] = [0n, 1n]
  while (rest !== 0n) {
    const quotient = last / rest
    ;[last, rest] = [rest, last - quotient * rest]
    ;[lastFactor, factor] = [factor, lastFactor - quotient * factor]
  }
  return last === 1n ? residue(lastFactor, modulus) : undefined
}

/** The inverse of something that is known to have one. */
export const inverseOf = (value: bigint, modulus: bigint): bigint =>
  inverse(value, modulus) ?? broken('A number has no inverse that must have one')

/** The greatest common divisor. */
export const commonDivisor = (left: bigint, right: bigint): bigint => (right === 0n ? left : commonDivisor(right, left % right))

/**
 * `base` to the power of `exponent`, four bits of the exponent at a time.
 *
 * BigInt arithmetic takes a time that depends on its numbers. Whoever measures it learns about the key: simulated keys only.
 */
export const power = (base: bigint, exponent: bigint, modulus: bigint): bigint => {
  const powers = [1n % modulus]
  for (let index = 1; index < 16; index++) powers.push(((powers[index - 1] as bigint) * base) % modulus)
  let result = 1n % modulus
  for (const digit of exponent.toString(16)) {
    for (let square = 0; square < 4; square++) result = (result * result) % modulus
    if (digit !== '0') result = (result * (powers[Number.parseInt(digit, 16)] as bigint)) % modulus
  }
  return result
}
