import { describe, expect, it } from 'vitest'
import type { RefusalRecord } from '../../src/iam/access-record.ts'
import { CALL_CASES, type CallCase, call, type Subject, subjectFor } from '../support/kms/call-cases.ts'
import { errorOf } from '../support/kms/refusals.ts'

/**
 * Which condition keys of KMS a request for an action has, from the Service Authorization Reference ("Actions, resources, and condition
 * keys for AWS Key Management Service") and spec/kms.md 6.7, typed in by hand. `key`: the properties of the key; `context`: the
 * encryption context.
 */
const TABLE = `
  CancelKeyDeletion                    key
  ConnectCustomKeyStore                CallerAccount
  CreateAlias                          key
  CreateCustomKeyStore                 CallerAccount
  CreateGrant                          key context GrantConstraintType GrantIsForAWSResource GrantOperations GranteePrincipal RetiringPrincipal
  CreateKey                            BypassPolicyLockoutSafetyCheck CustomerMasterKeySpec CustomerMasterKeyUsage KeyOrigin KeySpec KeyUsage MultiRegion MultiRegionKeyType
  Decapsulate                          key RequestAlias
  Decrypt                              key context EncryptionAlgorithm RequestAlias
  DeleteAlias                          key
  DeleteCustomKeyStore                 CallerAccount
  DeleteImportedKeyMaterial            key
  DeriveSharedSecret                   key KeyAgreementAlgorithm RequestAlias
  DescribeCustomKeyStores              CallerAccount
  DescribeKey                          key RequestAlias
  DisableKey                           key TrailingDaysWithoutKeyUsage
  DisableKeyRotation                   key
  DisconnectCustomKeyStore             CallerAccount
  EnableKey                            key
  EnableKeyRotation                    key RotationPeriodInDays
  Encapsulate                          key RequestAlias
  Encrypt                              key context EncryptionAlgorithm RequestAlias
  GenerateDataKey                      key context EncryptionAlgorithm RequestAlias
  GenerateDataKeyPair                  key context DataKeyPairSpec EncryptionAlgorithm RequestAlias
  GenerateDataKeyPairWithoutPlaintext  key context DataKeyPairSpec EncryptionAlgorithm RequestAlias
  GenerateDataKeyWithoutPlaintext      key context EncryptionAlgorithm RequestAlias
  GenerateMac                          key MacAlgorithm RequestAlias
  GenerateRandom
  GetKeyLastUsage                      key
  GetKeyPolicy                         key
  GetKeyRotationStatus                 key
  GetParametersForImport               key WrappingAlgorithm WrappingKeySpec
  GetPublicKey                         key RequestAlias
  ImportKeyMaterial                    key ExpirationModel ValidTo
  ListAliases
  ListGrants                           key GrantIsForAWSResource
  ListKeyPolicies                      key
  ListKeyRotations                     key
  ListKeys
  ListResourceTags                     key
  ListRetirableGrants
  PutKeyPolicy                         key BypassPolicyLockoutSafetyCheck
  ReEncryptFrom                        key context EncryptionAlgorithm ReEncryptOnSameKey RequestAlias
  ReEncryptTo                          key context EncryptionAlgorithm ReEncryptOnSameKey RequestAlias
  ReplicateKey                         key ReplicaRegion
  RetireGrant                          key context GrantConstraintType
  RevokeGrant                          key GrantIsForAWSResource
  RotateKeyOnDemand                    key
  ScheduleKeyDeletion                  key ScheduleKeyDeletionPendingWindowInDays TrailingDaysWithoutKeyUsage
  Sign                                 key MessageType RequestAlias SigningAlgorithm
  TagResource                          key
  UntagResource                        key
  UpdateAlias                          key
  UpdateCustomKeyStore                 CallerAccount
  UpdateKeyDescription                 key
  UpdatePrimaryRegion                  key PrimaryRegion
  Verify                               key MessageType RequestAlias SigningAlgorithm
  VerifyMac                            key MacAlgorithm RequestAlias
`

