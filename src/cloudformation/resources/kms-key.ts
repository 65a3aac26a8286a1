import { type Outcome, PASS } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import type { Properties } from '../records.ts'
import type { ResourceContext, ResourceType } from '../resource-type.ts'
import { defined, inTurn, type Step } from '../steps.ts'
import { changeSharedProperties, removeKey } from './kms-key-changes.ts'
import { policyText } from './policy-text.ts'
import { TAGS, tagsOf } from './tags.ts'

/**
 * AWS::KMS::Key. A key never goes at once: leaving the stack schedules its deletion.
 *
 * Source: CloudFormation Template Reference; spec/around.md 6.1.
 */
export const KmsKey: ResourceType = {
  name: 'AWS::KMS::Key',
  properties: {
    BypassPolicyLockoutSafetyCheck: { kind: 'flag', change: 'in place' },
    Description: { kind: 'text', change: 'in place' },
    EnableKeyRotation: { kind: 'flag', change: 'in place' },
    Enabled: { kind: 'flag', change: 'in place' },
    KeyPolicy: { kind: 'json', change: 'in place' },
    KeySpec: { kind: 'text', change: 'failure' },
    KeyUsage: { kind: 'text', change: 'failure' },
    MultiRegion: { kind: 'flag', change: 'failure' },
    Origin: { kind: 'text', change: 'failure' },
    PendingWindowInDays: { kind: 'number', change: 'in place' },
    RotationPeriodInDays: { kind: 'number', change: 'in place' },
    Tags: TAGS,
  },
  attributes: ['Arn', 'KeyId'],
  create: (context, properties) => {
    const { KeyPolicy, Description, KeySpec, KeyUsage, MultiRegion, Origin, BypassPolicyLockoutSafetyCheck } = properties
    const made = context.call<{ KeyMetadata: { KeyId: string; Arn: string } }>(
      'kms',
      'CreateKey',
      defined({
        Policy: KeyPolicy === undefined ? undefined : policyText(KeyPolicy),
        Description,
        KeySpec,
        KeyUsage,
        MultiRegion,
        Origin,
        BypassPolicyLockoutSafetyCheck,
        Tags: tagsOf(properties).map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
      }),
    )
    if (!made.ok) return made
    const { KeyId, Arn } = made.value.KeyMetadata
    context.made(KeyId, { Arn, KeyId })
    return inTurn([rotation(context, KeyId, {}, properties), enabling(context, KeyId, {}, properties, false)])
  },
  update: (context, { physicalId = '', properties }, wanted) =>
    inTurn([
      enabling(context, physicalId, properties, wanted, true),
      changeSharedProperties(context, physicalId, properties, wanted),
      rotation(context, physicalId, properties, wanted),
      enabling(context, physicalId, properties, wanted, false),
    ]),
  remove: removeKey,
}

const rotation =
  (context: ResourceContext, KeyId: string, present: Properties, wanted: Properties): Step =>
  (): Outcome<unknown, Failure> => {
    const [was, is] = [present.EnableKeyRotation === true, wanted.EnableKeyRotation === true]
    const { RotationPeriodInDays } = wanted
    if (is && (!was || RotationPeriodInDays !== present.RotationPeriodInDays))
      return context.call('kms', 'EnableKeyRotation', defined({ KeyId, RotationPeriodInDays }))
    return was && !is ? context.call('kms', 'DisableKeyRotation', { KeyId }) : PASS
  }

/** A disabled key can't be changed: it is enabled before everything else and disabled behind it. */
const enabling =
  (context: ResourceContext, KeyId: string, present: Properties, wanted: Properties, isToEnable: boolean): Step =>
  (): Outcome<unknown, Failure> => {
    const [was, is] = [present.Enabled !== false, wanted.Enabled !== false]
    if (was === is || is !== isToEnable) return PASS
    return context.call('kms', is ? 'EnableKey' : 'DisableKey', { KeyId })
  }
