import type { KmsKeyPairsApi } from './key-pairs-api.ts'
import type { KmsKeyStoresApi } from './key-stores-api.ts'
import type { KmsNamesApi } from './names-api.ts'
import type { CancelKeyDeletionInput, CancelKeyDeletionOutput } from './operations/cancel-key-deletion.ts'
import type { CreateGrantInput, CreateGrantOutput } from './operations/create-grant.ts'
import type { CreateKeyInput, CreateKeyOutput } from './operations/create-key.ts'
import type { DecryptInput, DecryptOutput } from './operations/decrypt.ts'
import type {
  DeleteImportedKeyMaterialInput,
  DeleteImportedKeyMaterialOutput,
} from './operations/delete-imported-key-material.ts'
import type { DescribeKeyInput, DescribeKeyOutput } from './operations/describe-key.ts'
import type { DisableKeyInput, DisableKeyOutput } from './operations/disable-key.ts'
import type { DisableKeyRotationInput, DisableKeyRotationOutput } from './operations/disable-key-rotation.ts'
import type { EnableKeyInput, EnableKeyOutput } from './operations/enable-key.ts'
import type { EnableKeyRotationInput, EnableKeyRotationOutput } from './operations/enable-key-rotation.ts'
import type { EncryptInput, EncryptOutput } from './operations/encrypt.ts'
import type { GenerateDataKeyInput, GenerateDataKeyOutput } from './operations/generate-data-key.ts'
import type {
  GenerateDataKeyWithoutPlaintextInput,
  GenerateDataKeyWithoutPlaintextOutput,
} from './operations/generate-data-key-without-plaintext.ts'
import type { GenerateRandomInput, GenerateRandomOutput } from './operations/generate-random.ts'
import type { GetKeyLastUsageInput, GetKeyLastUsageOutput } from './operations/get-key-last-usage.ts'
import type { GetKeyPolicyInput, GetKeyPolicyOutput } from './operations/get-key-policy.ts'
import type { GetKeyRotationStatusInput, GetKeyRotationStatusOutput } from './operations/get-key-rotation-status.ts'
import type { GetParametersForImportInput, GetParametersForImportOutput } from './operations/get-parameters-for-import.ts'
import type { ImportKeyMaterialInput, ImportKeyMaterialOutput } from './operations/import-key-material.ts'
import type { ListGrantsInput, ListGrantsOutput } from './operations/list-grants.ts'
import type { ListKeyPoliciesInput, ListKeyPoliciesOutput } from './operations/list-key-policies.ts'
import type { ListKeyRotationsInput, ListKeyRotationsOutput } from './operations/list-key-rotations.ts'
import type { ListKeysInput, ListKeysOutput } from './operations/list-keys.ts'
import type { ListRetirableGrantsInput, ListRetirableGrantsOutput } from './operations/list-retirable-grants.ts'
import type { PutKeyPolicyInput, PutKeyPolicyOutput } from './operations/put-key-policy.ts'
import type { ReEncryptInput, ReEncryptOutput } from './operations/re-encrypt.ts'
import type { ReplicateKeyInput, ReplicateKeyOutput } from './operations/replicate-key.ts'
import type { RetireGrantInput, RetireGrantOutput } from './operations/retire-grant.ts'
import type { RevokeGrantInput, RevokeGrantOutput } from './operations/revoke-grant.ts'
import type { RotateKeyOnDemandInput, RotateKeyOnDemandOutput } from './operations/rotate-key-on-demand.ts'
import type { ScheduleKeyDeletionInput, ScheduleKeyDeletionOutput } from './operations/schedule-key-deletion.ts'
import type { UpdatePrimaryRegionInput, UpdatePrimaryRegionOutput } from './operations/update-primary-region.ts'

/**
 * AWS KMS as one principal in one Region calls it: AWS's operations under their names, AWS-shaped in and out, synchronous. A refusal
 * is thrown as AWS's error, which `instanceof KMSServiceException` recognises.
 *
 * Besides what a method's comment names, every method can throw KMSInternalException, KeyUnavailableException,
 * DependencyTimeoutException and ThrottlingException where a fault was injected; ThrottlingException also beyond the request quotas,
 * where `requestQuotas` asks for them.
 */
export interface KmsApi extends KmsNamesApi, KmsKeyStoresApi, KmsKeyPairsApi {
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

