import { describe, expect, it } from 'vitest'
import {
  allowing,
  CALL_CASES,
  type CallCase,
  call,
  delegatingPolicy,
  denying,
  KEY_CALLS,
  keyPolicy,
  type Subject,
  subject,
  subjectFor,
} from '../../support/kms/call-cases.ts'
import { ACCOUNT, kmsWorld, OTHER_ACCOUNT, REGION } from '../../support/kms/kms-world.ts'
import { expectRefusal, noIdentityPolicy, noResourcePolicy, outOfReach } from '../../support/kms/refusals.ts'
import { statusOf } from '../../support/kms/statuses.ts'

/** The actions that only IAM policies can give, with what they are asked on. */
const IAM_ONLY: Readonly<Record<string, readonly (readonly [action: string, on: string])[]>> = {
  CreateAlias: [['kms:CreateAlias', `arn:aws:kms:${REGION}:${ACCOUNT}:alias/new`]],
  CreateKey: [['kms:CreateKey', '*']],
  ListAliases: [['kms:ListAliases', '*']],
  ListKeys: [['kms:ListKeys', '*']],
  UpdateCustomKeyStore: [['kms:UpdateCustomKeyStore', '*']],
  UpdateAlias: [['kms:UpdateAlias', `arn:aws:kms:${REGION}:${ACCOUNT}:alias/subject`]],
  ListRetirableGrants: [['kms:ListRetirableGrants', `arn:aws:iam::${ACCOUNT}:role/Grantee`]],
  GenerateRandom: [['kms:GenerateRandom', '*']],
  DisconnectCustomKeyStore: [['kms:DisconnectCustomKeyStore', '*']],
  DescribeCustomKeyStores: [['kms:DescribeCustomKeyStores', '*']],
  DeleteCustomKeyStore: [['kms:DeleteCustomKeyStore', '*']],
  DeleteAlias: [['kms:DeleteAlias', `arn:aws:kms:${REGION}:${ACCOUNT}:alias/subject`]],
  CreateCustomKeyStore: [['kms:CreateCustomKeyStore', '*']],
  ConnectCustomKeyStore: [['kms:ConnectCustomKeyStore', '*']],
}

/** RetireGrant has rules of its own: test/unit/kms/operations/retire-grant.test.ts. */
const JUDGED_BY_POLICIES = CALL_CASES.filter(({ operation }) => operation !== 'RetireGrant')
const JUDGED_BY_KEY_POLICY = KEY_CALLS.filter(({ operation }) => operation !== 'RetireGrant' && operation !== 'ListAliases')

const ready = ({ operation }: CallCase): Subject => {
  const given = subjectFor(operation)
  if (operation === 'CancelKeyDeletion') given.w.record(given.arn).status = statusOf('PendingDeletion')
  return given
}

const neededActions = ({ operation, actions }: CallCase) =>
  operation === 'ReplicateKey' ? [...actions, 'kms:CreateKey'] : actions

/** With Bypass, so that what is tested is the permission and not the lockout check. */
const inputOf = (one: CallCase, given: Subject) => ({
  ...one.input(given, given.keyId),
  ...(one.operation === 'PutKeyPolicy' ? { BypassPolicyLockoutSafetyCheck: true } : {}),
})

describe.each(JUDGED_BY_POLICIES)('$operation', (one) => {
  it('is refused to a user whom no policy allows anything', () => {
    const given = ready(one)
    const user = given.w.account().createUser('Nobody')
    const [action, on] = IAM_ONLY[one.operation]?.[0] ?? [one.actions[0] as string, given.arn]
    const attempt = () => call(given.w.kms(user), one, inputOf(one, given))
    expectRefusal(given.w, attempt, 'AccessDeniedException', noIdentityPolicy(user.arn, action, on))
  })

  it('is open to a user whom IAM allows exactly what it needs', () => {
    const given = ready(one)
    const user = given.w.account().createUser('Exact', { policies: [allowing(...neededActions(one))] })
    expect(call(given.w.kms(user), one, inputOf(one, given))).toBeTypeOf('object')
  })

  it.each(neededActions(one))('is refused without %s', (action) => {
    const given = ready(one)
    const user = given.w.account().createUser('Nearly', { policies: [allowing('*'), denying(action)] })
    const iamOnly = IAM_ONLY[one.operation]?.find(([each]) => each === action)?.[1]
    const on = iamOnly ?? (action === 'kms:CreateKey' ? '*' : given.arn)
    const text = `User: ${user.arn} is not authorized to perform: ${action} on resource: ${on} with an explicit deny in an identity-based policy`
    expectRefusal(given.w, () => call(given.w.kms(user), one, inputOf(one, given)), 'AccessDeniedException', text)
  })
})

