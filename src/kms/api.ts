import type { CancelKeyDeletionInput, CancelKeyDeletionOutput } from './operations/cancel-key-deletion.ts'
import type { CreateAliasInput, CreateAliasOutput } from './operations/create-alias.ts'
import type { CreateGrantInput, CreateGrantOutput } from './operations/create-grant.ts'
import type { CreateKeyInput, CreateKeyOutput } from './operations/create-key.ts'
import type { DecryptInput, DecryptOutput } from './operations/decrypt.ts'
import type { DescribeKeyInput, DescribeKeyOutput } from './operations/describe-key.ts'
import type { DisableKeyInput, DisableKeyOutput } from './operations/disable-key.ts'
import type { EnableKeyInput, EnableKeyOutput } from './operations/enable-key.ts'
import type { EncryptInput, EncryptOutput } from './operations/encrypt.ts'
import type { GenerateDataKeyInput, GenerateDataKeyOutput } from './operations/generate-data-key.ts'
import type {
  GenerateDataKeyWithoutPlaintextInput,
  GenerateDataKeyWithoutPlaintextOutput,
} from './operations/generate-data-key-without-plaintext.ts'
import type { GetKeyPolicyInput, GetKeyPolicyOutput } from './operations/get-key-policy.ts'
import type { ListAliasesInput, ListAliasesOutput } from './operations/list-aliases.ts'
import type { ListGrantsInput, ListGrantsOutput } from './operations/list-grants.ts'
import type { ListKeysInput, ListKeysOutput } from './operations/list-keys.ts'
import type { PutKeyPolicyInput, PutKeyPolicyOutput } from './operations/put-key-policy.ts'
import type { ReEncryptInput, ReEncryptOutput } from './operations/re-encrypt.ts'
import type { ReplicateKeyInput, ReplicateKeyOutput } from './operations/replicate-key.ts'
import type { RetireGrantInput, RetireGrantOutput } from './operations/retire-grant.ts'
import type { RevokeGrantInput, RevokeGrantOutput } from './operations/revoke-grant.ts'
import type { ScheduleKeyDeletionInput, ScheduleKeyDeletionOutput } from './operations/schedule-key-deletion.ts'

/**
 * AWS KMS as one principal in one Region calls it: AWS's operations under their names, AWS-shaped in and out, synchronous. A refusal
 * is thrown as AWS's error, which `instanceof KMSServiceException` recognises.
 *
 * Besides what a method's comment names, every method can throw KMSInternalException, KeyUnavailableException,
 * DependencyTimeoutException and ThrottlingException where a fault was injected.
 */
export interface KmsApi {
  /**
   * Makes a customer managed key in the session's account and Region.
   *
   * Throws AccessDeniedException, LimitExceededException, MalformedPolicyDocumentException, InvalidArnException, TagException,
   * ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
   */
  createKey(input?: CreateKeyInput): CreateKeyOutput

  /**
   * Says what a key is and in which state.
   *
   * Throws AccessDeniedException, NotFoundException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
   */
  describeKey(input: DescribeKeyInput): DescribeKeyOutput

  /**
   * Lists the keys of the account and Region.
   *
   * Throws AccessDeniedException, InvalidMarkerException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html
   */
  listKeys(input?: ListKeysInput): ListKeysOutput

  /**
   * Makes a disabled key usable again.
   *
   * Throws AccessDeniedException, InvalidArnException, KMSInvalidStateException, NotFoundException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKey.html
   */
  enableKey(input: EnableKeyInput): EnableKeyOutput

  /**
   * Makes a key unusable until it is enabled.
   *
   * Throws AccessDeniedException, InvalidArnException, KMSInvalidStateException, NotFoundException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKey.html
   */
  disableKey(input: DisableKeyInput): DisableKeyOutput

  /**
   * Makes a key unusable and deletes it after a waiting period of 7 to 30 days.
   *
   * Throws AccessDeniedException, InvalidArnException, KMSInvalidStateException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
   */
  scheduleKeyDeletion(input: ScheduleKeyDeletionInput): ScheduleKeyDeletionOutput

  /**
   * Ends the waiting period; the key is then disabled.
   *
   * Throws AccessDeniedException, InvalidArnException, KMSInvalidStateException, NotFoundException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html
   */
  cancelKeyDeletion(input: CancelKeyDeletionInput): CancelKeyDeletionOutput

