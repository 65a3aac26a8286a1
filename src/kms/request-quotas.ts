import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import { type QuotaUse, takeFromQuotas } from '../core/request-quotas.ts'
import type { Failure } from '../core/service-error.ts'
import { kmsFailure } from './errors.ts'
import type { KeyRecord } from './key-record.ts'
import { KEY_SPECS } from './key-specs.ts'
import type { KeyTarget } from './resolve.ts'

/**
 * THE TABLE of request quotas: requests a second, by AWS's name of the quota without "request rate". Calls beyond are throttled where
 * the world is told to (`requestQuotas`).
 *
 * Source: AWS KMS Developer Guide, "Request quotas"; spec/kms.md 8.4. Inferred: ML-KEM, Encapsulate's group; GetKeyLastUsage,
 * ListKeyRotations, RotateKeyOnDemand, which are counted like their likes.
 */
export const REQUEST_QUOTAS = {
  'Cryptographic operations (symmetric)': 10_000,
  'Cryptographic operations (RSA)': 1000,
  'Cryptographic operations (ECC)': 1000,
  'Cryptographic operations (ML-DSA)': 1000,
  'Cryptographic operations (ML-KEM)': 1000,
  'Custom key store': 1800,
  'GenerateDataKeyPair (ECC_NIST_P256)': 25,
  'GenerateDataKeyPair (ECC_NIST_P384)': 10,
  'GenerateDataKeyPair (ECC_NIST_P521)': 5,
  'GenerateDataKeyPair (ECC_NIST_EDWARDS25519)': 25,
  'GenerateDataKeyPair (ECC_SECG_P256K1)': 25,
  'GenerateDataKeyPair (ML_KEM_512)': 25,
  'GenerateDataKeyPair (ML_KEM_768)': 25,
  'GenerateDataKeyPair (ML_KEM_1024)': 25,
  'GenerateDataKeyPair (RSA_2048)': 1,
  'GenerateDataKeyPair (RSA_3072)': 0.5,
  'GenerateDataKeyPair (RSA_4096)': 0.1,
  'GenerateDataKeyPair (SM2)': 25,
  CancelKeyDeletion: 5,
  ConnectCustomKeyStore: 5,
  CreateAlias: 5,
  CreateCustomKeyStore: 5,
  CreateGrant: 50,
  CreateKey: 5,
  DeleteAlias: 15,
  DeleteCustomKeyStore: 5,
  DeleteImportedKeyMaterial: 5,
  DescribeCustomKeyStores: 5,
  DescribeKey: 2000,
  DisableKey: 5,
  DisableKeyRotation: 5,
  DisconnectCustomKeyStore: 5,
  EnableKey: 5,
  EnableKeyRotation: 15,
  GetKeyLastUsage: 2000,
  GetKeyPolicy: 1000,
  GetKeyRotationStatus: 1000,
  GetParametersForImport: 0.25,
  GetPublicKey: 2000,
  ImportKeyMaterial: 5,
  ListAliases: 500,
  ListGrants: 100,
  ListKeyPolicies: 100,
  ListKeyRotations: 100,
  ListKeys: 500,
  ListResourceTags: 2000,
  ListRetirableGrants: 100,
  PutKeyPolicy: 15,
  ReplicateKey: 5,
  RetireGrant: 30,
  RevokeGrant: 30,
  RotateKeyOnDemand: 5,
  ScheduleKeyDeletion: 15,
  TagResource: 10,
  UntagResource: 5,
  UpdateAlias: 5,
  UpdateCustomKeyStore: 5,
  UpdateKeyDescription: 5,
  UpdatePrimaryRegion: 5,
} as const satisfies Readonly<Record<string, number>>

/** A request quota of KMS by name. */
export type RequestQuotaName = keyof typeof REQUEST_QUOTAS

/** The throttle gate of KMS: AWS's quotas, as the world's setting has adjusted them. */
export const throttleKms = (call: Call): Outcome<undefined, Failure> => {
  const adjusted = call.world.settings.requestQuotas
  // A service that acts for itself, and for nobody's resource, has no account whose quota this could be.
  if (adjusted === 'off' || call.account === '') return PASS
  const uses = countedAs(call).map((counted) => quotaUse(counted, adjusted))
  return takeFromQuotas(call, uses) ? PASS : refuse(THROTTLED)
}

