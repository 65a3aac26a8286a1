import type { Session } from '../session.ts'

/** Makes a customer managed key with an alias; answers its ARN. */
export const customerKey = ({ kms }: Session, alias: string, MultiRegion = false): string => {
  const { KeyMetadata } = kms.createKey({ MultiRegion })
  kms.createAlias({ AliasName: alias, TargetKeyId: KeyMetadata.KeyId })
  return KeyMetadata.Arn
}
