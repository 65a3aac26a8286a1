import { parseArn } from '../core/identifiers.ts'
import type { JournalEntry } from '../core/journal.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { Place } from '../ec2/arns.ts'
import { askKms, type KmsCaller, type ServedRequest } from '../ec2/kms-call.ts'
import { keyNotAccessible, rdsFailure, sourceKeyNotAccessible } from './errors.ts'
import type { OpenDataKey } from './owned-keys.ts'
import type { DataKey, KmsDataKey, KmsKey } from './records.ts'

/*
 * Every KMS call that RDS makes. The principals:
 *
 *   CALLER  the principal of the request, forwarded: `kms:ViaService` is `rds.REGION.amazonaws.com`. It looks the key up (DescribeKey)
 *           and makes the grant (CreateGrant), and needs no other right.
 *   SVC     RDS itself, through that grant: GenerateDataKey, Encrypt, Decrypt, RetireGrant.
 *
 * That CALLER needs these two rights, the contexts, and that the grant serves for life are documented; no recording of the calls is
 * known, so their order and the operations of the grant are inferred from EBS's. Source: Aurora User Guide, "AWS KMS key management";
 * spec/around.md 3.2, 4.5.
 *
 * A sequence that fails half-way retires the grants that it has made.
 */

/** Where RDS calls from: a request, or the place of a cluster whose turn has come. */
export interface ServiceSite extends Place {
  readonly world: World
  readonly entry?: JournalEntry
}

/** `{"aws:rds:dbc-id": …}`: the context of a cluster's storage. Source: spec/around.md 3.2. */
export const clusterContext = (resourceId: string): DataKey['context'] => ({ 'aws:rds:dbc-id': resourceId })

/** The context of the volume beneath a member of a cluster. */
export const memberContext = (clusterResourceId: string, volumeId: string): DataKey['context'] => ({
  ...clusterContext(clusterResourceId),
  'aws:ebs:id': volumeId,
})

/** The context of the grant of an instance of its own. */
export const instanceContext = (resourceId: string): DataKey['context'] => ({ 'aws:rds:db-id': resourceId })

/** The context of the volume beneath an instance of its own. */
export const instanceVolumeContext = (resourceId: string, volumeId: string): DataKey['context'] => ({
  ...instanceContext(resourceId),
  'aws:ebs:id': volumeId,
})

/** What storage under a KMS key begins with. */
export interface KeyedStorage extends OpenDataKey<KmsDataKey> {
  readonly grantId: string
}

/** A grant just made. The token makes it work at once, before it has spread. */
interface MadeGrant {
  readonly id: string
  readonly token: string
}

/** CALLER DescribeKey: the key that a selector of the request, or `alias/aws/rds`, stands for. It must be enabled and symmetric. */
export const findKey = (request: ServedRequest, selector: string | undefined): Outcome<KmsKey, Failure> => {
  const described = askKms(caller(request, request.region), 'DescribeKey', { KeyId: selector ?? MANAGED_KEY_ALIAS })
  if (!described.ok) return refuse(told(described.error, keyNotAccessible(selector)))
  const { Arn: kmsKeyArn, KeyState, KeySpec, KeyUsage, KeyManager: keyManager } = described.value.KeyMetadata
  const isUsable = KeyState === 'Enabled' && KeySpec === 'SYMMETRIC_DEFAULT' && KeyUsage === 'ENCRYPT_DECRYPT'
  return isUsable ? succeed({ kmsKeyArn, keyManager }) : refuse(keyNotAccessible(selector))
}

/** The storage of a new cluster or instance: CALLER CreateGrant for its life, SVC GenerateDataKey. `subset` is what the grant asks for. */
export const newStorageKey = (
  request: ServedRequest,
  kmsKey: KmsKey,
  context: DataKey['context'],
  subset: DataKey['context'] = context,
): Outcome<KeyedStorage, Failure> => {
  const grant = makeGrant(request, kmsKey.kmsKeyArn, { EncryptionContextSubset: subset }, LIFELONG)
  if (!grant.ok) return refuse(told(grant.error, keyNotAccessible(kmsKey.kmsKeyArn)))
  const made = generate(request, kmsKey, context, grant.value)
  return made.ok ? succeed({ ...made.value, grantId: grant.value.id }) : undo(request, kmsKey, grant.value, made.error)
}

