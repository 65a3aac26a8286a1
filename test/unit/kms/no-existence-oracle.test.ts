import { describe, expect, it } from 'vitest'
import type { User } from '../../../src/index.ts'
import { allowing, type CallCase, call, denying, KEY_CALLS, keyPolicy, subject } from '../../support/kms/call-cases.ts'
import { ACCOUNT, kmsWorld, OTHER_ACCOUNT, REGION } from '../../support/kms/kms-world.ts'
import { errorOf, outOfReach } from '../../support/kms/refusals.ts'
import { statusOf } from '../../support/kms/statuses.ts'

const arnOf = (resource: string) => `arn:aws:kms:${REGION}:${ACCOUNT}:${resource}`
const MISSING = arnOf('key/11111111-2222-4333-8444-555555555555')

/** A world whose default account has keys of all sorts, none of which it shares with anybody. */
const stage = () => {
  const given = subject(kmsWorld())
  const { w } = given
  const kms = w.kms()
  const newKey = () => kms.createKey().KeyMetadata.Arn
  const inState = (state: Parameters<typeof statusOf>[0]) => {
    const arn = newKey()
    w.record(arn).status = statusOf(state)
    return arn
  }
  const withPolicy = (statement: object) => {
    const arn = newKey()
    w.record(arn).policy = { kind: 'key', name: arn, text: keyPolicy([statement]) }
    return arn
  }
  const gone = newKey()
  const goneBlob = kms.encrypt({ KeyId: gone, Plaintext: Uint8Array.of(1) }).CiphertextBlob
  kms.createAlias({ AliasName: 'alias/gone', TargetKeyId: gone })
  kms.scheduleKeyDeletion({ KeyId: gone, PendingWindowInDays: 7 })
  const granted = newKey()
  kms.createGrant({ KeyId: granted, GranteePrincipal: given.roleArn, Operations: ['Decrypt', 'DescribeKey'] })
  w.world.clock.advance({ days: 8 })
  const managed = w.throughEc2().generateDataKeyWithoutPlaintext({ KeyId: 'alias/aws/ebs', NumberOfBytes: 64 })
  const strangers: Readonly<Record<string, User>> = {
    'without policies': w.account(OTHER_ACCOUNT).createUser('nobody'),
    'with all permissions of its own account': w.account(OTHER_ACCOUNT).createUser('admin', { policies: [allowing('*')] }),
    'whom its own account denies all of KMS': w.account(OTHER_ACCOUNT).createUser('denied', { policies: [denying('kms:*')] }),
  }
  const admin = strangers['with all permissions of its own account']?.arn
  const keys: Readonly<Record<string, string>> = {
    missing: MISSING,
    enabled: newKey(),
    disabled: inState('Disabled'),
    'pending deletion': inState('PendingDeletion'),
    'pending import': kms.createKey({ Origin: 'EXTERNAL' }).KeyMetadata.Arn,
    deleted: gone,
    'managed by AWS': managed.KeyId,
    'that has grants to others': granted,
    'whose policy names others alone': withPolicy({
      Effect: 'Allow',
      Principal: { AWS: ACCOUNT },
      Action: 'kms:*',
      Resource: '*',
    }),
    'whose policy denies it to everyone': withPolicy({ Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*' }),
    'whose policy denies it to the caller': withPolicy({
      Effect: 'Deny',
      Principal: { AWS: admin },
      Action: 'kms:*',
      Resource: '*',
    }),
  }
  const aliases: Readonly<Record<string, string>> = {
    missing: arnOf('alias/none'),
    'of a key that is enabled': arnOf('alias/subject'),
    'of a key that is deleted': arnOf('alias/gone'),
    'of AWS, with a key': arnOf('alias/aws/ebs'),
    'of AWS, without a key': arnOf('alias/aws/rds'),
  }
  const blobs: Readonly<Record<string, Uint8Array>> = { 'a key that is enabled': given.blob, 'a key that is deleted': goneBlob }
  return { w, given, keys, aliases, blobs, strangers }
}

const s = stage()
const CALLERS = Object.entries(s.strangers)

/** What is said, with a word in place of the identifier that was sent. */
const answer = (one: CallCase, identifier: string, user: User) => {
  const { name, message, $metadata } = errorOf(() => call(s.w.kms(user), one, one.input(s.given, identifier)))
  return { name, message: message.replaceAll(identifier, '<what was sent>'), status: $metadata.httpStatusCode }
}

/** ReEncrypt looks at the key of the ciphertext first, which is out of reach already. */
const NAMING = KEY_CALLS.filter(({ operation }) => operation !== 'ReEncrypt' && operation !== 'RetireGrant')

describe.each(CALLERS)('a caller of another account, %s,', (_, user) => {
  it.each(NAMING.map((one) => [one.operation, one] as const))('learns nothing of keys from %s', (_, one) => {
    const expected = answer(one, MISSING, user)
    for (const [kind, arn] of Object.entries(s.keys)) expect([kind, answer(one, arn, user)]).toEqual([kind, expected])
  })

  it.each(NAMING.filter(({ names }) => names === 'anything').map((one) => [one.operation, one] as const))(
    'learns nothing of aliases from %s',
    (_, one) => {
      const expected = answer(one, arnOf('alias/none'), user)
      for (const [kind, arn] of Object.entries(s.aliases)) expect([kind, answer(one, arn, user)]).toEqual([kind, expected])
      expect(answer(one, MISSING, user)).toEqual(expected)
    },
  )

  it('learns nothing of the keys of ciphertexts', () => {
    for (const attempt of [
      (CiphertextBlob: Uint8Array) => s.w.kms(user).decrypt({ CiphertextBlob }),
      (CiphertextBlob: Uint8Array) => s.w.kms(user).reEncrypt({ CiphertextBlob, DestinationKeyId: MISSING }),
    ]) {
      const said = Object.values(s.blobs).map((blob) => errorOf(() => attempt(blob)).message)
      expect(new Set(said).size).toBe(1)
      expect(said[0]).toContain('on the resource associated with this ciphertext')
    }
  })

  it('leaves no record in the account of the key', () => {
    expect(
      s.w.records({ recipientAccountId: ACCOUNT }).filter(({ userIdentity }) => JSON.stringify(userIdentity).includes(user.arn)),
    ).toEqual([])
  })
})

it('the sentence for a stranger is AWS’s (around 8.1 #12, around 8.1 #13)', () => {
  const user = s.strangers['with all permissions of its own account'] as User
  for (const KeyId of Object.values(s.keys))
    expect(errorOf(() => s.w.kms(user).encrypt({ KeyId, Plaintext: Uint8Array.of(1) })).message).toBe(
      outOfReach(user.arn, 'kms:Encrypt'),
    )
})
