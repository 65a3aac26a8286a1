import { KMSServiceException as SdkBase, NotFoundException as SdkNotFound } from '@aws-sdk/client-kms'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { isKmsErrorCode } from '../../../src/kms/errors.ts'
import { kmsWorld } from '../../support/kms/kms-world.ts'
import { errorOf } from '../../support/kms/refusals.ts'

describe('the types of KMS', () => {
  it('say what is always there', () => {
    const { KeyMetadata, ...rest } = kmsWorld().kms().createKey()
    expectTypeOf(KeyMetadata.Arn).toEqualTypeOf<string>()
    expect(rest).toEqual({})
  })
})

describe('the errors of KMS', () => {
  it('are accepted by the SDK’s own instanceof', () => {
    const w = kmsWorld()
    const notFound = errorOf(() => w.kms().describeKey({ KeyId: 'alias/none' }))
    expect(notFound).toBeInstanceOf(SdkNotFound)
    expect(notFound).toBeInstanceOf(SdkBase)
    const validation = errorOf(() => w.kms().describeKey({ KeyId: '' }))
    expect(validation).toBeInstanceOf(SdkBase)
    expect(validation).not.toBeInstanceOf(SdkNotFound)
    expect(validation).toMatchObject({ name: 'ValidationException', $fault: 'client', $metadata: { attempts: 1 } })
  })

  it('bear names that the SDK’s model has', async () => {
    const module: Record<string, unknown> = await import('@aws-sdk/client-kms')
    const modelled = Object.keys(module).filter((name) => name.endsWith('Exception') && name !== 'KMSServiceException')
    expect(modelled.length).toBeGreaterThan(40)
    const ours = modelled.filter(isKmsErrorCode)
    expect([...ours].sort()).toEqual([...modelled].sort())
  })
})
