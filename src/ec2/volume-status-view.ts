import type { Filterable } from '../core/filters.ts'
import type { VolumeRecord } from './records.ts'
import { zoneIdOf } from './zones.ts'

/** How a volume does. */
export interface VolumeStatusItem {
  VolumeId: string
  AvailabilityZone: string
  AvailabilityZoneId: string
  VolumeStatus: { Status: 'ok' | 'impaired' | 'insufficient-data'; Details: VolumeStatusDetails[] }
  /** What the account should do: always nothing, since the disks of the simulator do not fail by themselves. */
  Actions: never[]
  Events: never[]
  /** For volumes from a snapshot. */
  InitializationStatusDetails?: InitializationStatusDetails
  Operator: { Managed: boolean; HiddenByDefault: boolean }
}

/** One aspect of a volume's status. */
export interface VolumeStatusDetails {
  Name: 'io-enabled' | 'io-performance' | 'initialization-state'
  /** `passed`; `normal` or `not-applicable`; `initializing` or `completed`. */
  Status: string
}

/** How far the blocks of a snapshot have arrived. */
export interface InitializationStatusDetails {
  InitializationType: 'default' | 'provisioned-rate'
  /** Percent. */
  Progress: number
  /** Where a rate was asked for. */
  EstimatedTimeToCompleteInSeconds?: number
}

/** A volume's status as DescribeVolumeStatus tells it; healthy also while the volume is `creating`. Source: recorded. */
export const volumeStatusView = (volume: VolumeRecord): VolumeStatusItem => {
  const { id, zone, snapshotId, initializationRate, isInitialized = false } = volume
  const initialization = {
    InitializationStatusDetails: {
      InitializationType: initializationRate === undefined ? 'default' : 'provisioned-rate',
      Progress: isInitialized ? 100 : 0,
      ...(initializationRate === undefined ? {} : { EstimatedTimeToCompleteInSeconds: 0 }),
    },
  } as const
  return {
    VolumeId: id,
    AvailabilityZone: zone,
    AvailabilityZoneId: zoneIdOf(zone),
    VolumeStatus: { Status: 'ok', Details: detailsOf(volume) },
    Actions: [],
    Events: [],
    ...(snapshotId === '' ? {} : initialization),
    Operator: { Managed: false, HiddenByDefault: false },
  }
}

/** What DescribeVolumeStatus can be filtered by. There are never any actions and events to match. */
export const VOLUME_STATUS_FILTERS: Filterable<VolumeRecord> = {
  fields: {
    'action.code': () => [],
    'action.description': () => [],
    'action.event-id': () => [],
    'attachment-status.instance-id': ({ attachments }) => attachments.map(({ instanceId }) => instanceId),
    'attachment-status.io-performance': (volume) => volume.attachments.map(() => performanceOf(volume)),
    'availability-zone': ({ zone }) => zone,
    'availability-zone-id': ({ zone }) => zoneIdOf(zone),
    'event.description': () => [],
    'event.event-id': () => [],
    'event.event-type': () => [],
    'event.not-after': () => [],
    'event.not-before': () => [],
    'volume-status.details-name': (volume) => detailsOf(volume).map(({ Name }) => Name),
    'volume-status.details-status': (volume) => detailsOf(volume).map(({ Status }) => Status),
    'volume-status.status': () => 'ok',
  },
  tags: () => [],
}

/** A declaration, because the filters above are made when the module loads. */
function detailsOf(volume: VolumeRecord): VolumeStatusDetails[] {
  const { snapshotId, isInitialized = false } = volume
  const state = { Name: 'initialization-state', Status: isInitialized ? 'completed' : 'initializing' } as const
  return [
    { Name: 'io-enabled', Status: 'passed' },
    { Name: 'io-performance', Status: performanceOf(volume) },
    ...(snapshotId === '' ? [] : [state]),
  ]
}

/** Measured for attached volumes with provisioned IOPS alone. Source: EBS User Guide, "EBS volume status checks". */
function performanceOf({ type, attachments }: VolumeRecord): 'normal' | 'not-applicable' {
  return attachments.length > 0 && (type === 'io1' || type === 'io2') ? 'normal' : 'not-applicable'
}
