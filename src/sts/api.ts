import type { AssumeRoleInput, AssumeRoleOutput } from './operations/assume-role.ts'
import type { GetCallerIdentityInput, GetCallerIdentityOutput } from './operations/get-caller-identity.ts'
import type { GetFederationTokenInput, GetFederationTokenOutput } from './operations/get-federation-token.ts'
import type { GetSessionTokenInput, GetSessionTokenOutput } from './operations/get-session-token.ts'

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

  /**
   * Makes a session for a federated user, `arn:aws:sts::ACCOUNT:federated-user/NAME`, which may do what the calling user's policies and the
   * session policies of the request both allow, and what policies of resources allow it by its ARN. Users and root users alone can call it.
   *
   * Throws AccessDenied, InvalidParameterValue, MalformedPolicyDocumentException, ValidationError.
   *
   * @example
   * ```ts
   * import { createCloud } from 'kms-ebs-sim'
   *
   * const cloud = createCloud()
   * const portal = cloud.account('111122223333').createUser('portal', {
   *   policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['kms:*', 'sts:*'], Resource: '*' }] }],
   * })
   * const { Credentials } = cloud.session({ as: portal }).sts.getFederationToken({
   *   Name: 'bob',
   *   Policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:List*","Resource":"*"}]}',
   * })
   * cloud.session({ credentials: Credentials }).kms.listKeys() // bob may list keys, and nothing else
   * ```
   *
   * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
   */
  getFederationToken(input: GetFederationTokenInput): GetFederationTokenOutput

  /**
   * Issues temporary credentials for the calling user or root user itself. Everyone may who calls with long-term credentials.
   *
   * Throws AccessDenied, ValidationError.
   *
   * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
   */
  getSessionToken(input?: GetSessionTokenInput): GetSessionTokenOutput
}
