import type { DecapsulateInput, DecapsulateOutput } from './operations/decapsulate.ts'
import type { DeriveSharedSecretInput, DeriveSharedSecretOutput } from './operations/derive-shared-secret.ts'
import type { EncapsulateInput, EncapsulateOutput } from './operations/encapsulate.ts'
import type { GenerateDataKeyPairInput, GenerateDataKeyPairOutput } from './operations/generate-data-key-pair.ts'
import type {
  GenerateDataKeyPairWithoutPlaintextInput,
  GenerateDataKeyPairWithoutPlaintextOutput,
} from './operations/generate-data-key-pair-without-plaintext.ts'
import type { GenerateMacInput, GenerateMacOutput } from './operations/generate-mac.ts'
import type { GetPublicKeyInput, GetPublicKeyOutput } from './operations/get-public-key.ts'
import type { SignInput, SignOutput } from './operations/sign.ts'
import type { VerifyInput, VerifyOutput } from './operations/verify.ts'
import type { VerifyMacInput, VerifyMacOutput } from './operations/verify-mac.ts'

/** The operations of asymmetric and HMAC keys: part of `KmsApi`. */
export interface KmsKeyPairsApi {
  /**
   * Signs a message or its digest with an asymmetric key.
   *
   * Throws AccessDeniedException, DisabledException, DryRunOperationException, InvalidGrantTokenException,
   * InvalidKeyUsageException, KMSInvalidStateException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
   */
  sign(input: SignInput): SignOutput

  /**
   * Checks a signature: a bad one is an error, never an answer.
   *
   * Throws AccessDeniedException, DisabledException, DryRunOperationException, InvalidGrantTokenException,
   * InvalidKeyUsageException, KMSInvalidSignatureException, KMSInvalidStateException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Verify.html
   */
  verify(input: VerifyInput): VerifyOutput

  /**
   * Makes the HMAC of a message.
   *
   * Throws AccessDeniedException, DisabledException, DryRunOperationException, InvalidGrantTokenException,
   * InvalidKeyUsageException, KMSInvalidStateException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html
   */
  generateMac(input: GenerateMacInput): GenerateMacOutput

  /**
   * Checks an HMAC: a wrong one is an error, never an answer.
   *
   * Throws AccessDeniedException, DisabledException, DryRunOperationException, InvalidGrantTokenException,
   * InvalidKeyUsageException, KMSInvalidMacException, KMSInvalidStateException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_VerifyMac.html
   */
  verifyMac(input: VerifyMacInput): VerifyMacOutput

  /**
   * Hands out the public key of an asymmetric key.
   *
   * Throws AccessDeniedException, InvalidGrantTokenException, KMSInvalidStateException, NotFoundException,
   * UnsupportedOperationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html
   */
  getPublicKey(input: GetPublicKeyInput): GetPublicKeyOutput

  /**
   * Agrees on a secret with the holder of another key pair (ECDH).
   *
   * Throws AccessDeniedException, DisabledException, DryRunOperationException, InvalidGrantTokenException,
   * InvalidKeyUsageException, KMSInvalidStateException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DeriveSharedSecret.html
   */
  deriveSharedSecret(input: DeriveSharedSecretInput): DeriveSharedSecretOutput

  /**
   * Makes a secret for the holder of an ML-KEM key: in clear and encapsulated.
   *
   * Throws AccessDeniedException, DisabledException, DryRunOperationException, InvalidGrantTokenException,
   * InvalidKeyUsageException, KMSInvalidStateException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Encapsulate.html
   */
  encapsulate(input: EncapsulateInput): EncapsulateOutput

  /**
   * Recovers an encapsulated secret (ML-KEM). A wrong ciphertext of the right length gives another secret, not an error.
   *
   * Throws AccessDeniedException, DisabledException, DryRunOperationException, InvalidCiphertextException,
   * InvalidGrantTokenException, InvalidKeyUsageException, KMSInvalidStateException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Decapsulate.html
   */
  decapsulate(input: DecapsulateInput): DecapsulateOutput

  /**
   * Makes a key pair: the private key in clear and sealed.
   *
   * Throws AccessDeniedException, DisabledException, DryRunOperationException, InvalidGrantTokenException,
   * InvalidKeyUsageException, KMSInvalidStateException, NotFoundException, UnsupportedOperationException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPair.html
   */
  generateDataKeyPair(input: GenerateDataKeyPairInput): GenerateDataKeyPairOutput

  /**
   * Makes a key pair: the private key sealed alone.
   *
   * Throws AccessDeniedException, DisabledException, DryRunOperationException, InvalidGrantTokenException,
   * InvalidKeyUsageException, KMSInvalidStateException, NotFoundException, UnsupportedOperationException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPairWithoutPlaintext.html
   */
  generateDataKeyPairWithoutPlaintext(input: GenerateDataKeyPairWithoutPlaintextInput): GenerateDataKeyPairWithoutPlaintextOutput
}
