import { compareCodeUnits } from '../core/bytes.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { pageByMarker } from '../core/paging.ts'
import type { Failure } from '../core/service-error.ts'
import { type Field, integer, list, structure, text } from '../core/shape.ts'
import { invalidValue } from './errors.ts'

/** A filter of a Describe call. */
export interface FilterInput {
  Name: string | undefined
  /** The values are alternatives. */
  Values: string[] | undefined
}

/** What every Describe call takes. */
export interface PageInput {
  /** All must match. */
  Filters?: FilterInput[] | undefined
  /** 20 to 100, default 100. */
  MaxRecords?: number | undefined
  /** The `Marker` of the page before. */
  Marker?: string | undefined
}

/** A Describe call: what there is, and what of it is wanted. */
export interface ListingRequest<Item> {
  readonly items: readonly Item[]
  /** By the filter's name: the texts that an item has for it. */
  readonly filters: Readonly<Record<string, (item: Item) => readonly string[]>>
  /** The item's place in the order of the list. */
  readonly keyOf: (item: Item) => string
  /** What is listed: a marker of one list is refused by every other. */
  readonly scope: string
  readonly page: PageInput
}

/** A page: the marker is there where there is more. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly marker: { readonly Marker?: string }
}

/** The fields of {@link PageInput}. */
export const pageFields = () => ({ Filters: filterList(), MaxRecords: integer(), Marker: text() })

/** The filtered items of a page. Source: RDS API Reference, DescribeDBClusters; the sentences as recorded in public issues, the marker's inferred. */
export const listing = <Item>({ items, filters, keyOf, scope, page }: ListingRequest<Item>): Outcome<Page<Item>, Failure> => {
  const { Filters = [], MaxRecords = RECORDS_MAX, Marker } = page
  if (MaxRecords < RECORDS_MIN || MaxRecords > RECORDS_MAX) {
    const message = `Invalid value ${MaxRecords} for MaxRecords. Must be between ${RECORDS_MIN} and ${RECORDS_MAX}`
    return refuse(invalidValue(message))
  }
  const unknown = Filters.find(({ Name = '' }) => !Object.hasOwn(filters, Name))
  if (unknown !== undefined) return refuse(invalidValue(`Unrecognized filter name: ${unknown.Name}`))
  const found = items
    .filter((item) => Filters.every(({ Name = '', Values = [] }) => filters[Name]?.(item).some((each) => Values.includes(each))))
    .sort((left, right) => compareCodeUnits(keyOf(left), keyOf(right)))
  const told = pageByMarker({ items: found, keyOf, scope }, { Limit: MaxRecords, Marker })
  if (!told.ok) return refuse(invalidValue(`The request cannot be processed because the marker ${Marker} is invalid.`))
  const { NextMarker } = told.value
  return succeed({ items: told.value.items, marker: NextMarker === undefined ? {} : { Marker: NextMarker } })
}

const filterList = (): Field<FilterInput[]> =>
  list(structure<FilterInput>({ Name: text().required(), Values: list(text()).required() }))

/** Source: RDS API Reference, `MaxRecords`. */
const RECORDS_MIN = 20
const RECORDS_MAX = 100
