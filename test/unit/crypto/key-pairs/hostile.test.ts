import { test as property } from '@fast-check/vitest'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, fromHex } from '../../../../src/core/bytes.ts'
import { curveOf } from '../../../../src/crypto/key-pairs/curves.ts'
import { element, integer, octetString, readElements, sequence, TAG } from '../../../../src/crypto/key-pairs/der.ts'
import { fixedRsaKey } from '../../../../src/crypto/key-pairs/fixed-rsa-keys.ts'
import { writePrivateKey, writePublicKey } from '../../../../src/crypto/key-pairs/key-info.ts'
import { readRsaPrivateNumbers, writeRsaKey } from '../../../../src/crypto/key-pairs/rsa-key.ts'
import { agree, CURVE_CASES, CURVES, EDWARDS, encryptionOf, RSA, signingOf, streamOf } from './implementations.ts'

const bytes = fc.uint8Array({ maxLength: 300 })
const message = streamOf(30)(40)
const rsaKey = fixedRsaKey('RSA_2048', 2)
const EDWARDS_SPEC = 'ECC_NIST_EDWARDS25519'

/** Every way to spoil `good` in one bit (some of them), by one byte less and by one more. */
const spoiled = (good: Uint8Array): readonly Uint8Array[] => [
  new Uint8Array(0),
  good.slice(0, -1),
  concat(good, Uint8Array.of(0)),
  concat(Uint8Array.of(0), good),
  ...Array.from({ length: 24 }, (_, index) => {
    const copy = good.slice()
    const at = Math.floor((index * good.length) / 24)
    copy[at] = (copy[at] as number) ^ (1 << (index % 8))
    return copy
  }),
]

describe.each(RSA)('RSA by $by', ({ algorithm: rsa }) => {
  const what = { spec: 'RSA_2048', messageType: 'RAW', message, publicKey: rsaKey.publicKey } as const

  it.each(['RSASSA_PSS_SHA_256', 'RSASSA_PKCS1_V1_5_SHA_256'] as const)('refuses spoiled %s signatures', (algorithm) => {
    const signature = signingOf(rsa).sign({ ...what, algorithm, privateKey: rsaKey.privateKey, drawBytes: streamOf(31) })
    for (const bad of spoiled(signature)) expect(signingOf(rsa).verify({ ...what, algorithm, signature: bad })).toBe(false)
    const tooLarge = new Uint8Array(256).fill(0xff)
    expect(signingOf(rsa).verify({ ...what, algorithm, signature: tooLarge })).toBe(false)
    expect(signingOf(rsa).verify({ ...what, algorithm, signature: new Uint8Array(256) })).toBe(false)
  })

  it('takes no PSS signature for a PKCS1 signature, nor one of another hash', () => {
    const algorithm = 'RSASSA_PSS_SHA_256'
    const signature = signingOf(rsa).sign({ ...what, algorithm, privateKey: rsaKey.privateKey, drawBytes: streamOf(32) })
    for (const other of ['RSASSA_PKCS1_V1_5_SHA_256', 'RSASSA_PSS_SHA_384', 'RSASSA_PSS_SHA_512'] as const) {
      expect(signingOf(rsa).verify({ ...what, algorithm: other, signature })).toBe(false)
    }
  })

  it('refuses spoiled ciphertexts without a word', () => {
    const how = { spec: 'RSA_2048', algorithm: 'RSAES_OAEP_SHA_256', ...rsaKey } as const
    const ciphertext = encryptionOf(rsa).encrypt({ ...how, plaintext: message, drawBytes: streamOf(33) })
    for (const bad of spoiled(ciphertext)) expect(encryptionOf(rsa).decrypt({ ...how, ciphertext: bad })).toBeUndefined()
    expect(encryptionOf(rsa).decrypt({ ...how, ciphertext: new Uint8Array(256).fill(0xff) })).toBeUndefined()
    expect(encryptionOf(rsa).decrypt({ ...how, algorithm: 'RSAES_OAEP_SHA_1', ciphertext })).toBeUndefined()
  })

  it('refuses a plaintext that is too long, as a defect of the caller', () => {
    const how = { spec: 'RSA_2048', algorithm: 'RSAES_OAEP_SHA_256', ...rsaKey, drawBytes: streamOf(34) } as const
    expect(() => encryptionOf(rsa).encrypt({ ...how, plaintext: new Uint8Array(191) })).toThrow('191 bytes')
  })

  property.prop([bytes], { numRuns: 50 })('reads no private key from any bytes', (hostile) => {
    expect(rsa.readPrivateKey('RSA_2048', hostile)).toBeUndefined()
  })

  it('reads no private key whose numbers do not fit together', () => {
    const key = readRsaPrivateNumbers(rsaKey.privateKey)
    if (key === undefined) throw new Error('the fixed key cannot be read')
    const wrong = [
      { ...key, n: key.n + 2n },
      { ...key, d: key.d + 2n },
      { ...key, d: key.d + key.n },
      { ...key, e: 3n },
      { ...key, p: key.q, q: key.p, n: key.n - 1n },
    ]
    for (const numbers of wrong) expect(rsa.readPrivateKey('RSA_2048', writeRsaKey(numbers).privateKey)).toBeUndefined()
    expect(rsa.readPrivateKey('RSA_3072', rsaKey.privateKey)).toBeUndefined()
    expect(rsa.readPrivateKey('RSA_2048', rsaKey.publicKey)).toBeUndefined()
    expect(rsa.readPrivateKey('RSA_2048', writeRsaKey({ ...key, p: key.q, q: key.p }).privateKey)?.publicKey).toEqual(
      rsaKey.publicKey,
    )
  })

  it('reads a private key in BER and writes it in DER', () => {
    expect(rsa.readPrivateKey('RSA_2048', inBer(rsaKey.privateKey))).toEqual(rsaKey)
  })

  it('asks for its own kind of key and algorithm, and throws for another one', () => {
    const drawBytes = streamOf(35)
    expect(() => rsa.makeKeyPair('ECC_NIST_P256', drawBytes)).toThrow('ECC_NIST_P256 was asked of the RSA algorithm')
    const request = { ...what, privateKey: rsaKey.privateKey, drawBytes }
    expect(() => signingOf(rsa).sign({ ...request, algorithm: 'ECDSA_SHA_256' })).toThrow('ECDSA_SHA_256 was asked of an RSA key')
    const short = { ...request, algorithm: 'RSASSA_PSS_SHA_256', messageType: 'DIGEST', message: new Uint8Array(31) } as const
    expect(() => signingOf(rsa).sign(short)).toThrow('A digest of 31 bytes')
    const mu = { ...request, algorithm: 'RSASSA_PSS_SHA_256', messageType: 'EXTERNAL_MU' } as const
    expect(() => signingOf(rsa).sign(mu)).toThrow('EXTERNAL_MU')
  })
})

