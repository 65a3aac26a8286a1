import { type InstanceStateChange, stateView } from './instance-view.ts'
import type { InstanceRecord, InstanceState } from './records.ts'

/** An instance and the state that it was in before the request. */
export interface StateBefore {
  readonly instance: InstanceRecord
  readonly previous: InstanceState
}

/** The answer of an operation that changes states: what each instance was in and is in now. */
export const stateChanges = (before: readonly StateBefore[]): InstanceStateChange[] =>
  before.map(({ instance, previous }) => ({
    InstanceId: instance.id,
    PreviousState: stateView(previous),
    CurrentState: stateView(instance.state),
  }))

/** The states before a request. */
export const statesOf = (instances: readonly InstanceRecord[]): readonly StateBefore[] =>
  instances.map((instance) => ({ instance, previous: instance.state }))
