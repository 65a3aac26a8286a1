import { compareCodeUnits } from '../core/bytes.ts'
import { type Filterable, readFilters } from '../core/filters.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { pageByToken, type TokenPage } from '../core/paging.ts'
import type { Failure } from '../core/service-error.ts'
import { ec2Failure } from './errors.ts'
import type { PageInput } from './fields.ts'

/** A Describe call: what there is, and what of it is wanted. */
export interface ListingRequest<Item> {
  readonly items: Iterable<Item>
  readonly filterable: Filterable<Item>
  /** The item's place in the order of the list. */
  readonly keyOf: (item: Item) => string
  /** What is listed: a token of one list is refused by every other. */
  readonly scope: string
  readonly page: PageInput
  /** What is said of a token that was not handed out for this list, where the operation has words of its own. */
  readonly badTokenText?: (token: string) => string
}

/** The filtered items of a page. Source: spec/ebs-ec2.md 12.2. */
export const listing = <Item>(request: ListingRequest<Item>): Outcome<TokenPage<Item>, Failure> => {
  const { items, filterable, keyOf, scope, page, badTokenText } = request
  const filter = readFilters(page.Filters, filterable)
  if (!filter.ok) return refuse(ec2Failure(filter.error.code, filter.error.message))
  const found = [...items].filter(filter.value).sort((left, right) => compareCodeUnits(keyOf(left), keyOf(right)))
  const { MaxResults, NextToken } = page
  const length = MaxResults === undefined ? undefined : Math.min(MaxResults, PAGE_MAX)
  const told = pageByToken({ items: found, keyOf, scope }, { MaxResults: length, NextToken })
  if (told.ok) return told
  return refuse(ec2Failure('InvalidParameterValue', badTokenText?.(NextToken ?? '') ?? 'Unable to parse pagination token'))
}

/** The order in which things were made, as a text that sorts so. */
export const serialKey = ({ serial }: { readonly serial: number }): string => String(serial).padStart(16, '0')

/** Which page sizes an operation takes, and what its ids are called. */
export interface PageRules {
  readonly min: number
  /** `volumeIdsSet`: AWS's name of the ids in its refusal of both together. */
  readonly idsName: string
  /** AWS's spelling of the parameter, where it is not `maxResults`. */
  readonly sizeName?: string
}

/**
 * Whether a page size is allowed and comes together with no ids, nor a token with ids. There is no upper bound: more than 1000 is 1000.
 * Source: spec/ebs-ec2.md 11.3, 12.2; recorded for volumes.
 */
export const checkPage = (
  { MaxResults, NextToken }: PageInput,
  ids: readonly string[] | undefined,
  { min, idsName, sizeName = 'maxResults' }: PageRules,
): Outcome<undefined, Failure> => {
  const other = MaxResults === undefined ? (NextToken === undefined ? undefined : 'nextToken') : 'maxResults'
  if (other !== undefined && ids !== undefined && ids.length > 0) {
    const message = `The parameter ${idsName} cannot be used with the parameter ${other}`
    return refuse(ec2Failure('InvalidParameterCombination', message))
  }
  if (MaxResults === undefined || MaxResults >= min) return succeed(undefined)
  const message = `Value ( ${MaxResults} ) for parameter ${sizeName} is invalid. Expecting a value greater than ${min}.`
  return refuse(ec2Failure('InvalidParameterValue', message))
}

const PAGE_MAX = 1000
