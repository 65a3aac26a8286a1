import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { BAD_TOKEN, pageByToken, type TokenPage } from '../core/paging.ts'
import type { Failure } from '../core/service-error.ts'
import { invalid } from './errors.ts'

/** A page of a list, as every list of CloudFormation is told: up to a hundred items. */
export const nextPage = <Item>(
  scope: string,
  all: readonly Item[],
  NextToken: string | undefined,
): Outcome<TokenPage<Item>, Failure> => {
  const items = all.map((item, index) => ({ item, key: String(index).padStart(8, '0') }))
  const page = pageByToken({ items, keyOf: ({ key }) => key, scope: `cloudformation/${scope}` }, { MaxResults: PAGE, NextToken })
  if (!page.ok) return refuse(BAD_PAGE)
  return succeed({ ...page.value, items: page.value.items.map(({ item }) => item) })
}

const PAGE = 100
const BAD_PAGE = invalid(`Invalid NextToken (${BAD_TOKEN})`)
