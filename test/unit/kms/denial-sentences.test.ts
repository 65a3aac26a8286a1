import { describe, expect, it } from 'vitest'
import { allowing, delegatingPolicy, keyPolicy } from '../../support/kms/call-cases.ts'
import { ACCOUNT, ADMIN, kmsWorld, OTHER_ACCOUNT, OTHER_REGION } from '../../support/kms/kms-world.ts'
import { errorOf } from '../../support/kms/refusals.ts'

/*
 * spec/around.md 1.10, kms.md 6.5: every sentence of AccessDeniedException, from one layer that does not allow or that denies while all
 * others allow. The policies of VPC endpoints are tried in test/conformance/authorisation: no call comes through one here.
 */

type Layer = 'identity' | 'key' | 'boundary' | 'session' | 'service control' | 'resource control'
type Fault = 'silent' | 'denies'
/** Where the key is, and how the request names it. */
type Place = 'own' | 'foreign' | 'foreign, by ciphertext'

const ALL = { Effect: 'Allow', Action: '*', Resource: '*' } as const
const NO_KMS = { Effect: 'Allow', Action: 's3:*', Resource: '*' } as const
const DENY = { Effect: 'Deny', Action: 'kms:Decrypt', Resource: '*' } as const
const policy = (...Statement: (typeof ALL | typeof NO_KMS | typeof DENY)[]) => ({ Version: '2012-10-17', Statement })
const said = (fault: Fault | undefined) => {
  if (fault === undefined) return policy(ALL)
  return fault === 'silent' ? policy(NO_KMS) : policy(ALL, DENY)
}
const ofResource = (fault: Fault) => ({
  Version: '2012-10-17',
  Statement: [{ ...(fault === 'silent' ? NO_KMS : DENY), Principal: '*' as const }],
})

