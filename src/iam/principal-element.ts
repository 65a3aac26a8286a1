import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { PrincipalFault } from './policy-problem.ts'

/** The `Principal` of a statement, or, negated, its `NotPrincipal`. */
export interface PrincipalElement {
  readonly negated: boolean
  readonly values: readonly PrincipalValue[]
}

/**
 * One value of a {@link PrincipalElement}.
 *
 * Source: IAM User Guide, "AWS JSON policy elements: Principal"; spec/around.md 1.2.
 */
export type PrincipalValue =
  | { readonly kind: 'everyone'; readonly written: string }
  | { readonly kind: 'account'; readonly written: string; readonly account: string }
  | { readonly kind: 'user' | 'role' | 'session' | 'federated-user'; readonly written: string }
  | { readonly kind: 'unique-id'; readonly written: string }
  | { readonly kind: 'service'; readonly written: string }
  | { readonly kind: 'federated' | 'canonical-user'; readonly written: string }

/** The types of a `Principal` block. */
export type PrincipalType = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser'

/** Whether `text` is a type of a `Principal` block. */
export const isPrincipalType = (text: string): text is PrincipalType =>
  text === 'AWS' || text === 'Service' || text === 'Federated' || text === 'CanonicalUser'

/** One value of a `Principal` block. */
export const readPrincipal = (type: PrincipalType, written: string): Outcome<PrincipalValue, PrincipalFault> => {
  switch (type) {
    case 'AWS':
      return readAwsPrincipal(written)
    case 'Service':
      if (SERVICE.test(written)) return succeed({ kind: 'service', written })
      return refuse(written.includes('*') ? 'wildcard' : 'malformed-arn')
    case 'Federated':
      return succeed({ kind: 'federated', written })
    case 'CanonicalUser':
      return succeed({ kind: 'canonical-user', written })
    default:
      return type satisfies never
  }
}

/** An account, user, role, session or federated user, by ARN, by account id or by unique id. Also the form of a grant's principals. */
export const readAwsPrincipal = (written: string): Outcome<PrincipalValue, PrincipalFault> => {
  if (written === '*') return succeed({ kind: 'everyone', written })
  if (/[*?]/.test(written)) return refuse('wildcard')
  if (/^\d{12}$/.test(written)) return succeed({ kind: 'account', written, account: written })
  if (UNIQUE_ID.test(written)) return succeed({ kind: 'unique-id', written })
  const found = PRINCIPAL_ARN.exec(written)
  if (found === null) return refuse('malformed-arn')
  const [, service = '', account = '', resource = ''] = found
  const kind = kindOfResource(service, resource)
  if (kind === 'group') return refuse('group')
  if (kind === undefined) return refuse('malformed-arn')
  return succeed(kind === 'account' ? { kind, written, account } : { kind, written })
}

const kindOfResource = (service: string, resource: string) => {
  if (service === 'iam') {
    if (resource === 'root') return 'account'
    if (/^user\/([\x21-\x7e]+\/)?[\w+=,.@-]{1,64}$/.test(resource)) return 'user'
    if (/^role\/([\x21-\x7e]+\/)?([\w+=,.@-]{1,64}|aws:ec2-infrastructure)$/.test(resource)) return 'role'
    return resource.startsWith('group/') ? 'group' : undefined
  }
  if (/^assumed-role\/([\w+=,.@-]{1,64}|aws:ec2-infrastructure)\/[\w+=,.@-]{1,64}$/.test(resource)) return 'session'
  return /^federated-user\/[\w+=,.@-]{1,64}$/.test(resource) ? 'federated-user' : undefined
}

const PRINCIPAL_ARN = /^arn:aws(?:-cn|-us-gov)?:(iam|sts)::(\d{12}):(.+)$/
/** `AIDA…`, `AROA…`, and `AROA…:session`. */
const UNIQUE_ID = /^A[A-Z]{3}[A-Z0-9]{12,124}(:[\w+=,.@-]{1,64})?$/
const SERVICE = /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/
