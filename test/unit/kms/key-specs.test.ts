import { describe, expect, it } from 'vitest'
import { algorithmsOf, KEY_SPEC_NAMES, KEY_USAGES } from '../../../src/kms/key-specs.ts'

const RSA_SIGN =
  'RSASSA_PKCS1_V1_5_SHA_256 RSASSA_PKCS1_V1_5_SHA_384 RSASSA_PKCS1_V1_5_SHA_512 RSASSA_PSS_SHA_256 RSASSA_PSS_SHA_384 RSASSA_PSS_SHA_512'
const OAEP = 'RSAES_OAEP_SHA_1 RSAES_OAEP_SHA_256'

/** The API reference's key specs, typed in a second time by hand: spec/kms.md 1.4. All other pairs are incompatible. */
const TABLE = `
  SYMMETRIC_DEFAULT     ENCRYPT_DECRYPT         SYMMETRIC_DEFAULT
  RSA_2048              ENCRYPT_DECRYPT         ${OAEP}
  RSA_2048              SIGN_VERIFY             ${RSA_SIGN}
  RSA_3072              ENCRYPT_DECRYPT         ${OAEP}
  RSA_3072              SIGN_VERIFY             ${RSA_SIGN}
  RSA_4096              ENCRYPT_DECRYPT         ${OAEP}
  RSA_4096              SIGN_VERIFY             ${RSA_SIGN}
  ECC_NIST_P256         SIGN_VERIFY             ECDSA_SHA_256
  ECC_NIST_P256         KEY_AGREEMENT           ECDH
  ECC_NIST_P384         SIGN_VERIFY             ECDSA_SHA_384
  ECC_NIST_P384         KEY_AGREEMENT           ECDH
  ECC_NIST_P521         SIGN_VERIFY             ECDSA_SHA_512
  ECC_NIST_P521         KEY_AGREEMENT           ECDH
  ECC_NIST_EDWARDS25519 SIGN_VERIFY             ED25519_PH_SHA_512 ED25519_SHA_512
  ECC_SECG_P256K1       SIGN_VERIFY             ECDSA_SHA_256
  HMAC_224              GENERATE_VERIFY_MAC     HMAC_SHA_224
  HMAC_256              GENERATE_VERIFY_MAC     HMAC_SHA_256
  HMAC_384              GENERATE_VERIFY_MAC     HMAC_SHA_384
  HMAC_512              GENERATE_VERIFY_MAC     HMAC_SHA_512
  ML_DSA_44             SIGN_VERIFY             ML_DSA_SHAKE_256
  ML_DSA_65             SIGN_VERIFY             ML_DSA_SHAKE_256
  ML_DSA_87             SIGN_VERIFY             ML_DSA_SHAKE_256
  ML_KEM_512            ENCAPSULATE_DECAPSULATE ML_KEM
  ML_KEM_768            ENCAPSULATE_DECAPSULATE ML_KEM
  ML_KEM_1024           ENCAPSULATE_DECAPSULATE ML_KEM
  SM2                   ENCRYPT_DECRYPT         SM2PKE
  SM2                   SIGN_VERIFY             SM2DSA
  SM2                   KEY_AGREEMENT           ECDH
`

const rows = TABLE.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/))
const expected = new Map(rows.map(([spec, usage, ...algorithms]) => [`${spec} ${usage}`, algorithms]))

describe('the table of key specs', () => {
  it('has 20 specs and 5 usages', () => {
    expect([KEY_SPEC_NAMES.length, KEY_USAGES.length, expected.size]).toEqual([20, 5, rows.length])
  })

  it.each(KEY_SPEC_NAMES.flatMap((spec) => KEY_USAGES.map((usage) => [spec, usage] as const)))(
    'offers for %s and %s what the API reference says',
    (spec, usage) => {
      expect(algorithmsOf(spec, usage)).toEqual(expected.get(`${spec} ${usage}`))
    },
  )
})
