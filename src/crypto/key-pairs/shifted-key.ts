import { concat } from '../../core/bytes.ts'
import { type Curve, curveOf } from './curves.ts'
import { digestInteger } from './ecdsa.ts'
import { fromInteger, inverseOf, residue, toInteger } from './integers.ts'
import type { CurveSpec } from './key-algorithm.ts'

/** A digest with a signature's r and the point that it is said to be from; `other` is the digest that the library will use instead. */
export interface ShiftRequest {
  readonly point: Uint8Array
  readonly digest: Uint8Array
  readonly other: Uint8Array
  readonly r: bigint
  readonly multiplyBase: (scalar: Uint8Array) => Uint8Array
}

/**
 * The point under which (r, s) signs the digest `other` exactly when it signs `digest` under `point`, a point of the curve;
 * `undefined` where it cannot be made by a plain addition (another `other` will do then).
 *
 * Node's library checks ECDSA signatures of messages, which it hashes itself, and never of a digest. With z and z' the two digests,
 * G the generator and Q the point, a signature is good when r is the x coordinate of (z/s)·G + (r/s)·Q. That is the same point as
 * (z'/s)·G + (r/s)·(Q + t·G) for t = (z - z')/r. So the check under Q + t·G for z' is the check under Q for z, and all that is done
 * here is one addition; the library makes t·G and does the check.
 *
 * Source: FIPS 186-5, 6.4.2; NIST SP 800-186, A.1.1 (addition).
 */
export const shiftedKey = (spec: CurveSpec, { point, digest, other, r, multiplyBase }: ShiftRequest): Uint8Array | undefined => {
  const curve = curveOf(spec)
  const difference = digestInteger(curve, digest) - digestInteger(curve, other)
  const shift = residue(difference * inverseOf(r, curve.order), curve.order)
  if (shift === 0n) return point
  return addPoints(curve, point, multiplyBase(fromInteger(shift, curve.bytes)))
}

/**
 * Whether an uncompressed point lies on the curve. To be asked before {@link shiftedKey}: somebody who may choose a point off
 * the curve can make the sum lie on it.
 */
export const isOnCurve = (spec: CurveSpec, point: Uint8Array): boolean => {
  const { prime, a, b, bytes } = curveOf(spec)
  const [x, y] = coordinates(point, bytes)
  return x < prime && y < prime && residue(y * y - x * x * x - a * x - b, prime) === 0n
}

/** The sum of two points with different x coordinates, or `undefined` where they are equal. */
const addPoints = ({ prime, bytes }: Curve, left: Uint8Array, right: Uint8Array): Uint8Array | undefined => {
  const [leftX, leftY] = coordinates(left, bytes)
  const [rightX, rightY] = coordinates(right, bytes)
  if (residue(leftX - rightX, prime) === 0n) return undefined
  const slope = residue((rightY - leftY) * inverseOf(rightX - leftX, prime), prime)
  const x = residue(slope * slope - leftX - rightX, prime)
  const y = residue(slope * (leftX - x) - leftY, prime)
  return concat(Uint8Array.of(0x04), fromInteger(x, bytes), fromInteger(y, bytes))
}

const coordinates = (point: Uint8Array, bytes: number): readonly [x: bigint, y: bigint] => [
  toInteger(point.subarray(1, bytes + 1)),
  toInteger(point.subarray(bytes + 1)),
]
