import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse } from '../../core/outcome.ts'
import type { RoleSession } from '../../core/principal.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, unsupported } from '../../core/shape.ts'
import { broken } from '../../core/simulator-error.ts'
import type { RoleRecord } from '../../iam/accounts.ts'
import type { ConditionValues } from '../../iam/common-keys.ts'
import { roleSession } from '../../iam/sessions.ts'
import type { StsAccess } from '../access.ts'
import { stsFailure } from '../errors.ts'
import {
  arn,
  durationSeconds,
  externalId,
  type PolicyDescriptor,
  policyArns,
  type SessionTag,
  sessionName,
  sessionPolicy,
  sessionTags,
  tagKeys,
} from '../fields.ts'
import { type Credentials, issueCredentials } from '../issued-sessions.ts'
import { findRole, type RoleTarget } from '../role-target.ts'
import { checkPolicyArns, malformedPolicy, sessionPolicies } from '../session-policies.ts'
import { checkRequestedTags, inheritedTags, requestedTags, tagKeysOf } from '../session-tags.ts'
import { assumeRoleRequest, credentialsResponse } from '../trail-shapes.ts'

/** Input of AssumeRole. */
export interface AssumeRoleInput {
  /** The role's ARN, with its path. */
  RoleArn: string | undefined
  /** 2 to 64 characters; becomes part of the session's ARN. */
  RoleSessionName: string | undefined
  /** Managed policies of the role's account that limit the session. */
  PolicyArns?: PolicyDescriptor[] | undefined
  /** A session policy, as JSON: the session may do what the role and this policy both allow. */
  Policy?: string | undefined
  /** 900 to what the role allows, and to 3600 where a session of a role calls; default 3600. */
  DurationSeconds?: number | undefined
  /** Session tags: `aws:PrincipalTag/…` of the session. They need the permission `sts:TagSession`, on both sides. */
  Tags?: SessionTag[] | undefined
  /** Keys of those session tags that go on to sessions of roles that this session assumes. */
  TransitiveTagKeys?: string[] | undefined
  /** What the role's trust policy may ask for as `sts:ExternalId`. */
  ExternalId?: string | undefined
  /** Not simulated: there are no MFA devices. */
  SerialNumber?: string | undefined
  /** Not simulated: there are no MFA devices. */
  TokenCode?: string | undefined
  /** Not simulated. */
  SourceIdentity?: string | undefined
  /** Not simulated: there is no IAM Identity Center. */
  ProvidedContexts?: { ProviderArn?: string | undefined; ContextAssertion?: string | undefined }[] | undefined
  /** Not simulated: tokens have one size. */
  MinimumSessionTokenSize?: number | undefined
}

