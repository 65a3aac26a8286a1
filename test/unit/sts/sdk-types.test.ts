import * as sdk from '@aws-sdk/client-sts'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { createCloud } from '../../../src/index.ts'
import type { StsApi } from '../../../src/sts/api.ts'
import { STSServiceException } from '../../../src/sts/errors.ts'
import { refusalOf } from '../../support/cloud/ebs-world.ts'

/** The SDK's input and output of every method. The compiler rejects a missing one. */
interface SdkTypes extends Record<keyof StsApi, { input: object; output: object }> {
  assumeRole: { input: sdk.AssumeRoleCommandInput; output: sdk.AssumeRoleCommandOutput }
  getCallerIdentity: { input: sdk.GetCallerIdentityCommandInput; output: sdk.GetCallerIdentityCommandOutput }
  getFederationToken: { input: sdk.GetFederationTokenCommandInput; output: sdk.GetFederationTokenCommandOutput }
  getSessionToken: { input: sdk.GetSessionTokenCommandInput; output: sdk.GetSessionTokenCommandOutput }
}

type Ours<Method extends keyof StsApi> = {
  input: NonNullable<Parameters<StsApi[Method]>[0]>
  output: ReturnType<StsApi[Method]>
}

/** The methods of which something that we accept or answer does not fit the SDK's type, or something of the SDK's does not fit ours. */
type Misfits = {
  [Method in keyof StsApi]: [
    Ours<Method>['input'] extends SdkTypes[Method]['input'] ? true : 'our input is not the SDK’s',
    SdkTypes[Method]['input'] extends Ours<Method>['input'] ? true : 'the SDK’s input is not ours',
    Ours<Method>['output'] extends Omit<SdkTypes[Method]['output'], '$metadata'> ? true : 'our output is not the SDK’s',
  ]
}
type Fits = { [Method in keyof StsApi]: [true, true, true] }

describe('the types of STS', () => {
  it('are those of the AWS SDK, operation by operation', () => {
    expectTypeOf<Misfits>().toEqualTypeOf<Fits>()
  })
})

describe('the errors of STS', () => {
  it('are of one class, with the SDK’s names', () => {
    const { sts } = createCloud()
    const call = () => sts.assumeRole({ RoleArn: 'arn:aws:iam::111122223333:role/None', RoleSessionName: 'me' })
    expect(call).toThrow(STSServiceException)
    expect(STSServiceException.name).toBe('STSServiceException')
    expect(refusalOf(call).name).toBe('AccessDenied')
    expect(call).toThrow(sdk.STSServiceException)
  })

  it('are accepted by the SDK’s own instanceof', () => {
    const { sts } = createCloud()
    const badPolicy = () =>
      sts.assumeRole({ RoleArn: 'arn:aws:iam::111122223333:role/Admin', RoleSessionName: 'me', Policy: '{' })
    expect(badPolicy).toThrow(sdk.MalformedPolicyDocumentException)
    expect(badPolicy).not.toThrow(sdk.ExpiredTokenException)
  })

  it('are injected as faults', () => {
    const cloud = createCloud()
    cloud.faults.on('sts:GetCallerIdentity').fail('Throttling', 'Rate exceeded')
    expect(refusalOf(() => cloud.sts.getCallerIdentity())).toEqual({ name: 'Throttling', message: 'Rate exceeded', status: 400 })
    expect(cloud.sts.getCallerIdentity().Account).toBe('111122223333')
  })
})
