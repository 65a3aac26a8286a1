import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { partitionOf } from '../core/regions.ts'
import type { Failure } from '../core/service-error.ts'
import type { Ec2Access } from '../ec2/access.ts'
import type { Place } from '../ec2/arns.ts'
import { findRule, type RuleRecord } from '../ec2/retention-rules.ts'
import { rbinFailure } from './errors.ts'

/** `arn:aws:rbin:REGION:ACCOUNT:rule/IDENTIFIER`. Source: Recycle Bin API Reference, `RuleArn`. */
export const ruleArn = ({ account, region }: Place, identifier: string): string =>
  `arn:${partitionOf(region)}:rbin:${region}:${account}:rule/${identifier}`

/** The rule that a request names, or AWS's refusal. The text is inferred. */
export const findNamedRule = (call: Call<{ readonly Identifier: string | undefined }>): Outcome<RuleRecord, Failure> => {
  const rule = findRule(call.world, call, call.input.Identifier ?? '')
  return rule === undefined
    ? refuse(rbinFailure('ResourceNotFoundException', `Rule not found: ${call.input.Identifier}`))
    : succeed(rule)
}

/** The permission on one rule. Source: Service Authorization Reference, "AWS Recycle Bin". */
export const ruleAccess = (call: Call<{ readonly Identifier: string | undefined }>): readonly Ec2Access[] => {
  const identifier = call.input.Identifier ?? ''
  const rule = findRule(call.world, call, identifier)
  const tags = (rule?.tags ?? []).map(({ Key, Value }) => [`aws:resourcetag/${Key.toLowerCase()}`, Value])
  const type = rule === undefined ? {} : { 'rbin:attribute/resourcetype': rule.resourceType }
  return [{ action: call.operation.action, resource: ruleArn(call, identifier), keys: { ...Object.fromEntries(tags), ...type } }]
}