/** Output of AssumeRole. AWS also tells in percent how large policies and tags are when packed; here the packing is unknown. */
export interface AssumeRoleOutput {
  /** For `cloud.session({ credentials })`. */
  Credentials: Credentials
  AssumedRoleUser: {
    /** `AROA…:session`. */
    AssumedRoleId: string
    /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`. */
    Arn: string
  }
}

type AssumeRoleCall = Call<AssumeRoleInput, RoleTarget>

/**
 * Makes a session of a role and issues credentials for it. The role's trust policy decides, and beside it the caller's own policies,
 * unless the trust policy names a caller of the same account.
 */
export const AssumeRole = defineOperation({
  name: 'AssumeRole',
  action: 'sts:AssumeRole',
  doc: 'STS/latest/APIReference/API_AssumeRole.html',
  basis: 'V:doc',
  input: shape<AssumeRoleInput>({
    RoleArn: arn().required(),
    RoleSessionName: sessionName().required(),
    PolicyArns: policyArns(),
    Policy: sessionPolicy(),
    DurationSeconds: durationSeconds(),
    Tags: sessionTags(),
    TransitiveTagKeys: tagKeys(),
    ExternalId: externalId(),
    SerialNumber: unsupported('there are no MFA devices'),
    TokenCode: unsupported('there are no MFA devices'),
    SourceIdentity: unsupported('source identities are not carried from session to session'),
    ProvidedContexts: unsupported('there is no IAM Identity Center'),
    MinimumSessionTokenSize: unsupported('session tokens have one size'),
  }),
  target: ({ world, input }) => findRole(world, input.RoleArn as string),
  access: (call: AssumeRoleCall) => accessesOf(call),
  crossAccount: true,
  checks: [checkDuration, checkTags, ({ world, input, target }: AssumeRoleCall) => checkPolicyArns(world, target.account, input)],
  prepare: (call: AssumeRoleCall) => newSession(call),
  commit: ({ world, time, input, prepared }): AssumeRoleOutput => ({
    Credentials: issueCredentials(world, prepared, time + (input.DurationSeconds ?? DEFAULT_SECONDS) * 1000),
    AssumedRoleUser: { AssumedRoleId: `${prepared.roleId}:${prepared.sessionName}`, Arn: prepared.arn },
  }),
  trail: { readOnly: true, requestParameters: assumeRoleRequest, responseElements: credentialsResponse },
})

/** `sts:AssumeRole`, and `sts:TagSession` where the session gets tags, be they inherited. */
const accessesOf = ({ input, target, request }: AssumeRoleCall): readonly StsAccess[] => {
  const tags = { ...inheritedTags(request.principal), ...requestedTags(input) }
  const keys: ConditionValues = {
    'sts:rolesessionname': input.RoleSessionName as string,
    ...(input.ExternalId === undefined ? {} : { 'sts:externalid': input.ExternalId }),
    ...(input.TransitiveTagKeys === undefined ? {} : { 'sts:transitivetagkeys': input.TransitiveTagKeys }),
    ...tagKeysOf(tags),
  }
  const assume = { action: 'sts:AssumeRole', on: target, keys }
  return Object.keys(tags).length === 0 ? [assume] : [assume, { ...assume, action: 'sts:TagSession' }]
}

/** Source: IAM User Guide, "Methods to assume a role" (role chaining); sentences from public logs. */
function checkDuration({ input, target, request }: AssumeRoleCall): Outcome<undefined, Failure> {
  const seconds = input.DurationSeconds
  if (seconds === undefined) return PASS
  if (request.principal.kind === 'session' && seconds > CHAINED_SECONDS_MAX) {
    const text = 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.'
    return refuse(stsFailure('ValidationError', text))
  }
  return seconds > roleOf(target).maxSessionSeconds
    ? refuse(stsFailure('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'))
    : PASS
}

/** Source: IAM User Guide, "Pass session tags in AWS STS: Chaining roles with session tags"; sentences from public logs. */
function checkTags({ input, request }: AssumeRoleCall): Outcome<undefined, Failure> {
  const valid = checkRequestedTags(input)
  if (!valid.ok) return valid
  const keys = Object.keys(requestedTags(input)).map((key) => key.toLowerCase())
  const inherited = new Set(Object.keys(inheritedTags(request.principal)).map((key) => key.toLowerCase()))
  if (keys.some((key) => inherited.has(key))) return refuse(stsFailure('InvalidParameterValue', INHERITED))
  return (input.TransitiveTagKeys ?? []).every((key) => keys.includes(key.toLowerCase()))
    ? PASS
    : refuse(stsFailure('InvalidParameterValue', NOT_REQUESTED))
}

const newSession = ({ input, target, request, time }: AssumeRoleCall): Outcome<RoleSession, Failure> => {
  const inherited = inheritedTags(request.principal)
  const session = roleSession(roleOf(target), {
    sessionName: input.RoleSessionName as string,
    createdAt: time,
    ...sessionPolicies(input),
    tags: { ...inherited, ...requestedTags(input) },
    transitiveTagKeys: [...Object.keys(inherited), ...(input.TransitiveTagKeys ?? [])],
  })
  return session.ok ? session : malformedPolicy(session.error)
}

const roleOf = ({ role, arn: named }: RoleTarget): RoleRecord => role ?? broken(`The authorise gate let a call on ${named} pass`)

const DEFAULT_SECONDS = 3600
const CHAINED_SECONDS_MAX = 3600
const INHERITED =
  "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session."
const NOT_REQUESTED = 'The specified transitive tag key must be included in the requested tags.'
