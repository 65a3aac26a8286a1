import { expect } from 'vitest'
import { KMSServiceException } from '../../../src/kms/errors.ts'
import type { KmsWorld } from './kms-world.ts'

/** Makes a call that must be refused with this error, by AWS's name and sentence, and must leave everything as it was. */
export const expectRefusal = (
  { state }: KmsWorld,
  call: () => unknown,
  name: string,
  message: string | RegExp = 'UnknownError',
): void => {
  const before = structuredClone({ stored: state.stored, memory: state.memory, clock: state.clock })
  const error = errorOf(call)
  expect({ name: error.name, message: error.message }).toEqual({
    name,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  })
  expect(error).toBeInstanceOf(KMSServiceException)
  expect(error.$metadata.httpStatusCode).toBe(400)
  expect({ stored: state.stored, memory: state.memory, clock: state.clock }).toEqual(before)
}

/** The AWS error that a call throws. */
export const errorOf = (call: () => unknown): InstanceType<typeof KMSServiceException> => {
  try {
    call()
  } catch (error) {
    if (error instanceof KMSServiceException) return error
    throw error
  }
  throw new Error('Expected the call to be refused, found that it went through.')
}

/** AWS's sentence for a member that is missing. */
export const missingText = (member: string): string =>
  `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`

/** AWS's sentence for a caller whose own policies do not allow. */
export const noIdentityPolicy = (caller: string, action: string, resource: string): string =>
  `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`

/** AWS's sentence for a caller whom the key policy does not mean. */
export const noResourcePolicy = (caller: string, action: string, resource: string): string =>
  `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} because no resource-based policy allows the ${action} action`

/** AWS's sentence for a key of another account that is missing or out of reach. */
export const outOfReach = (caller: string, action: string, what = 'this resource'): string =>
  `User: ${caller} is not authorized to perform: ${action} on ${what} because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`

/** The fixed sentence of IncorrectKeyException. */
export const INCORRECT_KEY = 'The key ID in the request does not identify a CMK that can perform this operation.'

/** The fixed sentence for an alias where only a key id or ARN will do. */
export const NO_ALIASES = 'Key Aliases are not supported for this operation.'

/** The fixed sentence of a dry run that would have succeeded. */
export const DRY_RUN = 'The request would have succeeded, but the DryRun option is set.'
