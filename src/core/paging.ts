import { sha256 } from '@noble/hashes/sha2.js'
import { compareCodeUnits, concat, equalBytes, fromBase64Url, fromUtf8, toBase64Url, utf8 } from './bytes.ts'
import { type Outcome, refuse, succeed } from './outcome.ts'

/** A list to be told page by page. */
export interface Listing<Item> {
  /** In ascending order of their keys, by UTF-16 code units. */
  readonly items: readonly Item[]
  /** The item's place in the order, different for every item. Numbers are to be padded with zeros. */
  readonly keyOf: (item: Item) => string
  /** What is listed, e.g. `kms/ListGrants/<key ARN>`: a token of one list is refused by every other. */
  readonly scope: string
}

/** A page as KMS tells it (spec kms.md §8.5): `Truncated` always, `NextMarker` only when there is more. */
export interface MarkerPage<Item> {
  readonly items: readonly Item[]
  readonly Truncated: boolean
  readonly NextMarker?: string
}

/** A page as EC2 tells it (spec ebs-ec2.md §12.2). */
export interface TokenPage<Item> {
  readonly items: readonly Item[]
  readonly NextToken?: string
}

/** The token was not handed out for this list. The caller says so in its service's words. */
export const BAD_TOKEN = 'bad token'

/** The page behind `Marker`, at most `Limit` items long. Limits are checked and defaults chosen by the operation. */
export const pageByMarker = <Item>(
  listing: Listing<Item>,
  { Limit, Marker }: { readonly Limit: number; readonly Marker?: string | undefined },
): Outcome<MarkerPage<Item>, typeof BAD_TOKEN> => {
  const page = pageBehind(listing, Limit, Marker)
  if (!page.ok) return page
  const { items, next } = page.value
  return succeed(next === undefined ? { items, Truncated: false } : { items, Truncated: true, NextMarker: next })
}

/** The page behind `NextToken`, at most `MaxResults` items long; all that is left where `MaxResults` is missing. */
export const pageByToken = <Item>(
  listing: Listing<Item>,
  { MaxResults, NextToken }: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
): Outcome<TokenPage<Item>, typeof BAD_TOKEN> => {
  const page = pageBehind(listing, MaxResults ?? listing.items.length, NextToken)
  if (!page.ok) return page
  const { items, next } = page.value
  return succeed(next === undefined ? { items } : { items, NextToken: next })
}

const pageBehind = <Item>(
  { items, keyOf, scope }: Listing<Item>,
  length: number,
  token: string | undefined,
): Outcome<{ readonly items: readonly Item[]; readonly next: string | undefined }, typeof BAD_TOKEN> => {
  const last = token === undefined ? undefined : readToken(scope, token)
  if (token !== undefined && last === undefined) return refuse(BAD_TOKEN)
  const start = last === undefined ? 0 : firstBehind(items, keyOf, last)
  const page = items.slice(start, start + length)
  const lastItem = page.at(-1)
  const hasMore = start + page.length < items.length && lastItem !== undefined
  return succeed({ items: page, next: hasMore ? writeToken(scope, keyOf(lastItem)) : undefined })
}

/**
 * A token names the last item that was told, so that a page neither repeats nor leaves out anything when items come and go in
 * between. It begins with a short digest: a token that was made up, cut or taken from another list is recognised.
 */
const writeToken = (scope: string, key: string): string => {
  const name = utf8(key)
  return toBase64Url(concat(checksum(scope, name), name))
}

/** The key within a token, or `undefined` where it is no token of this list. */
const readToken = (scope: string, token: string): string | undefined => {
  const bytes = fromBase64Url(token)
  if (bytes === undefined || bytes.length < CHECKSUM_BYTES || toBase64Url(bytes) !== token) return undefined
  const name = bytes.subarray(CHECKSUM_BYTES)
  return equalBytes(bytes.subarray(0, CHECKSUM_BYTES), checksum(scope, name)) ? fromUtf8(name) : undefined
}

const checksum = (scope: string, name: Uint8Array): Uint8Array =>
  sha256(concat(sha256(utf8(scope)), name)).subarray(0, CHECKSUM_BYTES)

/** The index of the first item whose key comes behind `key`, which itself may be gone. */
const firstBehind = <Item>(items: readonly Item[], keyOf: (item: Item) => string, key: string): number => {
  let [low, high] = [0, items.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const item = items[middle]
    if (item !== undefined && compareCodeUnits(keyOf(item), key) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

const CHECKSUM_BYTES = 6