const refusal = (layer: Layer, fault: Fault, place: Place): string => {
  const w = kmsWorld()
  const account = place === 'own' ? ACCOUNT : OTHER_ACCOUNT
  const at = (each: Layer) => (each === layer ? fault : undefined)
  const role = w.account(account).createRole('Worker', { path: '/team/', policies: [said(at('identity'))] })
  if (layer === 'boundary') role.putPermissionsBoundary(said(fault))
  const session = role.session({ sessionName: 'me', sessionPolicy: said(at('session')) })
  const kms = w.kms()
  const { KeyId, Arn } = kms.createKey().KeyMetadata
  const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext: Uint8Array.of(1) })
  const shared = { Effect: 'Allow', Principal: { AWS: account }, Action: 'kms:*', Resource: '*' }
  const admin = { ...shared, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/Admin` } }
  if (layer !== 'key') kms.putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT, [shared]) })
  else
    kms.putKeyPolicy({ KeyId, Policy: keyPolicy([admin, ...(fault === 'denies' ? [shared, { ...DENY, Principal: '*' }] : [])]) })
  if (layer === 'service control') w.account(account).setServiceControlPolicies([said(fault)], { fullAccess: 'detached' })
  if (layer === 'resource control') w.account().setResourceControlPolicies([ofResource(fault)])
  const input = place === 'foreign, by ciphertext' ? { CiphertextBlob } : { CiphertextBlob, KeyId: Arn }
  const { name, message } = errorOf(() => w.kms(session).decrypt(input))
  expect(name).toBe('AccessDeniedException')
  return message.replace(Arn, '<KEY>').replace(session.arn, '<CALLER>')
}

const start = 'User: <CALLER> is not authorized to perform: kms:Decrypt'
const noneAllows = (kind: string) => `because no ${kind} allows the kms:Decrypt action`
const own = (rest: string) => `${start} on resource: <KEY> ${rest}`
const hidden = (what: string) =>
  `${start} on ${what} because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`
const HERE = 'this resource'
const SEALED = 'the resource associated with this ciphertext'
const boundaryArn = `: arn:aws:iam::${OTHER_ACCOUNT}:policy/Worker-boundary`

const SENTENCES: readonly (readonly [Layer, Fault, Place, string])[] = [
  ['identity', 'silent', 'own', own(noneAllows('identity-based policy'))],
  ['key', 'silent', 'own', own(noneAllows('resource-based policy'))],
  ['boundary', 'silent', 'own', own(noneAllows('permissions boundary'))],
  ['session', 'silent', 'own', own(noneAllows('session policy'))],
  ['service control', 'silent', 'own', own(noneAllows('service control policy'))],
  ['identity', 'denies', 'own', own('with an explicit deny in an identity-based policy')],
  ['key', 'denies', 'own', own('with an explicit deny in a resource-based policy')],
  [
    'boundary',
    'denies',
    'own',
    own(`with an explicit deny in a permissions boundary: arn:aws:iam::${ACCOUNT}:policy/Worker-boundary`),
  ],
  ['session', 'denies', 'own', own('with an explicit deny in a session policy')],
  ['service control', 'denies', 'own', own('with an explicit deny in a service control policy')],
  ['resource control', 'denies', 'own', own('with an explicit deny in a resource control policy')],
  ['identity', 'silent', 'foreign', `${start} on ${HERE} ${noneAllows('identity-based policy')}`],
  ['key', 'silent', 'foreign', hidden(HERE)],
  ['boundary', 'silent', 'foreign', `${start} on ${HERE} ${noneAllows('permissions boundary')}`],
  ['session', 'silent', 'foreign', `${start} on ${HERE} ${noneAllows('session policy')}`],
  ['service control', 'silent', 'foreign', `${start} on ${HERE} ${noneAllows('service control policy')}`],
  ['identity', 'denies', 'foreign', own('with an explicit deny in an identity-based policy')],
  ['key', 'denies', 'foreign', hidden(HERE)],
  ['boundary', 'denies', 'foreign', own(`with an explicit deny in a permissions boundary${boundaryArn}`)],
  ['session', 'denies', 'foreign', own('with an explicit deny in a session policy')],
  ['service control', 'denies', 'foreign', own('with an explicit deny in a service control policy')],
  ['resource control', 'denies', 'foreign', hidden(HERE)],
  ['identity', 'silent', 'foreign, by ciphertext', `${start} on ${SEALED} ${noneAllows('identity-based policy')}`],
  ['key', 'silent', 'foreign, by ciphertext', hidden(SEALED)],
  ['session', 'silent', 'foreign, by ciphertext', `${start} on ${SEALED} ${noneAllows('session policy')}`],
  ['identity', 'denies', 'foreign, by ciphertext', `${start} on ${SEALED} with an explicit deny in an identity-based policy`],
  ['key', 'denies', 'foreign, by ciphertext', hidden(SEALED)],
  ['resource control', 'denies', 'foreign, by ciphertext', hidden(SEALED)],
]

describe('the sentence of a refusal (around 1.10)', () => {
  it.each(SENTENCES)('%s policy %s, key %s', (layer, fault, place, sentence) => {
    expect(refusal(layer, fault, place)).toBe(sentence)
  })
})

describe('the lockout check (around 8.1 #39)', () => {
  const LOCKED_OUT = 'The new key policy will not allow you to update the key policy in the future.'
  const give = (AWS: string, more: object = {}) =>
    keyPolicy([{ Effect: 'Allow', Principal: { AWS }, Action: 'kms:*', Resource: '*', ...more }])
  const ROLE = `arn:aws:iam::${ACCOUNT}:role/Admin`
  const without = (Action: string) => ({ Effect: 'Deny', Principal: { AWS: ROLE }, Action, Resource: '*' })
  const POLICIES: readonly (readonly [string, string, boolean])[] = [
    ['leaves it to IAM', give(ACCOUNT), true],
    ['names the role', give(ROLE), true],
    ['names the session', give(ADMIN), true],
    ['names another account', give(OTHER_ACCOUNT), false],
    ['gives everything but kms:PutKeyPolicy', give(ROLE, { Action: undefined, NotAction: 'kms:PutKeyPolicy' }), false],
    ['denies kms:PutKeyPolicy', keyPolicy([{ ...without('kms:PutKeyPolicy') }, ...JSON.parse(give(ROLE)).Statement]), false],
    ['denies something else', keyPolicy([{ ...without('kms:Decrypt') }, ...JSON.parse(give(ROLE)).Statement]), true],
    [
      'gives it where the check is not bypassed',
      give(ROLE, { Condition: { Null: { 'kms:BypassPolicyLockoutSafetyCheck': 'true' } } }),
      true,
    ],
    ['gives it through EC2 alone', give(ROLE, { Condition: { Bool: { 'aws:ViaAWSService': 'true' } } }), false],
  ]
  const OPERATIONS = ['CreateKey', 'PutKeyPolicy', 'ReplicateKey'] as const

  it.each(OPERATIONS.flatMap((operation) => POLICIES.map((each) => [operation, ...each] as const)))(
    'of %s judges a policy that %s',
    (operation, _, Policy, isSafe) => {
      for (const BypassPolicyLockoutSafetyCheck of [undefined, false, true]) {
        const kms = kmsWorld().kms()
        const { KeyId } = kms.createKey({ MultiRegion: true }).KeyMetadata
        const more = { Policy, BypassPolicyLockoutSafetyCheck }
        const attempt = {
          CreateKey: () => kms.createKey(more),
          PutKeyPolicy: () => kms.putKeyPolicy({ KeyId, ...more }),
          ReplicateKey: () => kms.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION, ...more }),
        }[operation]
        if (isSafe || BypassPolicyLockoutSafetyCheck === true) expect(attempt()).toBeTypeOf('object')
        else expect(errorOf(attempt)).toMatchObject({ name: 'MalformedPolicyDocumentException', message: LOCKED_OUT })
      }
    },
  )

  it('counts what the caller’s own account allows', () => {
    const w = kmsWorld()
    const { KeyId } = w.kms().createKey().KeyMetadata
    const user = w.account().createUser('ann', { policies: [allowing('kms:*')] })
    const attempt = () => w.kms(user).putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT) })
    expect(attempt()).toEqual({})
    user.putPermissionsBoundary(policy(NO_KMS))
    expect(errorOf(attempt).name).toBe('AccessDeniedException')
  })
})
