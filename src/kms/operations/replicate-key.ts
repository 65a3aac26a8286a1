import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import { knownRegion, partitionOf } from '../../core/regions.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape } from '../../core/shape.ts'
import { type KmsAccess, onNothing } from '../access.ts'
import { keyState } from '../checks.ts'
import { kmsFailure } from '../errors.ts'
import { description, keyIdentifier, policyDocument, regionName, type Tag, tags } from '../fields.ts'
import { expirationMembers, type KeyMetadata, keyMetadata } from '../key-metadata.ts'
import { checkKeyQuota } from '../key-quota.ts'
import type { KeyRecord } from '../key-record.ts'
import { defaultPolicy, readKeyPolicy } from '../policies.ts'
import { addReplica, recordCreation } from '../replication.ts'
import { byKeyIdOrArn, type KeyTarget, keyOf, targetOf } from '../resolve.ts'
import { keyArn } from '../store.ts'
import { checkTags, type KeyTag, recordedTags, tagList, tagMap } from '../tags.ts'
import { recordedMetadata, sentMembers } from '../trail-facts.ts'

/** Input of ReplicateKey. */
export interface ReplicateKeyInput {
  /** Key id or key ARN of a multi-Region primary key in the session's Region. */
  KeyId: string | undefined
  /** The Region of the replica key. */
  ReplicaRegion: string | undefined
  /** The replica's key policy; without it, the default key policy. That of the primary is not copied. */
  Policy?: string | undefined
  /** Allows a policy under which the caller can't change the policy again. */
  BypassPolicyLockoutSafetyCheck?: boolean | undefined
  /** Default `""`. */
  Description?: string | undefined
  /** Tags of the replica; those of the primary are not copied. */
  Tags?: Tag[] | undefined
}

/** Output of ReplicateKey. */
export interface ReplicateKeyOutput {
  /** The replica in state `Creating`. */
  ReplicaKeyMetadata: KeyMetadata
  ReplicaPolicy: string
  /** Only where the request had tags. */
  ReplicaTags?: KeyTag[]
}

type ReplicateCall = Call<ReplicateKeyInput, KeyTarget>

