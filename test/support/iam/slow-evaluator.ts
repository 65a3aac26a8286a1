import type { Principal } from '../../../src/core/principal.ts'
import type { AccessRequest, ContextValue } from '../../../src/iam/access-request.ts'
import type { ApplicablePolicies, GrantMatch } from '../../../src/iam/evaluate.ts'
import type { PolicyVersion } from '../../../src/iam/policy.ts'

/**
 * A second evaluator, written from the specification in the most obvious way: it reads the JSON anew for every question, knows no
 * tables and no caches, and covers only what the random policies of `random-policies.ts` contain.
 */
export const slowlyAllowed = (request: AccessRequest, policies: ApplicablePolicies, grants: readonly GrantMatch[]): boolean => {
  const { principal, resourceAccount } = request
  const isService = principal.kind === 'service'
  const isServiceLinked = principal.kind === 'session' && principal.roleArn.includes('/aws-service-role/')
  const serviceControl = isService || isServiceLinked ? undefined : policies.serviceControl
  const resourceControl = isServiceLinked ? undefined : policies.resourceControl
  const says = (version: PolicyVersion | undefined, effect: 'Allow' | 'Deny') =>
    version !== undefined && waysOf(version, request, effect, policies.boundary !== undefined).length > 0
  const anySays = (versions: readonly PolicyVersion[], effect: 'Allow' | 'Deny') => versions.some((each) => says(each, effect))

  const { resource, identity, boundary, session, endpoint } = policies
  const single = [resource, boundary, ...(session ?? []), endpoint].filter((each) => each !== undefined)
  if (anySays([...single, ...identity, ...(serviceControl ?? []), ...(resourceControl ?? [])], 'Deny')) return false
  if (serviceControl !== undefined && !anySays(serviceControl, 'Allow')) return false
  if (resourceControl !== undefined && !anySays(resourceControl, 'Allow')) return false
  if (endpoint !== undefined && !says(endpoint, 'Allow')) return false

  const withinLimits =
    (boundary === undefined || says(boundary, 'Allow')) && (session?.some((each) => says(each, 'Allow')) ?? true)
  const maker = principal.kind === 'federated-user' ? principal.federatedBy : principal
  const identityAllows = (maker.kind === 'root' || anySays(identity, 'Allow')) && withinLimits
  if (resourceAccount === undefined) return identityAllows
  const account = principal.kind === 'service' ? undefined : principal.account
  const isForeign = account !== undefined && account !== resourceAccount
  if (isForeign && !request.crossAccountCapable) return false
  if (!request.resourceExists) return !isForeign && !isService && identityAllows

  const ways = resource === undefined ? [] : waysOf(resource, request, 'Allow', policies.boundary !== undefined)
  const byPolicy = ways.some((way) => {
    if (way === 'service') return true
    if (isForeign || way === 'account') return identityAllows
    return way === 'role' ? withinLimits : true
  })
  const byGrant = grants.some(({ granteeKind, issuingAccount }) => {
    if (granteeKind === 'service') return true
    const isOwn = !isForeign || issuingAccount === account
    if (granteeKind === 'account' || !isOwn) return identityAllows
    return granteeKind === 'role' || granteeKind === 'federating-user' ? withinLimits : true
  })
  return byPolicy || byGrant
}

type Way = 'itself' | 'service' | 'role' | 'account'
type Json = Readonly<Record<string, unknown>>

/** The ways in which statements of one effect speak of a request. */
const waysOf = (version: PolicyVersion, request: AccessRequest, effect: 'Allow' | 'Deny', isBounded: boolean): readonly Way[] => {
  const document = JSON.parse(version.text) as { Version?: string; Statement: Json | Json[] }
  return listOf<Json>(document.Statement).flatMap((statement) => {
    const ids = version.principalIds ?? {}
    const way = wayOf(statement, request.principal, ids, isBounded)
    const isAbout = statement['Effect'] === effect && way !== undefined && matchesAction(statement, request)
    return isAbout && matchesResource(statement, request) && matchesConditions(statement, request, document.Version) ? [way] : []
  })
}

