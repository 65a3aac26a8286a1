import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { keepRefusal, keepVerdict } from '../iam/access-record.ts'
import type { AccessRequest, ContextValue } from '../iam/access-request.ts'
import { policiesOf } from '../iam/accounts.ts'
import { encodeAuthorizationMessage } from '../iam/authorization-message.ts'
import { calledVia } from '../iam/called-via.ts'
import { type ConditionValues, commonKeys } from '../iam/common-keys.ts'
import { ec2DenialText } from '../iam/denial-text.ts'
import { evaluate, type RefusalReason } from '../iam/evaluate.ts'
import { organizationKeys } from '../iam/organization-keys.ts'
import { isServiceLinked } from '../iam/request-context.ts'
import { ec2Failure } from './errors.ts'
import type { TagsByResource } from './tags.ts'

/** One permission that a call needs. EC2 has no policies of its own: the caller's policies decide. */
export interface Ec2Access {
  /** E.g. `ec2:CreateVolume`. */
  readonly action: string
  /** An ARN, or `*`. */
  readonly resource: string
  /** The values of condition keys that this resource has; the keys in lower case. */
  readonly keys?: ConditionValues
}

/**
 * The authorise gate of EC2: every permission that the call needs must be given by the caller's policies.
 *
 * Source: spec/around.md 1.10 for the sentence; Service Authorization Reference, "Amazon EC2", for actions, resources and keys.
 */
export const authoriseEc2 = (call: Call): Outcome<unknown, Failure> =>
  authoriseByIdentity(call, (question, reason) => {
    const text = ec2DenialText(question, reason, encodeAuthorizationMessage(question, reason))
    return ec2Failure('UnauthorizedOperation', text)
  })

/** The same for a service that refuses in words of its own. */
export const authoriseByIdentity = (call: Call, denied: Denial): Outcome<unknown, Failure> => {
  if (call.world.settings.authorization === 'off') return PASS
  const accesses = (call.operation.access?.(call) ?? [onAnything(call.operation.action)]) as readonly Ec2Access[]
  for (const access of accesses) {
    const outcome = decide(call, access, denied)
    if (!outcome.ok) return outcome
  }
  return PASS
}

/** What a service answers where a permission is missing. */
type Denial = (question: AccessRequest, reason: RefusalReason) => Failure

/** A permission that is not about resources, as of all Describe calls. */
export const onAnything = (action: string): Ec2Access => ({ action, resource: '*' })

/** `ec2:CreateTags` on what a request makes with tags, for every kind that gets some. Source: EC2 User Guide, "Tag on create". */
export const tagOnCreate = (call: Call, tags: TagsByResource, arnOf: (kind: string) => string): readonly Ec2Access[] =>
  [...tags].map(([kind, values]) => ({
    action: 'ec2:CreateTags',
    resource: arnOf(kind),
    keys: { ...requestTagKeys(values), 'ec2:createaction': call.operation.name },
  }))

/** `aws:RequestTag/…` and `aws:TagKeys` of the tags of a request. */
export const requestTagKeys = (tags: ReadonlyMap<string, string> | undefined): ConditionValues =>
  tags === undefined || tags.size === 0
    ? {}
    : {
        ...Object.fromEntries([...tags].map(([key, value]) => [`aws:requesttag/${key.toLowerCase()}`, value])),
        'aws:tagkeys': [...tags.keys()],
      }

/** `aws:ResourceTag/…` and `ec2:ResourceTag/…` of a resource. */
export const resourceTagKeys = (tags: ReadonlyMap<string, string> | undefined): ConditionValues =>
  Object.fromEntries(
    [...(tags ?? [])].flatMap(([key, value]) => [
      [`aws:resourcetag/${key.toLowerCase()}`, value],
      [`ec2:resourcetag/${key.toLowerCase()}`, value],
    ]),
  )

const decide = (call: Call, { action, resource, keys = {} }: Ec2Access, denied: Denial): Outcome<unknown, Failure> => {
  const { world, entry, request: origin } = call
  const values: ConditionValues = { ...ec2Keys(call), ...keys }
  const context = (key: string): ContextValue => (Object.hasOwn(values, key) ? values[key] : undefined)
  const question: AccessRequest = {
    principal: origin.principal,
    action,
    resource,
    resourceAccount: undefined,
    crossAccountCapable: false,
    resourceExists: true,
    context,
  }
  const policies = policiesOf(world, origin.principal)
  const verdict = evaluate(question, policies, () => [])
  if (verdict.allowed) {
    keepVerdict(entry, verdict)
    return PASS
  }
  keepRefusal(entry, { request: question, policies, verdict, context: values, grants: [] })
  return refuse(denied(question, verdict.reason))
}

const ec2Keys = ({ world, region, time, request, entry }: Call): ConditionValues => ({
  ...commonKeys({
    region,
    time,
    isForwarded: request.origin?.via !== undefined && !isServiceLinked(request.principal),
    calledVia: calledVia(entry),
  }),
  ...organizationKeys(world, { principal: request.principal, resourceAccount: undefined }),
  'ec2:region': region,
})
