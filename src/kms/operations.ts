import type { AnyOperation } from '../core/operation.ts'
import { CancelKeyDeletion } from './operations/cancel-key-deletion.ts'
import { CreateAlias } from './operations/create-alias.ts'
import { CreateGrant } from './operations/create-grant.ts'
import { CreateKey } from './operations/create-key.ts'
import { Decrypt } from './operations/decrypt.ts'
import { DescribeKey } from './operations/describe-key.ts'
import { DisableKey } from './operations/disable-key.ts'
import { EnableKey } from './operations/enable-key.ts'
import { Encrypt } from './operations/encrypt.ts'
import { GenerateDataKey } from './operations/generate-data-key.ts'
import { GenerateDataKeyWithoutPlaintext } from './operations/generate-data-key-without-plaintext.ts'
import { GetKeyPolicy } from './operations/get-key-policy.ts'
import { ListAliases } from './operations/list-aliases.ts'
import { ListGrants } from './operations/list-grants.ts'
import { ListKeys } from './operations/list-keys.ts'
import { PutKeyPolicy } from './operations/put-key-policy.ts'
import { ReEncrypt } from './operations/re-encrypt.ts'
import { ReplicateKey } from './operations/replicate-key.ts'
import { RetireGrant } from './operations/retire-grant.ts'
import { RevokeGrant } from './operations/revoke-grant.ts'
import { ScheduleKeyDeletion } from './operations/schedule-key-deletion.ts'

/** Every operation of KMS that is simulated. */
export const KMS_OPERATIONS: readonly AnyOperation[] = [
  CancelKeyDeletion,
  CreateAlias,
  CreateGrant,
  CreateKey,
  Decrypt,
  DescribeKey,
  DisableKey,
  EnableKey,
  Encrypt,
  GenerateDataKey,
  GenerateDataKeyWithoutPlaintext,
  GetKeyPolicy,
  ListAliases,
  ListGrants,
  ListKeys,
  PutKeyPolicy,
  ReEncrypt,
  ReplicateKey,
  RetireGrant,
  RevokeGrant,
  ScheduleKeyDeletion,
]