const wayOf = (
  statement: Json,
  principal: Principal,
  ids: Readonly<Record<string, string>>,
  isBounded: boolean,
): Way | undefined => {
  const { Principal: named, NotPrincipal: spared, Effect: effect } = statement
  const everyone = wayOfEveryone(principal)
  if (named === undefined && spared === undefined) return 'itself'
  if (named !== undefined) {
    const ways = principalWays(named, principal, ids)
    return (['itself', 'service', 'role', 'account'] as const).find((way) => ways.includes(way))
  }
  const ways = principalWays(spared, principal, ids)
  if (effect === 'Allow') return ways.length > 0 ? undefined : everyone
  if (isBounded) return everyone
  if (isEveryone(spared) || ways.includes('service')) return undefined
  const needed = {
    root: ['itself'],
    user: ['itself', 'account'],
    'federated-user': ['itself', 'account'],
    session: ['itself', 'role', 'account'],
    service: ['never'],
  }
  return needed[principal.kind].every((way) => (ways as readonly string[]).includes(way)) ? undefined : everyone
}

const isEveryone = (element: unknown): boolean => element === '*' || listOf((element as Json)['AWS']).includes('*')

/** Sessions are held to their limits even by what is allowed to everyone. */
const wayOfEveryone = ({ kind }: Principal): Way => (kind === 'session' || kind === 'federated-user' ? 'role' : 'itself')

const principalWays = (element: unknown, principal: Principal, ids: Readonly<Record<string, string>>): readonly Way[] => {
  if (element === '*') return [wayOfEveryone(principal)]
  const { AWS, Service } = element as { AWS?: unknown; Service?: unknown }
  const isSame = (text: string, id: string) => ids[text] === undefined || ids[text] === id
  const aws = listOf<string>(AWS).flatMap((text): Way[] => {
    if (text === '*') return [wayOfEveryone(principal)]
    if (principal.kind === 'service') return []
    if (text === principal.account || text === `arn:aws:iam::${principal.account}:root`)
      return [principal.kind === 'root' ? 'itself' : 'account']
    if (principal.kind === 'user') return text === principal.arn && isSame(text, principal.uniqueId) ? ['itself'] : []
    if (principal.kind === 'root') return []
    if (principal.kind === 'federated-user') {
      if (text === principal.arn) return ['itself']
      const { federatedBy: by } = principal
      return by.kind === 'user' && text === by.arn && isSame(text, by.uniqueId) ? ['role'] : []
    }
    if (text === principal.arn && isSame(text, principal.roleId)) return ['itself']
    return text === principal.roleArn && isSame(text, principal.roleId) ? ['role'] : []
  })
  return [
    ...aws,
    ...listOf<string>(Service).flatMap((name): Way[] =>
      principal.kind === 'service' && name === principal.name ? ['service'] : [],
    ),
  ]
}

const matchesAction = ({ Action: yes, NotAction: no }: Json, { action }: AccessRequest): boolean => {
  const listed = listOf<string>(yes ?? no).some((pattern) => glob(pattern.toLowerCase()).test(action.toLowerCase()))
  return yes === undefined ? no !== undefined && !listed : listed
}

const matchesResource = ({ Resource: yes, NotResource: no }: Json, { resource }: AccessRequest): boolean => {
  const listed = listOf<string>(yes ?? no).some((pattern) => {
    if (pattern === '*') return true
    const wanted = partsOf(pattern)
    const actual = partsOf(resource)
    if (wanted.length < 6 && pattern.endsWith('*'))
      return (
        wanted.slice(0, -1).every((part, index) => glob(part).test(actual[index] ?? '')) &&
        glob(wanted.at(-1) ?? '').test(actual.slice(wanted.length - 1).join(':'))
      )
    return wanted.every((part, index) => actual[index] !== undefined && glob(part).test(actual[index]))
  })
  return yes === undefined ? no !== undefined && !listed : listed
}

const partsOf = (arn: string): string[] => {
  const parts = arn.split(':')
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')]
}