  /**
   * Gives a key a name that begins with `alias/`.
   *
   * Throws AccessDeniedException, AlreadyExistsException, InvalidArnException, KMSInvalidStateException,
   * LimitExceededException, NotAuthorizedException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
   */
  createAlias(input: CreateAliasInput): CreateAliasOutput

  /**
   * Lists the aliases of the account and Region, or of one key.
   *
   * Throws AccessDeniedException, InvalidArnException, InvalidMarkerException, NotFoundException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html
   */
  listAliases(input?: ListAliasesInput): ListAliasesOutput

  /**
   * Makes a replica of a multi-Region primary key in another Region.
   *
   * Throws AccessDeniedException, AlreadyExistsException, DisabledException, InvalidArnException, KMSInvalidStateException,
   * LimitExceededException, MalformedPolicyDocumentException, NotFoundException, TagException, UnsupportedOperationException,
   * ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html
   */
  replicateKey(input: ReplicateKeyInput): ReplicateKeyOutput

  /**
   * Encrypts up to 4096 bytes, bound to an encryption context.
   *
   * Throws AccessDeniedException, DisabledException, DryRunOperationException, InvalidGrantTokenException,
   * InvalidKeyUsageException, KMSInvalidStateException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
   */
  encrypt(input: EncryptInput): EncryptOutput

  /**
   * Opens a ciphertext of Encrypt, GenerateDataKey or ReEncrypt, given the same encryption context.
   *
   * Throws AccessDeniedException, DisabledException, DryRunOperationException, IncorrectKeyException,
   * InvalidCiphertextException, InvalidGrantTokenException, InvalidKeyUsageException, KMSInvalidStateException,
   * NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
   */
  decrypt(input?: DecryptInput): DecryptOutput

  /**
   * Seals the content of a ciphertext anew, under another key or another encryption context.
   *
   * Throws AccessDeniedException, DisabledException, DryRunOperationException, IncorrectKeyException,
   * InvalidCiphertextException, InvalidGrantTokenException, InvalidKeyUsageException, KMSInvalidStateException,
   * NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html
   */
  reEncrypt(input: ReEncryptInput): ReEncryptOutput

  /**
   * Makes a data key: in clear and sealed.
   *
   * Throws AccessDeniedException, DisabledException, DryRunOperationException, InvalidGrantTokenException,
   * InvalidKeyUsageException, KMSInvalidStateException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html
   */
  generateDataKey(input: GenerateDataKeyInput): GenerateDataKeyOutput

  /**
   * Makes a data key: sealed alone.
   *
   * Throws AccessDeniedException, DisabledException, DryRunOperationException, InvalidGrantTokenException,
   * InvalidKeyUsageException, KMSInvalidStateException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyWithoutPlaintext.html
   */
  generateDataKeyWithoutPlaintext(input: GenerateDataKeyWithoutPlaintextInput): GenerateDataKeyWithoutPlaintextOutput

  /**
   * Allows a principal some operations on a key.
   *
   * Throws AccessDeniedException, DisabledException, DryRunOperationException, InvalidArnException, InvalidGrantTokenException,
   * KMSInvalidStateException, LimitExceededException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
   */
  createGrant(input: CreateGrantInput): CreateGrantOutput

  /**
   * Lists the grants of a key.
   *
   * Throws AccessDeniedException, InvalidArnException, InvalidGrantIdException, InvalidMarkerException, NotFoundException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html
   */
  listGrants(input: ListGrantsInput): ListGrantsOutput

  /**
   * Ends a grant, by the right of whoever is done with it.
   *
   * Throws AccessDeniedException, DryRunOperationException, InvalidArnException, InvalidGrantIdException,
   * InvalidGrantTokenException, NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_RetireGrant.html
   */
  retireGrant(input?: RetireGrantInput): RetireGrantOutput

  /**
   * Ends a grant, by the right of whoever manages the key.
   *
   * Throws AccessDeniedException, DryRunOperationException, InvalidArnException, InvalidGrantIdException, NotFoundException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_RevokeGrant.html
   */
  revokeGrant(input: RevokeGrantInput): RevokeGrantOutput

  /**
   * Shows the key policy of a key.
   *
   * Throws AccessDeniedException, InvalidArnException, NotFoundException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html
   */
  getKeyPolicy(input: GetKeyPolicyInput): GetKeyPolicyOutput

  /**
   * Puts a key policy in the place of the old one.
   *
   * Throws AccessDeniedException, InvalidArnException, LimitExceededException, MalformedPolicyDocumentException,
   * NotFoundException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
   */
  putKeyPolicy(input: PutKeyPolicyInput): PutKeyPolicyOutput
}
