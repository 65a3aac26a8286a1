import { concat, equalBytes } from '../../core/bytes.ts'
import { bitString, element, integer, octetString, readElements, readInteger, readOnly, sequence, TAG } from './der.ts'
import type { KeyPair } from './key-algorithm.ts'

/** The two DER forms of a key: `algorithm` is the content of its AlgorithmIdentifier. */
export interface KeyParts {
  readonly algorithm: Uint8Array
  /** What the OCTET STRING of the PrivateKeyInfo holds. */
  readonly privateKey: Uint8Array
  /** What the BIT STRING of the SubjectPublicKeyInfo holds. */
  readonly publicKey: Uint8Array
}

/** PKCS#8 and SubjectPublicKeyInfo of a key. Source: RFC 5208, 5; RFC 5280, 4.1. */
export const writeKeyPair = ({ algorithm, privateKey, publicKey }: KeyParts): KeyPair => ({
  privateKey: writePrivateKey(algorithm, privateKey),
  publicKey: writePublicKey(algorithm, publicKey),
})

/** PrivateKeyInfo, version 0. */
export const writePrivateKey = (algorithm: Uint8Array, privateKey: Uint8Array): Uint8Array =>
  sequence(integer(0n), sequence(algorithm), octetString(privateKey))

/** SubjectPublicKeyInfo. */
export const writePublicKey = (algorithm: Uint8Array, publicKey: Uint8Array): Uint8Array =>
  sequence(sequence(algorithm), bitString(publicKey))

/**
 * What the OCTET STRING of a PrivateKeyInfo of that algorithm holds, or `undefined`. Attributes and, in version 1 (RFC 5958),
 * the public key may follow: they are passed over.
 */
export const readPrivateKeyInfo = (pkcs8: Uint8Array, algorithm: Uint8Array): Uint8Array | undefined => {
  const [version, identifier, privateKey, ...rest] = partsOf(pkcs8)
  const number = readInteger(version)
  if (number === undefined || number > 1n || identifier?.tag !== TAG.sequence) return undefined
  if (!isAlgorithm(identifier.content, algorithm) || privateKey?.tag !== TAG.octetString) return undefined
  return rest.every(({ tag }) => tag === TAG.context0 || tag === PUBLIC_KEY_TAG) ? privateKey.content : undefined
}

/** What the BIT STRING of a SubjectPublicKeyInfo of that algorithm holds, or `undefined`. Nothing but DER passes. */
export const readPublicKeyInfo = (spki: Uint8Array, algorithm: Uint8Array): Uint8Array | undefined => {
  const bits = partsOf(spki)[1]
  if (bits?.tag !== TAG.bitString || bits.content.length === 0) return undefined
  const publicKey = bits.content.subarray(1)
  return equalBytes(writePublicKey(algorithm, publicKey), spki) ? publicKey : undefined
}

/** The algorithm compared element by element, since BER may write it in several ways. */
const isAlgorithm = (found: Uint8Array, algorithm: Uint8Array): boolean => {
  const elements = readElements(found) ?? []
  return equalBytes(concat(...elements.map(({ tag, content }) => element(tag, content))), algorithm)
}

const partsOf = (bytes: Uint8Array) => {
  const content = readOnly(bytes, TAG.sequence)
  return (content && readElements(content)) ?? []
}

/** \[1\] IMPLICIT BIT STRING. Source: RFC 5958, 2. */
const PUBLIC_KEY_TAG = 0x81
