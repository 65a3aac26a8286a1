import { exceptionFamily, type Failure, type ServiceExceptionClass } from '../core/service-error.ts'

/**
 * The errors of AWS KMS: HTTP status on the wire and whose fault. Every client error was observed with status 400, whatever the model says.
 *
 * Source: spec/kms.md 10.1 and 10.2 (AWS KMS API Reference, recordings).
 */
const MODELLED = {
  AlreadyExistsException: [400, 'client'],
  CloudHsmClusterInUseException: [400, 'client'],
  CloudHsmClusterInvalidConfigurationException: [400, 'client'],
  CloudHsmClusterNotActiveException: [400, 'client'],
  CloudHsmClusterNotFoundException: [400, 'client'],
  CloudHsmClusterNotRelatedException: [400, 'client'],
  ConflictException: [400, 'client'],
  CustomKeyStoreHasCMKsException: [400, 'client'],
  CustomKeyStoreInvalidStateException: [400, 'client'],
  CustomKeyStoreNameInUseException: [400, 'client'],
  CustomKeyStoreNotFoundException: [400, 'client'],
  DependencyTimeoutException: [503, 'server'],
  DisabledException: [400, 'client'],
  DryRunOperationException: [400, 'client'],
  ExpiredImportTokenException: [400, 'client'],
  IncorrectKeyException: [400, 'client'],
  IncorrectKeyMaterialException: [400, 'client'],
  IncorrectTrustAnchorException: [400, 'client'],
  InvalidAliasNameException: [400, 'client'],
  InvalidArnException: [400, 'client'],
  InvalidCiphertextException: [400, 'client'],
  InvalidGrantIdException: [400, 'client'],
  InvalidGrantTokenException: [400, 'client'],
  InvalidImportTokenException: [400, 'client'],
  InvalidKeyUsageException: [400, 'client'],
  InvalidMarkerException: [400, 'client'],
  KeyUnavailableException: [500, 'server'],
  KMSInternalException: [500, 'server'],
  KMSInvalidMacException: [400, 'client'],
  KMSInvalidSignatureException: [400, 'client'],
  KMSInvalidStateException: [400, 'client'],
  LimitExceededException: [400, 'client'],
  MalformedPolicyDocumentException: [400, 'client'],
  NotFoundException: [400, 'client'],
  TagException: [400, 'client'],
  UnsupportedOperationException: [400, 'client'],
  XksKeyAlreadyInUseException: [400, 'client'],
  XksKeyInvalidConfigurationException: [400, 'client'],
  XksKeyNotFoundException: [400, 'client'],
  XksProxyIncorrectAuthenticationCredentialException: [400, 'client'],
  XksProxyInvalidConfigurationException: [400, 'client'],
  XksProxyInvalidResponseException: [400, 'client'],
  XksProxyUriEndpointInUseException: [400, 'client'],
  XksProxyUriInUseException: [400, 'client'],
  XksProxyUriUnreachableException: [400, 'client'],
  XksProxyVpcEndpointServiceInUseException: [400, 'client'],
  XksProxyVpcEndpointServiceInvalidConfigurationException: [400, 'client'],
  XksProxyVpcEndpointServiceNotFoundException: [400, 'client'],
} as const satisfies Record<string, readonly [number, Failure['fault']]>

const COMMON = {
  AccessDeniedException: [400, 'client'],
  ExpiredTokenException: [400, 'client'],
  NotAuthorizedException: [400, 'client'],
  ValidationException: [400, 'client'],
  ThrottlingException: [400, 'client'],
  SerializationException: [400, 'client'],
  UnknownOperationException: [400, 'client'],
  UnrecognizedClientException: [400, 'client'],
  InternalFailure: [500, 'server'],
  ServiceUnavailable: [503, 'server'],
} as const satisfies Record<string, readonly [number, Failure['fault']]>

const ERRORS = { ...MODELLED, ...COMMON }

/** AWS's name of a KMS error. */
export type KmsErrorCode = keyof typeof ERRORS

/** A KMS error as data. Some KMS errors have no message. */
export const kmsFailure = (code: KmsErrorCode, message?: string): Failure => {
  const [status, fault] = ERRORS[code]
  return message === undefined ? { code, status, fault } : { code, message, status, fault }
}

/** The names of all KMS errors. */
export const KMS_ERROR_CODES: readonly string[] = Object.keys(ERRORS)

/** Whether KMS has an error of this name. */
export const isKmsErrorCode = (code: string): code is KmsErrorCode => Object.hasOwn(ERRORS, code)

const family = exceptionFamily('KMSServiceException', 'com.amazonaws.kms', Object.keys(MODELLED))

/** The base class of all KMS errors of direct calls; the AWS SDK's own `KMSServiceException` accepts its instances. */
export const KMSServiceException: ServiceExceptionClass = family.Base

/** The exception that a KMS failure becomes at the direct door. */
export const toKmsException = family.toException