describe.each(JUDGED_BY_KEY_POLICY)('$operation', (one) => {
  const [firstAction = ''] = one.actions

  const withKeyPolicy = (given: Subject, statements: readonly object[]) => {
    given.w.record(given.arn).policy = { kind: 'key', name: given.arn, text: keyPolicy(statements) }
  }

  it('is open to a user whom the key policy names, without any IAM policy on the key', () => {
    const given = ready(one)
    const alsoNeeded = IAM_ONLY[one.operation] === undefined ? [] : [allowing(...one.actions)]
    const policies = one.operation === 'ReplicateKey' ? [allowing('kms:CreateKey')] : alsoNeeded
    const user = given.w.account().createUser('Named', { policies })
    withKeyPolicy(given, [{ Effect: 'Allow', Principal: { AWS: user.arn }, Action: [...one.actions], Resource: '*' }])
    expect(call(given.w.kms(user), one, inputOf(one, given))).toBeTypeOf('object')
  })

  it('is refused to an administrator where the key policy does not leave it to IAM', () => {
    const given = ready(one)
    const user = given.w.account().createUser('Powerless', { policies: [allowing('*')] })
    withKeyPolicy(given, [{ Effect: 'Allow', Principal: { AWS: given.roleArn }, Action: 'kms:*', Resource: '*' }])
    const text = noResourcePolicy(user.arn, firstAction, given.arn)
    expectRefusal(given.w, () => call(given.w.kms(user), one, inputOf(one, given)), 'AccessDeniedException', text)
  })

  it('is refused to everybody whom the key policy denies', () => {
    const given = ready(one)
    const deny = { Effect: 'Deny', Principal: '*', Action: firstAction, Resource: '*' }
    given.w.record(given.arn).policy = { kind: 'key', name: given.arn, text: delegatingPolicy(ACCOUNT, [deny]) }
    const user = given.w.account().createUser('Denied', { policies: [allowing('*')] })
    const text = `User: ${user.arn} is not authorized to perform: ${firstAction} on resource: ${given.arn} with an explicit deny in a resource-based policy`
    expectRefusal(given.w, () => call(given.w.kms(user), one, inputOf(one, given)), 'AccessDeniedException', text)
  })
})

describe.each(JUDGED_BY_KEY_POLICY.filter(({ acrossAccounts }) => acrossAccounts))('$operation across accounts', (one) => {
  const [firstAction = ''] = one.actions
  const named = one.operation === 'ReEncrypt' ? 'the resource associated with this ciphertext' : 'this resource'

  const shared = (given: Subject) => {
    const statement = { Effect: 'Allow', Principal: { AWS: OTHER_ACCOUNT }, Action: 'kms:*', Resource: '*' }
    given.w.record(given.arn).policy = { kind: 'key', name: given.arn, text: keyPolicy([statement]) }
  }

  it('needs the key policy and the IAM of the caller’s own account', () => {
    const given = ready(one)
    const user = given.w.account(OTHER_ACCOUNT).createUser('Guest', { policies: [allowing(...one.actions)] })
    const attempt = () => call(given.w.kms(user), one, one.input(given, given.arn))
    expectRefusal(given.w, attempt, 'AccessDeniedException', outOfReach(user.arn, firstAction, named))
    shared(given)
    expect(attempt()).toBeTypeOf('object')
  })

  it('echoes no ARN to a caller whose own IAM does not allow it', () => {
    const given = ready(one)
    shared(given)
    const user = given.w.account(OTHER_ACCOUNT).createUser('Guest')
    const text = `User: ${user.arn} is not authorized to perform: ${firstAction} on ${named} because no identity-based policy allows the ${firstAction} action`
    expectRefusal(given.w, () => call(given.w.kms(user), one, one.input(given, given.arn)), 'AccessDeniedException', text)
  })
})

describe('the option authorization', () => {
  it('lets everybody do everything where it is off, and still knows which keys exist', () => {
    const w = kmsWorld({ authorization: 'off' })
    const nobody = w.kms(w.account().createUser('Nobody'))
    const { KeyMetadata } = nobody.createKey()
    const { CiphertextBlob } = nobody.encrypt({ KeyId: KeyMetadata.KeyId, Plaintext: Uint8Array.of(7) })
    expect(nobody.decrypt({ CiphertextBlob }).Plaintext).toEqual(Uint8Array.of(7))
    const missing = KeyMetadata.Arn.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    expectRefusal(w, () => nobody.describeKey({ KeyId: missing }), 'NotFoundException', `Key '${missing}' does not exist`)
  })
})

describe('the journal of a refusal', () => {
  it('keeps the policies, the context and the grants that were looked at', () => {
    const given = subject()
    const user = given.w.account().createUser('Nobody')
    expect(() =>
      given.w.kms(user).encrypt({ KeyId: given.alias, Plaintext: Uint8Array.of(1), EncryptionContext: { Dept: 'IT' } }),
    ).toThrow()
    const entry = given.w.journal().at(-1)
    expect(entry).toMatchObject({ operation: 'Encrypt', stoppedAt: 'authorise' })
    expect(entry?.access).toMatchObject([
      {
        request: { action: 'kms:Encrypt', resource: given.arn },
        verdict: { allowed: false },
        context: {
          'kms:encryptioncontext:dept': 'IT',
          'kms:requestalias': 'alias/subject',
          'kms:encryptioncontextkeys': ['Dept'],
          'kms:calleraccount': ACCOUNT,
        },
        grants: [{ grantId: given.grantId, grantee: given.roleArn, reason: 'other-grantee' }],
      },
    ])
  })

  it('keeps byte strings by their length alone', () => {
    const given = subject()
    given.w.kms().encrypt({ KeyId: given.keyId, Plaintext: Uint8Array.of(9, 9, 9) })
    given.w.kms().generateDataKey({ KeyId: given.keyId, KeySpec: 'AES_128' })
    given.w.kms().decrypt({ CiphertextBlob: given.blob })
    const [encrypt] = given.w.journal().slice(-3)
    expect(encrypt?.input).toEqual({ KeyId: given.keyId, Plaintext: { bytes: 3 } })
    const found: unknown[] = []
    JSON.stringify(given.w.journal(), (_, value) => {
      if (ArrayBuffer.isView(value)) found.push(value)
      return value
    })
    expect(found).toEqual([])
  })
})
