import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { keySelectorArn, type Place } from './arns.ts'
import { type BegunCopy, beginCopy } from './begun-copy.ts'
import type { CopyEncryptionInput } from './copy-plan.ts'
import { chooseImageCopyEncryption, type EncryptionVerdict, type ImageCopySource } from './encryption-choice.ts'
import { ec2Failure } from './errors.ts'
import type { ImageMapping, ImageRecord } from './image-records.ts'
import { defaultKeySelector } from './key-use.ts'
import { describeDestinationKey } from './key-use-copy.ts'
import type { ServedRequest } from './kms-call.ts'
import { dataKeyOf, type SnapshotRecord } from './records.ts'
import { findSnapshot, isUsableBy, sourceKindOf } from './snapshots.ts'
import { defaultsOf } from './store.ts'

/** A volume of an image that is to be copied: with its snapshot, or one that comes empty. */
export interface PlannedCopy {
  readonly mapping: ImageMapping
  readonly copy?: SnapshotCopyPlan
}

/** A snapshot that is to be copied for an image: everything is decided, nothing is done. */
export interface SnapshotCopyPlan {
  readonly source: SnapshotRecord
  readonly verdict: EncryptionVerdict
}

/**
 * What becomes of each snapshot of an image, by the table of outcomes. Who may launch from an image may not by that copy it: the snapshots
 * themselves must be shared with him, or be public.
 *
 * Source: EC2 User Guide, "Copy an AMI"; spec/ebs-ec2.md 3.3, 7. The text about the storage is as users of AWS report it.
 */
export const planImageCopy = (
  world: World,
  destination: Place,
  image: ImageRecord,
  asked: CopyEncryptionInput,
): Outcome<readonly PlannedCopy[], Failure> => {
  const { isEncryptedByDefault } = defaultsOf(world, destination)
  const request = { isEncryptedByDefault, encrypted: asked.Encrypted, kmsKeyId: asked.KmsKeyId }
  const planned: PlannedCopy[] = []
  for (const mapping of image.mappings) {
    const source = mapping.snapshotId === undefined ? undefined : findSnapshot(world, image.region, mapping.snapshotId)
    if (source === undefined) {
      planned.push({ mapping })
      continue
    }
    if (!isUsableBy(world, source, destination.account)) return refuse(ec2Failure('InvalidRequest', NO_STORAGE_PERMISSION))
    const { verdict } = chooseImageCopyEncryption(request, sourceOf(source, destination))
    if (verdict === 'error B') return refuse(ec2Failure('InvalidParameterDependency', KEY_WITHOUT_ENCRYPTION))
    planned.push({ mapping, copy: { source, verdict } })
  }
  return succeed(planned)
}

/** Makes the KMS calls for a snapshot of an image and fills its blocks (2.4, row 22). Every refusal is part of the result. */
export const beginImageCopy = (
  call: Call,
  { source: snapshot, verdict }: SnapshotCopyPlan,
  { KmsKeyId }: CopyEncryptionInput,
): BegunCopy => {
  const selector = selectorOf(call, verdict, KmsKeyId, snapshot)
  const wanted = { sourceRegion: snapshot.region, sourceSnapshotId: snapshot.id, isDefaultKey: verdict === 'default key' }
  const usable = { kind: 'usable', snapshot } as const
  if (selector === undefined) return beginCopy(call, { ...wanted, source: usable })
  const key = describeDestinationKey(call, selector)
  if (key.ok) return beginCopy(call, { ...wanted, source: usable, selector, kmsKeyArn: key.value })
  const message = key.error.code === 'AuthFailure' ? `${KEY_NOT_ACCESSIBLE}. ${NOT_DESCRIBABLE}` : KEY_NOT_ACCESSIBLE
  const kmsKeyArn = keySelectorArn(call, selector)
  return beginCopy(call, { ...wanted, source: { kind: 'unusable', message, snapshot }, selector, kmsKeyArn })
}

const sourceOf = (source: SnapshotRecord, { account, region }: Place): ImageCopySource => {
  const kind = sourceKindOf(source, account)
  return kind === 'own encrypted' && source.region !== region ? 'own encrypted, other Region' : kind
}

const selectorOf = (
  request: ServedRequest,
  verdict: EncryptionVerdict,
  named: string | undefined,
  source: SnapshotRecord,
): string | undefined => {
  if (verdict === 'unencrypted') return undefined
  if (verdict === 'named key' && named !== undefined) return named
  const own = dataKeyOf(source)?.kmsKeyArn
  return verdict === 'snapshot key' && own !== undefined ? own : defaultKeySelector(request)
}

const NO_STORAGE_PERMISSION = 'You do not have permission to access the storage of this ami'
/** AWS's sentence for RunInstances (spec/ebs-ec2.md 3.1); that CopyImage says the same is inferred. */
const KEY_WITHOUT_ENCRYPTION = 'The parameter KmsKeyId requires the parameter Encrypted to be set.'
/** Source: spec/ebs-ec2.md 4.5. */
const KEY_NOT_ACCESSIBLE = 'Given key ID is not accessible'
/** As users of AWS Backup have reported it. */
const NOT_DESCRIBABLE = 'You must have DescribeKey permissions on the default CMK'
