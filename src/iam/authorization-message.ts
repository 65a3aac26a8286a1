import { fromBase64, fromUtf8, toBase64, utf8 } from '../core/bytes.ts'
import { principalName, userId } from '../core/principal.ts'
import type { AccessRequest } from './access-request.ts'
import type { RefusalReason } from './evaluate.ts'

/**
 * The message that EC2 puts behind a refusal and that sts:DecodeAuthorizationMessage opens. AWS's own is encrypted; this one is the
 * base64 of the JSON that AWS shows after decoding.
 *
 * Source: STS API Reference, DecodeAuthorizationMessage.
 */
export const encodeAuthorizationMessage = (request: AccessRequest, reason: RefusalReason): string =>
  toBase64(utf8(JSON.stringify(decodedMessage(request, reason))))

/** The JSON text behind an encoded message, or `undefined` where the text is none of ours. */
export const decodeAuthorizationMessage = (encoded: string): string | undefined => {
  const bytes = fromBase64(encoded)
  const text = bytes === undefined ? '' : fromUtf8(bytes)
  return text.startsWith('{"allowed":') ? text : undefined
}

const decodedMessage = ({ principal, action, resource }: AccessRequest, reason: RefusalReason) => ({
  allowed: false,
  explicitDeny: reason.kind === 'explicit-deny',
  matchedStatements: {
    items:
      reason.kind === 'explicit-deny'
        ? [{ statementId: String(reason.statement.index), effect: 'DENY', policy: reason.statement.policy.name }]
        : [],
  },
  failures: { items: [] },
  context: {
    principal: { id: userId(principal) ?? principalName(principal), arn: principalName(principal) },
    action,
    resource,
    conditions: { items: [] },
  },
})
