import { accountOf, type Key, livingKeys, mayUse, type Paper, type Protection, pick, type Snapshot, type Who } from '../paper.ts'

/** What a request says of encryption. */
export interface EncryptionWish {
  readonly Encrypted?: true
  readonly KmsKeyId?: string
}

/** A key to name in a request of EC2: one of the caller's own account in the Region, or none. */
export const wishedKey = (paper: Paper, who: Who, region: string, number: number): Key | undefined => {
  const own = livingKeys(paper).filter((key) => key.region === region && key.account === accountOf(who))
  return number % 2 === 0 ? undefined : pick(own, number >> 1)
}

export const wishFor = (key: Key | undefined): EncryptionWish => (key === undefined ? {} : { Encrypted: true, KmsKeyId: key.arn })

/** Under which key a new volume is: the outcomes table of the guide, as far as stories ask. */
export const volumeProtection = (paper: Paper, who: Who, region: string, key?: Key, source?: Snapshot): Protection => {
  const account = accountOf(who)
  if (key !== undefined) return key
  if (source !== undefined && source.protection !== 'plain') return source.account === account ? source.protection : 'managed'
  return paper.encryptedByDefault.has(`${account}/${region}`) ? 'managed' : 'plain'
}

/** The same of a copied snapshot, which never keeps its source's key of itself. */
export const copyProtection = (paper: Paper, who: Who, region: string, source: Snapshot, key?: Key): Protection => {
  if (key !== undefined) return key
  return source.protection !== 'plain' || paper.encryptedByDefault.has(`${accountOf(who)}/${region}`) ? 'managed' : 'plain'
}

/** Whether somebody can have a disk's data under a protection: KMS lets them, and the key can be used. */
export const isWithinReach = (paper: Paper, who: Who, protection: Protection): boolean =>
  typeof protection === 'string' || (protection.state === 'Enabled' && mayUse(paper, who, protection, 'Decrypt'))

/** The snapshots that somebody sees in a Region: the own ones and those that are shared with them. */
export const visibleSnapshots = ({ snapshots }: Paper, who: Who, region?: string): readonly Snapshot[] =>
  snapshots.filter(
    (snapshot) =>
      (region === undefined || snapshot.region === region) &&
      (snapshot.account === accountOf(who) || (who === 'guest' && snapshot.isSharedWithGuest)),
  )
