import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { findAccount, managedPolicy } from '../iam/accounts.ts'
import { stsFailure } from './errors.ts'
import type { PolicyDescriptor } from './fields.ts'

/** The members by which a request limits the session that it asks for. */
export interface SessionPolicies {
  readonly Policy?: string | undefined
  readonly PolicyArns?: PolicyDescriptor[] | undefined
}

/** The session policies of a request as a session keeps them. */
export const sessionPolicies = (input: SessionPolicies) => ({
  ...(input.Policy === undefined ? {} : { sessionPolicy: input.Policy }),
  sessionPolicyArns: arnsOf(input),
})

/** Whether all managed policies of a request are there. Inferred: code and sentence. */
export const checkPolicyArns = (world: World, accountId: string, input: SessionPolicies): Outcome<undefined, Failure> => {
  const account = findAccount(world, accountId)
  const missing = arnsOf(input).find((arn) => account === undefined || managedPolicy(account, arn) === undefined)
  return missing === undefined
    ? PASS
    : refuse(stsFailure('ValidationError', `Policy ${missing} does not exist or is not attachable.`))
}

/** STS's refusal of a session policy that is none. */
export const malformedPolicy = ({ message = '' }: Failure): Outcome<never, Failure> =>
  refuse(stsFailure('MalformedPolicyDocumentException', message))

const arnsOf = ({ PolicyArns = [] }: SessionPolicies): readonly string[] => PolicyArns.flatMap(({ arn }) => arn ?? [])
