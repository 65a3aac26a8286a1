import type { CopyImageInput, CopyImageOutput } from './operations/copy-image.ts'
import type { CreateImageInput, CreateImageOutput } from './operations/create-image.ts'
import type { DeregisterImageInput, DeregisterImageOutput } from './operations/deregister-image.ts'
import type { DescribeImageAttributeInput, DescribeImageAttributeOutput } from './operations/describe-image-attribute.ts'
import type { DisableImageInput, DisableImageOutput } from './operations/disable-image.ts'
import type {
  DisableImageBlockPublicAccessInput,
  DisableImageBlockPublicAccessOutput,
} from './operations/disable-image-block-public-access.ts'
import type { DisableImageDeprecationInput, DisableImageDeprecationOutput } from './operations/disable-image-deprecation.ts'
import type { EnableImageInput, EnableImageOutput } from './operations/enable-image.ts'
import type {
  EnableImageBlockPublicAccessInput,
  EnableImageBlockPublicAccessOutput,
} from './operations/enable-image-block-public-access.ts'
import type { EnableImageDeprecationInput, EnableImageDeprecationOutput } from './operations/enable-image-deprecation.ts'
import type {
  GetImageBlockPublicAccessStateInput,
  GetImageBlockPublicAccessStateOutput,
} from './operations/get-image-block-public-access-state.ts'
import type { ModifyImageAttributeInput, ModifyImageAttributeOutput } from './operations/modify-image-attribute.ts'
import type { RegisterImageInput, RegisterImageOutput } from './operations/register-image.ts'
import type { ResetImageAttributeInput, ResetImageAttributeOutput } from './operations/reset-image-attribute.ts'

/** The operations of EC2 about images, except DescribeImages. */
export interface Ec2ImagesApi {
  /**
   * Makes an image of an instance: a snapshot of each of its volumes, each under its volume's own key, without any KMS call.
   *
   * Throws InvalidInstanceID.NotFound, InvalidInstanceID.Malformed, IncorrectState, InvalidAMIName.Malformed, InvalidAMIName.Duplicate,
   * InvalidBlockDeviceMapping, InvalidParameter, InvalidParameterValue, ConcurrentSnapshotLimitExceeded.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html
   */
  createImage(input: CreateImageInput): CreateImageOutput

  /**
   * Copies an image into the session's Region. Trouble with keys is not an error of this call: the copy then ends in the state `failed`.
   *
   * Throws InvalidRegion, InvalidAMIID.NotFound, InvalidAMIID.Malformed, InvalidAMIID.Unavailable, AuthFailure, InvalidRequest,
   * InvalidAMIName.Malformed, InvalidAMIName.Duplicate, InvalidParameterDependency, IdempotentParameterMismatch.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopyImage.html
   */
  copyImage(input: CopyImageInput): CopyImageOutput

  /**
   * Makes an image of snapshots of the account's. It is available at once.
   *
   * Throws InvalidAMIName.Malformed, InvalidAMIName.Duplicate, InvalidBlockDeviceMapping, InvalidParameter, InvalidParameterValue,
   * InvalidSnapshotID.NotFound, InvalidSnapshotID.Malformed, IncorrectState.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RegisterImage.html
   */
  registerImage(input: RegisterImageInput): RegisterImageOutput

  /**
   * Takes an image away, and its snapshots if that is asked for. Instances that were launched from it go on.
   *
   * Throws InvalidAMIID.NotFound, InvalidAMIID.Malformed, AuthFailure.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeregisterImage.html
   */
  deregisterImage(input: DeregisterImageInput): DeregisterImageOutput

  /**
   * Tells one attribute of an image of the account's.
   *
   * Throws InvalidAMIID.NotFound, InvalidAMIID.Malformed, AuthFailure.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImageAttribute.html
   */
  describeImageAttribute(input: DescribeImageAttributeInput): DescribeImageAttributeOutput

  /**
   * Changes the description of an image, or who may launch from it. Sharing an image gives nobody a right to its KMS keys.
   *
   * Throws InvalidAMIID.NotFound, InvalidAMIID.Malformed, InvalidAMIID.Unavailable, AuthFailure, InvalidAMIAttributeItemValue, InvalidParameter,
   * InvalidParameterCombination, OperationNotPermitted.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyImageAttribute.html
   */
  modifyImageAttribute(input: ModifyImageAttributeInput): ModifyImageAttributeOutput

  /**
   * Takes the permission to launch from an image away from everybody but its owner.
   *
   * Throws InvalidAMIID.NotFound, InvalidAMIID.Malformed, AuthFailure.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResetImageAttribute.html
   */
  resetImageAttribute(input: ResetImageAttributeInput): ResetImageAttributeOutput

  /**
   * Makes a disabled image available again.
   *
   * Throws InvalidAMIID.NotFound, InvalidAMIID.Malformed, InvalidAMIID.Unavailable, AuthFailure.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableImage.html
   */
  enableImage(input: EnableImageInput): EnableImageOutput

  /**
   * Keeps everybody from launching from an image, and makes it private.
   *
   * Throws InvalidAMIID.NotFound, InvalidAMIID.Malformed, InvalidAMIID.Unavailable, AuthFailure.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableImage.html
   */
  disableImage(input: DisableImageInput): DisableImageOutput

  /**
   * Says from when on others are no longer told of an image.
   *
   * Throws InvalidAMIID.NotFound, InvalidAMIID.Malformed, InvalidParameterValue, AuthFailure.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableImageDeprecation.html
   */
  enableImageDeprecation(input: EnableImageDeprecationInput): EnableImageDeprecationOutput

  /**
   * Takes the deprecation of an image back.
   *
   * Throws InvalidAMIID.NotFound, InvalidAMIID.Malformed, AuthFailure.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableImageDeprecation.html
   */
  disableImageDeprecation(input: DisableImageDeprecationInput): DisableImageDeprecationOutput

  /**
   * Tells whether images of the account in the Region can be made public: they cannot until the account says otherwise.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetImageBlockPublicAccessState.html
   */
  getImageBlockPublicAccessState(input?: GetImageBlockPublicAccessStateInput): GetImageBlockPublicAccessStateOutput

  /**
   * Keeps the account from making images in the Region public.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableImageBlockPublicAccess.html
   */
  enableImageBlockPublicAccess(input: EnableImageBlockPublicAccessInput): EnableImageBlockPublicAccessOutput

  /**
   * Lets the account make images in the Region public.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableImageBlockPublicAccess.html
   */
  disableImageBlockPublicAccess(input?: DisableImageBlockPublicAccessInput): DisableImageBlockPublicAccessOutput
}
