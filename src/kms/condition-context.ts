import { wholeSeconds } from '../core/moments.ts'
import type { Call } from '../core/operation.ts'
import type { EncryptionContext } from '../crypto/encryption-context.ts'
import type { ContextValue } from '../iam/access-request.ts'
import { isServiceLinked } from '../iam/request-context.ts'
import type { KmsAccess } from './access.ts'
import type { KeyRecord } from './key-record.ts'

/** What condition keys are computed from. */
interface Facts {
  readonly call: Call
  readonly access: KmsAccess
  /** The input's members, by AWS's names. */
  readonly input: Readonly<Record<string, unknown>>
  readonly key: KeyRecord | undefined
}

type Compute = (facts: Facts) => ContextValue

/** The condition keys of a KMS request: computed when a policy asks for one. Keys in lower case. */
export const conditionContext = (call: Call, access: KmsAccess): ((lowerCaseKey: string) => ContextValue) => {
  const key = access.on.kind === 'key' ? access.on.found : access.making
  const facts: Facts = { call, access, input: call.input as Readonly<Record<string, unknown>>, key }
  return (name) => {
    const compute = CONDITION_KEYS[name]
    if (compute !== undefined) return compute(facts)
    const prefix = PREFIXED_KEYS.find(([start]) => name.startsWith(start))
    return prefix?.[1](facts, name.slice(prefix[0].length))
  }
}

/** The names of all condition keys that have a value in this request: for explanations. */
export const presentConditionKeys = (call: Call, access: KmsAccess): Record<string, string | readonly string[]> => {
  const value = conditionContext(call, access)
  const names = [
    ...Object.keys(CONDITION_KEYS),
    ...Object.keys(access.context ?? {}).map((each) => `kms:encryptioncontext:${each.toLowerCase()}`),
  ]
  const found: Record<string, string | readonly string[]> = {}
  for (const name of names) {
    const present = value(name)
    if (present !== undefined) found[name] = present
  }
  return found
}

const parameter =
  (name: string, actions?: readonly string[]): Compute =>
  ({ input, access }) =>
    input[name] === undefined || (actions !== undefined && !actions.includes(access.action)) ? undefined : String(input[name])

const defaulted =
  (name: string, fallback: string, actions: readonly string[]): Compute =>
  ({ input, access }) =>
    actions.includes(access.action) ? String(input[name] ?? fallback) : undefined

const family =
  (read: (key: KeyRecord) => ContextValue, requested?: Compute): Compute =>
  (facts) =>
    facts.key === undefined ? requested?.(facts) : read(facts.key)

const ENCRYPTION = [
  'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext',
  'kms:GenerateDataKeyPair', 'kms:GenerateDataKeyPairWithoutPlaintext',
] // biome-ignore format: one list
const GRANTING = ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant']
const CREATING = ['kms:CreateKey']
const POLICY_SETTING = ['kms:CreateKey', 'kms:PutKeyPolicy']

/**
 * THE TABLE of condition keys: what each stands for. A parameter that AWS gives a default counts with its default.
 *
 * Source: AWS KMS Developer Guide, "Condition keys for AWS KMS"; Service Authorization Reference; spec/kms.md 6.7, spec/around.md 1.7.
 */
