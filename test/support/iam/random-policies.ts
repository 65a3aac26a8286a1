import fc from 'fast-check'
import type { AccessRequest, ContextValue } from '../../../src/iam/access-request.ts'
import type { ApplicablePolicies, GrantMatch } from '../../../src/iam/evaluate.ts'
import type { PolicyKind, PolicyVersion } from '../../../src/iam/policy.ts'
import { type PrincipalJson, principalOf } from './cases.ts'

/** A question with everything that decides it. */
export interface Question {
  readonly request: AccessRequest
  readonly policies: ApplicablePolicies
  readonly grants: readonly GrantMatch[]
}

const OWN = '111122223333'
const OTHER = '444455556666'

const PRINCIPALS: readonly PrincipalJson[] = [
  { kind: 'root', account: OWN },
  { kind: 'user', account: OWN, name: 'U' },
  { kind: 'session', account: OWN, role: 'R', session: 'ss', tags: { Team: 'IT' } },
  { kind: 'session', account: OWN, role: 'R', session: 'tt', path: '/team/' },
  { kind: 'session', account: OWN, role: 'SLR', session: 'auto', path: '/aws-service-role/x.amazonaws.com/' },
  { kind: 'user', account: OTHER, name: 'U' },
  { kind: 'session', account: OTHER, role: 'R', session: 'ss' },
  { kind: 'root', account: OTHER },
  { kind: 'service', name: 'ec2.amazonaws.com' },
  { kind: 'federated-user', account: OWN, name: 'F', by: 'U', tags: { team: 'it' } },
  { kind: 'federated-user', account: OWN, name: 'F' },
  { kind: 'federated-user', account: OTHER, name: 'F', by: 'U' },
]

const AWS_PRINCIPALS = [
  '*',
  OWN,
  `arn:aws:iam::${OTHER}:root`,
  `arn:aws:iam::${OWN}:root`,
  `arn:aws:iam::${OWN}:user/U`,
  `arn:aws:iam::${OWN}:role/R`,
  `arn:aws:iam::${OWN}:role/team/R`,
  `arn:aws:iam::${OTHER}:role/R`,
  `arn:aws:sts::${OWN}:assumed-role/R/ss`,
  `arn:aws:sts::${OTHER}:assumed-role/R/ss`,
  `arn:aws:sts::${OWN}:federated-user/F`,
  `arn:aws:sts::${OTHER}:federated-user/F`,
]
const KEY = `arn:aws:kms:us-east-1:${OWN}:key/1234abcd`
const OTHER_KEY = `arn:aws:kms:us-east-1:${OWN}:key/9876`
const ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom']
const ACTION_PATTERNS = ['*', 'kms:*', 'KMS:Encrypt', 'kms:*crypt', 'kms:Decryp?', 'kms:ReEncrypt', 'kms:ReEncrypt*', 's3:*']
const RESOURCES = [
  '*',
  KEY,
  OTHER_KEY,
  `arn:aws:kms:*:${OWN}:key/*`,
  'arn:aws:kms:us-east-1',
  'arn:aws:kms:us*',
  `arn:aws:kms:*:*:*/1?34*`,
  'arn:aws:kms:*:key/*',
]
const KEYS = [
  'kms:ViaService',
  'kms:EncryptionContext:Dept',
  'kms:EncryptionContextKeys',
  'aws:username',
  'aws:PrincipalArn',
  'aws:PrincipalTag/team',
  'aws:SourceIp',
  'kms:Days',
]
const variable = (name: string) => `$\{${name}}`
const VALUES = [
  'IT',
  'it',
  'I*',
  'U',
  '7',
  '30',
  variable('aws:username'),
  variable('kms:EncryptionContextKeys'),
  variable("aws:PrincipalTag/team, 'it'"),
  `arn:aws:iam::${OWN}:role/*`,
]
const OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringEqualsIfExists',
  'StringNotLikeIfExists',
  'ForAnyValue:StringEqualsIfExists',
  'ForAllValues:StringEquals',
  'ForAnyValue:StringLike',
  'ForAnyValue:StringNotEquals',
  'ForAllValues:StringNotLike',
]

