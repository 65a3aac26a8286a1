import { compareCodeUnits } from '../../core/bytes.ts'
import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, integer, shape, text, unsupported } from '../../core/shape.ts'
import { type Ec2Access, requestTagKeys, tagOnCreate } from '../access.ts'
import { snapshotArn, volumeArn } from '../arns.ts'
import { checkTokenLength, idsOfToken, keepToken } from '../client-tokens.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { formOfId, newId } from '../ids.ts'
import { type ReadyVolume, readyVolume, storeNewVolume } from '../new-volume.ts'
import { GIB, type SnapshotRecord, type VolumeRecord } from '../records.ts'
import { schedule } from '../schedule.ts'
import { missingParameter } from '../shape-failures.ts'
import { snapshotAccess } from '../snapshot-access.ts'
import { findUsableSnapshot } from '../snapshots.ts'
import { findVolume } from '../store.ts'
import { readTagSpecifications, type TagSpecification, type TagsByResource, tagSpecifications, tagsFor } from '../tags.ts'
import { present, recordedEpoch, tagSpecificationSet } from '../trail-shapes.ts'
import { checkCompleted, planEncryption, shownKeyOf, type VolumePlan } from '../volume-plan.ts'
import { checkPositiveSize, readVolumeType, volumeSpec } from '../volume-spec.ts'
import { DEFAULT_VOLUME_TYPE, type VolumeType, volumeTypeRules } from '../volume-types.ts'
import { type CreatedVolume, createdVolumeView } from '../volume-view.ts'
import { readZone } from '../zones.ts'

/** Input of CreateVolume. */
export interface CreateVolumeInput {
  /** E.g. `us-east-1a`. This or `AvailabilityZoneId`. */
  AvailabilityZone?: string | undefined
  /** E.g. `use1-az1`. */
  AvailabilityZoneId?: string | undefined
  /** GiB. At least the size of the snapshot, also where less is asked. */
  Size?: number | undefined
  /** The snapshot to make the volume from. */
  SnapshotId?: string | undefined
  /** Default `gp2`; in any case of letters. */
  VolumeType?: VolumeType | undefined
  /** gp3, io1 and io2; required for io1 and io2. */
  Iops?: number | undefined
  /** MiB/s; gp3 alone. */
  Throughput?: number | undefined
  /** io1 and io2 alone. */
  MultiAttachEnabled?: boolean | undefined
  /** Whether to encrypt; see the table of encryption outcomes for what is the case without it. */
  Encrypted?: boolean | undefined
  /** Key id, alias, key ARN or alias ARN; needs `Encrypted: true`. Not checked before the answer. */
  KmsKeyId?: string | undefined
  /** 100 to 300 MiB/s, for a volume from a snapshot. */
  VolumeInitializationRate?: number | undefined
  /** Tags of the volume. */
  TagSpecifications?: TagSpecification[] | undefined
  /** Up to 64 characters: the same request under the same token makes no second volume. */
  ClientToken?: string | undefined
  OutpostArn?: string | undefined
  /** Reserved by AWS. */
  Operator?: object | undefined
  DryRun?: boolean | undefined
}

/** Output of CreateVolume: a volume in the state `creating`. */
export interface CreateVolumeOutput extends CreatedVolume {}

/** What can be said of a request before anybody looks at permissions. */
interface Request {
  readonly zone: string
  readonly type: VolumeType
  readonly tags: TagsByResource
}

/** What will be done: a volume made, or an earlier one answered again. */
type Prepared = { readonly kind: 'new'; readonly plan: VolumePlan } | Again
type Used = { readonly kind: 'new'; readonly ready: ReadyVolume } | Again

interface Again {
  readonly kind: 'again'
  readonly volume: VolumeRecord
}

/**
 * Makes a volume, empty or from a snapshot. Trouble with the key is not an error of this call: it answers `creating`, then the volume
 * vanishes and two events say why (spec/ebs-ec2.md 4.1).
 *
 * Order of checks, as recorded: zone, size, type, tags; IAM; dry run; multi-attach and token length (spec/ebs-ec2.md 11.1).
 */
