import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { principalName, userId } from '../../core/principal.ts'
import { shape } from '../../core/shape.ts'

/** Input of GetCallerIdentity: nothing. */
export type GetCallerIdentityInput = Readonly<Record<never, never>>

/** Output of GetCallerIdentity. */
export interface GetCallerIdentityOutput {
  /** `AIDA…` of a user, `AROA…:session` of a session, the account id of the root user. */
  UserId: string
  Account: string
  Arn: string
}

/** Tells who calls. Needs no permission, and no policy can forbid it. */
export const GetCallerIdentity = defineOperation({
  name: 'GetCallerIdentity',
  action: 'sts:GetCallerIdentity',
  doc: 'STS/latest/APIReference/API_GetCallerIdentity.html',
  basis: 'V:doc',
  input: shape<GetCallerIdentityInput>({}),
  target: () => PASS,
  access: () => [],
  crossAccount: false,
  checks: [],
  commit: ({ request: { principal }, account }): GetCallerIdentityOutput => ({
    UserId: userId(principal) ?? '',
    Account: account,
    Arn: principalName(principal),
  }),
  trail: { readOnly: true },
})