const THROTTLED = kmsFailure(
  'ThrottlingException',
  'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
)

/** What a call counts as: quotas, and where. `store`: of which custom key store. */
interface Counted {
  readonly name: RequestQuotaName
  readonly region: string
  readonly requests?: number
  readonly store?: string
}

const countedAs = (call: Call): readonly Counted[] => {
  const { region, input, operation } = call
  const { name } = operation
  if (name.startsWith('GenerateDataKeyPair')) {
    const { KeyPairSpec } = input as { KeyPairSpec: string }
    return [{ name: `GenerateDataKeyPair (${KeyPairSpec})` as RequestQuotaName, region }]
  }
  if (!isSingle(name)) return cryptographic(call)
  if (name === 'ReplicateKey') {
    // One of the two calls of CreateKey is a dry run.
    return [
      { name, region },
      { name: 'CreateKey', region: (input as { ReplicaRegion: string }).ReplicaRegion, requests: 2 },
    ]
  }
  const other = name === 'UpdatePrimaryRegion' ? (input as { PrimaryRegion: string }).PrimaryRegion : region
  return other === region
    ? [{ name, region }]
    : [
        { name, region },
        { name, region: other },
      ]
}

/** The cryptographic operations share quotas, one for each family of keys. ReEncrypt counts for the families of both its keys. */
const cryptographic = ({ region, target, operation }: Call): readonly Counted[] => {
  const keys = operation.name === 'GenerateRandom' ? [] : keysOf(target as Targets)
  const names = new Set<RequestQuotaName>(keys.map(({ family }) => QUOTA_OF_FAMILY[KEY_SPECS[family.keySpec].family]))
  const stores = new Set(keys.flatMap(({ family }) => family.keyStore?.store.id ?? []))
  return [
    ...[...(names.size === 0 ? ([SYMMETRIC] as const) : names)].map((name) => ({ name, region })),
    ...[...stores].map((store) => ({ name: 'Custom key store', region, store }) as const),
  ]
}

const quotaUse = ({ name, region, requests = 1, store }: Counted, adjusted: Readonly<Record<string, number>>): QuotaUse => {
  const standard = name === SYMMETRIC ? (SYMMETRIC_BY_REGION[region] ?? REQUEST_QUOTAS[name]) : REQUEST_QUOTAS[name]
  return { quota: store === undefined ? name : `${name}/${store}`, region, perSecond: adjusted[name] ?? standard, requests }
}

type Targets = KeyTarget | { readonly source: KeyTarget; readonly destination: KeyTarget }

/** The keys that a call names, as far as they exist. */
const keysOf = (target: Targets): readonly KeyRecord[] =>
  ('source' in target ? [target.source, target.destination] : [target]).flatMap(({ found }) => found ?? [])

const isSingle = (name: string): name is RequestQuotaName => Object.hasOwn(REQUEST_QUOTAS, name)

const SYMMETRIC = 'Cryptographic operations (symmetric)'
const ECC = 'Cryptographic operations (ECC)'

/** HMAC keys count as symmetric, SM2 keys as elliptic curves. */
const QUOTA_OF_FAMILY = {
  symmetric: SYMMETRIC,
  hmac: SYMMETRIC,
  rsa: 'Cryptographic operations (RSA)',
  ecc: ECC,
  sm2: ECC,
  'ml-dsa': 'Cryptographic operations (ML-DSA)',
  'ml-kem': 'Cryptographic operations (ML-KEM)',
} as const satisfies Record<(typeof KEY_SPECS)[keyof typeof KEY_SPECS]['family'], RequestQuotaName>

/** Which Regions have more is inferred from the older tiers. Source: spec/kms.md 8.4. */
const SYMMETRIC_BY_REGION: Readonly<Record<string, number>> = {
  'us-east-1': 100_000,
  'us-west-2': 100_000,
  'eu-west-1': 100_000,
  'us-east-2': 20_000,
  'ap-northeast-1': 20_000,
  'ap-southeast-1': 20_000,
  'ap-southeast-2': 20_000,
  'eu-central-1': 20_000,
  'eu-west-2': 20_000,
}
