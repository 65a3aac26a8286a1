import type { AssumeRoleInput, AssumeRoleOutput } from './operations/assume-role.ts'
import type { GetCallerIdentityInput, GetCallerIdentityOutput } from './operations/get-caller-identity.ts'

/**
 * AWS STS as one principal calls it: AWS's operations under their names, AWS-shaped in and out, synchronous. A refusal is thrown as
 * AWS's error, which `instanceof STSServiceException` recognises.
 *
 * @example
 * ```ts
 * import { createCloud } from 'kms-ebs-sim'
 *
 * const cloud = createCloud()
 * const app = cloud.account('111122223333').createRole('App')
 * const { Credentials } = cloud.sts.assumeRole({ RoleArn: app.arn, RoleSessionName: 'nightly', DurationSeconds: 900 })
 * const nightly = cloud.session({ credentials: Credentials })
 * nightly.sts.getCallerIdentity().Arn // arn:aws:sts::111122223333:assumed-role/App/nightly
 * cloud.clock.advance({ minutes: 15 }) // from now on its calls are refused: the credentials have expired
 * ```
 */
export interface StsApi {
  /**
   * Makes a session of a role and issues credentials for it, which `cloud.session({ credentials })` takes.
   *
   * Throws AccessDenied, ExpiredToken, InvalidParameterValue, MalformedPolicyDocumentException, ValidationError.
   *
   * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
   */
  assumeRole(input: AssumeRoleInput): AssumeRoleOutput

  /**
   * Tells who calls. Everyone may.
   *
   * Throws ExpiredToken.
   *
   * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
   */
  getCallerIdentity(input?: GetCallerIdentityInput): GetCallerIdentityOutput
}
