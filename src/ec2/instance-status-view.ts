import type { Filterable } from '../core/filters.ts'
import { type InstanceStateView, stateView } from './instance-view.ts'
import { INSTANCE_STATE_CODES, type InstanceRecord } from './records.ts'
import { zoneIdOf } from './zones.ts'

/** How an instance is. */
export interface InstanceStatus {
  InstanceId: string
  AvailabilityZone: string
  AvailabilityZoneId: string
  InstanceState: InstanceStateView
  InstanceStatus: StatusSummary
  SystemStatus: StatusSummary
  AttachedEbsStatus: StatusSummary
}

/** The result of a check. */
export interface StatusSummary {
  /** `ok` while the instance runs. */
  Status: 'ok' | 'not-applicable'
  Details?: { Name: 'reachability'; Status: 'passed' }[]
}

/** An instance as DescribeInstanceStatus tells it. */
export const instanceStatusView = (instance: InstanceRecord): InstanceStatus => ({
  InstanceId: instance.id,
  AvailabilityZone: instance.zone,
  AvailabilityZoneId: zoneIdOf(instance.zone),
  InstanceState: stateView(instance.state),
  InstanceStatus: summaryOf(instance),
  SystemStatus: summaryOf(instance),
  AttachedEbsStatus: summaryOf(instance),
})

const statusOf = ({ state }: InstanceRecord) => (state === 'running' ? 'ok' : 'not-applicable')
const reachabilityOf = ({ state }: InstanceRecord) => (state === 'running' ? 'passed' : undefined)

const summaryOf = (instance: InstanceRecord): StatusSummary => {
  const Status = statusOf(instance)
  return Status === 'ok' ? { Status, Details: [{ Name: 'reachability', Status: 'passed' }] } : { Status }
}

/** What DescribeInstanceStatus can be filtered by, except events, of which there are none. Source: SDK documentation of DescribeInstanceStatus. */
export const INSTANCE_STATUS_FILTERS: Filterable<InstanceRecord> = {
  fields: {
    'attached-ebs-status.reachability': reachabilityOf,
    'attached-ebs-status.status': statusOf,
    'availability-zone': ({ zone }) => zone,
    'availability-zone-id': ({ zone }) => zoneIdOf(zone),
    'event.code': () => undefined,
    'event.description': () => undefined,
    'event.instance-event-id': () => undefined,
    'event.not-after': () => undefined,
    'event.not-before': () => undefined,
    'event.not-before-deadline': () => undefined,
    'instance-state-code': ({ state }) => String(INSTANCE_STATE_CODES[state]),
    'instance-state-name': ({ state }) => state,
    'instance-status.reachability': reachabilityOf,
    'instance-status.status': statusOf,
    'system-status.reachability': reachabilityOf,
    'system-status.status': statusOf,
  },
  tags: () => [],
}
