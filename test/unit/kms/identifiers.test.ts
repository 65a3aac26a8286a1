import { describe, expect, it } from 'vitest'
import {
  allowing,
  CALL_CASES,
  call,
  callCase,
  KEY_CALLS,
  keyPolicy,
  type Subject,
  subject,
  subjectFor,
} from '../../support/kms/call-cases.ts'
import { ACCOUNT, ADMIN, OTHER_ACCOUNT, OTHER_REGION, REGION } from '../../support/kms/kms-world.ts'
import { errorOf, expectRefusal, INCORRECT_KEY, missingText, NO_ALIASES, outOfReach } from '../../support/kms/refusals.ts'
import { statusOf } from '../../support/kms/statuses.ts'

const UUID = '1234abcd-12ab-34cd-56ef-1234567890ab'
const keyArn = (id: string, region = REGION, account = ACCOUNT) => `arn:aws:kms:${region}:${account}:key/${id}`
const aliasArn = (name: string, region = REGION, account = ACCOUNT) => `arn:aws:kms:${region}:${account}:${name}`

/** A subject whose key is in a state in which the operation works. */
const ready = (operation: string): Subject => {
  const given = subjectFor(operation)
  if (operation === 'CancelKeyDeletion') given.w.record(given.arn).status = statusOf('PendingDeletion')
  return given
}

const attempt = (operation: string, given: Subject, identifier: string) => {
  const one = callCase(operation)
  return () => call(given.w.kms(), one, one.input(given, identifier))
}

describe.each(KEY_CALLS)('$operation', ({ operation, names, acrossAccounts }) => {
  const isAboutCiphertext = operation === 'Decrypt'

  it('accepts a key id', () => {
    const given = ready(operation)
    expect(attempt(operation, given, given.keyId)()).toBeTypeOf('object')
  })

  it('accepts a key ARN', () => {
    const given = ready(operation)
    expect(attempt(operation, given, given.arn)()).toBeTypeOf('object')
  })

  it.each(['alias/subject', aliasArn('alias/subject')])(
    names === 'anything' ? 'accepts %s' : 'refuses %s with InvalidArnException',
    (identifier) => {
      const given = ready(operation)
      if (names === 'anything') expect(attempt(operation, given, identifier)()).toBeTypeOf('object')
      else expectRefusal(given.w, attempt(operation, given, identifier), 'InvalidArnException', NO_ALIASES)
    },
  )

  it('answers a key that does not exist with its ARN, also where only the id was given', () => {
    const given = ready(operation)
    const text = `Key '${keyArn(UUID)}' does not exist`
    expectRefusal(given.w, attempt(operation, given, UUID), 'NotFoundException', text)
    expectRefusal(given.w, attempt(operation, given, keyArn(UUID)), 'NotFoundException', text)
  })

  it.each([
    'fake-key-id',
    UUID.replaceAll('-', ''),
    UUID.toUpperCase(),
    'mrk-fake-key-id',
    `mrk-${UUID}`,
    '1234abcd_12ab_34cd_56ef_1234567890ab',
    `${UUID} `,
    keyArn('fake-key-id'),
    `arn:aws:s3:${REGION}:${ACCOUNT}:key/${UUID}`,
    `arn:aws:kms:${REGION}:${ACCOUNT}:thing/${UUID}`,
    'key/x',
  ])('answers the malformed identifier %s with "Invalid keyId"', (identifier) => {
    const given = ready(operation)
    expectRefusal(given.w, attempt(operation, given, identifier), 'NotFoundException', `Invalid keyId '${identifier}'`)
  })

  it(
    isAboutCiphertext ? 'answers the ARN of another Region with IncorrectKeyException' : 'names the Region of a foreign ARN',
    () => {
      const given = ready(operation)
      const elsewhere = attempt(operation, given, given.arn.replace(REGION, OTHER_REGION))
      if (isAboutCiphertext) expectRefusal(given.w, elsewhere, 'IncorrectKeyException', INCORRECT_KEY)
      else expectRefusal(given.w, elsewhere, 'NotFoundException', `Invalid arn ${OTHER_REGION}`)
    },
  )

  if (names === 'anything') {
    it('answers an alias that does not exist with its ARN', () => {
      const given = ready(operation)
      const text = `Alias ${aliasArn('alias/none')} is not found.`
      expectRefusal(given.w, attempt(operation, given, 'alias/none'), 'NotFoundException', text)
      expectRefusal(given.w, attempt(operation, given, aliasArn('alias/none')), 'NotFoundException', text)
    })
  }

  it('tells nobody whether a key of another account exists', () => {
    const given = ready(operation)
    const foreignKey = given.w.kms(given.w.account(OTHER_ACCOUNT).root).createKey().KeyMetadata.Arn
    const missing = keyArn(UUID, REGION, OTHER_ACCOUNT)
    const errors = [foreignKey, missing].map((arn) => {
      const { name, message } = errorOf(attempt(operation, given, arn))
      return { name, message: message.replaceAll(arn, '<ARN>') }
    })
    expect(errors[0]).toEqual(errors[1])
    const action = operation === 'ReEncrypt' ? 'kms:ReEncryptTo' : `kms:${operation}`
    if (operation === 'ListAliases')
      expect(errors[0]).toEqual({ name: 'NotFoundException', message: "Key '<ARN>' does not exist" })
    else expect(errors[0]).toEqual({ name: 'AccessDeniedException', message: outOfReach(ADMIN, action) })
  })

  // Nobody else may retire a grant, whatever the policies say: test/unit/kms/operations/retire-grant.test.ts.
  if (operation !== 'RetireGrant') {
    it(acrossAccounts ? 'is open to other accounts' : 'is closed to other accounts', () => {
      const given = ready(operation)
      const policy = [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }]
      given.w.record(given.arn).policy = { kind: 'key', name: given.arn, text: keyPolicy(policy) }
      const stranger = given.w.account(OTHER_ACCOUNT).createUser('Stranger', { policies: [allowing('*')] })
      if (operation === 'UpdateAlias') {
        const own = given.w.kms(stranger)
        own.createAlias({ AliasName: given.alias, TargetKeyId: own.createKey().KeyMetadata.KeyId })
      }
      const one = callCase(operation)
      const foreign = () => call(given.w.kms(stranger), one, one.input(given, given.arn))
      const hidden = outOfReach(stranger.arn, `kms:${operation}`)
      if (acrossAccounts) expect(foreign()).toBeTypeOf('object')
      else if (operation === 'ListAliases') expect(errorOf(foreign).message).toBe(`Key '${given.arn}' does not exist`)
      else expectRefusal(given.w, foreign, 'AccessDeniedException', hidden)
    })
  }
})

