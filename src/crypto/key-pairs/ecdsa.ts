import { hmac } from '@noble/hashes/hmac.js'
import { concat, equalBytes } from '../../core/bytes.ts'
import type { CurveArithmetic } from './arithmetic.ts'
import { type Curve, curveOf } from './curves.ts'
import { integer, readElements, readInteger, readOnly, sequence, TAG } from './der.ts'
import { hashNamed } from './hashes.ts'
import { bitLength, fromInteger, inverseOf, residue, toInteger } from './integers.ts'
import type { CurveSpec } from './key-algorithm.ts'

/** What {@link signDigest} signs. `fresh` makes each signature its own; without it the signature is RFC 6979's. */
export interface DigestToSign {
  readonly spec: CurveSpec
  readonly scalar: Uint8Array
  readonly digest: Uint8Array
  readonly fresh?: Uint8Array
}

/**
 * The DER form of (r, s), both INTEGER. s is left as it comes: AWS does not make it the smaller of s and n - s.
 *
 * The nonce k comes from key, digest and the fresh bytes together. A nonce from the fresh bytes alone would give the key away as
 * soon as two copies of a world sign two messages with the same stream.
 *
 * Source: FIPS 186-5, 6.4.1; RFC 6979, 3.2 and 3.6; RFC 3279, 2.2.3.
 */
export const signDigest = (arithmetic: CurveArithmetic, { spec, scalar, digest, fresh }: DigestToSign): Uint8Array => {
  const curve = curveOf(spec)
  const hashed = digestInteger(curve, digest)
  const nextNonce = noncesFrom(curve, concat(scalar, fromInteger(hashed % curve.order, curve.bytes), fresh ?? NOTHING))
  for (;;) {
    const nonce = nextNonce()
    const point = arithmetic.multiplyBase(spec, fromInteger(nonce, curve.bytes))
    const r = toInteger(point.subarray(1, curve.bytes + 1)) % curve.order
    const s = residue(inverseOf(nonce, curve.order) * (hashed + r * toInteger(scalar)), curve.order)
    if (r !== 0n && s !== 0n) return sequence(integer(r), integer(s))
  }
}

/** Whether `signature` is one of `digest` under that point. Nothing but DER passes. Source: FIPS 186-5, 6.4.2. */
export const verifyDigest = (
  arithmetic: CurveArithmetic,
  spec: CurveSpec,
  { point, digest, signature }: { readonly point: Uint8Array; readonly digest: Uint8Array; readonly signature: Uint8Array },
): boolean => {
  const read = readSignature(signature)
  if (read === undefined) return false
  const { order } = curveOf(spec)
  const isInRange = (value: bigint) => value > 0n && value < order
  return isInRange(read.r) && isInRange(read.s) && arithmetic.verifyDigest(spec, point, digest, read)
}

/** The leftmost bits of a digest, as many as the order has. Source: FIPS 186-5, 6.4.1, step 2. */
export const digestInteger = ({ order }: Curve, digest: Uint8Array): bigint => {
  const surplus = 8 * digest.length - bitLength(order)
  return surplus > 0 ? toInteger(digest) >> BigInt(surplus) : toInteger(digest)
}

const readSignature = (signature: Uint8Array): { r: bigint; s: bigint } | undefined => {
  const content = readOnly(signature, TAG.sequence)
  const [r, s, ...rest] = ((content && readElements(content)) ?? []).map(readInteger)
  if (r === undefined || s === undefined || rest.length > 0) return undefined
  return equalBytes(sequence(integer(r), integer(s)), signature) ? { r, s } : undefined
}

/** Numbers from 1 to the order less one, as HMAC_DRBG gives them for that seed. Source: RFC 6979, 3.2. */
const noncesFrom = (curve: Curve, seed: Uint8Array): (() => bigint) => {
  const hash = hashNamed(curve.hash)
  let value: Uint8Array = new Uint8Array(hash.outputLen).fill(1)
  let key: Uint8Array = new Uint8Array(hash.outputLen)
  const advance = () => {
    value = hmac(hash, key, value)
    return value
  }
  const stir = (mark: number, bytes: Uint8Array) => {
    key = hmac(hash, key, concat(value, Uint8Array.of(mark), bytes))
    advance()
  }
  stir(0, seed)
  stir(1, seed)
  const blocks = Math.ceil(curve.bytes / hash.outputLen)
  return () => {
    for (;;) {
      const drawn = concat(...Array.from({ length: blocks }, advance))
      const nonce = digestInteger(curve, drawn.subarray(0, curve.bytes))
      stir(0, NOTHING)
      if (nonce > 0n && nonce < curve.order) return nonce
    }
  }
}

const NOTHING = new Uint8Array(0)