export const CreateVolume = defineOperation({
  name: 'CreateVolume',
  action: 'ec2:CreateVolume',
  doc: 'AWSEC2/latest/APIReference/API_CreateVolume.html',
  basis: 'V:obs',
  input: shape<CreateVolumeInput>({
    AvailabilityZone: text(),
    AvailabilityZoneId: text(),
    Size: integer(),
    SnapshotId: text(),
    VolumeType: text<VolumeType>(),
    Iops: integer(),
    Throughput: integer(),
    MultiAttachEnabled: flag(),
    Encrypted: flag(),
    KmsKeyId: text(),
    VolumeInitializationRate: integer(),
    TagSpecifications: tagSpecifications(),
    ClientToken: text(),
    OutpostArn: unsupported('AWS Outposts'),
    Operator: unsupported('reserved by AWS'),
    DryRun: dryRun(),
  }),
  target: (call) => readRequest(call),
  access: (call) => accesses(call),
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<Prepared, Failure> => {
    const earlier = idsOfToken(tokenRequest(call))
    if (!earlier.ok) return earlier
    if (earlier.value !== undefined) return again(call, earlier.value[0] ?? '')
    const plan = planVolume(call)
    return plan.ok ? succeed({ kind: 'new', plan: plan.value }) : plan
  },
  keyUse: (call): Outcome<Used, Failure> => {
    const { world, input, prepared } = call
    if (prepared.kind === 'again') return succeed(prepared)
    const { plan } = prepared
    const late = lateChecks(input, plan)
    if (!late.ok) return late
    return succeed({ kind: 'new', ready: readyVolume(call, newId(world, 'vol', call), plan) })
  },
  commit: (call): CreateVolumeOutput => {
    const { world, entry, input, target, used, account, region, time: createdAt } = call
    if (used.kind === 'again') return createdVolumeView(used.volume, input.KmsKeyId)
    const { ready } = used
    const tags = tagsFor(target.tags, 'volume')
    const volume = storeNewVolume(world, ready, { account, region, zone: target.zone, createdAt, tags })
    keepToken(tokenRequest(call), [volume.id])
    const task = { volumeId: volume.id, request: entry }
    if (ready.refusal === undefined) schedule(world, 'createVolume', 'ec2/volume-created', task)
    else schedule(world, 'createVolume', 'ec2/volume-refused', { ...task, ...ready.refusal })
    return createdVolumeView(volume, shownKeyOf(ready.plan))
  },
  trail: { readOnly: false, requestParameters, responseElements },
})

function readRequest({ input, region }: Call<CreateVolumeInput>): Outcome<Request, Failure> {
  const zone = readZone(region, input)
  if (!zone.ok) return zone
  const { Size, SnapshotId, Iops: iops, Throughput: throughput } = input
  if (Size === undefined && SnapshotId === undefined) return refuse(missingParameter('size/snapshot'))
  const positive = Size === undefined ? succeed(undefined) : checkPositiveSize(Size)
  if (!positive.ok) return positive
  const type = readVolumeType(input.VolumeType)
  if (!type.ok) return type
  const spec = Size === undefined ? succeed(undefined) : volumeSpec({ type: type.value, sizeGiB: Size, iops, throughput })
  if (!spec.ok) return spec
  const snapshotId = SnapshotId === undefined ? succeed(undefined) : checkSnapshotId(SnapshotId)
  if (!snapshotId.ok) return snapshotId
  const rate = input.VolumeInitializationRate
  if (rate !== undefined && (rate < RATE_MIN || rate > RATE_MAX)) return refuse(RATE_OUT_OF_RANGE)
  if (rate !== undefined && SnapshotId === undefined) return refuse(RATE_WITHOUT_SNAPSHOT)
  const tags = readTagSpecifications(input.TagSpecifications, ['volume'])
  return tags.ok ? succeed({ zone: zone.value, type: type.value, tags: tags.value }) : tags
}

