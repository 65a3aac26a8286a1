import { type Cloud, type CloudOptions, createCloud, type JournalCall, type Session } from '../../../src/index.ts'

/** The Region and zone that the tests of EC2 use. */
export const REGION = 'us-east-1'
export const ZONE = 'us-east-1a'

/** A cloud with its default session, and what the tests of EC2 make again and again. */
export const ec2Cloud = (options: CloudOptions = {}) => {
  const cloud = createCloud({ seed: 42, region: REGION, ...options })
  const session = cloud.session()
  return { cloud, session, ...session, ...makers(session) }
}

/** What a session makes again and again. */
export const makers = (session: Session) => {
  const { kms, ec2 } = session
  const zone = `${session.region}a`
  return {
    key: () => kms.createKey({}).KeyMetadata.Arn,
    volume: (input: Partial<Parameters<typeof ec2.createVolume>[0]> = {}) =>
      ec2.createVolume({ AvailabilityZone: zone, ...(input.SnapshotId === undefined ? { Size: 1 } : {}), ...input }).VolumeId,
    instance: (input: Partial<Parameters<typeof ec2.runInstances>[0]> = {}) =>
      ec2.runInstances({
        ImageId: session.baseImageId,
        MinCount: 1,
        MaxCount: 1,
        Placement: { AvailabilityZone: zone },
        ...input,
      }).Instances[0].InstanceId,
    snapshot: (VolumeId: string) => ec2.createSnapshot({ VolumeId }).SnapshotId,
    describedVolume: (id: string) => ec2.describeVolumes({ VolumeIds: [id] }).Volumes[0],
    describedSnapshot: (id: string) => ec2.describeSnapshots({ SnapshotIds: [id] }).Snapshots[0],
    describedInstance: (id: string) => ec2.describeInstances({ InstanceIds: [id] }).Reservations[0]?.Instances[0],
    attach: (VolumeId: string, InstanceId: string, Device = '/dev/sdf') => ec2.attachVolume({ VolumeId, InstanceId, Device }),
  }
}

/** AWS's error of a call that is refused: name, message and status. */
export const refusal = (call: () => unknown): { readonly name: string; readonly message: string; readonly status: number } => {
  try {
    call()
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode: number } }
    return { name, message, status: $metadata?.httpStatusCode ?? 0 }
  }
  throw new Error('The call was not refused.')
}

/** The latest call of an operation, as the journal has it. */
export const lastCall = (cloud: Cloud, operation: string): JournalCall => {
  const found = cloud.journal.entries().findLast((call) => call.operation === operation)
  if (found === undefined) throw new Error(`There was no ${operation}.`)
  return found
}

/** The KMS calls of the latest call of an operation: who, what, and for which context, e.g. `CALLER GenerateDataKey… vol`. */
export const kmsCalls = (cloud: Cloud, operation: string): string[] =>
  lastCall(cloud, operation).nested.map(
    (call) => `${callerOf(call)} ${call.operation}${call.error === undefined ? '' : ` (${call.error.code})`}`,
  )

const callerOf = ({ principal, via, invokedBy }: JournalCall): string => {
  if (principal.kind === 'service') return 'SVC'
  if (principal.kind === 'session' && principal.hostOf !== undefined) return 'HOST'
  return via !== undefined && invokedBy?.startsWith('prod.') ? 'CALLER/copy' : via === undefined ? 'USER' : 'CALLER'
}

export const text = (value: string) => new TextEncoder().encode(value)
export const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
