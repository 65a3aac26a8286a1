import { multiRegionKeyType } from './condition-context.ts'
import { currentMaterial, type KeyRecord } from './key-record.ts'
import { algorithmsOf, type KeySpec, type KeyUsage } from './key-specs.ts'
import type { KeyState } from './key-states.ts'
import { keyArn } from './store.ts'

/** What KMS says of a key. Source: API Reference, KeyMetadata; presence of members as sentMembers, spec/kms.md 1.2. */
export interface KeyMetadata {
  AWSAccountId: string
  /** The bare id, never the ARN. */
  KeyId: string
  Arn: string
  CreationDate: Date
  /** True exactly in state `Enabled`. */
  Enabled: boolean
  /** `""` where the key has none. */
  Description: string
  KeyUsage: KeyUsage
  KeyState: KeyState
  Origin: 'AWS_KMS' | 'EXTERNAL' | 'AWS_CLOUDHSM' | 'EXTERNAL_KEY_STORE'
  KeyManager: 'AWS' | 'CUSTOMER'
  KeySpec: KeySpec
  /** Deprecated by AWS; the same value as `KeySpec`. */
  CustomerMasterKeySpec: CustomerMasterKeySpec
  EncryptionAlgorithms?: ('SYMMETRIC_DEFAULT' | 'RSAES_OAEP_SHA_1' | 'RSAES_OAEP_SHA_256' | 'SM2PKE')[]
  MultiRegion: boolean
  /** Only for multi-Region keys. */
  MultiRegionConfiguration?: MultiRegionConfiguration
  /** Only in state `PendingDeletion`. */
  DeletionDate?: Date
  /** Only in state `PendingReplicaDeletion`. */
  PendingDeletionWindowInDays?: number
  /** 64 hexadecimal digits; not while a replica is being created. */
  CurrentKeyMaterialId?: string
}

/** The key specs that the deprecated member knows by its model; AWS echoes newer ones all the same. */
export type CustomerMasterKeySpec = Exclude<KeySpec, 'ECC_NIST_EDWARDS25519' | `ML_${string}`>

/** The related keys of a multi-Region key; the same in every Region. */
export interface MultiRegionConfiguration {
  MultiRegionKeyType: 'PRIMARY' | 'REPLICA'
  PrimaryKey: MultiRegionKey
  ReplicaKeys: MultiRegionKey[]
}

/** One of several related multi-Region keys. */
export interface MultiRegionKey {
  Arn: string
  Region: string
}

/** The metadata of a key as it is now. */
export const keyMetadata = (key: KeyRecord): KeyMetadata => {
  const { family, status } = key
  const { keySpec, keyUsage, origin } = family
  const algorithms = algorithmsOf(keySpec, keyUsage) as KeyMetadata['EncryptionAlgorithms']
  const hasMaterialId = status.state !== 'Creating' && family.materials.length > 0
  const configuration = multiRegionConfiguration(key)
  return {
    AWSAccountId: key.account,
    KeyId: key.keyId,
    Arn: key.arn,
    CreationDate: new Date(key.createdAt),
    Enabled: status.state === 'Enabled',
    Description: key.description,
    KeyUsage: keyUsage,
    KeyState: status.state,
    ...(status.state === 'PendingDeletion' ? { DeletionDate: new Date(status.deletionDate) } : {}),
    ...(status.state === 'PendingReplicaDeletion' ? { PendingDeletionWindowInDays: status.windowDays } : {}),
    Origin: origin,
    KeyManager: key.manager,
    KeySpec: keySpec,
    CustomerMasterKeySpec: keySpec as CustomerMasterKeySpec,
    ...(keyUsage === 'ENCRYPT_DECRYPT' && algorithms !== undefined ? { EncryptionAlgorithms: [...algorithms] } : {}),
    MultiRegion: configuration !== undefined,
    ...(configuration === undefined ? {} : { MultiRegionConfiguration: configuration }),
    ...(hasMaterialId ? { CurrentKeyMaterialId: currentMaterial(family).id } : {}),
  }
}

const multiRegionConfiguration = (key: KeyRecord): MultiRegionConfiguration | undefined => {
  const { multiRegion } = key.family
  const type = multiRegionKeyType(key)
  if (multiRegion === undefined || type === undefined) return undefined
  const member = (region: string): MultiRegionKey => ({ Arn: keyArn(key.account, region, key.keyId), Region: region })
  return {
    MultiRegionKeyType: type,
    PrimaryKey: member(multiRegion.primaryRegion),
    ReplicaKeys: multiRegion.replicaRegions.map(member),
  }
}
