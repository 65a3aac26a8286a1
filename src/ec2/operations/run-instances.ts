import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import { zonesOf } from '../../core/regions.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, integer, oneOf, shape, structure, text } from '../../core/shape.ts'
import { type Ec2Access, requestTagKeys, tagOnCreate } from '../access.ts'
import { imageArn, instanceArn, snapshotArn, volumeArn } from '../arns.ts'
import { ENCRYPTION_NOT_SUPPORTED, supportsEncryption } from '../attach-checks.ts'
import { checkTokenLength, idsOfToken, keepToken } from '../client-tokens.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { newId } from '../ids.ts'
import { checkImageIds, noSuchImages } from '../image-lookup.ts'
import { findImage } from '../images.ts'
import { DEFAULT_INSTANCE_TYPE, instanceTypeRules } from '../instance-types.ts'
import { type Instance, launchedInstanceView, type Reservation } from '../instance-view.ts'
import { type BlockDeviceMapping, blockDeviceMappings, planLaunch } from '../launch-plan.ts'
import { type LaunchPlan, type ReadyInstance, readyInstance, storeNewInstance } from '../new-instance.ts'
import type { InstanceRecord } from '../records.ts'
import { findInstance } from '../store.ts'
import { readTagSpecifications, type TagSpecification, type TagsByResource, tagSpecifications } from '../tags.ts'
import { present, tagSpecificationSet } from '../trail-shapes.ts'
import { readZone } from '../zones.ts'

/** Input of RunInstances. */
export interface RunInstancesInput {
  /** `session.baseImageId`, or what DescribeImages tells. */
  ImageId?: string | undefined
  MinCount: number | undefined
  MaxCount: number | undefined
  /** Default `t3.micro`. */
  InstanceType?: string | undefined
  Placement?: Placement | undefined
  /** Changes of the image's volumes, and further volumes. */
  BlockDeviceMappings?: BlockDeviceMapping[] | undefined
  EbsOptimized?: boolean | undefined
  /** Tags of the instances and of the volumes. */
  TagSpecifications?: TagSpecification[] | undefined
  /** Up to 64 characters: the same request under the same token launches nothing more. */
  ClientToken?: string | undefined
  DryRun?: boolean | undefined
}

/** Where to launch. */
export interface Placement {
  /** Default: the Region's first zone. */
  AvailabilityZone?: string | undefined
  AvailabilityZoneId?: string | undefined
  Tenancy?: 'default' | undefined
}

/** Output of RunInstances: the instances, in the state `pending`. */
export interface RunInstancesOutput extends Omit<Reservation, 'Instances'> {
  Instances: [Instance, ...Instance[]]
}

/** What can be said of a request before anybody looks at permissions. */
interface Request {
  readonly zone: string
  readonly imageId: string
  readonly type: string
  readonly tags: TagsByResource
}

/** What will be done: instances launched, or earlier ones answered again. */
type Prepared = { readonly kind: 'new'; readonly plan: LaunchPlan } | Again
type Used = { readonly kind: 'new'; readonly plan: LaunchPlan; readonly instances: readonly ReadyInstance[] } | Again

interface Again {
  readonly kind: 'again'
  readonly instances: readonly InstanceRecord[]
}

/**
 * Launches instances from an image. Trouble with a key is not an error of this call: it answers `pending`, then the instance is
 * terminated with a StateReason, and its volumes are gone (spec/ebs-ec2.md 4.4). Each instance makes its KMS calls for itself.
 */
