import type { ResourceType } from './resource-type.ts'
import { AutoScalingGroup } from './resources/auto-scaling-group.ts'
import { Ec2Instance } from './resources/ec2-instance.ts'
import { Ec2LaunchTemplate } from './resources/ec2-launch-template.ts'
import { Ec2Volume } from './resources/ec2-volume.ts'
import { Ec2VolumeAttachment } from './resources/ec2-volume-attachment.ts'
import { IamManagedPolicy } from './resources/iam-managed-policy.ts'
import { IamRole } from './resources/iam-role.ts'
import { KmsAlias } from './resources/kms-alias.ts'
import { KmsKey } from './resources/kms-key.ts'
import { KmsReplicaKey } from './resources/kms-replica-key.ts'
import { Skipped } from './resources/skipped.ts'

/** Every type of resource that is simulated. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(
  [
    KmsKey,
    KmsReplicaKey,
    KmsAlias,
    Ec2Volume,
    Ec2VolumeAttachment,
    Ec2Instance,
    Ec2LaunchTemplate,
    AutoScalingGroup,
    IamRole,
    IamManagedPolicy,
    Skipped,
  ].map((type) => [type.name, type]),
)

/** What a resource that is left out is in a template. */
export const SKIPPED_TYPE = Skipped.name
