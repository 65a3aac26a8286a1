import type { Failure } from '../core/service-error.ts'
import type { ProtocolName } from './shape-table.ts'

/** What can be wrong with a request before it is a call: AWS answers it in front of the service, each protocol in its own words. */
export type Refusal =
  | 'malformed'
  | 'unknown-operation'
  | 'no-operation'
  | 'unknown-version'
  | 'no-signature'
  | 'incomplete-signature'
  | 'unknown-key'
  | 'wrong-signature'
  | 'expired-signature'
  | 'too-large'
  | 'not-simulated'
  | 'internal'

/** The refusal as an error of the protocol; `detail` replaces the usual sentence. */
export const refusal = (protocol: ProtocolName, kind: Refusal, detail?: string): Failure => {
  const [code, status, usual] = REFUSALS[kind][protocol]
  const message = detail ?? usual
  return { code, ...(message === undefined ? {} : { message }), status, fault: status >= 500 ? 'server' : 'client' }
}

type Row = readonly [code: string, status: number, message?: string]

const INVALID_TOKEN = 'The security token included in the request is invalid.'
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. ' +
  'Consult the service documentation for details.'
const NOT_VALIDATED = 'AWS was not able to validate the provided access credentials'
const TOO_LARGE = 'The request is larger than this endpoint takes.'
const INTERNAL = 'An internal error has occurred'

/**
 * The errors that AWS's front ends have in common. Source: "Common errors" of the KMS, EBS, STS and EC2 API references; spec/kms.md 10.2,
 * spec/ebs-ec2.md 11.1. Inferred: the sentences about malformed requests, and the codes for `too-large` and `not-simulated`.
 */
const REFUSALS: Readonly<Record<Refusal, Readonly<Record<ProtocolName, Row>>>> = {
  malformed: {
    'aws-json': ['SerializationException', 400],
    'rest-json': ['SerializationException', 400],
    'aws-query': ['MalformedQueryString', 404, 'The query string contains a syntax error.'],
    'ec2-query': ['MalformedQueryString', 400, 'The query string contains a syntax error.'],
  },
  'unknown-operation': {
    'aws-json': ['UnknownOperationException', 400],
    'rest-json': ['UnknownOperationException', 404],
    'aws-query': ['InvalidAction', 400, 'The action or operation requested is invalid.'],
    'ec2-query': ['InvalidAction', 400, 'The action is not valid for this web service.'],
  },
  'no-operation': {
    'aws-json': ['UnknownOperationException', 400],
    'rest-json': ['UnknownOperationException', 404],
    'aws-query': ['MissingAction', 400, 'The request is missing an action or a required parameter.'],
    'ec2-query': ['MissingAction', 400, 'The request is missing an action or a required parameter.'],
  },
  'unknown-version': {
    'aws-json': ['UnknownOperationException', 400],
    'rest-json': ['UnknownOperationException', 404],
    'aws-query': ['NoSuchVersion', 400, 'The requested version of the service does not exist.'],
    'ec2-query': ['NoSuchVersion', 400, 'The requested version of the service does not exist.'],
  },
  'no-signature': {
    'aws-json': ['MissingAuthenticationTokenException', 400, 'Missing Authentication Token'],
    'rest-json': ['MissingAuthenticationTokenException', 403, 'Missing Authentication Token'],
    'aws-query': ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
    'ec2-query': ['AuthFailure', 401, NOT_VALIDATED],
  },
  'incomplete-signature': {
    'aws-json': ['IncompleteSignatureException', 400],
    'rest-json': ['IncompleteSignatureException', 400],
    'aws-query': ['IncompleteSignature', 400],
    'ec2-query': ['AuthFailure', 401, NOT_VALIDATED],
  },
  'unknown-key': {
    'aws-json': ['UnrecognizedClientException', 400, INVALID_TOKEN],
    'rest-json': ['UnrecognizedClientException', 403, INVALID_TOKEN],
    'aws-query': ['InvalidClientTokenId', 403, INVALID_TOKEN],
    'ec2-query': ['AuthFailure', 401, NOT_VALIDATED],
  },
  'wrong-signature': {
    'aws-json': ['InvalidSignatureException', 400, MISMATCH],
    'rest-json': ['InvalidSignatureException', 403, MISMATCH],
    'aws-query': ['SignatureDoesNotMatch', 403, MISMATCH],
    'ec2-query': ['AuthFailure', 401, NOT_VALIDATED],
  },
  'expired-signature': {
    'aws-json': ['InvalidSignatureException', 400],
    'rest-json': ['InvalidSignatureException', 403],
    'aws-query': ['SignatureDoesNotMatch', 403],
    'ec2-query': ['RequestExpired', 400],
  },
  'too-large': {
    'aws-json': ['RequestEntityTooLargeException', 413, TOO_LARGE],
    'rest-json': ['RequestEntityTooLargeException', 413, TOO_LARGE],
    'aws-query': ['RequestEntityTooLarge', 413, TOO_LARGE],
    'ec2-query': ['RequestEntityTooLarge', 413, TOO_LARGE],
  },
  'not-simulated': {
    'aws-json': ['NotImplementedException', 501],
    'rest-json': ['NotImplementedException', 501],
    'aws-query': ['NotImplemented', 501],
    'ec2-query': ['NotImplemented', 501],
  },
  internal: {
    'aws-json': ['InternalFailure', 500, INTERNAL],
    'rest-json': ['InternalServerException', 500, INTERNAL],
    'aws-query': ['InternalFailure', 500, INTERNAL],
    'ec2-query': ['InternalError', 500, INTERNAL],
  },
}
