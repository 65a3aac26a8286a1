import { utf8 } from '../core/bytes.ts'
import type { WireResponse } from './message.ts'
import type { Protocol } from './protocol.ts'
import { inputOfQuery, operationOfQuery } from './query-request.ts'
import { element, writeMembers, XML_DECLARATION } from './xml-text.ts'

/**
 * The older query protocol, of STS, Auto Scaling, RDS and CloudFormation: parameters in with a step `member` in lists, XML out with an
 * element `…Result`.
 *
 * Source: Smithy documentation, "AWS query protocol".
 */
export const awsQuery: Protocol = {
  operationOf: operationOfQuery,
  readInput: inputOfQuery,
  writeOutput: (output, { name, output: schema }, { table }, requestId) => {
    const members = schema === undefined ? '' : writeMembers(schema, output as Members, moment)
    const result = schema === undefined ? '' : `<${name}Result>${members}</${name}Result>`
    const metadata = `<ResponseMetadata>${element('RequestId', requestId)}</ResponseMetadata>`
    return response(200, `<${name}Response xmlns="${table.xmlNamespace}">${result}${metadata}</${name}Response>`, requestId)
  },
  writeFailure: ({ code, message = '', status, fault }, { table }, requestId) => {
    const type = element('Type', fault === 'client' ? 'Sender' : 'Receiver')
    const error = `<Error>${type}${element('Code', table.errorCodes[code] ?? code)}${element('Message', message)}</Error>`
    const inside = error + element('RequestId', requestId)
    return response(status, `<ErrorResponse xmlns="${table.xmlNamespace}">${inside}</ErrorResponse>`, requestId)
  },
}

type Members = Readonly<Record<string, unknown>>

/** Milliseconds are only written where there are some. */
const moment = (date: Date) => date.toISOString().replace('.000Z', 'Z')

const response = (status: number, xml: string, requestId: string): WireResponse => ({
  status,
  headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
  body: utf8(XML_DECLARATION + xml),
})
