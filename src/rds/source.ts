import { type Outcome, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { Place } from '../ec2/arns.ts'
import type { ServedRequest } from '../ec2/kms-call.ts'
import { openSource } from './key-use.ts'
import { type OpenDataKey, openOwned } from './owned-keys.ts'
import type { ClusterRecord, SnapshotRecord } from './records.ts'

/** What a snapshot is copied from, or a cluster restored from. */
export type Source = ClusterRecord | SnapshotRecord

/** The data key of a source, open; nothing where it is not encrypted. The caller overwrites the plaintext. */
export const openDataKeyOf = (request: ServedRequest, source: Source): Outcome<OpenDataKey | undefined, Failure> => {
  const { protection } = source
  if (protection.kind === 'none') return succeed(undefined)
  const { key } = protection
  if (protection.kind === 'sse-rds') return succeed({ key, plaintext: openOwned(request.world, source, key) })
  const opened = openSource(request, protection.key)
  return opened.ok ? succeed({ key, plaintext: opened.value }) : opened
}

/** Whether something belongs to this account in this Region. */
export const isOf = (source: Place, { account, region }: Place): boolean => source.account === account && source.region === region