/** What the words of {@link TABLE} stand for. The subject is a multi-Region key with an alias. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  key: [
    'CallerAccount',
    'CustomerMasterKeySpec',
    'CustomerMasterKeyUsage',
    'KeyOrigin',
    'KeySpec',
    'KeyUsage',
    'MultiRegion',
    'MultiRegionKeyType',
    'ResourceAliases',
  ],
  context: ['EncryptionContextKeys', 'EncryptionContext:Tenant'],
}

const EXPECTED = new Map(
  TABLE.trim()
    .split('\n')
    .map((line) => {
      const [action = '', ...words] = line.trim().split(/\s+/)
      return [`kms:${action}`, words.flatMap((word) => WORDS[word] ?? [word])]
    }),
)

const CONTEXT = { Tenant: 'blue' }
const BOUND = { EncryptionContext: CONTEXT }

/** The optional parameters that conditions look at, beside those of the call cases. */
const MORE: Readonly<Record<string, (given: Subject) => object>> = {
  CreateGrant: ({ roleArn }) => ({ RetiringPrincipal: roleArn, Constraints: { EncryptionContextSubset: CONTEXT } }),
  CreateKey: () => ({ MultiRegion: true }),
  Decrypt: () => BOUND,
  Encrypt: () => BOUND,
  GenerateDataKey: () => BOUND,
  GenerateDataKeyPair: () => BOUND,
  GenerateDataKeyPairWithoutPlaintext: () => BOUND,
  GenerateDataKeyWithoutPlaintext: () => BOUND,
  ImportKeyMaterial: () => ({ ExpirationModel: undefined, ValidTo: new Date('2026-06-01T00:00:00Z') }),
  ReEncrypt: ({ alias }) => ({ SourceKeyId: alias, SourceEncryptionContext: CONTEXT, DestinationEncryptionContext: CONTEXT }),
  RetireGrant: ({ w, keyId, roleArn }) => {
    const bound = {
      GranteePrincipal: roleArn,
      Operations: ['Decrypt' as const],
      Constraints: { EncryptionContextEquals: CONTEXT },
    }
    return { GrantId: w.kms().createGrant({ KeyId: keyId, ...bound }).GrantId }
  },
}

/** ReplicateKey needs the permission to make a key too. */
const EXPECTED_OF_OTHERS: Readonly<Record<string, string>> = { ReplicateKey: 'kms:CreateKey' }

/** The refusals that a caller without permissions meets, one permission after the other being given. */
const refusalsOf = (one: CallCase): readonly RefusalRecord[] => {
  const given = subjectFor(one.operation)
  const input = {
    ...one.input(given, one.names === 'anything' ? given.alias : given.keyId),
    ...MORE[one.operation]?.(given),
  }
  const user = given.w.account().createUser('nobody')
  const found: RefusalRecord[] = []
  while (found.length < MOST_PERMISSIONS) {
    const before = given.w.journal().length
    attempted(() => call(given.w.kms(user), one, input))
    const entry = given.w.journal()[before]
    if (entry?.stoppedAt !== 'authorise') break
    const refusal = entry.access?.at(-1) as RefusalRecord
    found.push(refusal)
    const { action: Action, resource: Resource } = refusal.request
    user.putPolicy(`p${found.length}`, { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] })
  }
  return found
}

const attempted = (attempt: () => unknown): void => {
  try {
    attempt()
  } catch {
    expect(errorOf(attempt)).toBeDefined()
  }
}

/** No call here needs more. */
const MOST_PERMISSIONS = 3

describe('a request for', () => {
  it.each(CALL_CASES.map((one) => [one.operation, one] as const))('%s has the condition keys that AWS lists', (_, one) => {
    const refusals = refusalsOf(one)
    expect(refusals.length).toBeGreaterThan(0)
    expect(
      [...new Set(refusals.map(({ request }) => request.action))].filter(
        (action) => EXPECTED_OF_OTHERS[one.operation] !== action,
      ),
    ).toEqual(one.actions)
    for (const { request, context } of refusals) {
      const isOnKey = request.resource === '*' || request.resource.includes(':key/') || one.operation === 'ListRetirableGrants'
      const found = Object.keys(context).filter((name) => name.startsWith('kms:'))
      const expected = isOnKey ? (EXPECTED.get(request.action) ?? ['?']) : []
      expect(found.sort()).toEqual(expected.map((name) => `kms:${name.toLowerCase()}`).sort())
    }
  })

  it('every action is in the table', () => {
    const actions = CALL_CASES.flatMap((one) => one.actions)
    expect([...EXPECTED.keys()].sort()).toEqual([...actions].sort())
  })
})
