import type { ClientCredentials } from './access-keys.ts'
import type { Account, Identity } from './account.ts'
import type { AutoScalingApi } from './autoscaling/api.ts'
import type { CloudFormationApi } from './cloudformation/api.ts'
import type { Clock } from './core/clock.ts'
import type { CloudEvent } from './core/event-bus.ts'
import type { JournalEntry } from './core/journal.ts'
import type { TrailRecord } from './core/trail.ts'
import type { ClientConfig, DoorOptions } from './doors.ts'
import type { EbsApi } from './ebs/api.ts'
import type { Ec2Api } from './ec2/api.ts'
import type { GuestInstance } from './ec2/guest-device.ts'
import type { SnapshotInspection, VolumeInspection } from './ec2/inspection.ts'
import type { CallExplanation } from './explanation.ts'
import type { Faults } from './fault-builder.ts'
import type { KmsApi } from './kms/api.ts'
import type { RdsApi } from './rds/api.ts'
import type { ClusterHost } from './rds/cluster-storage.ts'
import type { Session } from './session.ts'
import type { Simulation, SimulationRequest } from './simulation.ts'
import type { Deployment, DeployOptions } from './stack-deployment.ts'
import type { StsApi } from './sts/api.ts'
import type { ShownCredentials } from './sts/issued-sessions.ts'
import type { SdkPlugin } from './wire/sdk-plugin.ts'

/** Who acts, and where. */
export interface SessionOptions {
  /** A role, user or root user of an account of this cloud; default: role Admin of the default account, which IAM allows everything. */
  readonly as?: Identity | undefined
  /** Credentials that a method of `sts` has answered, in place of `as`. When they have expired, every call is refused. */
  readonly credentials?: ShownCredentials | undefined
  /** Default: the cloud's `region`. */
  readonly region?: string | undefined
}

/** One call in the journal, with its request id and the calls that it made of its own. */
export interface JournalCall extends JournalEntry {
  readonly requestId: string
  readonly nested: readonly JournalCall[]
}

/** Who acts through a client, where, and how the door behaves. */
export interface ClientOptions extends SessionOptions, DoorOptions {}

