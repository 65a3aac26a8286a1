import { compareCodeUnits } from '../core/bytes.ts'
import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { pageByToken, type TokenPage } from '../core/paging.ts'
import type { Failure } from '../core/service-error.ts'
import { scalingFailure } from './errors.ts'

/** What a request says of the page that it wants. */
export interface PageInput {
  readonly MaxRecords?: number | undefined
  readonly NextToken?: string | undefined
}

/** A page of what an operation tells, in the order of the keys. The text of the refusal is inferred. */
export const pageOf = <Item>(
  { operation, account, region, input }: Pick<Call<PageInput>, 'operation' | 'account' | 'region' | 'input'>,
  items: readonly Item[],
  keyOf: (item: Item) => string,
  usual: number,
): Outcome<TokenPage<Item>, Failure> => {
  const { MaxRecords = usual, NextToken } = input
  const sorted = [...items].sort((left, right) => compareCodeUnits(keyOf(left), keyOf(right)))
  const scope = `autoscaling/${operation.name}/${account}/${region}`
  const page = pageByToken({ items: sorted, keyOf, scope }, { MaxResults: MaxRecords, NextToken })
  return page.ok ? succeed(page.value) : refuse(scalingFailure('InvalidNextToken', `The token '${NextToken}' is invalid.`))
}
