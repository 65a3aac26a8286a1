import { createHash, sign, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { concat, fromHex, toHex, utf8 } from '../../../../src/core/bytes.ts'
import { curveOf } from '../../../../src/crypto/key-pairs/curves.ts'
import { integer, sequence } from '../../../../src/crypto/key-pairs/der.ts'
import { portableCurves } from '../../../../src/crypto/key-pairs/elliptic-curves.ts'
import { fromInteger, inverseOf, residue, toInteger } from '../../../../src/crypto/key-pairs/integers.ts'
import { isOnCurve } from '../../../../src/crypto/key-pairs/shifted-key.ts'
import { nativeArithmetic } from '../../../../src/crypto/native-key-pairs.ts'
import { asNodePrivateKey, asNodePublicKey, CURVE_CASES, CURVES, streamOf } from './implementations.ts'

const native = nativeArithmetic?.curves ?? portableCurves
const hashed = (hash: string, text: string) => new Uint8Array(createHash(hash).update(text).digest())

describe.each(CURVE_CASES)('a digest’s signature on $spec, verified by way of another message,', ({ spec, hash, bytes }) => {
  const { order, prime } = curveOf(spec)
  const [implementation] = CURVES
  const key = implementation?.algorithm.makeKeyPair(spec, streamOf(21))
  if (key === undefined) throw new Error('there is no implementation')
  const point = key.publicKey.slice(-(2 * bytes + 1))
  const genuine = (text: string) => {
    const signature = new Uint8Array(sign(hash, utf8(text), { key: asNodePrivateKey(key.privateKey), dsaEncoding: 'ieee-p1363' }))
    return { r: toInteger(signature.slice(0, bytes)), s: toInteger(signature.slice(bytes)) }
  }

  it('is judged as Node judges the message, whatever is changed', () => {
    const publicKey = asNodePublicKey(key.publicKey)
    for (let round = 0; round < 6; round++) {
      const text = `message ${round}`
      const { r, s } = genuine(text)
      for (const [tryR, tryS] of [
        [r, s],
        [r, order - s],
        [order - r, s],
        [r, residue(s + 1n, order)],
        [1n, 1n],
        [order - 1n, order - 1n],
      ] as const) {
        const expected = verify(hash, utf8(text), publicKey, sequence(integer(tryR), integer(tryS)))
        for (const arithmetic of [native, portableCurves]) {
          expect(arithmetic.verifyDigest(spec, point, hashed(hash, text), { r: tryR, s: tryS })).toBe(expected)
        }
      }
    }
  })

  it.each(['a', 'b', 'c'])('is good for the message "%s", which is the other message itself', (text) => {
    expect(native.verifyDigest(spec, point, hashed(hash, text), genuine(text))).toBe(true)
  })

  it('is good for the digest zero and for the highest digest', () => {
    for (const digest of [new Uint8Array(bytes), new Uint8Array(bytes).fill(0xff)]) {
      const { r, s } = signWith(toInteger(scalarOf(key.privateKey, bytes)), digest)
      expect(native.verifyDigest(spec, point, digest, { r, s })).toBe(true)
      expect(portableCurves.verifyDigest(spec, point, digest, { r, s })).toBe(true)
    }
  })

  it('is good where the shift leads to the point itself and to its opposite', () => {
    const scalar = toInteger(scalarOf(key.privateKey, bytes))
    const other = hashed(hash, 'a')
    for (const shift of [scalar, order - scalar]) {
      const { digest, r, s } = signedWithShift({ scalar, shift, other })
      expect(native.verifyDigest(spec, point, digest, { r, s })).toBe(true)
      expect(native.verifyDigest(spec, point, digest, { r, s: residue(s + 1n, order) })).toBe(false)
    }
  })

  it('is refused under a point off the curve that makes the sum lie on it', () => {
    // With T = t·G the point Q = (m² - 2x, …) on any line of slope m through T gives Q + T = -T, whose private key is -t.
    const other = hashed(hash, 'a')
    const shift = 12_345n
    const { digest, r, s } = signedWithShift({ scalar: order - 2n * shift, shift, other })
    const t = native.multiplyBase(spec, fromInteger(shift, bytes))
    const [x, y] = [toInteger(t.slice(1, bytes + 1)), toInteger(t.slice(bytes + 1))]
    const slope = 7n
    const qx = residue(slope * slope - 2n * x, prime)
    const qy = residue(y + slope * (qx - x), prime)
    const off = concat(Uint8Array.of(4), fromInteger(qx, bytes), fromInteger(qy, bytes))
    expect(isOnCurve(spec, off)).toBe(false)
    for (const arithmetic of [native, portableCurves]) expect(arithmetic.verifyDigest(spec, off, digest, { r, s })).toBe(false)
  })

  it('knows which points lie on the curve', () => {
    expect(isOnCurve(spec, point)).toBe(true)
    const [x, y] = [point.slice(1, bytes + 1), point.slice(bytes + 1)]
    expect(isOnCurve(spec, concat(Uint8Array.of(4), y, x))).toBe(false)
    expect(isOnCurve(spec, concat(Uint8Array.of(4), fromInteger(prime, bytes), y))).toBe(false)
    expect(isOnCurve(spec, new Uint8Array(2 * bytes + 1))).toBe(false)
  })

  /** ECDSA in two lines, with a nonce of ours. */
  const signWith = (scalar: bigint, digest: Uint8Array, nonce = 987_654_321n) => {
    const r = residue(toInteger(native.multiplyBase(spec, fromInteger(nonce, bytes)).slice(1, bytes + 1)), order)
    const s = residue(inverseOf(nonce, order) * (leftmost(digest) + r * scalar), order)
    return { r, s }
  }

  /** A digest, and its signature, for which the shift t = (z - z')/r comes out as wished. */
  const signedWithShift = ({ scalar, shift, other }: { scalar: bigint; shift: bigint; other: Uint8Array }) => {
    const { r } = signWith(scalar, other)
    const surplus = BigInt(8 * bytes - order.toString(2).length)
    const digest = fromInteger(residue(leftmost(other) + r * shift, order) << surplus, bytes)
    return { digest, ...signWith(scalar, digest) }
  }

  const leftmost = (digest: Uint8Array) => {
    const surplus = 8 * digest.length - order.toString(2).length
    return surplus > 0 ? toInteger(digest) >> BigInt(surplus) : toInteger(digest)
  }
})

const scalarOf = (pkcs8: Uint8Array, bytes: number): Uint8Array => {
  const text = toHex(pkcs8)
  const mark = bytes === 66 ? '0442' : bytes === 48 ? '0430' : '0420'
  const at = text.indexOf(`020101${mark}`) + 6 + mark.length
  return fromHex(text.slice(at, at + 2 * bytes))
}

describe('Node', () => {
  it('has no ECDSA over a digest of its own, which is why there is another way', () => {
    const [implementation] = CURVES
    const key = implementation?.algorithm.makeKeyPair('ECC_NIST_P256', streamOf(22))
    if (key === undefined) throw new Error('there is no implementation')
    const digest = hashed('sha256', 'text')
    const signature = sign(undefined, digest, asNodePrivateKey(key.privateKey))
    const publicKey = asNodePublicKey(key.publicKey)
    expect(verify('sha256', utf8('text'), publicKey, signature)).toBe(false)
    expect(verify('sha256', digest, publicKey, signature)).toBe(true)
  })
})