const ARN_PATTERNS = [`arn:aws:iam::*:role/*`, `arn:*:iam::${OWN}:role/team/?`, `arn:aws:iam::${OTHER}:role/R`, '*']

const some = <Item>(items: readonly Item[]) => fc.constantFrom(...items)
const several = <Item>(items: readonly Item[]) => fc.oneof(some(items), fc.array(some(items), { minLength: 1, maxLength: 3 }))

/** A key policy may not say ForAllValues of an encryption context key. */
const isSavable = ({ operator, key }: { readonly operator: string; readonly key: string }) =>
  !(operator.startsWith('ForAllValues:') && key.startsWith('kms:EncryptionContext:'))

const condition = fc.oneof(
  { weight: 4, arbitrary: fc.record({ operator: some(OPERATORS), key: some(KEYS), value: several(VALUES) }).filter(isSavable) },
  { weight: 1, arbitrary: fc.record({ operator: some(['Null', 'Bool']), key: some(KEYS), value: some(['true', 'false']) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      operator: some(['NumericLessThan', 'NumericGreaterThanEquals', 'NumericNotEquals', 'NumericEqualsIfExists']),
      key: some(['kms:Days', 'kms:ViaService']),
      value: some(['7', '31']),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      operator: some(['ArnLike', 'ArnNotLike', 'ArnEqualsIfExists', 'ForAllValues:ArnLike']),
      key: some(['aws:PrincipalArn', 'kms:ViaService', 'kms:EncryptionContextKeys']),
      value: several(ARN_PATTERNS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      operator: some(['IpAddress', 'NotIpAddress', 'NotIpAddressIfExists']),
      key: fc.constant('aws:SourceIp'),
      value: several(['192.0.2.0/24', '198.51.100.1']),
    }),
  },
)
const conditions = fc
  .oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(condition, { maxLength: 2 }) })
  .map((list) => Object.fromEntries(list.map(({ operator, key, value }) => [operator, { [key]: value }])))

const principalElement = fc.oneof(
  fc.constant('*'),
  several(AWS_PRINCIPALS).map((AWS) => ({ AWS })),
  some(['ec2.amazonaws.com', 'rds.amazonaws.com']).map((Service) => ({ Service })),
)

/** A statement for a policy with or without principals. */
export const statement = (principals: boolean) =>
  fc
    .record({
      effect: fc.oneof({ weight: 19, arbitrary: fc.constant('Allow') }, { weight: 1, arbitrary: fc.constant('Deny') }),
      principal: principalElement,
      actions: several(ACTION_PATTERNS),
      resources: several(RESOURCES),
      conditions,
      negations: fc.record({ principal: odd, action: odd, resource: odd }),
    })
    .map(({ effect, principal, actions, resources, conditions: Condition, negations }) => ({
      Effect: effect,
      ...(principals ? { [negations.principal ? 'NotPrincipal' : 'Principal']: principal } : {}),
      [negations.action ? 'NotAction' : 'Action']: actions,
      [negations.resource ? 'NotResource' : 'Resource']: resources,
      Condition,
    }))
const odd = fc.integer({ min: 0, max: 7 }).map((number) => number === 0)

const policy = (kind: PolicyKind, principals: boolean, maxStatements = 3): fc.Arbitrary<PolicyVersion> =>
  fc
    .record({
      statements: fc.array(statement(principals), { minLength: 1, maxLength: maxStatements }),
      version: some(['2012-10-17', '2008-10-17']),
      ids: fc.boolean(),
    })
    .map(({ statements, version, ids }) => ({
      kind,
      name: kind,
      text: JSON.stringify({ Version: version, Statement: statements }),
      ...(principals && ids ? { principalIds: { [`arn:aws:iam::${OWN}:role/R`]: 'AROAOLD' } } : {}),
    }))

