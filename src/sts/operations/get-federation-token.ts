import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, succeed } from '../../core/outcome.ts'
import { type FederatedUser, userId } from '../../core/principal.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, unsupported } from '../../core/shape.ts'
import { federatedUser, federatedUserArn } from '../../iam/sessions.ts'
import type { StsAccess } from '../access.ts'
import { endOfSession, type LongTermCaller, longTermCaller } from '../callers.ts'
import {
  federatedUserName,
  type PolicyDescriptor,
  policyArns,
  type SessionTag,
  sessionPolicy,
  sessionTags,
  userSessionSeconds,
} from '../fields.ts'
import { type Credentials, issueCredentials } from '../issued-sessions.ts'
import { checkPolicyArns, malformedPolicy, sessionPolicies } from '../session-policies.ts'
import { checkRequestedTags, requestedTags, tagKeysOf } from '../session-tags.ts'
import { credentialsResponse } from '../trail-shapes.ts'

/** Input of GetFederationToken. */
export interface GetFederationTokenInput {
  /** 2 to 32 characters; becomes part of the federated user's ARN. */
  Name: string | undefined
  /** A session policy, as JSON: the federated user may do what the caller's policies and this one both allow. */
  Policy?: string | undefined
  /** Managed policies of the caller's account that limit the session, alone or beside `Policy`. */
  PolicyArns?: PolicyDescriptor[] | undefined
  /** 900 to 129,600, default 43,200; a root user's session ends after 3600 all the same. */
  DurationSeconds?: number | undefined
  /** Session tags, over the caller's own: `aws:PrincipalTag/…` of the session. They need the permission `sts:TagSession`. */
  Tags?: SessionTag[] | undefined
  /** Not simulated: tokens have one size. */
  MinimumSessionTokenSize?: number | undefined
}

/** Output of GetFederationToken. AWS also tells how large policies, tags and token are when packed; here the packing is unknown. */
export interface GetFederationTokenOutput {
  /** For `cloud.session({ credentials })`. */
  Credentials: Credentials
  FederatedUser: {
    /** `ACCOUNT:NAME`. */
    FederatedUserId: string
    /** `arn:aws:sts::ACCOUNT:federated-user/NAME`. */
    Arn: string
  }
}

type GetFederationTokenCall = Call<GetFederationTokenInput, LongTermCaller>

/**
 * Makes a session for a federated user and issues credentials for it. Without a session policy the session may do only what policies of
 * resources allow that name the federated user.
 */
export const GetFederationToken = defineOperation({
  name: 'GetFederationToken',
  action: 'sts:GetFederationToken',
  doc: 'STS/latest/APIReference/API_GetFederationToken.html',
  basis: 'V:doc',
  input: shape<GetFederationTokenInput>({
    Name: federatedUserName().required(),
    Policy: sessionPolicy(),
    PolicyArns: policyArns(),
    DurationSeconds: userSessionSeconds(),
    Tags: sessionTags(),
    MinimumSessionTokenSize: unsupported('session tokens have one size'),
  }),
  target: ({ request }) => longTermCaller(request.principal, 'GetFederationToken'),
  access: (call: GetFederationTokenCall) => accessesOf(call),
  crossAccount: false,
  checks: [
    ({ input }: GetFederationTokenCall) => checkRequestedTags(input),
    ({ world, account, input }: GetFederationTokenCall) => checkPolicyArns(world, account, input),
  ],
  prepare: (call: GetFederationTokenCall) => newSession(call),
  commit: ({ world, time, target, input, prepared }): GetFederationTokenOutput => ({
    Credentials: issueCredentials(world, prepared, endOfSession(target, time, input.DurationSeconds)),
    FederatedUser: { FederatedUserId: userId(prepared) ?? '', Arn: prepared.arn },
  }),
  trail: { readOnly: true, responseElements: credentialsResponse },
})

/** `sts:GetFederationToken` on the federated user, and `sts:TagSession` where the request gives tags. */
const accessesOf = ({ input, account }: GetFederationTokenCall): readonly StsAccess[] => {
  const tags = requestedTags(input)
  const on = { kind: 'federated-user', arn: federatedUserArn(account, input.Name as string), account } as const
  const federate = { action: 'sts:GetFederationToken', on, keys: tagKeysOf(tags) }
  return Object.keys(tags).length === 0 ? [federate] : [federate, { ...federate, action: 'sts:TagSession' }]
}

const newSession = ({ input, target, time }: GetFederationTokenCall): Outcome<FederatedUser, Failure> => {
  const session = federatedUser(target, input.Name as string, {
    createdAt: time,
    ...sessionPolicies(input),
    tags: requestedTags(input),
  })
  return session.ok ? succeed(session.value) : malformedPolicy(session.error)
}
