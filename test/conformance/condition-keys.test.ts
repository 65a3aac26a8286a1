import { describe, expect, it } from 'vitest'
import { CONDITION_KEYS, PREFIXED_KEYS } from '../../src/kms/condition-keys.ts'
import { call, delegatingPolicy } from '../support/kms/call-cases.ts'
import { ACCOUNT, type KmsWorld, kmsWorld, REGION } from '../support/kms/kms-world.ts'
import { errorOf } from '../support/kms/refusals.ts'
import casesJson from './condition-keys.json' with { type: 'json' }

type Condition = Readonly<Record<string, Readonly<Record<string, string>>>>
type Caller = 'user' | 'session' | 'user through EC2' | 'user through CloudFormation' | 'EC2 itself' | 'host'

/** A call that one condition decides about. `$KEY` and its like in input and values stand for what the world has. */
interface ConditionKeyCase {
  readonly key: string
  /** What is special about the case. */
  readonly name?: string
  readonly operator: string
  /** The value under which the call passes the authorise gate. */
  readonly right: string | readonly string[]
  /** The value under which it does not. */
  readonly wrong: string | readonly string[]
  /** The action that the condition is about; all others are allowed. */
  readonly action: string
  readonly call: string
  /** Default: a user. */
  readonly caller?: Caller
  /** The input of CreateKey for `$KEY`. */
  readonly subject?: object
  readonly replicaRegion?: string
  readonly input: object
  /** The error of a later gate, where the call cannot go through. */
  readonly behind?: string
}

const CASES: readonly ConditionKeyCase[] = casesJson as readonly ConditionKeyCase[]

/** The condition keys of spec/around.md 1.7 and spec/kms.md 6.7. Not simulated: `kms:RecipientAttestation:…`, for there are no enclaves. */
const KEYS = `
  kms:BypassPolicyLockoutSafetyCheck kms:CallerAccount kms:CustomerMasterKeySpec kms:CustomerMasterKeyUsage kms:DataKeyPairSpec
  kms:EncryptionAlgorithm kms:EncryptionContext: kms:EncryptionContextKeys kms:ExpirationModel kms:GrantConstraintSourceArn
  kms:GrantConstraintType kms:GrantIsForAWSResource kms:GrantOperations kms:GranteePrincipal kms:GranteeServicePrincipal
  kms:KeyAgreementAlgorithm kms:KeyOrigin kms:KeySpec kms:KeyUsage kms:MacAlgorithm kms:MessageType kms:MultiRegion
  kms:MultiRegionKeyType kms:PrimaryRegion kms:ReEncryptOnSameKey kms:ReplicaRegion kms:RequestAlias kms:ResourceAliases
  kms:RetiringPrincipal kms:RetiringServicePrincipal kms:RotationPeriodInDays kms:ScheduleKeyDeletionPendingWindowInDays
  kms:SigningAlgorithm kms:TrailingDaysWithoutKeyUsage kms:ValidTo kms:ViaService kms:WrappingAlgorithm kms:WrappingKeySpec
  aws:CalledVia aws:CalledViaFirst aws:CalledViaLast aws:CurrentTime aws:EpochTime aws:MultiFactorAuthPresent aws:PrincipalAccount
  aws:PrincipalArn aws:PrincipalIsAWSService aws:PrincipalOrgID aws:PrincipalOrgPaths aws:PrincipalServiceName
  aws:PrincipalServiceNamesList aws:PrincipalTag/ aws:PrincipalType aws:RequestTag/ aws:RequestedRegion aws:ResourceAccount
  aws:ResourceOrgID aws:ResourceOrgPaths aws:ResourceTag/ aws:SecureTransport aws:SourceAccount aws:SourceArn aws:SourceIp
  aws:SourceOrgID aws:SourceOrgPaths aws:SourceVpc aws:SourceVpce aws:TagKeys aws:TokenIssueTime aws:UserAgent aws:ViaAWSService
  aws:VpcSourceIp aws:userid aws:username
`
  .trim()
  .split(/\s+/)

const EVERYONE = { Effect: 'Allow', Principal: '*', Resource: '*' }

/** A world ten days after its beginning, and a caller whom one condition decides about. */
const stage = ({ subject = {}, replicaRegion, action, call: operation, input, caller = 'user' }: ConditionKeyCase) => {
  const w = kmsWorld({ seed: 67 })
  const kms = w.kms()
  w.account().joinOrganization('o-a1b2c3d4e5', { path: 'r-ab12/ou-ab12-11111111/' })
  const unused = kms.createKey({}).KeyMetadata.KeyId
  w.world.clock.advance({ days: 10 })
  const { KeyId, Arn } = kms.createKey({ Tags: [{ TagKey: 'stage', TagValue: 'test' }], ...subject }).KeyMetadata
  kms.createAlias({ AliasName: 'alias/subject', TargetKeyId: KeyId })
  if (replicaRegion !== undefined) kms.replicateKey({ KeyId, ReplicaRegion: replicaRegion })
  const grantee = w.account().createRole('Grantee').arn
  const names = new Map<string, unknown>([
    ['$KEY', caller === 'EC2 itself' ? Arn : KeyId],
    ['$UNUSED_FOR_TEN_DAYS', unused],
    ['$GRANTEE', grantee],
  ])
  if (Object.keys(subject).length === 0) {
    const EncryptionContext = { Tenant: 'blue' }
    const grant = { KeyId, GranteePrincipal: grantee, Operations: ['Decrypt' as const] }
    names.set('$BLOB', kms.encrypt({ KeyId, Plaintext: Uint8Array.of(1), EncryptionContext }).CiphertextBlob)
    names.set('$GRANT', kms.createGrant(grant).GrantId)
    names.set('$BOUND_GRANT', kms.createGrant({ ...grant, Constraints: { EncryptionContextSubset: EncryptionContext } }).GrantId)
  }
  const { api, put } = callerOf(w, caller, (Policy) => kms.putKeyPolicy({ KeyId, Policy, BypassPolicyLockoutSafetyCheck: true }))
  const attempt = () => call(api, { method: lowerFirst(operation) }, filled(input, names) as object)
  const decideBy = (operator: string, key: string, value: string | readonly string[]) =>
    put(action, { [operator]: { [key]: filled(value, names) as string } })
  return { attempt, decideBy }
}

