import { describe, expect, expectTypeOf, it } from 'vitest'
import { createCloud } from '../../../src/index.ts'
import type { StsApi } from '../../../src/sts/api.ts'
import { STSServiceException } from '../../../src/sts/errors.ts'
import { refusalOf } from '../../support/cloud/ebs-world.ts'

/*
 * The types of @aws-sdk/client-sts, written down by hand: the package is no dependency. Source: STS's model, API version 2011-06-15.
 */

interface SdkAssumeRoleInput {
  RoleArn: string | undefined
  RoleSessionName: string | undefined
  PolicyArns?: { arn?: string | undefined }[] | undefined
  Policy?: string | undefined
  DurationSeconds?: number | undefined
  Tags?: { Key: string | undefined; Value: string | undefined }[] | undefined
  TransitiveTagKeys?: string[] | undefined
  ExternalId?: string | undefined
  SerialNumber?: string | undefined
  TokenCode?: string | undefined
  SourceIdentity?: string | undefined
  ProvidedContexts?: { ProviderArn?: string | undefined; ContextAssertion?: string | undefined }[] | undefined
}

interface SdkAssumeRoleOutput {
  Credentials?:
    | {
        AccessKeyId: string | undefined
        SecretAccessKey: string | undefined
        SessionToken: string | undefined
        Expiration: Date | undefined
      }
    | undefined
  AssumedRoleUser?: { AssumedRoleId: string | undefined; Arn: string | undefined } | undefined
  PackedPolicySize?: number | undefined
  SourceIdentity?: string | undefined
}

interface SdkGetCallerIdentityOutput {
  UserId?: string | undefined
  Account?: string | undefined
  Arn?: string | undefined
}

describe('the types of STS', () => {
  it('are those of the AWS SDK', () => {
    expectTypeOf<Parameters<StsApi['assumeRole']>[0]>().toExtend<SdkAssumeRoleInput>()
    expectTypeOf<SdkAssumeRoleInput>().toExtend<Parameters<StsApi['assumeRole']>[0]>()
    expectTypeOf<ReturnType<StsApi['assumeRole']>>().toExtend<SdkAssumeRoleOutput>()
    expectTypeOf<ReturnType<StsApi['getCallerIdentity']>>().toExtend<SdkGetCallerIdentityOutput>()
  })
})

describe('the errors of STS', () => {
  it('are of one class, with the SDK’s names', () => {
    const { sts } = createCloud()
    const call = () => sts.assumeRole({ RoleArn: 'arn:aws:iam::111122223333:role/None', RoleSessionName: 'me' })
    expect(call).toThrow(STSServiceException)
    expect(STSServiceException.name).toBe('STSServiceException')
    expect(refusalOf(call).name).toBe('AccessDenied')
  })

  it('are injected as faults', () => {
    const cloud = createCloud()
    cloud.faults.on('sts:GetCallerIdentity').fail('Throttling', 'Rate exceeded')
    expect(refusalOf(() => cloud.sts.getCallerIdentity())).toEqual({ name: 'Throttling', message: 'Rate exceeded', status: 400 })
    expect(cloud.sts.getCallerIdentity().Account).toBe('111122223333')
  })
})
