import type { SnapshotRecord } from './records.ts'

/**
 * The tags of a snapshot as an account sees them: those that it has given itself. The owner's are invisible to those with whom the
 * snapshot is shared. Source: spec/ebs-ec2.md 6.3, recorded.
 */
export const tagsSeenBy = (
  { account: owner, tags, tagsOfOthers }: Pick<SnapshotRecord, 'account' | 'tags' | 'tagsOfOthers'>,
  account: string,
): ReadonlyMap<string, string> => (account === owner ? tags : (tagsOfOthers?.get(account) ?? NONE))

const NONE: ReadonlyMap<string, string> = new Map()
