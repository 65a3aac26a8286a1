import type { SigningAlgorithm } from '../crypto/key-pairs/key-algorithm.ts'
import type { MacAlgorithm } from '../crypto/key-pairs/mac.ts'
import { multiRegionKeyType } from './condition-keys.ts'
import { hasItsMaterial } from './imported-material.ts'
import { currentMaterial, type KeyFamily, type KeyRecord } from './key-record.ts'
import { algorithmsOf, type KeySpec, type KeyUsage } from './key-specs.ts'
import type { KeyState } from './key-states.ts'
import type { KeyInStore } from './key-store-record.ts'
import { stateNow } from './state-now.ts'
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
  /** Only for usage `ENCRYPT_DECRYPT`. */
  EncryptionAlgorithms?: ('SYMMETRIC_DEFAULT' | 'RSAES_OAEP_SHA_1' | 'RSAES_OAEP_SHA_256' | 'SM2PKE')[]
  /** Only for usage `SIGN_VERIFY`. */
  SigningAlgorithms?: (SigningAlgorithm | 'SM2DSA')[]
  /** Only for usage `GENERATE_VERIFY_MAC`. */
  MacAlgorithms?: MacAlgorithm[]
  /** Only for usage `KEY_AGREEMENT`. */
  KeyAgreementAlgorithms?: 'ECDH'[]
  /** Only for usage `ENCAPSULATE_DECAPSULATE`. */
  EncapsulationAlgorithms?: 'ML_KEM'[]
  /** Only for keys in a custom key store. */
  CustomKeyStoreId?: string
  /** Only for keys in an AWS CloudHSM key store. */
  CloudHsmClusterId?: string
  /** Only for keys in an external key store. */
  XksKeyConfiguration?: { Id: string }
  MultiRegion: boolean
  /** Only for multi-Region keys. */
  MultiRegionConfiguration?: MultiRegionConfiguration
  /** Only in state `PendingDeletion`. */
  DeletionDate?: Date
  /** Only in state `PendingReplicaDeletion`. */
  PendingDeletionWindowInDays?: number
  /** Only for keys of origin EXTERNAL that have their material. */
  ExpirationModel?: 'KEY_MATERIAL_EXPIRES' | 'KEY_MATERIAL_DOES_NOT_EXPIRE'
  /** When the first of the key's imported materials expires; only with `KEY_MATERIAL_EXPIRES`. */
  ValidTo?: Date
  /** 64 hexadecimal digits; only for symmetric encryption keys, not before the first import, not while a replica is being created. */
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
  const { keySpec, keyUsage, origin, keyStore } = family
  const state = stateNow(key)
  const hasMaterialId =
    status.state !== 'Creating' && keySpec === 'SYMMETRIC_DEFAULT' && family.materials.length > 0 && keyStore === undefined
  const configuration = multiRegionConfiguration(key)
  return {
    AWSAccountId: key.account,
    KeyId: key.keyId,
    Arn: key.arn,
    CreationDate: new Date(key.createdAt),
    Enabled: state === 'Enabled',
    Description: key.description,
    KeyUsage: keyUsage,
    KeyState: state,
    ...(status.state === 'PendingDeletion' ? { DeletionDate: new Date(status.deletionDate) } : {}),
    ...(status.state === 'PendingReplicaDeletion' ? { PendingDeletionWindowInDays: status.windowDays } : {}),
    Origin: origin,
    KeyManager: key.manager,
    KeySpec: keySpec,
    CustomerMasterKeySpec: keySpec as CustomerMasterKeySpec,
    ...algorithmMembers(family),
    ...(keyStore === undefined ? {} : keyStoreMembers(keyStore)),
    MultiRegion: configuration !== undefined,
    ...(configuration === undefined ? {} : { MultiRegionConfiguration: configuration }),
    ...expirationMembers(key),
    ...(hasMaterialId ? { CurrentKeyMaterialId: currentMaterial(family).id } : {}),
  }
}

/** The member that lists what a key of this kind can do, named after its usage. */
export const algorithmMembers = ({ keySpec, keyUsage }: Pick<KeyFamily, 'keySpec' | 'keyUsage'>): AlgorithmMembers => ({
  [ALGORITHM_MEMBERS[keyUsage]]: [...(algorithmsOf(keySpec, keyUsage) ?? [])],
})

/** The five members of which a key has one. */
export type AlgorithmMembers = Pick<KeyMetadata, (typeof ALGORITHM_MEMBERS)[KeyUsage]>

const ALGORITHM_MEMBERS = {
  ENCRYPT_DECRYPT: 'EncryptionAlgorithms',
  SIGN_VERIFY: 'SigningAlgorithms',
  GENERATE_VERIFY_MAC: 'MacAlgorithms',
  KEY_AGREEMENT: 'KeyAgreementAlgorithms',
  ENCAPSULATE_DECAPSULATE: 'EncapsulationAlgorithms',
} as const satisfies Record<KeyUsage, keyof KeyMetadata>

/** `ExpirationModel` and `ValidTo` of a key; nothing where its material is not imported. Pending material does not count. */
export const expirationMembers = (key: KeyRecord): Pick<KeyMetadata, 'ExpirationModel' | 'ValidTo'> => {
  const { family, imports } = key
  if (imports === undefined || !hasItsMaterial(key)) return {}
  return expirationOf(family.materials.map(({ id }) => imports.get(id)?.validTo))
}

/** The two members for materials with these dates. */
export const expirationOf = (dates: readonly (number | undefined)[]): Pick<KeyMetadata, 'ExpirationModel' | 'ValidTo'> => {
  const expiring = dates.filter((date) => date !== undefined)
  return expiring.length === 0
    ? { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }
    : { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: new Date(Math.min(...expiring)) }
}

const keyStoreMembers = ({ store, xksKeyId }: KeyInStore) => ({
  CustomKeyStoreId: store.id,
  ...(store.backing.type === 'AWS_CLOUDHSM' ? { CloudHsmClusterId: store.backing.clusterId } : {}),
  ...(xksKeyId === undefined ? {} : { XksKeyConfiguration: { Id: xksKeyId } }),
})

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
