import { describe, expect, it } from 'vitest'
import { fromHex, toHex, utf8 } from '../../src/core/bytes.ts'
import { curveOf } from '../../src/crypto/key-pairs/curves.ts'
import { integer, octetString, sequence } from '../../src/crypto/key-pairs/der.ts'
import { signDigest } from '../../src/crypto/key-pairs/ecdsa.ts'
import { portableCurves } from '../../src/crypto/key-pairs/elliptic-curves.ts'
import { hashNamed } from '../../src/crypto/key-pairs/hashes.ts'
import type { CurveSpec } from '../../src/crypto/key-pairs/key-algorithm.ts'
import { writePrivateKey, writePublicKey } from '../../src/crypto/key-pairs/key-info.ts'
import { nativeArithmetic } from '../../src/crypto/native-key-pairs.ts'
import { agree, CURVES, signingOf } from '../unit/crypto/key-pairs/implementations.ts'
import { AGREEMENTS, POINTS, SIGNATURES_MADE, SIGNATURES_TO_CHECK } from './data/key-pairs/curves.ts'
import { RFC_6979 } from './data/key-pairs/deterministic-signatures.ts'

const publicKeyOf = (spec: CurveSpec, point: string) => writePublicKey(curveOf(spec).algorithm, fromHex(point))

/** As short as a private key can be: without the public one. */
const privateKeyOf = (spec: CurveSpec, scalar: string) =>
  writePrivateKey(curveOf(spec).algorithm, sequence(integer(1n), octetString(fromHex(scalar))))

const signatureOf = ({ r, s }: { readonly r: string; readonly s: string }) =>
  sequence(integer(BigInt(`0x${r}`)), integer(BigInt(`0x${s}`)))

describe.each(CURVES)('ECDSA by $by', ({ algorithm }) => {
  const signing = signingOf(algorithm)
  const verdictOn = (vector: (typeof SIGNATURES_MADE)[number]) =>
    signing.verify({
      spec: vector.spec,
      algorithm: vector.algorithm,
      messageType: 'RAW',
      message: fromHex(vector.message),
      publicKey: publicKeyOf(vector.spec, vector.point),
      signature: signatureOf(vector),
    })

  it.each(SIGNATURES_MADE)('finds the signature $r of NIST good on $spec', (vector) => {
    expect(verdictOn(vector)).toBe(true)
  })

  it.each(SIGNATURES_TO_CHECK)('says of a signature of NIST on $spec: $result', (vector) => {
    expect(verdictOn(vector)).toBe(vector.result?.startsWith('P'))
  })

  it.each(SIGNATURES_MADE)('derives NIST’s public key from the private key $scalar', ({ spec, scalar, point }) => {
    const pair = algorithm.readPrivateKey(spec, privateKeyOf(spec, scalar ?? ''))
    expect(pair?.publicKey).toEqual(publicKeyOf(spec, point))
  })

  it.each(AGREEMENTS)('agrees as NIST does on $spec: $result', ({ spec, scalar, peer, secret, result }) => {
    const derived = agree(algorithm, spec, privateKeyOf(spec, scalar), publicKeyOf(spec, peer))
    if (result.includes('PKV')) expect(derived).toBeUndefined()
    else if (result.startsWith('P')) expect(derived && toHex(derived)).toBe(secret)
    else expect(derived && toHex(derived)).not.toBe(secret)
  })

  it.each(POINTS)('takes a point of $spec for a peer’s key only where NIST does: $result', ({ spec, point, result }) => {
    const derived = agree(algorithm, spec, privateKeyOf(spec, '02'), publicKeyOf(spec, point))
    expect(derived !== undefined).toBe(result.startsWith('P'))
  })
})

describe.each([
  ['OpenSSL', nativeArithmetic?.curves],
  ['noble', portableCurves],
] as const)('ECDSA with nothing fresh by %s', (_by, arithmetic) => {
  it.each(RFC_6979)('gives the signature of RFC 6979 of "$message" on $spec', ({ spec, scalar, message, r, s }) => {
    if (arithmetic === undefined) throw new Error('these tests run on Node')
    const digest = hashNamed(curveOf(spec).hash)(utf8(message))
    expect(toHex(signDigest(arithmetic, { spec, scalar: fromHex(scalar), digest }))).toBe(toHex(signatureOf({ r, s })))
  })
})
