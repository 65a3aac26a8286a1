import { wholeSeconds } from '../core/moments.ts'
import type { Call } from '../core/operation.ts'
import type { EncryptionContext } from '../crypto/encryption-context.ts'
import type { ContextValue } from '../iam/access-request.ts'
import { calledVia } from '../iam/called-via.ts'
import { ORGANIZATION_KEYS, organizationKeys } from '../iam/organization-keys.ts'
import { isHostSession, isServiceLinked } from '../iam/request-context.ts'
import type { KmsAccess } from './access.ts'
import type { KeyRecord } from './key-record.ts'

/** What condition keys are computed from. */
export interface Facts {
  readonly call: Call
  readonly access: KmsAccess
  /** The input's members, by AWS's names. */
  readonly input: Readonly<Record<string, unknown>>
  readonly key: KeyRecord | undefined
}

type Compute = (facts: Facts) => ContextValue

/** The value of a parameter, for these actions. */
const parameter =
  (name: string, ...actions: readonly string[]): Compute =>
  ({ input, access }) =>
    input[name] === undefined || !actions.includes(access.action) ? undefined : String(input[name])

/** A property of the key that is used or, where there is none yet, of the request. */
const property =
  (read: (key: KeyRecord) => ContextValue, requested?: Compute): Compute =>
  (facts) =>
    facts.key === undefined ? requested?.(facts) : read(facts.key)

const ENCRYPTION = [
  'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext',
  'kms:GenerateDataKeyPair', 'kms:GenerateDataKeyPairWithoutPlaintext',
] // biome-ignore format: one list
const GRANTING = ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant']

/** A parameter that AWS gives a value where a request leaves it out. */
interface DefaultedParameter {
  /** The name of the parameter for an action that has it. */
  readonly of: (action: string) => string | undefined
  readonly fallback: string
}

const defaulted = (name: string, fallback: string, ...actions: readonly string[]): DefaultedParameter => ({
  of: (action) => (actions.includes(action) ? name : undefined),
  fallback,
})

/**
 * THE TABLE of condition keys that stand for a parameter with a default. The default counts where the parameter is left out; `Null`
 * alone sees that it is.
 *
 * Source: AWS KMS Developer Guide, "Conditions for an API operation request", `kms:ExpirationModel`,
 * `kms:BypassPolicyLockoutSafetyCheck` (allowed with `Null` where "the request does not include the parameter").
 */
const DEFAULTS = {
  'kms:bypasspolicylockoutsafetycheck': defaulted('BypassPolicyLockoutSafetyCheck', 'false', 'kms:CreateKey', 'kms:PutKeyPolicy'),
  'kms:customermasterkeyspec': defaulted('KeySpec', 'SYMMETRIC_DEFAULT', 'kms:CreateKey'),
  'kms:customermasterkeyusage': defaulted('KeyUsage', 'ENCRYPT_DECRYPT', 'kms:CreateKey'),
  'kms:encryptionalgorithm': { of: encryptionAlgorithmOf, fallback: 'SYMMETRIC_DEFAULT' },
  'kms:expirationmodel': defaulted('ExpirationModel', 'KEY_MATERIAL_EXPIRES', 'kms:ImportKeyMaterial'),
  'kms:keyorigin': defaulted('Origin', 'AWS_KMS', 'kms:CreateKey'),
  'kms:keyspec': defaulted('KeySpec', 'SYMMETRIC_DEFAULT', 'kms:CreateKey'),
  'kms:keyusage': defaulted('KeyUsage', 'ENCRYPT_DECRYPT', 'kms:CreateKey'),
  'kms:messagetype': defaulted('MessageType', 'RAW', 'kms:Sign', 'kms:Verify'),
  'kms:multiregion': defaulted('MultiRegion', 'false', 'kms:CreateKey'),
  'kms:rotationperiodindays': defaulted('RotationPeriodInDays', '365', 'kms:EnableKeyRotation'),
  'kms:schedulekeydeletionpendingwindowindays': defaulted('PendingWindowInDays', '30', 'kms:ScheduleKeyDeletion'),
} as const satisfies Readonly<Record<string, DefaultedParameter>>

