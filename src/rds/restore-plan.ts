import type { Settings } from '../core/settings.ts'
import type { Source } from './source.ts'
import type { WantedProtection } from './storage-plan.ts'

/**
 * How a restored cluster is protected: under the key that the request names, else as its source is. Unencrypted sources come back under
 * the key that AWS owns since February 2026, unless the cluster is a clone.
 *
 * A snapshot that another account has shared, restored without naming a key, is under that account's key. Source: spec/around.md 3.1, 3.4.
 */
export const restoredEncryption = (
  { rdsEncryptByDefault }: Pick<Settings, 'rdsEncryptByDefault'>,
  { protection }: Source,
  { KmsKeyId, isClone }: { readonly KmsKeyId: string | undefined; readonly isClone: boolean },
): WantedProtection => {
  if (KmsKeyId !== undefined) return { kind: 'sse-kms', selector: KmsKeyId }
  switch (protection.kind) {
    case 'sse-kms':
      return { kind: 'sse-kms', selector: protection.key.kmsKeyArn }
    case 'sse-rds':
      return { kind: 'sse-rds' }
    case 'none':
      return { kind: rdsEncryptByDefault && !isClone ? 'sse-rds' : 'none' }
    default:
      return protection satisfies never
  }
}
