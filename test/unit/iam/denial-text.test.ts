import { describe, expect, it } from 'vitest'
import { decodeAuthorizationMessage, encodeAuthorizationMessage } from '../../../src/iam/authorization-message.ts'
import { denialText, ec2DenialText } from '../../../src/iam/denial-text.ts'
import type { RefusalReason } from '../../../src/iam/evaluate.ts'
import { requestOf } from '../../support/iam/cases.ts'

const A = '111122223333'
const volume = `arn:aws:ec2:us-east-1:${A}:volume/*`
const request = requestOf({
  principal: { kind: 'user', account: A, name: 'U' },
  action: 'ec2:CreateVolume',
  resource: volume,
  resourceAccount: null,
})
const missing: RefusalReason = { kind: 'no-allow', layer: 'identity', crossAccount: false }
const denied: RefusalReason = {
  kind: 'explicit-deny',
  layer: 'service-control',
  crossAccount: false,
  statement: {
    policy: { kind: 'service-control', name: 'arn:aws:organizations::1:policy/o-1/service_control_policy/p-1', text: '{}' },
    index: 3,
  },
}

describe('denialText', () => {
  it('names an AWS service by its name', () => {
    const service = requestOf({ principal: { kind: 'service', name: 'rds.amazonaws.com' }, action: 'kms:Decrypt', resource: '*' })
    expect(denialText(service, missing)).toBe(
      'User: rds.amazonaws.com is not authorized to perform: kms:Decrypt on resource: * because no identity-based policy allows the kms:Decrypt action',
    )
  })

  it('appends the ARN of the policy that denies', () => {
    expect(denialText(request, denied)).toMatch(
      /with an explicit deny in a service control policy: arn:aws:organizations::1:policy\/o-1\/service_control_policy\/p-1$/,
    )
  })

  it('hides a key behind a ciphertext also where the caller’s own policy denies across accounts', () => {
    const foreign = { ...request, resourceAccount: '444455556666' }
    expect(denialText(foreign, { ...denied, crossAccount: true } as RefusalReason, { namedBy: 'ciphertext' })).toContain(
      'on the resource associated with this ciphertext with an explicit deny',
    )
  })
})

describe('EC2', () => {
  it('wraps the sentence and appends an encoded message', () => {
    const encoded = encodeAuthorizationMessage(request, missing)
    expect(ec2DenialText(request, missing, encoded)).toBe(
      `You are not authorized to perform this operation. User: arn:aws:iam::${A}:user/U is not authorized to perform: ec2:CreateVolume ` +
        `on resource: ${volume} because no identity-based policy allows the ec2:CreateVolume action. Encoded authorization failure message: ${encoded}`,
    )
  })

  it('encodes what sts:DecodeAuthorizationMessage shows', () => {
    const shown = JSON.parse(decodeAuthorizationMessage(encodeAuthorizationMessage(request, denied)) ?? '') as object
    expect(shown).toMatchObject({
      allowed: false,
      explicitDeny: true,
      matchedStatements: { items: [{ statementId: '3', effect: 'DENY' }] },
      context: { principal: { id: 'AIDAU', arn: `arn:aws:iam::${A}:user/U` }, action: 'ec2:CreateVolume', resource: volume },
    })
  })

  it('opens only its own messages', () => {
    expect(decodeAuthorizationMessage('!')).toBeUndefined()
    expect(decodeAuthorizationMessage('AAAA')).toBeUndefined()
  })
})