  /**
   * Turns automatic rotation of a key on: every 365 days, or every 90 to 2560.
   *
   * Throws AccessDeniedException, DisabledException, InvalidArnException, KMSInvalidStateException, NotFoundException,
   * UnsupportedOperationException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
   */
  enableKeyRotation(input: EnableKeyRotationInput): EnableKeyRotationOutput

  /**
   * Turns automatic rotation of a key off.
   *
   * Throws AccessDeniedException, DisabledException, InvalidArnException, KMSInvalidStateException, NotFoundException,
   * UnsupportedOperationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKeyRotation.html
   */
  disableKeyRotation(input: DisableKeyRotationInput): DisableKeyRotationOutput

  /**
   * Says whether, and when, a key is rotated.
   *
   * Throws AccessDeniedException, InvalidArnException, NotFoundException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html
   */
  getKeyRotationStatus(input: GetKeyRotationStatusInput): GetKeyRotationStatusOutput

  /**
   * Gives a key new key material now; what was encrypted before still opens.
   *
   * Throws AccessDeniedException, ConflictException, DisabledException, InvalidArnException, KMSInvalidStateException,
   * LimitExceededException, NotFoundException, UnsupportedOperationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_RotateKeyOnDemand.html
   */
  rotateKeyOnDemand(input: RotateKeyOnDemandInput): RotateKeyOnDemandOutput

  /**
   * Lists the completed rotations of a key, or all of its key materials.
   *
   * Throws AccessDeniedException, InvalidArnException, InvalidMarkerException, NotFoundException, UnsupportedOperationException,
   * ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyRotations.html
   */
  listKeyRotations(input: ListKeyRotationsInput): ListKeyRotationsOutput

  /**
   * Makes a replica the primary key of its family, and the primary key a replica.
   *
   * Throws AccessDeniedException, DisabledException, InvalidArnException, KMSInvalidStateException, NotFoundException,
   * ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdatePrimaryRegion.html
   */
  updatePrimaryRegion(input: UpdatePrimaryRegionInput): UpdatePrimaryRegionOutput

  /**
   * Makes a public key and a token for the import of key material.
   *
   * Throws AccessDeniedException, InvalidArnException, KMSInvalidStateException, NotFoundException, UnsupportedOperationException,
   * ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetParametersForImport.html
   */
  getParametersForImport(input: GetParametersForImportInput): GetParametersForImportOutput

  /**
   * Puts key material of the user's own into a key.
   *
   * Throws AccessDeniedException, ExpiredImportTokenException, IncorrectKeyMaterialException, InvalidArnException,
   * InvalidCiphertextException, InvalidImportTokenException, KMSInvalidStateException, NotFoundException,
   * UnsupportedOperationException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ImportKeyMaterial.html
   */
  importKeyMaterial(input: ImportKeyMaterialInput): ImportKeyMaterialOutput

  /**
   * Deletes imported key material: the key is unusable until the same material is imported again.
   *
   * Throws AccessDeniedException, InvalidArnException, KMSInvalidStateException, NotFoundException, UnsupportedOperationException,
   * ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteImportedKeyMaterial.html
   */
  deleteImportedKeyMaterial(input: DeleteImportedKeyMaterialInput): DeleteImportedKeyMaterialOutput

  /**
   * Lists the names of a key's policies: `default` alone.
   *
   * Throws AccessDeniedException, InvalidArnException, InvalidMarkerException, NotFoundException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html
   */
  listKeyPolicies(input: ListKeyPoliciesInput): ListKeyPoliciesOutput

  /**
   * Lists the grants that a principal of the account may retire, on the keys of all accounts in the Region.
   *
   * Throws AccessDeniedException, InvalidArnException, InvalidMarkerException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListRetirableGrants.html
   */
  listRetirableGrants(input: ListRetirableGrantsInput): ListRetirableGrantsOutput

  /**
   * Says when and by which operation a key was last used.
   *
   * Throws AccessDeniedException, InvalidArnException, NotFoundException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyLastUsage.html
   */
  getKeyLastUsage(input: GetKeyLastUsageInput): GetKeyLastUsageOutput

  /**
   * Makes 1 to 1024 random bytes.
   *
   * Throws AccessDeniedException, CustomKeyStoreInvalidStateException, CustomKeyStoreNotFoundException,
   * UnsupportedOperationException, ValidationException.
   *
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateRandom.html
   */
  generateRandom(input?: GenerateRandomInput): GenerateRandomOutput
}
