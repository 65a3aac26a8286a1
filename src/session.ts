import { type AttachedDisk, attachDisk, type WantedDisk } from './attached-disk.ts'
import type { Principal } from './core/principal.ts'
import type { World } from './core/world.ts'
import { callOperation, directDoor } from './door.ts'
import type { Ec2Api } from './ec2/api.ts'
import { baseImageIdOf } from './ec2/base-image.ts'
import { ec2Service } from './ec2/service.ts'
import type { KmsApi } from './kms/api.ts'
import { kmsService } from './kms/service.ts'

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
  /** A volume that is ready to be read and written, in one call: launches an instance, makes the volume and attaches it. */
  attachedDisk(wanted?: WantedDisk): AttachedDisk
}

/** A session over the world that `worldNow` gives: a cloud that is reset has another one. */
export const createSession = (
  worldNow: () => World,
  principal: Principal & { readonly account: string },
  region: string,
): Session => {
  const caller = { principal, region }
  const kms = directDoor<KmsApi>(kmsService, (operation, input) =>
    callOperation(worldNow(), kmsService, caller, operation, input),
  )
  const ec2 = directDoor<Ec2Api>(ec2Service, (operation, input) =>
    callOperation(worldNow(), ec2Service, caller, operation, input),
  )
  const session = {
    principal,
    accountId: principal.account,
    region,
    get baseImageId() {
      return baseImageIdOf(worldNow(), region)
    },
    kms,
    ec2,
  }
  return Object.assign(session, { attachedDisk: (wanted?: WantedDisk) => attachDisk(worldNow, session, wanted) })
}