describe.each(CALL_CASES)('$operation', (one) => {
  if (one.required.length > 0) {
    it('names every required member that is missing, in order', () => {
      const given = subject()
      const failures = one.required.map((name) => missingText(name.charAt(0).toLowerCase() + name.slice(1)))
      const [first = ''] = failures
      const parts = failures.map((each) => each.slice(each.indexOf(': ') + 2))
      const text = failures.length === 1 ? first : `${failures.length} validation errors detected: ${parts.join('; ')}`
      expectRefusal(given.w, () => call(given.w.kms(), one, {}), 'ValidationException', text)
    })
  }

  it('refuses a member that AWS does not know, loudly', () => {
    const given = subject()
    const input = { ...one.input(given, given.keyId), Nonsense: 1 }
    expect(() => call(given.w.kms(), one, input)).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER', message: expect.stringContaining('nonsense') }),
    )
  })

  it('refuses a member of the wrong type', () => {
    const given = subject()
    const name = one.required[0] ?? (one.names === 'no key' ? WRONG[one.operation] : 'KeyId')
    const wrong = { ...one.input(given, given.keyId), [name ?? '']: {} }
    expectRefusal(
      given.w,
      () => call(given.w.kms(), one, wrong),
      'SerializationException',
      /^1 validation error detected: Value at '/,
    )
  })
})

/** A member of the operations that require none. */
const WRONG: Readonly<Record<string, string>> = {
  CreateKey: 'Policy',
  DescribeCustomKeyStores: 'Limit',
  GenerateRandom: 'NumberOfBytes',
  ListKeys: 'Limit',
  ListRetirableGrants: 'RetiringPrincipal',
}
