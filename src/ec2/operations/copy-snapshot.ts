import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import { knownRegion } from '../../core/regions.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape, text, unsupported } from '../../core/shape.ts'
import { type Ec2Access, requestTagKeys, tagOnCreate } from '../access.ts'
import { snapshotArn } from '../arns.ts'
import { type CopySource, copyKeySelector, findCopySource } from '../copy-plan.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { formOfId, newId } from '../ids.ts'
import { describeDestinationKey } from '../key-use-copy.ts'
import { type ReadyCopy, readyCopy } from '../new-copy.ts'
import { noteManagedKey } from '../new-volume.ts'
import { checkPresignedUrl } from '../presigned-url.ts'
import { NO_VOLUME_ID, type SnapshotRecord } from '../records.ts'
import { schedule } from '../schedule.ts'
import { findPlace, nextSerial, placeOf, storeSnapshot } from '../store.ts'
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
  CompletionDurationMinutes?: number | undefined
  DestinationOutpostArn?: string | undefined
  DryRun?: boolean | undefined
}

/** Output of CopySnapshot. */
export interface CopySnapshotOutput {
  /** The new snapshot, in the state `pending`. */
  SnapshotId: string
  /** Where the request gave some. */
  Tags?: Tag[]
}

interface Used {
  readonly snapshotId: string
  readonly ready: ReadyCopy
  readonly source: CopySource
  readonly isDefaultKey: boolean
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
    CompletionDurationMinutes: unsupported('time-based copies'),
    DestinationOutpostArn: unsupported('AWS Outposts'),
    DryRun: dryRun(),
  }),
  target: (call) => readRequest(call),
  access: (call) => accesses(call),
  crossAccount: false,
  checks: [(call) => checkConcurrency(call)],
  keyUse: (call): Outcome<Used, Failure> => {
    const { world, account, input } = call
    const source = findCopySource(world, account, input.SourceRegion as string, input.SourceSnapshotId as string)
    const selector = copyKeySelector(call, input, source)
    const kmsKeyArn = selector === undefined ? succeed(undefined) : describeDestinationKey(call, selector)
    if (!kmsKeyArn.ok) return kmsKeyArn
    const snapshotId = newId(world, 'snap', call)
    const isDefaultKey = selector !== undefined && selector !== input.KmsKeyId
    return succeed({
      snapshotId,
      source,
      isDefaultKey,
      ready: readyCopy(call, { snapshotId, source, selector, kmsKeyArn: kmsKeyArn.value }),
    })
  },
  commit: (call): CopySnapshotOutput => {
    const { world, entry, input, target: tags, used } = call
    const { ready, isDefaultKey } = used
    const copy = storeCopy(call, used)
    noteManagedKey(world, copy, isDefaultKey)
    const result = {
      sourceRegion: input.SourceRegion as string,
      sourceSnapshotId: input.SourceSnapshotId as string,
      isIncremental: ready.isIncremental,
      ...(ready.failure === undefined ? {} : { failure: ready.failure }),
    }
    schedule(world, 'copySnapshot', 'ec2/copy-ended', { snapshotId: copy.id, grants: ready.grants, result, request: entry })
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
  return url.ok ? readTagSpecifications(TagSpecifications, ['snapshot']) : url
}

function accesses(call: Call<CopySnapshotInput, TagsByResource>): readonly Ec2Access[] {
  const { operation, region, target: tags } = call
  const snapshot = snapshotArn(region, '*')
  const keys = requestTagKeys(tags.get('snapshot'))
  return [{ action: operation.action, resource: snapshot, keys }, ...tagOnCreate(call, tags, () => snapshot)]
}

/** Source: EBS User Guide, "Copy a snapshot": 20 at a time to one Region; the text is inferred. */
const checkConcurrency = (call: Call<CopySnapshotInput>): Outcome<undefined, Failure> =>
  (findPlace(call.world, call)?.pendingCopies ?? 0) < COPIES_MAX
    ? succeed(undefined)
    : refuse(
        ec2Failure('ResourceLimitExceeded', 'Too many snapshot copies in progress. The limit is 20 for this destination region.'),
      )

const storeCopy = (
  { world, account, region, time, input, target: tags }: Call<CopySnapshotInput, TagsByResource>,
  { snapshotId, ready, source }: Used,
): SnapshotRecord => {
  const copy: SnapshotRecord = {
    id: snapshotId,
    serial: nextSerial(world),
    account,
    region,
    volumeId: NO_VOLUME_ID,
    sizeBytes: source.snapshot?.sizeBytes ?? 0,
    description: input.Description ?? '',
    startedAt: time,
    status: { state: 'pending' },
    protection: ready.protection,
    map: ready.map,
    tags: tagsFor(tags, 'snapshot'),
    sharing: { isPublic: false, accounts: [] },
  }
  storeSnapshot(world, copy)
  placeOf(world, copy).pendingCopies++
  return copy
}

/** The key is recorded as `masterEncryptionKeyId`. Source: spec/ebs-ec2.md 2.7. */
function requestParameters({ input }: JournalEntry) {
  const { SourceRegion, SourceSnapshotId, Description, Encrypted, KmsKeyId, DestinationRegion, TagSpecifications } =
    input as CopySnapshotInput
  return present({
    sourceRegion: SourceRegion,
    sourceSnapshotId: SourceSnapshotId,
    description: Description,
    encrypted: Encrypted,
    masterEncryptionKeyId: KmsKeyId,
    destinationRegion: DestinationRegion,
    ...tagSpecificationSet(TagSpecifications),
  })
}

const COPIES_MAX = 20

const invalid = (message: string) => ec2Failure('InvalidParameterValue', message)
