import { describe, expect, it } from 'vitest'
import { createCloud } from '../../src/index.ts'
import { SERVICES } from '../../src/services.ts'
import { ACCOUNT, refusalOf } from '../support/cloud/ebs-world.ts'
import casesJson from './condition-keys.json' with { type: 'json' }

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
  /** The input of CreateKey for `$KEY`. */
  readonly subject?: object
  readonly replicaRegion?: string
  readonly input: object
  /** The error of a later gate, where the call cannot go through. */
  readonly behind?: string
}

const cases: readonly ConditionKeyCase[] = casesJson as readonly ConditionKeyCase[]
const isSimulated = ({ call }: ConditionKeyCase): boolean => SERVICES.get('kms')?.operations.has(call) === true

/** The condition keys of spec/kms.md 6.7 that KMS itself defines. Not simulated: RecipientAttestation (no enclaves). */
const KMS_KEYS = [
  'BypassPolicyLockoutSafetyCheck',
  'CallerAccount',
  'CustomerMasterKeySpec',
  'CustomerMasterKeyUsage',
  'DataKeyPairSpec',
  'EncryptionAlgorithm',
  'EncryptionContext:tenant',
  'EncryptionContextKeys',
  'ExpirationModel',
  'GrantConstraintType',
  'GrantIsForAWSResource',
  'GrantOperations',
  'GranteePrincipal',
  'KeyAgreementAlgorithm',
  'KeyOrigin',
  'KeySpec',
  'KeyUsage',
  'MacAlgorithm',
  'MessageType',
  'MultiRegion',
  'MultiRegionKeyType',
  'PrimaryRegion',
  'ReEncryptOnSameKey',
  'ReplicaRegion',
  'RequestAlias',
  'ResourceAliases',
  'RetiringPrincipal',
  'RotationPeriodInDays',
  'ScheduleKeyDeletionPendingWindowInDays',
  'SigningAlgorithm',
  'TrailingDaysWithoutKeyUsage',
  'ValidTo',
  'ViaService',
  'WrappingAlgorithm',
  'WrappingKeySpec',
]

/** A world ten days after its beginning, and a caller whom one condition decides about. */
const stage = ({ subject = {}, replicaRegion, action, call, input }: ConditionKeyCase) => {
  const cloud = createCloud({ seed: 67 })
  const { kms } = cloud
  const unused = kms.createKey({}).KeyMetadata.KeyId
  cloud.clock.advance({ days: 10 })
  const { KeyId } = kms.createKey({ Tags: [{ TagKey: 'stage', TagValue: 'test' }], ...subject }).KeyMetadata
  kms.createAlias({ AliasName: 'alias/subject', TargetKeyId: KeyId })
  if (replicaRegion !== undefined) kms.replicateKey({ KeyId, ReplicaRegion: replicaRegion })
  const grantee = cloud.account(ACCOUNT).createRole('Grantee').arn
  const names = new Map<string, unknown>([
    ['$KEY', KeyId],
    ['$UNUSED_FOR_TEN_DAYS', unused],
    ['$GRANTEE', grantee],
  ])
  if (Object.keys(subject).length === 0) {
    const EncryptionContext = { Tenant: 'blue' }
    names.set('$BLOB', kms.encrypt({ KeyId, Plaintext: Uint8Array.of(1), EncryptionContext }).CiphertextBlob)
    names.set('$GRANT', kms.createGrant({ KeyId, GranteePrincipal: grantee, Operations: ['Decrypt'] }).GrantId)
  }
  const user = cloud.account(ACCOUNT).createUser('conditional', { tags: { Role: 'tester' } })
  const caller = cloud.session({ as: user })
  const attempt = () =>
    (caller.kms as unknown as Record<string, (given: unknown) => unknown>)[lowerFirst(call)]?.(filled(input, names))
  const decideBy = (operator: string, key: string, value: string | readonly string[]) =>
    user.putPolicy('p', {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: action, Resource: '*', Condition: { [operator]: { [key]: filled(value, names) as string } } },
        { Effect: 'Allow', NotAction: action, Resource: '*' },
      ],
    })
  return { attempt, decideBy }
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

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1)

const titled = (each: ConditionKeyCase) => [`${each.key}${each.name === undefined ? '' : ` ${each.name}`}`, each] as const

describe('a condition on', () => {
  it.each(cases.filter(isSimulated).map(titled))('%s lets a call pass or stops it', (_, each) => {
    const { attempt, decideBy } = stage(each)
    decideBy(each.operator, each.key, each.wrong)
    expect(refusalOf(attempt)).toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining(each.action) })
    decideBy(each.operator, each.key, each.right)
    if (each.behind === undefined) expect(attempt).not.toThrow()
    else expect(refusalOf(attempt).name).toBe(each.behind)
  })
})

it('every condition key of KMS has a case', () => {
  const covered = new Set(cases.map(({ key }) => key))
  expect(KMS_KEYS.filter((key) => !covered.has(`kms:${key}`))).toEqual([])
})
