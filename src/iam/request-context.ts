import { type Principal, userId } from '../core/principal.ts'
import type { AccessRequest, ContextValue } from './access-request.ts'
import type { PolicyKind } from './policy.ts'

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
  'aws:tokenissuetime': (principal) => {
    const issuedAt = tokenIssuedAt(principal)
    return issuedAt === undefined ? undefined : new Date(issuedAt).toISOString()
  },
  'aws:multifactorauthpresent': (principal) => (tokenIssuedAt(principal) === undefined ? undefined : 'false'),
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

/** Callers that a kind of policies leaves alone. */
export type Exemption = 'service-linked-roles' | 'services'

/**
 * Why policies of a kind leave a caller alone, if they do.
 *
 * Source: Organizations User Guide, "SCP effects on permissions", "Resources and entities not restricted by RCPs": service-linked roles.
 * Inferred: AWS services, which belong to no account, are beyond every account's service control policies.
 */
export const exemptionFrom = (kind: PolicyKind, principal: Principal): Exemption | undefined => {
  if (kind !== 'service-control' && kind !== 'resource-control') return undefined
  if (isServiceLinked(principal)) return 'service-linked-roles'
  return kind === 'service-control' && principal.kind === 'service' ? 'services' : undefined
}

/** Whether a caller's own account allows it everything: the root user, and a federated user whose session it has made. */
export const hasRootPermissions = (principal: Principal): boolean =>
  principal.kind === 'root' || (principal.kind === 'federated-user' && principal.federatedBy.kind === 'root')

/** Whether a principal is a session of a service-linked role. */
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
    case 'federated-user':
      return 'FederatedUser'
    case 'service':
      return undefined
    default:
      return principal satisfies never
  }
}

/** The moment at which a caller's temporary credentials were issued; long-term credentials have none. */
export const tokenIssuedAt = (principal: Principal): number | undefined => {
  switch (principal.kind) {
    case 'session':
    case 'federated-user':
      return principal.createdAt
    case 'root':
    case 'user':
      return principal.tokenIssuedAt
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
