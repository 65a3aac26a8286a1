import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { partitionOf } from '../core/regions.ts'
import type { Failure } from '../core/service-error.ts'
import type { Ec2Access } from '../ec2/access.ts'
import { invalid } from './errors.ts'
import { findStack, type Place, type StackRecord } from './records.ts'

/** A call that names a stack. */
export type StackCall = Call<{ readonly StackName?: string | undefined }>

/** The stack that a request names, or AWS's refusal. */
export const findNamedStack = (call: StackCall): Outcome<StackRecord, Failure> => {
  const { StackName = '' } = call.input
  const stack = findStack(call.world, call, StackName)
  return stack === undefined ? refuse(invalid(`Stack with id ${StackName} does not exist`)) : succeed(stack)
}

/** `arn:aws:cloudformation:REGION:ACCOUNT:stack/NAME/ID` */
export const stackArn = ({ account, region }: Place, name: string, id: string): string =>
  `arn:${partitionOf(region)}:cloudformation:${region}:${account}:stack/${name}/${id}`

/** The permission on the stack that a request names. Source: Service Authorization Reference, "AWS CloudFormation". */
export const stackAccess = (call: StackCall): readonly Ec2Access[] => {
  const { StackName = '' } = call.input
  const stack = findStack(call.world, call, StackName)
  const named = StackName.startsWith('arn:') ? StackName : stackArn(call, StackName, '*')
  const tags = (stack?.definition.tags ?? []).map(({ Key, Value }) => [`aws:resourcetag/${Key.toLowerCase()}`, Value])
  return [{ action: call.operation.action, resource: stack?.stackId ?? named, keys: Object.fromEntries(tags) }]
}
