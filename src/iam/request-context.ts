import type { Principal } from '../core/principal.ts'
import type { AccessRequest, ContextValue } from './access-request.ts'

/** Finds the value of one condition key in a request. */
export type ContextReader = (request: AccessRequest) => ContextValue

/**
 * The reader of a condition key, given in lower case. What follows from the principal comes from {@link PRINCIPAL_KEYS}; all else is
 * asked of the service that describes the request.
 */
export const readerOf = (key: string): ContextReader => {
  if (Object.hasOwn(PRINCIPAL_KEYS, key)) {
    const read = PRINCIPAL_KEYS[key as keyof typeof PRINCIPAL_KEYS]
    return ({ principal }) => read(principal)
  }
  if (Object.hasOwn(SOURCE_KEYS, key)) {
    const read = SOURCE_KEYS[key as keyof typeof SOURCE_KEYS]
    return (request) => read(request.principal) ?? request.context(key)
  }
  if (!key.startsWith(PRINCIPAL_TAG)) return (request) => request.context(key)
  const tag = key.slice(PRINCIPAL_TAG.length)
  return (request) => principalTag(request.principal, tag) ?? request.context(key)
}

/**
 * THE TABLE of condition keys that follow from the principal.
 *
 * Source: IAM User Guide, "AWS global condition context keys: Properties of the principal"; spec/around.md 1.1, 1.7.
 */
const PRINCIPAL_KEYS = {
  'aws:principalarn': (principal) => principalArn(principal),
  'aws:principalaccount': (principal) => (principal.kind === 'service' ? undefined : principal.account),
  'aws:principaltype': (principal) => principalType(principal),
  'aws:userid': (principal) => userId(principal),
  'aws:username': (principal) => (principal.kind === 'user' ? principal.name : undefined),
  'aws:principalisawsservice': (principal) => String(principal.kind === 'service'),
  'aws:principalservicename': (principal) => (principal.kind === 'service' ? principal.name : undefined),
  'aws:principalservicenameslist': (principal) => (principal.kind === 'service' ? serviceNames(principal.name) : undefined),
  'aws:tokenissuetime': (principal) => (principal.kind === 'session' ? new Date(principal.createdAt).toISOString() : undefined),
  'aws:multifactorauthpresent': (principal) => (principal.kind === 'session' ? 'false' : undefined),
} as const satisfies Readonly<Record<string, (principal: Principal) => ContextValue>>

/** Keys that a service principal brings along, and that the service may set for other callers. */
const SOURCE_KEYS = {
  'aws:sourcearn': (principal) => (principal.kind === 'service' ? principal.sourceArn : undefined),
  'aws:sourceaccount': (principal) => (principal.kind === 'service' ? principal.sourceAccount : undefined),
} as const satisfies Readonly<Record<string, (principal: Principal) => ContextValue>>

/**
 * The names of a service principal: its own and, for a regional one, the one without the Region.
 *
 * Source: IAM User Guide, `aws:PrincipalServiceNamesList`.
 */
export const serviceNames = (name: string): readonly string[] => {
  const found = /^([a-z0-9-]+)\.[a-z]{2,4}(?:-[a-z]+)+-\d\.(amazonaws\.com(?:\.cn)?)$/.exec(name)
  return found === null ? [name] : [name, `${found[1]}.${found[2]}`]
}

/** The host of an EC2 instance, which has an identity and nothing else: no policies, no type. */
export const isHostSession = (principal: Principal): boolean => principal.kind === 'session' && principal.hostOf !== undefined

/** Whether a principal is a session of a service-linked role, which organization policies leave alone. */
export const isServiceLinked = (principal: Principal): boolean =>
  principal.kind === 'session' && principal.roleArn.includes(':role/aws-service-role/')

const principalArn = (principal: Principal): string | undefined => {
  if (principal.kind === 'service') return undefined
  return principal.kind === 'session' ? principal.roleArn : principal.arn
}

const principalType = (principal: Principal): string | undefined => {
  switch (principal.kind) {
    case 'root':
      return 'Account'
    case 'user':
      return 'User'
    case 'session':
      return isHostSession(principal) ? undefined : 'AssumedRole'
    case 'service':
      return undefined
    default:
      return principal satisfies never
  }
}

/** The unique id by which AWS knows a caller: `aws:userid`, and the `UserId` of GetCallerIdentity. */
export const userId = (principal: Principal): string | undefined => {
  switch (principal.kind) {
    case 'root':
      return principal.account
    case 'user':
      return principal.uniqueId
    case 'session':
      return `${principal.roleId}:${principal.sessionName}`
    case 'service':
      return undefined
    default:
      return principal satisfies never
  }
}

/** Tag keys compare without regard to case, like every condition key. */
const principalTag = (principal: Principal, tag: string): string | undefined => {
  if (principal.kind === 'service' || principal.kind === 'root' || principal.tags === undefined) return undefined
  return Object.entries(principal.tags).find(([key]) => key.toLowerCase() === tag)?.[1]
}

const PRINCIPAL_TAG = 'aws:principaltag/'
