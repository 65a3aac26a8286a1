import type * as sdkCloudTrail from '@aws-sdk/client-cloudtrail'
import type * as sdkEbs from '@aws-sdk/client-ebs'
import type * as sdkEc2 from '@aws-sdk/client-ec2'
import type * as sdkKms from '@aws-sdk/client-kms'
import type * as sdkSts from '@aws-sdk/client-sts'
import { describe, expectTypeOf, it } from 'vitest'
import type { CloudTrailApi } from '../../../src/cloudtrail/api.ts'
import type { EbsApi } from '../../../src/ebs/api.ts'
import type { Ec2Api } from '../../../src/ec2/api.ts'
import type { KmsApi } from '../../../src/kms/api.ts'
import type { StsApi } from '../../../src/sts/api.ts'
import type { Misfits } from '../../support/wire/sdk-types.ts'

type None = Record<never, never>

type Missing<Names extends string> = `output ${Names} is missing`

/** Answers go to nobody's enclave: `Recipient` is not simulated. */
type NotOfKms = Missing<'CiphertextForRecipient'>

/** How large a session is when packed nobody knows but AWS, and source identities are not simulated. */
type NotOfSts = Missing<'PackedPolicySize' | 'SessionTokenSize' | 'SessionTokenUtilization' | 'SourceIdentity'>

/**
 * What is narrower on purpose: of the SDK's enumerations of all of EC2 those values that the operation can do something with. So a wrong
 * one is found when the call is compiled, and not by AWS's refusal.
 */
type Narrower = 'the SDK’s input has values that are not ours'

/** What is wider on purpose: AWS has over a thousand instance types, and new ones every month. */
type AnyInstanceType<Side extends string> = `our ${Side} has values that are not the SDK’s`

/** Members that AWS leaves out of such answers, or that belong to what is not simulated: Outposts, managed resources, enclaves. */
interface NotOfEc2 {
  createVolume:
    | Narrower
    | Missing<'Attachments' | 'Operator' | 'OutpostArn' | 'OwnerId' | 'SourceVolumeId' | 'SseType' | 'VolumeArn'>
  createSnapshot:
    | Narrower
    | Missing<'AvailabilityZone' | 'CompletionDurationMinutes' | 'CompletionTime' | 'DataEncryptionKeyId'>
    | Missing<'FullSnapshotSizeInBytes' | 'KmsKeyId' | 'OutpostArn' | 'OwnerAlias' | 'RestoreExpiryTime' | 'SseType'>
    | Missing<'StateMessage' | 'StorageTier' | 'TransferType'>
  createSnapshots: Narrower
  copySnapshot: Narrower
  createImage: Narrower
  copyImage: Narrower
  registerImage: Narrower
  modifyImageAttribute: Narrower
  enableSnapshotBlockPublicAccess: Narrower
  describeImageAttribute: Narrower | Missing<'BlockDeviceMappings' | 'LastLaunchedTime'>
  describeInstanceAttribute: Narrower | Missing<'EnaSupport'>
  attachVolume: Missing<'AssociatedResource' | 'InstanceOwningService'>
  detachVolume: Missing<'AssociatedResource' | 'InstanceOwningService'>
  restoreSnapshotFromRecycleBin: Missing<'OutpostArn' | 'SseType'>
  getEbsEncryptionByDefault: Missing<'SseType'>
  runInstances: Narrower | AnyInstanceType<'input' | 'output'> | Missing<'RequesterId'>
  describeInstances: AnyInstanceType<'output'>
  describeInstanceTypes: AnyInstanceType<'input' | 'output'>
  createLaunchTemplate: Narrower | AnyInstanceType<'input'> | Missing<'Warning'>
  createLaunchTemplateVersion: Narrower | AnyInstanceType<'input' | 'output'> | Missing<'Warning'>
  describeLaunchTemplateVersions: AnyInstanceType<'output'>
  getLaunchTemplateData: AnyInstanceType<'output'>
}

/** Blocks are bytes here and may be streams there; a test of the clients sends and reads streams. */
interface NotOfEbs {
  startSnapshot: Missing<'SseType'>
  putSnapshotBlock: 'our input is not the SDK’s' | 'the SDK’s input is not ours'
  getSnapshotBlock: 'our output is not the SDK’s'
}

describe('the types of inputs and outputs are the AWS SDK’s, for every operation', () => {
  it('of KMS', () => {
    expectTypeOf<Misfits<KmsApi, typeof sdkKms, NotOfKms>>().toEqualTypeOf<None>()
  })

  it('of STS', () => {
    expectTypeOf<Misfits<StsApi, typeof sdkSts, NotOfSts>>().toEqualTypeOf<None>()
  })

  it('of CloudTrail', () => {
    expectTypeOf<Misfits<CloudTrailApi, typeof sdkCloudTrail>>().toEqualTypeOf<None>()
  })

  it('of EC2, but for what is narrower or wider on purpose', () => {
    expectTypeOf<Misfits<Ec2Api, typeof sdkEc2>>().toEqualTypeOf<NotOfEc2>()
  })

  it('of the EBS direct APIs, but for streams', () => {
    expectTypeOf<Misfits<EbsApi, typeof sdkEbs>>().toEqualTypeOf<NotOfEbs>()
  })

  it('would be noticed where they are not', () => {
    interface Wrong {
      decrypt(input: { KeyId: number }): { Plaintext?: string }
      encrypt(input: { KeyId: string }): { EncryptionAlgorithm: string }
      listGrants(): { Grants: { KeyId: string; Moon: string }[] }
      flyToTheMoon(): void
    }
    expectTypeOf<Misfits<Wrong, typeof sdkKms>['flyToTheMoon']>().toEqualTypeOf<'the SDK has no such operation'>()
    expectTypeOf<Misfits<Wrong, typeof sdkKms>['decrypt']>().toExtend<string>()
    expectTypeOf<'our input is not the SDK’s' | 'our output is not the SDK’s'>().toExtend<
      Misfits<Wrong, typeof sdkKms>['decrypt']
    >()
    expectTypeOf<'our output has values that are not the SDK’s'>().toExtend<Misfits<Wrong, typeof sdkKms>['encrypt']>()
    expectTypeOf<'output Grants.Moon is not AWS’s'>().toExtend<Misfits<Wrong, typeof sdkKms>['listGrants']>()
    expectTypeOf<'output KeyId is missing' | 'input DryRun is missing'>().toExtend<Misfits<Wrong, typeof sdkKms>['decrypt']>()
  })
})
