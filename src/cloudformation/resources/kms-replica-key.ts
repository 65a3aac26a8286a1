import { parseArn } from '../../core/identifiers.ts'
import { type Outcome, PASS, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import type { ResourceType } from '../resource-type.ts'
import { defined, inTurn } from '../steps.ts'
import { changeSharedProperties, removeKey } from './kms-key-changes.ts'
import { policyText } from './policy-text.ts'
import { TAGS, tagsOf } from './tags.ts'

/** AWS::KMS::ReplicaKey: a replica, in the stack's Region, of a multi-Region primary key of another one. Source: spec/around.md 6.1. */
export const KmsReplicaKey: ResourceType = {
  name: 'AWS::KMS::ReplicaKey',
  properties: {
    Description: { kind: 'text', change: 'in place' },
    Enabled: { kind: 'flag', change: 'in place' },
    KeyPolicy: { kind: 'json', isRequired: true, change: 'in place' },
    PendingWindowInDays: { kind: 'number', change: 'in place' },
    PrimaryKeyArn: { kind: 'text', isRequired: true, change: 'replacement' },
    Tags: TAGS,
  },
  attributes: ['Arn', 'KeyId'],
  create: (context, properties) => {
    const { PrimaryKeyArn, KeyPolicy, Description } = properties
    const made = context.call<{ ReplicaKeyMetadata: { KeyId: string; Arn: string } }>(
      'kms',
      'ReplicateKey',
      defined({
        KeyId: PrimaryKeyArn,
        ReplicaRegion: context.region,
        Policy: KeyPolicy === undefined ? undefined : policyText(KeyPolicy),
        Description,
        Tags: tagsOf(properties).map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
      }),
      parseArn(String(PrimaryKeyArn))?.region,
    )
    if (!made.ok) return made
    const { KeyId, Arn } = made.value.ReplicaKeyMetadata
    context.made(KeyId, { Arn, KeyId })
    return PASS
  },
  isMade: (context, { physicalId: KeyId = '', properties }) => {
    const state = context.call<{ KeyMetadata: { KeyState: string } }>('kms', 'DescribeKey', { KeyId })
    if (!state.ok) return state
    if (state.value.KeyMetadata.KeyState === 'Creating') return succeed('wait')
    const settled = properties.Enabled === false ? context.call('kms', 'DisableKey', { KeyId }) : PASS
    return settled.ok ? succeed('done') : settled
  },
  update: (context, { physicalId: KeyId = '', properties }, wanted): Outcome<unknown, Failure> => {
    const [was, is] = [properties.Enabled !== false, wanted.Enabled !== false]
    return inTurn([
      () => (is && !was ? context.call('kms', 'EnableKey', { KeyId }) : PASS),
      changeSharedProperties(context, KeyId, properties, wanted),
      () => (was && !is ? context.call('kms', 'DisableKey', { KeyId }) : PASS),
    ])
  },
  remove: removeKey,
}
