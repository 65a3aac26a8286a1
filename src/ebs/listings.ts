import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { GIB, type SnapshotRecord } from '../ec2/records.ts'
import { SNAPSHOT_BLOCK_BYTES } from '../ec2/snapshot-blocks.ts'
import { invalid } from './errors.ts'
import type { PageInput } from './fields.ts'
import { BLOCK_TOKEN_MILLISECONDS, PAGE_TOKEN_MILLISECONDS, readToken, writeToken } from './tokens.ts'

/** What every page of a listing says beside its blocks. */
export interface PageFacts {
  /** When the block tokens expire: in seven days. */
  ExpiryTime: Date
  /** GiB. */
  VolumeSize: number
  /** 524288. */
  BlockSize: number
  /** Where there is more. */
  NextToken?: string
}

/** The index of the first block of a page: the token's, else the one that the request names. `scope` is of the listing. */
export const firstBlockOf = (
  world: World,
  scope: string,
  { NextToken, StartingBlockIndex = 0 }: PageInput,
): Outcome<number, Failure> => {
  if (NextToken === undefined) return succeed(StartingBlockIndex)
  const index = readToken(world, scope, NextToken)
  return index === undefined
    ? refuse(invalid(`The pagination token ${NextToken} is invalid.`, 'INVALID_PAGE_TOKEN'))
    : succeed(index)
}

/** A page of block indexes, and what the page says beside them. */
export const pageOf = (
  { world, time, input }: Call<PageInput>,
  scope: string,
  { sizeBytes }: SnapshotRecord,
  indexes: Generator<number, undefined, undefined>,
): { readonly indexes: readonly number[]; readonly facts: PageFacts } => {
  const length = Math.max(PAGE_MIN, input.MaxResults ?? PAGE_MAX)
  const page: number[] = []
  let next: number | undefined
  for (const index of indexes) {
    if (page.length < length) page.push(index)
    else {
      next = index
      break
    }
  }
  const facts = {
    ExpiryTime: new Date(time + BLOCK_TOKEN_MILLISECONDS),
    VolumeSize: sizeBytes / GIB,
    BlockSize: SNAPSHOT_BLOCK_BYTES,
    ...(next === undefined ? {} : { NextToken: writeToken(world, { scope, blockIndex: next }, time + PAGE_TOKEN_MILLISECONDS) }),
  }
  return { indexes: page, facts }
}

/** The token of a block of a snapshot: what GetSnapshotBlock asks for. */
export const blockToken = ({ world, time }: Pick<Call, 'world' | 'time'>, snapshotId: string, blockIndex: number): string =>
  writeToken(world, { scope: blockScope(snapshotId), blockIndex }, time + BLOCK_TOKEN_MILLISECONDS)

/** Whether a token is of that block, and still good. */
export const isTokenOf = (world: World, snapshotId: string, blockIndex: number, token: string): boolean =>
  readToken(world, blockScope(snapshotId), token) === blockIndex

const blockScope = (snapshotId: string) => `block/${snapshotId}`

/** Source: spec/ebs-ec2.md 8.2. */
const PAGE_MIN = 100
const PAGE_MAX = 10_000
