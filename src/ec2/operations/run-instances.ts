import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import { zonesOf } from '../../core/regions.ts'
import type { Failure } from '../../core/service-error.ts'
import { integer, shape, structure, text, unsupported } from '../../core/shape.ts'
import { ENCRYPTION_NOT_SUPPORTED, supportsEncryption } from '../attach-checks.ts'
import { mappingSet } from '../block-device-mappings.ts'
import { checkTokenLength, idsOfToken, keepToken, tokenRequest } from '../client-tokens.ts'
import { zoneOfSubnet } from '../default-network.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { newId } from '../ids.ts'
import { checkImageIds, findUsableImage } from '../image-lookup.ts'
import type { ImageRecord } from '../image-records.ts'
import { architectureOf, DEFAULT_INSTANCE_TYPE, instanceTypeRules } from '../instance-types.ts'
import { type Instance, launchedInstanceView, type Reservation } from '../instance-view.ts'
import { type LaunchAccess, launchAccesses } from '../launch-access.ts'
import { planLaunch } from '../launch-plan.ts'
import { type LaunchParameters, type LaunchPlacement, launchParameters, mergedLaunch } from '../launch-request.ts'
import {
  findTemplateVersion,
  type LaunchTemplateSpecification,
  launchTemplateSpecification,
  templateTags,
} from '../launch-template-lookup.ts'
import { type LaunchPlan, type ReadyInstance, readyInstance, storeNewInstance } from '../new-instance.ts'
import type { InstanceRecord } from '../records.ts'
import { findInstance } from '../store.ts'
import { readTagSpecifications } from '../tags.ts'
import { present, tagSpecificationSet } from '../trail-shapes.ts'
import { type UnsimulatedLaunchParameters, unsimulatedLaunch } from '../unsimulated-launch.ts'
import { readZone } from '../zones.ts'

/** Input of RunInstances. What it says goes before what its launch template says. */
export interface RunInstancesInput extends LaunchParameters, UnsimulatedLaunchParameters {
  MinCount: number | undefined
  MaxCount: number | undefined
  /** The launch template, and which version of it. */
  LaunchTemplate?: LaunchTemplateSpecification | undefined
  /** A default subnet of the account, as instances tell it: launches into its zone. */
  SubnetId?: string | undefined
  /** Up to 64 characters: the same request under the same token launches nothing more. */
  ClientToken?: string | undefined
  AdditionalInfo?: string | undefined
  ElasticGpuSpecification?: { Type: string | undefined }[] | undefined
  EnablePrimaryIpv6?: boolean | undefined
  Ipv6AddressCount?: number | undefined
  Ipv6Addresses?: object[] | undefined
  PrivateIpAddress?: string | undefined
  RamdiskId?: string | undefined
  DryRun?: boolean | undefined
}

/** Output of RunInstances: the instances, in the state `pending`. */
export interface RunInstancesOutput extends Omit<Reservation, 'Instances'> {
  Instances: [Instance, ...Instance[]]
}

/** What can be said of a request before anybody looks at permissions. */
interface Request extends LaunchAccess {
  /** The version of the launch template that is used. */
  readonly version: number | undefined
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
    ...launchParameters(),
    MinCount: integer().required(),
    MaxCount: integer().required(),
    LaunchTemplate: structure<LaunchTemplateSpecification>(launchTemplateSpecification()),
    SubnetId: text(),
    ClientToken: text(),
    ...unsimulatedLaunch(),
    AdditionalInfo: unsupported('reserved by AWS'),
    ElasticGpuSpecification: unsupported<{ Type: string | undefined }[]>('elastic GPUs'),
    EnablePrimaryIpv6: unsupported<boolean>('networks'),
    Ipv6AddressCount: unsupported<number>('networks'),
    Ipv6Addresses: unsupported<object[]>('networks'),
    PrivateIpAddress: unsupported('networks'),
    RamdiskId: unsupported('paravirtual images'),
    DryRun: dryRun(),
  }),
  target: (call) => readRequest(call),
  access: (call) => launchAccesses(call, call.target),
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

function readRequest(call: Call<RunInstancesInput>): Outcome<Request, Failure> {
  const { input } = call
  const used = input.LaunchTemplate === undefined ? succeed(undefined) : findTemplateVersion(call, input.LaunchTemplate)
  if (!used.ok) return used
  const parameters = mergedLaunch(used.value?.version.data ?? {}, launchPart(input))
  const { ImageId, InstanceType: type = DEFAULT_INSTANCE_TYPE } = parameters
  if (ImageId === undefined) return refuse(ec2Failure('MissingParameter', 'The request must contain the parameter ImageId'))
  const counts = checkCounts(input.MinCount as number, input.MaxCount as number)
  if (!counts.ok) return counts
  const image = checkImageIds([ImageId])
  if (!image.ok) return image
  if (instanceTypeRules(type) === undefined) return refuse(invalid(`Invalid value '${type}' for InstanceType.`))
  const zone = zoneOf(call, parameters.Placement)
  if (!zone.ok) return zone
  const reserved = call.request.origin === undefined ? 'refused' : 'allowed'
  const tags = readTagSpecifications(parameters.TagSpecifications, ['instance', 'volume'], reserved)
  if (!tags.ok) return tags
  const { template, version } = used.value ?? {}
  return succeed({ zone: zone.value, imageId: ImageId, type, parameters, template, version: version?.number, tags: tags.value })
}

