import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { BadBase64, readJson, readMembers, writeJson } from './json-text.ts'
import { mediaType, type WireResponse } from './message.ts'
import type { Protocol } from './protocol.ts'
import { refusal } from './refusals.ts'

/**
 * AWS JSON 1.1, the protocol of KMS and CloudTrail: the operation in a header, blobs in base64, moments as epoch seconds, no `null`
 * members. An operation that answers nothing has an empty body.
 *
 * Source: Smithy documentation, "AWS JSON 1.1 protocol"; spec/kms.md 12.
 */
export const awsJson: Protocol = {
  operationOf: (request, { table }) => {
    const type = mediaType(request)
    const target = request.headers['x-amz-target'] ?? ''
    const dot = target.lastIndexOf('.')
    const prefix = target.slice(0, dot)
    // The AWS CLI gives CloudTrail's whole name: com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.
    const isOurs = dot > 0 && (prefix === table.target || prefix.endsWith(`.${table.target}`))
    const isJson = type === undefined || type === CONTENT_TYPE || type === 'application/x-amz-json-1.0'
    return isOurs && isJson ? succeed(target.slice(dot + 1)) : refuse(refusal('aws-json', 'no-operation'))
  },
  readInput: ({ body }, { input }) => {
    const value = readJson('aws-json', body)
    if (!value.ok || input === undefined) return value
    return orMalformed(() => readMembers(input, value.value))
  },
  writeOutput: (output, operation, _shapes, requestId) =>
    response(200, operation.output === undefined ? new Uint8Array(0) : writeJson(output ?? {}, operation.output), requestId),
  writeFailure: ({ code, message, status }, _shapes, requestId) =>
    response(status, writeJson({ __type: code, message }), requestId),
}

/** What `read` reads, or AWS's answer to a blob that is no base64. */
export const orMalformed = (read: () => unknown): Outcome<unknown, Failure> => {
  try {
    return succeed(read())
  } catch (error) {
    if (error instanceof BadBase64) return refuse(refusal('aws-json', 'malformed', error.message))
    throw error
  }
}

const response = (status: number, body: Uint8Array, requestId: string): WireResponse => ({
  status,
  headers: { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': requestId },
  body,
})

const CONTENT_TYPE = 'application/x-amz-json-1.1'
