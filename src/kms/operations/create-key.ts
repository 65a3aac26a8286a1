import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, oneOf, shape, unsupported } from '../../core/shape.ts'
import { SimulatorError } from '../../core/simulator-error.ts'
import type { PolicyVersion } from '../../iam/policy.ts'
import { type KmsAccess, onNothing } from '../access.ts'
import { kmsFailure } from '../errors.ts'
import { description, policyDocument, type Tag, tags } from '../fields.ts'
import { addMaterial } from '../key-material.ts'
import { type CustomerMasterKeySpec, type KeyMetadata, keyMetadata } from '../key-metadata.ts'
import { checkKeyQuota } from '../key-quota.ts'
import type { KeyFamily, KeyRecord } from '../key-record.ts'
import { algorithmsOf, KEY_SPEC_NAMES, KEY_USAGES, type KeySpec, type KeyUsage } from '../key-specs.ts'
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
  CustomKeyStoreId?: string | undefined
  /** Allows a policy under which the caller can't change the policy again. */
  BypassPolicyLockoutSafetyCheck?: boolean | undefined
  /** At most 50. */
  Tags?: Tag[] | undefined
  /** Makes a multi-Region primary key, which ReplicateKey can copy to other Regions. */
  MultiRegion?: boolean | undefined
  XksKeyId?: string | undefined
}

/** Output of CreateKey. */
export interface CreateKeyOutput {
  KeyMetadata: KeyMetadata
}

/** What the key is to be. */
type KeyKind = Pick<KeyFamily, 'keySpec' | 'keyUsage'>

type CreateCall = Call<CreateKeyInput, KeyKind, PolicyVersion | undefined>

/** Makes a customer managed key in the caller's account and Region. */
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
    CustomKeyStoreId: unsupported('custom key stores'),
    BypassPolicyLockoutSafetyCheck: flag(),
    Tags: tags(),
    MultiRegion: flag(),
    XksKeyId: unsupported('external key stores'),
  }),
  target: ({ input }) => keyKind(input),
  access: (call): readonly KmsAccess[] => [
    onNothing('kms:CreateKey'),
    ...((call.input.Tags ?? []).length === 0 ? [] : [onNothing('kms:TagResource')]),
    ...(call.input.MultiRegion === true ? rolePermissions(call) : []),
  ],
  crossAccount: false,
  checks: [({ input }) => checkTags(input.Tags), ({ world, account, region }) => checkKeyQuota(world, account, region)],
  prepare: (call): Outcome<PolicyVersion | undefined, Failure> => {
    const { account, region, input } = call
    if (input.Policy === undefined) return succeed(undefined)
    const arn = keyArn(account, region, NOT_YET_KNOWN)
    const key = { kind: 'key', arn, account, found: undefined, namedBy: 'identifier' } as const
    return readKeyPolicy(call, { text: input.Policy, key, mayLockOut: input.BypassPolicyLockoutSafetyCheck })
  },
  commit: (call): CreateKeyOutput => {
    const { world, account, region, input } = call
    const key = newKey(call)
    storeKey(world, key)
    addMaterial(world, key.family, world.random.bytes({ purpose: 'kms/backing-key', account, region }, 32))
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

const newKey = ({ world, account, region, time, input, target, prepared }: CreateCall): KeyRecord => {
  const isMultiRegion = input.MultiRegion === true
  const keyId = newKeyId(world, account, region, isMultiRegion)
  const arn = keyArn(account, region, keyId)
  const family: KeyFamily = {
    keyId,
    account,
    region,
    ...target,
    origin: 'AWS_KMS',
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
    status: { state: 'Enabled' },
    policy: prepared === undefined ? defaultPolicy(account, region, arn) : { ...prepared, name: arn },
    tags: tagMap(input.Tags),
    aliases: [],
  }
}

/** What the parameters ask for, or AWS's sentence where they do not go together. Source: spec/kms.md 1.4. */
const keyKind = (input: CreateKeyInput): Outcome<KeyKind, Failure> => {
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
  if (keySpec !== 'SYMMETRIC_DEFAULT') throw notSimulated('KeySpec', keySpec, 'SYMMETRIC_DEFAULT')
  if (input.Origin !== undefined && input.Origin !== 'AWS_KMS') throw notSimulated('Origin', input.Origin, 'AWS_KMS')
  return succeed({ keySpec, keyUsage })
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

const notSimulated = (member: string, found: string, exists: string) =>
  new SimulatorError(
    'UNSUPPORTED_PARAMETER',
    `Expected a ${member} of kms:CreateKey that is simulated (${exists}), found ${found}. Use ${exists} for now.`,
  )

const BOTH_SPECS =
  'You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.'
const NO_USAGE = 'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.'