const accesses = (call: Call<CreateVolumeInput, Request>): readonly Ec2Access[] => {
  const { operation, input, region, target } = call
  const volume = volumeArn(call, '*')
  const keys = {
    'ec2:availabilityzone': target.zone,
    'ec2:encrypted': String(input.Encrypted ?? false),
    'ec2:volumetype': target.type,
    ...(input.Size === undefined ? {} : { 'ec2:volumesize': String(input.Size) }),
    ...(input.Iops === undefined ? {} : { 'ec2:volumeiops': String(input.Iops) }),
    ...(input.KmsKeyId === undefined ? {} : { 'ec2:kmskeyid': input.KmsKeyId }),
    ...(input.SnapshotId === undefined ? {} : { 'ec2:parentsnapshot': snapshotArn(region, input.SnapshotId) }),
    ...requestTagKeys(target.tags.get('volume')),
  }
  const source = input.SnapshotId === undefined ? [] : [snapshotAccess(call, input.SnapshotId)]
  return [{ action: operation.action, resource: volume, keys }, ...source, ...tagOnCreate(call, target.tags, () => volume)]
}

const planVolume = (call: Call<CreateVolumeInput, Request>): Outcome<VolumePlan, Failure> => {
  const { world, input, target } = call
  const { SnapshotId, Iops: iops, Throughput: throughput, MultiAttachEnabled, VolumeInitializationRate } = input
  const source = SnapshotId === undefined ? undefined : findUsableSnapshot(world, call, SnapshotId)
  const usable = SnapshotId === undefined ? succeed(undefined) : checkSource(source)
  if (!usable.ok) return usable
  const sizeGiB = Math.max(input.Size ?? 0, (source?.sizeBytes ?? 0) / GIB)
  const spec = volumeSpec({ type: target.type, sizeGiB, iops, throughput })
  if (!spec.ok) return spec
  const asked = { encrypted: input.Encrypted, kmsKeyId: input.KmsKeyId }
  const encryption = planEncryption(world, call, asked, source, KEY_WITHOUT_ENCRYPTION)
  if (!encryption.ok) return encryption
  return succeed({
    spec: spec.value,
    isMultiAttach: MultiAttachEnabled ?? false,
    ...(VolumeInitializationRate === undefined ? {} : { initializationRate: VolumeInitializationRate }),
    source,
    ...encryption.value,
  })
}

/** A size below the snapshot's is no error: the volume is as large as the snapshot (recorded, against the API reference). */
const checkSource = (source: SnapshotRecord | undefined): Outcome<unknown, Failure> =>
  source === undefined ? refuse(ec2Failure('InvalidSnapshot.NotFound', 'Snapshot does not exist')) : checkCompleted(source)

/** Source: spec/ebs-ec2.md 11.2, recorded; the blanks are AWS's. */
const checkSnapshotId = (id: string): Outcome<undefined, Failure> => {
  switch (formOfId('snap', id)) {
    case 'right':
      return succeed(undefined)
    case 'wrong prefix':
      return refuse(
        ec2Failure('InvalidParameterValue', `Value (${id}) for parameter snapshotId is invalid. Expected: 'snap-...'.`),
      )
    case 'malformed':
      return refuse(ec2Failure('InvalidSnapshotID.Malformed', `Value ( ${id} ) for parameter SNAPSHOT is invalid. `))
  }
}

/** What only a real call finds out. Source: spec/ebs-ec2.md 11.1, recorded. */
const lateChecks = ({ ClientToken }: CreateVolumeInput, { spec, isMultiAttach }: VolumePlan): Outcome<undefined, Failure> => {
  if (!isMultiAttach || volumeTypeRules(spec.type).canMultiAttach) return checkTokenLength(ClientToken)
  const message = `The parameter multi-attach-enabled is not supported for ${spec.type} volumes.`
  return refuse(ec2Failure('InvalidParameterCombination', message))
}

