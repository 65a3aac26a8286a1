import { compareCodeUnits } from '../core/bytes.ts'
import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import { ec2Failure } from './errors.ts'
import { findPlace, placeOf } from './store.ts'

/** A request that may carry a client token. */
export interface TokenRequest extends Place {
  readonly world: World
  readonly operation: string
  readonly input: { readonly ClientToken?: string | undefined }
}

/** The call of an operation as a request that may carry a client token. */
export const tokenRequest = <Input extends TokenRequest['input']>({
  world,
  account,
  region,
  operation,
  input,
}: Call<Input>): TokenRequest => ({ world, account, region, operation: operation.name, input })

/**
 * The ids of what an earlier request with the same token and parameters has made, or `undefined` where this is the first.
 *
 * Source: EC2 API Reference, "Ensuring idempotency"; spec/ebs-ec2.md 11.1.
 */
export const idsOfToken = (request: TokenRequest): Outcome<readonly string[] | undefined, Failure> => {
  const { world, operation, input } = request
  const use = findPlace(world, request)?.clientTokens.get(`${operation}/${input.ClientToken}`)
  if (input.ClientToken === undefined || use === undefined) return succeed(undefined)
  return use.parameters === parametersOf(input) ? succeed(use.ids) : refuse(MISMATCH)
}

/** Notes what a request with a client token has made. */
export const keepToken = (request: TokenRequest, ids: readonly string[]): void => {
  const { world, operation, input } = request
  if (input.ClientToken === undefined) return
  const parameters = parametersOf(input)
  placeOf(world, request).clientTokens.set(`${operation}/${input.ClientToken}`, { parameters, ids })
}

/** Whether a client token is short enough. Only a real call finds out (spec/ebs-ec2.md 11.1). */
export const checkTokenLength = (token: string | undefined): Outcome<undefined, Failure> =>
  token !== undefined && token.length > 64
    ? refuse(ec2Failure('InvalidParameterValue', 'Client token must be less than or equal to 64 characters.'))
    : succeed(undefined)

/** The parameters as one text, the same for the same parameters in any order. */
const parametersOf = ({ ClientToken: _token, ...input }: { readonly ClientToken?: string | undefined }): string =>
  JSON.stringify(input, (name, value: unknown) => (name === 'DryRun' ? undefined : inOrder(value)))

const inOrder = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => compareCodeUnits(left, right)))
    : value

const MISMATCH = ec2Failure(
  'IdempotentParameterMismatch',
  'Parameters on this idempotent request are inconsistent with parameters used in previous request(s)',
)