/** The storage of a cluster that goes on with a data key that is there: CALLER CreateGrant for its life, SVC Encrypt. */
export const sameStorageKey = (
  request: ServedRequest,
  kmsKey: KmsKey,
  context: DataKey['context'],
  open: OpenDataKey,
): Outcome<KeyedStorage, Failure> => {
  const grant = makeGrant(request, kmsKey.kmsKeyArn, { EncryptionContextSubset: context }, LIFELONG)
  if (!grant.ok) return refuse(told(grant.error, keyNotAccessible(kmsKey.kmsKeyArn)))
  const wrapped = askKms(service(request, regionOf(kmsKey.kmsKeyArn)), 'Encrypt', {
    KeyId: kmsKey.kmsKeyArn,
    Plaintext: open.plaintext,
    EncryptionContext: context,
    GrantTokens: [grant.value.token],
  })
  if (!wrapped.ok) return undo(request, kmsKey, grant.value, wrapped.error)
  const key = { ...kmsKey, dataKeyId: open.key.dataKeyId.slice(), wrappedKey: wrapped.value.CiphertextBlob, context }
  return succeed({ key, plaintext: open.plaintext, grantId: grant.value.id })
}

/** The data key of a copy of a snapshot: CALLER CreateGrant, SVC GenerateDataKey, and the grant is done with. */
export const newSnapshotKey = (
  request: ServedRequest,
  kmsKey: KmsKey,
  context: DataKey['context'],
): Outcome<OpenDataKey<KmsDataKey>, Failure> => {
  const grant = makeGrant(request, kmsKey.kmsKeyArn, { EncryptionContextEquals: context }, ['GenerateDataKey'])
  if (!grant.ok) return refuse(told(grant.error, keyNotAccessible(kmsKey.kmsKeyArn)))
  const made = generate(request, kmsKey, context, grant.value)
  if (!made.ok) return undo(request, kmsKey, grant.value, made.error)
  retireGrant(request, kmsKey.kmsKeyArn, grant.value.id)
  return made
}

/** The data key of a snapshot, or of a cluster that is restored or cloned: CALLER DescribeKey and CreateGrant, SVC Decrypt. */
export const openSource = (request: ServedRequest, key: KmsDataKey): Outcome<Uint8Array, Failure> => {
  const { kmsKeyArn, context } = key
  const described = askKms(caller(request, regionOf(kmsKeyArn)), 'DescribeKey', { KeyId: kmsKeyArn })
  if (!described.ok) return refuse(told(described.error, sourceKeyNotAccessible(kmsKeyArn)))
  const grant = makeGrant(request, kmsKeyArn, { EncryptionContextEquals: context }, ['Decrypt'])
  if (!grant.ok) return refuse(told(grant.error, sourceKeyNotAccessible(kmsKeyArn)))
  const opened = decrypt(request, key, [grant.value.token])
  retireGrant(request, kmsKeyArn, grant.value.id)
  return opened.ok ? opened : refuse(told(opened.error, sourceKeyNotAccessible(kmsKeyArn)))
}

/** The key of the volume beneath a member: SVC GenerateDataKey through the grant of the cluster. */
export const newMemberKey = (
  site: ServiceSite,
  { kmsKeyArn, keyManager }: KmsKey,
  context: DataKey['context'],
): Outcome<OpenDataKey<KmsDataKey>, Failure> => {
  const made = generate(site, { kmsKeyArn, keyManager }, context, undefined)
  return made.ok ? made : refuse(told(made.error, keyNotAccessible(kmsKeyArn)))
}

/** SVC Decrypt through the grant that was made for life; the failure is KMS's own. */
export const openByGrant = (site: ServiceSite, key: KmsDataKey): Outcome<Uint8Array, Failure> => decrypt(site, key, [])

/** What StartDBCluster brings back: the plaintext, and the grant by which it came. */
export interface ReopenedStorage {
  readonly plaintext: Uint8Array
  readonly grantId: string | undefined
}

/**
 * StartDBCluster: SVC Decrypt. Where the grant of the cluster does not work any more, CALLER makes another one, which is how a cluster
 * comes back whose grant was revoked (inferred).
 */
export const reopenStorage = (
  request: ServedRequest,
  key: KmsDataKey,
  grantId: string | undefined,
): Outcome<ReopenedStorage, Failure> => {
  const opened = decrypt(request, key, [])
  if (opened.ok) return succeed({ plaintext: opened.value, grantId })
  const { kmsKeyArn, context } = key
  if (opened.error.code !== 'AccessDeniedException') return refuse(told(opened.error, keyNotAccessible(kmsKeyArn)))
  const grant = makeGrant(request, kmsKeyArn, { EncryptionContextSubset: context }, LIFELONG)
  if (!grant.ok) return refuse(told(grant.error, keyNotAccessible(kmsKeyArn)))
  const again = decrypt(request, key, [grant.value.token])
  return again.ok ? succeed({ plaintext: again.value, grantId: grant.value.id }) : undo(request, key, grant.value, again.error)
}