const sentOrDefault =
  (key: keyof typeof DEFAULTS): Compute =>
  ({ access, input }) => {
    const { of, fallback } = DEFAULTS[key]
    const name = of(access.action)
    return name === undefined ? undefined : String(sent(input, name) ?? fallback)
  }

/** Whether a condition key has its value only because AWS gives a parameter that the request leaves out a default. */
export const isDefaulted = ({ access, input, key }: Facts, name: string): boolean => {
  if (!Object.hasOwn(DEFAULTS, name)) return false
  const parameterName = DEFAULTS[name as keyof typeof DEFAULTS].of(access.action)
  return parameterName !== undefined && sent(input, parameterName) === undefined && (key === undefined || !OF_KEYS.has(name))
}

/** CreateKey takes the spec under an older name too. */
const sent = (input: Facts['input'], name: string): unknown =>
  input[name] ?? (name === 'KeySpec' ? input.CustomerMasterKeySpec : undefined)

/** Keys that tell a property of the key that is used, where there is one. */
const OF_KEYS: ReadonlySet<string> = new Set([
  'kms:customermasterkeyspec', 'kms:customermasterkeyusage', 'kms:keyorigin', 'kms:keyspec', 'kms:keyusage', 'kms:multiregion',
]) // biome-ignore format: one list

/**
 * THE TABLE of condition keys: what each stands for.
 *
 * Not here: what follows from the principal (`iam/request-context.ts`), and `kms:RecipientAttestation:…`, for there are no enclaves.
 *
 * Source: AWS KMS Developer Guide, "Condition keys for AWS KMS"; Service Authorization Reference; spec/kms.md 6.7, spec/around.md 1.7.
 */
