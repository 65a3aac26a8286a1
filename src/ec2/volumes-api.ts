import type { CreateTagsInput, CreateTagsOutput } from './operations/create-tags.ts'
import type { DeleteTagsInput, DeleteTagsOutput } from './operations/delete-tags.ts'
import type { DescribeAvailabilityZonesInput, DescribeAvailabilityZonesOutput } from './operations/describe-availability-zones.ts'
import type { DescribeInstanceAttributeInput, DescribeInstanceAttributeOutput } from './operations/describe-instance-attribute.ts'
import type { DescribeRegionsInput, DescribeRegionsOutput } from './operations/describe-regions.ts'
import type { DescribeTagsInput, DescribeTagsOutput } from './operations/describe-tags.ts'
import type { DescribeVolumeAttributeInput, DescribeVolumeAttributeOutput } from './operations/describe-volume-attribute.ts'
import type { DescribeVolumeStatusInput, DescribeVolumeStatusOutput } from './operations/describe-volume-status.ts'
import type {
  DescribeVolumesModificationsInput,
  DescribeVolumesModificationsOutput,
} from './operations/describe-volumes-modifications.ts'
import type { EnableVolumeIOInput, EnableVolumeIOOutput } from './operations/enable-volume-io.ts'
import type { ModifyInstanceAttributeInput, ModifyInstanceAttributeOutput } from './operations/modify-instance-attribute.ts'
import type { ModifyVolumeInput, ModifyVolumeOutput } from './operations/modify-volume.ts'
import type { ModifyVolumeAttributeInput, ModifyVolumeAttributeOutput } from './operations/modify-volume-attribute.ts'

/** The part of `Ec2Api` about what volumes and instances are set to, about tags, and about the places where they are. */
export interface Ec2VolumesApi {
  /**
   * Makes a volume larger, or changes its type and performance, while it is in use; never its encryption. Guests see the larger disk when
   * it is `optimizing`.
   *
   * Throws InvalidVolume.NotFound, InvalidVolumeID.Malformed, InvalidParameterValue, InvalidParameterCombination, UnknownVolumeType,
   * IncorrectModificationState, IncorrectState, VolumeModificationRateExceeded.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolume.html
   */
  modifyVolume(input: ModifyVolumeInput): ModifyVolumeOutput

  /**
   * Tells the latest modification of each volume.
   *
   * Throws InvalidVolume.NotFound, InvalidVolumeModification.NotFound, InvalidVolumeID.Malformed, InvalidParameterValue,
   * InvalidParameterCombination.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumesModifications.html
   */
  describeVolumesModifications(input?: DescribeVolumesModificationsInput): DescribeVolumesModificationsOutput

  /**
   * Tells how volumes do, and how far the blocks of their snapshots have arrived.
   *
   * Throws InvalidVolume.NotFound, InvalidVolumeID.Malformed, InvalidParameterValue, InvalidParameterCombination.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumeStatus.html
   */
  describeVolumeStatus(input?: DescribeVolumeStatusInput): DescribeVolumeStatusOutput

  /**
   * Tells an attribute of a volume: `autoEnableIO` or `productCodes`.
   *
   * Throws InvalidVolume.NotFound, InvalidVolumeID.Malformed, InvalidParameterCombination.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumeAttribute.html
   */
  describeVolumeAttribute(input: DescribeVolumeAttributeInput): DescribeVolumeAttributeOutput

  /**
   * Sets the attribute `autoEnableIO` of a volume.
   *
   * Throws InvalidVolume.NotFound, InvalidVolumeID.Malformed, InvalidParameterCombination.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolumeAttribute.html
   */
  modifyVolumeAttribute(input: ModifyVolumeAttributeInput): ModifyVolumeAttributeOutput

  /**
   * Lets a volume work again that EBS has stopped. EBS stops none here, so it is always refused.
   *
   * Throws InvalidVolume.NotFound, InvalidVolumeID.Malformed, IncorrectState.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableVolumeIO.html
   */
  enableVolumeIO(input: EnableVolumeIOInput): EnableVolumeIOOutput

  /**
   * Gives tags to resources, to all or to none. Tags of a shared snapshot or image are the account's own.
   *
   * Throws InvalidID, TagLimitExceeded, InvalidVolume.NotFound, InvalidSnapshot.NotFound, InvalidInstanceID.NotFound, InvalidAMIID.NotFound.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html
   */
  createTags(input: CreateTagsInput): CreateTagsOutput

  /**
   * Takes tags from resources.
   *
   * Throws InvalidID, InvalidVolume.NotFound, InvalidSnapshot.NotFound, InvalidInstanceID.NotFound, InvalidAMIID.NotFound.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html
   */
  deleteTags(input: DeleteTagsInput): DeleteTagsOutput

  /**
   * Tells the tags that the account has given in the Region.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html
   */
  describeTags(input?: DescribeTagsInput): DescribeTagsOutput

  /**
   * Changes one attribute of an instance, e.g. which of its volumes are deleted with it.
   *
   * Throws InvalidInstanceID.NotFound, InvalidInstanceID.Malformed, InvalidInstanceAttributeValue, InvalidParameterCombination,
   * IncorrectInstanceState, EncryptedVolumesNotSupported.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html
   */
  modifyInstanceAttribute(input: ModifyInstanceAttributeInput): ModifyInstanceAttributeOutput

  /**
   * Tells an attribute of an instance.
   *
   * Throws InvalidInstanceID.NotFound, InvalidInstanceID.Malformed.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceAttribute.html
   */
  describeInstanceAttribute(input: DescribeInstanceAttributeInput): DescribeInstanceAttributeOutput

  /**
   * Tells the Availability Zones of the Region.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html
   */
  describeAvailabilityZones(input?: DescribeAvailabilityZonesInput): DescribeAvailabilityZonesOutput

  /**
   * Tells the Regions of the partition.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
   */
  describeRegions(input?: DescribeRegionsInput): DescribeRegionsOutput
}
