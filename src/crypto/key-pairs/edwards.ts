import { equalBytes, fromHex } from '../../core/bytes.ts'
import { broken } from '../../core/simulator-error.ts'
import type { EdwardsArithmetic } from './arithmetic.ts'
import { octetString, readOnly, TAG } from './der.ts'
import type { KeyAlgorithm, KeyPair, SignedMessage } from './key-algorithm.ts'
import { readPrivateKeyInfo, readPublicKeyInfo, writeKeyPair } from './key-info.ts'
import { checkedRule, digestOf } from './signing-algorithms.ts'

/** OBJECT IDENTIFIER 1.3.101.112, id-Ed25519. Source: RFC 8410, 3. */
export const ED25519 = fromHex('06032b6570')

/** Bytes of an Ed25519 private key and of a public key. Source: RFC 8032, 5.1.5. */
export const EDWARDS_KEY_BYTES = 32

/**
 * Ed25519, and Ed25519ph where the arithmetic has it. Both are deterministic: nothing is drawn for a signature.
 *
 * Source: RFC 8032, 5.1; RFC 8410, 4 and 7 (the forms of the keys).
 */
export const edwardsAlgorithm = (arithmetic: EdwardsArithmetic): KeyAlgorithm => ({
  name: 'Ed25519',
  specs: ['ECC_NIST_EDWARDS25519'],
  makeKeyPair: (_spec, drawBytes) => writeEdwardsKey(arithmetic, drawBytes(EDWARDS_KEY_BYTES)),
  // Unlike for RSA and the other curves, AWS takes nothing but DER: spec/kms.md 7.4.
  readPrivateKey: (_spec, pkcs8) => {
    const seed = readSeed(pkcs8)
    const pair = seed && writeEdwardsKey(arithmetic, seed)
    return pair && equalBytes(pair.privateKey, pkcs8) ? pair : undefined
  },
  signing: {
    algorithms: arithmetic.prehashed ? ['ED25519_PH_SHA_512', 'ED25519_SHA_512'] : ['ED25519_SHA_512'],
    sign: (request) => {
      const seed = readSeed(request.privateKey) ?? broken('An Ed25519 private key cannot be read')
      const { message, scheme } = prepared(arithmetic, request)
      return scheme.sign(seed, message)
    },
    verify: (request) => {
      const { message, scheme } = prepared(arithmetic, request)
      const publicKey = readPublicKeyInfo(request.publicKey, ED25519)
      if (publicKey?.length !== EDWARDS_KEY_BYTES || request.signature.length !== SIGNATURE_BYTES) return false
      return scheme.verify(publicKey, message, request.signature)
    },
  },
})

const writeEdwardsKey = (arithmetic: EdwardsArithmetic, seed: Uint8Array): KeyPair =>
  writeKeyPair({ algorithm: ED25519, privateKey: octetString(seed), publicKey: arithmetic.publicKey(seed) })

const readSeed = (pkcs8: Uint8Array): Uint8Array | undefined => {
  const seed = readOnly(readPrivateKeyInfo(pkcs8, ED25519), TAG.octetString)
  return seed?.length === EDWARDS_KEY_BYTES ? seed : undefined
}

const prepared = (arithmetic: EdwardsArithmetic, message: SignedMessage) => {
  const { scheme } = checkedRule(message.algorithm, message.messageType)
  if (scheme === 'ED25519') return { message: message.message, scheme: arithmetic }
  if (scheme !== 'ED25519_PH' || !arithmetic.prehashed) return broken(`${message.algorithm} was asked of an Ed25519 key`)
  return { message: digestOf(message), scheme: arithmetic.prehashed }
}

const SIGNATURE_BYTES = 64
