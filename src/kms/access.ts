import type { EncryptionContext } from '../crypto/encryption-context.ts'
import type { GrantMatch } from '../iam/evaluate.ts'
import type { GrantRecord } from './grants.ts'
import type { KeyRecord } from './key-record.ts'
import type { KeyTarget } from './resolve.ts'

/** What a permission is about: a key, a resource that only IAM policies speak of (an alias, a role), or nothing in particular (`*`). */
export type KmsResource = KeyTarget | { readonly kind: 'iam-only'; readonly arn: string } | { readonly kind: 'none' }

/** One permission that a call needs. ReEncrypt needs two, CreateAlias too. */
export interface KmsAccess {
  /** An IAM action, e.g. `kms:ReEncryptFrom`. */
  readonly action: string
  readonly on: KmsResource
  /** The encryption context that conditions and grant constraints look at. */
  readonly context?: EncryptionContext | undefined
  /** `kms:ReEncryptOnSameKey`. */
  readonly onSameKey?: boolean
  /** The key that is about to be made, for conditions on what it will be. It may be in another Region than the call. */
  readonly making?: KeyRecord
  /** The grant that is to end, for conditions on its constraint. */
  readonly grant?: GrantRecord | undefined
  /** What takes the place of the key policy and of the key's grants: for RetireGrant, which no policy can give. */
  readonly onlyGrants?: readonly GrantMatch[]
}

/** A permission that only IAM policies can give. */
export const onNothing = (action: string): KmsAccess => ({ action, on: { kind: 'none' } })
