/**
 * Key specs × key usages: which algorithms a key offers. The first usage listed is the default where `defaultUsage` says so.
 *
 * Source: AWS KMS API Reference, CreateKey; AWS KMS Developer Guide, "Key spec reference"; spec/kms.md 1.4.
 */
export const KEY_SPECS = {
  SYMMETRIC_DEFAULT: { family: 'symmetric', usages: { ENCRYPT_DECRYPT: ['SYMMETRIC_DEFAULT'] } },
  RSA_2048: { family: 'rsa', usages: rsaUsages() },
  RSA_3072: { family: 'rsa', usages: rsaUsages() },
  RSA_4096: { family: 'rsa', usages: rsaUsages() },
  ECC_NIST_P256: { family: 'ecc', usages: { SIGN_VERIFY: ['ECDSA_SHA_256'], KEY_AGREEMENT: ['ECDH'] } },
  ECC_NIST_P384: { family: 'ecc', usages: { SIGN_VERIFY: ['ECDSA_SHA_384'], KEY_AGREEMENT: ['ECDH'] } },
  ECC_NIST_P521: { family: 'ecc', usages: { SIGN_VERIFY: ['ECDSA_SHA_512'], KEY_AGREEMENT: ['ECDH'] } },
  ECC_NIST_EDWARDS25519: { family: 'ecc', usages: { SIGN_VERIFY: ['ED25519_PH_SHA_512', 'ED25519_SHA_512'] } },
  ECC_SECG_P256K1: { family: 'ecc', usages: { SIGN_VERIFY: ['ECDSA_SHA_256'] } },
  HMAC_224: { family: 'hmac', usages: { GENERATE_VERIFY_MAC: ['HMAC_SHA_224'] } },
  HMAC_256: { family: 'hmac', usages: { GENERATE_VERIFY_MAC: ['HMAC_SHA_256'] } },
  HMAC_384: { family: 'hmac', usages: { GENERATE_VERIFY_MAC: ['HMAC_SHA_384'] } },
  HMAC_512: { family: 'hmac', usages: { GENERATE_VERIFY_MAC: ['HMAC_SHA_512'] } },
  ML_DSA_44: { family: 'ml-dsa', usages: { SIGN_VERIFY: ['ML_DSA_SHAKE_256'] } },
  ML_DSA_65: { family: 'ml-dsa', usages: { SIGN_VERIFY: ['ML_DSA_SHAKE_256'] } },
  ML_DSA_87: { family: 'ml-dsa', usages: { SIGN_VERIFY: ['ML_DSA_SHAKE_256'] } },
  ML_KEM_512: { family: 'ml-kem', usages: { ENCAPSULATE_DECAPSULATE: ['ML_KEM'] } },
  ML_KEM_768: { family: 'ml-kem', usages: { ENCAPSULATE_DECAPSULATE: ['ML_KEM'] } },
  ML_KEM_1024: { family: 'ml-kem', usages: { ENCAPSULATE_DECAPSULATE: ['ML_KEM'] } },
  SM2: { family: 'sm2', usages: { ENCRYPT_DECRYPT: ['SM2PKE'], SIGN_VERIFY: ['SM2DSA'], KEY_AGREEMENT: ['ECDH'] } },
} as const satisfies Record<string, { family: string; usages: Partial<Record<KeyUsage, readonly string[]>> }>

/** What kind of key material a KMS key has. */
export type KeySpec = keyof typeof KEY_SPECS

/** What a KMS key may be used for. */
export type KeyUsage = 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY' | 'GENERATE_VERIFY_MAC' | 'KEY_AGREEMENT' | 'ENCAPSULATE_DECAPSULATE'

/** All key specs, in AWS's order. */
export const KEY_SPEC_NAMES = Object.keys(KEY_SPECS) as readonly KeySpec[]

/** All key usages. */
export const KEY_USAGES = [
  'ENCRYPT_DECRYPT',
  'SIGN_VERIFY',
  'GENERATE_VERIFY_MAC',
  'KEY_AGREEMENT',
  'ENCAPSULATE_DECAPSULATE',
] as const satisfies readonly KeyUsage[]

/** The algorithms that a key of this spec offers for this usage, or `undefined` where the two do not go together. */
export const algorithmsOf = (spec: KeySpec, usage: KeyUsage): readonly string[] | undefined => {
  const usages: Partial<Record<KeyUsage, readonly string[]>> = KEY_SPECS[spec].usages
  return usages[usage]
}

function rsaUsages() {
  return {
    ENCRYPT_DECRYPT: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'],
    SIGN_VERIFY: [
      'RSASSA_PKCS1_V1_5_SHA_256',
      'RSASSA_PKCS1_V1_5_SHA_384',
      'RSASSA_PKCS1_V1_5_SHA_512',
      'RSASSA_PSS_SHA_256',
      'RSASSA_PSS_SHA_384',
      'RSASSA_PSS_SHA_512',
    ],
  } as const
}
