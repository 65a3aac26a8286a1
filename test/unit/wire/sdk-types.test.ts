import type * as sdkCloudTrail from '@aws-sdk/client-cloudtrail'
import type * as sdkEc2 from '@aws-sdk/client-ec2'
import type * as sdkKms from '@aws-sdk/client-kms'
import type * as sdkSts from '@aws-sdk/client-sts'
import { describe, expectTypeOf, it } from 'vitest'
import type { CloudTrailApi } from '../../../src/cloudtrail/api.ts'
import type { Ec2Api } from '../../../src/ec2/api.ts'
import type { KmsApi } from '../../../src/kms/api.ts'
import type { StsApi } from '../../../src/sts/api.ts'
import type { Misfits } from '../../support/wire/sdk-types.ts'

type None = Record<never, never>

type MissingOutputs<Names extends string> = `output ${Names} is missing`
type MissingInputs<Names extends string> = `input ${Names} is missing`

/** Answers go to nobody's enclave: `Recipient` is not simulated. */
type NotOfKms = MissingOutputs<'CiphertextForRecipient'>

/** How large a session is when packed nobody knows but AWS, and source identities are not simulated. */
type NotOfSts = MissingOutputs<'PackedPolicySize' | 'SessionTokenSize' | 'SessionTokenUtilization' | 'SourceIdentity'>

/** Parts of EC2 that are not simulated. Sending one is an error all the same: unknown parameters are never left out in silence. */
type NotOfEc2 =
  | MissingInputs<
      'Operator' | 'IncludeManagedResources' | 'EbsCardIndex' | 'OutpostArn' | 'Location' | 'SkipOsShutdown' | 'Force'
    >
  | MissingInputs<'DestinationAvailabilityZone'>
  | MissingOutputs<'Operator' | 'OutpostArn' | 'AssociatedResource' | 'InstanceOwningService' | 'SseType' | 'VolumeArn'>
  | MissingOutputs<'OwnerId' | 'SourceVolumeId' | 'FastRestored' | 'OwnerAlias' | 'RequesterId' | 'AvailabilityZone'>
  /** A volume that has just been made has none. */
  | MissingOutputs<'Attachments'>
  /** A snapshot that has just been begun has none. */
  | MissingOutputs<
      'CompletionTime' | 'CompletionDurationMinutes' | 'DataEncryptionKeyId' | 'FullSnapshotSizeInBytes' | 'KmsKeyId'
    >
  | MissingOutputs<'RestoreExpiryTime' | 'StateMessage' | 'StorageTier' | 'TransferType'>

/** Our types name the kinds of resources that can be tagged here; the SDK's name all of EC2's. */
type NarrowerInput = 'the SDK’s input is not ours'

/** What a launch can be told besides. */
type NotOfRunInstances = MissingInputs<
  | 'AdditionalInfo'
  | 'CapacityReservationSpecification'
  | 'CpuOptions'
  | 'CreditSpecification'
  | 'DisableApiStop'
  | 'DisableApiTermination'
  | 'ElasticGpuSpecification'
  | 'ElasticInferenceAccelerators'
  | 'EnablePrimaryIpv6'
  | 'EnclaveOptions'
  | 'HibernationOptions'
  | 'IamInstanceProfile'
  | 'InstanceInitiatedShutdownBehavior'
  | 'InstanceMarketOptions'
  | 'Ipv6AddressCount'
  | 'Ipv6Addresses'
  | 'KernelId'
  | 'KeyName'
  | 'LaunchTemplate'
  | 'LicenseSpecifications'
  | 'MaintenanceOptions'
  | 'MetadataOptions'
  | 'Monitoring'
  | 'NetworkInterfaces'
  | 'NetworkPerformanceOptions'
  | 'PrivateDnsNameOptions'
  | 'PrivateIpAddress'
  | 'RamdiskId'
  | 'SecondaryInterfaces'
  | 'SecurityGroupIds'
  | 'SecurityGroups'
  | 'SubnetId'
  | 'UserData'
>

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

  it('of EC2, but for instance types: AWS has over a thousand, and new ones every month', () => {
    expectTypeOf<Misfits<Ec2Api, typeof sdkEc2, NotOfEc2 | NarrowerInput | NotOfRunInstances>>().toEqualTypeOf<{
      runInstances: 'our input is not the SDK’s' | 'our output is not the SDK’s'
      describeInstances: 'our output is not the SDK’s'
    }>()
  })

  it('would be noticed where they are not', () => {
    interface Wrong {
      decrypt(input: { KeyId: number }): { Plaintext?: string }
      flyToTheMoon(): void
    }
    expectTypeOf<Misfits<Wrong, typeof sdkKms>['flyToTheMoon']>().toEqualTypeOf<'the SDK has no such operation'>()
    expectTypeOf<Misfits<Wrong, typeof sdkKms>['decrypt']>().toExtend<string>()
    expectTypeOf<'our input is not the SDK’s' | 'our output is not the SDK’s'>().toExtend<
      Misfits<Wrong, typeof sdkKms>['decrypt']
    >()
    expectTypeOf<'output KeyId is missing' | 'input DryRun is missing'>().toExtend<Misfits<Wrong, typeof sdkKms>['decrypt']>()
  })
})