/** SVC RetireGrant. A grant that is gone already (somebody revoked it) is no reason to stop. */
export const retireGrant = (site: ServiceSite, kmsKeyArn: string, grantId: string): void => {
  askKms(service(site, regionOf(kmsKeyArn)), 'RetireGrant', { KeyId: kmsKeyArn, GrantId: grantId })
}

const caller = ({ world, entry }: ServedRequest, region: string): KmsCaller => ({
  world,
  principal: entry.principal,
  region,
  origin: { parent: entry, via: serviceName(region), invokedBy: INVOKED_BY },
})

const service = ({ world, account, entry }: ServiceSite, region: string): KmsCaller => ({
  world,
  principal: { kind: 'service', name: serviceName(region), sourceAccount: account },
  region,
  origin: { ...(entry === undefined ? {} : { parent: entry }), invokedBy: INVOKED_BY },
})

const makeGrant = (
  request: ServedRequest,
  kmsKeyArn: string,
  constraints: object,
  operations: readonly string[],
): Outcome<MadeGrant, Failure> => {
  const region = regionOf(kmsKeyArn)
  const made = askKms(caller(request, region), 'CreateGrant', {
    KeyId: kmsKeyArn,
    GranteePrincipal: serviceName(region),
    RetiringPrincipal: serviceName(region),
    Operations: operations,
    Constraints: constraints,
  })
  return made.ok ? succeed({ id: made.value.GrantId, token: made.value.GrantToken }) : made
}

const generate = (
  site: ServiceSite,
  kmsKey: KmsKey,
  context: DataKey['context'],
  grant: MadeGrant | undefined,
): Outcome<OpenDataKey<KmsDataKey>, Failure> => {
  const generated = askKms(service(site, regionOf(kmsKey.kmsKeyArn)), 'GenerateDataKey', {
    KeyId: kmsKey.kmsKeyArn,
    NumberOfBytes: 64,
    EncryptionContext: context,
    ...(grant === undefined ? {} : { GrantTokens: [grant.token] }),
  })
  if (!generated.ok) return generated
  const { Plaintext: plaintext, CiphertextBlob: wrappedKey } = generated.value
  const { world, account, region } = site
  const dataKeyId = world.random.bytes({ purpose: 'rds/data-key-id', account, region }, 16)
  return succeed({ key: { ...kmsKey, dataKeyId, wrappedKey, context }, plaintext })
}

const decrypt = (
  site: ServiceSite,
  { kmsKeyArn, wrappedKey, context }: KmsDataKey,
  tokens: readonly string[],
): Outcome<Uint8Array, Failure> => {
  const opened = askKms(service(site, regionOf(kmsKeyArn)), 'Decrypt', {
    CiphertextBlob: wrappedKey,
    EncryptionContext: context,
    ...(tokens.length === 0 ? {} : { GrantTokens: tokens }),
  })
  return opened.ok ? succeed(opened.value.Plaintext) : opened
}

/** Compensation: the grant just made goes, and the caller is told of the key. */
const undo = (request: ServedRequest, { kmsKeyArn }: KmsKey, grant: MadeGrant, failure: Failure) => {
  retireGrant(request, kmsKeyArn, grant.id)
  return refuse(told(failure, keyNotAccessible(kmsKeyArn)))
}

/** What the caller of RDS is told: `trouble` of a key that is gone, disabled or forbidden; a fault of KMS is a fault of RDS. */
const told = ({ code, message, fault }: Failure, trouble: Failure): Failure => {
  if (code === 'ThrottlingException') return rdsFailure('Throttling', message)
  return fault === 'server' && code !== 'KeyUnavailableException' ? rdsFailure('InternalFailure', message) : trouble
}

/** RDS as a principal and as `kms:ViaService`. Source: spec/around.md 3.2. */
const serviceName = (region: string): string => `rds.${region}.amazonaws.com`

/** The Region of a key: RDS calls KMS where the key is. */
const regionOf = (kmsKeyArn: string): string => parseArn(kmsKeyArn)?.region ?? ''

/** CloudTrail's `invokedBy`. Source: spec/around.md 4.5. */
const INVOKED_BY = 'rds.amazonaws.com'

/** The AWS managed key, which KMS makes when it is first used. */
const MANAGED_KEY_ALIAS = 'alias/aws/rds'

/** What the grant for the life of a cluster or instance allows (inferred: what a database needs, and nothing about the key itself). */
const LIFELONG = [
  'Decrypt',
  'Encrypt',
  'GenerateDataKey',
  'ReEncryptFrom',
  'ReEncryptTo',
  'CreateGrant',
  'RetireGrant',
  'DescribeKey',
]