/** Makes a replica of a multi-Region primary key in another Region: same key id, same key material, everything else its own. */
export const ReplicateKey = defineOperation({
  name: 'ReplicateKey',
  action: 'kms:ReplicateKey',
  doc: 'kms/latest/APIReference/API_ReplicateKey.html',
  basis: 'V:obs',
  input: shape<ReplicateKeyInput>({
    KeyId: keyIdentifier().required(),
    ReplicaRegion: regionName().required(),
    Policy: policyDocument(),
    BypassPolicyLockoutSafetyCheck: flag(),
    Description: description(),
    Tags: tags(),
  }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  access: (call): readonly KmsAccess[] => neededPermissions(call),
  crossAccount: false,
  checks: [
    ({ target }) => isPrimary(keyOf(target)),
    keyState,
    ({ input, target }) => canHaveReplica(keyOf(target), input.ReplicaRegion as string),
    ({ world, account, input }) => checkKeyQuota(world, account, input.ReplicaRegion as string),
    ({ input }) => checkTags(input.Tags),
  ],
  prepare: (call) => prepareReplica(call),
  commit: (call): ReplicateKeyOutput => {
    const { world, target, input, prepared: replica } = call
    addReplica(world, replica)
    recordCreation(call, replica, input.Tags)
    return {
      ReplicaKeyMetadata: { ...keyMetadata(replica), ...echoedExpiration(keyOf(target)) },
      ReplicaPolicy: replica.policy.text,
      ...(replica.tags.size === 0 ? {} : { ReplicaTags: tagList(replica.tags) }),
    }
  },
  trail: {
    readOnly: false,
    requestParameters: ({ input }) => ({
      ...sentMembers(input, 'KeyId', 'ReplicaRegion', 'Policy'),
      bypassPolicyLockoutSafetyCheck: (input as ReplicateKeyInput).BypassPolicyLockoutSafetyCheck ?? false,
      description: (input as ReplicateKeyInput).Description ?? '',
      ...recordedTags(input as ReplicateKeyInput),
    }),
    responseElements: ({ output }) => {
      const { ReplicaKeyMetadata, ReplicaPolicy } = output as ReplicateKeyOutput
      return { ...recordedMetadata('replicaKeyMetadata', ReplicaKeyMetadata), replicaPolicy: ReplicaPolicy }
    },
  },
})

/** kms:ReplicateKey on the primary key; kms:CreateKey, and kms:TagResource for tags, in the Region of the replica. */
const neededPermissions = (call: ReplicateCall): readonly KmsAccess[] => {
  const { target, input } = call
  const onPrimary = { action: 'kms:ReplicateKey', on: target }
  if (target.found === undefined) return [onPrimary]
  const making = draftOf(call, target.found)
  const actions = (input.Tags ?? []).length === 0 ? ['kms:CreateKey'] : ['kms:CreateKey', 'kms:TagResource']
  return [onPrimary, ...actions.map((action) => ({ ...onNothing(action), making }))]
}

/** That a single-Region key is refused in the same words is inferred. Source: spec/kms.md 3.2. */
const isPrimary = ({ arn, region, family: { multiRegion } }: KeyRecord): Outcome<undefined, Failure> =>
  multiRegion?.primaryRegion === region
    ? PASS
    : refuse(kmsFailure('UnsupportedOperationException', `${arn} is not a multi-region primary key.`))

/** Source: spec/kms.md 3.2 (recorded). */
const canHaveReplica = ({ family: { multiRegion }, region }: KeyRecord, replicaRegion: string): Outcome<undefined, Failure> => {
  if (replicaRegion === region) {
    return refuse(invalid(`${replicaRegion} cannot have a replica because it contains the primary.`))
  }
  if (partitionOf(replicaRegion) !== partitionOf(region)) return refuse(invalid(OTHER_PARTITION))
  if (knownRegion(replicaRegion) === undefined) {
    return refuse(
      invalid(`Region ${replicaRegion} is not a valid Region or multi-Region keys are not supported in Region ${replicaRegion}.`),
    )
  }
  return multiRegion?.replicaRegions.includes(replicaRegion) ? refuse(TAKEN) : PASS
}

/** The answer shows the primary's model although the replica has no material yet. Source: spec/kms.md 1.2, 3.2 (recorded). */
const echoedExpiration = (primary: KeyRecord): Pick<KeyMetadata, 'ExpirationModel'> => {
  const { ExpirationModel } = expirationMembers(primary)
  return ExpirationModel === undefined ? {} : { ExpirationModel }
}

const prepareReplica = (call: ReplicateCall): Outcome<KeyRecord, Failure> => {
  const draft = draftOf(call, keyOf(call.target))
  const { Policy, BypassPolicyLockoutSafetyCheck } = call.input
  if (Policy === undefined) return succeed(draft)
  const policy = readKeyPolicy(call, { text: Policy, key: targetOf(draft), mayLockOut: BypassPolicyLockoutSafetyCheck })
  return policy.ok ? succeed({ ...draft, policy: policy.value }) : policy
}

/** The replica as it will be: it shares its family with the primary and nothing else. */
const draftOf = ({ input, time }: ReplicateCall, { keyId, account, family }: KeyRecord): KeyRecord => {
  const region = input.ReplicaRegion as string
  const arn = keyArn(account, region, keyId)
  return {
    keyId,
    arn,
    account,
    region,
    family,
    manager: 'CUSTOMER',
    createdAt: time,
    description: input.Description ?? '',
    status: { state: 'Creating' },
    policy: defaultPolicy(account, region, arn),
    tags: tagMap(input.Tags),
    aliases: [],
    ...(family.origin === 'EXTERNAL' ? { imports: new Map() } : {}),
  }
}

const invalid = (message: string) => kmsFailure('ValidationException', message)
const OTHER_PARTITION = 'The replica key Region must be in the same AWS partition as the primary key Region.'
const TAKEN = kmsFailure('AlreadyExistsException', 'You can create only one replica of each primary key in each AWS Region.')
