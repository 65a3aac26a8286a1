import {
  constants,
  createECDH,
  createHash,
  diffieHellman,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
  sign,
  verify,
} from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { utf8 } from '../../../../src/core/bytes.ts'
import { fixedRsaKey } from '../../../../src/crypto/key-pairs/fixed-rsa-keys.ts'
import { maxPlaintextBytes } from '../../../../src/crypto/key-pairs/signing-algorithms.ts'
import {
  agree,
  asNodePrivateKey,
  asNodePublicKey,
  CURVE_CASES,
  CURVES,
  EDWARDS,
  encryptionOf,
  noBytes,
  privateDer,
  publicDer,
  RSA,
  RSA_SIGNING,
  RSA_SPECS,
  signingOf,
  streamOf,
} from './implementations.ts'

const message = utf8('what KMS signs')
const digestOf = (hash: string) => new Uint8Array(createHash(hash).update(message).digest())
const OAEP = [
  { algorithm: 'RSAES_OAEP_SHA_1', oaepHash: 'sha1' },
  { algorithm: 'RSAES_OAEP_SHA_256', oaepHash: 'sha256' },
] as const

describe.each(RSA)('RSA by $by', ({ algorithm: rsa }) => {
  describe.each(RSA_SPECS)('with %s', (spec) => {
    const key = fixedRsaKey(spec, 0)
    const node = { publicKey: asNodePublicKey(key.publicKey), privateKey: asNodePrivateKey(key.privateKey) }
    const paddingOf = (algorithm: string) =>
      algorithm.includes('PSS')
        ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
        : { padding: constants.RSA_PKCS1_PADDING }

    it('writes keys that OpenSSL writes in the same way', () => {
      expect(publicDer(node.publicKey)).toEqual(key.publicKey)
      expect(privateDer(node.privateKey)).toEqual(key.privateKey)
    })

    it.each(RSA_SIGNING)(
      'makes $algorithm signatures that Node verifies, of a message and of its digest',
      ({ algorithm, hash }) => {
        const how = { spec, algorithm, privateKey: key.privateKey, drawBytes: streamOf(1) } as const
        for (const what of [
          { messageType: 'RAW', message },
          { messageType: 'DIGEST', message: digestOf(hash) },
        ] as const) {
          const signature = signingOf(rsa).sign({ ...how, ...what })
          expect(verify(hash, message, { key: node.publicKey, ...paddingOf(algorithm) }, signature)).toBe(true)
        }
      },
    )

    it.each(RSA_SIGNING)('verifies Node’s $algorithm signatures, as a message and as a digest', ({ algorithm, hash }) => {
      const signature = new Uint8Array(sign(hash, message, { key: node.privateKey, ...paddingOf(algorithm) }))
      const how = { spec, algorithm, publicKey: key.publicKey, signature } as const
      expect(signingOf(rsa).verify({ ...how, messageType: 'RAW', message })).toBe(true)
      expect(signingOf(rsa).verify({ ...how, messageType: 'DIGEST', message: digestOf(hash) })).toBe(true)
      expect(signingOf(rsa).verify({ ...how, messageType: 'RAW', message: utf8('another') })).toBe(false)
    })

    it.each(OAEP)('opens what Node encrypts with $algorithm, and the other way round', ({ algorithm, oaepHash }) => {
      for (const size of [1, 32, maxPlaintextBytes(spec, algorithm)]) {
        const plaintext = streamOf(size)(size)
        const theirs = new Uint8Array(publicEncrypt({ key: node.publicKey, oaepHash }, plaintext))
        const how = { spec, algorithm, ...key, drawBytes: streamOf(2) }
        expect(encryptionOf(rsa).decrypt({ ...how, ciphertext: theirs })).toEqual(plaintext)
        const ours = encryptionOf(rsa).encrypt({ ...how, plaintext })
        expect(ours).toHaveLength(theirs.length)
        expect(new Uint8Array(privateDecrypt({ key: node.privateKey, oaepHash }, ours))).toEqual(plaintext)
      }
    })
  })

  it.each([
    ['empty', 0],
    ['longer than the hash', 64],
    ['as long as there is room for', constants.RSA_PSS_SALTLEN_MAX_SIGN],
  ])('refuses a PSS signature of Node’s whose salt is %s', (_what, saltLength) => {
    const key = fixedRsaKey('RSA_2048', 1)
    const how = { key: asNodePrivateKey(key.privateKey), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }
    const signature = new Uint8Array(sign('sha256', message, how))
    const request = { spec: 'RSA_2048', algorithm: 'RSASSA_PSS_SHA_256', messageType: 'RAW', message } as const
    expect(signingOf(rsa).verify({ ...request, publicKey: key.publicKey, signature })).toBe(false)
  })
})

