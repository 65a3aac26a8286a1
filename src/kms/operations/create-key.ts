import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, oneOf, shape, text } from '../../core/shape.ts'
import type { World } from '../../core/world.ts'
import { selectAlgorithm } from '../../crypto/key-pairs/select-algorithm.ts'
import type { PolicyVersion } from '../../iam/policy.ts'
import { type KmsAccess, onNothing } from '../access.ts'
import { kmsFailure } from '../errors.ts'
import { description, policyDocument, type Tag, tags } from '../fields.ts'
import { type CustomerMasterKeySpec, type KeyMetadata, keyMetadata } from '../key-metadata.ts'
import { drawMaterial, handedIn, isKeyPairSpec } from '../key-pairs.ts'
import { checkKeyQuota } from '../key-quota.ts'
import type { KeyFamily, KeyRecord } from '../key-record.ts'
import { algorithmsOf, KEY_SPEC_NAMES, KEY_USAGES, type KeySpec, type KeyUsage } from '../key-specs.ts'
import { keyStoreId } from '../key-store-fields.ts'
import { checkKeyStore, checkKeyStoreMembers, newPlaceInStore } from '../key-store-membership.ts'
import { newKeyId } from '../managed-keys.ts'
import { ensureRole, rolePermissions } from '../multi-region-role.ts'
import { defaultPolicy, readKeyPolicy } from '../policies.ts'
import { keyArn, storeKey } from '../store.ts'
import { checkTags, recordedTags, tagMap } from '../tags.ts'
import { keyResource, note, recordedMetadata, sentMembers } from '../trail-facts.ts'

/** Input of CreateKey. */
export interface CreateKeyInput {
  /** A key policy document in JSON; without it, the default key policy. At most 32,768 bytes. */
  Policy?: string | undefined
  /** Up to 8192 characters. */
  Description?: string | undefined
  /** Default `ENCRYPT_DECRYPT` for symmetric encryption keys; other key specs must name it. */
  KeyUsage?: KeyUsage | undefined
  /** Deprecated by AWS: use `KeySpec`. */
  CustomerMasterKeySpec?: CustomerMasterKeySpec | undefined
  /** Default `SYMMETRIC_DEFAULT`. */
  KeySpec?: KeySpec | undefined
  /** Default `AWS_KMS`. */
  Origin?: 'AWS_KMS' | 'EXTERNAL' | 'AWS_CLOUDHSM' | 'EXTERNAL_KEY_STORE' | undefined
  /** The custom key store that the key is to live in; for origins AWS_CLOUDHSM and EXTERNAL_KEY_STORE. */
  CustomKeyStoreId?: string | undefined
  /** Allows a policy under which the caller can't change the policy again. */
  BypassPolicyLockoutSafetyCheck?: boolean | undefined
  /** At most 50. */
  Tags?: Tag[] | undefined
  /** Makes a multi-Region primary key, which ReplicateKey can copy to other Regions. */
  MultiRegion?: boolean | undefined
  /** The key in the external key manager; for origin EXTERNAL_KEY_STORE. */
  XksKeyId?: string | undefined
}

/** Output of CreateKey. */
export interface CreateKeyOutput {
  KeyMetadata: KeyMetadata
}

/** What the key is to be. */
type KeyKind = Pick<KeyFamily, 'keySpec' | 'keyUsage' | 'origin'>

type CreateCall = Call<CreateKeyInput, KeyKind, PolicyVersion | undefined>

/** Makes a customer managed key in the caller's account and Region. With Origin EXTERNAL it waits for the import of its material. */
export const CreateKey = defineOperation({
  name: 'CreateKey',
  action: 'kms:CreateKey',
  doc: 'kms/latest/APIReference/API_CreateKey.html',
  basis: 'V:model',
  input: shape<CreateKeyInput>({
    Policy: policyDocument(),
    Description: description(),
    KeyUsage: oneOf(KEY_USAGES),
    CustomerMasterKeySpec: oneOf(KEY_SPEC_NAMES.filter(isOldSpec)),
    KeySpec: oneOf(KEY_SPEC_NAMES),
    Origin: oneOf(['AWS_KMS', 'EXTERNAL', 'AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE']),
    CustomKeyStoreId: keyStoreId(),
    BypassPolicyLockoutSafetyCheck: flag(),
    Tags: tags(),
    MultiRegion: flag(),
    XksKeyId: text({ min: 1, max: 128, pattern: /^[a-zA-Z0-9-_.]+$/ }),
  }),
  target: ({ world, input }) => keyKind(world, input),
  access: (call): readonly KmsAccess[] => [
    onNothing('kms:CreateKey'),
    ...((call.input.Tags ?? []).length === 0 ? [] : [onNothing('kms:TagResource')]),
    ...(call.input.MultiRegion === true ? rolePermissions(call) : []),
  ],
  crossAccount: false,
  checks: [
    ({ input }) => checkTags(input.Tags),
    checkKeyStore,
    ({ world, account, region }) => checkKeyQuota(world, account, region),
  ],
  prepare: (call): Outcome<PolicyVersion | undefined, Failure> => {
    const { account, region, input } = call
    if (input.Policy === undefined) return succeed(undefined)
    const arn = keyArn(account, region, NOT_YET_KNOWN)
    const key = { kind: 'key', arn, account, found: undefined, namedBy: 'identifier' } as const
    return readKeyPolicy(call, { text: input.Policy, key, mayLockOut: input.BypassPolicyLockoutSafetyCheck })
  },
  commit: (call): CreateKeyOutput => {
    const { world, input } = call
    const key = newKey(call)
    storeKey(world, key)
    if (key.imports === undefined) drawMaterial(world, key.family)
    if (input.MultiRegion === true) ensureRole(call)
    note(call, { resources: [keyResource(key)] })
    return { KeyMetadata: keyMetadata(key) }
  },
  trail: {
    readOnly: false,
    requestParameters: ({ input }) => creationParameters(input as CreateKeyInput),
    responseElements: ({ output }) => recordedMetadata('keyMetadata', (output as CreateKeyOutput).KeyMetadata),
  },
})

