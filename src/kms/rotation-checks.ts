import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { kmsFailure } from './errors.ts'
import { type KeyTarget, keyOf } from './resolve.ts'

type RotationCheck = (call: Call<unknown, KeyTarget>) => Outcome<undefined, Failure>

/** The key is one for symmetric encryption: no other kind can be rotated, and AWS says so without a message. Source: spec/kms.md 7.2. */
export const isSymmetric: RotationCheck = ({ target }) =>
  keyOf(target).family.keySpec === 'SYMMETRIC_DEFAULT' ? PASS : refuse(kmsFailure('UnsupportedOperationException'))

/** The key is in no custom key store, which has nothing to rotate. Source: spec/kms.md 2.2, footnotes 7 and 16. */
export const isNotInKeyStore: RotationCheck = ({ target }) => {
  const { arn, family } = keyOf(target)
  if (family.origin === 'AWS_KMS' || family.origin === 'EXTERNAL') return PASS
  const text = `${arn} origin is ${family.origin} which is not valid for this operation.`
  return refuse(kmsFailure('UnsupportedOperationException', text))
}

/** The key is no replica: a family is rotated through its primary key. Source: spec/kms.md 3.6 (recorded). */
export const isNoReplica: RotationCheck = ({ target, operation }) => {
  const { arn, region, family } = keyOf(target)
  if (family.multiRegion === undefined || family.multiRegion.primaryRegion === region) return PASS
  const text = `${arn} is a multi-region replica key which is not valid for ${operation.name}.`
  return refuse(kmsFailure('UnsupportedOperationException', text))
}
