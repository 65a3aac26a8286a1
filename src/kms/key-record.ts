import type { PolicyVersion } from '../iam/policy.ts'
import type { KeySpec, KeyUsage } from './key-specs.ts'
import type { KeyState } from './key-states.ts'
import type { KeyInStore } from './key-store-record.ts'
import type { KeyUse } from './key-use.ts'

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
  /** What {@link stateNow} of `state-now.ts` starts from. */
  status: KeyStatus
  policy: PolicyVersion
  readonly tags: Map<string, string>
  /** Names of the aliases that point to this key, in order of creation. */
  readonly aliases: string[]
  /** Present where the key has been used. */
  lastUse?: KeyUse
  /** Present for keys of origin EXTERNAL: the materials that have been imported into this key and not been deleted since, by id. */
  readonly imports?: Map<string, ImportedMaterial>
}

/** What a key of origin EXTERNAL knows of a material that was imported into it: each Region's key has its own. */
export interface ImportedMaterial {
  /** Epoch milliseconds, whole seconds. Without it the material does not expire. */
  readonly validTo?: number
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
  /** Present for keys in a custom key store. */
  readonly keyStore?: KeyInStore
  /** Present for multi-Region keys: where the primary is, and where the replicas are, in order of Region. */
  multiRegion?: { primaryRegion: string; readonly replicaRegions: string[] }
  /** From oldest to newest; the last one is current. */
  readonly materials: KeyMaterial[]
  /** Imported as new key material and not yet rotated to. */
  pendingMaterial?: KeyMaterial | undefined
  /** Present where automatic rotation is on. */
  automaticRotation?: AutomaticRotation | undefined
  /** When the on-demand rotation that is in progress began (epoch milliseconds). */
  onDemandRotationStart?: number | undefined
}

/** The schedule of automatic rotation. */
export interface AutomaticRotation {
  readonly periodDays: number
  /** Epoch milliseconds; in the past where the key could not be rotated in time. */
  readonly nextDate: number
}

/** One generation of key material: its name, never its bytes. */
export interface KeyMaterial {
  /** 64 hexadecimal digits. */
  readonly id: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** How it became current; a key's first material was so from the beginning. */
  rotation?: MaterialRotation
  /** `KeyMaterialDescription` of the import. */
  description?: string
}

/** How and when (epoch milliseconds) a material took the place of the one before. */
export interface MaterialRotation {
  readonly type: 'AUTOMATIC' | 'ON_DEMAND'
  readonly date: number
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
