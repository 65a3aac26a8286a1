import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { keepRefusal, keepVerdict } from '../iam/access-record.ts'
import type { AccessRequest } from '../iam/access-request.ts'
import { policiesOf } from '../iam/accounts.ts'
import { commonKeys } from '../iam/common-keys.ts'
import { denialText } from '../iam/denial-text.ts'
import { evaluate } from '../iam/evaluate.ts'
import { cloudTrailFailure } from './errors.ts'

/**
 * The authorise gate of CloudTrail: LookupEvents is about no resource, so the caller's own policies decide.
 *
 * Source: Service Authorization Reference, "AWS CloudTrail".
 */
export const authoriseCloudTrail = ({ world, region, time, operation, entry, request }: Call): Outcome<undefined, Failure> => {
  if (world.settings.authorization === 'off') return PASS
  const values = commonKeys({ region, time, isForwarded: request.origin?.via !== undefined })
  const question: AccessRequest = {
    principal: request.principal,
    action: operation.action,
    resource: '*',
    resourceAccount: undefined,
    crossAccountCapable: false,
    resourceExists: true,
    context: (key) => (Object.hasOwn(values, key) ? values[key] : undefined),
  }
  const policies = policiesOf(world, request.principal)
  const verdict = evaluate(question, policies, () => [])
  if (verdict.allowed) {
    keepVerdict(entry, verdict)
    return PASS
  }
  keepRefusal(entry, { request: question, policies, verdict, context: values, grants: [] })
  return refuse(cloudTrailFailure('AccessDeniedException', denialText(question, verdict.reason)))
}