/** Somebody who calls, and the policy that decides: the caller's own, or the key's where the caller can have none. */
const callerOf = (w: KmsWorld, caller: Caller, putKeyPolicy: (policy: string) => void) => {
  const account = w.account()
  const user = account.createUser('conditional', { tags: { Role: 'tester' } })
  const role = account.createRole('App', { path: '/team/' })
  const statements = (action: string, condition: Condition) => [
    { Effect: 'Allow' as const, Action: action, Resource: '*', Condition: condition },
    { Effect: 'Allow' as const, NotAction: action, Resource: '*' },
  ]
  const own = (identity: typeof user | typeof role) => (action: string, condition: Condition) =>
    identity.putPolicy('p', { Version: '2012-10-17', Statement: statements(action, condition) })
  const ofKey = (Action: string, condition: Condition) =>
    putKeyPolicy(delegatingPolicy(ACCOUNT, [{ ...EVERYONE, Action, Condition: condition }]))
  switch (caller) {
    case 'user':
      return { api: w.kms(user), put: own(user) }
    case 'session':
      return { api: w.kms(role), put: own(role) }
    case 'user through EC2':
      return { api: w.throughEc2(user), put: own(user) }
    case 'user through CloudFormation':
      return { api: w.through('cloudformation', user), put: own(user) }
    case 'EC2 itself': {
      const instance = `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/i-0123456789abcdef0`
      return { api: w.service(`ec2.${REGION}.amazonaws.com`, instance), put: ofKey }
    }
    case 'host':
      return { api: w.host('i-0123456789abcdef0'), put: ofKey }
  }
}

/** A copy of `value` with the world's things in place of their names. */
const filled = (value: unknown, names: ReadonlyMap<string, unknown>): unknown => {
  if (typeof value === 'string') return names.get(value) ?? value
  if (Array.isArray(value)) return value.map((each) => filled(each, names))
  if (typeof value !== 'object' || value === null) return value
  if ('bytes' in value) return new Uint8Array(Number(value.bytes)).fill(7)
  if ('date' in value) return new Date(String(value.date))
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filled(inner, names)]))
}

const lowerFirst = (name: string) => (name.charAt(0).toLowerCase() + name.slice(1)) as Parameters<typeof call>[1]['method']

const titled = (each: ConditionKeyCase) => [`${each.key}${each.name === undefined ? '' : ` ${each.name}`}`, each] as const

describe('a condition on', () => {
  it.each(CASES.map(titled))('%s lets a call pass or stops it', (_, each) => {
    const { attempt, decideBy } = stage(each)
    decideBy(each.operator, each.key, each.wrong)
    const { name, message } = errorOf(attempt)
    expect({ name, message }).toEqual({ name: 'AccessDeniedException', message: expect.stringContaining(each.action) })
    decideBy(each.operator, each.key, each.right)
    if (each.behind === undefined) expect(attempt()).toBeTypeOf('object')
    else expect(errorOf(attempt).name).toBe(each.behind)
  })

  it.each(['__proto__', 'constructor', 'toString', 'kms:__proto__', 'aws:RequestTag/__proto__'])(
    '%s is one on an absent key',
    (key) => {
      const w = kmsWorld()
      const { KeyId } = w.kms().createKey().KeyMetadata
      const user = w.account().createUser('hostile')
      const Condition = JSON.parse(`{"StringEquals":{${JSON.stringify(key)}:"x"}}`)
      user.putPolicy('p', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*', Condition }] })
      expect(errorOf(() => w.kms(user).describeKey({ KeyId })).name).toBe('AccessDeniedException')
      user.putPolicy('p', {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'kms:*', Resource: '*', Condition: JSON.parse(`{"Null":{${JSON.stringify(key)}:"true"}}`) },
        ],
      })
      expect(w.kms(user).describeKey({ KeyId }).KeyMetadata.KeyId).toBe(KeyId)
    },
  )
})

describe('the condition keys', () => {
  const lowerCase = new Set(KEYS.map((key) => key.toLowerCase()))

  it('all have a case', () => {
    const isCovered = (key: string) => CASES.some((each) => each.key === key || (/[:/]$/.test(key) && each.key.startsWith(key)))
    expect(KEYS.filter((key) => !isCovered(key))).toEqual([])
  })

  it('are no more than those that are known here', () => {
    const known = [...Object.keys(CONDITION_KEYS), ...PREFIXED_KEYS.map(([prefix]) => prefix)]
    expect(known.filter((key) => !lowerCase.has(key))).toEqual([])
  })
})
