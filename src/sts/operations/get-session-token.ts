import { type Call, defineOperation } from '../../core/operation.ts'
import { shape, unsupported } from '../../core/shape.ts'
import { endOfSession, type LongTermCaller, longTermCaller } from '../callers.ts'
import { userSessionSeconds } from '../fields.ts'
import { type Credentials, issueCredentials } from '../issued-sessions.ts'
import { credentialsResponse } from '../trail-shapes.ts'

/** Input of GetSessionToken. */
export interface GetSessionTokenInput {
  /** 900 to 129,600, default 43,200; a root user's credentials end after 3600 all the same. */
  DurationSeconds?: number | undefined
  /** Not simulated: there are no MFA devices. */
  SerialNumber?: string | undefined
  /** Not simulated: there are no MFA devices. */
  TokenCode?: string | undefined
  /** Not simulated: tokens have one size. */
  MinimumSessionTokenSize?: number | undefined
}

/** Output of GetSessionToken. */
export interface GetSessionTokenOutput {
  /** For `cloud.session({ credentials })`. */
  Credentials: Credentials
}

type GetSessionTokenCall = Call<GetSessionTokenInput, LongTermCaller>

/** Issues temporary credentials for the calling user itself. Needs no permission, and no policy can forbid it. */
export const GetSessionToken = defineOperation({
  name: 'GetSessionToken',
  action: 'sts:GetSessionToken',
  doc: 'STS/latest/APIReference/API_GetSessionToken.html',
  basis: 'V:doc',
  input: shape<GetSessionTokenInput>({
    DurationSeconds: userSessionSeconds(),
    SerialNumber: unsupported('there are no MFA devices'),
    TokenCode: unsupported('there are no MFA devices'),
    MinimumSessionTokenSize: unsupported('session tokens have one size'),
  }),
  target: ({ request }) => longTermCaller(request.principal, 'GetSessionToken'),
  access: () => [],
  crossAccount: false,
  checks: [],
  commit: ({ world, time, target, input }: GetSessionTokenCall): GetSessionTokenOutput => ({
    Credentials: issueCredentials(world, { ...target, tokenIssuedAt: time }, endOfSession(target, time, input.DurationSeconds)),
  }),
  trail: { readOnly: true, responseElements: credentialsResponse },
})