const matchesConditions = ({ Condition: block = {} }: Json, request: AccessRequest, version: string | undefined): boolean =>
  Object.entries(block as Record<string, Record<string, unknown>>).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, key, listOf<unknown>(wanted).map(String), request, version)),
  )

const holds = (
  written: string,
  key: string,
  wanted: readonly string[],
  request: AccessRequest,
  version: string | undefined,
): boolean => {
  const value = contextValue(key, request)
  const isAbsent = value === undefined || (value.length === 0 && typeof value !== 'string')
  if (written === 'Null') return wanted.includes(String(isAbsent || request.isDefault?.(key.toLowerCase()) === true))
  const isAll = written.startsWith('ForAllValues:')
  const isAny = written.startsWith('ForAnyValue:')
  const operator = written.replace(/^For(AllValues|AnyValue):/, '').replace(/IfExists$/, '')
  const isNegated = operator.includes('Not')
  if (isAbsent) {
    if (written.endsWith('IfExists')) return true
    return isAll || (!isAny && isNegated)
  }
  const one = (actual: string) =>
    isComparable(operator, actual) &&
    wanted.some((text) => compare(operator.replace('Not', ''), actual, expanded(text, request, version))) !== isNegated
  if (typeof value === 'string') return one(value)
  if (isAll) return value.every(one)
  return isAny && value.some(one)
}

const contextValue = (key: string, { principal, context }: AccessRequest): ContextValue => {
  const name = key.toLowerCase()
  if (name === 'aws:username') return principal.kind === 'user' ? principal.name : undefined
  if (name === 'aws:principalarn') {
    if (principal.kind === 'service') return undefined
    return principal.kind === 'session' ? principal.roleArn : principal.arn
  }
  if (name.startsWith('aws:principaltag/')) return tagOf(principal, name.slice('aws:principaltag/'.length))
  return context(name)
}

const tagOf = (principal: Principal, name: string): string | undefined =>
  'tags' in principal ? Object.entries(principal.tags ?? {}).find(([tag]) => tag.toLowerCase() === name)?.[1] : undefined

/** Operators on ARNs and addresses say neither yes nor no to anything else. */
const isComparable = (operator: string, actual: string): boolean => {
  if (operator.startsWith('Arn')) return /^arn(:[^:]*){4}:/.test(actual)
  return operator.endsWith('IpAddress') ? /^\d+(\.\d+){3}$/.test(actual) : true
}

const expanded = (text: string, request: AccessRequest, version: string | undefined): string | undefined => {
  if (version !== '2012-10-17' || !text.includes('${')) return text
  const [name = '', fallback] = text.slice(2, -1).split(', ')
  const value = contextValue(name, request)
  return value === undefined ? fallback?.slice(1, -1) : typeof value === 'string' ? value : undefined
}

const compare = (operator: string, actual: string, wanted: string | undefined): boolean => {
  if (wanted === undefined) return false
  switch (operator) {
    case 'StringEquals':
      return actual === wanted
    case 'StringLike':
      return glob(wanted).test(actual)
    case 'StringEqualsIgnoreCase':
      return actual.toLowerCase() === wanted.toLowerCase()
    case 'NumericLessThan':
      return Number(actual) < Number(wanted)
    case 'NumericGreaterThanEquals':
      return Number(actual) >= Number(wanted)
    case 'NumericEquals':
      return Number(actual) === Number(wanted)
    case 'ArnLike':
    case 'ArnEquals':
      return wanted === '*' || partsOf(wanted).every((part, index) => glob(part).test(partsOf(actual)[index] ?? ''))
    case 'IpAddress':
      return wanted.endsWith('.0/24') ? actual.startsWith(wanted.slice(0, -'0/24'.length)) : actual === wanted
    case 'Bool':
      return (actual.toLowerCase() === 'true') === (wanted.toLowerCase() === 'true')
    default:
      throw new Error(`The slow evaluator does not know ${operator}.`)
  }
}

/** A pattern as a regular expression. */
export const glob = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  )

const listOf = <Item>(value: unknown): readonly Item[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as Item[]) : [value as Item]
