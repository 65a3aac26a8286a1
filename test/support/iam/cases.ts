import { readdirSync, readFileSync } from 'node:fs'
import type { IamUser, Principal, RootUser } from '../../../src/core/principal.ts'
import type { AccessRequest, ContextValue } from '../../../src/iam/access-request.ts'
import { defaultKeyPolicy, managedEbsKeyPolicy } from '../../../src/iam/default-policies.ts'
import type { ApplicablePolicies, GrantMatch } from '../../../src/iam/evaluate.ts'
import type { PolicyKind, PolicyVersion } from '../../../src/iam/policy.ts'
import { hostSession } from '../../../src/iam/sessions.ts'

/** A case of `test/conformance/authorisation/*.json`: a request, all policies and grants, and AWS's answer. */
export interface AuthorisationCase {
  readonly name: string
  /** Where the case comes from: a vector of around 8.1, or a section. */
  readonly vector: string
  readonly request: RequestJson
  readonly policies: PoliciesJson
  readonly grants?: readonly GrantMatch[]
  readonly expected: { readonly allowed: true } | { readonly allowed: false; readonly message: string }
}

interface RequestJson {
  readonly principal: PrincipalJson
  readonly action: string
  readonly resource: string
  /** Default: the account in `resource`; `null` for an action that no resource policy is asked about. */
  readonly resourceAccount?: string | null
  readonly crossAccountCapable?: boolean
  readonly resourceExists?: boolean
  readonly namedBy?: 'identifier' | 'ciphertext'
  /** Keys as in AWS's documentation. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>
}

/** A principal in few words; ids are `AIDA` or `AROA` and the name. */
export type PrincipalJson =
  | { readonly kind: 'root'; readonly account: string }
  | { readonly kind: 'user'; readonly account: string; readonly name: string; readonly path?: string; readonly id?: string }
  | {
      readonly kind: 'session'
      readonly account: string
      readonly role: string
      readonly session: string
      readonly path?: string
      readonly id?: string
      readonly tags?: Readonly<Record<string, string>>
      readonly hostOf?: string
    }
  | {
      readonly kind: 'federated-user'
      readonly account: string
      readonly name: string
      /** The user who made the session; without one, the root user did. */
      readonly by?: string
      readonly tags?: Readonly<Record<string, string>>
    }
  | { readonly kind: 'service'; readonly name: string; readonly sourceArn?: string; readonly sourceAccount?: string }

/** A policy, or a policy with the ARN of the managed policy that it is. */
type PolicyJson = object | { readonly name: string; readonly document: object }

interface PoliciesJson {
  /** `default`: the default key policy; `aws/ebs`: that of the managed key. */
  readonly resource?: PolicyJson | 'default' | 'aws/ebs'
  /** The ids with which the resource's policy was saved. */
  readonly resourceIds?: Readonly<Record<string, string>>
  readonly identity?: readonly PolicyJson[]
  readonly boundary?: PolicyJson
  readonly session?: PolicyJson
  readonly serviceControl?: readonly PolicyJson[]
  readonly resourceControl?: readonly PolicyJson[]
  readonly endpoint?: PolicyJson
}

const FOLDER = new URL('../../conformance/authorisation/', import.meta.url)

/** The content of one JSON file of the authorisation cases. */
export const readCases = <Content>(file: string): Content => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Content

/** The files that hold {@link AuthorisationCase}s. */
export const caseFiles = (): readonly string[] =>
  readdirSync(FOLDER).filter((file) => file.endsWith('.json') && !OTHER_FILES.includes(file))

const OTHER_FILES = ['condition-operators.json', 'policy-texts.json']

/** The principal that a case means. */
export const principalOf = (json: PrincipalJson): Principal => {
  switch (json.kind) {
    case 'root':
      return { kind: 'root', account: json.account, arn: `arn:aws:iam::${json.account}:root` }
    case 'user': {
      const { account, name, path = '/', id = `AIDA${name}` } = json
      return { kind: 'user', account, arn: `arn:aws:iam::${account}:user${path}${name}`, name, uniqueId: id }
    }
    case 'session':
      return sessionOf(json)
    case 'federated-user':
      return federatedUserOf(json)
    case 'service': {
      const { name, sourceArn, sourceAccount } = json
      return {
        kind: 'service',
        name,
        ...(sourceArn === undefined ? {} : { sourceArn }),
        ...(sourceAccount === undefined ? {} : { sourceAccount }),
      }
    }
  }
}

const sessionOf = (json: Extract<PrincipalJson, { kind: 'session' }>): Principal => {
  const { account, role, session, path = '/', id = `AROA${role}`, tags, hostOf } = json
  if (hostOf !== undefined) return hostSession(account, { instanceId: session, instanceArn: hostOf, createdAt: CREATED_AT })
  return {
    kind: 'session',
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    roleArn: `arn:aws:iam::${account}:role${path}${role}`,
    roleName: role,
    sessionName: session,
    roleId: id,
    createdAt: CREATED_AT,
    ...(tags === undefined ? {} : { tags }),
  }
}

const federatedUserOf = (json: Extract<PrincipalJson, { kind: 'federated-user' }>): Principal => {
  const { account, name, by, tags } = json
  const maker = principalOf(by === undefined ? { kind: 'root', account } : { kind: 'user', account, name: by })
  return {
    kind: 'federated-user',
    account,
    arn: `arn:aws:sts::${account}:federated-user/${name}`,
    name,
    federatedBy: maker as IamUser | RootUser,
    createdAt: CREATED_AT,
    ...(tags === undefined ? {} : { tags }),
  }
}

/** The request that a case means. */
export const requestOf = (json: RequestJson): AccessRequest => {
  const { action, resource, resourceAccount, crossAccountCapable = true, resourceExists = true, context = {} } = json
  const values = new Map<string, ContextValue>(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]))
  return {
    principal: principalOf(json.principal),
    action,
    resource,
    resourceAccount: resourceAccount === null ? undefined : (resourceAccount ?? resource.split(':')[4]),
    crossAccountCapable,
    resourceExists,
    context: (key) => values.get(key),
  }
}

