import { equalBytes } from '../../core/bytes.ts'
import { broken } from '../../core/simulator-error.ts'
import type { RsaArithmetic } from './arithmetic.ts'
import { digestBytes, type HashName } from './hashes.ts'
import type {
  DecryptRequest,
  EncryptRequest,
  KeyAlgorithm,
  KeyPairSpec,
  RsaSpec,
  SignedMessage,
  SigningAlgorithm,
  SignRequest,
  VerifyRequest,
} from './key-algorithm.ts'
import { PRIME_SEED_BYTES, primePair } from './primes.ts'
import { readRsaKey, rsaKeyOf, writeRsaKey } from './rsa-key.ts'
import { isPssBlock, oaepBlock, openOaepBlock, pkcs1Block, pssBlock } from './rsa-padding.ts'
import { checkedRule, digestOf, modulusBits, modulusBytes, oaepHash } from './signing-algorithms.ts'

/** Source: KMS Developer Guide, key spec reference. */
export const RSA_SPECS: readonly RsaSpec[] = ['RSA_2048', 'RSA_3072', 'RSA_4096']

/**
 * RSA over a platform's arithmetic. The paddings are written here, since Node pads only what it has hashed itself, and KMS also
 * signs digests; so the salt of PSS and the seed of OAEP come from the drawn bytes, and a world repeats itself to the byte.
 *
 * Making a key pair takes from a tenth of a second (2048 bits) to seconds (4096): make it when it is first needed.
 *
 * Source: RFC 8017; KMS API (PSS: the mask's hash is the message's, the salt as long as it).
 */
export const rsaAlgorithm = (arithmetic: RsaArithmetic): KeyAlgorithm => ({
  name: 'rsa',
  specs: RSA_SPECS,
  makeKeyPair: (spec, drawBytes) =>
    writeRsaKey(rsaKeyOf(primePair(modulusBits(rsaSpec(spec)), drawBytes(PRIME_SEED_BYTES), arithmetic.isProbablePrime))),
  readPrivateKey: (spec, pkcs8) => {
    const key = readRsaKey(rsaSpec(spec), pkcs8)
    return key && writeRsaKey(key)
  },
  signing: {
    algorithms: SIGNING,
    sign: (request) => sign(arithmetic, request),
    verify: (request) => verify(arithmetic, request),
  },
  encryption: {
    encrypt: (request) => encrypt(arithmetic, request),
    decrypt: (request) => decrypt(arithmetic, request),
  },
})

const sign = (arithmetic: RsaArithmetic, request: SignRequest): Uint8Array => {
  const { hash, digest, length, isPss } = prepared(request)
  const block = isPss ? pssBlock(hash, digest, request.drawBytes(digestBytes(hash)), length) : pkcs1Block(hash, digest, length)
  return arithmetic.privatePower(request.privateKey, block) ?? broken('An RSA key does not fit its spec')
}

const verify = (arithmetic: RsaArithmetic, request: VerifyRequest): boolean => {
  const { hash, digest, length, isPss } = prepared(request)
  if (request.signature.length !== length) return false
  const block = arithmetic.publicPower(request.publicKey, request.signature)
  if (block?.length !== length) return false
  return isPss ? isPssBlock(hash, digest, block) : equalBytes(pkcs1Block(hash, digest, length), block)
}

const encrypt = (arithmetic: RsaArithmetic, { spec, algorithm, publicKey, plaintext, drawBytes }: EncryptRequest): Uint8Array => {
  const hash = oaepHash(algorithm)
  const block = oaepBlock(hash, plaintext, drawBytes(digestBytes(hash)), modulusBytes(spec))
  return arithmetic.publicPower(publicKey, block) ?? broken('An RSA key does not fit its spec')
}

const decrypt = (
  arithmetic: RsaArithmetic,
  { spec, algorithm, privateKey, ciphertext }: DecryptRequest,
): Uint8Array | undefined => {
  if (ciphertext.length !== modulusBytes(spec)) return undefined
  const block = arithmetic.privatePower(privateKey, ciphertext)
  return block && openOaepBlock(oaepHash(algorithm), block)
}

const prepared = (message: SignedMessage) => {
  const { scheme, hash } = checkedRule(message.algorithm, message.messageType)
  if (hash === undefined || (scheme !== 'PSS' && scheme !== 'PKCS1'))
    return broken(`${message.algorithm} was asked of an RSA key`)
  return {
    hash: hash satisfies HashName,
    digest: digestOf(message),
    length: modulusBytes(rsaSpec(message.spec)),
    isPss: scheme === 'PSS',
  }
}

const rsaSpec = (spec: KeyPairSpec): RsaSpec =>
  RSA_SPECS.find((known) => known === spec) ?? broken(`${spec} was asked of the RSA algorithm`)

const SIGNING: readonly SigningAlgorithm[] = [
  'RSASSA_PKCS1_V1_5_SHA_256',
  'RSASSA_PKCS1_V1_5_SHA_384',
  'RSASSA_PKCS1_V1_5_SHA_512',
  'RSASSA_PSS_SHA_256',
  'RSASSA_PSS_SHA_384',
  'RSASSA_PSS_SHA_512',
]
