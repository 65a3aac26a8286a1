import { DisabledException, KMSServiceException, NotFoundException } from '@aws-sdk/client-kms'
import { describe, expect, it } from 'vitest'
import { exceptionFamily } from '../../../src/core/service-error.ts'
import { kmsFailure, toKmsException } from '../../../src/kms/errors.ts'

const metadata = { httpStatusCode: 400, requestId: 'r', attempts: 1, totalRetryDelay: 0 }

describe('an AWS error of a direct call', () => {
  const error = toKmsException(kmsFailure('NotFoundException', 'Alias x is not found.'), metadata)

  it('carries the name, the fault and the metadata that the AWS SDK gives it', () => {
    expect(error).toMatchObject({
      name: 'NotFoundException',
      message: 'Alias x is not found.',
      $fault: 'client',
      $metadata: metadata,
    })
    expect(error).toBeInstanceOf(Error)
  })

  it('is accepted by the instanceof of the SDK’s own classes, and by no other class', () => {
    expect(error instanceof NotFoundException).toBe(true)
    expect(error instanceof KMSServiceException).toBe(true)
    expect(error instanceof DisabledException).toBe(false)
  })

  it('says UnknownError where AWS sends no message, like the SDK', () => {
    expect(toKmsException(kmsFailure('InvalidCiphertextException'), metadata).message).toBe('UnknownError')
  })

  it('is of the base class where AWS has not modelled it', () => {
    const denied = toKmsException(kmsFailure('AccessDeniedException', 'no'), metadata)
    expect(denied.name).toBe('AccessDeniedException')
    expect(denied instanceof KMSServiceException).toBe(true)
    expect(denied instanceof NotFoundException).toBe(false)
  })
})

it('keeps the names of its classes when a minifier takes them away', () => {
  const { Base, toException } = exceptionFamily('EC2ServiceException', 'com.amazonaws.ec2', ['Modelled'])
  const error = toException({ code: 'Modelled', status: 400, fault: 'client' }, metadata)
  expect(Base.name).toBe('EC2ServiceException')
  expect(error.constructor.name).toBe('Modelled')
  expect((error.constructor as { shapeId?: string }).shapeId).toBe('com.amazonaws.ec2#Modelled')
})