const again = ({ world }: Call<CreateVolumeInput, Request>, volumeId: string): Outcome<Again, Failure> => {
  const volume = findVolume(world, volumeId)
  const isGone = volume === undefined || volume.state === 'deleting'
  return isGone ? refuse(TOKEN_OF_DELETED) : succeed({ kind: 'again', volume })
}

/**
 * The request as it is compared with others under its token: a zone by its name or its id, tags in any order and the throughput that
 * a volume has anyway are the same. Every other parameter counts as it was given, defaults too (recorded).
 */
const tokenRequest = ({ world, account, region, input, target }: Call<CreateVolumeInput, Request>) => {
  const { AvailabilityZoneId: _zoneId, TagSpecifications: _tags, Throughput, ...rest } = input
  const tags = [...tagsFor(target.tags, 'volume')].sort(([left], [right]) => compareCodeUnits(left, right))
  const isBaseline = Throughput === volumeTypeRules(target.type).throughput?.baseline
  const throughput = isBaseline ? {} : { Throughput }
  return {
    world,
    account,
    region,
    operation: 'CreateVolume',
    input: { ...rest, AvailabilityZone: target.zone, ...throughput, tags },
  }
}

/** Source: spec/ebs-ec2.md 2.7. */
function requestParameters({ input }: JournalEntry) {
  const { Size, AvailabilityZone, AvailabilityZoneId, VolumeType: type, TagSpecifications, ...rest } = input as CreateVolumeInput
  return present({
    size: Size === undefined ? undefined : String(Size),
    zone: AvailabilityZone,
    availabilityZoneId: AvailabilityZoneId,
    volumeType: type ?? DEFAULT_VOLUME_TYPE,
    encrypted: rest.Encrypted,
    masterEncryptionKeyId: rest.KmsKeyId,
    snapshotId: rest.SnapshotId,
    iops: rest.Iops,
    throughput: rest.Throughput,
    multiAttachEnabled: rest.MultiAttachEnabled,
    clientToken: rest.ClientToken,
    ...tagSpecificationSet(TagSpecifications),
  })
}

/** Source: spec/ebs-ec2.md 2.7. */
function responseElements({ output }: JournalEntry) {
  const volume = output as CreateVolumeOutput
  return present({
    volumeId: volume.VolumeId,
    size: String(volume.Size),
    zone: volume.AvailabilityZone,
    status: volume.State,
    createTime: recordedEpoch(volume.CreateTime),
    volumeType: volume.VolumeType,
    iops: volume.Iops,
    throughput: volume.Throughput,
    encrypted: volume.Encrypted,
    masterEncryptionKeyId: volume.KmsKeyId,
    snapshotId: volume.SnapshotId === '' ? undefined : volume.SnapshotId,
    multiAttachEnabled: volume.MultiAttachEnabled,
  })
}

const KEY_WITHOUT_ENCRYPTION = 'The parameter [KmsKeyId] requires the parameter Encrypted to be set.'

const RATE_MIN = 100
const RATE_MAX = 300

/** Recorded, for a dry run too. */
const RATE_OUT_OF_RANGE = ec2Failure(
  'InvalidParameterValue',
  'The value specified for VolumeInitializationRate is not in the allowed range.',
)

/** Recorded; ECS's troubleshooting page ("Amazon EBS volume attachment") quotes it too. */
const TOKEN_OF_DELETED = ec2Failure(
  'IdempotentParameterMismatch',
  'The client token you have provided is associated with a resource that is already deleted. Please use a different client token.',
)

/** The rule is documented (SDK, CreateVolume), code and text are inferred. */
const RATE_WITHOUT_SNAPSHOT = ec2Failure(
  'InvalidParameterCombination',
  'The parameter volumeInitializationRate can be specified for volumes created from a snapshot only.',
)
