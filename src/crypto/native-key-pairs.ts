import {
  checkPrimeSync,
  constants,
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  privateEncrypt,
  publicEncrypt,
  sign,
  verify,
} from 'node:crypto'
import { toBase64, utf8 } from '../core/bytes.ts'
import type { CurveArithmetic, EdwardsArithmetic, PlatformArithmetic, RsaArithmetic } from './key-pairs/arithmetic.ts'
import { curveOf } from './key-pairs/curves.ts'
import { integer, octetString, sequence } from './key-pairs/der.ts'
import { ED25519 } from './key-pairs/edwards.ts'
import { writePrivateKey, writePublicKey } from './key-pairs/key-info.ts'
import { isOnCurve, shiftedKey } from './key-pairs/shifted-key.ts'

const rsa: RsaArithmetic = {
  isProbablePrime: (candidate) => checkPrimeSync(candidate),
  publicPower: (publicKey, block) =>
    orNothing(() => publicEncrypt({ key: remembered(PUBLIC_OBJECTS, publicKey, publicObject), padding: NO_PADDING }, block)),
  privatePower: (privateKey, block) =>
    orNothing(() => privateEncrypt({ key: remembered(PRIVATE_OBJECTS, privateKey, privateObject), padding: NO_PADDING }, block)),
}

const curves: CurveArithmetic = {
  multiplyBase: (spec, scalar) => {
    const exchange = createECDH(curveOf(spec).opensslName)
    exchange.setPrivateKey(scalar)
    return plain(exchange.getPublicKey())
  },
  agree: (spec, scalar, point) =>
    orNothing(() => {
      const exchange = createECDH(curveOf(spec).opensslName)
      exchange.setPrivateKey(scalar)
      return exchange.computeSecret(point)
    }),
  verifyDigest: (spec, point, digest, { r, s }) => {
    if (!isOnCurve(spec, point)) return false
    const { algorithm, hash } = curveOf(spec)
    const hashName = hash.replace('SHA_', 'sha')
    for (const { message, other } of otherMessages(hashName)) {
      const multiplyBase = (scalar: Uint8Array) => curves.multiplyBase(spec, scalar)
      const shifted = shiftedKey(spec, { point, digest, other, r, multiplyBase })
      if (shifted === undefined) continue
      return isVerified(() =>
        verify(hashName, message, publicObject(writePublicKey(algorithm, shifted)), sequence(integer(r), integer(s))),
      )
    }
    return false
  },
}

const edwards: EdwardsArithmetic = {
  publicKey: (seed) => plain(createPublicKey(edwardsObject(seed)).export({ format: 'der', type: 'spki' })).slice(-32),
  sign: (seed, message) => plain(sign(undefined, message, edwardsObject(seed))),
  verify: (publicKey, message, signature) =>
    isVerified(() => verify(undefined, message, publicObject(writePublicKey(ED25519, publicKey)), signature)),
}

/**
 * The arithmetic of Node's own library (OpenSSL). Imported as `#native-key-pairs`, which is `no-native-key-pairs.ts` outside Node.
 *
 * It has no Ed25519ph: OpenSSL has it from 3.2 on, and Node does not hand it on.
 */
export const nativeArithmetic: PlatformArithmetic | undefined = { rsa, curves, edwards }

/**
 * Three messages with their hashes. One is enough unless the sum of points has no slope, which two of them at most can lead to:
 * the shifts differ, and only Q and -Q are forbidden.
 */
const otherMessages = (hash: string) =>
  ['a', 'b', 'c'].map((text) => ({ message: utf8(text), other: plain(createHash(hash).update(text).digest()) }))

/** Reading an RSA key takes OpenSSL as long as using it: what it read is kept for as long as the caller keeps the bytes, which must not change. */
const remembered = (
  objects: WeakMap<Uint8Array, KeyObject>,
  der: Uint8Array,
  read: (der: Uint8Array) => KeyObject,
): KeyObject => {
  const known = objects.get(der)
  if (known) return known
  const object = read(der)
  objects.set(der, object)
  return object
}

const PRIVATE_OBJECTS = new WeakMap<Uint8Array, KeyObject>()
const PUBLIC_OBJECTS = new WeakMap<Uint8Array, KeyObject>()

const privateObject = (der: Uint8Array): KeyObject => createPrivateKey(pem('PRIVATE KEY', der))
const publicObject = (der: Uint8Array): KeyObject => createPublicKey(pem('PUBLIC KEY', der))
const edwardsObject = (seed: Uint8Array): KeyObject => privateObject(writePrivateKey(ED25519, octetString(seed)))

/** The text form of DER: Node's types take no plain array for the bytes of a key. Source: RFC 7468. */
const pem = (label: string, der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${toBase64(der).replace(/.{64}(?=.)/g, '$&\n')}\n-----END ${label}-----\n`

/** OpenSSL says by an exception that a number is too large, a point is none, or a key has no meaning. */
const orNothing = (compute: () => Uint8Array): Uint8Array | undefined => {
  try {
    return plain(compute())
  } catch {
    return undefined
  }
}

const isVerified = (check: () => boolean): boolean => {
  try {
    return check()
  } catch {
    return false
  }
}

/** The same bytes without Node's subclass, and not as a view of its pool. */
const plain = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes)

const NO_PADDING = constants.RSA_NO_PADDING