const newKey = (call: CreateCall): KeyRecord => {
  const { world, account, region, time, input, target, prepared } = call
  const isMultiRegion = input.MultiRegion === true
  const keyId = newKeyId(world, account, region, isMultiRegion)
  const arn = keyArn(account, region, keyId)
  const family: KeyFamily = {
    keyId,
    account,
    region,
    ...target,
    ...newPlaceInStore(call),
    materials: [],
    ...(isMultiRegion ? { multiRegion: { primaryRegion: region, replicaRegions: [] } } : {}),
  }
  return {
    keyId,
    arn,
    account,
    region,
    family,
    manager: 'CUSTOMER',
    createdAt: time,
    description: input.Description ?? '',
    status: { state: target.origin === 'EXTERNAL' ? 'PendingImport' : 'Enabled' },
    policy: prepared === undefined ? defaultPolicy(account, region, arn) : { ...prepared, name: arn },
    tags: tagMap(input.Tags),
    aliases: [],
    ...(target.origin === 'EXTERNAL' ? { imports: new Map() } : {}),
  }
}

/**
 * What the parameters ask for, or AWS's sentence where they do not go together. Throws `SimulatorError` (`UNSUPPORTED_PARAMETER`) for a
 * key spec whose algorithm is not here. Source: spec/kms.md 1.4.
 */
const keyKind = (world: World, input: CreateKeyInput): Outcome<KeyKind, Failure> => {
  if (input.KeySpec !== undefined && input.CustomerMasterKeySpec !== undefined) return refuse(validation(BOTH_SPECS))
  const keySpec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT'
  if (keySpec !== 'SYMMETRIC_DEFAULT' && input.KeyUsage === undefined) return refuse(validation(NO_USAGE))
  const keyUsage = input.KeyUsage ?? 'ENCRYPT_DECRYPT'
  if (algorithmsOf(keySpec, keyUsage) === undefined) {
    return refuse(validation(`KeyUsage ${keyUsage} is not compatible with KeySpec ${keySpec}`))
  }
  if (input.Origin === 'EXTERNAL' && keySpec.startsWith('ML_')) {
    return refuse(validation(`KeySpec ${keySpec} is not supported for Origin EXTERNAL`))
  }
  const inStore = checkKeyStoreMembers(input)
  if (!inStore.ok) return inStore
  if (isKeyPairSpec(keySpec)) selectAlgorithm(handedIn(world), { spec: keySpec })
  return succeed({ keySpec, keyUsage, origin: input.Origin ?? 'AWS_KMS' })
}

/** CloudTrail's request parameters: defaults are written out. Source: spec/kms.md 11.2. */
const creationParameters = (input: CreateKeyInput) => {
  const keySpec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT'
  return {
    ...sentMembers(input, 'Policy'),
    description: input.Description ?? '',
    origin: input.Origin ?? 'AWS_KMS',
    bypassPolicyLockoutSafetyCheck: input.BypassPolicyLockoutSafetyCheck ?? false,
    customerMasterKeySpec: keySpec,
    keySpec,
    keyUsage: input.KeyUsage ?? 'ENCRYPT_DECRYPT',
    multiRegion: input.MultiRegion ?? false,
    ...sentMembers(input, 'CustomKeyStoreId', 'XksKeyId'),
    ...recordedTags(input),
  }
}

/** The deprecated member knows the key specs of its time. */
function isOldSpec(spec: KeySpec): spec is CustomerMasterKeySpec {
  return spec !== 'ECC_NIST_EDWARDS25519' && !spec.startsWith('ML_')
}

/** Stands for the id of a key that is not made yet. */
const NOT_YET_KNOWN = '00000000-0000-0000-0000-000000000000'

const validation = (message: string) => kmsFailure('ValidationException', message)

const BOTH_SPECS =
  'You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.'
const NO_USAGE = 'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.'