export const RunInstances = defineOperation({
  name: 'RunInstances',
  action: 'ec2:RunInstances',
  doc: 'AWSEC2/latest/APIReference/API_RunInstances.html',
  basis: 'V:obs',
  input: shape<RunInstancesInput>({
    ImageId: text(),
    MinCount: integer().required(),
    MaxCount: integer().required(),
    InstanceType: text(),
    Placement: structure<Placement>({ AvailabilityZone: text(), AvailabilityZoneId: text(), Tenancy: oneOf(['default']) }),
    BlockDeviceMappings: blockDeviceMappings(),
    EbsOptimized: flag(),
    TagSpecifications: tagSpecifications(),
    ClientToken: text(),
    DryRun: dryRun(),
  }),
  target: (call) => readRequest(call),
  access: (call) => accesses(call),
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<Prepared, Failure> => {
    const earlier = idsOfToken(tokenRequest(call))
    if (!earlier.ok) return earlier
    if (earlier.value !== undefined) return again(call, earlier.value)
    const plan = planInstances(call)
    return plan.ok ? succeed({ kind: 'new', plan: plan.value }) : plan
  },
  keyUse: (call): Outcome<Used, Failure> => {
    const { input, prepared } = call
    if (prepared.kind === 'again') return succeed(prepared)
    const token = checkTokenLength(input.ClientToken)
    if (!token.ok) return token
    const instances = Array.from({ length: input.MaxCount as number }, () => readyInstance(call, prepared.plan))
    return succeed({ ...prepared, instances })
  },
  commit: (call): RunInstancesOutput => {
    const { world, account, used } = call
    const instances = used.kind === 'again' ? used.instances : launch(call, used.plan, used.instances)
    const [first, ...rest] = instances.map((instance) => launchedInstanceView(world, instance))
    const reservationId = instances[0]?.reservationId ?? ''
    return { ReservationId: reservationId, OwnerId: account, Groups: [], Instances: [first as Instance, ...rest] }
  },
  trail: { readOnly: false, requestParameters, responseElements },
})

function readRequest({ input, region }: Call<RunInstancesInput>): Outcome<Request, Failure> {
  const { ImageId, InstanceType = DEFAULT_INSTANCE_TYPE, Placement: placement } = input
  if (ImageId === undefined) return refuse(ec2Failure('MissingParameter', 'The request must contain the parameter ImageId'))
  const counts = checkCounts(input.MinCount as number, input.MaxCount as number)
  if (!counts.ok) return counts
  const image = checkImageIds([ImageId])
  if (!image.ok) return image
  if (instanceTypeRules(InstanceType) === undefined) return refuse(invalid(`Invalid value '${InstanceType}' for InstanceType.`))
  const isNamed = placement?.AvailabilityZone !== undefined || placement?.AvailabilityZoneId !== undefined
  const zone = readZone(region, isNamed ? placement : { AvailabilityZone: zonesOf(region)[0] })
  if (!zone.ok) return zone
  const tags = readTagSpecifications(input.TagSpecifications, ['instance', 'volume'])
  return tags.ok ? succeed({ zone: zone.value, imageId: ImageId, type: InstanceType, tags: tags.value }) : tags
}

/** The texts are inferred. */
const checkCounts = (least: number, most: number): Outcome<undefined, Failure> => {
  if (least < 1) return refuse(invalid(`Value (${least}) for parameter minCount is invalid. Expected a positive integer.`))
  if (most < least) return refuse(invalid(`Value (${most}) for parameter maxCount is invalid. It must be at least minCount.`))
  return succeed(undefined)
}

const accesses = (call: Call<RunInstancesInput, Request>): readonly Ec2Access[] => {
  const { operation, region, input, target } = call
  const { action } = operation
  const instance = instanceArn(call, '*')
  const volume = volumeArn(call, '*')
  const ebs = (input.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs ?? [])
  const snapshots = ebs.flatMap(({ SnapshotId }) => SnapshotId ?? [])
  const volumeKeys = { 'ec2:encrypted': String(ebs.length > 0 && ebs.every(({ Encrypted }) => Encrypted === true)) }
  const instanceKeys = { 'ec2:instancetype': target.type, 'ec2:availabilityzone': target.zone }
  return [
    { action, resource: imageArn(region, target.imageId) },
    { action, resource: instance, keys: { ...instanceKeys, ...requestTagKeys(target.tags.get('instance')) } },
    { action, resource: volume, keys: { ...volumeKeys, ...requestTagKeys(target.tags.get('volume')) } },
    ...snapshots.map((id) => ({ action, resource: snapshotArn(region, id) })),
    ...tagOnCreate(call, target.tags, (kind) => (kind === 'instance' ? instance : volume)),
  ]
}

