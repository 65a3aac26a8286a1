import { describe, expect, it } from 'vitest'
import { explain, type GrantConsidered } from '../../../src/iam/explain.ts'
import { renderExplanation } from '../../../src/iam/render-explanation.ts'
import { policiesOfCase, requestOf } from '../../support/iam/cases.ts'

const A = '111122223333'
const K = `arn:aws:kms:us-east-1:${A}:key/1234abcd-12ab-34cd-56ef-1234567890ab`
const session = { kind: 'session', account: A, role: 'App', session: 'test' } as const
const request = requestOf({
  principal: session,
  action: 'kms:Decrypt',
  resource: K,
  context: { 'kms:EncryptionContext:Dept': 'HR', 'kms:EncryptionContextKeys': ['Dept'] },
})
const policies = policiesOfCase(
  {
    resource: 'default',
    identity: [
      {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'OnlyIT',
            Effect: 'Allow',
            Action: 'kms:Decrypt',
            Resource: '*',
            Condition: { StringEquals: { 'kms:EncryptionContext:Dept': 'IT' } },
          },
          {
            Effect: 'Allow',
            Action: ['kms:Encrypt', 's3:*'],
            Resource: '*',
            Condition: { StringEquals: { 'kms:EncryptionContextKeys': 'Dept' } },
          },
        ],
      },
    ],
  },
  K,
)
const grant: GrantConsidered = {
  grantId: 'abc',
  grantee: `arn:aws:iam::${A}:role/App`,
  granteeKind: 'role',
  issuingAccount: A,
  reason: 'encryption-context-differs',
}

