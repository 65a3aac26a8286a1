import type { World } from '../core/world.ts'
import { CONTEXT_FREE, type GrantQuestion, type GrantRecord, granteeNames, pairsOf, sourceArnOf } from './grants.ts'
import type { KeyRecord } from './key-record.ts'
import { kmsRegion, openRegion } from './store.ts'

/** The grants of one key, indexed so that the cost of a call does not grow with their number: plain data. */
export interface KeyGrants {
  /** By grant id, in order of creation. */
  readonly byId: Map<string, GrantRecord>
  /** Grant ids by grantee principal. */
  readonly byGrantee: Map<string, Set<string>>
  /** Grant ids by grantee, operation and one part of the constraint: {@link usesOf}. */
  readonly byUse: Map<string, Set<string>>
  /** Grant ids by name. */
  readonly byName: Map<string, Set<string>>
}

/** The grants of a key; none yet is an empty set. */
export const grantsOf = (world: World, { account, region, keyId }: KeyRecord): KeyGrants => {
  const { grants } = openRegion(world, account, region)
  const found = grants.get(keyId)
  if (found !== undefined) return found
  const made: KeyGrants = { byId: new Map(), byGrantee: new Map(), byUse: new Map(), byName: new Map() }
  grants.set(keyId, made)
  return made
}

/** The grants of a key, for looking only: nothing is made where there are none. */
export const existingGrants = (world: World, { account, region, keyId }: KeyRecord): KeyGrants | undefined =>
  kmsRegion(world, account, region).grants.get(keyId)

/** Adds a grant to its key. */
export const addGrant = (grants: KeyGrants, grant: GrantRecord): void => {
  grants.byId.set(grant.grantId, grant)
  addTo(grants.byGrantee, grant.granteePrincipal, grant.grantId)
  for (const use of usesOf(grant)) addTo(grants.byUse, use, grant.grantId)
  if (grant.name !== '') addTo(grants.byName, grant.name, grant.grantId)
}

/** Takes a grant from its key. */
export const removeGrant = (grants: KeyGrants, grant: GrantRecord): void => {
  grants.byId.delete(grant.grantId)
  removeFrom(grants.byGrantee, grant.granteePrincipal, grant.grantId)
  for (const use of usesOf(grant)) removeFrom(grants.byUse, use, grant.grantId)
  if (grant.name !== '') removeFrom(grants.byName, grant.name, grant.grantId)
}

/**
 * The grants that could allow what is asked; all others certainly do not. One key of a busy account has a grant for every volume, all
 * to one grantee and told apart by the encryption context: looking through them would make every call slower with every volume.
 */
export const candidateGrants = function* (grants: KeyGrants, question: GrantQuestion): Generator<GrantRecord> {
  const { principal, operation, context } = question
  const pairs = CONTEXT_FREE.has(operation) ? [] : pairsOf(context)
  const source = sourceArnOf(principal)
  const parts = source === undefined ? ['', ...pairs] : ['', ...pairs, source]
  for (const name of granteeNames(principal)) {
    for (const part of parts) {
      for (const id of grants.byUse.get(useOf(name, operation, part)) ?? []) {
        const grant = grants.byId.get(id)
        if (grant !== undefined) yield grant
      }
    }
  }
}

/**
 * A request that satisfies a constraint has all of its pairs and its source, so that filing the grant under the source, or under one
 * pair, is enough to find it.
 */
const usesOf = ({ granteePrincipal, operations, constraints }: GrantRecord): readonly string[] => {
  const [pair = ''] = pairsOf(constraints?.EncryptionContextEquals ?? constraints?.EncryptionContextSubset)
  const partFor = (operation: string) => constraints?.SourceArn ?? (CONTEXT_FREE.has(operation) ? '' : pair)
  return operations.map((operation) => useOf(granteePrincipal, operation, partFor(operation)))
}

const useOf = (grantee: string, operation: string, part: string) => `${operation} ${grantee} ${part}`

const addTo = (index: Map<string, Set<string>>, name: string, id: string) => {
  const ids = index.get(name)
  if (ids === undefined) index.set(name, new Set([id]))
  else ids.add(id)
}

const removeFrom = (index: Map<string, Set<string>>, name: string, id: string) => {
  const ids = index.get(name)
  ids?.delete(id)
  if (ids?.size === 0) index.delete(name)
}
