import type { Failure } from '../core/service-error.ts'
import type { StateReason } from './records.ts'

/** The user has stopped or terminated the instance. Source: SDK model, `StateReason`; spec/ebs-ec2.md 4.4. */
export const USER_SHUTDOWN: StateReason = {
  code: 'Client.UserInitiatedShutdown',
  message: 'Client.UserInitiatedShutdown: User initiated shutdown',
}

/** An instance that is being launched. Source: spec/ebs-ec2.md 1.6, recorded. */
export const LAUNCHING: StateReason = { code: 'pending', message: 'pending' }

/** KMS has refused a launch, for whatever reason: the same code for a key in the wrong state and for a missing permission. Source: spec/ebs-ec2.md 4.4, recorded. */
export const KEY_REFUSED: StateReason = {
  code: 'Client.InvalidKMSKey.InvalidState',
  message: 'Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state',
}

/** What `StateTransitionReason` says when KMS has refused. Source: spec/ebs-ec2.md 4.4, recorded for launches; inferred for starts. */
export const REFUSED_TRANSITION = 'Client.InternalError'

const LAUNCH_ERROR: StateReason = { code: 'Client.InternalError', message: 'Client.InternalError: Client error on launch' }

/** Why an instance could not be started: a missing permission is documented, a key in the wrong state inferred. Source: spec/ebs-ec2.md 4.4. */
export const startRefusal = ({ code }: Failure): StateReason => (code === 'AccessDeniedException' ? LAUNCH_ERROR : KEY_REFUSED)

/** `User initiated (2026-01-02 03:04:05 GMT)`. Source: spec/ebs-ec2.md 4.4, as moto writes it. */
export const userInitiated = (moment: number): string =>
  `User initiated (${new Date(moment).toISOString().slice(0, 19).replace('T', ' ')} GMT)`
