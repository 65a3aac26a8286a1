import type { StackEvent } from '../../../src/cloudformation/stack-view.ts'
import { type Cloud, type CloudOptions, createCloud, type Session } from '../../../src/index.ts'

/** A cloud, and a session in it that makes stacks. */
export const stackWorld = (options: CloudOptions = {}): { readonly cloud: Cloud; readonly session: Session } => {
  const cloud = createCloud(options)
  return { cloud, session: cloud.session() }
}

/** Makes a stack and tells its status and its outputs. */
export const make = (session: Session, template: string | object, more: object = {}, StackName = 'app') => {
  const TemplateBody = typeof template === 'string' ? template : JSON.stringify(template)
  const Capabilities: 'CAPABILITY_NAMED_IAM'[] = ['CAPABILITY_NAMED_IAM']
  session.cloudformation.createStack({ StackName, TemplateBody, Capabilities, ...more })
  return told(session, StackName)
}

/** Updates a stack and tells its status and its outputs. */
export const change = (session: Session, template: string | object, more: object = {}, StackName = 'app') => {
  const TemplateBody = typeof template === 'string' ? template : JSON.stringify(template)
  const Capabilities: 'CAPABILITY_NAMED_IAM'[] = ['CAPABILITY_NAMED_IAM']
  session.cloudformation.updateStack({ StackName, TemplateBody, Capabilities, ...more })
  return told(session, StackName)
}

/** The status of a stack, its outputs and the physical ids of its resources. */
export const told = (session: Session, StackName = 'app') => {
  const [stack] = session.cloudformation.listStacks().StackSummaries.filter((each) => each.StackName === StackName)
  const id = stack?.StackId ?? ''
  const [described] = session.cloudformation.describeStacks({ StackName: id }).Stacks
  const { StackResources } = session.cloudformation.describeStackResources({ StackName: id })
  return {
    id,
    status: described?.StackStatus,
    reason: described?.StackStatusReason,
    outputs: Object.fromEntries((described?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])),
    ids: Object.fromEntries(StackResources.map((each) => [each.LogicalResourceId, each.PhysicalResourceId])),
    statuses: Object.fromEntries(StackResources.map((each) => [each.LogicalResourceId, each.ResourceStatus])),
    reasons: Object.fromEntries(StackResources.map((each) => [each.LogicalResourceId, each.ResourceStatusReason])),
  }
}

/** The events of a stack, oldest first, as `LogicalId STATUS reason`. */
export const eventLines = (session: Session, StackName = 'app'): string[] =>
  [...session.cloudformation.describeStackEvents({ StackName }).StackEvents].reverse().map(eventLine)

const eventLine = ({ LogicalResourceId, ResourceStatus, ResourceStatusReason }: StackEvent): string =>
  [LogicalResourceId, ResourceStatus, ...(ResourceStatusReason === undefined ? [] : [ResourceStatusReason])].join(' ')

/** A template of one resource, and an output of what is asked for. */
export const oneResource = (Type: string, Properties: object, outputs: Readonly<Record<string, unknown>> = {}) => ({
  Resources: { It: { Type, Properties } },
  Outputs: Object.fromEntries(Object.entries(outputs).map(([key, Value]) => [key, { Value }])),
})

/** What a call throws. */
export const thrownBy = (call: () => unknown): Error => {
  try {
    call()
  } catch (error) {
    return error as Error
  }
  throw new Error('Expected a refusal, found an answer.')
}

/** The names of the aliases that are not AWS's. */
export const aliases = ({ kms }: Session): string[] =>
  kms.listAliases({}).Aliases.flatMap(({ AliasName }) => (AliasName.startsWith('alias/aws/') ? [] : AliasName))