/** A statement as a resource control policy may have it: it speaks of everyone, and of actions by their names. */
export const forEveryone = (statement: object): object => {
  const { Principal: _, NotPrincipal: __, NotAction, Action = NotAction, ...rest } = statement as Record<string, unknown>
  return { ...rest, Principal: '*', Action }
}

const resourceControlPolicy = policy('resource-control', true).map((version) =>
  withStatements({ ...version, principalIds: {} }, (all) => all.map(forEveryone)),
)

/** `arbitrary` in `there` of `there + absent` cases. */
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>, there: number, absent: number) =>
  fc.oneof({ weight: there, arbitrary }, { weight: absent, arbitrary: fc.constant(undefined) })

/** A random question: every kind of policy, long and short, and grants. */
export const question: fc.Arbitrary<Question> = fc
  .record({
    principal: some(PRINCIPALS),
    action: some(ACTIONS),
    resource: some([KEY, OTHER_KEY]),
    isIdentityOnly: odd,
    crossAccountCapable: odd.map((is) => !is),
    resourceExists: odd.map((is) => !is),
    context: fc.record(
      {
        'kms:viaservice': some(VALUES),
        'kms:encryptioncontext:dept': some(VALUES),
        'kms:encryptioncontextkeys': fc.array(some(VALUES), { maxLength: 2 }),
        'kms:days': some(['7', '30']),
        'aws:sourceip': some(['192.0.2.7', '198.51.100.1', 'nowhere']),
      },
      { requiredKeys: [] },
    ),
    resourcePolicy: maybe(fc.oneof(policy('key', true), policy('key', true, 20)), 9, 1),
    identity: fc.array(fc.oneof(policy('identity', false), policy('identity', false, 20)), { maxLength: 2 }),
    boundary: maybe(policy('boundary', false), 1, 3),
    session: maybe(fc.array(policy('session', false), { minLength: 1, maxLength: 2 }), 1, 3),
    serviceControl: maybe(fc.array(policy('service-control', false), { minLength: 1, maxLength: 2 }), 1, 8),
    resourceControl: maybe(fc.array(resourceControlPolicy, { minLength: 1, maxLength: 2 }), 1, 8),
    endpoint: maybe(policy('endpoint', true), 1, 12),
    defaults: fc.subarray(['kms:viaservice', 'kms:days']),
    grants: fc.array(
      fc.record({
        grantId: some(['g1', 'g2']),
        granteeKind: some(['session', 'federated-user', 'user', 'role', 'federating-user', 'account', 'service'] as const),
        issuingAccount: some([OWN, OTHER, '999988887777']),
      }),
      { maxLength: 2 },
    ),
  })
  .map(({ principal, action, resource, isIdentityOnly, crossAccountCapable, resourceExists, context, grants, ...others }) => {
    const { resourcePolicy, identity, boundary, session, serviceControl, resourceControl, endpoint, defaults } = others
    const values = context as Readonly<Record<string, ContextValue>>
    return {
      request: {
        principal: principalOf(principal),
        action,
        resource: isIdentityOnly ? '*' : resource,
        resourceAccount: isIdentityOnly ? undefined : OWN,
        crossAccountCapable,
        resourceExists,
        context: (key: string) => values[key],
        isDefault: (key: string) => defaults.includes(key),
      },
      policies: {
        identity,
        ...(resourcePolicy === undefined ? {} : { resource: resourcePolicy }),
        ...(boundary === undefined ? {} : { boundary }),
        ...(session === undefined ? {} : { session }),
        ...(serviceControl === undefined ? {} : { serviceControl }),
        ...(resourceControl === undefined || isIdentityOnly ? {} : { resourceControl }),
        ...(endpoint === undefined ? {} : { endpoint }),
      },
      grants,
    }
  })

/** `version` with other statements. */
export const withStatements = (
  version: PolicyVersion,
  change: (statements: readonly object[]) => readonly object[],
): PolicyVersion => {
  const document = JSON.parse(version.text) as { Statement: object[] }
  return { ...version, text: JSON.stringify({ ...document, Statement: change(document.Statement) }) }
}
