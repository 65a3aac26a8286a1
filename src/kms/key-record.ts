import type { PolicyVersion } from '../iam/policy.ts'
import type { KeySpec, KeyUsage } from './key-specs.ts'
import type { KeyState } from './key-states.ts'

/** A KMS key in one Region, as stored: plain data. Backing keys are not here: they live in HSM memory (`store.ts`). */
export interface KeyRecord {
  /** A UUID, or `mrk-` and 32 hexadecimal digits for a multi-Region key. */
  readonly keyId: string
  readonly arn: string
  readonly account: string
  readonly region: string
  /** What this key shares with its related keys in other Regions: one object, referred to by all of them. */
  readonly family: KeyFamily
  readonly manager: 'AWS' | 'CUSTOMER'
  /** Epoch milliseconds. */
  readonly createdAt: number
  description: string
  status: KeyStatus
  policy: PolicyVersion
  readonly tags: Map<string, string>
  /** Names of the aliases that point to this key, in order of creation. */
  readonly aliases: string[]
}

/** The state of a key with what belongs to it: a key that is pending deletion has a date, and no other key can have one. */
export type KeyStatus =
  | { readonly state: Exclude<KeyState, 'PendingDeletion' | 'PendingReplicaDeletion'> }
  | {
      readonly state: 'PendingDeletion'
      /** Epoch milliseconds. */
      readonly deletionDate: number
    }
  | { readonly state: 'PendingReplicaDeletion'; readonly windowDays: number }

/** What all Regions' keys of one key id share: spec, usage, origin, key material. A single-Region key is a family of one. */
export interface KeyFamily {
  readonly keyId: string
  readonly account: string
  /** The Region in which the key was made. */
  readonly region: string
  readonly keySpec: KeySpec
  readonly keyUsage: KeyUsage
  readonly origin: 'AWS_KMS' | 'EXTERNAL' | 'AWS_CLOUDHSM' | 'EXTERNAL_KEY_STORE'
  /** Present for multi-Region keys: where the primary is, and where the replicas are, in order of Region. */
  multiRegion?: { primaryRegion: string; readonly replicaRegions: string[] }
  /** From oldest to newest; the last one is current. */
  readonly materials: KeyMaterial[]
}

/** One generation of key material: its name, never its bytes. */
export interface KeyMaterial {
  /** 64 hexadecimal digits. */
  readonly id: string
  /** Epoch milliseconds. */
  readonly createdAt: number
}

/** The material that new ciphertexts are made with. */
export const currentMaterial = ({ materials }: KeyFamily): KeyMaterial => materials[materials.length - 1] as KeyMaterial

/** A name for a key in one account and Region. */
export interface AliasRecord {
  /** `alias/…` */
  readonly name: string
  readonly arn: string
  keyId: string
  readonly createdAt: number
  updatedAt: number
}