const planInstances = (call: Call<RunInstancesInput, Request>): Outcome<LaunchPlan, Failure> => {
  const { world, input, target } = call
  const { imageId, type, zone, tags } = target
  const image = findImage(world, call, imageId)
  if (image === undefined) return refuse(noSuchImages([imageId]))
  const volumes = planLaunch(world, call, image, input.BlockDeviceMappings ?? [])
  if (!volumes.ok) return volumes
  const isEncrypted = volumes.value.some(({ plan }) => plan.verdict !== 'unencrypted')
  if (isEncrypted && !supportsEncryption(type)) return refuse(ENCRYPTION_NOT_SUPPORTED)
  const { EbsOptimized: isEbsOptimized = false, ClientToken: clientToken = '' } = input
  return succeed({ image, type, zone, isEbsOptimized, volumes: volumes.value, tags, clientToken })
}

const launch = (call: Call<RunInstancesInput, Request>, plan: LaunchPlan, ready: readonly ReadyInstance[]) => {
  const reservationId = newId(call.world, 'r', call)
  const instances = ready.map((each, launchIndex) => storeNewInstance(call, plan, each, { reservationId, launchIndex }))
  const ids = instances.map(({ id }) => id)
  keepToken(tokenRequest(call), ids)
  return instances
}

/** The text is inferred. */
const again = ({ world, input }: Call<RunInstancesInput, Request>, ids: readonly string[]): Outcome<Again, Failure> => {
  const instances = ids.flatMap((id) => findInstance(world, id) ?? [])
  const isGone = instances.length < ids.length || instances.some(({ state }) => state === 'terminated')
  if (!isGone) return succeed({ kind: 'again', instances })
  const message = `The instances that the client token '${input.ClientToken}' is associated with have been terminated.`
  return refuse(ec2Failure('IdempotentInstanceTerminated', message))
}

const tokenRequest = ({ world, account, region, input }: Call<RunInstancesInput, Request>) => ({
  world,
  account,
  region,
  operation: 'RunInstances',
  input,
})

function requestParameters({ input }: JournalEntry) {
  const {
    ImageId,
    MinCount,
    MaxCount,
    InstanceType,
    Placement: placement,
    BlockDeviceMappings,
    ...rest
  } = input as RunInstancesInput
  return present({
    instancesSet: { items: [{ imageId: ImageId, minCount: MinCount, maxCount: MaxCount }] },
    instanceType: InstanceType ?? DEFAULT_INSTANCE_TYPE,
    blockDeviceMapping: { items: (BlockDeviceMappings ?? []).map(recordedMapping) },
    availabilityZone: placement?.AvailabilityZone,
    ebsOptimized: rest.EbsOptimized ?? false,
    clientToken: rest.ClientToken,
    ...tagSpecificationSet(rest.TagSpecifications),
  })
}

const recordedMapping = ({ DeviceName, Ebs }: BlockDeviceMapping) =>
  present({
    deviceName: DeviceName,
    ...(Ebs === undefined
      ? {}
      : {
          ebs: present({
            volumeSize: Ebs.VolumeSize,
            volumeType: Ebs.VolumeType,
            snapshotId: Ebs.SnapshotId,
            deleteOnTermination: Ebs.DeleteOnTermination,
            encrypted: Ebs.Encrypted,
            kmsKeyId: Ebs.KmsKeyId,
            iops: Ebs.Iops,
            throughput: Ebs.Throughput,
          }),
        }),
  })

function responseElements({ output }: JournalEntry) {
  const { ReservationId, OwnerId, Instances } = output as RunInstancesOutput
  const instances = Instances.map(({ InstanceId, ImageId, InstanceType, State }) => ({
    instanceId: InstanceId,
    imageId: ImageId,
    instanceType: InstanceType,
    instanceState: { code: State.Code, name: State.Name },
  }))
  return { reservationId: ReservationId, ownerId: OwnerId, groupSet: {}, instancesSet: { items: instances } }
}

const invalid = (message: string) => ec2Failure('InvalidParameterValue', message)
