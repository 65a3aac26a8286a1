/** The kinds of asymmetric keys. Source: KMS API, KeySpec; spec/kms.md 1.3. */
export type KeyPairSpec = RsaSpec | CurveSpec | 'ECC_NIST_EDWARDS25519' | MlDsaSpec | MlKemSpec | 'SM2'
/** RSA, named by the length of the modulus in bits. */
export type RsaSpec = 'RSA_2048' | 'RSA_3072' | 'RSA_4096'
/** The curves y² = x³ + ax + b. */
export type CurveSpec = 'ECC_NIST_P256' | 'ECC_NIST_P384' | 'ECC_NIST_P521' | 'ECC_SECG_P256K1'
/** The parameter sets of FIPS 204. */
export type MlDsaSpec = 'ML_DSA_44' | 'ML_DSA_65' | 'ML_DSA_87'
/** The parameter sets of FIPS 203. */
export type MlKemSpec = 'ML_KEM_512' | 'ML_KEM_768' | 'ML_KEM_1024'

/** Source: KMS API, SigningAlgorithmSpec, without SM2DSA. */
export type SigningAlgorithm =
  | `RSASSA_PSS_SHA_${256 | 384 | 512}`
  | `RSASSA_PKCS1_V1_5_SHA_${256 | 384 | 512}`
  | `ECDSA_SHA_${256 | 384 | 512}`
  | 'ED25519_SHA_512'
  | 'ED25519_PH_SHA_512'
  | 'ML_DSA_SHAKE_256'
/** Source: KMS API, EncryptionAlgorithmSpec, those of RSA. */
export type RsaEncryptionAlgorithm = 'RSAES_OAEP_SHA_1' | 'RSAES_OAEP_SHA_256'
/** What is signed: the message itself, its hash, or the μ of FIPS 204. Source: KMS API, MessageType. */
export type MessageType = 'RAW' | 'DIGEST' | 'EXTERNAL_MU'

/** Gives the next `length` bytes of a stream that belongs to one use. A call of an algorithm draws once, a fixed number of bytes. */
export type DrawBytes = (length: number) => Uint8Array

/** A key pair in the forms that OpenSSL reads, whoever made it: plain data that every implementation of its kind takes. */
export interface KeyPair {
  /** DER, PKCS#8 PrivateKeyInfo. Source: RFC 5208. */
  readonly privateKey: Uint8Array
  /** DER, X.509 SubjectPublicKeyInfo. Source: RFC 5280, 4.1. */
  readonly publicKey: Uint8Array
}

/**
 * What a kind of asymmetric key can do: the members are there for what the kind has. All calls answer at once.
 *
 * The platform brings some (`platformAlgorithms`); the others stand on optional peers and are handed in:
 * `createCloud({ algorithms: [mlDsa, mlKem] })`.
 *
 * What comes from outside (a signature, a ciphertext, a peer's key, imported material) never makes a call throw: the answer
 * is `false` or `undefined`, without the reason. Keys and combinations that no caller may ask for are defects and throw.
 *
 * Randomised results take their randomness from `drawBytes`, so the same stream gives the same bytes.
 */
export interface KeyAlgorithm {
  /** For messages: the module that the user handed in. */
  readonly name: string
  readonly specs: readonly KeyPairSpec[]
  /** The key pair that the drawn bytes stand for. */
  makeKeyPair(spec: KeyPairSpec, drawBytes: DrawBytes): KeyPair
  /** The key pair of a private key from outside (PKCS#8), or `undefined` where it is none of that spec. */
  readPrivateKey(spec: KeyPairSpec, pkcs8: Uint8Array): KeyPair | undefined
  readonly signing?: SigningScheme
  readonly encryption?: EncryptionScheme
  readonly agreement?: AgreementScheme
  readonly encapsulation?: EncapsulationScheme
}

/** Signatures. Which algorithm takes which message type and how long a digest is: `SIGNING_ALGORITHMS`. */
export interface SigningScheme {
  readonly algorithms: readonly SigningAlgorithm[]
  sign(request: SignRequest): Uint8Array
  verify(request: VerifyRequest): boolean
}

/** What is signed or verified, and how. */
export interface SignedMessage {
  readonly spec: KeyPairSpec
  readonly algorithm: SigningAlgorithm
  readonly messageType: MessageType
  readonly message: Uint8Array
}

/** A signature to make. */
export interface SignRequest extends SignedMessage {
  readonly privateKey: Uint8Array
  readonly drawBytes: DrawBytes
}

/** A signature to check. */
export interface VerifyRequest extends SignedMessage {
  readonly publicKey: Uint8Array
  readonly signature: Uint8Array
}

/** Encryption with a public key. */
export interface EncryptionScheme {
  /** The ciphertext. A plaintext above `maxPlaintextBytes` is a defect. */
  encrypt(request: EncryptRequest): Uint8Array
  decrypt(request: DecryptRequest): Uint8Array | undefined
}

/** A plaintext for the holder of a private key. */
export interface EncryptRequest {
  readonly spec: RsaSpec
  readonly algorithm: RsaEncryptionAlgorithm
  readonly publicKey: Uint8Array
  readonly plaintext: Uint8Array
  readonly drawBytes: DrawBytes
}

/** A ciphertext to open. */
export interface DecryptRequest {
  readonly spec: RsaSpec
  readonly algorithm: RsaEncryptionAlgorithm
  readonly privateKey: Uint8Array
  readonly ciphertext: Uint8Array
}

/** Diffie–Hellman on a curve. */
export interface AgreementScheme {
  /** The x coordinate of the shared point, or `undefined` where the peer's key is no SubjectPublicKeyInfo of a point on this curve. */
  deriveSharedSecret(request: AgreementRequest): Uint8Array | undefined
}

/** One's own private key and the peer's public key, of one curve. */
export interface AgreementRequest {
  readonly spec: KeyPairSpec
  readonly privateKey: Uint8Array
  readonly peerPublicKey: Uint8Array
}

/** A key-encapsulation mechanism. */
export interface EncapsulationScheme {
  encapsulate(request: {
    readonly spec: KeyPairSpec
    readonly publicKey: Uint8Array
    readonly drawBytes: DrawBytes
  }): Encapsulated
  /** The shared secret: of a foreign ciphertext a pseudorandom one, of a ciphertext of the wrong length `undefined`. */
  decapsulate(request: {
    readonly spec: KeyPairSpec
    readonly privateKey: Uint8Array
    readonly ciphertext: Uint8Array
  }): Uint8Array | undefined
}

/** A fresh shared secret and what carries it. */
export interface Encapsulated {
  readonly sharedSecret: Uint8Array
  readonly ciphertext: Uint8Array
}