describe.each(CURVES)('elliptic curves by $by', ({ algorithm: curves }) => {
  describe.each(CURVE_CASES)('on $spec', ({ spec, algorithm, bytes: size }) => {
    const key = curves.makeKeyPair(spec, streamOf(36))
    const other = curves.makeKeyPair(spec, streamOf(37))
    const what = { spec, algorithm, messageType: 'RAW', message, publicKey: key.publicKey } as const
    const { order, prime, algorithm: identifier } = curveOf(spec)

    it('refuses spoiled signatures, and all that is not DER', () => {
      const signature = signingOf(curves).sign({ ...what, privateKey: key.privateKey, drawBytes: streamOf(38) })
      expect(signingOf(curves).verify({ ...what, signature })).toBe(true)
      for (const bad of spoiled(signature)) expect(signingOf(curves).verify({ ...what, signature: bad })).toBe(false)
      expect(signingOf(curves).verify({ ...what, signature: inBer(signature) })).toBe(false)
      expect(signingOf(curves).verify({ ...what, publicKey: other.publicKey, signature })).toBe(false)
    })

    it.each([
      [0n, 1n],
      [1n, 0n],
      [order, 1n],
      [1n, order],
      [order + 1n, order + 1n],
    ])('refuses the signature (%s, %s), which is out of range', (r, s) => {
      expect(signingOf(curves).verify({ ...what, signature: sequence(integer(r), integer(s)) })).toBe(false)
    })

    it('refuses a peer’s key that is spoiled, of another curve, or no key', () => {
      for (const bad of spoiled(other.publicKey)) expect(agree(curves, spec, key.privateKey, bad)).toBeUndefined()
      for (const { spec: another } of CURVE_CASES.filter((one) => one.spec !== spec)) {
        const foreign = curves.makeKeyPair(another, streamOf(39))
        expect(agree(curves, spec, key.privateKey, foreign.publicKey)).toBeUndefined()
      }
      expect(agree(curves, spec, key.privateKey, other.privateKey)).toBeUndefined()
    })

    it('refuses the point at infinity, compressed points and coordinates that are no residues', () => {
      const [x, y] = [other.publicKey.slice(-2 * size, -size), other.publicKey.slice(-size)]
      const tooLarge = fromHex((prime + 1n).toString(16).padStart(2 * size, '0'))
      for (const point of [
        Uint8Array.of(0),
        concat(Uint8Array.of(2), x),
        concat(Uint8Array.of(4), tooLarge, y),
        new Uint8Array(2 * size + 1),
      ]) {
        expect(agree(curves, spec, key.privateKey, writePublicKey(identifier, point))).toBeUndefined()
      }
    })

    property.prop([bytes], { numRuns: 30 })('takes any bytes for a key or a signature without an exception', (hostile) => {
      expect(agree(curves, spec, key.privateKey, hostile)).toBeUndefined()
      expect(curves.readPrivateKey(spec, hostile)).toBeUndefined()
      expect(signingOf(curves).verify({ ...what, signature: hostile })).toBe(false)
      expect(signingOf(curves).verify({ ...what, publicKey: hostile, signature: sequence(integer(1n), integer(1n)) })).toBe(false)
    })

    it('reads a private key in BER, and one without its public key', () => {
      expect(curves.readPrivateKey(spec, inBer(key.privateKey))).toEqual(key)
      const scalar = fromHex('01'.padStart(2 * size, '0'))
      const alone = writePrivateKey(identifier, sequence(integer(1n), octetString(scalar)))
      expect(curves.readPrivateKey(spec, alone)?.publicKey).toHaveLength(key.publicKey.length)
    })

    it.each([
      ['zero', 0n],
      ['the order', order],
    ])('reads no private key that is %s', (_what, value) => {
      const scalar = fromHex(value.toString(16).padStart(2 * size, '0'))
      expect(curves.readPrivateKey(spec, writePrivateKey(identifier, sequence(integer(1n), octetString(scalar))))).toBeUndefined()
    })

    it('reads no private key with the public key or the curve of another one', () => {
      const scalar = octetString(fromHex('05'.padStart(2 * size, '0')))
      const withPoint = (point: Uint8Array) =>
        writePrivateKey(
          identifier,
          sequence(integer(1n), scalar, element(TAG.context1, element(TAG.bitString, Uint8Array.of(0), point))),
        )
      expect(curves.readPrivateKey(spec, withPoint(key.publicKey.slice(-2 * size - 1)))).toBeUndefined()
      const foreign = element(TAG.context0, fromHex('06032b6570'))
      expect(curves.readPrivateKey(spec, writePrivateKey(identifier, sequence(integer(1n), scalar, foreign)))).toBeUndefined()
    })
  })

  it('asks for its own kind of key and algorithm, and throws for another one', () => {
    const key = curves.makeKeyPair('ECC_NIST_P256', streamOf(40))
    expect(() => curves.makeKeyPair('RSA_2048', streamOf(40))).toThrow('RSA_2048 was asked of the elliptic curves')
    const request = { spec: 'ECC_NIST_P256', messageType: 'RAW', message, ...key, drawBytes: streamOf(40) } as const
    for (const algorithm of ['ECDSA_SHA_384', 'RSASSA_PSS_SHA_256', 'ED25519_SHA_512'] as const) {
      expect(() => signingOf(curves).sign({ ...request, algorithm })).toThrow(`${algorithm} was asked of a key of ECC_NIST_P256`)
    }
  })
})