describe('an explanation', () => {
  const { explanation } = explain(request, policies, [grant])

  it('names the step that decided', () => {
    expect(explanation).toMatchObject({ allowed: false, crossAccount: false, decidedBy: { step: 'no-allow', layer: 'identity' } })
  })

  it('says of every element of every statement whether it matched and why', () => {
    const [key, identity] = explanation.policies
    expect(key).toMatchObject({ layer: 'key', says: 'allow', statements: [{ matched: true, matchClass: 'account' }] })
    expect(identity).toMatchObject({ layer: 'identity', says: 'nothing' })
    expect(identity?.statements[0]).toEqual({
      index: 0,
      sid: 'OnlyIT',
      effect: 'Allow',
      matched: false,
      elements: [
        { element: 'Action', written: ['kms:Decrypt'], matched: true, reason: 'listed' },
        { element: 'Resource', written: ['*'], matched: true, reason: 'listed' },
        {
          element: 'Condition',
          operator: 'StringEquals',
          key: 'kms:EncryptionContext:Dept',
          wanted: ['IT'],
          actual: 'HR',
          matched: false,
          reason: 'values-differ',
        },
      ],
    })
    expect(identity?.statements[1]?.elements.map((element) => element.reason)).toEqual([
      'not-listed',
      'listed',
      'several-values-need-a-set-operator',
    ])
  })

  it('shows the grants that were looked at', () => {
    expect(explanation.grants).toEqual([grant])
    const applying = explain(request, policies, [{ ...grant, reason: 'applies' }]).explanation
    expect(applying).toMatchObject({ allowed: true, decidedBy: { step: 'grant', grantId: 'abc' }, grants: [{ need: 'limits' }] })
  })

  it('shows what a grant that applies still lacks', () => {
    const limited = {
      ...policies,
      ...policiesOfCase({ session: { Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } } }, K),
      identity: [],
    }
    const { explanation: refused } = explain(request, limited, [{ ...grant, reason: 'applies' }])
    expect(refused).toMatchObject({
      allowed: false,
      decidedBy: { layer: 'session' },
      grants: [{ need: 'limits', missing: 'session' }],
    })
  })

  it('tells an earlier holder of the name from others', () => {
    const saved = policiesOfCase(
      {
        resource: {
          Statement: { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${A}:role/App` }, Action: 'kms:*', Resource: '*' },
        },
        resourceIds: { [`arn:aws:iam::${A}:role/App`]: 'AROAOLD' },
      },
      K,
    )
    expect(explain(request, saved, []).explanation.policies[0]?.statements[0]?.elements[0]?.reason).toBe('names-one-made-anew')
  })

  it('says of a key policy statement without Resource that it never applies', () => {
    const bare = policiesOfCase({ resource: { Statement: { Effect: 'Allow', Principal: '*' } } }, K)
    expect(explain(request, bare, []).explanation.policies[0]?.statements[0]?.elements.map(({ reason }) => reason)).toEqual([
      'any-session',
      'absent',
      'absent',
    ])
  })
})

describe('renderExplanation', () => {
  it.each([
    [
      { kind: 'session', account: A, role: 'AWSServiceRoleForX', session: 's', path: '/aws-service-role/x.amazonaws.com/' },
      ['service control policy service-control-1 does not apply to service-linked roles'],
      ['resource control policy resource-control-1 does not apply to service-linked roles'],
    ],
    [
      { kind: 'service', name: 'ec2.amazonaws.com' },
      ['service control policy service-control-1 does not apply to AWS services'],
      ['resource control policy resource-control-1 denies'],
    ],
    [session, ['service control policy service-control-1 denies'], ['resource control policy resource-control-1 denies']],
  ] as const)('says which policies of the organization leave a caller alone: %j', (principal, [scp], [rcp]) => {
    const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'kms:*', Resource: '*' }] }
    const forAll = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*' }] }
    const layers = policiesOfCase({ resource: 'default', serviceControl: [deny], resourceControl: [forAll] }, K)
    const asked = requestOf({ principal, action: 'kms:Decrypt', resource: K })
    const lines = renderExplanation(explain(asked, layers, []).explanation).split('\n')
    expect(lines).toContain(scp)
    expect(lines).toContain(rcp)
  })

  it('says that NotPrincipal with Deny spares nobody who has a permissions boundary', () => {
    const NotPrincipal = { AWS: [`arn:aws:sts::${A}:assumed-role/App/test`, `arn:aws:iam::${A}:role/App`, A] }
    const resource = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', NotPrincipal, Action: 'kms:*', Resource: '*' }] }
    const boundary = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
    const elementOf = (layers: typeof policies) =>
      explain(request, layers, []).explanation.policies[0]?.statements[0]?.elements[0]
    expect(elementOf(policiesOfCase({ resource }, K))).toMatchObject({ matched: false, reason: 'spares-the-caller' })
    const bounded = policiesOfCase({ resource, boundary }, K)
    expect(elementOf(bounded)).toMatchObject({ matched: true, reason: 'spares-none-with-a-boundary' })
    expect(renderExplanation(explain(request, bounded, []).explanation).replace(/\s+/g, ' ')).toContain(
      'spares nobody who has a permissions boundary',
    )
  })

  it('shows an exempting policy as JSON with whom it exempts', () => {
    const allow = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
    const layers = policiesOfCase({ resource: 'default', serviceControl: [allow] }, K)
    const asked = requestOf({ principal: { kind: 'service', name: 'ec2.amazonaws.com' }, action: 'kms:Decrypt', resource: K })
    const [scp] = explain(asked, layers, []).explanation.policies
    expect(scp).toMatchObject({ layer: 'service-control', says: 'nothing', exempts: 'services', statements: [{ matched: true }] })
  })

  it('reads like this', () => {
    expect(`\n${renderExplanation(explain(request, policies, [grant]).explanation)}\n`).toBe(`
REFUSED  kms:Decrypt
  caller    arn:aws:sts::111122223333:assumed-role/App/test
  resource  arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
  because   the key policy leaves it to the policies of the account, and no identity-based
            policy allows it
  nearest   statement 0 "OnlyIT" of identity-1, but for its condition StringEquals on
            kms:EncryptionContext:Dept
  nearest   grant abc, see below

key policy arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab leaves it
  to the account
  ✓ Allow, statement 0 "Enable IAM User Permissions"
      ✓ Principal arn:aws:iam::111122223333:root: leaves it to the account’s own policies
      ✓ Action kms:*
      ✓ Resource *

identity-based policy identity-1 says nothing
  ✗ Allow, statement 0 "OnlyIT"
      ✓ Action kms:Decrypt
      ✓ Resource *
      ✗ StringEquals kms:EncryptionContext:Dept ["IT"], found "HR": does not hold
  ✗ Allow, statement 1
      ✗ Action kms:Encrypt, s3:*
      ✓ Resource *
      ✗ StringEquals kms:EncryptionContextKeys ["Dept"], found ["Dept"]: never holds: a key that
          can have several values needs ForAllValues or ForAnyValue

grants
  ✗ abc to arn:aws:iam::111122223333:role/App, issued by 111122223333: wants another encryption
    context
`)
  })

  it.each([
    [
      { step: 'explicit-deny', layer: 'key', by: { policy: 'P', index: 1, sid: 'No' } },
      'statement 1 "No" of P, a key policy, denies it; a deny beats every allow and every grant',
    ],
    [{ step: 'not-across-accounts' }, 'never works on a resource of another account'],
    [{ step: 'missing-resource' }, 'there is no such resource'],
    [{ step: 'root-user' }, 'the root user may do what no policy denies'],
    [{ step: 'identity-policy', by: { policy: 'P', index: 0 } }, 'statement 0 of P allows it'],
    [
      {
        step: 'resource-policy',
        by: { policy: 'P', index: 0 },
        matchClass: 'role',
        need: 'identity',
        identity: { policy: 'Q', index: 2 },
      },
      'statement 0 of P allows it: means the role, within the limits of session policy and boundary; so does statement 2 of Q',
    ],
    [{ step: 'grant', grantId: 'g', granteeKind: 'role' }, 'grant g to the role allows it'],
    [{ step: 'grant', grantId: 'g', granteeKind: 'federating-user' }, 'grant g to the user who made the session allows it'],
  ] as const)('explains the step %j', (decidedBy, text) => {
    const { explanation } = explain(request, policies, [])
    expect(renderExplanation({ ...explanation, decidedBy }).replaceAll(/\n */g, ' ')).toContain(text)
  })
})
