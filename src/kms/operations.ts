import type { AnyOperation } from '../core/operation.ts'
import { CancelKeyDeletion } from './operations/cancel-key-deletion.ts'
import { ConnectCustomKeyStore } from './operations/connect-custom-key-store.ts'
import { CreateAlias } from './operations/create-alias.ts'
import { CreateCustomKeyStore } from './operations/create-custom-key-store.ts'
import { CreateGrant } from './operations/create-grant.ts'
import { CreateKey } from './operations/create-key.ts'
import { Decapsulate } from './operations/decapsulate.ts'
import { Decrypt } from './operations/decrypt.ts'
import { DeleteAlias } from './operations/delete-alias.ts'
import { DeleteCustomKeyStore } from './operations/delete-custom-key-store.ts'
import { DeleteImportedKeyMaterial } from './operations/delete-imported-key-material.ts'
import { DeriveSharedSecret } from './operations/derive-shared-secret.ts'
import { DescribeCustomKeyStores } from './operations/describe-custom-key-stores.ts'
import { DescribeKey } from './operations/describe-key.ts'
import { DisableKey } from './operations/disable-key.ts'
import { DisableKeyRotation } from './operations/disable-key-rotation.ts'
import { DisconnectCustomKeyStore } from './operations/disconnect-custom-key-store.ts'
import { EnableKey } from './operations/enable-key.ts'
import { EnableKeyRotation } from './operations/enable-key-rotation.ts'
import { Encapsulate } from './operations/encapsulate.ts'
import { Encrypt } from './operations/encrypt.ts'
import { GenerateDataKey } from './operations/generate-data-key.ts'
import { GenerateDataKeyPair } from './operations/generate-data-key-pair.ts'
import { GenerateDataKeyPairWithoutPlaintext } from './operations/generate-data-key-pair-without-plaintext.ts'
import { GenerateDataKeyWithoutPlaintext } from './operations/generate-data-key-without-plaintext.ts'
import { GenerateMac } from './operations/generate-mac.ts'
import { GenerateRandom } from './operations/generate-random.ts'
import { GetKeyLastUsage } from './operations/get-key-last-usage.ts'
import { GetKeyPolicy } from './operations/get-key-policy.ts'
import { GetKeyRotationStatus } from './operations/get-key-rotation-status.ts'
import { GetParametersForImport } from './operations/get-parameters-for-import.ts'
import { GetPublicKey } from './operations/get-public-key.ts'
import { ImportKeyMaterial } from './operations/import-key-material.ts'
import { ListAliases } from './operations/list-aliases.ts'
import { ListGrants } from './operations/list-grants.ts'
import { ListKeyPolicies } from './operations/list-key-policies.ts'
import { ListKeyRotations } from './operations/list-key-rotations.ts'
import { ListKeys } from './operations/list-keys.ts'
import { ListResourceTags } from './operations/list-resource-tags.ts'
import { ListRetirableGrants } from './operations/list-retirable-grants.ts'
import { PutKeyPolicy } from './operations/put-key-policy.ts'
import { ReEncrypt } from './operations/re-encrypt.ts'
import { ReplicateKey } from './operations/replicate-key.ts'
import { RetireGrant } from './operations/retire-grant.ts'
import { RevokeGrant } from './operations/revoke-grant.ts'
import { RotateKeyOnDemand } from './operations/rotate-key-on-demand.ts'
import { ScheduleKeyDeletion } from './operations/schedule-key-deletion.ts'
import { Sign } from './operations/sign.ts'
import { TagResource } from './operations/tag-resource.ts'
import { UntagResource } from './operations/untag-resource.ts'
import { UpdateAlias } from './operations/update-alias.ts'
import { UpdateCustomKeyStore } from './operations/update-custom-key-store.ts'
import { UpdateKeyDescription } from './operations/update-key-description.ts'
import { UpdatePrimaryRegion } from './operations/update-primary-region.ts'
import { Verify } from './operations/verify.ts'
import { VerifyMac } from './operations/verify-mac.ts'

/** Every operation of KMS that is simulated. */
export const KMS_OPERATIONS: readonly AnyOperation[] = [
  CancelKeyDeletion,
  ConnectCustomKeyStore,
  CreateAlias,
  CreateCustomKeyStore,
  CreateGrant,
  CreateKey,
  Decapsulate,
  Decrypt,
  DeleteAlias,
  DeleteCustomKeyStore,
  DeleteImportedKeyMaterial,
  DeriveSharedSecret,
  DescribeCustomKeyStores,
  DescribeKey,
  DisableKey,
  DisableKeyRotation,
  DisconnectCustomKeyStore,
  EnableKey,
  EnableKeyRotation,
  Encapsulate,
  Encrypt,
  GenerateDataKey,
  GenerateDataKeyPair,
  GenerateDataKeyPairWithoutPlaintext,
  GenerateDataKeyWithoutPlaintext,
  GenerateMac,
  GenerateRandom,
  GetKeyLastUsage,
  GetKeyPolicy,
  GetKeyRotationStatus,
  GetParametersForImport,
  GetPublicKey,
  ImportKeyMaterial,
  ListAliases,
  ListGrants,
  ListKeyPolicies,
  ListKeyRotations,
  ListKeys,
  ListResourceTags,
  ListRetirableGrants,
  PutKeyPolicy,
  ReEncrypt,
  ReplicateKey,
  RetireGrant,
  RevokeGrant,
  RotateKeyOnDemand,
  ScheduleKeyDeletion,
  Sign,
  TagResource,
  UntagResource,
  UpdateAlias,
  UpdateCustomKeyStore,
  UpdateKeyDescription,
  UpdatePrimaryRegion,
  Verify,
  VerifyMac,
]