/** What of a request a launch template could say too. */
const launchPart = (input: RunInstancesInput): LaunchParameters => {
  const part: Record<string, unknown> = {}
  for (const name of LAUNCH_PARAMETERS) if (Object.hasOwn(input, name)) part[name] = input[name as keyof LaunchParameters]
  return part as LaunchParameters
}

const LAUNCH_PARAMETERS = Object.keys(launchParameters())

/** The zone of the subnet, the zone that is named, or the first one. */
const zoneOf = (
  { world, account, region, input }: Call<RunInstancesInput>,
  placement: LaunchPlacement = {},
): Outcome<string, Failure> => {
  const isNamed = placement.AvailabilityZone !== undefined || placement.AvailabilityZoneId !== undefined
  const named = readZone(region, isNamed ? placement : { AvailabilityZone: zonesOf(region)[0] })
  if (!named.ok || input.SubnetId === undefined) return named
  const zone = zoneOfSubnet(world, { account, region }, input.SubnetId)
  if (zone === undefined) {
    return refuse(ec2Failure('InvalidSubnetID.NotFound', `The subnet ID '${input.SubnetId}' does not exist`))
  }
  return isNamed && zone !== named.value ? refuse(ec2Failure('InvalidParameterCombination', OTHER_ZONE)) : succeed(zone)
}

/** The text is inferred. */
const OTHER_ZONE = 'The specified subnet is not in the specified Availability Zone.'

/** The texts are inferred. */
const checkCounts = (least: number, most: number): Outcome<undefined, Failure> => {
  if (least < 1) return refuse(invalid(`Value (${least}) for parameter minCount is invalid. Expected a positive integer.`))
  if (most < least) return refuse(invalid(`Value (${most}) for parameter maxCount is invalid. It must be at least minCount.`))
  return succeed(undefined)
}

const planInstances = (call: Call<RunInstancesInput, Request>): Outcome<LaunchPlan, Failure> => {
  const { world, input, target } = call
  const { imageId, type, zone, tags, parameters } = target
  const image = findUsableImage(world, call, imageId, `Not authorized for images: [${imageId}]`)
  if (!image.ok) return image
  const architecture = checkArchitecture(type, image.value)
  if (!architecture.ok) return architecture
  const volumes = planLaunch(world, call, image.value, parameters.BlockDeviceMappings ?? [])
  if (!volumes.ok) return volumes
  const isEncrypted = volumes.value.some(({ plan }) => plan.verdict !== 'unencrypted')
  if (isEncrypted && !supportsEncryption(type)) return refuse(ENCRYPTION_NOT_SUPPORTED)
  const { ClientToken: clientToken = '' } = input
  const marks = templateTags(target.template, target.version)
  return succeed({ image: image.value, type, zone, parameters, volumes: volumes.value, tags, marks, clientToken })
}

/** AWS's own sentence; i386 images run on x86_64 types. */
const checkArchitecture = (type: string, { architecture }: ImageRecord): Outcome<undefined, Failure> => {
  const ofType = architectureOf(type)
  if (ofType === architecture || (ofType === 'x86_64' && architecture === 'i386')) return succeed(undefined)
  return refuse(
    invalid(
      `The architecture '${ofType}' of the specified instance type does not match the architecture '${architecture}' of the ` +
        'specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use ' +
        "'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.",
    ),
  )
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

function requestParameters({ input }: JournalEntry) {
  const request = input as RunInstancesInput
  const { LaunchTemplate: template } = request
  return present({
    instancesSet: {
      items: [present({ imageId: request.ImageId, minCount: request.MinCount, maxCount: request.MaxCount })],
    },
    instanceType: request.InstanceType ?? (template === undefined ? DEFAULT_INSTANCE_TYPE : undefined),
    blockDeviceMapping: mappingSet(request.BlockDeviceMappings),
    availabilityZone: request.Placement?.AvailabilityZone,
    subnetId: request.SubnetId,
    disableApiTermination: request.DisableApiTermination ?? false,
    disableApiStop: request.DisableApiStop ?? false,
    ebsOptimized: request.EbsOptimized ?? false,
    launchTemplate:
      template === undefined
        ? undefined
        : present({
            launchTemplateId: template.LaunchTemplateId,
            launchTemplateName: template.LaunchTemplateName,
            version: template.Version,
          }),
    clientToken: request.ClientToken,
    ...tagSpecificationSet(request.TagSpecifications),
  })
}

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
