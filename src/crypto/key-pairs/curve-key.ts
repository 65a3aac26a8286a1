import { equalBytes } from '../../core/bytes.ts'
import { broken } from '../../core/simulator-error.ts'
import type { CurveArithmetic } from './arithmetic.ts'
import { curveOf } from './curves.ts'
import { bitString, element, integer, octetString, readElements, readInteger, readOnly, sequence, TAG } from './der.ts'
import { bitLength, fromInteger, toInteger } from './integers.ts'
import type { CurveSpec, DrawBytes, KeyPair } from './key-algorithm.ts'
import { readPrivateKeyInfo, readPublicKeyInfo, writeKeyPair } from './key-info.ts'

/**
 * A private scalar from 1 to the order less one, out of 64 bits more than the order has, so that no value is likelier than
 * another by more than 2^-64.
 *
 * Source: FIPS 186-5, A.2.1 (extra random bits).
 */
export const drawScalar = (spec: CurveSpec, drawBytes: DrawBytes): Uint8Array => {
  const { order, bytes } = curveOf(spec)
  const drawn = drawBytes(Math.ceil((bitLength(order) + 64) / 8))
  return fromInteger((toInteger(drawn) % (order - 1n)) + 1n, bytes)
}

/** PKCS#8 and SubjectPublicKeyInfo of a private scalar. Source: RFC 5915, 3; RFC 5480, 2. */
export const writeCurveKey = (arithmetic: CurveArithmetic, spec: CurveSpec, scalar: Uint8Array): KeyPair => {
  const point = arithmetic.multiplyBase(spec, scalar)
  return writeKeyPair({
    algorithm: curveOf(spec).algorithm,
    privateKey: sequence(integer(1n), octetString(scalar), element(TAG.context1, bitString(point))),
    publicKey: point,
  })
}

/**
 * The private scalar in a PKCS#8 private key of that curve, or `undefined`. Where the key brings a public key, it must be the
 * scalar's own.
 */
export const readCurveKey = (arithmetic: CurveArithmetic, spec: CurveSpec, pkcs8: Uint8Array): Uint8Array | undefined => {
  const parts = readParts(spec, pkcs8)
  if (parts === undefined) return undefined
  const { scalar, publicKey } = parts
  return publicKey === undefined || isPointOf(arithmetic, spec, parts) ? scalar : undefined
}

/** The private scalar of a key that was written or checked here before. */
export const privateScalar = (spec: CurveSpec, pkcs8: Uint8Array): Uint8Array =>
  readParts(spec, pkcs8)?.scalar ?? broken(`A private key is none of ${spec}`)

/** The uncompressed point in a SubjectPublicKeyInfo of that curve, or `undefined`. Whether it lies on the curve is not tested. */
export const readPoint = (spec: CurveSpec, spki: Uint8Array): Uint8Array | undefined => {
  const { algorithm, bytes } = curveOf(spec)
  const point = readPublicKeyInfo(spki, algorithm)
  return point?.length === 2 * bytes + 1 && point[0] === UNCOMPRESSED ? point : undefined
}

interface Parts {
  readonly scalar: Uint8Array
  readonly publicKey: Uint8Array | undefined
}

const readParts = (spec: CurveSpec, pkcs8: Uint8Array): Parts | undefined => {
  const { algorithm, parameters, order, bytes } = curveOf(spec)
  const content = readOnly(readPrivateKeyInfo(pkcs8, algorithm), TAG.sequence)
  const [version, scalar, ...rest] = (content && readElements(content)) ?? []
  if (readInteger(version) !== 1n || scalar?.tag !== TAG.octetString) return undefined
  const value = toInteger(scalar.content)
  if (value === 0n || value >= order) return undefined
  const named = rest.find(({ tag }) => tag === TAG.context0)
  if (named && !equalBytes(named.content, parameters)) return undefined
  const bits = rest.find(({ tag }) => tag === TAG.context1)
  if (rest.length !== (named ? 1 : 0) + (bits ? 1 : 0)) return undefined
  const publicKey = bits && readOnly(bits.content, TAG.bitString)
  if (bits && publicKey?.[0] !== 0) return undefined
  return { scalar: fromInteger(value, bytes), publicKey: publicKey?.subarray(1) }
}

/** Whether a public key, compressed or not, is the scalar's. Source: SEC 1, 2.3.3. */
const isPointOf = (arithmetic: CurveArithmetic, spec: CurveSpec, { scalar, publicKey }: Parts): boolean => {
  if (publicKey === undefined) return false
  const point = arithmetic.multiplyBase(spec, scalar)
  const { bytes } = curveOf(spec)
  const compressed = point.slice(0, bytes + 1)
  compressed[0] = 2 + ((point[2 * bytes] as number) & 1)
  return equalBytes(publicKey, point) || equalBytes(publicKey, compressed)
}

const UNCOMPRESSED = 0x04
