import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import { knownRegion } from '../../core/regions.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, integer, shape, text, unsupported } from '../../core/shape.ts'
import { type Ec2Access, requestTagKeys, tagOnCreate } from '../access.ts'
import { snapshotArn } from '../arns.ts'
import { type BegunCopy, beginCopy, storeCopy } from '../begun-copy.ts'
import { copyKeySelector, findCopySource } from '../copy-plan.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { formOfId } from '../ids.ts'
import { describeDestinationKey } from '../key-use-copy.ts'
import { checkPresignedUrl } from '../presigned-url.ts'
import { snapshotKeys } from '../snapshot-access.ts'
import { findSnapshot } from '../snapshots.ts'
import { findPlace } from '../store.ts'
import {
  readTagSpecifications,
  type Tag,
  type TagSpecification,
  type TagsByResource,
  tagSet,
  tagSpecifications,
  tagsFor,
} from '../tags.ts'
import { present, tagSpecificationSet } from '../trail-shapes.ts'

/** Input of CopySnapshot. The call goes to the destination Region. */
export interface CopySnapshotInput {
  /** The Region of the source snapshot; also needed for a copy within a Region. */
  SourceRegion: string | undefined
  SourceSnapshotId: string | undefined
  /** Of the copy; the source's is not taken over. */
  Description?: string | undefined
  /** A copy of an encrypted snapshot is always encrypted, even with `false`. */
  Encrypted?: boolean | undefined
  /** A key of the destination Region: key id, alias, key ARN or alias ARN. Without it the default key, never the source's. */
  KmsKeyId?: string | undefined
  /** Deprecated: the Region of the endpoint. */
  DestinationRegion?: string | undefined
  /** Deprecated; SDKs add it by themselves. */
  PresignedUrl?: string | undefined
  /** Tags of the copy; the source's are not taken over. */
  TagSpecifications?: TagSpecification[] | undefined
  /** Makes it a time-based copy: 15 to 2880 in steps of 15. */
  CompletionDurationMinutes?: number | undefined
  DestinationOutpostArn?: string | undefined
  DestinationAvailabilityZone?: string | undefined
  DryRun?: boolean | undefined
}

/** Output of CopySnapshot. */
export interface CopySnapshotOutput {
  /** The new snapshot, in the state `pending`. */
  SnapshotId: string
  /** Where the request gave some. */
  Tags?: Tag[]
}

/**
 * Copies a snapshot into the Region that the call is made in. Only the destination key is looked at before the answer; a source that is
 * not there and every other trouble with keys show as a snapshot in the state `error` (spec/ebs-ec2.md 3.6, 4.5).
 */
export const CopySnapshot = defineOperation({
  name: 'CopySnapshot',
  action: 'ec2:CopySnapshot',
  doc: 'AWSEC2/latest/APIReference/API_CopySnapshot.html',
  basis: 'V:obs',
  input: shape<CopySnapshotInput>({
    SourceRegion: text().required(),
    SourceSnapshotId: text().required(),
    Description: text(),
    Encrypted: flag(),
    KmsKeyId: text(),
    DestinationRegion: text(),
    PresignedUrl: text(),
    TagSpecifications: tagSpecifications(),
    CompletionDurationMinutes: integer(),
    DestinationOutpostArn: unsupported('AWS Outposts'),
    DestinationAvailabilityZone: unsupported('Local Zones'),
    DryRun: dryRun(),
  }),
  target: (call) => readRequest(call),
  access: (call) => accesses(call),
  crossAccount: false,
  checks: [(call) => checkConcurrency(call)],
  keyUse: (call): Outcome<BegunCopy, Failure> => {
    const { world, account, input } = call
    const [sourceRegion, sourceSnapshotId] = [input.SourceRegion as string, input.SourceSnapshotId as string]
    const source = findCopySource(world, account, sourceRegion, sourceSnapshotId)
    const selector = copyKeySelector(call, input, source)
    const wanted = { sourceRegion, sourceSnapshotId, source, isDefaultKey: selector !== undefined && selector !== input.KmsKeyId }
    if (selector === undefined) return succeed(beginCopy(call, wanted))
    const kmsKeyArn = describeDestinationKey(call, selector)
    return kmsKeyArn.ok ? succeed(beginCopy(call, { ...wanted, selector, kmsKeyArn: kmsKeyArn.value })) : kmsKeyArn
  },
  commit: (call): CopySnapshotOutput => {
    const { input, target: tags, used } = call
    const copy = storeCopy(call, used, {
      description: input.Description ?? '',
      tags: tagsFor(tags, 'snapshot'),
      completionDurationMinutes: input.CompletionDurationMinutes,
    })
    return { SnapshotId: copy.id, ...(tags.size === 0 ? {} : { Tags: tagSet(copy.tags) }) }
  },
  trail: {
    readOnly: false,
    requestParameters,
    responseElements: ({ output }) => ({ snapshotId: (output as CopySnapshotOutput).SnapshotId }),
  },
})

