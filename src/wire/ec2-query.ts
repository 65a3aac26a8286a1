import { utf8 } from '../core/bytes.ts'
import type { WireResponse } from './message.ts'
import type { Protocol } from './protocol.ts'
import { inputOfQuery, operationOfQuery } from './query-request.ts'
import { element, writeMembers, XML_DECLARATION } from './xml-text.ts'

/**
 * The protocol of EC2: parameters in, XML out. Lists are flat in parameters and `<item>`s in XML; an operation that answers nothing
 * answers `<return>true</return>`.
 *
 * Source: Smithy documentation, "AWS EC2 query protocol"; spec/ebs-ec2.md 12.1.
 */
export const ec2Query: Protocol = {
  operationOf: operationOfQuery,
  readInput: inputOfQuery,
  writeOutput: (output, { name, output: schema }, { table }, requestId) => {
    const members = schema === undefined ? element('return', 'true') : writeMembers(schema, output as Members, moment)
    const inside = element('requestId', requestId) + members
    return response(200, `<${name}Response xmlns="${table.xmlNamespace}">${inside}</${name}Response>`, requestId)
  },
  writeFailure: ({ code, message = '', status }, { table }, requestId) => {
    const error = `<Error>${element('Code', table.errorCodes[code] ?? code)}${element('Message', message)}</Error>`
    return response(status, `<Response><Errors>${error}</Errors>${element('RequestID', requestId)}</Response>`, requestId)
  },
}

type Members = Readonly<Record<string, unknown>>

const moment = (date: Date) => date.toISOString()

const response = (status: number, xml: string, requestId: string): WireResponse => ({
  status,
  headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
  body: utf8(XML_DECLARATION + xml),
})
