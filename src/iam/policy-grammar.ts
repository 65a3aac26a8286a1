import type { PolicyKind } from './policy.ts'

/** Whether an element of a statement must, may or must not be there. */
export type Rule = 'required' | 'optional' | 'forbidden'

/** How the grammar of one kind of policy differs from the others'. */
export interface Grammar {
  readonly id: 'optional' | 'forbidden'
  readonly sid: 'free' | 'alphanumeric'
  readonly principal: Rule
  readonly action: Rule
  readonly resource: Rule
  /** Whether `NotAction` and `NotPrincipal` are allowed; `actions`: the former alone. */
  readonly negations: 'allowed' | 'actions' | 'forbidden'
  /** Whether a principal of a type other than AWS and Service may be named. */
  readonly federation: 'allowed' | 'forbidden'
  /** Whether a condition's value must have its operator's form; STS takes any in a session policy. */
  readonly operands: 'checked' | 'tolerated'
  /** Whether `ForAllValues:` on an encryption context key or a request tag is refused. */
  readonly overlyPermissive: 'refused' | 'allowed'
  readonly maxBytes?: number
  /** What finds a character that is not allowed. */
  readonly characters?: RegExp
}

const IDENTITY: Grammar = {
  id: 'forbidden',
  sid: 'alphanumeric',
  principal: 'forbidden',
  action: 'required',
  resource: 'required',
  negations: 'allowed',
  federation: 'forbidden',
  operands: 'checked',
  overlyPermissive: 'allowed',
}

/**
 * THE TABLE of grammars by kind of policy.
 *
 * Source: spec/around.md 1.3 (key and identity policies), spec/kms.md 6.2 (a key policy statement without Action or Resource is kept
 * and has no effect); IAM User Guide, "Grammar" (trust policies have no Resource), "NotPrincipal" (nor that); Organizations User Guide, "RCP syntax" (recorded:
 * NotAction and NotPrincipal are refused); VPC Guide, "Endpoint policies".
 */
export const GRAMMAR: Readonly<Record<PolicyKind, Grammar>> = {
  key: {
    id: 'optional',
    sid: 'free',
    principal: 'required',
    action: 'optional',
    resource: 'optional',
    negations: 'allowed',
    federation: 'forbidden',
    operands: 'checked',
    overlyPermissive: 'refused',
    maxBytes: 32_768,
    characters: /[^\t\n\r\u0020-\u00ff]/,
  },
  identity: IDENTITY,
  boundary: IDENTITY,
  session: { ...IDENTITY, operands: 'tolerated' },
  'service-control': IDENTITY,
  'resource-control': { ...IDENTITY, principal: 'required', negations: 'forbidden' },
  endpoint: { ...IDENTITY, id: 'optional', principal: 'required' },
  trust: { ...IDENTITY, principal: 'required', resource: 'forbidden', negations: 'actions', federation: 'allowed' },
}
