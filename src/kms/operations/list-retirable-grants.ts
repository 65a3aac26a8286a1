import { compareCodeUnits } from '../../core/bytes.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { MarkerPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import type { World } from '../../core/world.ts'
import { findPrincipal } from '../../iam/principal-lookup.ts'
import type { KmsAccess } from '../access.ts'
import { kmsFailure } from '../errors.ts'
import { limit, marker, principalArn, serviceName } from '../fields.ts'
import { checkServiceFilter } from '../grant-principals.ts'
import { type GrantListEntry, grantEntry, orderText } from '../grant-view.ts'
import type { GrantRecord } from '../grants.ts'
import { pageMembers, pageOf } from '../pages.ts'
import { accountsIn } from '../store.ts'

/** Input of ListRetirableGrants. */
export interface ListRetirableGrantsInput {
  /** 1 to 100; default 50. */
  Limit?: number | undefined
  /** `NextMarker` of the page before. */
  Marker?: string | undefined
  /** The ARN of a user, role, session or account: of the caller's own account. */
  RetiringPrincipal?: string | undefined
  /** In the place of `RetiringPrincipal`: the service itself. For AWS services alone. */
  RetiringServicePrincipal?: string | undefined
}

/** Output of ListRetirableGrants. */
export interface ListRetirableGrantsOutput {
  Grants: GrantListEntry[]
  /** Where the next page begins; only where there is one. */
  NextMarker?: string
  Truncated: boolean
}

/**
 * Lists the grants that name a principal of the caller's account as their retiring principal, on the keys of all accounts in the
 * Region. Needs kms:ListRetirableGrants on the principal, by IAM; nothing on the keys.
 */
export const ListRetirableGrants = defineOperation({
  name: 'ListRetirableGrants',
  action: 'kms:ListRetirableGrants',
  doc: 'kms/latest/APIReference/API_ListRetirableGrants.html',
  basis: 'V:doc',
  input: shape<ListRetirableGrantsInput>({
    Limit: limit(100),
    Marker: marker(),
    RetiringPrincipal: principalArn(),
    RetiringServicePrincipal: serviceName(),
  }),
  target: (call) => retiringPrincipal(call),
  access: ({ target, request: { principal } }): readonly KmsAccess[] =>
    principal.kind === 'service' && principal.name === target
      ? []
      : [{ action: 'kms:ListRetirableGrants', on: { kind: 'iam-only', arn: target } }],
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, input, target }): Outcome<MarkerPage<GrantRecord>, Failure> => {
    const principal = input.RetiringServicePrincipal === undefined ? findPrincipal(world, target) : undefined
    if (principal !== undefined && (!principal.found || principal.account !== account)) return refuse(NO_PRINCIPAL)
    const items = retirableBy(world, region, principal ?? { arn: target })
    return pageOf({ items, keyOf: placeOf, scope: `kms/ListRetirableGrants/${region}/${target}` }, input, 50)
  },
  commit: ({ world, prepared }): ListRetirableGrantsOutput => ({
    Grants: prepared.items.map((grant) => grantEntry(world, grant)),
    ...pageMembers(prepared),
  }),
  trail: { readOnly: true },
})

/** Whose grants are asked for. */
const retiringPrincipal = (call: Call<ListRetirableGrantsInput>): Outcome<string, Failure> => {
  const { RetiringPrincipal: principal, RetiringServicePrincipal: service } = call.input
  const name = principal ?? service
  if (name === undefined) return refuse(NOBODY)
  const filter = checkServiceFilter(call, { member: 'RetiringPrincipal', principal, service })
  return filter.ok ? succeed(name) : filter
}

const retirableBy = (world: World, region: string, { arn, uniqueId }: RetiringPrincipal): readonly GrantRecord[] =>
  accountsIn(world, region)
    .flatMap(({ grants }) => [...grants.values()])
    .flatMap(({ byId }) => [...byId.values()])
    .filter(({ retiringPrincipal, retiringId }) => retiringPrincipal === arn && retiringId === uniqueId)
    .sort((left, right) => compareCodeUnits(placeOf(left), placeOf(right)))

interface RetiringPrincipal {
  readonly arn: string
  readonly uniqueId?: string
}

/** Key by key, and in the order in which they were made. */
const placeOf = (grant: GrantRecord) => `${grant.keyArn} ${orderText(grant)}`

/** That a principal of another account is answered like one that does not exist is inferred (spec/kms.md 5.6). */
const NO_PRINCIPAL = kmsFailure('InvalidArnException', 'Input does not refer to a valid principal')
const NOBODY = kmsFailure('ValidationException', 'You must specify either a RetiringPrincipal or a RetiringServicePrincipal.')
