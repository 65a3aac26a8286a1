import type { FastRestoreRecord, FastRestoreState } from './fast-restores.ts'
import { zoneIdOf } from './zones.ts'

/** Fast restores of a snapshot in a zone. */
export interface FastSnapshotRestore {
  SnapshotId: string
  AvailabilityZone: string
  AvailabilityZoneId: string
  State: FastRestoreState
  StateTransitionReason: string
  /** The account that has enabled them. */
  OwnerId: string
  OwnerAlias?: string
  /** When it came into each state. */
  EnablingTime?: Date
  OptimizingTime?: Date
  EnabledTime?: Date
  DisablingTime?: Date
  DisabledTime?: Date
}

/** What could not be enabled or disabled, and why. */
export interface FastSnapshotRestoreErrorItem {
  SnapshotId: string
  FastSnapshotRestoreStateErrors: FastSnapshotRestoreStateErrorItem[]
}

/** The error of one zone. */
export interface FastSnapshotRestoreStateErrorItem {
  AvailabilityZone: string
  AvailabilityZoneId: string
  Error: { Code: string; Message: string }
}

/** Fast restores as AWS tells them. Source: SDK model, `DescribeFastSnapshotRestoreSuccessItem`. */
export const fastRestoreView = (record: FastRestoreRecord): FastSnapshotRestore => {
  const { snapshotId, zone, account, ownerAlias, state, reason, since } = record
  return {
    SnapshotId: snapshotId,
    AvailabilityZone: zone,
    AvailabilityZoneId: zoneIdOf(zone),
    State: state,
    StateTransitionReason: reason,
    OwnerId: account,
    ...(ownerAlias === undefined ? {} : { OwnerAlias: ownerAlias }),
    ...(since.enabling === undefined ? {} : { EnablingTime: new Date(since.enabling) }),
    ...(since.optimizing === undefined ? {} : { OptimizingTime: new Date(since.optimizing) }),
    ...(since.enabled === undefined ? {} : { EnabledTime: new Date(since.enabled) }),
    ...(since.disabling === undefined ? {} : { DisablingTime: new Date(since.disabling) }),
    ...(since.disabled === undefined ? {} : { DisabledTime: new Date(since.disabled) }),
  }
}

/** The same error for every zone that was asked for. */
export const fastRestoreError = (
  SnapshotId: string,
  zones: readonly string[],
  Code: string,
  Message: string,
): FastSnapshotRestoreErrorItem => ({
  SnapshotId,
  FastSnapshotRestoreStateErrors: zones.map((zone) => ({
    AvailabilityZone: zone,
    AvailabilityZoneId: zoneIdOf(zone),
    Error: { Code, Message },
  })),
})