export const CONDITION_KEYS: Readonly<Record<string, Compute>> = {
  ...Object.fromEntries(ORGANIZATION_KEYS.map((name): [string, Compute] => [name, (facts) => organizationKey(facts, name)])),
  'aws:calledvia': ({ call }) => calledVia(call.entry),
  'aws:calledviafirst': ({ call }) => calledVia(call.entry)?.at(0),
  'aws:calledvialast': ({ call }) => calledVia(call.entry)?.at(-1),
  'aws:currenttime': ({ call }) => wholeSeconds(call.time),
  'aws:epochtime': ({ call }) => String(Math.floor(call.time / 1000)),
  'aws:requestedregion': ({ call, key }) => key?.region ?? call.region,
  'aws:resourceaccount': (facts) => resourceAccount(facts),
  'aws:securetransport': () => 'true',
  'aws:sourceip': ({ call: { request } }) =>
    request.principal.kind === 'service' || isHostSession(request.principal) ? undefined : '127.0.0.1',
  'aws:tagkeys': ({ input }) => tagKeys(input),
  'aws:useragent': () => 'kms-ebs-sim',
  'aws:viaawsservice': ({ call }) =>
    String((isForwarded(call) || calledVia(call.entry) !== undefined) && !isServiceLinked(call.request.principal)),
  'kms:bypasspolicylockoutsafetycheck': sentOrDefault('kms:bypasspolicylockoutsafetycheck'),
  'kms:calleraccount': ({ call, access }) => (access.on.kind === 'key' || isAboutKeyStores(access) ? call.account : undefined),
  'kms:customermasterkeyspec': property(({ family }) => family.keySpec, sentOrDefault('kms:customermasterkeyspec')),
  'kms:customermasterkeyusage': property(({ family }) => family.keyUsage, sentOrDefault('kms:customermasterkeyusage')),
  'kms:datakeypairspec': parameter('KeyPairSpec', 'kms:GenerateDataKeyPair', 'kms:GenerateDataKeyPairWithoutPlaintext'),
  'kms:encryptionalgorithm': sentOrDefault('kms:encryptionalgorithm'),
  'kms:encryptioncontextkeys': (facts) => contextKeys(facts),
  'kms:expirationmodel': sentOrDefault('kms:expirationmodel'),
  'kms:grantconstraintsourcearn': ({ input, access }) =>
    access.action === 'kms:CreateGrant' ? (input.Constraints as { SourceArn?: string } | undefined)?.SourceArn : undefined,
  'kms:grantconstrainttype': (facts) => constraintType(facts),
  'kms:granteeprincipal': parameter('GranteePrincipal', 'kms:CreateGrant'),
  'kms:granteeserviceprincipal': parameter('GranteeServicePrincipal', 'kms:CreateGrant'),
  'kms:grantisforawsresource': ({ call, access }) => (GRANTING.includes(access.action) ? String(isForwarded(call)) : undefined),
  'kms:grantoperations': ({ input, access }) =>
    access.action === 'kms:CreateGrant' ? (input.Operations as readonly string[]) : undefined,
  'kms:keyagreementalgorithm': parameter('KeyAgreementAlgorithm', 'kms:DeriveSharedSecret'),
  'kms:keyorigin': property(({ family }) => family.origin, sentOrDefault('kms:keyorigin')),
  'kms:keyspec': property(({ family }) => family.keySpec, sentOrDefault('kms:keyspec')),
  'kms:keyusage': property(({ family }) => family.keyUsage, sentOrDefault('kms:keyusage')),
  'kms:macalgorithm': parameter('MacAlgorithm', 'kms:GenerateMac', 'kms:VerifyMac'),
  'kms:messagetype': sentOrDefault('kms:messagetype'),
  'kms:multiregion': property(({ family }) => String(family.multiRegion !== undefined), sentOrDefault('kms:multiregion')),
  'kms:multiregionkeytype': property(multiRegionKeyType, ({ input }) => (input.MultiRegion === true ? 'PRIMARY' : undefined)),
  'kms:primaryregion': parameter('PrimaryRegion', 'kms:UpdatePrimaryRegion'),
  'kms:reencryptonsamekey': ({ access }) => (access.onSameKey === undefined ? undefined : String(access.onSameKey)),
  'kms:replicaregion': parameter('ReplicaRegion', 'kms:ReplicateKey'),
  'kms:requestalias': ({ access }) => (access.on.kind === 'key' ? access.on.alias : undefined),
  'kms:resourcealiases': ({ key }) => (key === undefined || key.aliases.length > ALIASES_COMPARED ? undefined : key.aliases),
  'kms:retiringprincipal': parameter('RetiringPrincipal', 'kms:CreateGrant'),
  'kms:retiringserviceprincipal': parameter('RetiringServicePrincipal', 'kms:CreateGrant'),
  'kms:rotationperiodindays': sentOrDefault('kms:rotationperiodindays'),
  'kms:schedulekeydeletionpendingwindowindays': sentOrDefault('kms:schedulekeydeletionpendingwindowindays'),
  'kms:signingalgorithm': parameter('SigningAlgorithm', 'kms:Sign', 'kms:Verify'),
  'kms:trailingdayswithoutkeyusage': (facts) => trailingDays(facts),
  'kms:validto': ({ access, input }) =>
    access.action === 'kms:ImportKeyMaterial' && input.ValidTo instanceof Date
      ? wholeSeconds(input.ValidTo.getTime())
      : undefined,
  'kms:viaservice': ({ call, access }) => (access.on.kind === 'key' ? call.request.origin?.via : undefined),
  'kms:wrappingalgorithm': parameter('WrappingAlgorithm', 'kms:GetParametersForImport'),
  'kms:wrappingkeyspec': parameter('WrappingKeySpec', 'kms:GetParametersForImport'),
}

/** Condition keys whose name ends in a name of the user's. The first part is the prefix. */
export const PREFIXED_KEYS: readonly (readonly [string, (facts: Facts, name: string) => ContextValue])[] = [
  ['kms:encryptioncontext:', (facts, name) => valueWithoutCase(contextPairs(facts), name)],
  ['aws:resourcetag/', ({ key }, name) => (key === undefined ? undefined : valueWithoutCase(Object.fromEntries(key.tags), name))],
  ['aws:requesttag/', ({ input }, name) => requestTag(input, name)],
]