/** A simulated AWS in this process. Everything in it is reproducible from its seed. */
export interface Cloud {
  /** KMS for the default principal in the default Region. */
  readonly kms: KmsApi
  /** EC2 and EBS for the default principal in the default Region. */
  readonly ec2: Ec2Api
  /** The EBS direct APIs for the default principal in the default Region. */
  readonly ebs: EbsApi
  /** EC2 Auto Scaling for the default principal in the default Region. */
  readonly autoscaling: AutoScalingApi
  /** RDS with Aurora for the default principal in the default Region. */
  readonly rds: RdsApi
  /** STS for the default principal in the default Region. */
  readonly sts: StsApi
  /** CloudFormation for the default principal in the default Region. */
  readonly cloudformation: CloudFormationApi
  readonly clock: Clock
  /** CloudTrail: one record a call, two for a call across accounts. */
  readonly trail: {
    /** The records, oldest first; all members of `wanted` must be equal. */
    records(wanted?: Partial<TrailRecord>): TrailRecord[]
    /** Records that the ring has let go. */
    readonly dropped: number
  }
  /** EventBridge: the events that services have sent. */
  readonly events: {
    /** The events, oldest first. */
    all(): CloudEvent[]
    /** The events that an EventBridge pattern matches. Throws `InvalidEventPatternException` as a `SimulatorError` (`INVALID_OPTION`). */
    matching(pattern: object | string): CloudEvent[]
    /**
     * Calls `handler` with every event from now on that an EventBridge pattern matches, and returns the function that ends it.
     *
     * It is called in step with the world: when the call, or the piece of due work, that has sent the event is over and stands in the
     * journal, and before anything else happens. So a handler may call the cloud; what its calls send is told behind what was sent
     * before. An error that it throws fails no call: it becomes an unhandled rejection, as that of an asynchronous function does.
     *
     * Subscriptions belong to this cloud and not to its world: `reset()` keeps them, `clone()` and `save()` leave them out. Throws
     * `InvalidEventPatternException` as a `SimulatorError` (`INVALID_OPTION`).
     *
     * @example
     * ```ts
     * import { createCloud } from 'kms-ebs-sim'
     *
     * const { ec2, events } = createCloud()
     * const stop = events.on({ detail: { event: ['createVolume'] } }, ({ resources }) => console.log(resources))
     * ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1 })
     * stop()
     * ```
     */
    on(pattern: object | string, handler: (event: CloudEvent) => unknown): () => void
    readonly dropped: number
  }
  /** Every call of the world, EC2's calls to KMS included. */
  readonly journal: {
    /** The outermost calls, oldest first, each with the calls that it made. */
    entries(): JournalCall[]
    readonly dropped: number
  }
  readonly faults: Faults
  /** A principal in a Region. */
  session(options?: SessionOptions): Session
  /** An account: its users, roles and groups. It comes into being when it is first named. */
  account(accountId: string): Account
  /** What the guest of an instance sees. */
  instance(instanceId: string): GuestInstance
  /** What the storage of a volume holds: wrapped key, ciphertext, lineage. */
  volume(volumeId: string): VolumeInspection
  /** What the storage of a snapshot holds. */
  snapshot(snapshotId: string): SnapshotInspection
  /** What the engine of a DB cluster sees: by its ARN or resource id, or by its identifier in the default account and Region. */
  cluster(name: string): ClusterHost
  /** Why a call was refused: the gate that stopped it, the policies, statements, grants and key state that it looked at. */
  explain(error: unknown): CallExplanation
  /**
   * Whether somebody may do something, and why, without doing it: every policy, statement, element and grant that has a say.
   * Throws `SimulatorError` (`INVALID_OPTION`) for what does not exist.
   *
   * @example
   * ```ts
   * import { createCloud } from 'kms-ebs-sim'
   *
   * const cloud = createCloud()
   * const { KeyMetadata } = cloud.kms.createKey({})
   * const app = cloud.account('111122223333').createRole('App')
   * const { allowed, text } = cloud.simulate({
   *   as: app,
   *   action: 'kms:Decrypt',
   *   resource: KeyMetadata.Arn,
   *   context: { 'kms:EncryptionContext:tenant': 'blue' },
   * })
   * console.log(allowed, text) // false, and the key policy, statement by statement
   * ```
   */
  simulate(request: SimulationRequest): Simulation
  /**
   * Makes what a CloudFormation template describes, as the default principal in the default Region: JSON, YAML or an object. A stack that
   * is there is updated. Types of resources that are not simulated are left out on request. `session.deploy` does it as somebody else.
   * Throws AWS's error for a template that is refused, `StackFailed` where a resource fails; `explain` says why.
   *
   * @example
   * ```ts
   * import { createCloud } from 'kms-ebs-sim'
   *
   * const cloud = createCloud()
   * const { outputs } = cloud.deploy(
   *   `
   * Parameters:
   *   Days: { Type: Number, Default: 7 }
   * Resources:
   *   Key:
   *     Type: AWS::KMS::Key
   *     Properties: { PendingWindowInDays: !Ref Days }
   *   Handler:
   *     Type: AWS::Lambda::Function
   *     Properties: { KmsKeyArn: !GetAtt Key.Arn }
   * Outputs:
   *   KeyArn: { Value: !GetAtt Key.Arn }
   * `,
   *   { parameters: { Days: 14 }, skip: ['AWS::Lambda::*'] },
   * )
   * console.log(outputs.KeyArn)
   * ```
   */
  deploy(template: string | object, options?: DeployOptions): Deployment
  /**
   * The configuration of real AWS SDK v3 clients, of every service, that speak to this cloud: the whole wire, without a network.
   *
   * @example
   * ```ts
   * import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms'
   * import { createCloud } from 'kms-ebs-sim'
   *
   * const cloud = createCloud()
   * const { KeyMetadata } = cloud.kms.createKey({})
   * const client = new KMSClient(cloud.clientConfig())
   * const answer = await client.send(new DescribeKeyCommand({ KeyId: KeyMetadata.KeyId }))
   * console.log(answer.KeyMetadata?.KeyState) // Enabled
   * ```
   */
  clientConfig(options?: ClientOptions): ClientConfig
  /**
   * A plugin for real AWS SDK v3 clients that answers above serialisation and signing: the same answers, faster. Principal and Region are
   * those of its own options, whatever the client's configuration says.
   *
   * @example
   * ```ts
   * import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms'
   * import { createCloud } from 'kms-ebs-sim'
   *
   * const cloud = createCloud()
   * const client = new KMSClient({ region: 'us-east-1' })
   * client.middlewareStack.use(cloud.sdkPlugin())
   * console.log((await client.send(new ListKeysCommand({}))).Keys) // []
   * ```
   */
  sdkPlugin(options?: ClientOptions): SdkPlugin
  /**
   * Answers HTTP requests as AWS would: any program that speaks the Fetch API can host this cloud. The signature of a request tells
   * service, Region and access key; keys that are not from {@link Cloud.credentials} or STS act as the default principal.
   */
  fetch(request: Request): Promise<Response>
  /** The access key of a principal, by which requests over the wire act as it. Always the same in one world. */
  credentials(identity?: Identity): ClientCredentials
  /** An independent copy. The two go on from here as different worlds: their disks never share a key and a nonce. */
  clone(): Cloud
  /** This cloud as bytes, for `restoreCloud`. The file contains the keys that open it. */
  save(): Uint8Array
  /** Back to the beginning: as if made anew from the same options. Sessions go on working; disks and their keys in memory are gone. */
  reset(): void
  /** Closes all disks and overwrites the plaintext keys in memory; every later call is a `SimulatorError` (`DISPOSED`). */
  [Symbol.dispose](): void
}