/** The policies that a case means. */
export const policiesOfCase = (json: PoliciesJson, keyArn: string): ApplicablePolicies => {
  const { resource, resourceIds, identity = [], boundary, session, serviceControl, resourceControl, endpoint } = json
  const list = (kind: PolicyKind, policies: readonly PolicyJson[]) =>
    policies.map((policy, index) => versionOf(kind, policy, `${kind}-${index + 1}`))
  return {
    identity: list('identity', identity),
    ...(resource === undefined
      ? {}
      : {
          resource: { ...resourcePolicy(resource, keyArn), ...(resourceIds === undefined ? {} : { principalIds: resourceIds }) },
        }),
    ...(boundary === undefined ? {} : { boundary: versionOf('boundary', boundary, 'boundary') }),
    ...(session === undefined ? {} : { session: [versionOf('session', session, 'session')] }),
    ...(serviceControl === undefined ? {} : { serviceControl: list('service-control', serviceControl) }),
    ...(resourceControl === undefined ? {} : { resourceControl: list('resource-control', resourceControl) }),
    ...(endpoint === undefined ? {} : { endpoint: versionOf('endpoint', endpoint, 'endpoint') }),
  }
}

const resourcePolicy = (policy: PolicyJson | 'default' | 'aws/ebs', keyArn: string): PolicyVersion => {
  const [, , , region = '', account = ''] = keyArn.split(':')
  if (policy === 'default') return { kind: 'key', name: keyArn, text: defaultKeyPolicy(account, region) }
  if (policy === 'aws/ebs') return { kind: 'key', name: keyArn, text: managedEbsKeyPolicy(account, region) }
  return versionOf('key', policy as object, keyArn)
}

const versionOf = (kind: PolicyKind, policy: PolicyJson, name: string): PolicyVersion =>
  'document' in policy
    ? { kind, name: policy.name, text: JSON.stringify(policy.document) }
    : { kind, name, text: JSON.stringify(policy) }

/** 2026-01-01T00:00:00Z */
const CREATED_AT = 1_767_225_600_000
