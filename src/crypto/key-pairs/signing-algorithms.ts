import { broken } from '../../core/simulator-error.ts'
import { type HashName, hashNamed } from './hashes.ts'
import type { MessageType, RsaEncryptionAlgorithm, RsaSpec, SignedMessage, SigningAlgorithm } from './key-algorithm.ts'

/** One row of {@link SIGNING_ALGORITHMS}. */
export interface SigningRule {
  readonly scheme: 'PSS' | 'PKCS1' | 'ECDSA' | 'ED25519' | 'ED25519_PH' | 'ML_DSA'
  /** The hash that a RAW message goes through; for `ED25519` and `ML_DSA` it is inside the algorithm. */
  readonly hash: HashName | undefined
  readonly messageTypes: readonly MessageType[]
  /** Bytes of a message of type DIGEST or EXTERNAL_MU. */
  readonly hashedBytes: number | undefined
}

const hashed = (scheme: SigningRule['scheme'], hash: HashName): SigningRule => ({
  scheme,
  hash,
  messageTypes: ['RAW', 'DIGEST'],
  hashedBytes: hashNamed(hash).outputLen,
})

/** Every signing algorithm: its hash and what it signs. Source: KMS API, Sign; spec/kms.md 4.5. */
export const SIGNING_ALGORITHMS: Readonly<Record<SigningAlgorithm, SigningRule>> = {
  RSASSA_PSS_SHA_256: hashed('PSS', 'SHA_256'),
  RSASSA_PSS_SHA_384: hashed('PSS', 'SHA_384'),
  RSASSA_PSS_SHA_512: hashed('PSS', 'SHA_512'),
  RSASSA_PKCS1_V1_5_SHA_256: hashed('PKCS1', 'SHA_256'),
  RSASSA_PKCS1_V1_5_SHA_384: hashed('PKCS1', 'SHA_384'),
  RSASSA_PKCS1_V1_5_SHA_512: hashed('PKCS1', 'SHA_512'),
  ECDSA_SHA_256: hashed('ECDSA', 'SHA_256'),
  ECDSA_SHA_384: hashed('ECDSA', 'SHA_384'),
  ECDSA_SHA_512: hashed('ECDSA', 'SHA_512'),
  ED25519_SHA_512: { scheme: 'ED25519', hash: undefined, messageTypes: ['RAW'], hashedBytes: undefined },
  ED25519_PH_SHA_512: { scheme: 'ED25519_PH', hash: 'SHA_512', messageTypes: ['DIGEST'], hashedBytes: 64 },
  ML_DSA_SHAKE_256: { scheme: 'ML_DSA', hash: undefined, messageTypes: ['RAW', 'EXTERNAL_MU'], hashedBytes: 64 },
}

/** The digest that a message stands for, in an algorithm that signs digests. So RAW and DIGEST are one and the same signature. */
export const digestOf = ({ algorithm, messageType, message }: SignedMessage): Uint8Array => {
  const { hash, hashedBytes } = checkedRule(algorithm, messageType)
  if (hash === undefined) return broken(`${algorithm} was asked for the digest of a message`)
  if (messageType === 'RAW') return hashNamed(hash)(message)
  if (message.length !== hashedBytes) broken(`A digest of ${message.length} bytes for ${algorithm} has passed validation`)
  return message
}

/** The row of an algorithm, for a message type that it has. */
export const checkedRule = (algorithm: SigningAlgorithm, messageType: MessageType): SigningRule => {
  const rule = SIGNING_ALGORITHMS[algorithm]
  if (!rule.messageTypes.includes(messageType)) broken(`A message of type ${messageType} for ${algorithm} has passed validation`)
  return rule
}

/** Bytes of the modulus, of every ciphertext and of every signature of an RSA key. */
export const modulusBytes = (spec: RsaSpec): number => MODULUS_BITS[spec] / 8

/** Bits of the modulus. */
export const modulusBits = (spec: RsaSpec): number => MODULUS_BITS[spec]

/** The hash of OAEP's label and of its mask. Source: RFC 8017, 7.1. */
export const oaepHash = (algorithm: RsaEncryptionAlgorithm): HashName => (algorithm === 'RSAES_OAEP_SHA_1' ? 'SHA_1' : 'SHA_256')

/**
 * The longest plaintext in bytes: 214/190 for RSA_2048 with SHA-1/SHA-256, 342/318 for RSA_3072, 470/446 for RSA_4096.
 *
 * Source: RFC 8017, 7.1.1; KMS API, Encrypt.
 */
export const maxPlaintextBytes = (spec: RsaSpec, algorithm: RsaEncryptionAlgorithm): number =>
  modulusBytes(spec) - 2 * hashNamed(oaepHash(algorithm)).outputLen - 2

const MODULUS_BITS = { RSA_2048: 2048, RSA_3072: 3072, RSA_4096: 4096 } as const satisfies Record<RsaSpec, number>
