import type { ActingPrincipal } from './account.ts'
import { currentPrincipal } from './account.ts'
import { type AttachedDisk, attachDisk, type WantedDisk } from './attached-disk.ts'
import type { AutoScalingApi } from './autoscaling/api.ts'
import { autoscalingService } from './autoscaling/service.ts'
import type { CloudFormationApi } from './cloudformation/api.ts'
import { cloudFormationService } from './cloudformation/service.ts'
import type { CloudTrailApi } from './cloudtrail/api.ts'
import { cloudTrailService } from './cloudtrail/service.ts'
import type { Service } from './core/operation.ts'
import type { Principal } from './core/principal.ts'
import type { World } from './core/world.ts'
import { callOperation, directDoor } from './door.ts'
import type { EbsApi } from './ebs/api.ts'
import { ebsService } from './ebs/service.ts'
import type { Ec2Api } from './ec2/api.ts'
import { baseImageIdOf } from './ec2/base-image.ts'
import { ec2Service } from './ec2/service.ts'
import type { KmsApi } from './kms/api.ts'
import { kmsService } from './kms/service.ts'
import type { RbinApi } from './rbin/api.ts'
import { rbinService } from './rbin/service.ts'
import type { RdsApi } from './rds/api.ts'
import { rdsService } from './rds/service.ts'
import { type Deployment, type DeployOptions, deployTemplate } from './stack-deployment.ts'
import type { StsApi } from './sts/api.ts'
import { stsService } from './sts/service.ts'

/**
 * A principal in a Region: AWS's operations as synchronous methods, AWS-shaped in and out. A refusal is thrown as AWS's error.
 *
 * @example
 * ```ts
 * import { createCloud } from 'kms-ebs-sim'
 *
 * const tokyo = createCloud().session({ region: 'ap-northeast-1' })
 * const { KeyMetadata } = tokyo.kms.createKey({ Description: 'for volumes' })
 * tokyo.kms.describeKey({ KeyId: KeyMetadata.KeyId })
 * ```
 */
export interface Session {
  readonly principal: Principal
  readonly accountId: string
  readonly region: string
  /** The Region's built-in, unencrypted, Amazon-owned image. */
  readonly baseImageId: string
  /** AWS Key Management Service. */
  readonly kms: KmsApi
  /** Amazon EC2 with EBS. */
  readonly ec2: Ec2Api
  /** The EBS direct APIs: blocks of snapshots, read and written without a volume. */
  readonly ebs: EbsApi
  /** Amazon EC2 Auto Scaling: groups of instances that are launched in the name of a service-linked role. */
  readonly autoscaling: AutoScalingApi
  /** Recycle Bin: the rules by which deleted snapshots are kept. */
  readonly rbin: RbinApi
  /** Amazon RDS with Aurora. */
  readonly rds: RdsApi
  /** AWS Security Token Service. */
  readonly sts: StsApi
  /** AWS CloudTrail. */
  readonly cloudtrail: CloudTrailApi
  /** AWS CloudFormation. */
  readonly cloudformation: CloudFormationApi
  /** `cloud.deploy` as this principal, in this Region. */
  deploy(template: string | object, options?: DeployOptions): Deployment
  /** A volume that is ready to be read and written, in one call: launches an instance, makes the volume and attaches it. */
  attachedDisk(wanted?: WantedDisk): AttachedDisk
}

/** A session over the world that `worldNow` gives: a cloud that is reset has another one. */
export const createSession = (worldNow: () => World, principal: ActingPrincipal, region: string): Session => {
  let acting = principal
  const now = (): Principal => {
    acting = currentPrincipal(worldNow(), acting)
    return acting
  }
  const door = <Api>(service: Service): Api =>
    directDoor<Api>(service, (operation, input) =>
      callOperation(worldNow(), service, { principal: now(), region }, operation, input),
    )
  const session = {
    get principal() {
      return now()
    },
    accountId: principal.account,
    region,
    get baseImageId() {
      return baseImageIdOf(worldNow(), region)
    },
    kms: door<KmsApi>(kmsService),
    ec2: door<Ec2Api>(ec2Service),
    ebs: door<EbsApi>(ebsService),
    autoscaling: door<AutoScalingApi>(autoscalingService),
    rbin: door<RbinApi>(rbinService),
    rds: door<RdsApi>(rdsService),
    sts: door<StsApi>(stsService),
    cloudtrail: door<CloudTrailApi>(cloudTrailService),
    cloudformation: door<CloudFormationApi>(cloudFormationService),
    deploy: (template: string | object, options?: DeployOptions) =>
      deployTemplate(worldNow(), { principal: now(), region }, template, options),
  }
  return Object.assign(session, { attachedDisk: (wanted?: WantedDisk) => attachDisk(worldNow, session, wanted) })
}
