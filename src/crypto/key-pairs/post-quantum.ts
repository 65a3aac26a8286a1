import { type DSA, ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js'
import { type MLKEM, ml_kem512, ml_kem768, ml_kem1024 } from '@noble/post-quantum/ml-kem.js'
import { equalBytes, fromHex } from '../../core/bytes.ts'
import { broken } from '../../core/simulator-error.ts'
import { element } from './der.ts'
import type { KeyAlgorithm, KeyPair, KeyPairSpec, MlDsaSpec, MlKemSpec, SignedMessage } from './key-algorithm.ts'
import { readPrivateKeyInfo, readPublicKeyInfo, writeKeyPair } from './key-info.ts'
import { checkedRule, SIGNING_ALGORITHMS } from './signing-algorithms.ts'

/**
 * ML-DSA by `@noble/post-quantum`, an optional peer. The context is empty; each signature is hedged with 32 drawn bytes.
 *
 * Source: FIPS 204; RFC 9881 (the forms of the keys); KMS Developer Guide, ML-DSA key specs.
 */
export const mlDsa: KeyAlgorithm = {
  name: 'ML-DSA',
  specs: ['ML_DSA_44', 'ML_DSA_65', 'ML_DSA_87'],
  makeKeyPair: (spec, drawBytes) => writeSeed(rowOf(DSA_TABLE, spec), drawBytes(DSA_SEED_BYTES)),
  readPrivateKey: (spec, pkcs8) => rewritten(rowOf(DSA_TABLE, spec), pkcs8, DSA_SEED_BYTES),
  signing: {
    algorithms: ['ML_DSA_SHAKE_256'],
    sign: (request) => {
      const { scheme, message } = prepared(request)
      const { secretKey } = scheme.keygen(seedOf(rowOf(DSA_TABLE, request.spec), request.privateKey, DSA_SEED_BYTES))
      const extraEntropy = request.drawBytes(FRESH_BYTES)
      return request.messageType === 'RAW'
        ? scheme.sign(message, secretKey, { extraEntropy })
        : scheme.internal.sign(message, secretKey, { extraEntropy, externalMu: true })
    },
    verify: (request) => {
      const { scheme, message } = prepared(request)
      const publicKey = readPublicKeyInfo(request.publicKey, rowOf(DSA_TABLE, request.spec).algorithm)
      if (publicKey === undefined || publicKey.length !== scheme.lengths.publicKey) return false
      if (request.signature.length !== scheme.lengths.signature) return false
      return request.messageType === 'RAW'
        ? scheme.verify(request.signature, message, publicKey)
        : scheme.internal.verify(request.signature, message, publicKey, { externalMu: true })
    },
  },
}

/**
 * ML-KEM by `@noble/post-quantum`, an optional peer. A foreign ciphertext of the right length gives a pseudorandom secret.
 *
 * Source: FIPS 203; RFC 9935 (the forms of the keys); KMS API, Encapsulate and Decapsulate.
 */
export const mlKem: KeyAlgorithm = {
  name: 'ML-KEM',
  specs: ['ML_KEM_512', 'ML_KEM_768', 'ML_KEM_1024'],
  makeKeyPair: (spec, drawBytes) => writeSeed(rowOf(KEM_TABLE, spec), drawBytes(KEM_SEED_BYTES)),
  readPrivateKey: (spec, pkcs8) => rewritten(rowOf(KEM_TABLE, spec), pkcs8, KEM_SEED_BYTES),
  encapsulation: {
    encapsulate: ({ spec, publicKey, drawBytes }) => {
      const { scheme, algorithm } = rowOf(KEM_TABLE, spec)
      const key = readPublicKeyInfo(publicKey, algorithm) ?? broken(`A public key is none of ${spec}`)
      const { cipherText, sharedSecret } = scheme.encapsulate(key, drawBytes(FRESH_BYTES))
      return { ciphertext: cipherText, sharedSecret }
    },
    decapsulate: ({ spec, privateKey, ciphertext }) => {
      const row = rowOf(KEM_TABLE, spec)
      if (ciphertext.length !== row.scheme.lengths.cipherText) return undefined
      const { secretKey } = row.scheme.keygen(seedOf(row, privateKey, KEM_SEED_BYTES))
      return row.scheme.decapsulate(ciphertext, secretKey)
    },
  },
}

/** Both: `createCloud({ algorithms: [...postQuantum] })`. */
export const postQuantum: readonly KeyAlgorithm[] = [mlDsa, mlKem]

interface Row<Scheme> {
  readonly scheme: Scheme
  /** The content of the AlgorithmIdentifier: there are no parameters. */
  readonly algorithm: Uint8Array
}

interface KeyMaker {
  keygen(seed: Uint8Array): { readonly publicKey: Uint8Array }
}

const prepared = (request: SignedMessage) => {
  const rule = checkedRule(request.algorithm, request.messageType)
  if (rule !== SIGNING_ALGORITHMS.ML_DSA_SHAKE_256) broken(`${request.algorithm} was asked of an ML-DSA key`)
  if (request.messageType === 'EXTERNAL_MU' && request.message.length !== rule.hashedBytes) {
    broken(`A μ of ${request.message.length} bytes has passed validation`)
  }
  return { scheme: rowOf(DSA_TABLE, request.spec).scheme, message: request.message }
}

/** The private key as its seed alone, the form that both RFCs recommend: \[0\] IMPLICIT OCTET STRING. */
const writeSeed = ({ scheme, algorithm }: Row<KeyMaker>, seed: Uint8Array): KeyPair =>
  writeKeyPair({ algorithm, privateKey: element(SEED_TAG, seed), publicKey: scheme.keygen(seed.slice()).publicKey })

const readSeed = ({ algorithm }: Row<KeyMaker>, pkcs8: Uint8Array, length: number): Uint8Array | undefined => {
  const privateKey = readPrivateKeyInfo(pkcs8, algorithm)
  const seed = privateKey?.slice(2)
  return seed?.length === length && privateKey && equalBytes(element(SEED_TAG, seed), privateKey) ? seed : undefined
}

const seedOf = (row: Row<KeyMaker>, pkcs8: Uint8Array, length: number): Uint8Array =>
  readSeed(row, pkcs8, length) ?? broken('A private key is not of its spec')

const rewritten = (row: Row<KeyMaker>, pkcs8: Uint8Array, length: number): KeyPair | undefined => {
  const seed = readSeed(row, pkcs8, length)
  return seed && writeSeed(row, seed)
}

const rowOf = <Spec extends string, Scheme>(table: Readonly<Record<Spec, Row<Scheme>>>, spec: KeyPairSpec): Row<Scheme> => {
  const found = Object.entries<Row<Scheme>>(table).find(([name]) => name === spec)
  return found ? found[1] : broken(`${spec} was asked of a post-quantum algorithm`)
}

/** OBJECT IDENTIFIER 2.16.840.1.101.3.4.3.17 to 19. Source: RFC 9881, 2. */
const DSA_TABLE: Readonly<Record<MlDsaSpec, Row<DSA>>> = {
  ML_DSA_44: { scheme: ml_dsa44, algorithm: fromHex('0609608648016503040311') },
  ML_DSA_65: { scheme: ml_dsa65, algorithm: fromHex('0609608648016503040312') },
  ML_DSA_87: { scheme: ml_dsa87, algorithm: fromHex('0609608648016503040313') },
}

/** OBJECT IDENTIFIER 2.16.840.1.101.3.4.4.1 to 3. Source: RFC 9935, 3. */
const KEM_TABLE: Readonly<Record<MlKemSpec, Row<MLKEM>>> = {
  ML_KEM_512: { scheme: ml_kem512, algorithm: fromHex('0609608648016503040401') },
  ML_KEM_768: { scheme: ml_kem768, algorithm: fromHex('0609608648016503040402') },
  ML_KEM_1024: { scheme: ml_kem1024, algorithm: fromHex('0609608648016503040403') },
}

const DSA_SEED_BYTES = 32
const KEM_SEED_BYTES = 64
const FRESH_BYTES = 32
const SEED_TAG = 0x80
