import type { Capability } from './fields.ts'
import { isHidden } from './parameters.ts'
import type { EventRecord, ResourceRecord, ResourceStatus, StackRecord, StackStatus } from './records.ts'

/** A stack as DescribeStacks tells it. */
export interface Stack {
  StackId: string
  StackName: string
  Description?: string
  /** A value of a `NoEcho` parameter is `****`. */
  Parameters: { ParameterKey: string; ParameterValue: string }[]
  CreationTime: Date
  DeletionTime?: Date
  LastUpdatedTime?: Date
  RollbackConfiguration: Record<string, never>
  StackStatus: StackStatus
  StackStatusReason?: string
  DisableRollback: boolean
  NotificationARNs: string[]
  Capabilities: Capability[]
  Outputs: StackOutput[]
  Tags: { Key: string; Value: string }[]
  EnableTerminationProtection: boolean
  DriftInformation: { StackDriftStatus: 'NOT_CHECKED' }
}

/** An output of a stack. */
export interface StackOutput {
  OutputKey: string
  OutputValue: string
  Description?: string
  ExportName?: string
}

/** A stack as ListStacks tells it. */
export interface StackSummary
  extends Pick<
    Stack,
    | 'StackId'
    | 'StackName'
    | 'CreationTime'
    | 'DeletionTime'
    | 'LastUpdatedTime'
    | 'StackStatus'
    | 'StackStatusReason'
    | 'DriftInformation'
  > {
  TemplateDescription?: string
}

/** Something that has happened to a stack. */
export interface StackEvent {
  StackId: string
  EventId: string
  StackName: string
  LogicalResourceId: string
  PhysicalResourceId: string
  ResourceType: string
  Timestamp: Date
  ResourceStatus: ResourceStatus | StackStatus
  ResourceStatusReason?: string
  /** JSON. */
  ResourceProperties?: string
  ClientRequestToken?: string
}

/** A resource of a stack. */
export interface StackResource {
  StackName: string
  StackId: string
  LogicalResourceId: string
  PhysicalResourceId?: string
  ResourceType: string
  Timestamp: Date
  ResourceStatus: ResourceStatus
  ResourceStatusReason?: string
  DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' }
}

/** A resource of a stack as ListStackResources tells it. */
export interface StackResourceSummary extends Omit<StackResource, 'StackName' | 'StackId' | 'Timestamp'> {
  LastUpdatedTimestamp: Date
}

/** A stack as DescribeStacks tells it. Source: API Reference, `Stack`. */
export const stackView = (stack: StackRecord): Stack => {
  const { definition, outputs } = stack
  const { template, parameters } = definition
  return {
    ...identity(stack),
    ...(template.description === undefined ? {} : { Description: template.description }),
    Parameters: Object.entries(parameters).map(([ParameterKey, value]) => {
      const declaration = template.parameters[ParameterKey]
      return { ParameterKey, ParameterValue: declaration !== undefined && isHidden(declaration) ? '****' : value }
    }),
    RollbackConfiguration: {},
    DisableRollback: stack.onFailure === 'DO_NOTHING',
    NotificationARNs: [],
    Capabilities: [...definition.capabilities] as Capability[],
    Outputs: outputs.map(({ key, value, description, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      ...(description === undefined ? {} : { Description: description }),
      ...(exportName === undefined ? {} : { ExportName: exportName }),
    })),
    Tags: definition.tags.map((tag) => ({ ...tag })),
    EnableTerminationProtection: stack.isProtected,
  }
}

/** A stack as ListStacks tells it. Source: API Reference, `StackSummary`. */
export const stackSummary = (stack: StackRecord): StackSummary => {
  const { description } = stack.definition.template
  return { ...identity(stack), ...(description === undefined ? {} : { TemplateDescription: description }) }
}

/** An event of a stack. Source: API Reference, `StackEvent`. */
export const eventView = ({ stackId, name }: StackRecord, event: EventRecord): StackEvent => ({
  StackId: stackId,
  EventId: event.eventId,
  StackName: name,
  LogicalResourceId: event.logicalId,
  PhysicalResourceId: event.physicalId,
  ResourceType: event.type,
  Timestamp: new Date(event.time),
  ResourceStatus: event.status,
  ...(event.reason === undefined ? {} : { ResourceStatusReason: event.reason }),
  ...(event.properties === undefined ? {} : { ResourceProperties: event.properties }),
  ...(event.token === undefined ? {} : { ClientRequestToken: event.token }),
})

/** A resource of a stack as DescribeStackResources tells it. */
export const resourceView = ({ stackId, name }: StackRecord, resource: ResourceRecord): StackResource => ({
  StackName: name,
  StackId: stackId,
  ...resourceMembers(resource),
  Timestamp: new Date(resource.changedAt),
})

/** A resource of a stack as ListStackResources tells it. */
export const resourceSummary = (resource: ResourceRecord): StackResourceSummary => ({
  ...resourceMembers(resource),
  LastUpdatedTimestamp: new Date(resource.changedAt),
})

const resourceMembers = ({ logicalId, physicalId, type, status, reason }: ResourceRecord) => ({
  LogicalResourceId: logicalId,
  ...(physicalId === undefined ? {} : { PhysicalResourceId: physicalId }),
  ResourceType: type,
  ResourceStatus: status,
  ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
  DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' as const },
})

const identity = ({ stackId, name, createdAt, deletedAt, updatedAt, status, reason }: StackRecord) => ({
  StackId: stackId,
  StackName: name,
  CreationTime: new Date(createdAt),
  ...(deletedAt === undefined ? {} : { DeletionTime: new Date(deletedAt) }),
  ...(updatedAt === undefined ? {} : { LastUpdatedTime: new Date(updatedAt) }),
  StackStatus: status,
  ...(reason === undefined ? {} : { StackStatusReason: reason }),
  DriftInformation: { StackDriftStatus: 'NOT_CHECKED' as const },
})