const CONDITION_KEYS: Readonly<Record<string, Compute>> = {
  'aws:calledvia': ({ call }) => call.entry.calledVia,
  'aws:calledviafirst': ({ call }) => call.entry.calledVia?.[0],
  'aws:calledvialast': ({ call }) => call.entry.calledVia?.at(-1),
  'aws:currenttime': ({ call }) => wholeSeconds(call.time),
  'aws:epochtime': ({ call }) => String(Math.floor(call.time / 1000)),
  'aws:requestedregion': ({ call, key }) => key?.region ?? call.region,
  'aws:resourceaccount': ({ access }) => (access.on.kind === 'key' ? access.on.account : undefined),
  'aws:securetransport': () => 'true',
  'aws:sourceip': ({ call }) => (call.request.principal.kind === 'service' ? undefined : '127.0.0.1'),
  'aws:sourceaccount': ({ call: { request } }) =>
    request.principal.kind === 'service' ? request.principal.sourceAccount : undefined,
  'aws:sourcearn': ({ call: { request } }) => (request.principal.kind === 'service' ? request.principal.sourceArn : undefined),
  'aws:tagkeys': ({ input }) => tagKeys(input),
  'aws:useragent': () => 'kms-ebs-sim',
  'aws:viaawsservice': ({ call }) =>
    String((isForwarded(call) || call.entry.calledVia !== undefined) && !isServiceLinked(call.request.principal)),
  'kms:bypasspolicylockoutsafetycheck': defaulted('BypassPolicyLockoutSafetyCheck', 'false', POLICY_SETTING),
  'kms:calleraccount': ({ call, access }) => (access.on.kind === 'key' || isAboutKeyStores(access) ? call.account : undefined),
  'kms:customermasterkeyspec': family(({ family: { keySpec } }) => keySpec, defaulted('KeySpec', 'SYMMETRIC_DEFAULT', CREATING)),
  'kms:customermasterkeyusage': family(
    ({ family: { keyUsage } }) => keyUsage,
    defaulted('KeyUsage', 'ENCRYPT_DECRYPT', CREATING),
  ),
  'kms:datakeypairspec': parameter('KeyPairSpec', ['kms:GenerateDataKeyPair', 'kms:GenerateDataKeyPairWithoutPlaintext']),
  'kms:encryptionalgorithm': ({ access, input }) => encryptionAlgorithm(access.action, input),
  'kms:encryptioncontextkeys': ({ access }) => (access.context === undefined ? undefined : Object.keys(access.context)),
  'kms:expirationmodel': defaulted('ExpirationModel', 'KEY_MATERIAL_EXPIRES', ['kms:ImportKeyMaterial']),
  'kms:granteeprincipal': parameter('GranteePrincipal', ['kms:CreateGrant']),
  'kms:grantconstrainttype': ({ input, access }) =>
    access.action === 'kms:CreateGrant' ? Object.keys((input.Constraints as object | undefined) ?? {})[0] : undefined,
  'kms:grantisforawsresource': ({ call, access }) => (GRANTING.includes(access.action) ? String(isForwarded(call)) : undefined),
  'kms:grantoperations': ({ input, access }) =>
    access.action === 'kms:CreateGrant' ? (input.Operations as readonly string[]) : undefined,
  'kms:keyagreementalgorithm': parameter('KeyAgreementAlgorithm', ['kms:DeriveSharedSecret']),
  'kms:keyorigin': family(({ family: { origin } }) => origin, defaulted('Origin', 'AWS_KMS', CREATING)),
  'kms:keyspec': family(({ family: { keySpec } }) => keySpec, defaulted('KeySpec', 'SYMMETRIC_DEFAULT', CREATING)),
  'kms:keyusage': family(({ family: { keyUsage } }) => keyUsage, defaulted('KeyUsage', 'ENCRYPT_DECRYPT', CREATING)),
  'kms:macalgorithm': parameter('MacAlgorithm', ['kms:GenerateMac', 'kms:VerifyMac']),
  'kms:messagetype': defaulted('MessageType', 'RAW', ['kms:Sign', 'kms:Verify']),
  'kms:multiregion': family((key) => String(key.family.multiRegion !== undefined), defaulted('MultiRegion', 'false', CREATING)),
  'kms:multiregionkeytype': family(multiRegionKeyType, ({ input }) => (input.MultiRegion === true ? 'PRIMARY' : undefined)),
  'kms:primaryregion': parameter('PrimaryRegion', ['kms:UpdatePrimaryRegion']),
  'kms:reencryptonsamekey': ({ access }) => (access.onSameKey === undefined ? undefined : String(access.onSameKey)),
  'kms:replicaregion': parameter('ReplicaRegion', ['kms:ReplicateKey']),
  'kms:requestalias': ({ access }) => (access.on.kind === 'key' ? access.on.alias : undefined),
  'kms:resourcealiases': ({ key }) => (key === undefined || key.aliases.length > ALIASES_COMPARED ? undefined : key.aliases),
  'kms:retiringprincipal': parameter('RetiringPrincipal', ['kms:CreateGrant']),
  'kms:rotationperiodindays': defaulted('RotationPeriodInDays', '365', ['kms:EnableKeyRotation']),
  'kms:schedulekeydeletionpendingwindowindays': defaulted('PendingWindowInDays', '30', ['kms:ScheduleKeyDeletion']),
  'kms:signingalgorithm': parameter('SigningAlgorithm', ['kms:Sign', 'kms:Verify']),
  'kms:validto': ({ access, input }) =>
    access.action === 'kms:ImportKeyMaterial' && input.ValidTo instanceof Date
      ? wholeSeconds(input.ValidTo.getTime())
      : undefined,
  'kms:trailingdayswithoutkeyusage': (facts) => trailingDays(facts),
  'kms:viaservice': ({ call, access }) => (access.on.kind === 'key' ? call.request.origin?.via : undefined),
  'kms:wrappingalgorithm': parameter('WrappingAlgorithm', ['kms:GetParametersForImport']),
  'kms:wrappingkeyspec': parameter('WrappingKeySpec', ['kms:GetParametersForImport']),
}

/** Condition keys whose name ends in a name of the user's. The first part is the prefix. */
const PREFIXED_KEYS: readonly (readonly [string, (facts: Facts, name: string) => ContextValue])[] = [
  ['kms:encryptioncontext:', ({ access }, name) => valueWithoutCase(access.context, name)],
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

const encryptionAlgorithm = (action: string, input: Facts['input']): ContextValue => {
  if (!ENCRYPTION.includes(action)) return undefined
  const name =
    action === 'kms:ReEncryptFrom'
      ? 'SourceEncryptionAlgorithm'
      : action === 'kms:ReEncryptTo'
        ? 'DestinationEncryptionAlgorithm'
        : 'EncryptionAlgorithm'
  return String(input[name] ?? 'SYMMETRIC_DEFAULT')
}

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
