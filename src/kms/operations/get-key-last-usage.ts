import { requestIdOf } from '../../core/journal.ts'
import { defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import { eventIdOf } from '../../core/trail.ts'
import type { World } from '../../core/world.ts'
import { keyState } from '../checks.ts'
import { keyIdentifier } from '../fields.ts'
import type { KeyRecord } from '../key-record.ts'
import type { UsingOperation } from '../key-use.ts'
import { byKeyIdOrArn, keyOf } from '../resolve.ts'

/** Input of GetKeyLastUsage. */
export interface GetKeyLastUsageInput {
  /** Key id or key ARN. */
  KeyId: string | undefined
}

/** Output of GetKeyLastUsage. */
export interface GetKeyLastUsageOutput {
  /** The bare key id. */
  KeyId: string
  /** Empty where the key has not been used. */
  KeyLastUsage: KeyLastUsage
  /** Since when uses are remembered: in a simulated world, since the key was made. */
  TrackingStartDate: Date
  KeyCreationDate: Date
}

/** The last successful use of a key. */
export interface KeyLastUsage {
  Operation?: UsingOperation
  Timestamp?: Date
  /** `eventID` of the CloudTrail record of the key's account. */
  CloudTrailEventId?: string
  KmsRequestId?: string
}

/**
 * Says when and by which operation a key was last used. AWS remembers uses since 23 April 2026; a simulated world has always done so,
 * whatever its clock says.
 */
export const GetKeyLastUsage = defineOperation({
  name: 'GetKeyLastUsage',
  action: 'kms:GetKeyLastUsage',
  doc: 'kms/latest/APIReference/API_GetKeyLastUsage.html',
  basis: 'V:model',
  input: shape<GetKeyLastUsageInput>({ KeyId: keyIdentifier().required() }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [keyState],
  commit: ({ world, target }): GetKeyLastUsageOutput => {
    const key = keyOf(target)
    return {
      KeyId: key.keyId,
      KeyLastUsage: lastUsage(world, key),
      TrackingStartDate: new Date(key.createdAt),
      KeyCreationDate: new Date(key.createdAt),
    }
  },
  trail: { readOnly: true },
})

const lastUsage = ({ random }: World, { account, lastUse }: KeyRecord): KeyLastUsage =>
  lastUse === undefined
    ? {}
    : {
        Operation: lastUse.operation,
        Timestamp: new Date(lastUse.time),
        CloudTrailEventId: eventIdOf(random, lastUse, account),
        KmsRequestId: requestIdOf(random, lastUse),
      }