describe.each(EDWARDS)('Ed25519 by $by', ({ algorithm: edwards }) => {
  const key = edwards.makeKeyPair(EDWARDS_SPEC, streamOf(41))
  const what = {
    spec: EDWARDS_SPEC,
    algorithm: 'ED25519_SHA_512',
    messageType: 'RAW',
    message,
    publicKey: key.publicKey,
  } as const

  it('refuses spoiled signatures', () => {
    const signature = signingOf(edwards).sign({ ...what, privateKey: key.privateKey, drawBytes: streamOf(42) })
    for (const bad of spoiled(signature)) expect(signingOf(edwards).verify({ ...what, signature: bad })).toBe(false)
    // s + the order of the group is the same number there, and no other signature may come of it (RFC 8032, 5.1.7).
    const order = 2n ** 252n + 27742317777372353535851937790883648493n
    const s = BigInt(
      `0x${[...signature.slice(32)]
        .reverse()
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join('')}`,
    )
    const raised = fromHex((s + order).toString(16).padStart(64, '0')).reverse()
    expect(signingOf(edwards).verify({ ...what, signature: concat(signature.slice(0, 32), raised) })).toBe(false)
  })

  property.prop([bytes], { numRuns: 50 })('takes any bytes for a key or a signature without an exception', (hostile) => {
    expect(edwards.readPrivateKey(EDWARDS_SPEC, hostile)).toBeUndefined()
    expect(signingOf(edwards).verify({ ...what, signature: hostile })).toBe(false)
    expect(signingOf(edwards).verify({ ...what, publicKey: hostile, signature: new Uint8Array(64) })).toBe(false)
  })

  it('reads a private key in DER alone', () => {
    expect(edwards.readPrivateKey(EDWARDS_SPEC, key.privateKey)).toEqual(key)
    expect(edwards.readPrivateKey(EDWARDS_SPEC, inBer(key.privateKey))).toBeUndefined()
  })

  it('asks for its own algorithms, and throws for another one', () => {
    const request = { ...what, privateKey: key.privateKey, drawBytes: streamOf(43) }
    expect(() => signingOf(edwards).sign({ ...request, algorithm: 'ECDSA_SHA_256' })).toThrow('asked of an Ed25519 key')
    expect(() => signingOf(edwards).sign({ ...request, messageType: 'DIGEST' })).toThrow('DIGEST for ED25519_SHA_512')
  })
})

/** The same structure with the outer length in more bytes than needed: BER, and not DER. */
const inBer = (der: Uint8Array): Uint8Array => {
  const outer = readElements(der)?.[0]
  if (outer === undefined) throw new Error('this is no DER')
  const { length } = outer.content
  return concat(Uint8Array.of(outer.tag, 0x83, 0, length >>> 8, length & 0xff), outer.content)
}
