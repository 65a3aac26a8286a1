import { generateKeyPairSync } from 'node:crypto'
import type { KeySpec, KeyUsage } from '../../../src/kms/key-specs.ts'
import type { Subject } from './call-cases.ts'

const Message = Uint8Array.of(1, 2, 3)

/** What the cases sign. */
export const SIGNED = { Message, SigningAlgorithm: 'ECDSA_SHA_256' } as const
/** What the cases make a MAC of. */
export const TAGGED = { Message, MacAlgorithm: 'HMAC_SHA_256' } as const
/** What every operation with signatures must be told. */
export const SIGNING = ['KeyId', 'Message', 'SigningAlgorithm']

/** What the cases encapsulate by. */
export const ENCAPSULATED = { EncapsulationAlgorithm: 'ML_KEM' } as const

/** A public key of OpenSSL's on P-256. */
export const PEER_PUBLIC_KEY = new Uint8Array(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'der', type: 'spki' }),
)

/** Turns the key of a subject into one of another kind, for tests of what only such a key can do. */
export const asKind =
  (keySpec: KeySpec, keyUsage: KeyUsage) =>
  (given: Subject): void => {
    Object.assign(given.w.record(given.arn).family, { keySpec, keyUsage })
  }

/** The same, and keeps a signature or MAC that is right. */
export const proveBy =
  (operation: 'Sign' | 'GenerateMac') =>
  (given: Subject): void => {
    const { w, keyId: KeyId } = given
    if (operation === 'Sign') {
      asKind('ECC_NIST_P256', 'SIGN_VERIFY')(given)
      given.proof = w.kms().sign({ KeyId, ...SIGNED }).Signature
    } else {
      asKind('HMAC_256', 'GENERATE_VERIFY_MAC')(given)
      given.proof = w.kms().generateMac({ KeyId, ...TAGGED }).Mac
    }
  }

/** Turns the key of a subject into one of ML-KEM, and keeps a secret that was encapsulated for it. */
export const asEncapsulating = (given: Subject): void => {
  asKind('ML_KEM_512', 'ENCAPSULATE_DECAPSULATE')(given)
  given.proof = given.w.kms().encapsulate({ KeyId: given.keyId, ...ENCAPSULATED }).SharedSecretCiphertextBlob
}
