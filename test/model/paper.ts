/*
 * The model: what a person would write on paper about a cloud. Plain data, so that a copy of the cloud has a copy of the paper; and the
 * few rules that say whether something should go through. Nothing here knows how the simulator works.
 */

/** The default account, and the one next door. */
export const OWNER = '111122223333'
export const GUEST = '444455556666'
export const REGIONS = ['us-east-1', 'eu-west-1'] as const

/** Who acts: an administrator of each account, and a role of the default account that nobody has allowed anything about keys. */
export const PEOPLE = ['admin', 'guest', 'app'] as const
export type Who = (typeof PEOPLE)[number]

/** What each key says beside "IAM of my account decides". */
export const POLICIES = ['plain', 'open to app', 'closed to app', 'open to guest'] as const
export type Policy = (typeof POLICIES)[number]

export interface Key {
  readonly arn: string
  readonly keyId: string
  readonly account: string
  readonly region: string
  readonly family: Family
  state: 'Enabled' | 'Disabled' | 'PendingDeletion' | 'gone'
  policy: Policy
  /** Epoch milliseconds. */
  deletedAt?: number | undefined
}

/** Keys with the same material: one, or a multi-Region key and its replicas. */
export interface Family {
  readonly isMultiRegion: boolean
  readonly members: Key[]
  /** AWS allows 25. */
  rotationsOnDemand: number
}

export interface Ciphertext {
  readonly blob: Uint8Array
  readonly plaintext: Uint8Array
  readonly family: Family
  readonly region: string
  readonly context: Readonly<Record<string, string>>
}

export interface Grant {
  readonly id: string
  readonly key: Key
  readonly operations: readonly GrantedOperation[]
  readonly subset: Readonly<Record<string, string>> | undefined
}
export type GrantedOperation = 'Encrypt' | 'Decrypt' | 'GenerateDataKey'

/** Under which key a disk is: none, the AWS managed key of its account and Region, or one of ours. */
export type Protection = 'plain' | 'managed' | Key

/** What volumes and snapshots have in common. `bytes` is the window of the disk that the stories write to. */
interface Disk {
  readonly id: string
  readonly account: string
  readonly region: string
  readonly protection: Protection
  readonly bytes: Uint8Array
}

export interface Volume extends Disk {
  attachment: { readonly instance: Instance; readonly device: string } | undefined
}

export interface Snapshot extends Disk {
  isSharedWithGuest: boolean
  /** Snapshots of an image cannot be deleted while it is registered. */
  isOfImage: boolean
}

export interface Instance {
  readonly id: string
  readonly account: string
  readonly region: string
  isRunning: boolean
}

export interface Image {
  readonly id: string
  readonly account: string
  readonly region: string
  /** Its data disks, each under its device name. */
  readonly disks: readonly { readonly device: string; readonly protection: Protection; readonly bytes: Uint8Array }[]
}

/** Everything on the paper. */
export interface Paper {
  now: number
  readonly keys: Key[]
  readonly ciphertexts: Ciphertext[]
  readonly grants: Grant[]
  readonly volumes: Volume[]
  readonly snapshots: Snapshot[]
  readonly instances: Instance[]
  readonly images: Image[]
  /** Images made so far: each needs a name of its own. */
  imagesMade: number
  /** The ids of all copies, oldest first, by source and place: a copy builds on the one before it. */
  readonly copies: Map<string, string[]>
  /** `account/region` where encryption by default is on. */
  readonly encryptedByDefault: Set<string>
}

export const emptyPaper = (now: number): Paper => ({
  now,
  keys: [],
  ciphertexts: [],
  grants: [],
  volumes: [],
  snapshots: [],
  instances: [],
  images: [],
  imagesMade: 0,
  copies: new Map(),
  encryptedByDefault: new Set(),
})

/** The bytes of a disk that the stories look at: two units, so that writes cross their border. */
export const WINDOW = 1024

export const accountOf = (who: Who): string => (who === 'guest' ? GUEST : OWNER)

/** Whether somebody may use a key, from its policy and its grants alone. */
export const mayUse = (
  paper: Paper,
  who: Who,
  key: Key,
  operation: GrantedOperation | 'administer',
  context: Readonly<Record<string, string>> = {},
): boolean => {
  if (who !== 'app') return key.account === accountOf(who) || (key.policy === 'open to guest' && operation !== 'administer')
  if (key.account !== OWNER || key.policy === 'closed to app' || operation === 'administer') return false
  if (key.policy === 'open to app') return true
  return paper.grants.some(
    (grant) =>
      grant.key === key &&
      grant.operations.includes(operation) &&
      Object.entries(grant.subset ?? {}).every(([name, value]) => context[name] === value),
  )
}

/** AWS's error for the state of a key that somebody wants to use; nothing where it can be used. */
export const stateRefusal = ({ state }: Key): string | undefined =>
  state === 'Enabled' ? undefined : state === 'Disabled' ? 'DisabledException' : 'KMSInvalidStateException'

/** Whether EBS can open what is under a protection, for the account that the disk belongs to. */
export const isUsable = (protection: Protection): boolean => typeof protection === 'string' || protection.state === 'Enabled'

/** The keys that still exist. */
export const livingKeys = ({ keys }: Paper): readonly Key[] => keys.filter(({ state }) => state !== 'gone')

/** The item that a number stands for, round and round. */
export const pick = <Item>(items: readonly Item[], number: number): Item | undefined => items[number % Math.max(1, items.length)]

/** The disks that a guest has in a running instance. */
export const openDisks = ({ volumes }: Paper): readonly (Volume & { attachment: { instance: Instance; device: string } })[] =>
  volumes.filter((volume): volume is Volume & { attachment: { instance: Instance; device: string } } =>
    Boolean(volume.attachment?.instance.isRunning),
  )
