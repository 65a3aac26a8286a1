import { STSServiceException as SdkBase } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { createCloud } from '../../../src/index.ts'
import { STSServiceException } from '../../../src/sts/errors.ts'
import { refusalOf } from '../../support/cloud/ebs-world.ts'

describe('the errors of STS', () => {
  it('are accepted by the SDK’s own instanceof', () => {
    const { sts } = createCloud()
    const call = () => sts.assumeRole({ RoleArn: 'arn:aws:iam::111122223333:role/None', RoleSessionName: 'me' })
    expect(call).toThrow(SdkBase)
  })

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