describe.each(CURVES)('elliptic curves by $by', ({ algorithm: curves }) => {
  describe.each(CURVE_CASES)('on $spec', ({ spec, algorithm, hash, curve, bytes }) => {
    const key = curves.makeKeyPair(spec, streamOf(3))
    const node = { publicKey: asNodePublicKey(key.publicKey), privateKey: asNodePrivateKey(key.privateKey) }

    it('writes keys that OpenSSL writes in the same way', () => {
      expect(publicDer(node.publicKey)).toEqual(key.publicKey)
      expect(privateDer(node.privateKey)).toEqual(key.privateKey)
      expect(node.publicKey.asymmetricKeyDetails?.namedCurve).toBe(curve)
    })

    it('makes signatures that Node verifies, of a message and of its digest', () => {
      const how = { spec, algorithm, privateKey: key.privateKey, drawBytes: streamOf(4) } as const
      const ofMessage = signingOf(curves).sign({ ...how, messageType: 'RAW', message })
      const ofDigest = signingOf(curves).sign({ ...how, messageType: 'DIGEST', message: digestOf(hash) })
      expect(verify(hash, message, node.publicKey, ofMessage)).toBe(true)
      expect(verify(hash, message, node.publicKey, ofDigest)).toBe(true)
      expect(ofMessage).not.toEqual(ofDigest)
    })

    it('verifies Node’s signatures, as a message and as a digest, whichever half s lies in', () => {
      for (let round = 0; round < 8; round++) {
        const signature = new Uint8Array(sign(hash, message, node.privateKey))
        const how = { spec, algorithm, publicKey: key.publicKey, signature } as const
        expect(signingOf(curves).verify({ ...how, messageType: 'RAW', message })).toBe(true)
        expect(signingOf(curves).verify({ ...how, messageType: 'DIGEST', message: digestOf(hash) })).toBe(true)
        expect(signingOf(curves).verify({ ...how, messageType: 'RAW', message: utf8('another') })).toBe(false)
      }
    })

    it('agrees with Node on the x coordinate, in its full length', () => {
      const peer = generateKeyPairSync('ec', { namedCurve: curve })
      const secret = agree(curves, spec, key.privateKey, publicDer(peer.publicKey))
      expect(secret).toEqual(new Uint8Array(diffieHellman({ privateKey: node.privateKey, publicKey: peer.publicKey })))
      expect(secret).toHaveLength(bytes)
    })

    it('reads Node’s private keys', () => {
      const theirs = generateKeyPairSync('ec', { namedCurve: curve })
      expect(curves.readPrivateKey(spec, privateDer(theirs.privateKey))).toEqual({
        privateKey: privateDer(theirs.privateKey),
        publicKey: publicDer(theirs.publicKey),
      })
    })
  })

  it('keeps the leading zeros of a shared secret', () => {
    const own = curves.makeKeyPair('ECC_NIST_P256', streamOf(5))
    for (let round = 0; round < 2000; round++) {
      const exchange = createECDH('prime256v1')
      exchange.setPrivateKey(streamOf(round + 100)(32))
      const head = own.publicKey.slice(0, -65)
      const peer = new Uint8Array([...head, ...exchange.getPublicKey()])
      const secret = exchange.computeSecret(own.publicKey.slice(-65))
      if (secret[0] !== 0) continue
      expect(agree(curves, 'ECC_NIST_P256', own.privateKey, peer)).toEqual(new Uint8Array(secret))
      return
    }
    throw new Error('no secret with a leading zero was met')
  })
})

describe.each(EDWARDS)('Ed25519 by $by', ({ algorithm: edwards }) => {
  const spec = 'ECC_NIST_EDWARDS25519'
  const key = edwards.makeKeyPair(spec, streamOf(6))
  const node = { publicKey: asNodePublicKey(key.publicKey), privateKey: asNodePrivateKey(key.privateKey) }
  const what = { spec, algorithm: 'ED25519_SHA_512', messageType: 'RAW', message } as const

  it('writes keys that OpenSSL writes in the same way', () => {
    expect(publicDer(node.publicKey)).toEqual(key.publicKey)
    expect(privateDer(node.privateKey)).toEqual(key.privateKey)
  })

  it('makes Node’s signature and verifies it', () => {
    const signature = new Uint8Array(sign(undefined, message, node.privateKey))
    expect(signingOf(edwards).sign({ ...what, privateKey: key.privateKey, drawBytes: noBytes })).toEqual(signature)
    expect(signingOf(edwards).verify({ ...what, publicKey: key.publicKey, signature })).toBe(true)
    const another = { ...what, message: utf8('another') }
    expect(signingOf(edwards).verify({ ...another, publicKey: key.publicKey, signature })).toBe(false)
  })
})