/** Source: spec/ebs-ec2.md 6.1, recorded. */
function readRequest({ input, region }: Call<CopySnapshotInput>): Outcome<TagsByResource, Failure> {
  const { DestinationRegion, PresignedUrl, TagSpecifications } = input
  const [sourceRegion, snapshotId] = [input.SourceRegion as string, input.SourceSnapshotId as string]
  if (knownRegion(sourceRegion) === undefined) {
    return refuse(ec2Failure('InvalidRegion', `${sourceRegion} is not a valid region name.`))
  }
  if (formOfId('snap', snapshotId) !== 'right') return refuse(invalid('The specified snapshotId is invalid'))
  if (DestinationRegion !== undefined && DestinationRegion !== region) {
    return refuse(invalid(`DestinationRegion '${DestinationRegion}' does not match the current region (${region})`))
  }
  const url = checkPresignedUrl(PresignedUrl, snapshotId, region)
  if (!url.ok) return url
  const duration = checkDuration(input.CompletionDurationMinutes)
  return duration.ok ? readTagSpecifications(TagSpecifications, ['snapshot']) : duration
}

/** Source: spec/ebs-ec2.md 6.1, recorded. */
function checkDuration(minutes: number | undefined): Outcome<undefined, Failure> {
  if (minutes === undefined || (minutes >= 15 && minutes <= 2880 && minutes % 15 === 0)) return succeed(undefined)
  const message =
    `'${minutes}' is not a valid value for completion duration. ` +
    'Specify a value between 15 and 2880 minutes, in 15 minute increments only'
  return refuse(invalid(message))
}

/** On the copy, and since 2025 on the source too. Source: EBS User Guide, "Copy a snapshot", required permissions. */
function accesses(call: Call<CopySnapshotInput, TagsByResource>): readonly Ec2Access[] {
  const { world, operation, account, region, input, target: tags } = call
  const { action } = operation
  const [sourceRegion, sourceId] = [input.SourceRegion as string, input.SourceSnapshotId as string]
  const snapshot = snapshotArn(region, '*')
  const sourceKeys = snapshotKeys(findSnapshot(world, sourceRegion, sourceId), account)
  return [
    { action, resource: snapshot, keys: requestTagKeys(tags.get('snapshot')) },
    { action, resource: snapshotArn(sourceRegion, sourceId), keys: sourceKeys },
    ...tagOnCreate(call, tags, () => snapshot),
  ]
}

/** Source: EBS User Guide, "Copy a snapshot": 20 at a time to one Region; the text is inferred. */
const checkConcurrency = (call: Call<CopySnapshotInput>): Outcome<undefined, Failure> =>
  (findPlace(call.world, call)?.pendingCopies ?? 0) < COPIES_MAX
    ? succeed(undefined)
    : refuse(
        ec2Failure('ResourceLimitExceeded', 'Too many snapshot copies in progress. The limit is 20 for this destination region.'),
      )

/** The key is recorded as `masterEncryptionKeyId`. Source: spec/ebs-ec2.md 2.7. */
function requestParameters({ input }: JournalEntry) {
  const { SourceRegion, SourceSnapshotId, Description, Encrypted, KmsKeyId, DestinationRegion, TagSpecifications, ...rest } =
    input as CopySnapshotInput
  return present({
    sourceRegion: SourceRegion,
    sourceSnapshotId: SourceSnapshotId,
    description: Description,
    encrypted: Encrypted,
    masterEncryptionKeyId: KmsKeyId,
    destinationRegion: DestinationRegion,
    completionDurationMinutes: rest.CompletionDurationMinutes,
    ...tagSpecificationSet(TagSpecifications),
  })
}

const COPIES_MAX = 20

const invalid = (message: string) => ec2Failure('InvalidParameterValue', message)
