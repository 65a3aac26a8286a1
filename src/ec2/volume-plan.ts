import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import { chooseVolumeEncryption, type EncryptionVerdict, type SourceKind } from './encryption-choice.ts'
import { ec2Failure } from './errors.ts'
import { dataKeyOf, type SnapshotRecord } from './records.ts'
import { isArchived } from './snapshot-tier.ts'
import { sourceKindOf } from './snapshots.ts'
import { defaultsOf } from './store.ts'
import type { VolumeSpec } from './volume-spec.ts'

/** A volume that is to be made: everything is decided, nothing is done. */
export interface VolumePlan {
  readonly spec: VolumeSpec
  readonly isMultiAttach: boolean
  /** MiB/s */
  readonly initializationRate?: number
  readonly source: SnapshotRecord | undefined
  readonly sourceKind: SourceKind
  readonly verdict: EncryptionVerdict
  /** The key that the request names. */
  readonly kmsKeyId: string | undefined
}

/** How a volume is to be encrypted. */
export type EncryptionPlan = Pick<VolumePlan, 'sourceKind' | 'verdict' | 'kmsKeyId'>

/** What a request says about the encryption of a volume. */
export interface EncryptionParameters {
  readonly encrypted: boolean | undefined
  readonly kmsKeyId: string | undefined
}

/** What the table of encryption outcomes says of a request, or the error that it says. `dependencyText` is the operation's own sentence. */
export const planEncryption = (
  world: World,
  place: Place,
  { encrypted, kmsKeyId }: EncryptionParameters,
  source: SnapshotRecord | undefined,
  dependencyText: string,
): Outcome<EncryptionPlan, Failure> => {
  const { isEncryptedByDefault } = defaultsOf(world, place)
  const sourceKind = source === undefined ? 'none' : sourceKindOf(source, place.account)
  const { verdict } = chooseVolumeEncryption({ isEncryptedByDefault, encrypted, kmsKeyId }, sourceKind)
  if (verdict === 'error A') return refuse(ec2Failure('InvalidParameterCombination', CANNOT_DECRYPT))
  if (verdict === 'error B') return refuse(ec2Failure('InvalidParameterDependency', dependencyText))
  return succeed({ sourceKind, verdict, kmsKeyId })
}

/** What the answer of CreateVolume says of the key: what the request named, or the snapshot's where it is kept. Source: spec/ebs-ec2.md 1.2. */
export const shownKeyOf = ({ verdict, kmsKeyId, source }: VolumePlan): string | undefined => {
  if (verdict === 'named key') return kmsKeyId
  return verdict === 'snapshot key' && source !== undefined ? dataKeyOf(source)?.kmsKeyArn : undefined
}

/** Whether a snapshot can be used now. Source: spec/ebs-ec2.md 11.2; the text for an archived one is inferred. */
export const checkCompleted = (snapshot: SnapshotRecord): Outcome<undefined, Failure> => {
  const { state } = snapshot.status
  const wrong = state === 'completed' ? (isArchived(snapshot) ? 'archived' : undefined) : state
  return wrong === undefined
    ? succeed(undefined)
    : refuse(ec2Failure('IncorrectState', `Snapshot is in invalid state - ${wrong}`))
}

const CANNOT_DECRYPT = 'EncryptedVolume parameter [false] is inconsistent with snapshot encryption state [true]'
