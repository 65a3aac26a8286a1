import { type Outcome, refuse } from '../core/outcome.ts'
import { type Listing, type MarkerPage, pageByMarker } from '../core/paging.ts'
import type { Failure } from '../core/service-error.ts'
import { kmsFailure } from './errors.ts'

/** What a request says of the page that it wants. */
export interface PageRequest {
  readonly Limit?: number | undefined
  readonly Marker?: string | undefined
}

/** A page of a list, or KMS's refusal of a marker that was not handed out for it. Source: spec/kms.md 8.5. */
export const pageOf = <Item>(
  listing: Listing<Item>,
  { Limit, Marker }: PageRequest,
  defaultLimit: number,
): Outcome<MarkerPage<Item>, Failure> => {
  const page = pageByMarker(listing, { Limit: Limit ?? defaultLimit, Marker })
  return page.ok ? page : refuse(kmsFailure('InvalidMarkerException', 'Invalid marker.'))
}

/** The members of every answer that lists something, in AWS's order behind the list. */
export const pageMembers = ({ NextMarker, Truncated }: MarkerPage<unknown>): { NextMarker?: string; Truncated: boolean } =>
  NextMarker === undefined ? { Truncated } : { NextMarker, Truncated }
