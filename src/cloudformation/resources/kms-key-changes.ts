import { type Outcome, PASS } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { sameJson } from '../json.ts'
import type { Properties } from '../records.ts'
import type { ResourceContext, ResourceType } from '../resource-type.ts'
import { defined, inTurn, type Step } from '../steps.ts'
import { policyText } from './policy-text.ts'
import { tagChanges, tagsOf } from './tags.ts'

/** What primary and replica keys have in common and can be changed: description, policy and tags. */
export const changeSharedProperties =
  (context: ResourceContext, KeyId: string, present: Properties, wanted: Properties): Step =>
  (): Outcome<unknown, Failure> => {
    const { Description = '', KeyPolicy, BypassPolicyLockoutSafetyCheck } = wanted
    const { put, take } = tagChanges(tagsOf(present), tagsOf(wanted))
    const Tags = put.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value }))
    return inTurn([
      () =>
        Description === (present.Description ?? '') ? PASS : context.call('kms', 'UpdateKeyDescription', { KeyId, Description }),
      () => {
        if (KeyPolicy === undefined || sameJson(KeyPolicy, present.KeyPolicy)) return PASS
        const input = defined({ KeyId, PolicyName: 'default', Policy: policyText(KeyPolicy), BypassPolicyLockoutSafetyCheck })
        return context.call('kms', 'PutKeyPolicy', input)
      },
      () => (Tags.length === 0 ? PASS : context.call('kms', 'TagResource', { KeyId, Tags })),
      () => (take.length === 0 ? PASS : context.call('kms', 'UntagResource', { KeyId, TagKeys: take })),
    ])
  }

/** A key that leaves its stack waits for its deletion. One that does so already is no obstacle. Source: spec/around.md 6.1. */
export const removeKey: ResourceType['remove'] = (context, { physicalId = '', properties }) => {
  const state = context.call<{ KeyMetadata: { KeyState: string } }>('kms', 'DescribeKey', { KeyId: physicalId })
  if (!state.ok) return state.error.code === 'NotFoundException' ? PASS : state
  if (/^Pending(?:Replica)?Deletion$/.test(state.value.KeyMetadata.KeyState)) return PASS
  const { PendingWindowInDays = 30 } = properties
  return context.call('kms', 'ScheduleKeyDeletion', { KeyId: physicalId, PendingWindowInDays })
}