/** The primary or replica role of a multi-Region key; nothing for other keys. */
export function multiRegionKeyType({ family: { multiRegion }, region }: KeyRecord): 'PRIMARY' | 'REPLICA' | undefined {
  if (multiRegion === undefined) return undefined
  return multiRegion.primaryRegion === region ? 'PRIMARY' : 'REPLICA'
}

/** Whether a service makes this call with the credentials of the principal that called it (forward access session). */
export const isForwarded = ({ request: { principal, origin } }: Call): boolean =>
  principal.kind !== 'service' && origin?.via !== undefined

function encryptionAlgorithmOf(action: string): string | undefined {
  if (!ENCRYPTION.includes(action)) return undefined
  if (action === 'kms:ReEncryptFrom') return 'SourceEncryptionAlgorithm'
  return action === 'kms:ReEncryptTo' ? 'DestinationEncryptionAlgorithm' : 'EncryptionAlgorithm'
}

/** The pairs that a request speaks of: its encryption context or, for CreateGrant and RetireGrant, the constraint of the grant. */
export const contextPairs = ({ access }: Facts): EncryptionContext | undefined => {
  const { EncryptionContextEquals, EncryptionContextSubset } = access.grant?.constraints ?? {}
  return access.context ?? EncryptionContextEquals ?? EncryptionContextSubset
}

const contextKeys = (facts: Facts): ContextValue => {
  const pairs = contextPairs(facts)
  return pairs === undefined ? undefined : Object.keys(pairs)
}

const constraintType = ({ access, input }: Facts): ContextValue => {
  const constraints = (access.action === 'kms:CreateGrant' ? input.Constraints : access.grant?.constraints) as
    | Readonly<Record<string, unknown>>
    | undefined
  return ['EncryptionContextEquals', 'EncryptionContextSubset'].find((type) => constraints?.[type] !== undefined)
}

const resourceAccount = ({ call, access: { on } }: Facts): string => {
  if (on.kind === 'key') return on.account
  return on.kind === 'none' ? call.account : (on.arn.split(':')[4] ?? call.account)
}

const organizationKey = (facts: Facts, name: (typeof ORGANIZATION_KEYS)[number]): ContextValue =>
  organizationKeys(facts.call.world, { principal: facts.call.request.principal, resourceAccount: resourceAccount(facts) })[name]

/** The key part of a pair is compared without regard to case, its value with it. */
const valueWithoutCase = (pairs: EncryptionContext | undefined, name: string): ContextValue => {
  if (pairs === undefined) return undefined
  const key = Object.keys(pairs).find((each) => each.toLowerCase() === name)
  return key === undefined ? undefined : pairs[key]
}

/** TagResource and CreateKey send whole tags, UntagResource their keys alone. */
const tagKeys = ({ Tags, TagKeys }: Facts['input']): ContextValue => {
  if (Array.isArray(TagKeys)) return TagKeys.map(String)
  return Array.isArray(Tags) ? Tags.map(({ TagKey }) => String(TagKey)) : undefined
}

const isAboutKeyStores = ({ action }: KmsAccess) => /CustomKeyStores?$/.test(action)

/** Whole days since the key was last used, or made. Source: Developer Guide, "kms:TrailingDaysWithoutKeyUsage"; spec/kms.md 4.8. */
const trailingDays: Compute = ({ call, access, key }) =>
  key === undefined || !['kms:DisableKey', 'kms:ScheduleKeyDeletion'].includes(access.action)
    ? undefined
    : String(Math.floor((call.time - (key.lastUse?.time ?? key.createdAt)) / DAY_MILLISECONDS))

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000

const requestTag = (input: Facts['input'], name: string): ContextValue => {
  if (!Array.isArray(input.Tags)) return undefined
  const tag = input.Tags.find(({ TagKey }) => String(TagKey).toLowerCase() === name)
  return tag === undefined ? undefined : String(tag.TagValue)
}

/** With more aliases than this, `kms:ResourceAliases` never matches. Source: Developer Guide, "kms:ResourceAliases". */
const ALIASES_COMPARED = 50
